import type { Location } from '../../core/location.ts';
import type { Expr, TypeRef } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { nameText, type GoSource } from './source.ts';

/** Types inside types that are kept. */
const DEPTH = 8;
/** Text of a type is for people: long ones are cut. */
const TEXT = 200;
/** That of a struct that is written where it is used says what it holds, too. */
const TEXT_OF_STRUCT = 4_000;

/** A written type. A pointer to one is the type itself, and so is one of several results. `[]T` is an `Array`. */
export function typeOf(source: GoSource, node: SyntaxNode | undefined): TypeRef | undefined {
  return node && typeRef(source, node, 0);
}

function typeRef(source: GoSource, written: SyntaxNode, depth: number): TypeRef {
  const node = pointedTo(written);
  const shared = {
    at: placeOf(source, node),
    text: nameText(source, written).slice(0, node.type === 'struct_type' ? TEXT_OF_STRUCT : TEXT),
  };
  const inner = (nodes: readonly SyntaxNode[]): readonly TypeRef[] =>
    depth < DEPTH ? nodes.map(one => typeRef(source, one, depth + 1)) : [];
  switch (node.type) {
    case 'type_identifier':
    case 'identifier':
      return { ...shared, name: nameText(source, node), qualifier: [], arguments: [] };
    case 'qualified_type': {
      const name = nameText(source, childNamed(node, 'name'));
      return { ...shared, name, qualifier: [nameText(source, childNamed(node, 'package'))], arguments: [] };
    }
    case 'generic_type': {
      const named = childNamed(node, 'type');
      const given = childNamed(node, 'type_arguments');
      const of = named ? typeRef(source, named, depth) : undefined;
      return {
        ...shared,
        name: of?.name ?? '',
        qualifier: of?.qualifier ?? [],
        arguments: given ? inner(namedChildren(given).flatMap(one => namedChildren(one).slice(0, 1))) : [],
      };
    }
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type': {
      const element = childNamed(node, 'element');
      return { ...shared, name: 'Array', qualifier: [], arguments: element ? inner([element]) : [] };
    }
    case 'map_type':
      return {
        ...shared,
        name: 'map',
        qualifier: [],
        arguments: inner(['key', 'value'].flatMap(field => childNamed(node, field) ?? [])),
      };
    case 'parameter_list':
      return {
        ...shared,
        name: '',
        qualifier: [],
        arguments: inner(namedChildren(node).flatMap(one => childNamed(one, 'type') ?? [])),
      };
    default:
      return { ...shared, name: '', qualifier: [], arguments: [] };
  }
}

/** A type that is named, as the expression that gives it: generics are dropped. */
export function typeExpr(source: GoSource, written: SyntaxNode): Expr {
  const node = plainType(written);
  const at = placeOf(source, node);
  if (node.type === 'type_identifier' || node.type === 'identifier')
    return { kind: 'name', at, name: textOf(source, node) };
  const pkg = childNamed(node, 'package');
  const name = childNamed(node, 'name');
  if (node.type !== 'qualified_type' || !pkg || !name) return unknownExpr(source, node);
  const of: Expr = { kind: 'name', at: placeOf(source, pkg), name: textOf(source, pkg) };
  return { kind: 'member', at, of, name: textOf(source, name), nameAt: placeOf(source, name) };
}

/** A type without pointers, parentheses and type arguments. */
export function plainType(written: SyntaxNode): SyntaxNode {
  let node = pointedTo(written);
  while (node.type === 'generic_type') {
    const inner = childNamed(node, 'type');
    if (!inner) break;
    node = pointedTo(inner);
  }
  return node;
}

function pointedTo(written: SyntaxNode): SyntaxNode {
  let node = written;
  while (node.type === 'pointer_type' || node.type === 'parenthesized_type') {
    const inner = node.children.find(child => child.isNamed);
    if (!inner) break;
    node = inner;
  }
  return node;
}

/** Type arguments as written: `huma.Get[Input, Output]`. */
export function typeArgumentsOf(source: GoSource, node: SyntaxNode): readonly string[] {
  const list = childNamed(node, 'type_arguments') ?? childOfType(node, 'type_arguments');
  return list ? namedChildren(list).map(type => textOf(source, type)) : [];
}

/** From the beginning of one place to the end of another. */
export function through(from: Location, to: Location): Location {
  return { ...from, endLine: to.endLine, endColumn: to.endColumn };
}
