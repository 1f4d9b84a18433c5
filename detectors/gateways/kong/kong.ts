import type { FactBody } from '../../../src/core/fact.ts';
import type { PolicyMode } from '../../../src/core/facts/gateway.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../src/parse/data-file.ts';
import { flagOf, isRecord, isTemplated, listOf, recordOf, textOf, textsOf } from '../../governance/data-values.ts';
import type { Data } from '../../governance/data-values.ts';
import { methodsOf } from '../methods.ts';
import { policiesOf } from './binding.ts';
import { referenceOf } from './entities.ts';
import type { KongRoute, KongService } from './entities.ts';
import { kongExpression, kongPath, serviceUrl, trimSlash, upstreamOf } from './route.ts';

export const kong = defineDetector({
  id: 'kong',
  title: 'Kong declarative configuration',
  kind: 'gateway',
  docs: 'https://developer.konghq.com/deck/reference/entities/',
  reads: 'data',
  files: ['**/*.{yaml,yml,json}'],
  // Outside the product a configuration is shown and not counted.
  roles: ['product', 'documentation', 'example', 'test'],
  words: ['_format_version'],
  emits: ['gateway-route', 'gateway-policy', 'unresolved'],
  limits: [
    'Values from environment variables and templates are unresolved; so is an expression route that is more than an AND of plain comparisons.',
    'An instance with enabled: false is taken to replace wider instances of its plugin; newer Kong versions skip it and run the wider one.',
    'Server settings (kong.conf) and plugins put on consumer groups are not read.',
  ],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap(document => (isKong(document.value) ? factsOf(document) : [])),
});

const PARTS = ['services', 'routes', 'plugins', 'consumers', 'upstreams'];

/** Inputs of `deck file add-plugins` and `deck file patch` have the same version key, but change nothing by themselves. */
function isKong(value: unknown): value is Data {
  return (
    isRecord(value) &&
    textOf(value['_format_version']) !== undefined &&
    PARTS.some(part => Array.isArray(value[part])) &&
    !('add-plugins' in value) &&
    !('patches' in value)
  );
}

function factsOf(document: DataDocument): readonly FactBody[] {
  const root = recordOf(document.value);
  const services = listOf(root['services']).map((value, index) => serviceOf(recordOf(value), index, root));
  const routes = [
    ...services.flatMap(service => nestedRoutes(service)),
    ...listOf(root['routes']).map((value, index): KongRoute => {
      const record = recordOf(value);
      const name = referenceOf(record['service']);
      return {
        name: textOf(record['name']) ?? `routes[${index}]`,
        keys: ['routes', index],
        value: record,
        service: services.find(service => service.name === name),
      };
    }),
  ];
  return [
    ...routes.flatMap(route => [...routeFacts(route, document), ...transportFacts(route, document)]),
    ...policiesOf(root, services, routes, document),
  ];
}

function serviceOf(value: Data, index: number, root: Data): KongService {
  const url = textOf(value['url']);
  const parsed = url === undefined ? undefined : serviceUrl(url);
  const host = parsed?.host ?? textOf(value['host']) ?? url ?? '';
  const path = textOf(value['path']);
  const ownPath = path === undefined ? '' : trimSlash(path).replace(/^\/$/, '');
  return {
    name: textOf(value['name']) ?? `services[${index}]`,
    keys: ['services', index],
    value,
    host: targetOf(host, root),
    path: url === undefined ? (isTemplated(path) ? undefined : ownPath) : parsed?.path,
  };
}

/** A host may be the name of an upstream; its single target is then the service behind it. */
function targetOf(host: string, root: Data): string {
  const upstream = listOf(root['upstreams'])
    .map(recordOf)
    .find(candidate => textOf(candidate['name']) === host);
  const targets = new Set(
    listOf(upstream?.['targets']).map(target => (textOf(recordOf(target)['target']) ?? '').replace(/:\d+$/, '')),
  );
  const [only] = targets;
  return targets.size === 1 && only ? only : host;
}

function nestedRoutes(service: KongService): readonly KongRoute[] {
  return listOf(service.value['routes']).map((value, index) => ({
    name: textOf(recordOf(value)['name']) ?? `${service.name}.routes[${index}]`,
    keys: [...service.keys, 'routes', index],
    value: recordOf(value),
    service,
  }));
}

function routeFacts(route: KongRoute, document: DataDocument): readonly FactBody[] {
  const expression = textOf(route.value['expression']);
  const read = expression === undefined ? undefined : kongExpression(expression);
  if (expression !== undefined && !read) {
    return [
      {
        kind: 'unresolved',
        at: document.locate([...route.keys, 'expression']),
        reason: 'computed-path',
        what: `expression of Kong route ${route.name}`,
      },
    ];
  }
  const written = textsOf(route.value['paths']);
  const paths = read
    ? read.paths.map(path => ({ path, keys: [...route.keys, 'expression'] }))
    : written.map((text, index) => ({ path: kongPath(text), keys: [...route.keys, 'paths', index] }));
  // A route without paths takes everything that its other conditions let through.
  const all =
    paths.length > 0
      ? paths
      : [{ path: { path: '/', match: 'prefix-string', isCatchAll: true } as const, keys: [...route.keys, 'name'] }];
  return all.map(({ path, keys }): FactBody => {
    const at = document.locate(keys);
    if (!path || (route.service?.path === undefined && route.service !== undefined)) {
      return {
        kind: 'unresolved',
        at,
        reason: path ? 'computed-prefix' : 'computed-path',
        what: `path of Kong route ${route.name}`,
      };
    }
    return {
      kind: 'gateway-route',
      at,
      product: 'kong',
      route: route.name,
      hosts: read?.hosts ?? textsOf(route.value['hosts']),
      methods: methodsOf(read?.methods ?? textsOf(route.value['methods'])),
      path: path.path,
      match: path.match,
      upstream: route.service?.host ?? '',
      ...upstreamOf(path, route.service?.path ?? '', flagOf(route.value['strip_path']) !== false),
      isCatchAll: path.isCatchAll,
    };
  });
}

/** Without `protocols` a route answers on both; whether something before it ends TLS is then not in the file. */
function transportFacts(route: KongRoute, document: DataDocument): readonly FactBody[] {
  const protocols = textsOf(route.value['protocols']).filter(protocol => protocol === 'http' || protocol === 'https');
  if (protocols.length === 0) return [];
  const clear = protocols.includes('http');
  const mode: PolicyMode = clear ? 'optional' : 'enforce';
  return [
    {
      kind: 'gateway-policy',
      at: document.locate([...route.keys, 'protocols']),
      product: 'kong',
      control: 'tls',
      routes: [route.name],
      mode,
      notes: clear ? ['the route also answers in clear text'] : [],
    },
  ];
}
