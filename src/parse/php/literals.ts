/** Literals of PHP. Source: PHP manual, Strings; Integers; Floating point numbers. */
import type { Expr } from '../../core/program.ts';
import { placeOf, spanIn, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import type { PhpSource } from './source.ts';

/** The value of a literal, or undefined for a node that is none. */
export function literal(source: PhpSource, node: SyntaxNode): Expr | undefined {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'string':
      return { kind: 'text', at, value: singleQuoted(textOf(source, node)) };
    case 'encapsed_string':
      return interpolated(source, node, node, { indent: 0, ends: 1 });
    case 'heredoc': {
      const body = childNamed(node, 'value');
      return body
        ? interpolated(source, node, body, { indent: indentOf(source, node), ends: 0 })
        : { kind: 'text', at, value: '' };
    }
    case 'nowdoc': {
      const body = childNamed(node, 'value');
      const indent = indentOf(source, node);
      return { kind: 'text', at, value: body ? outdented(lined(textOf(source, body)), indent, true) : '' };
    }
    case 'boolean':
      return { kind: 'boolean', at, value: textOf(source, node).toLowerCase() === 'true' };
    case 'null':
      return { kind: 'nothing', at };
    case 'integer':
    case 'float': {
      const value = numberValue(textOf(source, node), node.type === 'integer');
      return Number.isNaN(value) ? unknownExpr(source, node) : { kind: 'number', at, value };
    }
    default:
      return undefined;
  }
}

function numberValue(written: string, isInteger: boolean): number {
  const text = written.replaceAll('_', '').toLowerCase();
  return Number(isInteger ? text.replace(/^0o?(?=[0-7]+$)/, '0o') : text);
}

function singleQuoted(written: string): string {
  return written
    .replace(/^[bB]/, '')
    .slice(1, -1)
    .replaceAll(/\\(['\\])/g, '$1');
}

/** What the closing word of a text is indented by is no part of its lines. */
function indentOf(source: PhpSource, node: SyntaxNode): number {
  const end = childNamed(node, 'end_tag') ?? childOfType(node, 'heredoc_end');
  if (!end) return 0;
  const line = source.text.lastIndexOf('\n', end.start - 1) + 1;
  const before = source.text.slice(line, end.start);
  return before.trim() === '' ? before.length : 0;
}

/** A text behind the word that opens it begins on the next line. */
function lined(text: string): string {
  return text.replace(/^\r?\n/, '').replace(/\r?\n[ \t]*$/, '');
}

function outdented(text: string, indent: number, isAtLineStart: boolean): string {
  if (indent === 0) return text;
  const lines = text.split('\n');
  return lines
    .map((line, index) => (index === 0 && !isAtLineStart ? line : line.replace(new RegExp(`^[ \\t]{0,${indent}}`), '')))
    .join('\n');
}

const MARKS: ReadonlySet<string> = new Set(['{', '}', '${', '"']);
const TEXTS: ReadonlySet<string> = new Set(['string_content', 'escape_sequence', ...MARKS]);

/** A text with variables in it: what stands between them, and they, joined. `ends`: the quotes around it. */
function interpolated(
  source: PhpSource,
  node: SyntaxNode,
  body: SyntaxNode,
  { indent, ends }: { readonly indent: number; readonly ends: number },
): Expr {
  const isBlock = ends === 0;
  const parts: Expr[] = [];
  const opened = isBlock ? body.start : body.start + textOf(source, body).indexOf('"') + 1;
  let from = opened;
  const add = (end: number, isLast: boolean): void => {
    let text = source.text.slice(from, end);
    if (isBlock) {
      if (from === opened) text = text.replace(/^\r?\n/, '');
      if (isLast) text = text.replace(/\r?\n[ \t]*$/, '');
      text = outdented(text, indent, from === opened);
    }
    const value = unescaped(text);
    if (value !== '') parts.push({ kind: 'text', at: spanIn(source, from, Math.max(from, end)), value });
  };
  for (const [index, child] of body.children.entries()) {
    if (TEXTS.has(child.type) || !child.isNamed) continue;
    const before = body.children[index - 1];
    const isBraced = before !== undefined && (before.type === '{' || before.type === '${');
    add(isBraced ? before.start : child.start, false);
    parts.push(expression(source, child));
    const after = body.children[index + 1];
    from = isBraced && after?.type === '}' ? after.end : child.end;
  }
  add(body.end - ends, true);
  const [first, ...others] = parts;
  const at = placeOf(source, node);
  if (!first) return { kind: 'text', at, value: '' };
  if (first.kind === 'text' && others.length === 0) return { ...first, at };
  return { kind: 'concat', at, parts };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['v', '\v'],
  ['e', '\u001B'],
  ['f', '\f'],
  ['\\', '\\'],
  ['$', '$'],
  ['"', '"'],
]);

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[^])/g, (whole, escape: string) => {
    if (escape.startsWith('u{')) {
      const code = Number.parseInt(escape.slice(2, -1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    if (/^x./.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 255);
    // What is no escape keeps its backslash.
    return ESCAPES.get(escape) ?? whole;
  });
}
