import { ts } from 'ts-morph';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Location } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { withoutMarkers } from '../doc-comment.ts';
import { CAPS } from '../parsed.ts';
import { lineStarts, locationIn } from '../text-file.ts';

/** One file while it is translated. What nests is counted, so that no input makes the call stack or the result too deep. */
export type Source = {
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly starts: readonly number[];
  readonly diagnostics: Diagnostic[];
  /** Documentation comments that stand above a declaration and belong to the function or class it holds. */
  readonly docs: Map<ts.Node, string>;
  readonly nesting: {
    /** Syntax levels around the present node. */
    depth: number;
    /** Links of the chains around the present node. */
    links: number;
    /** Choices around the present node that hold it twice. */
    shared: number;
  };
};

export function sourceOf(file: string, text: string, tree: ts.SourceFile): Source {
  return {
    file,
    text,
    tree,
    starts: lineStarts(text),
    diagnostics: [],
    docs: new Map(),
    nesting: { depth: 0, links: 0, shared: 0 },
  };
}

export function at(source: Source, node: ts.Node): Location {
  return locationIn(source.file, source.starts, node.getStart(source.tree), node.end);
}

export function spanOf(source: Source, start: number, end: number): Location {
  return locationIn(source.file, source.starts, start, end);
}

/** Text of an unknown expression is for people: long ones are cut. */
const UNKNOWN_TEXT = 200;

export function unknown(source: Source, node: ts.Node, parts: readonly Expr[]): Expr {
  const start = node.getStart(source.tree);
  const text = source.text.slice(start, Math.min(node.end, start + UNKNOWN_TEXT));
  return { kind: 'unknown', at: at(source, node), text, parts };
}

/**
 * Runs a translation one level deeper; gives undefined, with a diagnostic, where the cap on depth is reached.
 * One diagnostic a file is enough: the first place says where to look.
 */
export function deeper<T>(source: Source, node: ts.Node, translate: () => T): T | undefined {
  if (source.nesting.depth >= CAPS.depth) {
    tooDeep(source, node);
    return undefined;
  }
  source.nesting.depth++;
  const result = translate();
  source.nesting.depth--;
  return result;
}

export function tooDeep(source: Source, node: ts.Node): void {
  if (source.diagnostics.some(diagnostic => diagnostic.code === 'syntax-too-deep')) return;
  source.diagnostics.push({
    code: 'syntax-too-deep',
    at: at(source, node),
    message: 'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.',
  });
}

/** What stands under parentheses, type assertions (`as`, `satisfies`, `<T>x`) and `!`, none of which change a value. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isExpressionWithTypeArguments(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** The last documentation comment above a node, without its markers; empty when there is none. */
export function docOf(source: Source, node: ts.Node): string {
  const given = source.docs.get(node);
  if (given) return given;
  // A node's trivia starts at its `pos`; comments on the line of the token before it belong to that token.
  const ranges = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = ranges.findLast(range => source.text.startsWith('/**', range.pos) && range.end - range.pos > 4);
  return last ? withoutMarkers(source.text.slice(last.pos + 3, last.end - 2)) : '';
}

/** Lets the comment above a declaration be the comment of the function or class that it holds. */
export function giveDoc(source: Source, holder: ts.Node, held: ts.Expression | undefined): void {
  if (!held) return;
  const value = bare(held);
  if (!ts.isFunctionLike(value) && !ts.isClassLike(value)) return;
  const doc = docOf(source, holder);
  if (doc) source.docs.set(value, doc);
}
