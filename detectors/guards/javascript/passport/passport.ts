import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';
import { type GuardSource, guardsIn, madeBy, type GuardRow } from '../guard-table.ts';

const PACKAGES: readonly string[] = ['passport', 'koa-passport', '@fastify/passport'];

/** What Passport puts before routes without refusing anyone. */
const ROWS: readonly GuardRow[] = [
  { modules: PACKAGES, name: 'initialize', as: 'method', effect: 'none', does: 'prepares requests' },
  {
    modules: PACKAGES,
    name: 'session',
    as: 'method',
    effect: 'optional',
    mechanism: 'session',
    does: 'restores a login session and refuses nobody',
  },
  {
    modules: PACKAGES,
    name: 'authorize',
    as: 'method',
    effect: 'none',
    does: 'connects an account, it protects nothing',
  },
];

export const passport = defineDetector({
  id: 'passport',
  title: 'Passport',
  kind: 'guard',
  docs: 'https://www.passportjs.org/concepts/authentication/middleware/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['passport', '.authenticate', '.initialize', '.session', '.authorize', 'AuthGuard'],
  emits: ['guard-kind'],
  limits: [
    'Strategies are judged by name: those that log people in (`local`, `google` …) guard a login, not what it serves.',
    'A strategy that lets everyone pass is known only by the name `anonymous`.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [...guardsIn(file, 'passport', ROWS), ...file.calls.flatMap(site => authenticationOf(file, site, local))];
  },
});

/** `passport.authenticate(strategies, options, callback)`, and `AuthGuard(strategies)` of `@nestjs/passport`. */
function authenticationOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call } = site;
  const isNest = exportOf(file.originOf(call.callee), '@nestjs/passport') === 'AuthGuard';
  const from: GuardSource | undefined = isNest
    ? {}
    : madeBy(file, site, { name: 'authenticate', modules: PACKAGES }, local);
  const [strategies] = call.args;
  if (!from || (!strategies && !isNest)) return [];
  const judged = judge(call, strategies, local);
  return [
    {
      kind: 'guard-kind',
      at: strategies?.at ?? call.nameAt,
      framework: 'passport',
      site: call,
      effect: judged.effect,
      ...(judged.mechanism && { mechanism: judged.mechanism }),
      ...(from.of && { of: from.of }),
      why: judged.why,
    },
  ];
}

/** Strategies of well-known packages by the name they register themselves under. */
const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map([
  ['jwt', 'jwt'],
  ['bearer', 'bearer'],
  ['http-bearer', 'bearer'],
  ['basic', 'basic'],
  ['digest', 'basic'],
  ['headerapikey', 'api-key'],
  ['localapikey', 'api-key'],
  ['api-key', 'api-key'],
  ['apikey', 'api-key'],
  ['oauth-bearer', 'bearer'],
  ['session', 'session'],
  ['oauth2-client-password', 'oauth2'],
  ['client-cert', 'mtls'],
]);

/** Strategies by which people log in: they take a password, or send the browser to a provider and back. */
const LOGINS: ReadonlySet<string> = new Set([
  'local',
  'google',
  'google-oauth20',
  'github',
  'github2',
  'gitlab',
  'facebook',
  'twitter',
  'linkedin',
  'microsoft',
  'azuread-openidconnect',
  'apple',
  'discord',
  'slack',
  'spotify',
  'twitch',
  'steam',
  'auth0',
  'okta',
  'oidc',
  'openidconnect',
  'oauth2',
  'oauth',
  'saml',
  'cas',
  'ldapauth',
  'magiclink',
  'magic-link',
  'magiclogin',
  'webauthn',
]);

/** Options that only a login has: where to go afterwards, and what to ask the provider for. */
const LOGIN_OPTIONS: readonly string[] = [
  'successRedirect',
  'successReturnToOrRedirect',
  'scope',
  'prompt',
  'accessType',
];

type Judged = { readonly effect: GuardEffect; readonly mechanism?: Mechanism; readonly why: string };

function judge(call: CallExpr, strategies: Expr | undefined, local: LocalValues): Judged {
  const [, options, callback] = call.args;
  if (callback || (options && local.valueOf(options).kind === 'function')) {
    return { effect: 'unknown', why: 'passport.authenticate with a callback, which decides what happens' };
  }
  const value = strategies && local.valueOf(strategies);
  const names = (value?.kind === 'list' ? value.items : value ? [value] : []).map(item => {
    const name = local.valueOf(item);
    return name.kind === 'text' ? name.value : undefined;
  });
  const shown = names.map(name => name ?? 'a computed one').join(', ') || 'the default one';
  if (names.includes('anonymous'))
    return { effect: 'optional', why: `passport strategies ${shown}: anonymous lets everyone pass` };
  const isLogin = names.some(name => name !== undefined && LOGINS.has(name));
  if (isLogin || LOGIN_OPTIONS.some(option => optionOf(options, option, local)?.kind === 'text')) {
    return { effect: 'none', why: `passport strategy ${shown} logs people in` };
  }
  const known = names.flatMap(name => mechanismOf(name ?? '') ?? []);
  const mechanism = known[0] ?? 'custom';
  return {
    effect: 'required',
    mechanism,
    why: `passport strategy ${shown} refuses requests that it does not authenticate`,
  };
}

/** `jwt-refresh` and `jwt-admin` are strategies of the kind that their name begins with. */
function mechanismOf(name: string): Mechanism | undefined {
  return MECHANISMS.get(name) ?? MECHANISMS.get(/^[^-_.:]+/.exec(name)?.[0] ?? '');
}
