import type { RouterRules } from '../../../../src/core/facts/program.ts';

/** Sources: Starlette, Routing and Middleware; FastAPI, Bigger applications. */
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
