import type { Expr } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { placeOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { computed, expression, expressionIn, inner } from './expressions.ts';
import { type PhpSource } from './source.ts';

/** Arms of one `match`, which nest in the result. */
const ARMS = 50;

/**
 * `match`: choices in the order of its arms. `match (true)` takes the first arm whose test holds. What no arm matches is an
 * error. Source: PHP manual, match.
 */
export function matchValue(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const block = childNamed(node, 'body');
  const arms = block ? namedChildren(block) : [];
  if (arms.length > ARMS) {
    tooDeep(source, node);
    return unknownExpr(
      source,
      node,
      arms.flatMap(arm => inner(source, arm)),
    );
  }
  const subject = expressionIn(source, node, 'condition');
  const isTest = subject.kind === 'boolean' && subject.value;
  const byDefault = arms.find(arm => arm.type === 'match_default_expression');
  const last = byDefault
    ? expressionIn(source, byDefault, 'return_expression')
    : computed(source, node, [{ kind: 'throw', at }]);
  return arms
    .filter(arm => arm.type === 'match_conditional_expression')
    .map(arm => {
      const list = childNamed(arm, 'conditional_expressions');
      const tests = (list ? namedChildren(list) : []).map(one =>
        isTest ? expression(source, one) : operation(at, 'equal', [subject, expression(source, one)]),
      );
      const [only] = tests;
      return {
        test: only && tests.length === 1 ? only : operation(placeOf(source, list ?? arm), 'or', tests),
        then: expressionIn(source, arm, 'return_expression'),
        at: placeOf(source, arm),
      };
    })
    .reduceRight<Expr>((otherwise, { test, then, at: place }) => {
      return { kind: 'choice', at: place, test, then, otherwise };
    }, last);
}
