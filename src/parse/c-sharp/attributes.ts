import { between } from '../../core/location.ts';
import type { Decorator, Expr } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { type CSharpSource, isValue, nameText } from './source.ts';
import { typeArgumentTexts, typeExpr } from './types.ts';

/** What an attribute is said to be for, where it is not what it stands on. */
const ELSEWHERE: ReadonlySet<string> = new Set(['return', 'assembly', 'module']);

/** The attributes of a declaration; those on its return value are left out. */
export function attributesOf(source: CSharpSource, node: SyntaxNode): readonly Decorator[] {
  return node.children
    .filter(child => child.type === 'attribute_list')
    .filter(list => {
      const target = childOfType(list, 'attribute_target_specifier');
      return !target || !ELSEWHERE.has(textOf(source, target).replace(':', '').trim());
    })
    .flatMap(list => list.children.filter(child => child.type === 'attribute'))
    .map(attribute => ({ at: placeOf(source, attribute), expression: attributeValue(source, attribute) }));
}

const SUFFIX = 'Attribute';

/**
 * What the class of an attribute is known by. One with type parameters is another class than that of its name without any, as
 * frameworks have beside it: their number stands behind its name.
 */
export function attributeName(name: string, typeParameters: number): string {
  const whole = name.endsWith(SUFFIX) ? name : `${name}${SUFFIX}`;
  return typeParameters === 0 ? whole : `${whole}\`${typeParameters}`;
}

/**
 * `[A]` is the name of the class `AAttribute`, `[A("x", B = c)]` a call of it. The name is written out, as that is what the
 * class is declared by; its place is what stands in the text.
 */
function attributeValue(source: CSharpSource, node: SyntaxNode): Expr {
  const name = childNamed(node, 'name');
  const written = name ? typeExpr(source, name) : unknownExpr(source, node);
  const list = childOfType(node, 'attribute_argument_list');
  const typeArguments = typeArgumentTexts(source, name);
  const callee =
    written.kind === 'name' || written.kind === 'member'
      ? { ...written, name: attributeName(written.name, typeArguments.length) }
      : written;
  if (!list && typeArguments.length === 0) return callee;
  return {
    kind: 'call',
    at: between(callee.at, placeOf(source, node)),
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args: (list?.children ?? [])
      .filter(child => child.type === 'attribute_argument')
      .map(argument => argumentValue(source, argument)),
    isNew: false,
    isAwaited: false,
    typeArguments,
  };
}

/** `"x"`, `Name = value` and `name: value`. */
function argumentValue(source: CSharpSource, node: SyntaxNode): Expr {
  const values = node.children.filter(isValue);
  const last = values.at(-1);
  if (!last) return unknownExpr(source, node);
  const isAssigned = last.type === 'assignment_expression';
  const name = isAssigned ? childNamed(last, 'left') : values.length > 1 ? values[0] : undefined;
  const value = isAssigned ? childNamed(last, 'right') : last;
  if (!value) return unknownExpr(source, node);
  if (!name || name.type !== 'identifier') return expression(source, last);
  return {
    kind: 'named',
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt: placeOf(source, name),
    value: expression(source, value),
  };
}
