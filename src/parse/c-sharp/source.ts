/** What the parts of the C# front end share: the file while it is translated, caps on chains, documentation comments. */
import type { Expr, Statement } from '../../core/program.ts';
import { placeOf, unknownExpr, type SyntaxSource } from '../syntax/source.ts';
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

export function tooDeep(source: CSharpSource, node: SyntaxNode): void {
  if (source.diagnostics.some(diagnostic => diagnostic.code === 'syntax-too-deep')) return;
  source.diagnostics.push({
    code: 'syntax-too-deep',
    at: placeOf(source, node),
    message: 'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.',
  });
}

/** A statement that has no form of its own, with the expressions inside it. */
export function unknownStatement(source: CSharpSource, node: SyntaxNode, parts: readonly Expr[] = []): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node, parts) };
}

/** The lines of `///` right above a node, without markers and without the tags around the text; empty when there are none. */
export function docOf(source: CSharpSource, node: SyntaxNode): string {
  const { comments } = source.tree;
  const lines: string[] = [];
  let end = node.start;
  for (let index = lastBefore(comments, node.start); index >= 0; index--) {
    const comment = comments[index];
    if (!comment || source.text.slice(comment.end, end).trim() !== '') break;
    const text = source.text.slice(comment.start, comment.end);
    if (!text.startsWith('///')) break;
    lines.unshift(text.slice(3));
    end = comment.start;
  }
  return lines
    .join('\n')
    .replaceAll(/<[^<>\n]{1,200}>/g, '')
    .trim();
}

/** Index of the last comment that ends before an offset, or -1. */
function lastBefore(comments: readonly { readonly start: number; readonly end: number }[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const comment = comments[middle];
    if (comment && comment.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
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
