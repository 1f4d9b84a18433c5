import { between } from '../../core/location.ts';
import type { Decorator, Expr } from '../../core/program.ts';
import { calledAtOnce } from '../calls.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, childrenNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf } from './chains.ts';
import { type ScalaSource, unknown } from './source.ts';
import { typeExpr } from './types.ts';

/** The annotations among a declaration's children. */
export function decoratorsIn(source: ScalaSource, nodes: readonly SyntaxNode[]): readonly Decorator[] {
  return nodes
    .filter(({ type }) => type === 'annotation')
    .map(node => ({ at: placeOf(source, node), expression: annotation(source, node) }));
}

function annotation(source: ScalaSource, node: SyntaxNode): Expr {
  const name = childNamed(node, 'name');
  if (!name) return unknown(source, node);
  const callee = typeExpr(source, name);
  const [given] = childrenNamed(node, 'arguments');
  if (!given) return callee;
  return {
    ...calledAtOnce(callee),
    at: between(callee.at, placeOf(source, node)),
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    args: argumentsOf(source, given),
  };
}
