import type { Diagnostic } from '../core/diagnostic.ts';
import { MAX_FILE_BYTES } from '../core/tree.ts';

/** What a parser gives: the file, with what it had to leave out; or why there is none. Parsers never throw. */
export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly file: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic }
  /** The file is of another kind after all (a YAML file that is no OpenAPI document): nothing to say about it. */
  | { readonly kind: 'not-applicable' };

/** Caps that every parser works under; a cap that strikes is a diagnostic. Times are not used: they would not be deterministic. */
export const CAPS = {
  /** Bytes of one file that is parsed at all. */
  fileBytes: MAX_FILE_BYTES,
  /** Nesting of data files and of syntax trees. */
  depth: 200,
  /** Links (members and calls) of nested chains such as `x.a().b()`, on one way from the root of a syntax tree to a leaf. */
  chain: 800,
  /** Nodes that YAML aliases may add to one document. Honest pipelines and compose files stay below a tenth of it. */
  aliases: 10_000,
  /** Values in one data document. */
  nodes: 500_000,
} as const;

/** How a parser sees other files of the tree: their text, or undefined when there is none or it may not be read. */
export type Neighbours = {
  readonly read: (path: string) => string | undefined;
};
