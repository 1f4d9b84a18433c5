/** Settings of Micronaut. Sources: Micronaut, The HTTP server; Micronaut Security, Intercept URL map. */
import type { AccessEffect, Mechanism, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import { FRAMEWORK, RULES } from '../micronaut/marks.ts';
import { type PathRule, ruleFacts } from './path-rules.ts';
import { type Setting, type Settings, namesBelow, partsOf, textOf } from './settings.ts';

const MAP = 'micronaut.security.intercept-url-map';

export function micronautFacts(settings: Settings, file: string): readonly ProgramFact[] {
  const context = settings.get('micronaut.server.context-path');
  const prefix = context && textOf(context);
  return [
    ...(context && prefix
      ? [{ kind: 'base-path' as const, at: context.at, framework: FRAMEWORK, site: prefix, prefix, rules: RULES }]
      : []),
    ...securityFacts(settings, file),
  ];
}

/** What is not spoken of is refused where security is on. */
function securityFacts(settings: Settings, file: string): readonly ProgramFact[] {
  const enabled = settings.get('micronaut.security.enabled');
  const [key] = [...settings.keys()].filter(name => name.startsWith('micronaut.security.'));
  const said = enabled ?? (key === undefined ? undefined : settings.get(key));
  if (!said) return [];
  const site = { kind: 'text' as const, at: said.at, value: said.value };
  const mechanism = mechanismOf(settings);
  if (enabled?.value === 'false')
    return [
      { kind: 'access-annotations', at: said.at, framework: FRAMEWORK, site, isEnforced: false },
      {
        kind: 'access-list',
        at: said.at,
        framework: FRAMEWORK,
        site,
        list: `micronaut ${file}`,
        otherwise: 'open',
        order: first(said),
      },
    ];
  const list = `micronaut ${file}`;
  return [
    {
      kind: 'access-annotations',
      at: said.at,
      framework: FRAMEWORK,
      site,
      isEnforced: true,
      ...(mechanism ? { mechanism } : {}),
    },
    {
      kind: 'access-list',
      at: said.at,
      framework: FRAMEWORK,
      site,
      list,
      otherwise: enabled && enabled.value !== 'true' ? 'unknown' : 'denied',
      order: first(said),
      ...(mechanism ? { mechanism } : {}),
    },
    ...ruleFacts(
      FRAMEWORK,
      list,
      namesBelow(settings, MAP).flatMap(name => ruleOf(settings, `${MAP}${name}`)),
    ),
  ];
}

/** Settings come before what the build file alone tells. */
function first({ at }: Setting): { readonly kind: 'number'; readonly at: Setting['at']; readonly value: number } {
  return { kind: 'number', at, value: 0 };
}

function mechanismOf(settings: Settings): Mechanism | undefined {
  switch (settings.get('micronaut.security.authentication')?.value) {
    case 'bearer':
      return 'bearer';
    case 'session':
      return 'session';
    case 'cookie':
    case 'idtoken':
      return 'jwt';
  }
  return [...settings.keys()].some(key => key.startsWith('micronaut.security.token.jwt')) ? 'jwt' : undefined;
}

function ruleOf(settings: Settings, entry: string): readonly PathRule[] {
  const pattern = settings.get(`${entry}.pattern`);
  const access = settings.get(`${entry}.access`) ?? settings.get(`${entry}.access[0]`);
  if (!pattern || !access) return [];
  const words = partsOf(access).map(word => word.replace(/^['"]|['"]$/g, ''));
  const effect: AccessEffect = words.includes('isAnonymous()')
    ? 'open'
    : words.includes('denyAll()')
      ? 'denied'
      : 'required';
  const method = settings.get(`${entry}.http-method`)?.value.toUpperCase();
  const methods: readonly Method[] = HTTP_METHODS.filter(one => one === method);
  const scopes = words.filter(word => !word.endsWith('()'));
  return [
    {
      at: pattern.at,
      pattern: pattern.value.replace(/^\$\{micronaut\.server\.context-path(?::[^}]*)?\}/, ''),
      effect,
      ...(method === undefined ? {} : { methods }),
      scopes: scopes.map(value => ({ kind: 'text', at: access.at, value })),
    },
  ];
}
