import { EVERY_VERB } from '../verbs.ts';
import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which Rust's frameworks register them. */
export const VERBS: ReadonlyMap<string, Method> = EVERY_VERB;

/** A constant of `http::Method` and its like. */
export function methodOfName(name: string): Method | undefined {
  return VERBS.get(name.toLowerCase());
}
