import type { RouterRules } from '../../../../src/core/facts/program.ts';

export const FRAMEWORK = 'http4s';
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
export const PACKAGES: readonly string[] = ['org.http4s'];
