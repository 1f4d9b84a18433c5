import type { RouterRules } from '../../../../src/core/facts/program.ts';

/** Procedures answer for themselves: a resolver may refuse, as the handler of a route file does. */
export const RULES: RouterRules = { syntax: 'next', guards: 'after' };
