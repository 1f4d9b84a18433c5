/** Resources of the Kong Ingress Controller: plugins, what attaches them, and routes of their own kind. */
import type { FactBody } from '../../../src/core/fact.ts';
import type { Resource } from '../../architecture/kubernetes/resource.ts';
import { flagOf, recordOf, textOf, textsOf } from '../../governance/data-values.ts';
import { kongPath, upstreamOf } from '../kong/route.ts';
import { effectsOf } from '../kong/plugin.ts';
import { methodsOf } from '../methods.ts';
import { KONG } from './ingress.ts';
import type { IngressRoute } from './ingress.ts';

/** Names of plugins that the Ingress of a route, or the Service behind it, asks for. Only Kong reads these annotations. */
export function pluginNames({ fact, resource }: IngressRoute, services: readonly Resource[]): readonly string[] {
  if (fact.product !== 'kong-ingress') return [];
  const service = services.find(({ name }) => name === fact.upstream);
  return [...new Set([...namesIn(resource), ...(service ? namesIn(service) : [])])].toSorted();
}

function namesIn({ annotations }: Resource): readonly string[] {
  return (textOf(annotations[`${KONG}plugins`]) ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
}

/**
 * Plugins, bound to the routes that name them; a cluster plugin with the label `global` is bound to all.
 * Of one plugin, the instance on the Ingress replaces the one on the Service, and both replace a global one.
 */
export function kongPolicies(
  resources: readonly Resource[],
  routes: readonly IngressRoute[],
  services: readonly Resource[],
): readonly FactBody[] {
  const plugins = resources.filter(isPlugin);
  const kindOf = (name: string): string | undefined =>
    textOf(plugins.find(plugin => plugin.name === name)?.value['plugin']);
  return plugins.flatMap((plugin): FactBody[] => {
    const kind = textOf(plugin.value['plugin']);
    if (kind === undefined) return [];
    const isGlobal = plugin.kind === 'KongClusterPlugin' && flagOf(plugin.labels['global']) === true;
    const bound = routes.filter(route => {
      const onIngress = route.fact.product === 'kong-ingress' ? namesIn(route.resource) : [];
      const wanted = pluginNames(route, services);
      if (isGlobal && !wanted.includes(plugin.name))
        return route.fact.product === 'kong-ingress' && !wanted.some(name => kindOf(name) === kind);
      if (!wanted.includes(plugin.name)) return false;
      return onIngress.includes(plugin.name) || !onIngress.some(name => kindOf(name) === kind);
    });
    const names = [...new Set(bound.map(({ fact }) => fact.route))];
    const disabled = flagOf(plugin.value['disabled']);
    const config = recordOf(plugin.value['config']);
    const hasSecret = plugin.value['configFrom'] !== undefined;
    return effectsOf(
      kind,
      config,
      plugin.value['disabled'] === undefined
        ? undefined
        : disabled === undefined
          ? plugin.value['disabled']
          : !disabled,
    ).map(effect => ({
      kind: 'gateway-policy',
      at: plugin.locate(['plugin']),
      product: 'kong-ingress',
      routes: isGlobal && names.length === routes.length ? 'all' : names,
      ...effect,
      ...(hasSecret
        ? { mode: 'unresolved' as const, notes: [...effect.notes, 'its configuration is in a Secret'] }
        : {}),
      name: plugin.name,
    }));
  });
}

function isPlugin({ apiVersion, kind }: Resource): boolean {
  return apiVersion.startsWith('configuration.konghq.com/') && (kind === 'KongPlugin' || kind === 'KongClusterPlugin');
}

/** A route as a resource of its own; its service is one too, most often of another file. */
export function kongRouteResource(resource: Resource): readonly FactBody[] {
  const spec = recordOf(resource.value['spec']);
  const upstream = textOf(recordOf(recordOf(spec['serviceRef'])['namespacedRef'])['name']) ?? '';
  return textsOf(spec['paths']).map((written, index): FactBody => {
    const at = resource.locate(['spec', 'paths', index]);
    const path = kongPath(written);
    if (!path) return { kind: 'unresolved', at, reason: 'computed-path', what: `path of KongRoute ${resource.name}` };
    return {
      kind: 'gateway-route',
      at,
      product: 'kong-ingress',
      route: textOf(spec['name']) ?? resource.name,
      hosts: textsOf(spec['hosts']),
      methods: methodsOf(textsOf(spec['methods'])),
      path: path.path,
      match: path.match,
      upstream,
      ...upstreamOf(path, '', flagOf(spec['strip_path']) !== false),
      isCatchAll: path.isCatchAll,
    };
  });
}
