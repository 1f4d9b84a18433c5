/** Routes of an Ingress: how its controller matches a path and what the Service behind it then sees. */
import type { FactBody } from '../../../src/core/fact.ts';
import type { GatewayRoute } from '../../../src/core/gateway-path.ts';
import { literalPrefix } from '../../../src/core/gateway-path.ts';
import type { Location } from '../../../src/core/location.ts';
import type { Resource } from '../../architecture/kubernetes/resource.ts';
import { flagOf, isTemplated, listOf, recordOf, textOf } from '../../governance/data-values.ts';
import { trimSlash } from '../kong/route.ts';
import { methodsOf } from '../methods.ts';

export type Controller = 'ingress-nginx' | 'kong' | 'other';

export type IngressRoute = { readonly fact: GatewayRoute; readonly resource: Resource };

export type Ingress = {
  readonly resource: Resource;
  readonly controller: Controller;
  readonly product: string;
  readonly routes: readonly IngressRoute[];
  readonly unresolved: readonly FactBody[];
};

export const NGINX = 'nginx.ingress.kubernetes.io/';
export const KONG = 'konghq.com/';

const PRODUCTS: { readonly [C in Controller]: string } = {
  'ingress-nginx': 'ingress-nginx',
  kong: 'kong-ingress',
  other: 'kubernetes-ingress',
};

export function ingressOf(resource: Resource, services: readonly Resource[]): Ingress {
  const controller = controllerOf(resource);
  const product = PRODUCTS[controller];
  const spec = recordOf(resource.value['spec']);
  const facts: FactBody[] = [];
  listOf(spec['rules']).forEach((item, ruleIndex) => {
    const rule = recordOf(item);
    const host = textOf(rule['host']);
    listOf(recordOf(rule['http'])['paths']).forEach((entry, pathIndex) => {
      const place = ['spec', 'rules', ruleIndex, 'http', 'paths', pathIndex];
      const record = recordOf(entry);
      const written = textOf(record['path']) ?? '/';
      const at = resource.locate('path' in record ? [...place, 'path'] : place);
      if (isTemplated(written) || isTemplated(host)) {
        facts.push({ kind: 'unresolved', at, reason: 'computed-path', what: `path of Ingress ${resource.name}` });
        return;
      }
      const path = matchOf(written, textOf(record['pathType']), resource, controller);
      facts.push(routeAt({ resource, product, at, host, path, upstream: backendOf(record['backend']), services }));
    });
  });
  const fallback = spec['defaultBackend'] ?? spec['backend'];
  if (fallback !== undefined) {
    const at = resource.locate(['spec', spec['defaultBackend'] === undefined ? 'backend' : 'defaultBackend']);
    facts.push(
      routeAt({
        resource,
        product,
        at,
        host: undefined,
        path: { path: '/', match: 'prefix-segment', isCatchAll: true },
        upstream: backendOf(fallback),
        services,
      }),
    );
  }
  return {
    resource,
    controller,
    product,
    routes: facts.filter(fact => fact.kind === 'gateway-route').map(fact => ({ fact, resource })),
    unresolved: facts.filter(fact => fact.kind === 'unresolved'),
  };
}

/** The class decides; without one, the annotations tell for whom the Ingress was written. */
function controllerOf({ value, annotations }: Resource): Controller {
  const name =
    textOf(recordOf(value['spec'])['ingressClassName']) ?? textOf(annotations['kubernetes.io/ingress.class']);
  if (name !== undefined) return name.includes('kong') ? 'kong' : name.includes('nginx') ? 'ingress-nginx' : 'other';
  const keys = Object.keys(annotations);
  if (keys.some(key => key.startsWith(NGINX))) return 'ingress-nginx';
  return keys.some(key => key.startsWith(KONG)) ? 'kong' : 'other';
}

type Match = Pick<GatewayRoute, 'path' | 'match' | 'isCatchAll'>;

/**
 * Source: Kubernetes Ingress path types; ingress-nginx reads all paths as regular expressions once `use-regex` or
 * `rewrite-target` is set; Kong reads those that start with `/~` so.
 */
function matchOf(written: string, type: string | undefined, { annotations }: Resource, controller: Controller): Match {
  if (type === 'Exact') return { path: trimSlash(written), match: 'exact', isCatchAll: false };
  if (controller === 'kong' && written.startsWith('/~')) return regex(written.slice(2));
  const nginxRegex =
    flagOf(annotations[`${NGINX}use-regex`]) === true || textOf(annotations[`${NGINX}rewrite-target`]) !== undefined;
  if (controller === 'ingress-nginx' && nginxRegex) {
    // A plain path is a prefix of characters then.
    return /[()[\]*+?|^$\\]/.test(written)
      ? regex(written)
      : { path: trimSlash(written), match: 'prefix-string', isCatchAll: trimSlash(written) === '/' };
  }
  if (controller === 'other' && /[*]$/.test(written)) {
    const path = trimSlash(written.slice(0, -1));
    return { path, match: 'prefix-string', isCatchAll: path === '/' };
  }
  const path = trimSlash(written);
  return { path, match: type === 'Prefix' ? 'prefix-segment' : 'prefix-string', isCatchAll: path === '/' };
}

