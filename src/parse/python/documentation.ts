/** Documentation: a text that stands first in a body. */
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { PythonSource } from './source.ts';
import { boundsOf, plainText } from './strings.ts';

export type Documentation = { readonly line: SyntaxNode; readonly text: string };

/** The documentation of a body, and the statement that it is; undefined where there is none. */
export function docOf(source: PythonSource, lines: readonly SyntaxNode[]): Documentation | undefined {
  const line = lines.find(node => node.isNamed);
  const [held, more] = line?.type === 'expression_statement' ? line.children : [];
  const text = held && !more && isText(source, held) ? plainText(source, held) : undefined;
  return line && text !== undefined ? { line, text: withoutIndent(text) } : undefined;
}

/** Bytes and f-strings document nothing. */
function isText(source: PythonSource, node: SyntaxNode): boolean {
  const [literal = node] = node.type === 'concatenated_string' ? node.children : [];
  return literal.type === 'string' && !/[bft]/.test(boundsOf(source, literal).prefix);
}

/** As `inspect.cleandoc` does: the indent that all lines but the first share is no part of the text. */
function withoutIndent(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const indents = rest.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length);
  const shared = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  return [first.trim(), ...rest.map(line => line.slice(Math.min(shared, line.length)).trimEnd())].join('\n').trim();
}
