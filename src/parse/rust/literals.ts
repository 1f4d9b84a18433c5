/** Literals of Rust. Source: The Rust Reference, Tokens. */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { RustSource } from './source.ts';

/** The value of a literal, or undefined for a node that is none. */
export function literal(source: RustSource, node: SyntaxNode): Expr | undefined {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'string_literal':
      return { kind: 'text', at, value: stringText(source, node) };
    case 'raw_string_literal':
      return { kind: 'text', at, value: rawText(textOf(source, node)) };
    case 'char_literal':
      return { kind: 'text', at, value: unescaped(textOf(source, node).replace(/^b?'|'$/g, '')) };
    case 'boolean_literal':
      return { kind: 'boolean', at, value: textOf(source, node) === 'true' };
    case 'integer_literal':
    case 'float_literal': {
      const value = numberValue(textOf(source, node));
      return Number.isNaN(value) ? unknownExpr(source, node) : { kind: 'number', at, value };
    }
    case 'unit_expression':
      return { kind: 'nothing', at };
    default:
      return undefined;
  }
}

function numberValue(written: string): number {
  const text = written.replaceAll('_', '');
  const whole = /^(0x[0-9a-fA-F]+?|0o[0-7]+|0b[01]+)(?:[iu](?:8|16|32|64|128|size))?$/.exec(text)?.[1];
  if (whole !== undefined) return Number(whole);
  return Number(text.replace(/(?:[iu](?:8|16|32|64|128|size)|f32|f64)$/, ''));
}

function stringText(source: RustSource, node: SyntaxNode): string {
  return unescaped(
    textOf(source, node)
      .replace(/^[bc]?"/, '')
      .replace(/"$/, ''),
  );
}

function rawText(written: string): string {
  const start = written.indexOf('"');
  const end = written.lastIndexOf('"');
  return start >= 0 && end > start ? written.slice(start + 1, end) : '';
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
]);

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(?:(\r?\n\s*)|u\{([0-9a-fA-F_]{1,8})\}|x([0-9a-fA-F]{2})|([^]))/g, (...found) => {
    const [, line, unicode, byte, character] = found as readonly (string | undefined)[];
    // A line that ends in a backslash goes on where the text of the next one starts.
    if (line !== undefined) return '';
    const code = Number.parseInt((unicode ?? byte ?? '').replaceAll('_', ''), 16);
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    return ESCAPES.get(character ?? '') ?? character ?? '';
  });
}
