/** Routes that Spring's functional endpoints build: `RouterFunctions`, and the router DSLs of Kotlin. */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { type CallSite, isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { FRAMEWORK, RULES } from './mappings.ts';

const PACKAGES = ['org.springframework.web.reactive.function.server', 'org.springframework.web.servlet.function'];
const FUNCTIONS = PACKAGES.map(name => `${name}.RouterFunctions`);

export function functionalFacts(file: ProgramFile): readonly ProgramFact[] {
  if (!PACKAGES.some(name => file.text.includes(name))) return [];
  return file.calls.flatMap(site => factsOf(file, site));
}

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const on: Expr = receiver ?? { kind: 'self', at: call.nameAt };
  const made = { at: call.nameAt, framework: FRAMEWORK, site: call };
  const router: ProgramFact = { kind: 'router', ...made, role: 'router', rules: RULES, isFound: true };
  const origin = file.originOf(call.callee);
  const isOf = (function_: string): boolean =>
    isFrom(origin, FUNCTIONS, function_) || isFrom(origin, PACKAGES, `RouterFunctions.${function_}`);
  if (isOf('route')) return call.args.length === 0 ? [router] : [router, ...routeFacts(call, call, call.args)];
  if (isOf('nest')) return [router, ...mountFacts(call, call, call.args)];
  if (!receiver && (name === 'router' || name === 'coRouter') && isFrom(origin, PACKAGES, name)) {
    const chain = call.args.filter(arg => arg.kind === 'function');
    return [router, { kind: 'mount', ...made, on: call, chain, calls: 'self' }];
  }
  switch (name) {
    case 'andRoute':
      return routeFacts(call, on, call.args);
    case 'andNest':
      return mountFacts(call, on, call.args);
    case 'nest':
      // In Kotlin the path stands before it.
      return call.args.length === 1 && receiver && file.module.language === 'kotlin'
        ? mountFacts(call, { kind: 'self', at: call.nameAt }, [receiver, ...call.args])
        : mountFacts(call, on, call.args);
    case 'path':
      return call.args.length === 2 ? mountFacts(call, on, call.args) : [];
    case 'and':
    case 'add':
    case 'andOther':
      return receiver && call.args.length === 1 ? [{ kind: 'mount', ...made, on, chain: call.args }] : [];
    case 'filter':
    case 'before':
      return receiver && isBuilder(receiver) ? [{ kind: 'guard', ...made, on, guards: call.args }] : [];
    case 'build':
      return receiver && isBuilder(receiver) ? [{ kind: 'alias', ...made, value: receiver }] : [];
    default:
      return verbFacts(call, name, on);
  }
}

/** Whether a chain of calls begins with one that makes a router. */
function isBuilder(expr: Expr): boolean {
  for (
    let of: Expr | undefined = expr;
    of?.kind === 'call';
    of = of.callee.kind === 'member' ? of.callee.of : undefined
  ) {
    const { callee } = of;
    if ((callee.kind === 'name' || callee.kind === 'member') && callee.name === 'route') return true;
  }
  return false;
}

/** `.GET("/x", handler)`, `.GET("/x", accept(JSON), handler)`, `GET("/x") { … }`. */
function verbFacts(call: CallExpr, name: string, on: Expr): readonly ProgramFact[] {
  const method = HTTP_METHODS.find(one => one === name);
  const [path] = call.args;
  const handler = call.args.at(-1);
  if (!method || !path || !handler || call.args.length < 2) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: FRAMEWORK,
      site: call,
      on,
      methods: [method],
      path: path.kind === 'call' ? (predicateOf(path)?.path ?? path) : path,
      chain: [handler],
    },
  ];
}

/** `route(GET("/x").and(accept(JSON)), handler)`. */
function routeFacts(call: CallExpr, on: Expr, args: readonly Expr[]): readonly ProgramFact[] {
  const [given, handler] = args;
  const predicate = given && predicateOf(given);
  if (!given || !handler) return [];
  return [
    {
      kind: 'route',
      at: predicate?.path?.at ?? given.at,
      framework: FRAMEWORK,
      site: call,
      on,
      methods: predicate?.methods ?? ['ANY'],
      path: predicate?.path ?? given,
      chain: [handler],
    },
  ];
}

/** `.nest(path("/x"), builder -> …)`, `.path("/x", builder -> …)`, `nest(path("/x"), routes)`. */
function mountFacts(call: CallExpr, on: Expr, args: readonly Expr[]): readonly ProgramFact[] {
  const [given, inner] = args;
  if (!given || !inner) return [];
  const prefix = given.kind === 'call' ? predicateOf(given)?.path : given;
  return [
    {
      kind: 'mount',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      on,
      chain: [inner],
      calls: 'child',
      ...(prefix ? { prefix } : {}),
    },
  ];
}

type Predicate = { readonly methods?: readonly Method[]; readonly path?: Expr };

/** What a request predicate says of method and path; conditions on headers say nothing of either. */
function predicateOf(expr: Expr, depth = 0): Predicate | undefined {
  if (expr.kind !== 'call' || depth > 12) return undefined;
  const name = expr.callee.kind === 'name' || expr.callee.kind === 'member' ? expr.callee.name : '';
  const [first] = expr.args;
  const of = expr.callee.kind === 'member' ? expr.callee.of : undefined;
  if (name === 'and' && first && of) {
    const [left, right] = [predicateOf(of, depth + 1), predicateOf(first, depth + 1)];
    return left || right ? { ...left, ...right } : undefined;
  }
  const verb = HTTP_METHODS.find(method => method === name);
  if (verb && first) return { methods: [verb], path: first };
  if ((name === 'path' || name === 'pathPrefix') && first) return { path: first };
  if (name === 'method' && (first?.kind === 'member' || first?.kind === 'name')) {
    const method = HTTP_METHODS.find(one => one === first.name);
    return method ? { methods: [method] } : undefined;
  }
  return HEADERS.has(name) ? {} : undefined;
}

const HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'contentType',
  'headers',
  'queryParam',
  'param',
  'all',
  'version',
]);
