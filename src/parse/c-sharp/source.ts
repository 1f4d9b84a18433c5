/** What the parts of the C# front end share: the file while it is translated, caps on chains, documentation comments. */
import type { Statement } from '../../core/program.ts';
import { commentsAbove } from '../syntax/comments.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

export type CSharpSource = SyntaxSource & {
  readonly around: {
    /** Links of the chains around the present node. */
    links: number;
    /** Choices around the present node that hold it twice. */
    shared: number;
  };
  /** Names that expressions of the present statement declare (`out var x`, `y is Foo f`): they are declared before it. */
  readonly declared: { names: Statement[] };
};

export function csharpSource(syntax: SyntaxSource): CSharpSource {
  return { ...syntax, around: { links: 0, shared: 0 }, declared: { names: [] } };
}

/** What stands under parentheses, casts and the like, none of which changes a value. */
export function bare(written: SyntaxNode): SyntaxNode {
  let node = written;
  for (;;) {
    const inner = innerOf(node);
    if (!inner) return node;
    node = inner;
  }
}

function innerOf(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'checked_expression':
    case 'ref_expression':
      return valueIn(node);
    case 'cast_expression':
      return node.children.find(child => child.field === 'value');
    case 'as_expression':
      return node.children.find(child => child.field === 'left');
    case 'postfix_unary_expression':
      // `x!` says that it is not null.
      return node.children.at(-1)?.type === '!' ? valueIn(node) : undefined;
    default:
      return undefined;
  }
}

/** The first child that is an expression; `this` and `base` are words of the grammar. */
export function valueIn(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find(isValue);
}

export function isValue(node: SyntaxNode): boolean {
  return node.isNamed || node.type === 'this' || node.type === 'base';
}

/** The lines of `///` right above a node, without markers and without the tags around the text; empty when there are none. */
export function docOf(source: CSharpSource, node: SyntaxNode): string {
  const lines: string[] = [];
  for (const { text, gap } of commentsAbove(source, node.start)) {
    if (gap.trim() !== '' || !text.startsWith('///')) break;
    lines.unshift(text.slice(3));
  }
  return lines
    .join('\n')
    .replaceAll(/<[^<>\n]{1,200}>/g, '')
    .trim();
}

/** A name as text, without the `@` that lets it be a word of the language; empty where the text is broken. */
export function nameText(source: CSharpSource, node: SyntaxNode | undefined): string {
  if (!node) return '';
  const named = node.type === 'generic_name' ? node.children.find(child => child.type === 'identifier') : node;
  const text = named ? source.text.slice(named.start, named.end) : '';
  return text.startsWith('@') ? text.slice(1) : text;
}

export function hasModifier(source: CSharpSource, node: SyntaxNode, word: string): boolean {
  return node.children.some(
    child => child.type === 'modifier' && source.text.slice(child.start, child.end).trim() === word,
  );
}
