/** What middleware of known packages does to a request without a valid credential. Sources: the packages' own documentation. */
import type { GuardEffect, Mechanism } from '../../../../src/core/facts/program.ts';
import { versionsOf } from '../../../routes/go/verbs.ts';

export type GoGuard = {
  readonly modules: readonly string[];
  readonly name: string;
  /**
   * `call`: calling the export gives the guard. `value`: the export is one, or a method of what an export makes
   * (`New.().CheckJWT`). `method`: calling a method of what the modules make gives it.
   */
  readonly as: 'call' | 'value' | 'method';
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly limiter?: true;
  /** What answers in its place is given what hands the request on (Fiber); elsewhere it cannot. */
  readonly handlesOn?: true;
  readonly does: string;
};

const ECHO = versionsOf('github.com/labstack/echo', 5).map(path => `${path}/middleware`);
const FIBER = versionsOf('github.com/gofiber/fiber', 3);
const CHI = versionsOf('github.com/go-chi/chi', 5).map(path => `${path}/middleware`);
const FIBER_JWT = [
  ...versionsOf('github.com/gofiber/jwt', 4),
  'github.com/gofiber/contrib/jwt',
  'github.com/gofiber/contrib/v3/jwt',
];
const ECHO_JWT = versionsOf('github.com/labstack/echo-jwt', 5);
const JWTAUTH = versionsOf('github.com/go-chi/jwtauth', 5);
const GIN_JWT = [...versionsOf('github.com/appleboy/gin-jwt', 3), 'github.com/hertz-contrib/jwt'];
const AUTH0 = versionsOf('github.com/auth0/go-jwt-middleware', 3);
const CLERK = ['github.com/clerk/clerk-sdk-go/v2/http'];
const POCKETBASE = ['github.com/pocketbase/pocketbase/apis'];

const below = (modules: readonly string[], folder: string): readonly string[] =>
  modules.map(path => `${path}/${folder}`);

type Shared = Omit<GoGuard, 'modules' | 'name' | 'as'>;
const BASIC: Shared = {
  effect: 'required',
  mechanism: 'basic',
  does: 'refuses requests without valid Basic credentials',
};
const JWT: Shared = { effect: 'required', mechanism: 'jwt', does: 'refuses requests without a valid JWT' };
const KEY: Shared = { effect: 'required', mechanism: 'api-key', does: 'refuses requests without a valid key' };
const SESSION: Shared = { effect: 'required', mechanism: 'session', does: 'refuses requests without a user' };
const LIMITER: Shared = { effect: 'none', limiter: true, does: 'limits how often a client may call' };

export const GO_GUARDS: readonly GoGuard[] = [
  ...['BasicAuth', 'BasicAuthForRealm'].map(
    name => ({ modules: ['github.com/gin-gonic/gin'], name, as: 'call', ...BASIC }) as const,
  ),
  ...['BasicAuth', 'BasicAuthWithConfig'].map(name => ({ modules: ECHO, name, as: 'call', ...BASIC }) as const),
  ...['KeyAuth', 'KeyAuthWithConfig'].map(name => ({ modules: ECHO, name, as: 'call', ...KEY }) as const),
  ...['JWT', 'JWTWithConfig'].map(name => ({ modules: ECHO, name, as: 'call', ...JWT }) as const),
  ...['JWT', 'WithConfig'].map(name => ({ modules: ECHO_JWT, name, as: 'call', ...JWT }) as const),
  { modules: below(FIBER, 'middleware/basicauth'), name: 'New', as: 'call', ...BASIC },
  { modules: below(FIBER, 'middleware/keyauth'), name: 'New', as: 'call', ...KEY, handlesOn: true },
  {
    modules: ['github.com/gofiber/keyauth/v2', 'github.com/gofiber/keyauth'],
    name: 'New',
    as: 'call',
    ...KEY,
    handlesOn: true,
  },
  { modules: FIBER_JWT, name: 'New', as: 'call', ...JWT, handlesOn: true },
  { modules: CHI, name: 'BasicAuth', as: 'call', ...BASIC },
  { modules: JWTAUTH, name: 'Authenticator', as: 'value', ...JWT },
  { modules: JWTAUTH, name: 'Authenticator', as: 'call', ...JWT },
  // `Verify` is told where the token stands; `Verifier` looks where it usually does.
  ...['Verifier', 'Verify'].map(
    name =>
      ({
        modules: JWTAUTH,
        name,
        as: 'call',
        effect: 'none',
        does: 'reads a token for those that come after, and refuses nobody',
      }) as const,
  ),
  { modules: GIN_JWT, name: 'MiddlewareFunc', as: 'method', ...JWT },
  { modules: AUTH0, name: 'New.().CheckJWT', as: 'value', ...JWT },
  { modules: CLERK, name: 'RequireHeaderAuthorization', as: 'call', ...JWT },
  {
    modules: CLERK,
    name: 'WithHeaderAuthorization',
    as: 'call',
    effect: 'optional',
    mechanism: 'jwt',
    does: 'reads a token where there is one',
  },
  ...['Default', 'New', 'Load'].map(
    name => ({ modules: ['github.com/kataras/iris/v12/middleware/basicauth'], name, as: 'call', ...BASIC }) as const,
  ),
  {
    modules: ['github.com/cloudwego/hertz/pkg/app/middlewares/server/basic_auth'],
    name: 'BasicAuth',
    as: 'call',
    ...BASIC,
  },
  { modules: ['github.com/hertz-contrib/keyauth'], name: 'New', as: 'call', ...KEY, handlesOn: true },
  ...[
    'RequireAuth',
    'RequireSuperuserAuth',
    'RequireSuperuserOrOwnerAuth',
    'RequireAdminAuth',
    'RequireRecordAuth',
  ].map(name => ({ modules: POCKETBASE, name, as: 'call', ...SESSION }) as const),
  { modules: below(FIBER, 'middleware/limiter'), name: 'New', as: 'call', ...LIMITER },
  ...['RateLimiter', 'RateLimiterWithConfig'].map(name => ({ modules: ECHO, name, as: 'call', ...LIMITER }) as const),
  ...['Limit', 'LimitByIP', 'LimitByRealIP', 'LimitAll'].map(
    name => ({ modules: ['github.com/go-chi/httprate'], name, as: 'call', ...LIMITER }) as const,
  ),
  ...['Throttle', 'ThrottleBacklog'].map(
    name =>
      ({
        modules: CHI,
        name,
        as: 'call',
        effect: 'none',
        does: 'bounds how many requests are served at a time',
      }) as const,
  ),
];

/** Options by which such middleware lets some requests pass, or passes on after a refusal. */
export const WEAKENING: ReadonlySet<string> = new Set(['ContinueOnIgnoredError', 'WithCredentialsOptional']);

/** Options with a function that answers where the middleware refuses. */
export const HANDLERS: ReadonlySet<string> = new Set(['ErrorHandler', 'ErrorHandlerWithContext']);

/** Options with a function that says of which requests the middleware knows nothing. Sources: Echo, `Skipper`; Fiber, `Next` and `Filter`. */
export const SKIPPING: ReadonlySet<string> = new Set(['Skipper', 'Next', 'Filter']);
