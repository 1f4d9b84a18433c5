import type { RouterRules } from '../../../../src/core/facts/program.ts';

export const FRAMEWORK = 'play';
/** `:id`, `*rest`, `$id<[0-9]+>`. */
export const RULES: RouterRules = { syntax: 'play', guards: 'always' };
