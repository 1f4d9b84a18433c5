import { syntaxTree, type SyntaxTree } from '../syntax/syntax-tree.ts';

/**
 * Parses Kotlin. The grammar misreads some words that are everyday names, so it is given a text where they are others of
 * the same length: every offset stays, and the tree holds the text as written, where names are read from.
 */
export function kotlinTree(text: string): SyntaxTree | undefined {
  const tree = syntaxTree('kotlin', masked(text));
  return tree && { ...tree, text };
}

/** A call of `get` below a property is taken for the property's getter. */
const CALLED_GET = /\bget(?=[ \t]*(?:\((?![ \t]*\))|[{<]))/g;
/** The same of `set`, whose setter has one name in its parentheses. */
const CALLED_SET = /\bset(?=[ \t]*(?:\([ \t]*["\d]|[{<]))/g;
/** `suspend Route.() -> Unit` after a function's receiver leaves the parser without a way on. */
const SUSPENDED_RECEIVER = /\bsuspend(?=[ \t]+[\w.]{1,100}(?:<[\w., *?]{1,100}>)?\??\.\()/g;
/** `context(Scope) fun f()`, which the grammar does not know. */
const CONTEXT = /\bcontext\([^()\n]{1,200}\)(?=\s{1,100}(?:[a-z]{1,20} ){0,4}fun\b)/g;
/** An empty statement. */
const EMPTY_STATEMENT = /(?<=;[ \t]{0,20});/g;
/** The end of a member and of its class on one line: the parser wants a line break, or it takes none of them for what they are. */
const ENDS = /\}[ \t](?=[ \t]{0,20}\})/g;
/** Quotes of strings in which `$$` starts an interpolation, and `$` alone is text. */
const MANY_DOLLARS = /\${2,10}(?=")/g;

function masked(text: string): string {
  return text
    .replace(CALLED_GET, 'geт')
    .replace(CALLED_SET, 'seт')
    .replace(SUSPENDED_RECEIVER, blank)
    .replace(CONTEXT, blank)
    .replace(EMPTY_STATEMENT, blank)
    .replace(ENDS, (ends, offset: number, whole: string) => (isCommented(whole, offset) ? ends : '}\n'))
    .replace(MANY_DOLLARS, blank);
}

/** Whether a comment to the end of the line begins before this place: a line break would end it. `://` begins none. */
function isCommented(text: string, offset: number): boolean {
  return /(?<!:)\/\//.test(text.slice(text.lastIndexOf('\n', offset) + 1, offset));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
