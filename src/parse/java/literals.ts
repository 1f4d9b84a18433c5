/** Literals of Java. Source: Java Language Specification 21, §3.10. */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { JavaSource } from './source.ts';

/** The value of a literal, or undefined for a node that is none. */
export function literal(source: JavaSource, node: SyntaxNode): Expr | undefined {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'string_literal':
      return { kind: 'text', at, value: textValue(textOf(source, node)) };
    case 'character_literal':
      return { kind: 'text', at, value: unescaped(textOf(source, node).slice(1, -1)) };
    case 'true':
    case 'false':
      return { kind: 'boolean', at, value: node.type === 'true' };
    case 'null_literal':
      return { kind: 'nothing', at };
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'octal_integer_literal':
    case 'binary_integer_literal':
    case 'decimal_floating_point_literal':
    case 'hex_floating_point_literal': {
      const value = numberValue(textOf(source, node), node.type);
      return Number.isNaN(value) ? unknownExpr(source, node) : { kind: 'number', at, value };
    }
    default:
      return undefined;
  }
}

function numberValue(written: string, type: string): number {
  const text = written.replaceAll('_', '').toLowerCase();
  if (type === 'decimal_floating_point_literal') return Number(text.replace(/[fd]$/, ''));
  const digits = text.replace(/l$/, '');
  return Number(type === 'octal_integer_literal' ? digits.replace(/^0o?(?=.)/, '0o') : digits);
}

function textValue(written: string): string {
  return written.startsWith('"""') ? textBlock(written) : unescaped(written.slice(1, -1));
}

/** A text block: what all lines are indented by is not part of it (§3.10.6), and neither are blanks at the ends of lines. */
function textBlock(written: string): string {
  const [, ...lines] = written.slice(0, -3).split(/\r\n|\r|\n/);
  const last = lines.length - 1;
  const indents = lines.flatMap((line, index) =>
    line.trim() === '' && index !== last ? [] : [line.length - line.trimStart().length],
  );
  const indent = indents.reduce((least, one) => Math.min(least, one), Number.MAX_SAFE_INTEGER);
  return unescaped(lines.map(line => line.slice(indent).trimEnd()).join('\n'));
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['s', ' '],
  // A line of a text block that goes on in the next one.
  ['\n', ''],
]);

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(u+[0-9a-fA-F]{4}|[0-3][0-7]{2}|[0-7]{1,2}|[^])/g, (_, escape: string) => {
    if (escape.startsWith('u') && escape.length > 4) return String.fromCharCode(Number.parseInt(escape.slice(-4), 16));
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
    return ESCAPES.get(escape) ?? escape;
  });
}
