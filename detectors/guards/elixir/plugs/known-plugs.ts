/** Plugs of Plug, Phoenix and libraries of authentication, by what their documentation says of them. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type ElixirModule, optionOf } from '../../../routes/elixir/modules.ts';

type Known = Pick<
  Extract<ProgramFact, { kind: 'guard-kind' }>,
  'effect' | 'mechanism' | 'controls' | 'limiter' | 'why'
>;

const PLAIN: Known = { effect: 'none', why: 'it is not about who calls' };

/** Functions that Plug.Conn, Phoenix.Controller and Plug.BasicAuth give by their names. */
const FUNCTIONS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ...[
    'accepts',
    'fetch_cookies',
    'fetch_flash',
    'fetch_live_flash',
    'fetch_query_params',
    'fetch_session',
    'put_format',
    'put_layout',
    'put_new_layout',
    'put_new_view',
    'put_root_layout',
    'put_router_url',
    'put_view',
    'protect_from_forgery',
    'scrub_params',
    'allow_jsonp',
    'action_fallback',
  ].map((name): readonly [string, Known] => [name, PLAIN]),
  [
    'put_secure_browser_headers',
    { effect: 'none', controls: ['secure-headers'], why: 'it sets headers for browsers and asks for nobody' },
  ],
  [
    'basic_auth',
    { effect: 'required', mechanism: 'basic', why: 'Plug.BasicAuth refuses requests without the name and password' },
  ],
]);

/** Modules by their full names. Sources: the documentation of Guardian, Pow, Coherence, Plug, Phoenix and the others named here. */
const MODULES: ReadonlyMap<string, Known> = new Map<string, Known>([
  [
    'Guardian.Plug.EnsureAuthenticated',
    { effect: 'required', mechanism: 'jwt', why: 'Guardian refuses requests in which no token was found' },
  ],
  ['Guardian.Plug.VerifyHeader', { effect: 'optional', mechanism: 'jwt', why: 'it reads a token where there is one' }],
  ['Guardian.Plug.VerifySession', { effect: 'optional', mechanism: 'jwt', why: 'it reads a token where there is one' }],
  ['Guardian.Plug.VerifyCookie', { effect: 'optional', mechanism: 'jwt', why: 'it reads a token where there is one' }],
  ['Guardian.Plug.EnsureNotAuthenticated', { effect: 'none', why: 'it refuses those who are known, and no stranger' }],
  ['Guardian.Plug.Pipeline', { effect: 'none', why: 'it sets up what comes after it' }],
  [
    'Pow.Plug.RequireAuthenticated',
    { effect: 'required', mechanism: 'session', why: 'Pow refuses requests without a session' },
  ],
  ['Pow.Plug.RequireNotAuthenticated', { effect: 'none', why: 'it refuses those who are known, and no stranger' }],
  ['Pow.Plug.Session', { effect: 'optional', mechanism: 'session', why: 'it reads the session where there is one' }],
  [
    'ExOauth2Provider.Plug.EnsureAuthenticated',
    { effect: 'required', mechanism: 'oauth2', why: 'it refuses requests without an access token' },
  ],
  [
    'ExOauth2Provider.Plug.EnsureScopes',
    { effect: 'required', mechanism: 'oauth2', why: 'it refuses requests whose access token lacks a scope' },
  ],
  [
    'ExOauth2Provider.Plug.VerifyHeader',
    { effect: 'optional', mechanism: 'oauth2', why: 'it reads an access token where there is one' },
  ],
  [
    'OpenApiSpex.Plug.CastAndValidate',
    { effect: 'none', controls: ['validation'], why: 'it refuses what the description does not allow' },
  ],
  ['Ueberauth', PLAIN],
  ['Corsica', PLAIN],
  ['CORSPlug', PLAIN],
  ['RemoteIp', PLAIN],
]);

/** Packages whose plugs are about something else, whatever they are named. */
const HARMLESS =
  /^(?:Plug|Phoenix|Sentry|Phoenix\.LiveDashboard|Appsignal|Logster|OpenTelemetry\w*|PromEx|Prometheus\w*|Tesla|Sobelow|Heartcheck|Unplug|Inertia)\.(?!BasicAuth)/;

function factOf(known: Known, site: Expr, at: Location): ProgramFact {
  return { kind: 'guard-kind', at, framework: 'plugs', site, ...known };
}

export function knownFunction(name: string, site: Expr, at: Location): ProgramFact | undefined {
  const known = FUNCTIONS.get(name);
  return known && factOf(known, site, at);
}

export function knownModule(
  name: string,
  site: Expr,
  at: Location,
  options: Expr | undefined,
  module: ElixirModule | undefined,
): ProgramFact | undefined {
  const known = MODULES.get(name) ?? (HARMLESS.test(name) ? PLAIN : undefined);
  if (known) return factOf(known, site, at);
  if (name === 'Guardian.Plug.LoadResource') return factOf(loading(options, module), site, at);
  if (name === 'Hammer.Plug') return factOf(limiting(options), site, at);
  // `plug Coherence.Authentication.Session, protected: true`; without it, whoever is known is loaded.
  if (name !== 'Coherence.Authentication.Session') return undefined;
  const given = options ? [options] : [];
  const demanded = optionOf(given, 'protected') ?? optionOf(given, 'login');
  const isDemanded = demanded?.kind === 'boolean' && demanded.value;
  return factOf(
    isDemanded
      ? { effect: 'required', mechanism: 'session', why: 'Coherence refuses requests without a session' }
      : { effect: 'optional', mechanism: 'session', why: 'it reads the session where there is one' },
    site,
    at,
  );
}

/**
 * `plug Hammer.Plug, rate_limit: {"login", 60_000, 10}, by: :ip`: who asks more often is answered with 429, unless a function of the
 * program answers, or `when_nil: :pass` lets go on whoever has no key. Source: Hammer.Plug.
 */
function limiting(options: Expr | undefined): Known {
  const given = options ? [options] : [];
  const passes = optionOf(given, 'when_nil');
  const isOpen = optionOf(given, 'on_deny') !== undefined || (passes?.kind === 'text' && passes.value === 'pass');
  return isOpen || !optionOf(given, 'rate_limit')
    ? PLAIN
    : { effect: 'none', limiter: true, why: 'Hammer limits the rate of requests' };
}

/**
 * Since its first release for pipelines, Guardian refuses those for whom nothing was found, unless `allow_blank` is set; before, it
 * let them pass. Source: Guardian.Plug.LoadResource.
 */
function loading(options: Expr | undefined, module: ElixirModule | undefined): Known {
  const blank = optionOf(options ? [options] : [], 'allow_blank');
  if (blank?.kind === 'boolean' && blank.value)
    return { effect: 'optional', mechanism: 'jwt', why: 'it loads what a token stands for, where there is one' };
  return module?.uses.some(use => use.module === 'Guardian.Plug.Pipeline')
    ? { effect: 'required', mechanism: 'jwt', why: 'Guardian refuses requests whose token stands for nobody' }
    : { effect: 'unknown', mechanism: 'jwt', why: 'whether it refuses strangers hangs on the release of Guardian' };
}
