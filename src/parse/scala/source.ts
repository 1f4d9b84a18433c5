/** What the files of this front end share: counts of what grows, names, and the placeholders of functions. */
import type { Location } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { placeOf, type SyntaxSource, textOf, unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

export type ScalaSource = SyntaxSource & {
  readonly counts: {
    /** Links of the chains around. */
    links: number;
    /** Bodies of functions around. */
    bodies: number;
    /** Names that were made up so far. */
    made: number;
  };
  /** Arguments around, innermost last, in each of which `_` stands for a parameter: `_.id` is a function. */
  readonly placeholders: { readonly name: string; readonly at: Location }[][];
  /** Names that classes around give to themselves (`self =>`). */
  readonly selfNames: string[];
};

export function scalaSource(source: SyntaxSource): ScalaSource {
  return { ...source, counts: { links: 0, bodies: 0, made: 0 }, placeholders: [], selfNames: [] };
}

/** A name as written, without its backticks. */
export function nameOf(source: ScalaSource, node: SyntaxNode): string {
  const text = textOf(source, node);
  return text.startsWith('`') && text.endsWith('`') && text.length > 2 ? text.slice(1, -1) : text;
}

/** A name that no program writes. */
export function madeName(source: ScalaSource, word: string): string {
  return `${word}$${++source.counts.made}`;
}

/** What has no form of its own; `parts` are evaluated all the same. */
export function unknown(source: ScalaSource, node: SyntaxNode, parts: readonly Expr[] = []): Expr {
  return unknownExpr(source, node, parts);
}

export function nameExpr(at: Location, name: string): Expr {
  return { kind: 'name', at, name };
}

/** The expression inside parentheses, which say nothing here. */
export function bare(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === 'parenthesized_expression') {
    const next = inner.children.find(child => child.isNamed);
    if (!next) break;
    inner = next;
  }
  return inner;
}

/** What has a value of `undefined` nowhere: the unit `()`. */
export function nothingAt(source: ScalaSource, node: SyntaxNode): Expr {
  return { kind: 'nothing', at: placeOf(source, node) };
}
