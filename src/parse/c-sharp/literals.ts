/** Literals of C#. Source: C# language reference, Lexical structure and String interpolation. */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import type { CSharpSource } from './source.ts';

/** The value of a literal, or undefined for a node that is none. */
export function literal(source: CSharpSource, node: SyntaxNode): Expr | undefined {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'string_literal':
    case 'character_literal': {
      const written = textOf(source, node).replace(/[uU]8$/, '');
      return { kind: 'text', at, value: unescaped(written.slice(1, -1)) };
    }
    case 'verbatim_string_literal':
      return { kind: 'text', at, value: textOf(source, node).slice(2, -1).replaceAll('""', '"') };
    case 'raw_string_literal': {
      const content = node.children.find(child => child.type === 'raw_string_content');
      return { kind: 'text', at, value: content ? rawText(textOf(source, content)) : '' };
    }
    case 'interpolated_string_expression':
      return interpolated(source, node);
    case 'boolean_literal':
      return { kind: 'boolean', at, value: textOf(source, node) === 'true' };
    // What a type has where nothing is: null, 0, false, an empty structure.
    case 'default_expression':
    case 'null_literal':
      return { kind: 'nothing', at };
    case 'integer_literal':
    case 'real_literal': {
      const value = numberValue(textOf(source, node));
      return Number.isNaN(value) ? unknownExpr(source, node) : { kind: 'number', at, value };
    }
    default:
      return undefined;
  }
}

function numberValue(written: string): number {
  const text = written.replaceAll('_', '').toLowerCase();
  if (/^0[xb]/.test(text)) return Number(text.replace(/[ul]+$/, ''));
  return Number(text.replace(/[fdmul]+$/, ''));
}

/** `$"a{b}c"`: text and what is put in between; formats and alignments say nothing of the value. */
function interpolated(source: CSharpSource, node: SyntaxNode): Expr {
  const start = node.children.find(child => child.type === 'interpolation_start');
  const sign = start ? textOf(source, start) : '$';
  const isRaw = node.children.some(child => child.type === 'interpolation_quote');
  const isVerbatim = sign.includes('@');
  const parts = namedChildren(node).flatMap((child): readonly Expr[] => {
    if (child.type === 'interpolation') {
      const value = namedChildren(child).find(part => !part.type.startsWith('interpolation_'));
      return [value ? expression(source, value) : unknownExpr(source, child)];
    }
    if (child.type !== 'string_content' && child.type !== 'escape_sequence') return [];
    const written = textOf(source, child);
    if (isRaw) return [{ kind: 'text', at: placeOf(source, child), value: written }];
    const doubled = written.replaceAll('{{', '{').replaceAll('}}', '}');
    const value = isVerbatim ? doubled.replaceAll('""', '"') : unescaped(doubled);
    return [{ kind: 'text', at: placeOf(source, child), value }];
  });
  return joined(source, node, parts);
}

function joined(source: CSharpSource, node: SyntaxNode, parts: readonly Expr[]): Expr {
  const at = placeOf(source, node);
  const merged: Expr[] = [];
  for (const part of parts) {
    const before = merged.at(-1);
    if (part.kind === 'text' && before?.kind === 'text') {
      const place = { ...before.at, endLine: part.at.endLine, endColumn: part.at.endColumn };
      merged[merged.length - 1] = { kind: 'text', at: place, value: before.value + part.value };
    } else merged.push(part);
  }
  const [only] = merged;
  if (!only) return { kind: 'text', at, value: '' };
  if (merged.length === 1 && only.kind === 'text') return { kind: 'text', at, value: only.value };
  return { kind: 'concat', at, parts: merged };
}

/** A raw string of several lines: what its last line is indented by is not part of it, nor are the first and last line break. */
function rawText(written: string): string {
  const lines = written.split(/\r\n|\r|\n/);
  if (lines.length < 3) return written;
  const indent = lines.at(-1) ?? '';
  return lines
    .slice(1, -1)
    .map(line => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['e', '\u001b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{1,4}|[^])/g, (_, escape: string) => {
    if (/^[uUx]/.test(escape) && escape.length > 1) {
      const code = Number.parseInt(escape.slice(1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    }
    return ESCAPES.get(escape) ?? escape;
  });
}
