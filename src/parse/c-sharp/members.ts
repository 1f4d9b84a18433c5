import { superCall } from '../calls.ts';
import type { ClassMember } from '../../core/program.ts';
import { staticBlock } from '../static-block.ts';
import { placeOf, spanIn } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { attributesOf } from './attributes.ts';
import { argumentsIn } from './chains.ts';
import { classNode, isType } from './classes.ts';
import { arrowBody, bodyOf, functionNode } from './functions.ts';
import { hasModifier, nameText, type CSharpSource } from './source.ts';
import { valueOf, valueTyped } from './statements.ts';
import { typeOf } from './types.ts';

/** The members that one declaration in the body of `owner` gives. */
export function membersOf(source: CSharpSource, node: SyntaxNode, owner: SyntaxNode): readonly ClassMember[] {
  if (isType(node)) return [nestedType(source, node)];
  switch (node.type) {
    case 'method_declaration':
      return [method(source, node, owner)];
    case 'constructor_declaration':
      return [constructorOf(source, node)];
    case 'field_declaration':
    case 'event_field_declaration':
      return fields(source, node);
    case 'property_declaration':
      return property(source, node);
    case 'enum_member_declaration':
      return [enumMember(source, node)];
    default:
      // Operators, indexers, destructors and delegates serve nothing.
      return [];
  }
}

function nestedType(source: CSharpSource, node: SyntaxNode): ClassMember {
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

function method(source: CSharpSource, node: SyntaxNode, owner: SyntaxNode): ClassMember {
  const name = childNamed(node, 'name');
  const fn = functionNode(source, node);
  const isHidden = !hasModifier(source, node, 'public') && owner.type !== 'interface_declaration';
  return {
    kind: 'method',
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt: placeOf(source, name ?? node),
    fn,
    isStatic: hasModifier(source, node, 'static'),
    // `extern` and `partial` methods have their body elsewhere: nothing can be said of it, as of an abstract one.
    ...(!childNamed(node, 'body') && { isAbstract: true as const }),
    ...(isHidden && { isHidden: true as const }),
    decorators: fn.decorators,
  };
}

/** A constructor, with the call of the base's or of another one first in its body; a static one runs when the class is made. */
function constructorOf(source: CSharpSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  if (hasModifier(source, node, 'static'))
    return staticBlock(at, bodyOf(source, node), spanIn(source, node.start, node.start));
  const initializer = childOfType(node, 'constructor_initializer');
  const word = initializer?.children.find(child => child.type === 'base' || child.type === 'this');
  const list = initializer && childOfType(initializer, 'argument_list');
  const above =
    word && list
      ? [superCall(placeOf(source, word), word.type === 'base' ? 'super' : 'this', argumentsIn(source, list))]
      : [];
  return { kind: 'constructor', at, fn: functionNode(source, node, { body: [...above, ...bodyOf(source, node)] }) };
}

/** One member for each name that is declared; constants belong to the class. */
function fields(source: CSharpSource, node: SyntaxNode): readonly ClassMember[] {
  const declaration = childOfType(node, 'variable_declaration');
  const type = declaration && childNamed(declaration, 'type');
  const written = typeOf(source, type);
  const decorators = attributesOf(source, node);
  const isStatic = hasModifier(source, node, 'static') || hasModifier(source, node, 'const');
  return (declaration?.children ?? [])
    .filter(child => child.type === 'variable_declarator')
    .map((declarator): ClassMember => {
      const name = childNamed(declarator, 'name');
      const value = valueOf(declarator);
      return {
        kind: 'field',
        at: placeOf(source, node),
        name: nameText(source, name),
        nameAt: placeOf(source, name ?? declarator),
        ...(value && { value: valueTyped(source, value, type) }),
        ...(written && { type: written }),
        isStatic,
        decorators,
      };
    });
}

/** A property is a field, unless its value is computed: then it is a method that gives it. */
function property(source: CSharpSource, node: SyntaxNode): readonly ClassMember[] {
  const name = childNamed(node, 'name');
  const shared = {
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt: placeOf(source, name ?? node),
    isStatic: hasModifier(source, node, 'static'),
    decorators: attributesOf(source, node),
  };
  const type = childNamed(node, 'type');
  const arrow = childOfType(node, 'arrow_expression_clause');
  const accessors = childNamed(node, 'accessors');
  const getter = accessors?.children.find(
    child => child.type === 'accessor_declaration' && childNamed(child, 'name')?.type === 'get',
  );
  const isComputed = arrow !== undefined || (getter !== undefined && childNamed(getter, 'body') !== undefined);
  if (isComputed) {
    const body = arrow ? arrowBody(source, arrow) : getter ? bodyOf(source, getter) : [];
    // The parameters of an accessor are none; those of the property's type are no parameters either.
    const fn = functionNode(source, node, { body });
    return [{ kind: 'method', ...shared, fn, accessor: 'get' }];
  }
  const written = typeOf(source, type);
  const value = valueOf(node);
  return [
    {
      kind: 'field',
      ...shared,
      ...(value && { value: valueTyped(source, value, type) }),
      ...(written && { type: written }),
    },
  ];
}

/** A member of an enum is its name, as it is written where it becomes text. */
function enumMember(source: CSharpSource, node: SyntaxNode): ClassMember {
  const name = childNamed(node, 'name');
  const nameAt = placeOf(source, name ?? node);
  return {
    kind: 'field',
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt,
    value: { kind: 'text', at: nameAt, value: nameText(source, name) },
    isStatic: true,
    decorators: attributesOf(source, node),
  };
}
