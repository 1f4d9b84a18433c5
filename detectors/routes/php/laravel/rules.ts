import type { Implicit, NamedGuard, RouterRules } from '../../../../src/core/facts/program.ts';
import { BROUGHT } from './brought.ts';

const TOKENS = {
  sanctum: 'bearer',
  api: 'bearer',
  passport: 'oauth2',
  jwt: 'jwt',
  web: 'session',
  session: 'session',
  token: 'bearer',
  basic: 'basic',
} as const;

/**
 * Names of middleware that Laravel and its packages register. Sources: Laravel, Middleware (Middleware Aliases); Sanctum,
 * Token Abilities; Passport, Checking Scopes; tymon/jwt-auth, Middleware.
 */
const GUARDS: readonly NamedGuard[] = [
  {
    name: 'auth',
    stands: 'Illuminate\\Auth\\Middleware\\Authenticate',
    effect: 'required',
    mechanism: 'session',
    mechanisms: TOKENS,
    why: 'Laravel refuses who is not logged in',
  },
  {
    name: 'auth.basic',
    stands: 'Illuminate\\Auth\\Middleware\\AuthenticateWithBasicAuth',
    effect: 'required',
    mechanism: 'basic',
    why: 'Laravel asks for HTTP Basic credentials',
  },
  { name: 'auth.session', effect: 'none', why: 'it ends sessions whose password has changed' },
  {
    name: 'verified',
    stands: 'Illuminate\\Auth\\Middleware\\EnsureEmailIsVerified',
    effect: 'required',
    mechanism: 'session',
    why: 'Laravel asks for a user with a verified address',
  },
  {
    name: 'password.confirm',
    stands: 'Illuminate\\Auth\\Middleware\\RequirePassword',
    effect: 'required',
    mechanism: 'session',
    why: 'Laravel asks for the password again',
  },
  {
    name: 'signed',
    stands: 'Illuminate\\Routing\\Middleware\\ValidateSignature',
    effect: 'required',
    mechanism: 'signature',
    why: 'Laravel refuses addresses that it did not sign',
  },
  {
    name: 'can',
    stands: 'Illuminate\\Auth\\Middleware\\Authorize',
    effect: 'unknown',
    why: 'the gate or policy that it asks may let strangers pass',
  },
  {
    name: 'guest',
    stands: 'Illuminate\\Auth\\Middleware\\RedirectIfAuthenticated',
    effect: 'none',
    why: 'it is for those who are not logged in',
  },
  { name: 'throttle', effect: 'none', limiter: true, why: 'it limits how often one may call' },
  { name: 'web', effect: 'none', why: 'the group of cookies, session and forgery protection' },
  { name: 'api', effect: 'none', why: 'the group of what stands before an API' },
  { name: 'bindings', effect: 'none', why: 'it looks parameters up' },
  { name: 'cache.headers', effect: 'none', why: 'it sets headers' },
  { name: 'precognitive', effect: 'none', why: 'it answers requests for validation' },
  { name: 'ability', effect: 'required', mechanism: 'bearer', why: 'Sanctum asks for an ability of a token' },
  { name: 'abilities', effect: 'required', mechanism: 'bearer', why: 'Sanctum asks for abilities of a token' },
  { name: 'scope', effect: 'required', mechanism: 'oauth2', why: 'Passport asks for a scope' },
  { name: 'scopes', effect: 'required', mechanism: 'oauth2', why: 'Passport asks for scopes' },
  { name: 'client', effect: 'required', mechanism: 'oauth2', why: 'Passport asks for the token of a client' },
  { name: 'jwt.auth', effect: 'required', mechanism: 'jwt', why: 'jwt-auth refuses who sends no valid token' },
  { name: 'jwt.renew', effect: 'required', mechanism: 'jwt', why: 'jwt-auth refuses who sends no valid token' },
  { name: 'jwt.refresh', effect: 'required', mechanism: 'jwt', why: 'jwt-auth refuses who sends no token' },
  { name: 'jwt.check', effect: 'optional', mechanism: 'jwt', why: 'jwt-auth reads a token where there is one' },
];

export const LARAVEL_RULES: RouterRules = {
  syntax: 'fastroute',
  guards: 'always',
  handlersDecide: 'by-credentials',
  named: {
    guards: GUARDS,
    namespace: 'App\\Http\\Controllers',
    harmlessBases: ['Illuminate\\', 'Laravel\\Lumen\\', 'Livewire\\', 'Inertia\\'],
    brings: BROUGHT,
    guardsOfClass: 'middleware',
  },
};

/** Routes stand on the router whose file or group runs; else on that of the application. */
export function implicitIn(path: string): Implicit {
  const file = /(?:^|\/)routes\/([\w.-]+)\.php$/.exec(path)?.[1];
  const isApi = file === 'api';
  if (file !== 'web' && !isApi) return { otherwise: file === undefined ? 'root' : 'assumed', rules: LARAVEL_RULES };
  // Where no provider and no bootstrap file of the tree says how they are loaded, the skeleton of Laravel does.
  return {
    otherwise: 'assumed',
    rules: LARAVEL_RULES,
    alone: { prefix: isApi ? 'api' : '', guards: [isApi ? 'api' : 'web'] },
  };
}
