/** Syntax trees as plain values: the parser's own nodes live in foreign memory, and each look at one is a call. */
import type { Tree } from 'web-tree-sitter';
import { type GrammarName, parserOf } from './grammar.ts';

/**
 * A node of a syntax tree. `type` is the grammar's name of it (`call`, `(`); `start` and `end` are offsets into the text in
 * UTF-16 units. `children` holds all of them, tokens too; comments are left out of it and stand in the tree's `comments`.
 * So are the backslashes that continue a line, which say nothing.
 */
export type SyntaxNode = {
  readonly type: string;
  readonly isNamed: boolean;
  /** The name its parent's rule gives it: `function`, `arguments`. */
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
  /** Stands where the text is not of the language, or for a token that is missing there. */
  readonly isError: boolean;
};

export type SyntaxTree = {
  readonly root: SyntaxNode;
  readonly text: string;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** The first place that could not be parsed. */
  readonly firstError: SyntaxNode | undefined;
};

/**
 * Parses a text with a grammar that was loaded. Undefined where the parser gives up. Whatever the nesting, this takes no
 * call stack; what walks the result has to watch its own.
 */
export function syntaxTree(grammar: GrammarName, text: string): SyntaxTree | undefined {
  let tree: Tree | null;
  const parser = parserOf(grammar);
  try {
    tree = parser.parse(text);
  } catch (error) {
    // The parser ran out of its own memory or stack; the next file starts from its beginning.
    if (!(error instanceof Error)) throw error;
    parser.reset();
    return undefined;
  }
  if (!tree) return undefined;
  try {
    return plainTree(tree, text);
  } finally {
    tree.delete();
  }
}

type Growing = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] } & { children: SyntaxNode[] };

function plainTree(tree: Tree, text: string): SyntaxTree {
  const cursor = tree.walk();
  const comments: { start: number; end: number }[] = [];
  let firstError: SyntaxNode | undefined;
  const plain = (): Growing => ({
    type: cursor.nodeType,
    isNamed: cursor.nodeIsNamed,
    field: cursor.currentFieldName ?? undefined,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
    isError: cursor.nodeType === 'ERROR' || cursor.nodeIsMissing,
  });
  const root = plain();
  const above: Growing[] = [root];
  let isDown = cursor.gotoFirstChild();
  while (isDown || above.length > 0) {
    if (!isDown) {
      // Everything below the last node was seen: on to the next one beside it, or beside what is around it.
      if (above.length === 1) break;
      above.pop();
      if (!cursor.gotoNextSibling()) {
        cursor.gotoParent();
        continue;
      }
    }
    const node = plain();
    if (node.isError) firstError ??= node;
    if (COMMENTS.has(node.type)) comments.push({ start: node.start, end: node.end });
    else if (node.type !== 'line_continuation') above.at(-1)?.children.push(node);
    above.push(node);
    isDown = cursor.gotoFirstChild();
  }
  cursor.delete();
  return { root, text, comments, firstError };
}

const COMMENTS: ReadonlySet<string> = new Set(['comment', 'line_comment', 'block_comment', 'multiline_comment']);

/** The child that its parent's rule names so. */
export function childNamed(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find(child => child.field === field);
}

/** All children that the rule names so. */
export function childrenNamed(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter(child => child.field === field);
}

export function childOfType(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | undefined {
  return node.children.find(child => types.includes(child.type));
}

/** Children that are more than tokens. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter(child => child.isNamed);
}
