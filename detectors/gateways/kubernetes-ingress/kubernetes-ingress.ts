import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { resourcesOf } from '../../architecture/kubernetes/resource.ts';
import type { Resource } from '../../architecture/kubernetes/resource.ts';
import { ingressOf } from './ingress.ts';
import type { IngressRoute } from './ingress.ts';
import { kongPolicies, kongRouteResource, pluginNames } from './kong-resources.ts';
import { nginxPolicies } from './nginx-annotations.ts';
import { transportPolicies } from './transport.ts';

export const kubernetesIngress = defineDetector({
  id: 'kubernetes-ingress',
  title: 'Kubernetes Ingress, with ingress-nginx annotations and Kong Ingress Controller resources',
  kind: 'gateway',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  reads: 'data',
  files: ['**/*.{yaml,yml,json}'],
  // Outside the product a configuration is shown and not counted.
  roles: ['product', 'documentation', 'example', 'test'],
  words: ['Ingress', 'konghq.com'],
  emits: ['gateway-route', 'gateway-policy', 'unresolved'],
  limits: [
    'Chart templates are not rendered: an Ingress that a template makes is not read.',
    'Annotations of other controllers than ingress-nginx and Kong are not read; their Ingresses give routes alone.',
    'Settings of the controller itself (its ConfigMap, global authentication) are not joined with an Ingress.',
    'Plugins that are attached to a Service count only when an Ingress of the same file leads to it. Namespaces are not compared.',
    'Snippet annotations hold raw NGINX configuration; of these only the rule engine switch and dry runs of limits are read.',
  ],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] => {
    const resources = file.documents.flatMap(resourcesOf);
    const services = resources.filter(({ kind }) => kind === 'Service');
    const ingresses = resources.filter(isIngress).map(resource => ingressOf(resource, services));
    const routes = ingresses.flatMap(ingress => ingress.routes);
    const defined = new Set(
      resources.filter(({ kind }) => kind === 'KongPlugin' || kind === 'KongClusterPlugin').map(({ name }) => name),
    );
    return [
      ...ingresses.flatMap(ingress => [
        ...ingress.unresolved,
        ...ingress.routes.map(route => routeFact(route, defined, services)),
        ...transportPolicies(ingress),
        ...(ingress.controller === 'ingress-nginx' ? nginxPolicies(ingress) : []),
      ]),
      ...resources.filter(({ kind }) => kind === 'KongRoute').flatMap(kongRouteResource),
      ...kongPolicies(resources, routes, services),
    ];
  },
});

/** `networking.k8s.io`, and the groups it came from. */
function isIngress({ kind, apiVersion }: Resource): boolean {
  return kind === 'Ingress' && /^(networking\.k8s\.io|extensions)\//.test(apiVersion);
}

function routeFact(route: IngressRoute, defined: ReadonlySet<string>, services: readonly Resource[]): FactBody {
  const attached = pluginNames(route, services).filter(name => !defined.has(name));
  return { ...route.fact, ...(attached.length > 0 ? { attaches: attached } : {}) };
}
