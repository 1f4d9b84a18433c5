/** Handlers of Vert.x Web that stand before others: those that authenticate, and those that do something else. */
import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { type CallSite, type Origin, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { HANDLERS } from './rules.ts';

type Known = { readonly effect: GuardEffect; readonly mechanism?: Mechanism; readonly why: string };

const refuses = (mechanism: Mechanism | undefined, why: string): Known => ({
  effect: 'required',
  ...(mechanism ? { mechanism } : {}),
  why,
});
const OTHER: Known = { effect: 'none', why: 'a handler of Vert.x Web that is not about who calls' };

/** Source: Vert.x Web, Authentication; the Javadoc of `io.vertx.ext.web.handler`. */
const KNOWN: ReadonlyMap<string, Known> = new Map([
  ['JWTAuthHandler', refuses('jwt', 'JWTAuthHandler refuses requests without a valid token')],
  ['OAuth2AuthHandler', refuses('oauth2', 'OAuth2AuthHandler refuses or redirects whoever is not authenticated')],
  ['BasicAuthHandler', refuses('basic', 'BasicAuthHandler refuses requests without valid credentials')],
  ['DigestAuthHandler', refuses('custom', 'DigestAuthHandler refuses requests without a valid digest')],
  ['APIKeyHandler', refuses('api-key', 'APIKeyHandler refuses requests without a valid key')],
  ['RedirectAuthHandler', refuses('session', 'RedirectAuthHandler sends whoever is not logged in away')],
  ['OtpAuthHandler', refuses('custom', 'OtpAuthHandler refuses requests without a one-time password')],
  ['WebAuthnHandler', refuses('custom', 'WebAuthnHandler refuses whoever is not authenticated')],
  ['WebAuthn4JHandler', refuses('custom', 'WebAuthn4JHandler refuses whoever is not authenticated')],
  ['ChainAuthHandler', refuses('custom', 'ChainAuthHandler refuses what none of its handlers accepts')],
  [
    'AuthorizationHandler',
    { effect: 'unknown', why: 'AuthorizationHandler checks the user that another handler has to find' },
  ],
  [
    'SimpleAuthenticationHandler',
    { effect: 'unknown', why: 'what SimpleAuthenticationHandler is given decides; it was not followed' },
  ],
  ...[
    'BodyHandler',
    'SessionHandler',
    'CorsHandler',
    'LoggerHandler',
    'TimeoutHandler',
    'ResponseTimeHandler',
    'CSRFHandler',
    'XFrameHandler',
    'HSTSHandler',
    'CSPHandler',
    'SecurityPolicyHandler',
    'FaviconHandler',
    'ErrorHandler',
    'ResponseContentTypeHandler',
    'VirtualHostHandler',
    'MethodOverrideHandler',
  ].map(name => [name, OTHER] as const),
]);

/** Which of these handlers a call of `create` or of a maker beside it gives. */
function knownAt(origin: Origin | undefined): Known | undefined {
  for (const [name, known] of KNOWN)
    for (const maker of ['create', 'any', 'all']) if (isFrom(origin, HANDLERS, `${name}.${maker}`)) return known;
  return undefined;
}

/** `JWTAuthHandler.create(…)` is a guard, and so is what further calls make of it. */
export function handlerFacts(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'vertx', site: call } as const;
  const known = knownAt(file.originOf(call.callee));
  if (known) return [{ kind: 'guard-kind', ...base, ...known }];
  const made = call.callee.kind === 'member' ? madeBy(file, call.callee.of) : undefined;
  return made ? [{ kind: 'alias', ...base, value: made }] : [];
}

/** The call of `create` that a chain of settings begins with. */
function madeBy(file: ProgramFile, expr: Expr): CallExpr | undefined {
  let at = expr;
  while (at.kind === 'call') {
    if (knownAt(file.originOf(at.callee))) return at;
    if (at.callee.kind !== 'member') return undefined;
    at = at.callee.of;
  }
  return undefined;
}

/** Whether a handler of the package hands requests on: all but those that answer. */
export function passesOn(file: ProgramFile, expr: Expr): boolean {
  const made = madeBy(file, expr);
  return made !== undefined;
}
