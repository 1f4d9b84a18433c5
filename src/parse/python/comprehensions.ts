/** `[f(x) for x in y if z]`: `y.filter(x => z).map(x => f(x))`; of several loops, all but the last are `flatMap`. */
import { idAt } from '../../core/location.ts';
import type { Expr, FunctionNode, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { targetNames } from './bound-names.ts';
import { expression } from './expressions.ts';
import { isPlainPattern, patternOf } from './patterns.ts';
import { inScope, type PythonSource } from './source.ts';

/** Of a dictionary, the pairs that it is made of stand inside an unknown value. */
export function comprehension(source: PythonSource, node: SyntaxNode): Expr {
  const clauses = node.children.filter(child => child.type === 'for_in_clause' || child.type === 'if_clause');
  const loops: Loop[] = [];
  for (const clause of clauses) {
    if (clause.type === 'for_in_clause') loops.push({ clause, conditions: [] });
    else loops.at(-1)?.conditions.push(clause);
  }
  const body = childNamed(node, 'body');
  if (!body) return unknownExpr(source, node);
  const value = loopValue(source, node, loops, 0, body);
  return node.type === 'dictionary_comprehension' ? unknownExpr(source, node, [value]) : value;
}

type Loop = { readonly clause: SyntaxNode; readonly conditions: SyntaxNode[] };

function loopValue(
  source: PythonSource,
  node: SyntaxNode,
  loops: readonly Loop[],
  index: number,
  body: SyntaxNode,
): Expr {
  const loop = loops[index];
  if (!loop) return bodyValue(source, body);
  const right = childNamed(loop.clause, 'right');
  let over = right ? expression(source, right) : unknownExpr(source, loop.clause);
  const isLast = index === loops.length - 1;
  for (const condition of loop.conditions) {
    const [test] = namedChildren(condition);
    if (!test) continue;
    over = called(
      source,
      node,
      over,
      'filter',
      madeBy(source, condition, loop, () => expression(source, test, 'test')),
    );
  }
  // The first loop's function stands where the comprehension does, those inside where their loops do.
  const place = index === 0 ? node : loop.clause;
  const given = madeBy(
    source,
    place,
    loop,
    () =>
      deeper(source, loop.clause, () => loopValue(source, node, loops, index + 1, body)) ??
      unknownExpr(source, loop.clause),
  );
  return called(source, node, over, isLast ? 'map' : 'flatMap', given);
}

function bodyValue(source: PythonSource, body: SyntaxNode): Expr {
  const key = childNamed(body, 'key');
  const value = childNamed(body, 'value');
  if (body.type !== 'pair' || !key || !value) return expression(source, body);
  return { kind: 'list', at: placeOf(source, body), items: [expression(source, key), expression(source, value)] };
}

function called(source: PythonSource, node: SyntaxNode, of: Expr, name: string, fn: FunctionNode): Expr {
  const at = placeOf(source, node);
  return {
    kind: 'call',
    at,
    nameAt: at,
    callee: { kind: 'member', at, of, name, nameAt: at },
    args: [{ kind: 'function', at: fn.at, fn }],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

function madeBy(source: PythonSource, place: SyntaxNode, loop: Loop, value: () => Expr): FunctionNode {
  const at = placeOf(source, place);
  const left = childNamed(loop.clause, 'left') ?? loop.clause;
  const names = new Set(targetNames(left).map(name => textOf(source, name)));
  const result = inScope(source, { kind: 'function', names, declared: names }, value);
  const body: readonly Statement[] = [{ kind: 'return', at: result.at, value: result }];
  const pattern = isPlainPattern(left)
    ? patternOf(source, left)
    : ({ kind: 'name', at: placeOf(source, left), name: `(${textOf(source, left).slice(0, 60)})` } as const);
  return {
    id: idAt(at),
    at,
    parameters: [{ at: pattern.at, pattern, isRest: false, decorators: [], isField: false }],
    body,
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
}
