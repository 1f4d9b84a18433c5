import type { FactBody } from '../../../../src/core/fact.ts';
import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { lastName, linksOf, madeAt, namesIn } from '../../../routes/rust/chains.ts';

export const authRust = defineDetector({
  id: 'auth-rust',
  title: 'Authentication in Rust',
  kind: 'guard',
  docs: 'https://docs.rs/axum/latest/axum/middleware/fn.from_fn.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: [
    'from_fn',
    'from_extractor',
    'map_request',
    'HttpAuthentication',
    'HeaderLayer',
    'AuthorizationLayer',
    'axum_login',
    'JwtAuth',
    'BasicAuth',
    'Session',
    'Identity',
    'AuthManager',
    'Cors',
    'HxRequestGuard',
    'ServiceBuilder',
    'Condition',
    'option_layer',
  ],
  emits: ['alias', 'guard-kind'],
  limits: ['Middleware that a program builds around others by generic parameters alone is not told apart.'],
  version: 2,
  detect: (file): readonly FactBody[] =>
    file.calls.flatMap(site => [
      ...functions(file, site),
      ...known(file, site),
      ...builders(file, site),
      ...conditional(file, site),
    ]),
});

const FRAMEWORKS: ReadonlySet<string> = new Set(['axum', 'actix_web', 'actix_web_lab', 'axum_extra']);

/** Functions that stand before others: `middleware::from_fn(auth)`. */
function functions(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const names = namesIn(file, call.callee, FRAMEWORKS);
  const last = names?.at(-1) ?? '';
  const base = { kind: 'alias', at: call.nameAt, framework: 'auth-rust', site: call } as const;
  const value = call.args.at(-1);
  if (FUNCTIONS.has(last) && value) return [{ ...base, value }];
  if (last !== 'from_extractor' && last !== 'from_extractor_with_state') return [];
  const type = typeNamed(call, 0);
  return type ? [{ ...base, value: memberOf(type, 'from_request_parts') }] : [];
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'from_fn',
  'from_fn_with_state',
  'map_request',
  'map_request_with_state',
]);

function typeNamed(call: CallExpr, index: number): Expr | undefined {
  const name = /^\s*(?:\w+\s*::\s*)*(\w+)/.exec(call.typeArguments[index] ?? '')?.[1];
  return name === undefined ? undefined : { kind: 'name', at: call.nameAt, name };
}

function memberOf(of: Expr, name: string): Expr {
  return { kind: 'member', at: of.at, of, name, nameAt: of.at };
}

/** `ServiceBuilder::new().layer(a).layer(b)`: what comes between and after layers changes nothing about who may call. */
function builders(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (!receiver || name === 'layer' || name === 'option_layer') return [];
  const [root] = linksOf(call);
  if (
    !root ||
    root.call === call ||
    namesIn(file, root.call.callee, TOWER)?.slice(-2).join('::') !== 'ServiceBuilder::new'
  )
    return [];
  return [{ kind: 'alias', at: call.nameAt, framework: 'auth-rust', site: call, value: receiver }];
}

const TOWER: ReadonlySet<string> = new Set(['tower']);

/**
 * Middleware that may be switched off: `Condition::new(settings.auth, Auth)`, and what is there where an option has it. Sources:
 * Actix Web, middleware::Condition; actix-web-extras, Condition; tower, util::option_layer.
 */
function conditional(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const base = { kind: 'alias', at: call.nameAt, framework: 'auth-rust', site: call } as const;
  const [first, second] = call.args;
  if (!first) return [];
  const nothing: Expr = { kind: 'nothing', at: call.nameAt };
  const perhaps = (test: Expr, then: Expr): ProgramFact => ({
    ...base,
    value: { kind: 'choice', at: call.at, test, then, otherwise: nothing },
  });
  const names = namesIn(file, call.callee, SWITCHES)?.slice(-2).join('::');
  if (names === 'Condition::new' && second) {
    // What settings make for browsers (`config.cors_middleware()`) is seldom written where it is put up.
    if (isForBrowsers(second))
      return [
        { ...base, kind: 'guard-kind', effect: 'none', why: `actix_web::Condition ${BROWSERS}, or does nothing` },
      ];
    return [perhaps(first, second)];
  }
  if (names === 'Condition::from_option' || names?.endsWith('option_layer') === true)
    return [perhaps(madeAt(call.nameAt), first)];
  return [];
}

