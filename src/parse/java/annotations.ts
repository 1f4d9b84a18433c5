import type { Decorator, Expr } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { nameText, type JavaSource } from './source.ts';
import { typeExpr } from './types.ts';

/** The annotations among the modifiers of a declaration. */
export function decoratorsOf(source: JavaSource, node: SyntaxNode): readonly Decorator[] {
  const modifiers = node.children.find(child => child.type === 'modifiers');
  return (modifiers?.children ?? []).filter(isAnnotation).map(annotation => ({
    at: placeOf(source, annotation),
    expression: annotationValue(source, annotation),
  }));
}

export function isAnnotation(node: SyntaxNode): boolean {
  return node.type === 'annotation' || node.type === 'marker_annotation';
}

/** `@A` is a name, `@A("x", b = C)` a call, whose arguments are positional only where Java means `value`. */
function annotationValue(source: JavaSource, node: SyntaxNode): Expr {
  const name = childNamed(node, 'name');
  const callee = name ? typeExpr(source, name) : unknownExpr(source, node);
  const list = childNamed(node, 'arguments');
  if (!list) return callee;
  const start = placeOf(source, name ?? node);
  const end = placeOf(source, node);
  return {
    kind: 'call',
    at: { ...start, endLine: end.endLine, endColumn: end.endColumn },
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    // A broken argument costs itself alone.
    args: namedChildren(list)
      .flatMap(argument => (argument.type === 'ERROR' ? namedChildren(argument) : [argument]))
      .map(argument => argumentValue(source, argument)),
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

function argumentValue(source: JavaSource, node: SyntaxNode): Expr {
  if (node.type !== 'element_value_pair') return elementValue(source, node);
  const key = childNamed(node, 'key');
  const value = childNamed(node, 'value');
  return {
    kind: 'named',
    at: placeOf(source, node),
    name: nameText(source, key),
    nameAt: placeOf(source, key ?? node),
    value: value ? elementValue(source, value) : unknownExpr(source, node),
  };
}

function elementValue(source: JavaSource, node: SyntaxNode): Expr {
  const value = deeper(source, node, (): Expr => {
    if (isAnnotation(node)) return annotationValue(source, node);
    if (node.type !== 'element_value_array_initializer') return expression(source, node);
    const items = namedChildren(node).map(item => elementValue(source, item));
    return { kind: 'list', at: placeOf(source, node), items };
  });
  return value ?? unknownExpr(source, node);
}
