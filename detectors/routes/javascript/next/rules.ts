import type { RouterRules } from '../../../../src/core/facts/program.ts';

export const RULES: RouterRules = { syntax: 'next', guards: 'always' };
