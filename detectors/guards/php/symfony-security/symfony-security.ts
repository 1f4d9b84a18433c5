import type { FactBody } from '../../../../src/core/fact.ts';
import {
  HTTP_METHODS,
  type AccessEffect,
  type Mechanism,
  type Method,
  type ProgramFact,
} from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../../src/parse/data-file.ts';
import { grantedBy, securedBy } from '../../../routes/php/symfony/access.ts';
import { textAt } from '../../../routes/php/values.ts';

export const symfonySecurity = defineDetector({
  id: 'symfony-security',
  title: 'Security of Symfony in YAML',
  kind: 'guard',
  docs: 'https://symfony.com/doc/current/security/access_control.html',
  reads: 'data',
  files: ['**/{security,security_*}.{yml,yaml}', '**/packages/**/*.{yml,yaml}'],
  words: ['access_control', 'firewalls'],
  emits: ['access-list', 'access-rule'],
  limits: [
    'Rules for hosts, ports and addresses leave open what they speak of: what they decide is unknown.',
    'Where one repository holds several applications of Symfony, the rules of each count for all.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const [document] = file.documents;
    const security = document && fieldOf(document.value, 'security');
    return document && isRecord(security) ? factsIn(file, document, security) : [];
  },
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

type Security = Readonly<Record<string, unknown>>;

function factsIn(file: DataFile, document: DataDocument, security: Security): readonly ProgramFact[] {
  const rules = Array.isArray(security['access_control']) ? security['access_control'] : [];
  const firewalls = isRecord(security['firewalls']) ? Object.entries(security['firewalls']) : [];
  if (rules.length === 0 && firewalls.length === 0) return [];
  const list = `security ${file.path}`;
  const at = document.locate(['security']);
  const made = { at, framework: 'symfony', site: textAt(at, list), list };
  return [
    { kind: 'access-list', ...made, frameworks: ['api-platform'], otherwise: 'open' },
    ...mechanismsOf(firewalls).map((mechanism): ProgramFact => ({
      kind: 'access-rule',
      ...made,
      effect: 'required',
      mechanism,
    })),
    ...unguarded(document, firewalls).map(({ at: place, pattern }, rank): ProgramFact => ({
      kind: 'access-rule',
      at: place,
      framework: 'symfony',
      site: textAt(place, pattern),
      list,
      match: [{ paths: textAt(place, wholePattern(pattern)), syntax: 'regex' }],
      effect: 'open',
      rank: rank - firewalls.length,
    })),
    ...rules.flatMap((rule, index) => ruleFacts(document, list, rule, index)),
  ];
}

const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map([
  ['jwt', 'jwt'],
  ['jwt_auth', 'jwt'],
  ['lexik_jwt', 'jwt'],
  ['access_token', 'bearer'],
  ['oauth2', 'oauth2'],
  ['oauth', 'oauth2'],
  ['oidc', 'oidc'],
  ['http_basic', 'basic'],
  ['x509', 'mtls'],
  ['form_login', 'session'],
  ['form_login_ldap', 'session'],
  ['json_login', 'session'],
  ['login_link', 'session'],
  ['remote_user', 'custom'],
  ['custom_authenticator', 'custom'],
  ['custom_authenticators', 'custom'],
  ['guard', 'custom'],
]);

function mechanismsOf(firewalls: readonly (readonly [string, unknown])[]): readonly Mechanism[] {
  const found = firewalls.flatMap(([, firewall]) =>
    isRecord(firewall) ? Object.keys(firewall).flatMap(key => MECHANISMS.get(key) ?? []) : [],
  );
  return [...new Set(found)].toSorted();
}

/** Firewalls that are switched off, before the first that is not and has no pattern: no rule is looked at there. */
function unguarded(
  document: DataDocument,
  firewalls: readonly (readonly [string, unknown])[],
): readonly { readonly at: ReturnType<DataDocument['locate']>; readonly pattern: string }[] {
  const end = firewalls.findIndex(
    ([, firewall]) => isRecord(firewall) && firewall['security'] !== false && typeof firewall['pattern'] !== 'string',
  );
  return firewalls.slice(0, end < 0 ? firewalls.length : end).flatMap(([name, firewall]) => {
    if (!isRecord(firewall) || firewall['security'] !== false || typeof firewall['pattern'] !== 'string') return [];
    return [{ at: document.locate(['security', 'firewalls', name, 'pattern']), pattern: firewall['pattern'] }];
  });
}

/** What stands for a language in paths. */
const LANGUAGE = '[A-Za-z][A-Za-z]?(?:[_-]\\w+)?';

/** The first rule that matches a request decides. Source: Symfony, How Does the Security access_control Work? */
function ruleFacts(document: DataDocument, list: string, rule: unknown, index: number): readonly ProgramFact[] {
  if (!isRecord(rule)) return [];
  const at = document.locate(['security', 'access_control', index]);
  const written = typeof rule['path'] === 'string' ? rule['path'] : undefined;
  // Whether an application fills it in is not told here: a path may begin with a language, and with nothing else in its place.
  const path = written?.replaceAll('{_locale}', LANGUAGE);
  const methods = methodsIn(rule['methods'] ?? rule['method']);
  const roles = rolesIn(rule['roles'] ?? rule['role']);
  // Which requests these speak of is not told by the path alone.
  // `{name}` in a path is for the application to fill in: it is no expression.
  const isFilled = path !== undefined && /\{[A-Za-z_]/.test(path);
  const isPartial =
    isFilled ||
    ['host', 'port', 'ip', 'ips', 'route', 'attributes', 'request_matcher'].some(key => rule[key] !== undefined);
  const effect = effectOf(roles, typeof rule['allow_if'] === 'string' ? rule['allow_if'] : undefined);
  return [
    {
      kind: 'access-rule',
      at,
      framework: 'symfony',
      site: textAt(at, path ?? ''),
      list,
      match: [
        {
          paths: isPartial
            ? { kind: 'unknown', at, text: path ?? '', parts: [] }
            : textAt(at, wholePattern(path ?? '')),
          syntax: 'regex',
          ...(methods && { methods }),
        },
      ],
      effect,
      ...(effect === 'required' && { scopes: roles.map(role => textAt(at, role)) }),
    },
  ];
}

function rolesIn(roles: unknown): readonly string[] {
  if (typeof roles === 'string') return roles.split(/\s*,\s*/);
  return Array.isArray(roles) ? roles.map(String) : [];
}

/** Having one of the roles is enough; a rule without any lets everybody pass. */
function effectOf(roles: readonly string[], condition: string | undefined): AccessEffect {
  const effects = roles.map(role => grantedBy(role).effect);
  if (effects.includes('none')) return 'open';
  if (condition !== undefined) {
    // Beside roles, one of the two may do, by the strategy of the application.
    const { effect } = securedBy(condition);
    const isDemanded = effect === 'required' && effects.every(one => one === 'required');
    return isDemanded ? 'required' : effect === 'none' ? 'open' : 'unknown';
  }
  if (effects.length === 0) return 'open';
  return effects.every(effect => effect === 'required')
    ? 'required'
    : roles.includes('ROLE_NO_ACCESS')
      ? 'denied'
      : 'unknown';
}

function methodsIn(methods: unknown): readonly Method[] | undefined {
  const words = (
    typeof methods === 'string' ? methods.split(/[|,]/) : Array.isArray(methods) ? methods.map(String) : []
  ).map(word => word.trim().toUpperCase());
  return words.length === 0 ? undefined : HTTP_METHODS.filter(method => words.includes(method));
}

/** A pattern may match anywhere in a path; a rule without one matches all. */
function wholePattern(pattern: string): string {
  const start = pattern.startsWith('^') ? pattern.slice(1) : `.*${pattern}`;
  return start.endsWith('$') && !start.endsWith('\\$') ? start.slice(0, -1) : `${start}.*`;
}