/** Whether a value is called after CORS: a call in it, or the name that it starts with. */
function isForBrowsers(value: Expr): boolean {
  const links = linksOf(value);
  const callee = links[0]?.call.callee ?? value;
  const start = callee.kind === 'member' ? callee.of : callee;
  return /cors/i.test([...links.map(link => link.name), start.kind === 'name' ? start.name : ''].join(' '));
}

const SWITCHES: ReadonlySet<string> = new Set(['actix_web', 'actix_web_extras', 'tower']);

// What packages have

type Row = {
  readonly packages: readonly string[];
  /** The type, and the functions of it that make one; any when none are given. */
  readonly type: string;
  readonly makers?: readonly string[];
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  /** Its first argument is asked whether a credential that is there is good. */
  readonly asks?: true;
  readonly does: string;
};

const KEEPS = 'keeps something between requests, and refuses nobody';
const CHECKS = 'refuses requests without the credential that it is given';
const BROWSERS = 'tells browsers which pages may call';
const OWN = 'asks a function of its own, which is not followed';

/** Sources: the documentation of actix-web-httpauth, tower-http, axum-login, actix-session, actix-identity, tower-sessions, Salvo and Poem. */
const ROWS: readonly Row[] = [
  {
    packages: ['actix_web_httpauth'],
    type: 'HttpAuthentication',
    makers: ['bearer'],
    effect: 'required',
    mechanism: 'bearer',
    asks: true,
    does: 'refuses requests without a token, and asks a function about those that have one',
  },
  {
    packages: ['actix_web_httpauth'],
    type: 'HttpAuthentication',
    makers: ['basic'],
    effect: 'required',
    mechanism: 'basic',
    asks: true,
    does: 'refuses requests without a password, and asks a function about those that have one',
  },
  { packages: ['actix_web_httpauth'], type: 'HttpAuthentication', makers: ['with_fn'], effect: 'unknown', does: OWN },
  {
    packages: ['tower_http'],
    type: 'ValidateRequestHeaderLayer',
    makers: ['bearer'],
    effect: 'required',
    mechanism: 'bearer',
    does: CHECKS,
  },
  {
    packages: ['tower_http'],
    type: 'ValidateRequestHeaderLayer',
    makers: ['basic'],
    effect: 'required',
    mechanism: 'basic',
    does: CHECKS,
  },
  {
    packages: ['tower_http'],
    type: 'ValidateRequestHeaderLayer',
    makers: ['accept'],
    effect: 'none',
    does: 'looks at what the caller accepts',
  },
  { packages: ['tower_http'], type: 'ValidateRequestHeaderLayer', makers: ['custom'], effect: 'unknown', does: OWN },
  {
    packages: ['tower_http'],
    type: 'RequireAuthorizationLayer',
    makers: ['bearer'],
    effect: 'required',
    mechanism: 'bearer',
    does: CHECKS,
  },
  {
    packages: ['tower_http'],
    type: 'RequireAuthorizationLayer',
    makers: ['basic'],
    effect: 'required',
    mechanism: 'basic',
    does: CHECKS,
  },
  { packages: ['tower_http'], type: 'RequireAuthorizationLayer', makers: ['custom'], effect: 'unknown', does: OWN },
  { packages: ['tower_http'], type: 'AsyncRequireAuthorizationLayer', effect: 'unknown', does: OWN },
  { packages: ['tower_http'], type: 'AddAuthorizationLayer', effect: 'none', does: 'adds a credential to requests' },
  // Their builders have words of credentials that browsers may send, which they ask nobody for.
  { packages: ['tower_http'], type: 'CorsLayer', effect: 'none', does: BROWSERS },
  { packages: ['actix_cors', 'poem', 'salvo', 'rocket_cors', 'tide'], type: 'Cors', effect: 'none', does: BROWSERS },
  { packages: ['tide'], type: 'CorsMiddleware', effect: 'none', does: BROWSERS },
  {
    packages: ['axum_htmx'],
    type: 'HxRequestGuardLayer',
    effect: 'none',
    does: 'asks for a header that anybody may send',
  },
  { packages: ['axum_login'], type: 'AuthManagerLayerBuilder', effect: 'none', does: KEEPS },
  {
    packages: ['axum_login', 'tower_sessions', 'axum_sessions', 'tower_cookies', 'axum_session'],
    type: 'SessionManagerLayer',
    effect: 'none',
    does: KEEPS,
  },
  { packages: ['axum_sessions', 'axum_session', 'async_session'], type: 'SessionLayer', effect: 'none', does: KEEPS },
  { packages: ['actix_session'], type: 'SessionMiddleware', effect: 'none', does: KEEPS },
  { packages: ['actix_session'], type: 'CookieSession', effect: 'none', does: KEEPS },
  { packages: ['actix_identity'], type: 'IdentityMiddleware', effect: 'none', does: KEEPS },
  { packages: ['actix_identity'], type: 'IdentityService', effect: 'none', does: KEEPS },
  { packages: ['salvo'], type: 'SessionHandler', effect: 'none', does: KEEPS },
  { packages: ['poem'], type: 'CookieSession', effect: 'none', does: KEEPS },
  { packages: ['poem'], type: 'ServerSession', effect: 'none', does: KEEPS },
  {
    packages: ['salvo'],
    type: 'JwtAuth',
    makers: ['new'],
    effect: 'required',
    mechanism: 'jwt',
    does: 'refuses requests without a good token',
  },
  {
    packages: ['salvo'],
    type: 'BasicAuth',
    makers: ['new'],
    effect: 'required',
    mechanism: 'basic',
    does: 'refuses requests without a good password',
  },
  { packages: ['tide'], type: 'SessionMiddleware', effect: 'none', does: KEEPS },
];

