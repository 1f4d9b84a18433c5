/** Text literals: escapes, raw ones, bytes, f-strings, and literals side by side. */
import type { Expr } from '../../core/program.ts';
import { placeOf, spanIn, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import type { PythonSource } from './source.ts';

/** A text literal, or several side by side, as one text where nothing is filled in, else as `concat` of its pieces. Bytes are text. */
export function text(source: PythonSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const literals = node.type === 'string' ? [node] : node.children.filter(child => child.type === 'string');
  const values = literals.map(literal => plainText(source, literal));
  if (values.every(value => value !== undefined)) return { kind: 'text', at, value: values.join('') };
  const parts = literals.flatMap((literal, index): readonly Expr[] => {
    const value = values[index];
    if (value === undefined) return pieces(source, literal);
    return value === '' ? [] : [{ kind: 'text', at: placeOf(source, literal), value }];
  });
  return { kind: 'concat', at, parts };
}

/** The text of a literal, or undefined for one that fills something in. */
export function plainText(source: PythonSource, literal: SyntaxNode): string | undefined {
  if (literal.type === 'concatenated_string') {
    const values = literal.children.map(child => plainText(source, child));
    return values.every(value => value !== undefined) ? values.join('') : undefined;
  }
  if (literal.type !== 'string' || literal.children.some(child => child.type === 'interpolation')) return undefined;
  const { start, end, prefix } = boundsOf(source, literal);
  return written(source, start, end, prefix);
}

/** Where the text between the quotes stands, and the letters before them, small. */
export function boundsOf(
  source: PythonSource,
  literal: SyntaxNode,
): { readonly start: number; readonly end: number; readonly prefix: string } {
  const first = literal.children[0];
  const last = literal.children.at(-1);
  const start = first?.type === 'string_start' ? first.end : literal.start;
  const end = last?.type === 'string_end' ? last.start : literal.end;
  const prefix = source.text.slice(literal.start, start).replaceAll(/['"`]/g, '').toLowerCase();
  return { start, end, prefix };
}

function pieces(source: PythonSource, literal: SyntaxNode): readonly Expr[] {
  const { start, end, prefix } = boundsOf(source, literal);
  const parts: Expr[] = [];
  let from = start;
  const addText = (to: number): void => {
    const value = written(source, from, to, prefix);
    if (value !== '') parts.push({ kind: 'text', at: spanIn(source, from, to), value });
  };
  for (const child of literal.children) {
    if (child.type !== 'interpolation') continue;
    addText(child.start);
    parts.push(hole(source, child));
    from = child.end;
  }
  addText(end);
  return parts;
}

/** `{x}` is `x`; one that is formatted (`{x:>10}`, `{x!r}`, `{x=}`) is some text made of it. */
function hole(source: PythonSource, node: SyntaxNode): Expr {
  const value = childNamed(node, 'expression');
  if (!value) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  const expr = expression(source, value);
  const isPlain = node.children.every(
    child =>
      ['{', '}', 'expression'].includes(child.field ?? child.type) ||
      (child.type === 'type_conversion' && source.text.slice(child.start, child.end) === '!s'),
  );
  if (isPlain) return expr;
  const format = childNamed(node, 'format_specifier')?.children ?? [];
  const inner = format.flatMap(child => {
    const given = childNamed(child, 'expression');
    return given ? [expression(source, given)] : [];
  });
  return unknownExpr(source, node, [expr, ...inner]);
}

function written(source: PythonSource, start: number, end: number, prefix: string): string {
  const slice = source.text.slice(start, end);
  const lines = slice.includes('\r') ? slice.replaceAll(/\r\n?/g, '\n') : slice;
  const braces =
    prefix.includes('f') || prefix.includes('t') ? lines.replaceAll('{{', '{').replaceAll('}}', '}') : lines;
  return prefix.includes('r') || !braces.includes('\\') ? braces : unescaped(braces, prefix.includes('b'));
}

const ESCAPE =
  /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(N\{[^}\n]{0,100}\})|([\s\S]))/g;

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** Source: the Python language reference, 2.4.1 "String and Bytes literals". An escape it does not know stays as it is. */
function unescaped(raw: string, isBytes: boolean): string {
  return raw.replaceAll(ESCAPE, (whole: string, ...groups: readonly (string | undefined)[]) => {
    const [short, long, hex, octal, name, one] = groups;
    const wide = short ?? long;
    if (wide !== undefined) {
      const point = Number.parseInt(wide, 16);
      return isBytes || point > 0x10ffff ? whole : String.fromCodePoint(point);
    }
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (name !== undefined) return whole;
    return (one === undefined ? undefined : SIMPLE.get(one)) ?? whole;
  });
}
