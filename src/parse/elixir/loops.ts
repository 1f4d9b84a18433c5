/** `for`: runs its block for each element; what it gathers is not known. */
import type { Expr, Statement } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { body, sides } from './control.ts';
import { expression, inPlace, testOf } from './expressions.ts';
import { asParts, bindings, readPattern, shapeTest } from './patterns.ts';
import { argumentNodes, type ElixirSource, type Env, fork, operatorOf, unknown } from './source.ts';

/** `for x <- xs, y <- ys, x != y do … end`, as loops in loops. */
export function loop(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const inside = fork(env);
  const at = placeOf(source, node);
  const statements = steps(source, inside, node, argumentNodes(node));
  return inPlace(source, node, [...statements, { kind: 'return', at, value: unknown(source, node) }]);
}

function steps(source: ElixirSource, env: Env, node: SyntaxNode, parts: readonly SyntaxNode[]): readonly Statement[] {
  const [first, ...rest] = parts;
  if (!first) return evaluated(body(source, env, sides(source, node).then, node));
  if (first.type === 'keywords') return steps(source, env, node, rest);
  const at = placeOf(source, first);
  const isStep = first.type === 'binary_operator' && operatorOf(source, first) === '<-';
  const left = childNamed(first, 'left');
  const right = childNamed(first, 'right');
  if (!isStep || !left || !right) {
    const test = testOf(source, env, first);
    return [{ kind: 'branch', at, test, then: steps(source, env, node, rest), otherwise: [] }];
  }
  const over = expression(source, env, right);
  const name = `(element ${++source.counts.made})`;
  const subject: Expr = { kind: 'name', at, name };
  const isGuarded = left.type === 'binary_operator' && operatorOf(source, left) === 'when';
  const pattern = isGuarded ? (childNamed(left, 'left') ?? left) : left;
  const guard = isGuarded ? childNamed(left, 'right') : undefined;
  const read = readPattern(source, env, pattern, subject);
  const guarding = fork(env);
  asParts(guarding, read.bound);
  const tests = [
    ...(read.isAnything ? [] : [shapeTest(source, pattern, 'matches', subject, read.shape)]),
    ...(guard ? [testOf(source, guarding, guard)] : []),
  ];
  const inner = [...bindings(source, env, read.bound), ...steps(source, env, node, rest)];
  const guarded = tests.reduceRight<readonly Statement[]>(
    (then, test) => [{ kind: 'branch', at, test, then, otherwise: [] }],
    inner,
  );
  return [{ kind: 'each', at, pattern: { kind: 'name', at, name }, over: pairs(over), of: 'items', body: guarded }];
}

/** The elements of keywords that are written out are pairs. */
function pairs(over: Expr): Expr {
  if (over.kind !== 'record') return over;
  const items = over.entries.flatMap((entry): readonly Expr[] => {
    if (entry.kind === 'spread') return [];
    const key: Expr = entry.kind === 'entry' ? { kind: 'text', at: entry.keyAt, value: entry.key } : entry.key;
    return [{ kind: 'list', at: entry.at, items: [key, entry.value] }];
  });
  return { kind: 'list', at: over.at, items };
}

/** The value of a block is gathered, and ends nothing. */
function evaluated(statements: readonly Statement[]): readonly Statement[] {
  return statements.map((statement): Statement => {
    if (statement.kind === 'return')
      return statement.value
        ? { kind: 'evaluate', at: statement.at, value: statement.value }
        : { kind: 'block', at: statement.at, body: [] };
    if (statement.kind !== 'branch') return statement;
    return { ...statement, then: evaluated(statement.then), otherwise: evaluated(statement.otherwise) };
  });
}
