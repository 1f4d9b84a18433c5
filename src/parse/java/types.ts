import type { Location } from '../../core/location.ts';
import type { Expr, TypeRef } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { placeOf, spanIn, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { type JavaSource } from './source.ts';

/** Type arguments below this level are left out: no rule reads them. */
const DEPTH = 8;

/** A written type; undefined where none is written (`var`). `dimensions` are those after the name: `String names[]`. */
export function typeOf(source: JavaSource, node: SyntaxNode | undefined, dimensions?: SyntaxNode): TypeRef | undefined {
  if (!node || (node.type === 'type_identifier' && textOf(source, node) === 'var')) return undefined;
  return arrayOf(typeRef(source, node, 0), dimensions);
}

/** The types of a list: interfaces of a class, alternatives of a `catch`. */
export function typesIn(source: JavaSource, list: SyntaxNode | undefined): readonly TypeRef[] {
  return typeNodes(list).map(type => typeRef(source, type, 0));
}

/**
 * A class named by a type, as the expression that gives it: generics and annotations are dropped. One that is named with its
 * package is a single name, `a.b.C`, which the file imports as if it said so.
 */
export function typeExpr(source: JavaSource, written: SyntaxNode): Expr {
  const node = plain(written);
  const names = namesOf(node);
  const outer = qualifiedCount(source, names);
  const [first] = names;
  const last = names[outer - 1];
  if (!first || !last) return unknownExpr(source, node);
  if (names.length > CAPS.depth) {
    tooDeep(source, node);
    return unknownExpr(source, node);
  }
  const name = names.slice(0, outer).map(one => textOf(source, one));
  let value: Expr = { kind: 'name', at: spanIn(source, first.start, last.end), name: name.join('.') };
  for (const name of names.slice(outer)) {
    const nameAt = placeOf(source, name);
    const at: Location = { ...value.at, endLine: nameAt.endLine, endColumn: nameAt.endColumn };
    value = { kind: 'member', at, of: value, name: textOf(source, name), nameAt };
  }
  return value;
}

/** How many of the names of a type are its package and outermost class; what is so named is imported. */
function qualifiedCount(source: JavaSource, names: readonly SyntaxNode[]): number {
  const count = names.findIndex(name => /^\p{Lu}/u.test(textOf(source, name))) + 1;
  if (count < 2 || names.length > CAPS.depth) return 1;
  const [first] = names;
  const written = names.slice(0, count).map(name => textOf(source, name));
  if (first && !source.qualified.has(written.join('.'))) source.qualified.set(written.join('.'), first);
  return count;
}

export function typeExprsIn(source: JavaSource, list: SyntaxNode | undefined): readonly Expr[] {
  return typeNodes(list).map(type => typeExpr(source, type));
}

function typeNodes(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  const inner = list?.children.find(child => child.type === 'type_list') ?? list;
  return inner ? namedChildren(inner) : [];
}

function typeRef(source: JavaSource, written: SyntaxNode, depth: number): TypeRef {
  const node = unannotated(written);
  const shared = { at: placeOf(source, node), text: textOf(source, node) };
  if (node.type === 'array_type') {
    const element = childNamed(node, 'element');
    const inner = element && depth < DEPTH ? typeRef(source, element, depth + 1) : undefined;
    return arrayOf(inner ?? { ...shared, name: '', qualifier: [], arguments: [] }, childNamed(node, 'dimensions'));
  }
  if (node.type === 'wildcard') {
    // `? extends X` and `? super X` are an X for who asks what it is.
    const bound = namedChildren(node).findLast(child => TYPES.has(child.type));
    return bound && depth < DEPTH
      ? typeRef(source, bound, depth + 1)
      : { ...shared, name: '', qualifier: [], arguments: [] };
  }
  const generic = node.type === 'generic_type' ? node : undefined;
  const given = generic?.children.find(child => child.type === 'type_arguments');
  const nodes = namesOf(plain(node));
  qualifiedCount(source, nodes);
  const names = nodes.map(name => textOf(source, name));
  return {
    ...shared,
    name: names.at(-1) ?? (PRIMITIVES.has(node.type) ? shared.text : ''),
    qualifier: names.slice(0, -1),
    arguments:
      given && depth < DEPTH
        ? namedChildren(given)
            .filter(child => TYPES.has(child.type))
            .map(child => typeRef(source, child, depth + 1))
        : [],
  };
}

const PRIMITIVES: ReadonlySet<string> = new Set(['integral_type', 'floating_point_type', 'boolean_type', 'void_type']);

const TYPES: ReadonlySet<string> = new Set([
  ...PRIMITIVES,
  'type_identifier',
  'scoped_type_identifier',
  'generic_type',
  'array_type',
  'annotated_type',
  'wildcard',
]);

function arrayOf(type: TypeRef, dimensions: SyntaxNode | undefined): TypeRef {
  const count = dimensions ? dimensions.children.filter(child => child.type === '[').length : 0;
  let result = type;
  for (let index = 0; index < Math.min(count, DEPTH); index++) {
    const text = `${result.text}[]`;
    result = { at: type.at, name: 'Array', qualifier: [], arguments: [result], text };
  }
  return result;
}

function unannotated(written: SyntaxNode): SyntaxNode {
  let node = written;
  while (node.type === 'annotated_type') {
    const inner = namedChildren(node).at(-1);
    if (!inner) break;
    node = inner;
  }
  return node;
}

function plain(written: SyntaxNode): SyntaxNode {
  let node = unannotated(written);
  while (node.type === 'generic_type') {
    const inner = node.children.find(child => child.isNamed);
    if (!inner) break;
    node = inner;
  }
  return node;
}

/** The names of a qualified type, from the left; none for a type without a name. `A<B>.C` is `A.C`. */
function namesOf(type: SyntaxNode): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = type;
  while (rest) {
    if (rest.type === 'type_identifier' || rest.type === 'identifier') {
      names.push(rest);
      break;
    }
    if (rest.type !== 'scoped_type_identifier' && rest.type !== 'scoped_identifier') return [];
    const parts: readonly SyntaxNode[] = namedChildren(rest).filter(child => !child.type.endsWith('annotation'));
    const last = parts.at(-1);
    if (!last || parts.length < 2) return [];
    names.push(last);
    rest = parts[0] && plain(parts[0]);
  }
  return names.toReversed();
}
