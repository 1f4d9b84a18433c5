import type { AccessEffect, AccessPattern, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';
import { blanked } from '../../../routes/jvm/blanked.ts';
import { FRAMEWORK } from '../../../routes/jvm/spring/mappings.ts';

export const springSecurityXml = defineDetector({
  id: 'spring-security-xml',
  title: 'Spring Security in XML',
  kind: 'guard',
  docs: 'https://docs.spring.io/spring-security/reference/servlet/appendix/namespace/http.html',
  reads: 'text',
  files: ['**/*.xml'],
  words: ['springframework.org/schema/security'],
  emits: ['access-list', 'access-rule', 'enables'],
  limits: [
    'A chain counts for the part of the build that its file stands in, whether or not the application imports the file, unless code makes chains there.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const text = blanked(file.text, ['<!--', '-->']);
    return [...chainsIn(file, text), ...enablingIn(file, text)];
  },
});

type Tag = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly at: Location;
  readonly start: number;
};

/** Start tags, with any prefix of their namespace. */
function tagsIn(file: TextFile, text: string): readonly Tag[] {
  return [
    ...text.matchAll(
      /<(?:[\w-]{1,40}:)?([\w-]{1,60})((?:\s{1,200}[\w:-]{1,60}\s{0,20}=\s{0,20}(?:"[^"]{0,2000}"|'[^']{0,2000}')){0,40})\s{0,200}\/?>/g,
    ),
  ].map(({ 0: whole, 1: name = '', 2: written = '', index }) => ({
    name,
    start: index,
    at: file.locate(index, index + Math.max(1, whole.split('\n', 1)[0]?.length ?? 1)),
    attributes: new Map(
      [...written.matchAll(/([\w:-]{1,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, key = '', double, single]) => [key, double ?? single ?? ''] as const,
      ),
    ),
  }));
}

/** One list for each `<http>`: the first that speaks of a path decides, and in it the first rule that does. */
function chainsIn(file: TextFile, text: string): readonly ProgramFact[] {
  const tags = tagsIn(file, text);
  const chains = tags.filter(({ name }) => name === 'http');
  const ends = [...text.matchAll(/<\/(?:[\w-]{1,40}:)?http>/g)].map(({ index }) => index);
  return chains.flatMap((chain, index): readonly ProgramFact[] => {
    const end = chains[index + 1]?.start ?? text.length;
    const closes = ends.find(at => at > chain.start) ?? -1;
    const rules = tags.filter(
      ({ name, start }) =>
        name === 'intercept-url' && start > chain.start && start < (closes < 0 ? end : Math.min(end, closes)),
    );
    const list = `xml ${file.path} ${chain.start}`;
    const made = { at: chain.at, framework: FRAMEWORK, site: nothing(chain.at), list };
    const isOpen = chain.attributes.get('security') === 'none';
    const pattern = chain.attributes.get('pattern');
    return [
      // Chains are asked in the order in which they are written.
      {
        kind: 'access-list',
        ...made,
        order: { kind: 'number', at: chain.at, value: index },
        otherwise: 'open',
        isFallback: true,
      },
      ...(pattern === undefined
        ? []
        : [{ kind: 'access-rule' as const, ...made, match: [patternOf(chain, pattern)], effect: 'scope' as const }]),
      ...(isOpen ? [] : rules.map(rule => ruleOf(rule, list, chain))),
    ];
  });
}

function ruleOf(rule: Tag, list: string, chain: Tag): ProgramFact {
  const access = rule.attributes.get('access') ?? '';
  const usesExpressions =
    chain.attributes.get('use-expressions') !== 'false' && !/^(?:ROLE_|IS_AUTHENTICATED_)[\w,\s]*$/.test(access);
  const pattern = rule.attributes.get('pattern');
  const base = { kind: 'access-rule' as const, at: rule.at, framework: FRAMEWORK, site: nothing(rule.at), list };
  const match = pattern === undefined ? {} : { match: [patternOf(rule, pattern)] };
  if (usesExpressions)
    return { ...base, ...match, effect: 'unknown', rule: { kind: 'text', at: rule.at, value: access } };
  const effect: AccessEffect = /IS_AUTHENTICATED_ANONYMOUSLY|ROLE_ANONYMOUS/.test(access) ? 'open' : 'required';
  if (effect === 'open') return { ...base, ...match, effect };
  return {
    ...base,
    ...match,
    effect,
    scopes: access.split(',').map(value => ({ kind: 'text', at: rule.at, value: value.trim() })),
  };
}

function patternOf(tag: Tag, pattern: string): AccessPattern {
  const given = tag.attributes.get('method');
  const methods: readonly Method[] = HTTP_METHODS.filter(method => method === given);
  return {
    paths: { kind: 'text', at: tag.at, value: pattern },
    syntax: tag.attributes.get('request-matcher') === 'regex' ? 'regex' : 'ant',
    ...(methods.length > 0 ? { methods } : {}),
  };
}

function nothing(at: Location): Expr {
  return { kind: 'nothing', at };
}

/** `<global-method-security pre-post-annotations="enabled"/>`, `<method-security/>`. */
function enablingIn(file: TextFile, text: string): readonly ProgramFact[] {
  return tagsIn(file, text).flatMap((tag): readonly ProgramFact[] => {
    if (tag.name !== 'global-method-security' && tag.name !== 'method-security') return [];
    const isOn = (name: string, byDefault: boolean): boolean =>
      /^(?:enabled|true)$/.test(tag.attributes.get(name) ?? (byDefault ? 'true' : ''));
    const isNewer = tag.name === 'method-security';
    const what = [
      ...(isOn(isNewer ? 'pre-post-enabled' : 'pre-post-annotations', isNewer)
        ? ['method security (@PreAuthorize)']
        : []),
      ...(isOn(isNewer ? 'secured-enabled' : 'secured-annotations', false) ? ['method security (@Secured)'] : []),
      ...(isOn(isNewer ? 'jsr250-enabled' : 'jsr250-annotations', false) ? ['method security (@RolesAllowed)'] : []),
    ];
    return what.map(one => ({ kind: 'enables', at: tag.at, framework: FRAMEWORK, site: nothing(tag.at), what: one }));
  });
}
