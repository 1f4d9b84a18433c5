import { EVERY_VERB } from '../verbs.ts';
import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which frameworks register them. */
export const VERBS: ReadonlyMap<string, Method> = new Map([...EVERY_VERB].filter(([, method]) => method !== 'TRACE'));
