/** What front ends over syntax trees share: places, caps, and words for what they leave out. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Location } from '../../core/location.ts';
import type { Expr, Statement } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { lineStarts, locationIn } from '../text-file.ts';
import type { SyntaxNode, SyntaxTree } from './syntax-tree.ts';

/** One file while it is translated. What nests is counted, so that no input makes the call stack or the result too deep. */
export type SyntaxSource = {
  readonly file: string;
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly starts: readonly number[];
  readonly diagnostics: Diagnostic[];
  readonly nesting: { depth: number };
};

export function syntaxSource(file: string, tree: SyntaxTree): SyntaxSource {
  const { text } = tree;
  return { file, text, tree, starts: lineStarts(text), diagnostics: [], nesting: { depth: 0 } };
}

export function placeOf(source: SyntaxSource, node: SyntaxNode): Location {
  return locationIn(source.file, source.starts, node.start, node.end);
}

export function spanIn(source: SyntaxSource, start: number, end: number): Location {
  return locationIn(source.file, source.starts, start, end);
}

export function textOf(source: SyntaxSource, node: SyntaxNode): string {
  return source.text.slice(node.start, node.end);
}

/** Text of an unknown expression is for people: long ones are cut. */
const UNKNOWN_TEXT = 200;

/** An expression that has no form of its own; `parts` are those inside it that are evaluated all the same. */
export function unknownExpr(source: SyntaxSource, node: SyntaxNode, parts: readonly Expr[] = []): Expr {
  const text = source.text.slice(node.start, Math.min(node.end, node.start + UNKNOWN_TEXT));
  return { kind: 'unknown', at: placeOf(source, node), text, parts };
}

/** A statement that has no form of its own, with the expressions inside it. */
export function unknownStatement(source: SyntaxSource, node: SyntaxNode, parts: readonly Expr[] = []): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node, parts) };
}

/** Says, once a file, that something is cut because it nests too deeply, or would in the result. */
export function tooDeep(source: SyntaxSource, node: SyntaxNode): void {
  if (source.diagnostics.some(diagnostic => diagnostic.code === 'syntax-too-deep')) return;
  source.diagnostics.push({
    code: 'syntax-too-deep',
    at: placeOf(source, node),
    message: 'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.',
  });
}

/**
 * Runs a translation one level deeper; gives undefined, with a diagnostic, where the cap on depth is reached. Chains of
 * calls nest too: front ends walk those in a loop, up to `CAPS.chain` links.
 */
export function deeper<T>(source: SyntaxSource, node: SyntaxNode, translate: () => T): T | undefined {
  if (source.nesting.depth >= CAPS.depth) {
    tooDeep(source, node);
    return undefined;
  }
  source.nesting.depth++;
  const result = translate();
  source.nesting.depth--;
  return result;
}

/** Says where the text stops being of the language; what stands near it may have been misread. */
export function recordSyntaxError(source: SyntaxSource, language: string): void {
  const { firstError } = source.tree;
  if (!firstError) return;
  source.diagnostics.push({
    code: `${language}-syntax-error`,
    at: placeOf(source, firstError),
    message: 'The text is not understood here. What stands near it may have been misread.',
  });
}
