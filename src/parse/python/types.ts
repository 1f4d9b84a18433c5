/** Types as they are written: as references, and as the expressions that they are in Python. */
import type { Expr, TypeRef } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import {
  childNamed,
  childrenNamed,
  childOfType,
  namedChildren,
  syntaxTree,
  type SyntaxNode,
} from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { bare, type PythonSource } from './source.ts';
import { boundsOf } from './strings.ts';

/** Type arguments below this level are left out: no rule reads them. */
const DEPTH = 8;

/** A written type, or undefined where none is written. `Optional[X]`, `X | None`, `Annotated[X, …]` and `"X"` are `X`. */
export function typeOf(source: PythonSource, node: SyntaxNode | undefined): TypeRef | undefined {
  return node && typeRef(source, node, 0);
}

function typeRef(source: PythonSource, written: SyntaxNode, depth: number): TypeRef {
  const node = bare(written);
  const inside = node.type === 'string' ? quoted(source, node) : undefined;
  if (inside && depth < DEPTH) return typeRef(source, inside, depth + 1);
  const union = membersOf(node);
  if (union) return unionOf(source, node, union, depth);
  const applied = appliedOf(node);
  if (applied) {
    const names = dotted(source, applied.of) ?? [''];
    const last = names.at(-1) ?? '';
    const [first] = applied.keys;
    if (last === 'Union') return unionOf(source, node, applied.keys, depth);
    if (first && SAME.has(last) && depth < DEPTH) return typeRef(source, first, depth + 1);
    return named(source, node, names, last === 'Literal' ? [] : applied.keys, depth);
  }
  if (node.type === 'none') return named(source, node, ['None'], [], depth);
  if (node.type === 'list' || node.type === 'tuple' || node.type === 'expression_list')
    return named(source, node, [''], namedChildren(node), depth);
  return named(source, node, dotted(source, node) ?? [''], [], depth);
}

/** Types that say something else of a type than what it is. */
const SAME: ReadonlySet<string> = new Set([
  'Optional',
  'Annotated',
  'Final',
  'ClassVar',
  'Required',
  'NotRequired',
  'ReadOnly',
]);

function unionOf(source: PythonSource, node: SyntaxNode, members: readonly SyntaxNode[], depth: number): TypeRef {
  const present = members.filter(member => bare(member).type !== 'none');
  const [only] = present;
  if (only && present.length === 1 && depth < DEPTH) return typeRef(source, only, depth + 1);
  return named(source, node, [''], present, depth);
}

function named(
  source: PythonSource,
  node: SyntaxNode,
  names: readonly string[],
  given: readonly SyntaxNode[],
  depth: number,
): TypeRef {
  return {
    at: placeOf(source, node),
    name: names.at(-1) ?? '',
    qualifier: names.slice(0, -1),
    arguments: depth >= DEPTH ? [] : given.map(argument => typeRef(source, argument, depth + 1)),
    text: textOf(source, node),
  };
}

/** The members of `A | B`, in order. */
function membersOf(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  const members: SyntaxNode[] = [];
  let rest = node;
  for (;;) {
    const isUnion =
      rest.type === 'union_type' || (rest.type === 'binary_operator' && childNamed(rest, 'operator')?.type === '|');
    const [left, right] = namedChildren(rest);
    if (!isUnion || !left || !right) break;
    members.push(right);
    rest = bare(left);
  }
  return members.length > 0 ? [...members, rest].toReversed() : undefined;
}

/** The two sides of `A[B, C]`. */
function appliedOf(node: SyntaxNode): { readonly of: SyntaxNode; readonly keys: readonly SyntaxNode[] } | undefined {
  if (node.type === 'subscript') {
    const of = childNamed(node, 'value');
    return of && { of: bare(of), keys: childrenNamed(node, 'subscript') };
  }
  const [of] = namedChildren(node);
  const keys = childOfType(node, 'type_parameter');
  return node.type === 'generic_type' && of && keys ? { of: bare(of), keys: namedChildren(keys) } : undefined;
}

function dotted(source: PythonSource, node: SyntaxNode): readonly string[] | undefined {
  const names: string[] = [];
  let rest = node;
  while (rest.type === 'attribute' || rest.type === 'member_type') {
    const name = childNamed(rest, 'attribute') ?? namedChildren(rest)[1];
    const object = childNamed(rest, 'object') ?? namedChildren(rest)[0];
    if (!name || !object) return undefined;
    names.push(textOf(source, name));
    rest = bare(object);
  }
  return rest.type === 'identifier' ? [...names, textOf(source, rest)].toReversed() : undefined;
}

/** A type as an expression: `A[B, C]` is an `index` whose key is a list, `A | B` the operation `or`, `"A"` what stands in the quotes. */
export function annotationOf(source: PythonSource, written: SyntaxNode): Expr {
  const node = bare(written);
  return deeper(source, node, () => annotation(source, node)) ?? unknownExpr(source, node);
}

function annotation(source: PythonSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  if (node.type === 'string') {
    const inside = quoted(source, node);
    return inside ? annotationOf(source, inside) : expression(source, node);
  }
  const union = membersOf(node);
  if (union)
    return { kind: 'operation', at, operator: 'or', operands: union.map(member => annotationOf(source, member)) };
  const applied = appliedOf(node);
  if (!applied) return expression(source, node);
  const last = dotted(source, applied.of)?.at(-1);
  const keys = applied.keys.map((key, index) =>
    // What else `Annotated` holds are values, and so are the members of `Literal`.
    last === 'Literal' || (last === 'Annotated' && index > 0) ? expression(source, key) : annotationOf(source, key),
  );
  const of = expression(source, applied.of);
  const [key, second] = keys;
  const [first, end] = [applied.keys[0], applied.keys.at(-1)];
  if (!key || !first || !end) return of;
  if (!second) return { kind: 'index', at, of, key };
  const keysAt = placeOf(source, { ...first, end: end.end });
  return { kind: 'index', at, of, key: { kind: 'list', at: keysAt, items: keys } };
}

/** Longer texts are no types. */
const QUOTED = 500;

/** The type in quotes, as a tree whose places are those of the file. */
function quoted(source: PythonSource, node: SyntaxNode): SyntaxNode | undefined {
  const { start, end, prefix } = boundsOf(source, node);
  const inside = source.text.slice(start, end);
  if (prefix !== '' || inside.length > QUOTED || !/^[\w.,[\]|'" ]+$/.test(inside)) return undefined;
  if (/^[A-Za-z_]\w*$/.test(inside) && inside !== 'None')
    return { type: 'identifier', isNamed: true, field: undefined, start, end, children: [], isError: false };
  const tree = syntaxTree('python', inside.trim());
  const [line, second] = tree?.root.children ?? [];
  const [only, more] = line?.type === 'expression_statement' ? line.children : [];
  if (!tree || tree.firstError || second || !only || more) return undefined;
  return moved(only, start + inside.length - inside.trimStart().length);
}

function moved(node: SyntaxNode, by: number): SyntaxNode {
  return {
    ...node,
    start: node.start + by,
    end: node.end + by,
    children: node.children.map(child => moved(child, by)),
  };
}
