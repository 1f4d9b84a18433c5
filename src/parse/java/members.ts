import type { ClassMember, Expr } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, childrenNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './annotations.ts';
import { argumentsOf } from './chains.ts';
import { anonymousClass, classNode, hasModifier, isType, staticInitialiser } from './classes.ts';
import { computed, expression } from './expressions.ts';
import { bodyOf, functionNode } from './functions.ts';
import { nameText, type JavaSource } from './source.ts';
import { typeOf } from './types.ts';

/** The members that one declaration in the body of `owner` gives. */
export function membersOf(source: JavaSource, node: SyntaxNode, owner: SyntaxNode): readonly ClassMember[] {
  if (isType(node)) return [nestedType(source, node)];
  switch (node.type) {
    case 'method_declaration':
      return [method(source, node)];
    case 'annotation_type_element_declaration':
      return [element(source, node)];
    case 'constructor_declaration':
      return [{ kind: 'constructor', at: placeOf(source, node), fn: functionNode(source, node) }];
    case 'field_declaration':
    case 'constant_declaration':
      return fields(source, node, owner);
    case 'enum_constant':
      return [enumConstant(source, node, owner)];
    case 'static_initializer':
      return [staticInitialiser(source, node)];
    case 'block':
      return [initialiser(source, node)];
    default:
      // A compact constructor is read with the components of its record.
      return [];
  }
}

function nestedType(source: JavaSource, node: SyntaxNode): ClassMember {
  const cls = classNode(source, node);
  return {
    kind: 'field',
    at: cls.at,
    name: cls.name ?? '',
    nameAt: cls.nameAt,
    value: { kind: 'class', at: cls.at, cls },
    isStatic: true,
    decorators: [],
  };
}

function method(source: JavaSource, node: SyntaxNode): ClassMember {
  const name = childNamed(node, 'name');
  const fn = functionNode(source, node);
  return {
    kind: 'method',
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt: placeOf(source, name ?? node),
    fn,
    isStatic: hasModifier(node, 'static'),
    // What is native has its body elsewhere: nothing can be said of it, as of an abstract one.
    ...(!childNamed(node, 'body') && { isAbstract: true as const }),
    decorators: fn.decorators,
  };
}

/** An element of an annotation type: a method that gives its default, or an abstract one. */
function element(source: JavaSource, node: SyntaxNode): ClassMember {
  const name = childNamed(node, 'name');
  const value = childNamed(node, 'value');
  const body = value && [{ kind: 'return' as const, at: placeOf(source, value), value: expression(source, value) }];
  const fn = functionNode(source, node, body ?? []);
  return {
    kind: 'method',
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt: placeOf(source, name ?? node),
    fn,
    isStatic: false,
    ...(!value && { isAbstract: true as const }),
    decorators: fn.decorators,
  };
}

/** One member for each name that is declared. Those of interfaces and annotation types are static, whatever is written. */
function fields(source: JavaSource, node: SyntaxNode, owner: SyntaxNode): readonly ClassMember[] {
  const decorators = decoratorsOf(source, node);
  const isStatic = CONSTANT_OWNERS.has(owner.type) || hasModifier(node, 'static');
  return childrenNamed(node, 'declarator').map((declarator): ClassMember => {
    const name = childNamed(declarator, 'name');
    const value = childNamed(declarator, 'value');
    const type = typeOf(source, childNamed(node, 'type'), childNamed(declarator, 'dimensions'));
    return {
      kind: 'field',
      at: placeOf(source, node),
      name: nameText(source, name),
      nameAt: placeOf(source, name ?? declarator),
      ...(value && { value: expression(source, value) }),
      ...(type && { type }),
      isStatic,
      decorators,
    };
  });
}

const CONSTANT_OWNERS: ReadonlySet<string> = new Set(['interface_declaration', 'annotation_type_declaration']);

/** `RED("x") { … }` in `enum Colour` is a static field with `new Colour("x") { … }`. */
function enumConstant(source: JavaSource, node: SyntaxNode, owner: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const nameAt = placeOf(source, name ?? node);
  const body = childNamed(node, 'body');
  const base: Expr = { kind: 'name', at: nameAt, name: nameText(source, childNamed(owner, 'name')) };
  const value: Expr = {
    kind: 'call',
    at,
    nameAt,
    callee: body ? anonymousClass(source, node, body, base) : base,
    args: argumentsOf(source, node),
    isNew: true,
    isAwaited: false,
    typeArguments: [],
  };
  return {
    kind: 'field',
    at,
    name: nameText(source, name),
    nameAt,
    value,
    isStatic: true,
    decorators: decoratorsOf(source, node),
  };
}

/** `{ … }` in a class runs when an instance is made, between its fields: it is a field without a name. */
function initialiser(source: JavaSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  const value = computed(source, node, bodyOf(source, node));
  return { kind: 'field', at, name: '', nameAt: at, value, isStatic: false, decorators: [] };
}
