/** Settings of Quarkus. Sources: Quarkus, All configuration options; Authorization of web endpoints. */
import type { AccessEffect, Mechanism, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { FRAMEWORK as REST, RULES } from '../jax-rs/marks.ts';
import { byNarrowness, type PathRule, ruleFacts } from './path-rules.ts';
import { type Setting, type Settings, namesBelow, partsOf, settingOf, settledText, textOf } from './settings.ts';

/** Reactive routes beside JAX-RS. */
export const QUARKUS_ROUTES = 'quarkus-routes';

const PERMISSION = 'quarkus.http.auth.permission.';

export function quarkusFacts(settings: Settings, file: string): readonly ProgramFact[] {
  const root = settingOf(settings, 'quarkus.http.root-path');
  const rest = settingOf(settings, 'quarkus.rest.path', 'quarkus.resteasy-reactive.path', 'quarkus.resteasy.path');
  return [
    ...(root ? [REST, QUARKUS_ROUTES].map(framework => basePath(framework, root)) : []),
    ...(rest ? [{ ...basePath(REST, rest), forApplications: true as const }] : []),
    ...annotationFacts(settings),
    ...permissionFacts(settings, file),
  ];
}

function basePath(framework: string, setting: Setting): ProgramFact & { readonly kind: 'base-path' } {
  const prefix = textOf(setting);
  return { kind: 'base-path', at: setting.at, framework, site: prefix, prefix, rules: RULES };
}

/** What is done with annotations, and with operations that have none. */
function annotationFacts(settings: Settings): readonly ProgramFact[] {
  const [key] = [...settings.keys()].filter(name => SECURITY.test(name));
  const said = key === undefined ? undefined : settings.get(key);
  if (!said) return [];
  const isOn = (name: string): boolean => settings.get(name)?.value === 'true';
  const otherwise: AccessEffect | undefined = isOn('quarkus.security.jaxrs.deny-unannotated-endpoints')
    ? 'denied'
    : settings.has('quarkus.security.jaxrs.default-roles-allowed')
      ? 'required'
      : // Whether a class has such annotations on other members decides.
        isOn('quarkus.security.deny-unannotated-members')
        ? 'unknown'
        : undefined;
  const mechanism = mechanismOf(settings);
  return [
    {
      kind: 'access-annotations',
      at: said.at,
      framework: REST,
      site: { kind: 'text', at: said.at, value: said.value },
      isEnforced: true,
      ...(otherwise ? { otherwise } : {}),
      ...(mechanism ? { mechanism } : {}),
    },
  ];
}

/** Settings of extensions that bring security with them. */
const SECURITY = /^(?:quarkus\.(?:oidc|security|smallrye-jwt|keycloak|elytron|ldap|http\.auth)\b|mp\.jwt\.)/;

function mechanismOf(settings: Settings): Mechanism | undefined {
  const keys = [...settings.keys()];
  if (keys.some(key => key.startsWith('quarkus.oidc.'))) return 'oidc';
  if (keys.some(key => key.startsWith('mp.jwt.') || key.startsWith('quarkus.smallrye-jwt.'))) return 'jwt';
  if (settings.get('quarkus.http.auth.basic')?.value === 'true') return 'basic';
  return settings.get('quarkus.http.auth.form.enabled')?.value === 'true' ? 'session' : undefined;
}

/** `quarkus.http.auth.permission.<name>.*`: they count beside annotations, and both must let pass. */
function permissionFacts(settings: Settings, file: string): readonly ProgramFact[] {
  const rules = namesBelow(settings, PERMISSION).flatMap(name => rulesOf(settings, name));
  const [first] = rules;
  if (!first) return [];
  const list = `quarkus ${file}`;
  const mechanism = mechanismOf(settings);
  return [
    {
      kind: 'access-list',
      at: first.at,
      framework: REST,
      frameworks: [QUARKUS_ROUTES],
      site: { kind: 'text', at: first.at, value: list },
      list,
      otherwise: 'open',
      ...(mechanism ? { mechanism } : {}),
    },
    ...ruleFacts(REST, list, byNarrowness(rules)),
  ];
}

function rulesOf(settings: Settings, name: string): readonly PathRule[] {
  const paths = settings.get(`${PERMISSION}${name}.paths`);
  const policy = settings.get(`${PERMISSION}${name}.policy`);
  if (!paths || settings.get(`${PERMISSION}${name}.enabled`)?.value === 'false') return [];
  const { effect, scopes } = effectOf(settings, policy);
  const given = settings.get(`${PERMISSION}${name}.methods`);
  const methods = given && methodsIn(given);
  const root = trimmed(settings.get('quarkus.http.root-path')?.value ?? '');
  return partsOf(paths).flatMap((path): readonly PathRule[] => {
    const settled = settledText(path);
    const below = settled === undefined ? '/**' : belowRoot(settled, root);
    if (below === undefined) return [];
    return [
      {
        at: paths.at,
        // A last `*` stands for any number of segments, one in the middle for a single one.
        pattern: below.replace(/\*$/, '**'),
        effect: settled === undefined ? 'unknown' : effect,
        ...(methods ? { methods } : {}),
        ...(scopes ? { scopes } : {}),
      },
    ];
  });
}

/** Paths that begin with a slash are whole, others lie below the root path. */
function belowRoot(path: string, root: string): string | undefined {
  if (!path.startsWith('/')) return `/${path}`;
  if (root === '' || path === '/*') return path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) || '/' : undefined;
}

function trimmed(path: string): string {
  const plain = path.replace(/\/+$/, '');
  return plain === '' || plain.startsWith('/') ? plain : `/${plain}`;
}

function methodsIn(setting: Setting): readonly Method[] {
  const words = partsOf(setting).map(word => word.toUpperCase());
  return HTTP_METHODS.filter(method => words.includes(method));
}

/** `permit`, `deny`, `authenticated`, a policy of roles in the settings, or one in code, which is not followed. */
function effectOf(
  settings: Settings,
  policy: Setting | undefined,
): { readonly effect: AccessEffect; readonly scopes?: readonly Expr[] } {
  switch (policy?.value) {
    case 'permit':
      return { effect: 'open' };
    case 'deny':
      return { effect: 'denied' };
    case 'authenticated':
      return { effect: 'required' };
  }
  const roles = policy && settings.get(`quarkus.http.auth.policy.${policy.value}.roles-allowed`);
  if (!roles) return { effect: 'unknown' };
  return {
    effect: 'required',
    scopes: partsOf(roles).map(value => ({ kind: 'text', at: roles.at, value })),
  };
}
