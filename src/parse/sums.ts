/** `a + b` where a number may be added and a text joined. */
import { between, type Location } from '../core/location.ts';
import type { Expr, Operator } from '../core/program.ts';

/**
 * The sum of some terms, one at least: numbers written out are added, anything else is joined as text, as a name may well hold
 * one (`PREFIX + PATH`). `1 + 2 + "x"` adds before it joins.
 */
export function sum(terms: readonly Expr[]): Expr {
  const numbers = terms.findIndex(term => !isNumeric(term));
  const [first] = terms;
  const last = terms.at(-1);
  if (!first || !last) throw new Error('A sum has at least one term.');
  if (numbers === -1) return operation(between(first.at, last.at), 'arithmetic', terms);
  const added = terms.slice(0, numbers);
  const lastAdded = added.at(-1);
  const parts =
    added.length > 1 && lastAdded
      ? [operation(between(first.at, lastAdded.at), 'arithmetic', added), ...terms.slice(numbers)]
      : terms;
  return { kind: 'concat', at: between(first.at, last.at), parts };
}

export function isNumeric(term: Expr): boolean {
  return term.kind === 'number' || (term.kind === 'operation' && term.operator === 'arithmetic');
}

export function operation(place: Location, operator: Operator, operands: readonly Expr[]): Expr {
  return { kind: 'operation', at: place, operator, operands };
}
