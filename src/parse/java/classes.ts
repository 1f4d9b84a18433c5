import { staticBlock } from '../static-block.ts';
import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Expr, FunctionNode } from '../../core/program.ts';
import { deeper, placeOf, spanIn } from '../syntax/source.ts';
import { inOrderOfBases } from '../syntax/base-order.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './annotations.ts';
import { bodyOf, parametersOf } from './functions.ts';
import { membersOf } from './members.ts';
import { docOf, nameText, type JavaSource } from './source.ts';
import { statement } from './statements.ts';
import { typeExpr, typeExprsIn, typesIn } from './types.ts';

const FORMS: ReadonlyMap<string, ClassNode['form']> = new Map<string, ClassNode['form']>([
  ['class_declaration', undefined],
  ['record_declaration', undefined],
  ['interface_declaration', 'interface'],
  ['annotation_type_declaration', 'annotation'],
  ['enum_declaration', 'enum'],
]);

export function isType(node: SyntaxNode): boolean {
  return FORMS.has(node.type);
}

/** A class, interface, enum, record or annotation type. */
export function classNode(source: JavaSource, node: SyntaxNode): ClassNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const form = FORMS.get(node.type);
  const superclass = childNamed(node, 'superclass');
  const base = superclass?.children.find(child => child.isNamed);
  const interfaces = childNamed(node, 'interfaces') ?? node.children.find(child => child.type === 'extends_interfaces');
  const others = typeExprsIn(source, interfaces);
  return {
    id: idAt(at),
    at,
    ...(name && { name: nameText(source, name) }),
    nameAt: placeOf(source, name ?? node),
    ...(base && { extends: typeExpr(source, base) }),
    ...(others.length > 0 && { others }),
    implements: typesIn(source, interfaces),
    ...(form && { form }),
    decorators: decoratorsOf(source, node),
    members: [...components(source, node), ...bodyMembers(source, childNamed(node, 'body'), node)],
    isAbstract: form === 'interface' || form === 'annotation' || hasModifier(node, 'abstract'),
    doc: docOf(source, node),
  };
}

/** `new X() { … }`: a class without a name that extends X, which may as well be an interface. */
export function anonymousClass(source: JavaSource, node: SyntaxNode, body: SyntaxNode, base: Expr): Expr {
  const at = placeOf(source, node);
  const cls: ClassNode = {
    id: idAt(at),
    at,
    nameAt: base.at,
    extends: base,
    implements: [],
    decorators: [],
    members: bodyMembers(source, body, node),
    isAbstract: false,
    doc: '',
  };
  return { kind: 'class', at, cls };
}

export function hasModifier(node: SyntaxNode, word: string): boolean {
  return node.children.some(
    child => child.type === 'modifiers' && child.children.some(modifier => modifier.type === word),
  );
}

function bodyMembers(source: JavaSource, body: SyntaxNode | undefined, owner: SyntaxNode): readonly ClassMember[] {
  if (!body) return [];
  // Nested types come first, as the fields that use them are evaluated in order.
  const nodes = flattened(body);
  const types = basesFirst(source, nodes.filter(isType));
  return [...types, ...nodes.filter(child => !isType(child))].flatMap(
    child => deeper(source, child, () => membersOf(source, child, owner)) ?? [],
  );
}

/** Declarations of a body, also those in its broken parts, and those that an enum has behind its constants. */
export function flattened(body: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(body).flatMap(child =>
    child.type === 'enum_body_declarations' || child.type === 'ERROR'
      ? namedChildren(child).filter(inner => inner.type !== 'ERROR')
      : [child],
  );
}

/** Types of a file or body, bases first. */
export function basesFirst(source: JavaSource, types: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return inOrderOfBases(types, {
    nameOf: type => nameText(source, childNamed(type, 'name')),
    baseOf: type => baseName(source, type),
  });
}

function baseName(source: JavaSource, type: SyntaxNode): string {
  const base = childNamed(type, 'superclass')?.children.find(child => child.isNamed);
  return nameText(source, base?.type === 'generic_type' ? base.children[0] : base);
}

/** The components of a record: parameters of its constructor, and fields. A compact constructor is the body of that one. */
function components(source: JavaSource, node: SyntaxNode): readonly ClassMember[] {
  const list = node.type === 'record_declaration' ? childNamed(node, 'parameters') : undefined;
  if (!list) return [];
  const at = placeOf(source, list);
  const compact = childNamed(node, 'body')?.children.find(child => child.type === 'compact_constructor_declaration');
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters: parametersOf(source, list).map(parameter => ({ ...parameter, isField: true })),
    body: bodyOf(source, compact && childNamed(compact, 'body')),
    isAsync: false,
    bindsSelf: true,
    decorators: compact ? decoratorsOf(source, compact) : [],
    doc: compact ? docOf(source, compact) : '',
  };
  return [{ kind: 'constructor', at, fn }];
}

/** `static { … }` as a static method, which runs when the class is made. */
export function staticInitialiser(source: JavaSource, node: SyntaxNode): ClassMember {
  const block = node.children.find(child => child.type === 'block');
  const body = block ? statement(source, block).flatMap(one => (one.kind === 'block' ? one.body : [one])) : [];
  return staticBlock(placeOf(source, node), body, spanIn(source, node.start, node.start + 'static'.length));
}
