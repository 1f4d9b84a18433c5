/** `const`, `var` and `type`. */
import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Decorator, Expr, Statement, TypeRef } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { declared } from './assignments.ts';
import { expression } from './expressions.ts';
import { namePattern, parametersOf } from './functions.ts';
import { docOf, nameText, namesIn, type GoSource } from './source.ts';
import { plainType, typeExpr, typeOf } from './types.ts';

/**
 * `const`: one without a value repeats that of the one before it, in which `iota` counts on.
 *
 * Source: The Go Programming Language Specification, Constant declarations.
 */
export function constants(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const { around } = source;
  const before = around.iota;
  let repeated: readonly SyntaxNode[] = [];
  const found = specsOf(node, 'const_spec').flatMap((spec, index) => {
    around.iota = index;
    const list = childNamed(spec, 'value');
    if (list) repeated = namedChildren(list);
    return declared(source, spec, namesIn(spec), repeated);
  });
  around.iota = before;
  return found;
}

/** `var`: with values, or without, then they are the zero values of their type. */
export function variables(source: GoSource, node: SyntaxNode): readonly Statement[] {
  return specsOf(node, 'var_spec').flatMap((spec): readonly Statement[] => {
    const names = namesIn(spec);
    const list = childNamed(spec, 'value');
    const type = childNamed(spec, 'type');
    if (list) return declared(source, spec, names, namedChildren(list));
    return names.map((name): Statement => {
      const value = type && zeroOf(source, type);
      return {
        kind: 'declare',
        at: placeOf(source, spec),
        pattern: namePattern(source, name, typeOf(source, type)),
        ...(value && { value }),
      };
    });
  });
}

/** The value of a variable of this type that nothing was assigned to; undefined where that is nothing, or not known. */
export function zeroOf(source: GoSource, written: SyntaxNode): Expr | undefined {
  const at = placeOf(source, written);
  switch (written.type) {
    case 'slice_type':
      return { kind: 'list', at, items: [] };
    case 'type_identifier':
    case 'qualified_type':
      return zeroOfNamed(source, written);
    default:
      return undefined;
  }
}

function zeroOfNamed(source: GoSource, written: SyntaxNode): Expr | undefined {
  const at = placeOf(source, written);
  const name = textOf(source, written);
  if (name === 'string') return { kind: 'text', at, value: '' };
  if (name === 'bool') return { kind: 'boolean', at, value: false };
  if (/^(?:u?int(?:8|16|32|64)?|float(?:32|64)|byte|rune)$/.test(name)) return { kind: 'number', at, value: 0 };
  if (name === 'error' || name === 'any') return undefined;
  const callee = typeExpr(source, written);
  const nameAt = callee.kind === 'member' ? callee.nameAt : callee.at;
  return { kind: 'call', at, nameAt, callee, args: [], isNew: true, isAwaited: false, typeArguments: [] };
}

/** Declarations in a group, `var ( … )`, or the only one. */
export function specsOf(node: SyntaxNode, ...types: readonly string[]): readonly SyntaxNode[] {
  return namedChildren(node).flatMap(child =>
    types.includes(child.type) ? [child] : child.type.endsWith('_list') ? specsOf(child, ...types) : [],
  );
}

/** Types that a declaration names: what stands in for them, and their names. */
export function typeDeclarations(
  source: GoSource,
  node: SyntaxNode,
): { readonly statements: readonly Statement[]; readonly names: readonly SyntaxNode[] } {
  const statements: Statement[] = [];
  const names: SyntaxNode[] = [];
  for (const spec of specsOf(node, 'type_spec', 'type_alias')) {
    const name = childNamed(spec, 'name');
    const type = childNamed(spec, 'type');
    if (!name || !type) continue;
    names.push(name);
    const at = placeOf(source, spec);
    const value: Expr = isAlias(spec, type)
      ? typeExpr(source, type)
      : { kind: 'class', at, cls: classNode(source, { node, spec, name, type }) };
    statements.push({ kind: 'declare', at, pattern: namePattern(source, name), value });
  }
  return { statements, names };
}

/** `type A = B`: two names of one type. */
function isAlias(spec: SyntaxNode, type: SyntaxNode): boolean {
  const isWritten = spec.type === 'type_alias' || spec.children.some(child => child.type === '=');
  return isWritten && /^(?:type_identifier|qualified_type|generic_type)$/.test(plainType(type).type);
}

