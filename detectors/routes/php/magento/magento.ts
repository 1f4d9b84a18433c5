import type { GuardEffect, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type XmlAttribute, type XmlElement, attributeOf, childrenOf } from '../../../../src/parse/xml.ts';
import { noHandler, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const magento = defineDetector({
  id: 'magento',
  title: 'Magento web APIs',
  kind: 'framework',
  docs: 'https://developer.adobe.com/commerce/php/development/components/web-api/services/',
  reads: 'xml',
  files: ['**/etc/webapi.xml', '**/etc/{frontend,adminhtml}/routes.xml'],
  words: ['<routes', '<router'],
  emits: ['route', 'guard-kind', 'class-prefix'],
  limits: [
    'Pages of the administration are listed without the name that a site gives to it (`backend/frontName`).',
    'The same services by SOAP, asynchronous and bulk addresses, and the code of a store in a path are left out.',
    'Where several modules state one route, each counts for itself.',
  ],
  version: 1,
  detect: ({ root }): readonly ProgramFact[] =>
    root.local === 'routes'
      ? childrenOf(root, 'route').flatMap(routeFacts)
      : childrenOf(root, 'router').flatMap(router => childrenOf(router, 'route').flatMap(frontName)),
});

/** `<route id="blog" frontName="blog">`: the controllers of the module are below that name. Source: Adobe Commerce, Routing. */
function frontName(route: XmlElement): readonly ProgramFact[] {
  const name = attributeOf(route, 'frontName');
  const [module, area] = name
    ? (/^(.*)etc\/(frontend|adminhtml)\/routes\.xml$/.exec(name.at.file)?.slice(1) ?? [])
    : [];
  if (!name || module === undefined) return [];
  return [
    {
      kind: 'class-prefix',
      at: name.at,
      framework: 'magento',
      site: textAt(name.at, name.value),
      prefix: textAt(name.at, `/${name.value}`),
      folders: [`${module}Controller/${area === 'adminhtml' ? 'Adminhtml/' : ''}`],
    },
  ];
}

const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

/** `<route url="/V1/posts/:id" method="GET">`, served below `/rest`. Source: Adobe Commerce, Services as Web APIs. */
function routeFacts(route: XmlElement): readonly ProgramFact[] {
  const url = attributeOf(route, 'url');
  const method = VERBS.get(attributeOf(route, 'method')?.value.toLowerCase() ?? '');
  if (!url || !method) return [];
  const refs = childrenOf(route, 'resources')
    .flatMap(one => childrenOf(one, 'resource'))
    .flatMap(one => attributeOf(one, 'ref') ?? []);
  const guard = textAt(url.at, 'resources');
  const path = `/rest/${url.value.replace(/^\/+/, '').replace(/(^|\/):(\w+)/g, '$1{$2}')}`;
  const scopes = refs.filter(({ value }) => value.includes('::')).map(({ at, value }) => textAt(at, value));
  const { effect, why } = accessOf(refs);
  return [
    {
      kind: 'guard-kind',
      at: refs[0]?.at ?? url.at,
      framework: 'magento',
      site: guard,
      effect,
      ...(effect === 'required' && { mechanism: 'bearer' as const }),
      ...(scopes.length > 0 && { scopes }),
      why,
    },
    {
      kind: 'route',
      at: url.at,
      framework: 'magento',
      site: textAt(url.at, url.value),
      rules: RULES,
      methods: [method],
      path: textAt(url.at, path),
      chain: [noHandler(url.at)],
      guards: [guard],
    },
  ];
}

/**
 * Guests have the resource `anonymous` and no other, customers have `self`, too, and everything else is given to roles and
 * integrations; whoever calls needs all that a route names.
 *
 * Sources: Adobe Commerce, Resource accessibility; `Magento\Framework\Webapi\Authorization::isAllowed`.
 */
function accessOf(refs: readonly XmlAttribute[]): { readonly effect: GuardEffect; readonly why: string } {
  if (refs.length === 0) return { effect: 'unknown', why: 'the route names no resource that callers need' };
  if (refs.every(({ value }) => value === 'anonymous'))
    return { effect: 'none', why: 'guests have the resource `anonymous`' };
  return refs.some(({ value }) => value === 'self')
    ? { effect: 'required', why: 'Magento asks for a customer who is logged in' }
    : { effect: 'required', why: 'Magento asks for a role that has the resource' };
}
