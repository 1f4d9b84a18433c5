import { defineDetector } from '../../../../src/detector.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type GuardRow, guardsIn, wordsOf } from '../guard-table.ts';

/**
 * Middleware packages whose guards are plain calls.
 *
 * Sources: the README of each package.
 */
const ROWS: readonly GuardRow[] = [
  ...['default', 'expressjwt'].map((name): GuardRow => ({
    modules: ['express-jwt'],
    name,
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    weaker: [{ option: 'credentialsRequired', is: false, effect: 'optional' }],
    does: 'refuses requests without a valid JWT',
  })),
  {
    modules: ['koa-jwt'],
    name: 'default',
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    weaker: [{ option: 'passthrough', is: true, effect: 'optional' }],
    does: 'refuses requests without a valid JWT',
  },
  {
    modules: ['express-oauth2-jwt-bearer'],
    name: 'auth',
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    weaker: [{ option: 'authRequired', is: false, effect: 'optional' }],
    does: 'refuses requests without a valid access token',
  },
  ...['requiredScopes', 'scopeIncludesAny'].map((name): GuardRow => ({
    modules: ['express-oauth2-jwt-bearer'],
    name,
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    demands: true,
    does: 'refuses requests whose token lacks the scopes',
  })),
  ...['claimCheck', 'claimEquals', 'claimIncludes'].map((name): GuardRow => ({
    modules: ['express-oauth2-jwt-bearer'],
    name,
    as: 'call',
    effect: 'required',
    mechanism: 'jwt',
    does: 'refuses requests whose token lacks the claim',
  })),
  {
    modules: ['express-openid-connect'],
    name: 'auth',
    as: 'call',
    effect: 'required',
    mechanism: 'oidc',
    weaker: [{ option: 'authRequired', is: false, effect: 'optional' }],
    does: 'sends requests without a session to log in',
  },
  ...['requiresAuth', 'claimCheck', 'claimEquals', 'claimIncludes'].map((name): GuardRow => ({
    modules: ['express-openid-connect'],
    name,
    as: 'call',
    effect: 'required',
    mechanism: 'oidc',
    does: 'refuses requests without a session that fits',
  })),
  {
    modules: ['express-openid-connect'],
    name: 'attemptSilentLogin',
    as: 'call',
    effect: 'optional',
    mechanism: 'oidc',
    does: 'tries to log in and refuses nobody',
  },
  ...(['call', 'method'] as const).map((as): GuardRow => ({
    modules: ['@auth0/nextjs-auth0', '@auth0/nextjs-auth0/edge', '@auth0/nextjs-auth0/server'],
    name: 'withApiAuthRequired',
    as,
    effect: 'required',
    mechanism: 'session',
    does: 'refuses requests without a session',
  })),
  ...['connect-ensure-login', '@passport-next/connect-ensure-login', 'ensure-login'].flatMap(
    (module): readonly GuardRow[] => [
      {
        modules: [module],
        name: 'ensureLoggedIn',
        as: 'call',
        effect: 'required',
        mechanism: 'session',
        does: 'sends requests without a login session to log in',
      },
      {
        modules: [module],
        name: 'ensureLoggedOut',
        as: 'call',
        effect: 'none',
        does: 'sends those who are logged in elsewhere',
      },
    ],
  ),
  {
    modules: ['express-basic-auth', 'koa-basic-auth'],
    name: 'default',
    as: 'call',
    effect: 'required',
    mechanism: 'basic',
    does: 'refuses requests without valid basic credentials',
  },
  {
    modules: [
      'express-session',
      'cookie-session',
      'koa-session',
      '@fastify/session',
      '@fastify/cookie',
      'cookie-parser',
    ],
    name: 'default',
    as: 'call',
    effect: 'none',
    does: 'reads a session or cookie and refuses nobody',
  },
  ...['express', 'koa', 'fastify', 'hapi', 'loopback', 'custom'].map((framework): GuardRow => ({
    modules: [`supertokens-node/recipe/session/framework/${framework}`],
    name: 'verifySession',
    as: 'call',
    effect: 'required',
    mechanism: 'session',
    weaker: [{ option: 'sessionRequired', is: false, effect: 'optional' }],
    does: 'refuses requests without a session',
  })),
];

export const authMiddleware = defineDetector({
  id: 'auth-middleware',
  title: 'Authentication middleware packages (express-jwt, koa-jwt, Auth0, express-basic-auth, SuperTokens)',
  kind: 'guard',
  docs: 'https://github.com/auth0/express-jwt',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: wordsOf(ROWS),
  emits: ['guard-kind'],
  limits: [
    'Whether a secret, key or issuer that is given is a good one is not judged.',
    'With options from another file, a guard that options can weaken is unknown.',
  ],
  version: 1,
  detect: file => guardsIn(file, 'auth-middleware', ROWS),
});
