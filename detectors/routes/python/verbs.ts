import { COMMON_VERBS } from '../verbs.ts';
import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which frameworks register them. */
export const VERBS: ReadonlyMap<string, Method> = COMMON_VERBS;

/** Words in files whose router comes from elsewhere: what is left of it there are its calls. */
export const VERB_WORDS: readonly string[] = [
  '.post(',
  '.put(',
  '.patch(',
  '.delete(',
  ...['"', "'"].map(quote => `.get(${quote}`),
];
