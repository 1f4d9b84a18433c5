import type { Expr } from '../../core/program.ts';
import type { Value } from '../value.ts';
import { visitNodes } from '../walk.ts';

/**
 * Names that a function puts on the request with a value of its own making: `req.user = { role: 'anonymous' }`.
 * A guard further down that asks for one of them finds it on the request of a stranger, too, where this one lets strangers pass.
 */
export function grantsOf(guard: Value): readonly string[] {
  if (guard.kind !== 'closure') return [];
  const { fn } = guard;
  const parameters = new Set(fn.parameters.flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : [])));
  const names = new Set<string>();
  visitNodes(fn.body, node => {
    if (node.kind !== 'assign' && node.kind !== 'assigned') return;
    const { target, value } = node;
    if (target.kind === 'member' && isOnParameter(target, parameters) && MADE_UP.has(value.kind))
      names.add(target.name);
  });
  return [...names];
}

const MADE_UP: ReadonlySet<Expr['kind']> = new Set(['record', 'list', 'text']);

function isOnParameter(expr: Expr, parameters: ReadonlySet<string>): boolean {
  if (expr.kind === 'name') return parameters.has(expr.name);
  return (expr.kind === 'member' || expr.kind === 'index') && isOnParameter(expr.of, parameters);
}

/** Whether everything that a guard reads was given to strangers, too. */
export function isGranted(reads: readonly string[], granted: ReadonlySet<string>): boolean {
  return reads.length > 0 && reads.every(read => granted.has(read.split('.').at(-1) ?? read));
}
