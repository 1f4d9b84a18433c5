import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, methodsFrom } from '../arguments.ts';
import { methodCalled, type Registration } from '../decorated-methods.ts';

/** What applications and routers of Starlette do, and those of FastAPI with them. */
export function commonFacts(
  file: ProgramFile,
  { call, name, receiver }: CallSite,
  framework: string,
): readonly ProgramFact[] {
  if (!receiver) return [];
  const base = { framework, site: call, on: receiver } as const;
  const path = argumentOf(call, 'path', 0);
  switch (name) {
    case 'mount': {
      const app = argumentOf(call, 'app', 1);
      return path && app ? [{ kind: 'mount', ...base, at: path.at, prefix: path, chain: [app], isApart: true }] : [];
    }
    case 'add_route': {
      const handler = argumentOf(call, 'route', 1) ?? argumentOf(call, 'endpoint', 1);
      const methods = methodsFrom(argumentOf(call, 'methods', 2));
      return path && handler ? [{ kind: 'route', ...base, at: path.at, ...methods, path, chain: [handler] }] : [];
    }
    case 'add_middleware': {
      const guard = middlewareIn(file, call);
      return guard ? [{ kind: 'guard', ...base, at: call.nameAt, guards: [guard] }] : [];
    }
    default:
      return [];
  }
}

/** `@app.middleware('http')` and `@app.route('/x')`. */
export function commonRegistration({ call, site, handler }: Registration, framework: string): readonly ProgramFact[] {
  const called = methodCalled(call);
  if (!called) return [];
  const base = { framework, site, on: called.on } as const;
  if (called.name === 'middleware') return [{ kind: 'guard', ...base, at: call.nameAt, guards: [handler] }];
  const path = argumentOf(call, 'path', 0);
  if (called.name !== 'route' || !path) return [];
  const methods = methodsFrom(argumentOf(call, 'methods', 1));
  return [{ kind: 'route', ...base, at: path.at, ...methods, path, chain: [handler] }];
}

/** `Middleware(Class, option=…)` stands for the class; of the base of functions, the function it is given. */
export function middlewareIn(file: ProgramFile, call: CallExpr): Expr | undefined {
  const [first] = call.args;
  if (!first || first.kind === 'named' || first.kind === 'spread') return undefined;
  return isFrom(file.originOf(first), ['starlette.middleware.base', 'fastapi.middleware.base'], 'BaseHTTPMiddleware')
    ? (argumentOf(call, 'dispatch', 1) ?? first)
    : first;
}
