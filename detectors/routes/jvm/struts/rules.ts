import type { RouterRules } from '../../../../src/core/facts/program.ts';

export const FRAMEWORK = 'struts2';
/** `*` stands for a part of a segment. */
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
