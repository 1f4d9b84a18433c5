import { between, type Location } from '../../core/location.ts';
import type { Expr, TypeRef } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { type CSharpSource, nameText } from './source.ts';

/** Type arguments below this level are left out: no rule reads them. */
const DEPTH = 8;

/** A written type; undefined where none is written (`var`). */
export function typeOf(source: CSharpSource, node: SyntaxNode | undefined): TypeRef | undefined {
  return !node || node.type === 'implicit_type' ? undefined : typeRef(source, node, 0);
}

/** A class named by a type, as the expression that gives it: generics and `?` are dropped. */
export function typeExpr(source: CSharpSource, written: SyntaxNode): Expr {
  const node = plain(written);
  const names = namesOf(node);
  const [first] = names;
  if (!first) return unknownExpr(source, node);
  if (names.length > CAPS.depth) {
    tooDeep(source, node);
    return unknownExpr(source, node);
  }
  let value: Expr = { kind: 'name', at: placeOf(source, first), name: nameText(source, first) };
  for (const name of names.slice(1)) {
    const nameAt = placeOf(source, name);
    value = { kind: 'member', at: between(value.at, nameAt), of: value, name: nameText(source, name), nameAt };
  }
  return value;
}

/** The types between the angle brackets of a generic name. */
export function typeArgumentsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  const last = node?.type === 'qualified_name' ? childNamed(node, 'name') : node;
  const list = last?.children.find(child => child.type === 'type_argument_list');
  return list ? namedChildren(list) : [];
}

export function typeArgumentTexts(source: CSharpSource, node: SyntaxNode | undefined): readonly string[] {
  return typeArgumentsOf(node).map(type => textOf(source, type));
}

function typeRef(source: CSharpSource, written: SyntaxNode, depth: number): TypeRef {
  const node = unwrapped(written);
  const shared: { readonly at: Location; readonly text: string } = {
    at: placeOf(source, node),
    text: textOf(source, node),
  };
  const inner = (types: readonly SyntaxNode[]): readonly TypeRef[] =>
    depth < DEPTH ? types.map(type => typeRef(source, type, depth + 1)) : [];
  if (node.type === 'array_type') {
    const element = childNamed(node, 'type');
    return { ...shared, name: 'Array', qualifier: [], arguments: element ? inner([element]) : [] };
  }
  if (node.type === 'tuple_type') {
    const elements = namedChildren(node).flatMap(element => childNamed(element, 'type') ?? []);
    return { ...shared, name: '', qualifier: [], arguments: inner(elements) };
  }
  if (node.type === 'predefined_type') return { ...shared, name: shared.text, qualifier: [], arguments: [] };
  const names = namesOf(node).map(name => nameText(source, name));
  return {
    ...shared,
    name: names.at(-1) ?? '',
    qualifier: names.slice(0, -1),
    arguments: inner(typeArgumentsOf(node)),
  };
}

/** A type without what says that it may be null, or is handed over by reference. */
function unwrapped(written: SyntaxNode): SyntaxNode {
  let node = written;
  while (node.type === 'nullable_type' || node.type === 'ref_type' || node.type === 'scoped_type') {
    const inner = childNamed(node, 'type') ?? namedChildren(node).at(-1);
    if (!inner) break;
    node = inner;
  }
  return node;
}

function plain(written: SyntaxNode): SyntaxNode {
  const node = unwrapped(written);
  const base = node.type === 'primary_constructor_base_type' ? childNamed(node, 'type') : undefined;
  return base ?? node;
}

/** The names of a qualified type, from the left, without `global::`; none for a type without a name. */
function namesOf(type: SyntaxNode): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = type;
  while (rest) {
    if (rest.type === 'identifier' || rest.type === 'generic_name') {
      names.push(rest);
      break;
    }
    const name = childNamed(rest, 'name');
    if (!name || (rest.type !== 'qualified_name' && rest.type !== 'alias_qualified_name')) return [];
    names.push(name);
    if (rest.type === 'alias_qualified_name') break;
    rest = childNamed(rest, 'qualifier');
  }
  return names.toReversed();
}
