/** Methods that gems give to controllers, by the names under which they are put before actions. */
import type { GuardEffect, Mechanism } from '../../core/facts/program.ts';
import type { Location } from '../../core/location.ts';
import type { Machine } from '../machine.ts';
import type { KnownGuard, Value } from '../value.ts';

type GemMethod = {
  readonly gem: string;
  readonly name: RegExp;
  readonly effect: GuardEffect;
  readonly mechanism: Mechanism;
  readonly why: string;
};

/**
 * Sources: Devise, Controller filters and helpers; Doorkeeper, Protecting resources; Clearance, Access control; Sorcery, Core;
 * Knock; Devise Token Auth; CanCanCan, Controller helpers; GDS SSO, Controller methods; API Guard, README; Simple Token Authentication, README.
 */
const METHODS: readonly GemMethod[] = [
  {
    gem: 'devise',
    name: /^authenticate_(?!or_|with_|scope)\w+!$/,
    effect: 'required',
    mechanism: 'session',
    why: 'Devise refuses who is not signed in',
  },
  {
    gem: 'devise_token_auth',
    name: /^authenticate_\w+!$/,
    effect: 'required',
    mechanism: 'bearer',
    why: 'Devise Token Auth refuses requests without a valid token',
  },
  {
    gem: 'doorkeeper',
    name: /^doorkeeper_authorize!$/,
    effect: 'required',
    mechanism: 'oauth2',
    why: 'Doorkeeper refuses requests without a valid access token',
  },
  {
    gem: 'clearance',
    name: /^(?:require_login|deny_access)$/,
    effect: 'required',
    mechanism: 'session',
    why: 'Clearance refuses who is not signed in',
  },
  {
    gem: 'sorcery',
    name: /^require_login$/,
    effect: 'required',
    mechanism: 'session',
    why: 'Sorcery refuses who is not logged in',
  },
  {
    gem: 'knock',
    name: /^authenticate_\w+$/,
    effect: 'required',
    mechanism: 'jwt',
    why: 'Knock refuses requests without a valid token',
  },
  {
    gem: 'jwt_sessions',
    name: /^authorize_(?:(?:by_)?access|refresh)\w*!?$/,
    effect: 'required',
    mechanism: 'jwt',
    why: 'JWTSessions refuses requests without a valid token',
  },
  {
    gem: 'gds-sso',
    name: /^authenticate_user!$/,
    effect: 'required',
    mechanism: 'oauth2',
    why: 'GDS SSO refuses who is not signed in',
  },
  {
    gem: 'simple_token_authentication',
    name: /^authenticate_\w+_from_token!$/,
    effect: 'required',
    mechanism: 'bearer',
    why: 'Simple Token Authentication refuses requests without a valid token',
  },
  {
    gem: 'api_guard',
    name: /^authenticate_and_set_\w+$/,
    effect: 'required',
    mechanism: 'jwt',
    why: 'API Guard refuses requests without a valid token',
  },
  {
    gem: 'rodauth-rails',
    name: /^rodauth_authenticate$/,
    effect: 'required',
    mechanism: 'session',
    why: 'Rodauth refuses who is not logged in',
  },
];

/** A method of a gem that the application depends on; undefined when it is of none that is known. */
export function gemGuard(
  machine: Machine,
  file: string,
  { name, at }: { readonly name: string; readonly at: Location; readonly options?: ReadonlyMap<string, Value> },
): KnownGuard | undefined {
  const known = METHODS.find(method => method.name.test(name) && usesGem(machine, file, method.gem));
  return (
    known && {
      kind: 'guard',
      at,
      what: name,
      effect: known.effect,
      mechanism: known.mechanism,
      scopes: [],
      limiter: false,
      why: known.why,
    }
  );
}

const GEMS = new WeakMap<Machine, readonly { readonly folder: string; readonly gem: string }[]>();

/** Whether the gemfile around a file, or code of the application, says that a gem is used. */
export function usesGem(machine: Machine, file: string, gem: string): boolean {
  const known =
    GEMS.get(machine) ??
    machine.program.facts.flatMap(fact =>
      fact.kind === 'enables' && fact.what.startsWith('gem ')
        ? [{ folder: fact.at.file.replace(/[^/]*$/, ''), gem: fact.what.slice('gem '.length) }]
        : [],
    );
  GEMS.set(machine, known);
  return known.some(one => one.gem === gem && file.startsWith(one.folder));
}

/** Methods of Rails and of well-known gems that ask nobody who they are. */
export function isHarmlessCallback(name: string): boolean {
  return HARMLESS.test(name);
}

const HARMLESS =
  /^(?:verify_authenticity_token|verify_same_origin_request|protect_from_forgery|set_locale|set_time_zone|switch_locale|set_paper_trail_\w+|configure_permitted_parameters|allow_browser|set_current_request_details|set_raven_context|set_sentry_context|store_location|store_user_location!|require_no_authentication|allow_params_authentication!|verify_signed_out_user|http_accept_language|set_csrf_\w+|skip_session|set_format|set_default_format|set_gettext_locale|set_cache_headers|mini_profiler\w*|bullet\w*|verify_authorized|verify_policy_scoped|set_active_storage_\w+|force_ssl|check_rack_mini_profiler)$/;
