import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { METHODS } from '../methods.ts';
import { exportOf } from '../origins.ts';
import { isLiteralPath, type LocalValues, mayHandle, textAt } from '../values.ts';
import { RULES } from './rules.ts';

/**
 * Routes of a page whose handler is built by `next-connect`: `createRouter().use(auth).get(list).post(create)`.
 *
 * All of it serves the path of the page; functions of `use` come before the handlers registered after them.
 */
export function connectedRoutes(file: ProgramFile, path: string, local: LocalValues): readonly ProgramFact[] {
  const registrations = file.calls
    .filter(site => isConnected(file, site, local))
    .sort((a, b) => a.call.nameAt.line - b.call.nameAt.line || a.call.nameAt.column - b.call.nameAt.column);
  const before: Expr[] = [];
  return registrations.flatMap(({ call, name }): readonly ProgramFact[] => {
    const handlers = call.args.filter(arg => !isLiteralPath(arg) && mayHandle(arg));
    const method = METHODS.get(name);
    if (!method) {
      before.push(...handlers);
      return [];
    }
    const at = call.nameAt;
    const chain = [...before, ...handlers];
    return handlers.length === 0
      ? []
      : [
          {
            kind: 'route',
            at,
            framework: 'next',
            site: call,
            methods: [method],
            path: textAt(at, path),
            chain,
            rules: RULES,
          },
        ];
  });
}

function isConnected(file: ProgramFile, { name, receiver }: CallSite, local: LocalValues): boolean {
  if (!receiver || !(name === 'use' || METHODS.has(name))) return false;
  let expr = local.valueOf(receiver);
  while (
    expr.kind === 'call' &&
    expr.callee.kind === 'member' &&
    exportOf(file.originOf(expr.callee), 'next-connect') === undefined
  ) {
    expr = local.valueOf(expr.callee.of);
  }
  const made = expr.kind === 'call' ? exportOf(file.originOf(expr.callee), 'next-connect') : undefined;
  return made !== undefined && ['default', 'createRouter', 'createEdgeRouter', 'nc'].includes(made);
}
