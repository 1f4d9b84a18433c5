import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Expr, RecordEntry, TypeRef } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './attributes.ts';
import { expression } from './expressions.ts';
import { functionNode } from './functions.ts';
import { classNameAt } from './names.ts';
import { docOf, nameText, variableName, type PhpSource } from './source.ts';
import { typeOf } from './types.ts';

const FORMS: ReadonlyMap<string, ClassNode['form']> = new Map<string, ClassNode['form']>([
  ['class_declaration', undefined],
  ['trait_declaration', undefined],
  ['interface_declaration', 'interface'],
  ['enum_declaration', 'enum'],
]);

export function isType(node: SyntaxNode): boolean {
  return FORMS.has(node.type);
}

/**
 * A class by its name. `static` is what is being used; `self` is the class around where a constant of it is asked for, and
 * what is being used where a method is called; `parent` is the base class.
 */
export function classRef(source: PhpSource, node: SyntaxNode, use: 'call' | 'member' | 'self'): Expr {
  const at = placeOf(source, node);
  const word = use === 'self' ? 'self' : textOf(source, node).toLowerCase();
  if (word === 'parent') return { kind: 'name', at, name: 'super' };
  const around = source.classes.at(-1) ?? '';
  if (word === 'static' || (word === 'self' && (use === 'call' || around === ''))) return { kind: 'self', at };
  return { kind: 'name', at, name: word === 'self' ? around : classNameAt(source, node) };
}

/** A class, interface, trait or enum. Traits are abstract classes, whose members those have that use them. */
export function classNode(source: PhpSource, node: SyntaxNode): ClassNode {
  const name = childNamed(node, 'name');
  const form = FORMS.get(node.type);
  const parts = inside(source, nameText(source, name), () => heritage(source, node, form));
  return {
    id: idAt(placeOf(source, node)),
    at: placeOf(source, node),
    ...(name && { name: nameText(source, name) }),
    nameAt: placeOf(source, name ?? node),
    ...parts,
    ...(form && { form }),
    decorators: decoratorsOf(source, node),
    isAbstract:
      form === 'interface' || node.type === 'trait_declaration' || childOfType(node, 'abstract_modifier') !== undefined,
    doc: docOf(source, node),
  };
}

/** `new class extends X { … }`. */
export function anonymousClass(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const parts = inside(source, '', () => heritage(source, node, undefined));
  const cls: ClassNode = {
    id: idAt(at),
    at,
    nameAt: at,
    ...parts,
    decorators: decoratorsOf(source, node),
    isAbstract: false,
    doc: '',
  };
  return { kind: 'class', at, cls };
}

function inside<T>(source: PhpSource, name: string, translate: () => T): T {
  source.classes.push(name);
  const result = translate();
  source.classes.pop();
  return result;
}

type Heritage = Pick<ClassNode, 'extends' | 'others' | 'implements' | 'members'>;

function heritage(source: PhpSource, node: SyntaxNode, form: ClassNode['form']): Heritage {
  const body = childNamed(node, 'body');
  const lines = body ? namedChildren(body) : [];
  const bases = namesIn(childOfType(node, 'base_clause'));
  const interfaces = namesIn(childOfType(node, 'class_interface_clause'));
  const traits = lines.filter(line => line.type === 'use_declaration').flatMap(line => namesIn(line));
  const [base] = form === 'interface' ? [] : bases;
  const promised = form === 'interface' ? bases : interfaces;
  const others = [...traits, ...promised].map(one => classRef(source, one, 'member'));
  return {
    ...(base && { extends: classRef(source, base, 'member') }),
    ...(others.length > 0 && { others }),
    implements: promised.map((one): TypeRef => {
      const at = placeOf(source, one);
      return { at, name: classNameAt(source, one), qualifier: [], arguments: [], text: textOf(source, one) };
    }),
    members: lines.flatMap(line => deeper(source, line, () => membersOf(source, line)) ?? []),
  };
}

function namesIn(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return (list ? namedChildren(list) : []).filter(({ type }) => NAMES.has(type));
}

const NAMES: ReadonlySet<string> = new Set(['name', 'qualified_name', 'relative_name']);

/** The members that one declaration in the body of a class gives. */
function membersOf(source: PhpSource, node: SyntaxNode): readonly ClassMember[] {
  switch (node.type) {
    case 'method_declaration':
      return [method(source, node)];
    case 'property_declaration':
      return properties(source, node);
    case 'const_declaration':
      return constants(source, node);
    case 'enum_case':
      return [enumCase(source, node)];
    case 'ERROR':
      return namedChildren(node)
        .filter(child => child.type === 'method_declaration')
        .map(child => method(source, child));
    default:
      return [];
  }
}

function method(source: PhpSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const fn = functionNode(source, node, 'method');
  const word = nameText(source, name);
  if (word.toLowerCase() === '__construct') return { kind: 'constructor', at, fn };
  return {
    kind: 'method',
    at,
    name: word,
    nameAt: placeOf(source, name ?? node),
    fn,
    isStatic: childOfType(node, 'static_modifier') !== undefined,
    ...(!childNamed(node, 'body') && { isAbstract: true as const }),
    ...(/^(?:private|protected)$/i.test(nameText(source, childOfType(node, 'visibility_modifier'))) && {
      isHidden: true as const,
    }),
    decorators: fn.decorators,
  };
}

function properties(source: PhpSource, node: SyntaxNode): readonly ClassMember[] {
  const type = typeOf(source, childNamed(node, 'type'));
  const isStatic = childOfType(node, 'static_modifier') !== undefined;
  const decorators = decoratorsOf(source, node);
  return namedChildren(node).flatMap((element): readonly ClassMember[] => {
    const variable = element.type === 'property_element' ? childNamed(element, 'name') : undefined;
    const name = variableName(source, variable);
    const value = childNamed(element, 'default_value');
    if (name === undefined || !variable) return [];
    return [
      {
        kind: 'field',
        at: placeOf(source, element),
        name,
        nameAt: placeOf(source, variable),
        ...(value && { value: expression(source, value) }),
        ...(type && { type }),
        isStatic,
        decorators,
      },
    ];
  });
}

function constants(source: PhpSource, node: SyntaxNode): readonly ClassMember[] {
  const decorators = decoratorsOf(source, node);
  return namedChildren(node).flatMap((element): readonly ClassMember[] => {
    const [name, value] = namedChildren(element);
    if (element.type !== 'const_element' || !name || !value) return [];
    return [
      {
        kind: 'field',
        at: placeOf(source, element),
        name: textOf(source, name),
        nameAt: placeOf(source, name),
        value: expression(source, value),
        isStatic: true,
        decorators,
      },
    ];
  });
}

/** A case of an enum has a name, and a value where the enum is backed. */
function enumCase(source: PhpSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  const [name] = childrenNamed(node, 'name');
  const value = childNamed(node, 'value');
  const nameAt = placeOf(source, name ?? node);
  const entry = (key: string, of: Expr): RecordEntry => ({ kind: 'entry', at, key, keyAt: nameAt, value: of });
  const entries = [
    entry('name', { kind: 'text', at: nameAt, value: nameText(source, name) }),
    ...(value ? [entry('value', expression(source, value))] : []),
  ];
  return {
    kind: 'field',
    at,
    name: nameText(source, name),
    nameAt,
    value: { kind: 'record', at, entries },
    isStatic: true,
    decorators: decoratorsOf(source, node),
  };
}
