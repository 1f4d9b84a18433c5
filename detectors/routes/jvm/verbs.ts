import { COMMON_VERBS } from '../verbs.ts';
import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which servers that are built by calls register them; each has some words of its own beside these. */
export const VERBS: readonly (readonly [string, Method])[] = [...COMMON_VERBS];
