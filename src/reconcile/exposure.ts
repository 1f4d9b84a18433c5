/** Which gateway routes lead to an operation. */
import type { FactOf } from '../core/fact.ts';
import { placeOf } from '../core/location.ts';
import { normalisePath, type Tristate } from '../core/operation.ts';
import type { Component } from '../core/tree.ts';

export type GatewayRoute = FactOf<'gateway-route'>;

export type Exposure = { readonly exposed: Tristate; readonly reasons: readonly string[]; readonly routes: readonly GatewayRoute[] };

export type Gateways = {
  readonly routes: readonly GatewayRoute[];
  readonly policies: readonly FactOf<'gateway-policy'>[];
  /** Component behind the upstream of a route, when its name tells. */
  readonly componentOf: (route: GatewayRoute) => string | undefined;
};

export function gatewaysOf(routes: readonly GatewayRoute[], policies: readonly FactOf<'gateway-policy'>[], components: readonly Component[]): Gateways {
  const names = new Map<string, string | undefined>();
  for (const component of components) {
    for (const name of new Set([component.name, component.path.split('/').at(-1) ?? ''].map(plainName))) {
      // A name that two components share tells neither.
      if (name !== '') names.set(name, names.has(name) ? undefined : component.id);
    }
  }
  return { routes, policies, componentOf: route => names.get(plainName(route.upstream)) };
}

/** `http://orders-service.shop.svc.cluster.local:8080` and `@shop/orders` are both `orders`. */
function plainName(name: string): string {
  const host = name.toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/^@[^/]*\//, '').replace(/[:/].*$/, '');
  const [label = ''] = host.split('.');
  return label.replace(/[-_](?:service|svc|api|server|app|backend|upstream)$/, '');
}

/** `no` needs a gateway that names the component and whose routes are all understood. */
export function exposureOf(gateways: Gateways, component: string, method: string, path: string): Exposure {
  if (gateways.routes.length === 0) return { exposed: 'unknown', reasons: ['no gateway configuration was given'], routes: [] };
  const routes = gateways.routes.filter(route => gateways.componentOf(route) === component);
  if (routes.length === 0) return { exposed: 'unknown', reasons: ['no gateway route names this component'], routes: [] };
  const leading = routes.filter(route => leadsTo(route, method, path) === 'yes');
  const [first] = leading;
  if (first) return { exposed: 'yes', reasons: [`the ${first.product} route ${first.path} leads to it (${placeOf(first.at)})`], routes: leading };
  const unclear = routes.find(route => leadsTo(route, method, path) === 'unknown');
  if (unclear) return { exposed: 'unknown', reasons: [`whether the pattern ${unclear.path} leads to it is not known (${placeOf(unclear.at)})`], routes: [] };
  return { exposed: 'no', reasons: ['no gateway route of this component leads to it; another way in is not known'], routes: [] };
}

/** Compares what the upstream sees: the path that clients send, with the gateway's replacement for its matched part. */
export function leadsTo(route: GatewayRoute, method: string, path: string): Tristate {
  const answers = route.methods.length === 0 || route.methods.includes('ANY') || method === 'ANY' || route.methods.some(each => each === method);
  if (!answers) return 'no';
  if (route.match === 'regex') return 'unknown';
  const seen = normalisePath(route.upstreamPrefix ?? route.path);
  const target = normalisePath(path);
  if (target === seen) return 'yes';
  if (route.match === 'exact' || route.dropsRest) return 'no';
  return seen === '/' || target.startsWith(`${seen}/`) || (route.match === 'prefix-string' && target.startsWith(seen)) ? 'yes' : 'no';
}

const AUTHENTICATES: ReadonlySet<string> = new Set(['jwt', 'oauth2', 'api-key', 'basic', 'mtls', 'external-auth']);

/** What enforcing gateway policies say about authentication on these routes: a reason, never a change of the code's status. */
export function gatewayAuthReasons(gateways: Gateways, routes: readonly GatewayRoute[]): readonly string[] {
  const reasons = gateways.policies
    .filter(policy => policy.mode === 'enforce' && AUTHENTICATES.has(policy.control))
    .filter(policy => routes.some(route => route.at.file === policy.at.file && (policy.routes === 'all' || policy.routes.includes(route.route))))
    .map(policy => `the gateway enforces ${policy.control} on the way to it (${placeOf(policy.at)}); another way in would not be covered`);
  return [...new Set(reasons)].toSorted();
}
