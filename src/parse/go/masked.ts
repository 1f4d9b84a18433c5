import { syntaxTree, type SyntaxTree } from '../syntax/syntax-tree.ts';

/**
 * Parses Go. The grammar wants a type in `new(…)`, where a value may stand as well: `new(time.Now())`. Where it found
 * something that it does not know, it is given a text in which that `new` is another name of the same length. Every offset
 * stays, and the tree holds the text as written.
 *
 * Source: Go 1.26 Release Notes, Changes to the language.
 */
export function goTree(text: string): SyntaxTree | undefined {
  const tree = syntaxTree('go', text);
  if (!tree?.firstError || !text.includes('new(')) return tree;
  const again = syntaxTree('go', masked(text));
  return again && { ...again, text };
}

/** Characters of one value that are looked at. */
const LENGTH = 2_000;

function masked(text: string): string {
  return text.replace(/\bnew(?=\()/g, (found, offset: number) =>
    isType(argumentAt(text, offset + found.length)) ? found : 'neω',
  );
}

/** What stands in the parentheses that begin at an offset. */
function argumentAt(text: string, open: number): string {
  let depth = 0;
  for (let index = open; index < Math.min(text.length, open + LENGTH); index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return text.slice(open + 1, index).trim();
  }
  return '';
}

function isType(argument: string): boolean {
  if (/^(?:struct|interface|func|map|chan)\b/.test(argument)) return !/\}\s*\{|\}\s*\(/.test(argument);
  if (argument.startsWith('[')) return !/[{(]/.test(argument);
  return !/^\d|["'`(){}<>=!&|+/%^-]|\s\*/.test(argument);
}
