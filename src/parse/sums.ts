/** Operations with several sides: sums and joined texts, comparisons, and alternatives. */
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

/**
 * Terms with one operator of the usual signs between them: `+` is a sum, comparisons have two terms, and all others are
 * arithmetic. Source of the forms: `core/program.ts`.
 */
export function joined(operator: string, terms: readonly Expr[]): Expr {
  const [first, second] = terms;
  const last = terms.at(-1);
  if (!first) throw new Error('An operation has at least one term.');
  if (!second || !last) return first;
  const place = between(first.at, last.at);
  switch (operator) {
    case '+':
      return sum(terms);
    case '==':
    case '===':
      return operation(place, 'equal', terms);
    case '!=':
    case '!==':
    case '<>':
      return operation(place, 'not-equal', terms);
    case '<':
      return operation(place, 'less', terms);
    case '>':
      return operation(place, 'less', [second, first]);
    case '<=':
      return operation(place, 'not', [operation(place, 'less', [second, first])]);
    case '>=':
      return operation(place, 'not', [operation(place, 'less', terms)]);
    default:
      return operation(place, 'arithmetic', terms);
  }
}

/** `a || b || c` and `a && b && c` used as values: the choices, to the right, of the tests and what is left of them. */
export function alternatives(operator: 'or' | 'and', tests: readonly Expr[], last: Expr): Expr {
  return tests.reduceRight(
    (otherwise, test): Expr =>
      operator === 'or'
        ? { kind: 'choice', at: between(test.at, last.at), test, then: test, otherwise }
        : { kind: 'choice', at: between(test.at, last.at), test, then: otherwise, otherwise: test },
    last,
  );
}