function regex(path: string): Match {
  return { path, match: 'regex', isCatchAll: /^\^?\/?\(?(\.[*+])?\)?\$?$/.test(path) };
}

/** Name of the Service, or of the other resource, that a backend leads to. */
function backendOf(value: unknown): string {
  const backend = recordOf(value);
  return (
    textOf(recordOf(backend['service'])['name']) ??
    textOf(backend['serviceName']) ??
    textOf(recordOf(backend['resource'])['name']) ??
    ''
  );
}

type RouteParts = {
  readonly resource: Resource;
  readonly product: string;
  readonly at: Location;
  readonly host: string | undefined;
  readonly path: Match;
  readonly upstream: string;
  readonly services: readonly Resource[];
};

function routeAt({ resource, product, at, host, path, upstream, services }: RouteParts): FactBody {
  const rewrite =
    product === 'ingress-nginx'
      ? nginxRewrite(resource, path)
      : product === 'kong-ingress'
        ? kongRewrite(resource, path, upstream, services)
        : {};
  if (rewrite === 'unresolved')
    return { kind: 'unresolved', at, reason: 'computed-prefix', what: `rewrite of Ingress ${resource.name}` };
  return {
    kind: 'gateway-route',
    at,
    product,
    route: `${resource.name} ${host ?? '*'}${path.path}`,
    hosts: host === undefined || host === '*' ? [] : [host],
    methods:
      product === 'kong-ingress'
        ? methodsOf(
            (textOf(resource.annotations[`${KONG}methods`]) ?? '')
              .split(',')
              .map(name => name.trim())
              .filter(name => name !== ''),
          )
        : ['ANY'],
    path: path.path,
    match: path.match,
    upstream,
    ...rewrite,
    isCatchAll: path.isCatchAll,
  };
}

type Rewrite = Pick<GatewayRoute, 'upstreamPrefix' | 'dropsRest'>;

/** `/v1/$2` puts `/v1` before what the group caught; a target without a group replaces the whole path. */
function nginxRewrite({ annotations }: Resource, path: Match): Rewrite | 'unresolved' {
  const target = textOf(annotations[`${NGINX}rewrite-target`]);
  if (target === undefined) return {};
  if (isTemplated(target)) return 'unresolved';
  const group = /^([^$]*)\$(\d)$/.exec(target);
  if (!group)
    return target.includes('$')
      ? 'unresolved'
      : { upstreamPrefix: trimSlash(target).replace(/^\/$/, ''), dropsRest: true };
  const kept = groupAt(path.path, Number(group[2]));
  if (path.match !== 'regex' || kept === undefined) return 'unresolved';
  const before = trimSlash(group[1] === '' || group[1] === undefined ? '/' : group[1]).replace(/^\/$/, '');
  // A group around everything passes the whole path on.
  return kept.isWhole ? (before === '' ? {} : 'unresolved') : { upstreamPrefix: before };
}

/** Whether group `number` catches the open end of the pattern, or all of the path. */
function groupAt(pattern: string, number: number): { readonly isWhole: boolean } | undefined {
  const groups = [...pattern.matchAll(/\((?!\?:)/g)];
  const start = groups[number - 1]?.index;
  if (start === undefined || number !== groups.length) return undefined;
  if (!/^\(\/?\.[*+]\)\$?$/.test(pattern.slice(start))) return undefined;
  return { isWhole: /^\^?\/?$/.test(pattern.slice(0, start)) };
}

/** Kong's Ingress controller strips nothing unless told to; `konghq.com/path` of the Service is put before. */
function kongRewrite(
  { annotations }: Resource,
  path: Match,
  upstream: string,
  services: readonly Resource[],
): Rewrite | 'unresolved' {
  const rewrite = textOf(annotations[`${KONG}rewrite`]);
  if (rewrite !== undefined)
    return rewrite.includes('$') || isTemplated(rewrite)
      ? 'unresolved'
      : { upstreamPrefix: trimSlash(rewrite).replace(/^\/$/, ''), dropsRest: true };
  const service = services.find(({ name }) => name === upstream);
  const before = trimSlash(textOf(service?.annotations[`${KONG}path`]) ?? '/').replace(/^\/$/, '');
  const strips = flagOf(annotations[`${KONG}strip-path`]) === true;
  if (!strips) {
    const matched = path.match === 'regex' ? literalPrefix(path.path) : path.path;
    return before === '' ? {} : { upstreamPrefix: matched === '/' ? before : before + matched };
  }
  const takesAll = path.match === 'exact' || (path.match === 'regex' && /(\.[*+]\)?|\$)$/.test(path.path));
  return { upstreamPrefix: before, ...(takesAll ? { dropsRest: true } : {}) };
}
