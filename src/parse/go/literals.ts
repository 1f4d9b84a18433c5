/** Literals of Go. Source: The Go Programming Language Specification, Lexical elements and Composite literals. */
import type { CallExpr, Expr, RecordEntry } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { bare, nameText, namesIn, type GoSource } from './source.ts';
import { plainType, typeExpr } from './types.ts';

/** The value of a plain literal, or undefined for a node that is none. */
export function literal(source: GoSource, node: SyntaxNode): Expr | undefined {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'interpreted_string_literal':
      return { kind: 'text', at, value: unescaped(textOf(source, node).slice(1, -1)) };
    case 'raw_string_literal':
      return { kind: 'text', at, value: textOf(source, node).slice(1, -1).replaceAll('\r', '') };
    case 'rune_literal':
      return { kind: 'text', at, value: unescaped(textOf(source, node).slice(1, -1)) };
    case 'true':
    case 'false':
      return { kind: 'boolean', at, value: node.type === 'true' };
    case 'nil':
      return { kind: 'nothing', at };
    case 'iota':
      return { kind: 'number', at, value: source.around.iota };
    case 'int_literal':
    case 'float_literal': {
      const value = numberValue(textOf(source, node));
      return Number.isNaN(value) ? unknownExpr(source, node) : { kind: 'number', at, value };
    }
    default:
      return undefined;
  }
}

function numberValue(written: string): number {
  const text = written.replaceAll('_', '').toLowerCase();
  return Number(/^0\d+$/.test(text) ? `0o${text.slice(1)}` : text);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|[^])/g,
    (_, escape: string) => {
      if (/^[xuU]./.test(escape)) {
        const code = Number.parseInt(escape.slice(1), 16);
        return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\uFFFD';
      }
      if (/^[0-7]{3}$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
      return ESCAPES.get(escape) ?? escape;
    },
  );
}

/**
 * `T{…}`. Slices and arrays are lists, maps are records. A struct is made by a call of its type, with the fields that are
 * named as named arguments; one whose type has no name is a record.
 */
export function composite(source: GoSource, node: SyntaxNode): Expr {
  const type = childNamed(node, 'type');
  const body = childNamed(node, 'body');
  return type && body ? made(source, { node, type, body }) : unknownExpr(source, node);
}

type Made = { readonly node: SyntaxNode; readonly type: SyntaxNode | undefined; readonly body: SyntaxNode };

function made(source: GoSource, { node, type: written, body }: Made): Expr {
  const type = written && plainType(written);
  const at = placeOf(source, node);
  if (type && LISTS.has(type.type)) return listOf(source, node, body, childNamed(type, 'element'));
  if (type?.type === 'map_type')
    return { kind: 'record', at, entries: entriesOf(source, body, childNamed(type, 'value')) };
  if (type?.type === 'struct_type') return { kind: 'record', at, entries: fieldsOf(source, body, namesOf(type)) };
  const element = type?.type === 'type_identifier' ? source.elements.get(textOf(source, type)) : undefined;
  if (element) return listOf(source, node, body, element);
  // `gin.H{"status": "ok"}`: a map by another name.
  const isMap = namedChildren(body).some(child => keyOf(child)?.type.endsWith('string_literal'));
  if (isMap) return { kind: 'record', at, entries: entriesOf(source, body, undefined) };
  return structOf(source, node, type, body);
}

const LISTS: ReadonlySet<string> = new Set(['slice_type', 'array_type', 'implicit_length_array_type']);

/** What is written where an element of a known type stands: it may leave the type out. */
function elementOf(source: GoSource, written: SyntaxNode, type: SyntaxNode | undefined): Expr {
  const node = bare(written);
  return node.type === 'literal_value' ? made(source, { node, type, body: node }) : expression(source, node);
}

function listOf(source: GoSource, node: SyntaxNode, body: SyntaxNode, element: SyntaxNode | undefined): Expr {
  const items = namedChildren(body).flatMap(child => {
    const value = child.type === 'keyed_element' ? childNamed(child, 'value') : child;
    return value ? [elementOf(source, value, element)] : [];
  });
  return { kind: 'list', at: placeOf(source, node), items };
}

function keyOf(child: SyntaxNode): SyntaxNode | undefined {
  const key = child.type === 'keyed_element' ? childNamed(child, 'key') : undefined;
  return key && bare(key);
}

function entriesOf(source: GoSource, body: SyntaxNode, type: SyntaxNode | undefined): readonly RecordEntry[] {
  return namedChildren(body).flatMap((child): readonly RecordEntry[] => {
    const key = keyOf(child);
    const written = childNamed(child, 'value');
    if (!key || !written) return [];
    const at = placeOf(source, child);
    const value = elementOf(source, written, type);
    const name = expression(source, key);
    return name.kind === 'text'
      ? [{ kind: 'entry', at, key: name.value, keyAt: name.at, value }]
      : [{ kind: 'computed', at, key: name, value }];
  });
}

/** Fields of a struct whose type stands beside them. */
function fieldsOf(source: GoSource, body: SyntaxNode, names: readonly SyntaxNode[]): readonly RecordEntry[] {
  return namedChildren(body).flatMap((child, index): readonly RecordEntry[] => {
    const name = keyOf(child) ?? names[index];
    const value = child.type === 'keyed_element' ? childNamed(child, 'value') : child;
    if (!name || !value) return [];
    return [
      {
        kind: 'entry',
        at: placeOf(source, child),
        key: nameText(source, name),
        keyAt: placeOf(source, child.type === 'keyed_element' ? name : child),
        value: elementOf(source, value, undefined),
      },
    ];
  });
}

/** The names of the fields of a struct type, in order. */
function namesOf(type: SyntaxNode): readonly SyntaxNode[] {
  const list = type.children.find(child => child.type === 'field_declaration_list');
  return list ? namedChildren(list).flatMap(field => namesIn(field)) : [];
}

/** A struct, made by a call of its type; where the type is that of the elements around it and not known here, of nothing. */
function structOf(source: GoSource, node: SyntaxNode, type: SyntaxNode | undefined, body: SyntaxNode): CallExpr {
  const callee = type ? typeExpr(source, type) : unknownExpr(source, { ...body, end: body.start });
  const args = namedChildren(body).flatMap((child): readonly Expr[] => {
    const key = keyOf(child);
    const written = child.type === 'keyed_element' ? childNamed(child, 'value') : child;
    if (!written) return [];
    const value = elementOf(source, written, undefined);
    if (!key) return [value];
    return [
      { kind: 'named', at: placeOf(source, child), name: nameText(source, key), nameAt: placeOf(source, key), value },
    ];
  });
  return {
    kind: 'call',
    at: placeOf(source, node),
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args,
    isNew: true,
    isAwaited: false,
    typeArguments: [],
  };
}
