import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { Method } from '../../../src/core/facts/program.ts';
import type { Location } from '../../../src/core/location.ts';

/** The argument of a name, or else the one at a position, if it may be given so. */
export function argumentOf(call: CallExpr, name: string, index?: number): Expr | undefined {
  const named = call.args.find(arg => arg.kind === 'named' && arg.name === name);
  if (named?.kind === 'named') return named.value;
  if (index === undefined) return undefined;
  const before = call.args.slice(0, index + 1);
  const at = before[index];
  return at && before.every(arg => arg.kind !== 'named' && arg.kind !== 'spread') ? at : undefined;
}

/** Whether an argument is written as `True`. */
export function isTrue(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && expr.value;
}

export function isFalse(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && !expr.value;
}

/** An expression that is written nowhere, for facts about one that is. */
export function madeAt(at: Location, value: string): Expr {
  return { kind: 'text', at, value };
}

/** The methods that a registration names, or else those that its framework takes. */
export function methodsFrom(
  given: Expr | undefined,
  assumed: readonly Method[] = ['GET'],
): { readonly methods: readonly Method[] | Expr; readonly isMethodAssumed?: true } {
  return given && given.kind !== 'nothing' ? { methods: given } : { methods: assumed, isMethodAssumed: true };
}
