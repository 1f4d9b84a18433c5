/** Middleware of Laravel and of packages for it, by class. */
import type { GuardEffect, Mechanism } from '../../../../src/core/facts/program.ts';

type Row = {
  readonly modules: readonly string[];
  readonly name: string;
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly limiter?: true;
  readonly why: string;
};

const AUTH = ['Illuminate\\Auth\\Middleware'];
const ROUTING = ['Illuminate\\Routing\\Middleware'];
const SANCTUM = ['Laravel\\Sanctum\\Http\\Middleware'];
const PASSPORT = ['Laravel\\Passport\\Http\\Middleware'];
const JWT = ['Tymon\\JWTAuth\\Http\\Middleware', 'PHPOpenSourceSaver\\JWTAuth\\Http\\Middleware'];
const LARATRUST = ['Laratrust\\Middleware', 'Laratrust\\Middlewares'];
const SPATIE = ['Spatie\\Permission\\Middleware', 'Spatie\\Permission\\Middlewares'];

/**
 * Sources: Laravel, Middleware; Authentication; Sanctum, Token Abilities; Passport, Checking Scopes; tymon/jwt-auth,
 * Middleware; spatie/laravel-permission, Using a middleware; santigarcor/laratrust, Middleware.
 */
export const LARAVEL_EXPORTS: readonly Row[] = [
  {
    modules: AUTH,
    name: 'Authenticate',
    effect: 'required',
    mechanism: 'session',
    why: 'Laravel refuses who is not logged in',
  },
  {
    modules: AUTH,
    name: 'AuthenticateWithBasicAuth',
    effect: 'required',
    mechanism: 'basic',
    why: 'Laravel asks for HTTP Basic credentials',
  },
  {
    modules: AUTH,
    name: 'EnsureEmailIsVerified',
    effect: 'required',
    mechanism: 'session',
    why: 'Laravel asks for a user with a verified address',
  },
  {
    modules: AUTH,
    name: 'RequirePassword',
    effect: 'required',
    mechanism: 'session',
    why: 'Laravel asks for the password again',
  },
  {
    modules: AUTH,
    name: 'Authorize',
    effect: 'unknown',
    why: 'the gate or policy that it asks may let strangers pass',
  },
  { modules: AUTH, name: 'RedirectIfAuthenticated', effect: 'none', why: 'it is for those who are not logged in' },
  {
    modules: ROUTING,
    name: 'ValidateSignature',
    effect: 'required',
    mechanism: 'signature',
    why: 'Laravel refuses addresses that it did not sign',
  },
  ...['ThrottleRequests', 'ThrottleRequestsWithRedis'].map((name): Row => {
    return { modules: ROUTING, name, effect: 'none', limiter: true, why: 'it limits how often one may call' };
  }),
  ...['CheckAbilities', 'CheckForAnyAbility', 'CheckScopes', 'CheckForAnyScope'].map((name): Row => {
    return {
      modules: SANCTUM,
      name,
      effect: 'required',
      mechanism: 'bearer',
      why: 'Sanctum asks for an ability of a token',
    };
  }),
  ...[
    'CheckScopes',
    'CheckForAnyScope',
    'CheckToken',
    'CheckTokenForAnyScope',
    'CheckClientCredentials',
    'CheckClientCredentialsForAnyScope',
    'EnsureClientIsResourceOwner',
  ].map((name): Row => {
    return { modules: PASSPORT, name, effect: 'required', mechanism: 'oauth2', why: 'Passport asks for a token' };
  }),
  ...['Authenticate', 'AuthenticateAndRenew', 'RefreshToken', 'BaseMiddleware'].map((name): Row => {
    return name === 'BaseMiddleware'
      ? { modules: JWT, name, effect: 'unknown', why: 'what is built on it decides' }
      : { modules: JWT, name, effect: 'required', mechanism: 'jwt', why: 'jwt-auth refuses who sends no valid token' };
  }),
  {
    modules: JWT,
    name: 'Check',
    effect: 'optional',
    mechanism: 'jwt',
    why: 'jwt-auth reads a token where there is one',
  },
  ...['Role', 'Permission', 'Ability', 'LaratrustRole', 'LaratrustPermission', 'LaratrustAbility'].map((name): Row => {
    return {
      modules: LARATRUST,
      name,
      effect: 'required',
      mechanism: 'session',
      why: 'it asks for a role or permission of who is logged in',
    };
  }),
  ...['RoleMiddleware', 'PermissionMiddleware', 'RoleOrPermissionMiddleware'].map((name): Row => {
    return {
      modules: SPATIE,
      name,
      effect: 'required',
      mechanism: 'session',
      why: 'it asks for a role or permission of who is logged in',
    };
  }),
];
