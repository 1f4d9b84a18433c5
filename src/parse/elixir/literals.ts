/** Texts, atoms, sigils and numbers. */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { type ElixirSource, type Env, unknown } from './source.ts';

/** Strings, charlists, quoted atoms: their parts are joined where something is put in. */
export function quoted(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const parts: Expr[] = [];
  let text: { value: string; at: Expr['at'] } | undefined;
  for (const child of namedChildren(node)) {
    if (child.type === 'interpolation') {
      if (text) parts.push({ kind: 'text', ...text });
      text = undefined;
      const [inner] = namedChildren(child);
      parts.push(inner ? expression(source, env, inner) : { kind: 'text', at: placeOf(source, child), value: '' });
      continue;
    }
    const value = child.type === 'escape_sequence' ? unescaped(textOf(source, child)) : textOf(source, child);
    if (child.type === 'quoted_content' || child.type === 'escape_sequence')
      text = text ? { ...text, value: text.value + value } : { value, at: placeOf(source, child) };
  }
  if (parts.length === 0) return { kind: 'text', at, value: text?.value ?? '' };
  if (text) parts.push({ kind: 'text', ...text });
  return { kind: 'concat', at, parts };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', '0': '\0' };

function unescaped(written: string): string {
  const [, first = ''] = written;
  const code = /^\\(?:u\{?([0-9a-fA-F]{1,6})\}?|x([0-9a-fA-F]{1,2}))$/.exec(written);
  const point = Number.parseInt(code?.[1] ?? code?.[2] ?? '', 16);
  if (code && point <= 0x10_ffff) return String.fromCodePoint(point);
  return ESCAPES[first] ?? written.slice(1);
}

/** `~w(a b)` is a list of texts, `~r/x/` a pattern, most others a text. Source: Elixir, Sigils. */
export function sigil(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const name = childOfType(node, 'sigil_name');
  const kind = name ? textOf(source, name) : '';
  const modifiers = childOfType(node, 'sigil_modifiers');
  // A template says nothing that decides about routes, and may be long.
  if (/^[HLE]$/i.test(kind)) return unknown(source, node);
  const whole = quoted(source, env, node);
  if (kind.toLowerCase() === 'r')
    return whole.kind === 'text'
      ? { kind: 'pattern', at, source: whole.value, flags: modifiers ? textOf(source, modifiers) : '' }
      : unknown(source, node);
  if (kind.toLowerCase() !== 'w') return whole;
  if (whole.kind !== 'text') return unknown(source, node, [whole]);
  const words = whole.value.split(/\s+/).filter(word => word !== '');
  return { kind: 'list', at, items: words.map(value => ({ kind: 'text', at, value })) };
}

export function number(source: ElixirSource, node: SyntaxNode): Expr {
  const written = textOf(source, node).replaceAll('_', '');
  const value = Number(written);
  return Number.isNaN(value) ? unknown(source, node) : { kind: 'number', at: placeOf(source, node), value };
}
