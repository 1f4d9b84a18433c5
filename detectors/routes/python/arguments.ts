import type { CallExpr, Expr } from '../../../src/core/program.ts';

/** The argument of a name, or else the one at a position, if it may be given so. */
export function argumentOf(call: CallExpr, name: string, index?: number): Expr | undefined {
  const named = call.args.find(arg => arg.kind === 'named' && arg.name === name);
  if (named?.kind === 'named') return named.value;
  if (index === undefined) return undefined;
  const before = call.args.slice(0, index + 1);
  const at = before[index];
  return at && before.every(arg => arg.kind !== 'named' && arg.kind !== 'spread') ? at : undefined;
}
