import { idAt } from '../../core/location.ts';
import { ts } from 'ts-morph';
import type { ClassMember, ClassNode } from '../../core/program.ts';
import { staticBlock } from '../static-block.ts';
import { expression } from './expressions.ts';
import { decoratorsOf, functionNode } from './functions.ts';
import { staticKey } from './literals.ts';
import { at, deeper, docOf, giveDoc, spanOf, type Source } from './source.ts';
import { statements } from './statements.ts';
import { heritageType, typeOf } from './types.ts';

export function classNode(source: Source, node: ts.ClassLikeDeclaration): ClassNode {
  const place = at(source, node);
  const base = heritageOf(node, ts.SyntaxKind.ExtendsKeyword)[0];
  return {
    id: idAt(place),
    at: place,
    ...(node.name && { name: node.name.text }),
    nameAt: node.name ? at(source, node.name) : keywordAt(source, node),
    ...(base && { extends: expression(source, base.expression) }),
    implements: heritageOf(node, ts.SyntaxKind.ImplementsKeyword).map(type => heritageType(source, type)),
    decorators: decoratorsOf(source, node),
    members: node.members.flatMap(member => membersOf(source, member)),
    isAbstract: has(node, ts.SyntaxKind.AbstractKeyword),
    doc: docOf(source, node),
  };
}

/** A class without a name is shown by its keyword. */
function keywordAt(source: Source, node: ts.ClassLikeDeclaration): ClassNode['nameAt'] {
  const after = node.modifiers?.end ?? node.getStart(source.tree);
  const start = Math.max(source.text.indexOf('class', after), after);
  return spanOf(source, start, Math.min(start + 'class'.length, node.end));
}

function heritageOf(node: ts.ClassLikeDeclaration, token: ts.SyntaxKind): readonly ts.ExpressionWithTypeArguments[] {
  return (node.heritageClauses ?? []).filter(clause => clause.token === token).flatMap(clause => [...clause.types]);
}

function membersOf(source: Source, node: ts.ClassElement): readonly ClassMember[] {
  return deeper(source, node, () => memberOf(source, node)) ?? [];
}

function memberOf(source: Source, node: ts.ClassElement): readonly ClassMember[] {
  const place = at(source, node);
  if (ts.isConstructorDeclaration(node)) {
    return node.body ? [{ kind: 'constructor', at: place, fn: functionNode(source, node) }] : [];
  }
  if (ts.isClassStaticBlockDeclaration(node)) return [initialiser(source, node)];
  if (!node.name) return [];
  const shared = {
    at: place,
    name: staticKey(node.name) ?? node.name.getText(source.tree),
    nameAt: at(source, node.name),
    isStatic: has(node, ts.SyntaxKind.StaticKeyword),
  };
  if (ts.isPropertyDeclaration(node)) {
    giveDoc(source, node, node.initializer);
    const type = typeOf(source, node.type);
    return [
      {
        kind: 'field',
        ...shared,
        ...(node.initializer && { value: expression(source, node.initializer) }),
        ...(type && { type }),
        decorators: decoratorsOf(source, node),
      },
    ];
  }
  const isAccessor = ts.isAccessor(node);
  if ((!isAccessor && !ts.isMethodDeclaration(node)) || !node.body) return [];
  const fn = functionNode(source, node);
  return [
    {
      kind: 'method',
      ...shared,
      fn,
      ...(isAccessor && { accessor: ts.isGetAccessor(node) ? ('get' as const) : ('set' as const) }),
      decorators: fn.decorators,
    },
  ];
}

function initialiser(source: Source, node: ts.ClassStaticBlockDeclaration): ClassMember {
  const start = node.getStart(source.tree);
  const nameAt = spanOf(source, start, start + 'static'.length);
  return staticBlock(at(source, node), statements(source, node.body.statements), nameAt);
}

function has(node: ts.ClassElement | ts.ClassLikeDeclaration, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers?.some(modifier => modifier.kind === kind) ?? false);
}
