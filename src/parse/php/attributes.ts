import { between } from '../../core/location.ts';
import type { Decorator, Expr } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { annotationsAbove } from './annotations.ts';
import { argumentsIn } from './arrays.ts';
import { classRef } from './classes.ts';
import type { PhpSource } from './source.ts';

/** Attributes of a declaration, `#[Route('/x'), Cached]`, and annotations in the comment above it, in the order of the text. */
export function decoratorsOf(source: PhpSource, node: SyntaxNode): readonly Decorator[] {
  const attributes = childrenNamed(node, 'attributes').flatMap(list =>
    namedChildren(list).flatMap(group => namedChildren(group).flatMap(one => attribute(source, one))),
  );
  return [...annotationsAbove(source, node), ...attributes];
}

function attribute(source: PhpSource, node: SyntaxNode): readonly Decorator[] {
  const [name] = namedChildren(node);
  if (node.type !== 'attribute' || !name) return [];
  const callee = classRef(source, name, 'member');
  const list = childNamed(node, 'parameters');
  const expression: Expr = list
    ? {
        kind: 'call',
        at: between(callee.at, placeOf(source, list)),
        nameAt: callee.at,
        callee,
        args: argumentsIn(source, list),
        isNew: false,
        isAwaited: false,
        typeArguments: [],
      }
    : callee;
  return [{ at: placeOf(source, node), expression }];
}