function known(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const base = { kind: 'guard-kind', at: call.nameAt, framework: 'auth-rust', site: call } as const;
  const macro = macroGuard(file, call);
  if (macro) return [{ ...base, ...macro }];
  for (const row of ROWS) {
    const names = namesIn(file, call.callee, new Set(row.packages));
    if (!names || names.at(-2) !== row.type) continue;
    if (row.makers && !row.makers.includes(names.at(-1) ?? '')) continue;
    const [check] = call.args;
    // What the program wrote itself is followed.
    if (row.does === OWN && check && isOfProgram(file, check))
      return [{ kind: 'alias', at: call.nameAt, framework: 'auth-rust', site: call, value: check }];
    return [
      {
        ...base,
        effect: row.effect,
        ...(row.mechanism && { mechanism: row.mechanism }),
        ...(row.asks && check ? { check } : {}),
        why: `${row.packages[0]}::${row.type} ${row.does}`,
      },
    ];
  }
  return receiver && name === 'force_passed' ? lax(file, call) : [];
}

/** A function in the text, or a value of a type of the same program. */
function isOfProgram(file: ProgramFile, value: Expr): boolean {
  if (value.kind === 'function') return true;
  const [root] = linksOf(value);
  const origin = file.originOf(root ? root.call.callee : value);
  return (root !== undefined || value.kind === 'name') && (!origin || /^(?:crate|self|super)\b/.test(origin.module));
}

/** `JwtAuth::new(…).force_passed(true)` lets requests pass that have no good token. */
function lax(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const [root] = linksOf(call);
  const [is] = call.args;
  if (
    !root ||
    namesIn(file, root.call.callee, new Set(['salvo']))
      ?.slice(-2)
      .join('::') !== 'JwtAuth::new'
  )
    return [];
  if (is?.kind === 'boolean' && !is.value) return [];
  const effect = is?.kind === 'boolean' ? 'optional' : 'unknown';
  const why = 'salvo::JwtAuth reads a token, and lets requests without a good one pass';
  return [{ kind: 'guard-kind', at: call.nameAt, framework: 'auth-rust', site: call, effect, mechanism: 'jwt', why }];
}

/** `login_required!(Backend, login_url = "/login")`. */
function macroGuard(
  file: ProgramFile,
  call: CallExpr,
): { readonly effect: GuardEffect; readonly mechanism: Mechanism; readonly why: string } | undefined {
  const { callee } = call;
  if (callee.kind !== 'name' || !lastName(callee.name).endsWith('!')) return undefined;
  const macro = namesIn(file, callee, new Set(['axum_login']))?.at(-1);
  if (macro !== 'login_required!' && macro !== 'permission_required!') return undefined;
  return {
    effect: 'required',
    mechanism: 'session',
    why: `axum_login::${macro} refuses requests without a session of a user`,
  };
}