type Written = {
  readonly node: SyntaxNode;
  readonly spec: SyntaxNode;
  readonly name: SyntaxNode;
  readonly type: SyntaxNode;
};

/**
 * A type as a class: a struct with its fields, whose methods are functions of the module (`Type.method`); what it embeds is
 * a field by the name of its type, and among `others`. Of `type A B`, a `B` is embedded without a field.
 */
function classNode(source: GoSource, { node, spec, name, type }: Written): ClassNode {
  const at = placeOf(source, spec);
  const isInterface = type.type === 'interface_type';
  const fields = type.type === 'struct_type' ? fieldsOf(source, type) : [];
  const others = fields.flatMap(({ embedded }) => embedded ?? []);
  const isOther = /^(?:type_identifier|qualified_type|generic_type)$/.test(plainType(type).type);
  const doc = docOf(source, spec);
  return {
    id: idAt(at),
    at,
    name: nameText(source, name),
    nameAt: placeOf(source, name),
    ...(isOther ? { extends: typeExpr(source, type) } : {}),
    ...(others.length > 0 ? { others } : {}),
    implements: [],
    ...(isInterface ? { form: 'interface' as const } : {}),
    decorators: [],
    members: isInterface ? methodsOf(source, type) : fields.flatMap(({ members }) => members),
    isAbstract: false,
    doc: doc === '' ? docOf(source, node) : doc,
  };
}

type Field = { readonly members: readonly ClassMember[]; readonly embedded?: Expr };

function fieldsOf(source: GoSource, struct: SyntaxNode): readonly Field[] {
  const list = childOfType(struct, 'field_declaration_list');
  return (list ? namedChildren(list) : []).flatMap((field): readonly Field[] => {
    const type = childNamed(field, 'type');
    if (!type) return [];
    const names = namesIn(field);
    const decorators = tagsOf(source, childNamed(field, 'tag'));
    const declaredType = typeOf(source, type);
    if (names.length > 0)
      return [{ members: names.map(name => fieldMember(source, { field, name, decorators, type: declaredType })) }];
    const plain = plainType(type);
    const name = plain.type === 'qualified_type' ? childNamed(plain, 'name') : plain;
    if (!name) return [];
    return [
      {
        members: [fieldMember(source, { field, name, decorators, type: declaredType })],
        embedded: typeExpr(source, type),
      },
    ];
  });
}

function fieldMember(
  source: GoSource,
  given: {
    readonly field: SyntaxNode;
    readonly name: SyntaxNode;
    readonly decorators: readonly Decorator[];
    readonly type: TypeRef | undefined;
  },
): ClassMember {
  return {
    kind: 'field',
    at: placeOf(source, given.field),
    name: nameText(source, given.name),
    nameAt: placeOf(source, given.name),
    ...(given.type && { type: given.type }),
    isStatic: false,
    decorators: given.decorators,
  };
}

/** `json:"name" binding:"required"`: each key is an annotation with its text. Source: https://pkg.go.dev/reflect#StructTag. */
function tagsOf(source: GoSource, tag: SyntaxNode | undefined): readonly Decorator[] {
  const written = tag && expression(source, tag);
  if (!tag || written?.kind !== 'text') return [];
  const at = placeOf(source, tag);
  return [...written.value.matchAll(/([^\s":]+):"((?:[^"\\]|\\.)*)"/g)].map(([, key = '', value = '']) => ({
    at,
    expression: {
      kind: 'call',
      at,
      nameAt: at,
      callee: { kind: 'name', at, name: key },
      args: [{ kind: 'text', at, value }],
      isNew: false,
      isAwaited: false,
      typeArguments: [],
    },
  }));
}

/** Methods that an interface asks for. */
function methodsOf(source: GoSource, type: SyntaxNode): readonly ClassMember[] {
  return namedChildren(type).flatMap((element): readonly ClassMember[] => {
    const name = childNamed(element, 'name');
    if (element.type !== 'method_elem' || !name) return [];
    const at = placeOf(source, element);
    const returnType = typeOf(source, childNamed(element, 'result'));
    const parameters = parametersOf(source, childNamed(element, 'parameters'));
    return [
      {
        kind: 'method',
        at,
        name: nameText(source, name),
        nameAt: placeOf(source, name),
        fn: {
          id: idAt(at),
          at,
          parameters,
          body: [],
          isAsync: false,
          bindsSelf: true,
          ...(returnType && { returnType }),
          decorators: [],
          doc: '',
        },
        isStatic: false,
        isAbstract: true,
        decorators: [],
      },
    ];
  });
}
