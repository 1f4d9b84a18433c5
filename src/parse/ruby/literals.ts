/** Texts, symbols, patterns, lists and hashes. */
import type { Expr, RecordEntry } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { statementValue } from './statements.ts';
import type { RubySource } from './source.ts';

/** A text with what is inserted into it; a symbol is a text. */
export function text(source: RubySource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const parts = partsOf(source, node);
  if (parts.every(part => part.kind === 'text')) return { kind: 'text', at, value: parts.map(valueOf).join('') };
  return { kind: 'concat', at, parts };
}

function valueOf(part: Expr): string {
  return part.kind === 'text' ? part.value : '';
}

function partsOf(source: RubySource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node).flatMap((child): readonly Expr[] => {
    const at = placeOf(source, child);
    switch (child.type) {
      case 'string_content':
      case 'heredoc_content':
        return [{ kind: 'text', at, value: textOf(source, child) }];
      case 'escape_sequence':
        return [{ kind: 'text', at, value: unescaped(textOf(source, child)) }];
      case 'interpolation': {
        const inner = namedChildren(child);
        return [inner.length === 0 ? { kind: 'text', at, value: '' } : statementValue(source, child, inner)];
      }
      case 'string':
        return partsOf(source, child);
      default:
        return [];
    }
  });
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\t', '\t'],
  ['\\r', '\r'],
  ['\\s', ' '],
  ['\\0', '\0'],
  ['\\e', '\u001B'],
]);

function unescaped(written: string): string {
  return ESCAPES.get(written) ?? (/^\\[ux\d]/.test(written) ? written : written.slice(1));
}

/** `:name`. */
export function symbol(source: RubySource, node: SyntaxNode): Expr {
  return { kind: 'text', at: placeOf(source, node), value: textOf(source, node).slice(1) };
}

/** A pattern; with something inserted, what it matches is not known. */
export function pattern(source: RubySource, node: SyntaxNode): Expr {
  const parts = partsOf(source, node);
  if (parts.some(part => part.kind !== 'text')) return unknownExpr(source, node, parts);
  const written = textOf(source, node);
  const flags = /[a-z]*$/.exec(written)?.[0] ?? '';
  const source_ = namedChildren(node)
    .map(child => textOf(source, child))
    .join('');
  return { kind: 'pattern', at: placeOf(source, node), source: source_, flags };
}

/** `[a, *b]`, `%w[a b]`, `%i[a b]`. */
export function list(source: RubySource, node: SyntaxNode): Expr {
  return { kind: 'list', at: placeOf(source, node), items: items(source, namedChildren(node)) };
}

/** Elements; pairs among them are one hash at the end. */
export function items(source: RubySource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  const plain = nodes.filter(node => !isPair(node)).map(node => expression(source, node));
  const [first] = nodes.filter(isPair);
  return first ? [...plain, record(source, first, nodes.filter(isPair))] : plain;
}

export function isPair(node: SyntaxNode): boolean {
  return node.type === 'pair' || node.type === 'hash_splat_argument';
}

/** A hash of these pairs. */
export function record(source: RubySource, node: SyntaxNode, pairs: readonly SyntaxNode[]): Expr {
  const last = pairs.at(-1) ?? node;
  const at = placeOf(source, { ...node, end: Math.max(node.end, last.end) });
  return { kind: 'record', at, entries: pairs.flatMap(pair => entry(source, pair) ?? []) };
}

function entry(source: RubySource, pair: SyntaxNode): RecordEntry | undefined {
  const at = placeOf(source, pair);
  if (pair.type === 'hash_splat_argument') {
    const [value] = namedChildren(pair);
    return value && { kind: 'spread', at, value: expression(source, value) };
  }
  const key = childNamed(pair, 'key');
  if (!key) return undefined;
  const value = pairValue(source, pair, key);
  const known = keyOf(source, key);
  return known === undefined
    ? { kind: 'computed', at, key: expression(source, key), value }
    : { kind: 'entry', at, key: known, keyAt: placeOf(source, key), value };
}

/** `a: 1`, `:a => 1`, `'a' => 1`; `a:` alone is the value of that name. */
export function pairValue(source: RubySource, pair: SyntaxNode, key: SyntaxNode): Expr {
  const value = childNamed(pair, 'value');
  return value ? expression(source, value) : expression(source, { ...key, type: 'identifier' });
}

/** The text of a key that is written out. */
export function keyOf(source: RubySource, key: SyntaxNode): string | undefined {
  if (key.type === 'hash_key_symbol') return textOf(source, key);
  if (key.type === 'simple_symbol') return textOf(source, key).slice(1);
  if (key.type !== 'string' && key.type !== 'delimited_symbol') return undefined;
  const value = text(source, key);
  return value.kind === 'text' ? value.value : undefined;
}

export function number(source: RubySource, node: SyntaxNode): Expr {
  const written = textOf(source, node).replaceAll('_', '').toLowerCase();
  const value = Number(/^0[0-7]+$/.test(written) ? `0o${written.slice(1)}` : written.replace(/^0d/, ''));
  if (Number.isNaN(value)) return unknownExpr(source, node);
  return { kind: 'number', at: placeOf(source, node), value };
}
