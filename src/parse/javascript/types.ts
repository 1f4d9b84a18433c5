import { ts } from 'ts-morph';
import type { TypeRef } from '../../core/program.ts';
import { at, type Source } from './source.ts';

/** Type arguments below this level are left out: no rule reads them. */
const DEPTH = 8;

/** A written type, or undefined where none is written. */
export function typeOf(source: Source, node: ts.TypeNode | undefined): TypeRef | undefined {
  return node && typeRef(source, node, 0);
}

/** The interface or class named by `implements`. */
export function heritageType(source: Source, node: ts.ExpressionWithTypeArguments): TypeRef {
  const names = dotted(node.expression) ?? [''];
  return named(source, node, names, node.typeArguments, 0);
}

function typeRef(source: Source, written: ts.TypeNode, depth: number): TypeRef {
  let node = written;
  while (ts.isParenthesizedTypeNode(node) || isReadonly(node)) node = node.type;
  if (ts.isTypeReferenceNode(node)) return named(source, node, entityNames(node.typeName), node.typeArguments, depth);
  if (ts.isArrayTypeNode(node)) return named(source, node, ['Array'], [node.elementType], depth);
  if (ts.isUnionTypeNode(node)) {
    const present = node.types.filter(type => !isNothing(type));
    const [only] = present;
    if (only && present.length === 1 && depth < DEPTH) return typeRef(source, only, depth + 1);
    return named(source, node, [''], present, depth);
  }
  if (ts.isIntersectionTypeNode(node)) return named(source, node, [''], node.types, depth);
  if (ts.isImportTypeNode(node)) {
    const names = node.qualifier ? entityNames(node.qualifier) : [''];
    return named(source, node, names, node.typeArguments, depth);
  }
  const isKeyword = node.kind >= ts.SyntaxKind.FirstKeyword && node.kind <= ts.SyntaxKind.LastKeyword;
  return named(source, node, [isKeyword ? node.getText(source.tree) : ''], undefined, depth);
}

function named(
  source: Source,
  node: ts.Node,
  names: readonly string[],
  typeArguments: readonly ts.TypeNode[] | undefined,
  depth: number,
): TypeRef {
  return {
    at: at(source, node),
    name: names.at(-1) ?? '',
    qualifier: names.slice(0, -1),
    arguments: depth >= DEPTH ? [] : (typeArguments ?? []).map(argument => typeRef(source, argument, depth + 1)),
    text: node.getText(source.tree),
  };
}

function entityNames(entity: ts.EntityName): readonly string[] {
  const names: string[] = [];
  let rest = entity;
  while (ts.isQualifiedName(rest)) {
    names.push(rest.right.text);
    rest = rest.left;
  }
  return [...names, rest.text].toReversed();
}

function dotted(expression: ts.Expression): readonly string[] | undefined {
  const names: string[] = [];
  let rest = expression;
  while (ts.isPropertyAccessExpression(rest)) {
    names.push(rest.name.text);
    rest = rest.expression;
  }
  return ts.isIdentifier(rest) ? [...names, rest.text].toReversed() : undefined;
}

function isReadonly(type: ts.TypeNode): type is ts.TypeOperatorNode {
  return ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.ReadonlyKeyword;
}

function isNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}
