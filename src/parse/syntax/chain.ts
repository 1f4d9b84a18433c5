/** Chains of members, calls and elements of a value, which nest as deeply as they are long. */
import type { Expr } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { type SyntaxSource, unknownExpr } from './source.ts';
import type { SyntaxNode } from './syntax-tree.ts';

/** How a language writes chains. `V` has `undefined` where a link may stand without a receiver, as a plain call does. */
export type ChainWords<V extends Expr | undefined> = {
  readonly isLink: (node: SyntaxNode) => boolean;
  /** What a link works on. */
  readonly receiverOf: (link: SyntaxNode) => SyntaxNode | undefined;
  /** A node without the parentheses around it. */
  readonly bare: (node: SyntaxNode) => SyntaxNode;
  /** The value that the chain begins with, and the first link on it. */
  readonly root: (node: SyntaxNode | undefined, first: SyntaxNode | undefined) => V;
  readonly applied: (link: SyntaxNode, of: V) => V;
  /** Says that a chain is too long to be followed. */
  readonly tooLong: (link: SyntaxNode) => void;
};

/**
 * Translates a chain from its root outwards, in a loop: programs write chains of hundreds of calls, and hostile ones of
 * thousands. Where it has more links than the cap allows, the inner part is cut off and kept, with all of its calls, in the
 * `parts` of the unknown value that the outer part then works on. `counts.links` are the links on the way down to here.
 */
export function chainOf<V extends Expr | undefined>(
  source: SyntaxSource,
  counts: { links: number },
  outermost: SyntaxNode,
  words: ChainWords<V>,
): V {
  const links: SyntaxNode[] = [];
  let root: SyntaxNode | undefined = outermost;
  while (root && words.isLink(root)) {
    links.push(root);
    const receiver = words.receiverOf(root);
    root = receiver && words.bare(receiver);
  }
  const room = Math.max(CAPS.chain - counts.links, 1);
  const before = counts.links;
  counts.links += Math.min(links.length, room);
  const cut: Expr[] = [];
  let value = words.root(root, links.at(-1));
  for (let index = links.length - 1, length = 1; index >= 0; index--, length++) {
    const link = links[index];
    if (!link) break;
    if (length > room && value) {
      words.tooLong(link);
      cut.push(value);
      // An unknown expression is an expression, which every kind of value here may be.
      value = unknownExpr(source, words.receiverOf(link) ?? link, index < room ? cut : []) as V;
      length = 1;
    }
    value = words.applied(link, value);
  }
  counts.links = before;
  return value;
}
