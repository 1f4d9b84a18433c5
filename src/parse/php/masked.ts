import { syntaxTree, type SyntaxTree } from '../syntax/syntax-tree.ts';

/**
 * Parses PHP. The grammar knows no comma after the last name of a group (`use A\{B, C,};`). Where it found something that it does
 * not know, it is given a text with a space for that comma. Every offset stays, and the tree holds the text as written.
 *
 * Source: PHP manual, Using namespaces, Group `use` declarations; PHP 7.2, Migration, Support for trailing commas.
 */
export function phpTree(text: string): SyntaxTree | undefined {
  const tree = syntaxTree('php', text);
  if (!tree?.firstError) return tree;
  const prepared = masked(text);
  if (prepared === text) return tree;
  const again = syntaxTree('php', prepared);
  return again && { ...again, text };
}

/** A group, up to the comma before its end; bounds keep the time that it takes in proportion to the text. */
const GROUP = /\buse\s{1,20}(?:(?:function|const)\s{1,20})?[\w\\]{1,300}\\\{[\w\\\s,]{0,8000}?,(?=\s{0,200}\})/g;

export function masked(text: string): string {
  return text.replace(GROUP, group => `${group.slice(0, -1)} `);
}
