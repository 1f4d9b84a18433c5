import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Expr, FunctionNode, Parameter, Statement, TypeRef } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { inOrderOfBases } from '../syntax/base-order.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { attributeName, attributesOf } from './attributes.ts';
import { argumentsIn } from './chains.ts';
import { parametersOf } from './functions.ts';
import { superCall } from '../calls.ts';
import { membersOf } from './members.ts';
import { docOf, hasModifier, nameText, type CSharpSource } from './source.ts';
import { typeExpr, typeOf } from './types.ts';

const FORMS: ReadonlyMap<string, ClassNode['form']> = new Map<string, ClassNode['form']>([
  ['class_declaration', undefined],
  ['struct_declaration', undefined],
  ['record_declaration', undefined],
  ['record_struct_declaration', undefined],
  ['interface_declaration', 'interface'],
  ['enum_declaration', 'enum'],
]);

export function isType(node: SyntaxNode): boolean {
  return FORMS.has(node.type);
}

/** A class, struct, record, interface or enum. */
export function classNode(source: CSharpSource, node: SyntaxNode): ClassNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const form = FORMS.get(node.type);
  const heritage = heritageOf(source, node);
  return {
    id: idAt(at),
    at,
    ...(name && { name: typeName(source, node) }),
    nameAt: placeOf(source, name ?? node),
    ...(heritage.base && { extends: heritage.base }),
    ...(heritage.others.length > 0 && { others: heritage.others }),
    implements: heritage.types,
    ...(form && { form }),
    ...(hasModifier(source, node, 'partial') && { isPartial: true as const }),
    decorators: attributesOf(source, node),
    members: [...primary(source, node, heritage.args), ...bodyMembers(source, node)],
    isAbstract: form === 'interface' || hasModifier(source, node, 'abstract'),
    doc: docOf(source, node),
  };
}

/** What a type is known by: that of an attribute with type parameters says how many. */
export function typeName(source: CSharpSource, node: SyntaxNode): string {
  const name = nameText(source, childNamed(node, 'name'));
  const parameters = childOfType(node, 'type_parameter_list');
  return parameters && name.endsWith('Attribute') ? attributeName(name, namedChildren(parameters).length) : name;
}

type Heritage = {
  readonly base: Expr | undefined;
  /** What the constructor of the base is called with. */
  readonly args: { readonly at: Expr['at']; readonly args: readonly Expr[] } | undefined;
  readonly others: readonly Expr[];
  readonly types: readonly TypeRef[];
};

/** The class that is extended comes first; an interface goes by a name that starts with a capital `I` before another capital. */
function heritageOf(source: CSharpSource, node: SyntaxNode): Heritage {
  const list = childOfType(node, 'base_list');
  if (!list || node.type === 'enum_declaration') return { base: undefined, args: undefined, others: [], types: [] };
  const written = namedChildren(list).filter(child => child.type !== 'argument_list');
  const [first] = written;
  const isBase =
    first !== undefined &&
    node.type !== 'interface_declaration' &&
    (first.type === 'primary_constructor_base_type' || !/^I\p{Lu}/u.test(lastName(typeExpr(source, first))));
  const base = isBase && first ? typeExpr(source, first) : undefined;
  const holder = first?.type === 'primary_constructor_base_type' ? first : list;
  const args = base && childOfType(holder, 'argument_list');
  const rest = isBase ? written.slice(1) : written;
  return {
    base,
    args: base && args ? { at: base.at, args: argumentsIn(source, args) } : undefined,
    others: rest.map(type => typeExpr(source, type)),
    types: written.flatMap(type => typeOf(source, childNamed(type, 'type') ?? type) ?? []),
  };
}

function lastName(type: Expr): string {
  return type.kind === 'name' || type.kind === 'member' ? type.name : '';
}

/** Parameters beside the name of a type: those of its constructor, which all of its members see as fields. */
function primary(source: CSharpSource, node: SyntaxNode, above: Heritage['args']): readonly ClassMember[] {
  const list = childOfType(node, 'parameter_list');
  if (!list) return [];
  const at = placeOf(source, list);
  const body: readonly Statement[] = above ? [superCall(above.at, 'super', above.args)] : [];
  const parameters = parametersOf(source, list).map((parameter): Parameter => ({ ...parameter, isField: true }));
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters,
    body,
    isAsync: false,
    bindsSelf: true,
    decorators: [],
    doc: '',
  };
  return [{ kind: 'constructor', at, fn }];
}

function bodyMembers(source: CSharpSource, owner: SyntaxNode): readonly ClassMember[] {
  const body = childNamed(owner, 'body');
  if (!body) return [];
  // Nested types come first, as the fields that use them are evaluated in order.
  const nodes = flattened(body);
  return [...nodes.filter(isType), ...nodes.filter(child => !isType(child))].flatMap(
    child => deeper(source, child, () => membersOf(source, child, owner)) ?? [],
  );
}

/** Declarations of a body, also those in its broken parts. */
export function flattened(body: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(body).flatMap(child =>
    child.type === 'ERROR' ? namedChildren(child).filter(inner => inner.type !== 'ERROR') : [child],
  );
}

/** Types of a file or body, bases first. */
export function basesFirst(source: CSharpSource, types: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return inOrderOfBases(types, {
    nameOf: type => nameText(source, childNamed(type, 'name')),
    baseOf: type => baseName(source, type),
  });
}

function baseName(source: CSharpSource, type: SyntaxNode): string {
  const list = childOfType(type, 'base_list');
  const first = list && namedChildren(list)[0];
  return first ? lastName(typeExpr(source, first)) : '';
}
