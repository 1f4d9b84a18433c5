import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type GuardRow, guardsIn, wordsOf } from '../guard-table.ts';

/** A module of Hono, under its name on npm and on JSR. */
const inHono = (module: string): readonly string[] => [
  `hono/${module}`,
  `@hono/hono/${module}`,
  `jsr:@hono/hono/${module}`,
];

/** Source: Hono documentation, built-in middleware; the READMEs of `@hono/*`. */
const ROWS: readonly GuardRow[] = [
  {
    modules: inHono('jwt'),
    name: 'jwt',
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    does: 'refuses requests without a valid JWT',
  },
  {
    modules: inHono('jwk'),
    name: 'jwk',
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    weaker: [{ option: 'allow_anon', is: true, effect: 'optional' }],
    does: 'refuses requests without a valid JWT',
  },
  {
    modules: inHono('bearer-auth'),
    name: 'bearerAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'bearer',
    does: 'refuses requests without a valid bearer token',
  },
  {
    modules: inHono('basic-auth'),
    name: 'basicAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'basic',
    does: 'refuses requests without valid basic credentials',
  },
  {
    modules: inHono('ip-restriction'),
    name: 'ipRestriction',
    as: 'call',
    effect: 'none',
    does: 'limits addresses and authenticates nobody',
  },
  {
    modules: ['@hono/auth-js'],
    name: 'verifyAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'session',
    does: 'refuses requests without a session',
  },
  { modules: ['@hono/auth-js'], name: 'initAuthConfig', as: 'call', effect: 'none', does: 'prepares requests' },
  {
    modules: ['@hono/oidc-auth'],
    name: 'oidcAuthMiddleware',
    as: 'call',
    effect: 'required',
    mechanism: 'oidc',
    does: 'sends requests without a session to log in',
  },
  {
    modules: ['@hono/firebase-auth'],
    name: 'verifyFirebaseAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    does: 'refuses requests without a valid ID token',
  },
  {
    modules: ['@hono/firebase-auth'],
    name: 'verifySessionCookieFirebaseAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'session',
    does: 'refuses requests without a valid session cookie',
  },
];

export const honoAuth = defineDetector({
  id: 'hono-auth',
  title: 'Authentication middleware of Hono',
  kind: 'guard',
  docs: 'https://hono.dev/docs/middleware/builtin/jwt',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...wordsOf(ROWS), ...inHono('combine')],
  emits: ['guard-kind', 'alias'],
  limits: ['`some`, and `except` with a function as condition or with several functions, make the guard unknown.'],
  version: 1,
  detect: file => [...guardsIn(file, 'hono-auth', ROWS), ...file.calls.flatMap(site => combined(file, site))],
});

/** `every(a, b)`, `some(a, b)` and `except('/public/*', a)` of `hono/combine`. */
function combined(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const name = exportOf(file.originOf(call.callee), inHono('combine'));
  const base = { at: call.nameAt, framework: 'hono-auth', site: call } as const;
  const unknown = (why: string): readonly ProgramFact[] => [{ kind: 'guard-kind', ...base, effect: 'unknown', why }];
  const [first, second, ...others] = call.args;
  if (!name || !first) return [];
  if (name === 'every') return [{ kind: 'alias', ...base, value: { kind: 'list', at: call.at, items: call.args } }];
  if (name === 'some') return unknown('some() of hono/combine lets a request pass when any of its functions does');
  if (name !== 'except' || !second) return [];
  const conditions = first.kind === 'list' ? first.items : [first];
  const arePaths = conditions.every(({ kind }) => ['text', 'concat', 'name', 'member'].includes(kind));
  if (!arePaths || others.length > 0)
    return unknown('except() of hono/combine with a function as condition, or with several functions');
  return [{ kind: 'alias', ...base, value: second, except: first }];
}
