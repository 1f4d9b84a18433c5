/** Which gateway routes lead to an operation, and what they ask for on the way. */
import { factsOf, type Fact } from '../core/fact.ts';
import { externalPathOf, joinGateway, policiesOn, type GatewayJoin, type RouteFact } from '../core/gateway-match.ts';
import { placeOf } from '../core/location.ts';
import { normalisePath, type Tristate } from '../core/operation.ts';
import type { Component } from '../core/tree.ts';
import type { Draft } from './join.ts';

export type Exposure = {
  readonly exposed: Tristate;
  readonly reasons: readonly string[];
  readonly routes: readonly RouteFact[];
};

export type Gateways = {
  readonly facts: readonly Fact[];
  readonly routes: readonly RouteFact[];
  readonly joins: ReadonlyMap<string, readonly GatewayJoin<Draft>[]>;
  /** Components that the upstream of some route names. */
  readonly named: ReadonlySet<string>;
};

export function routesOf(facts: readonly Fact[]): readonly RouteFact[] {
  return factsOf(facts, 'gateway-route').filter(({ fileRole }) => fileRole === 'product');
}

export function gatewaysOf(
  facts: readonly Fact[],
  components: readonly Component[],
  drafts: readonly Draft[],
): Gateways {
  const joins = joinGateway(drafts, components, facts);
  return {
    facts,
    routes: routesOf(facts),
    joins: Map.groupBy(joins, join => join.operation.id),
    named: new Set(joins.filter(({ joinedBy }) => joinedBy === 'upstream').map(({ operation }) => operation.component)),
  };
}

/** `no` needs a gateway that names the component and whose routes are all understood. */
export function exposureOf(gateways: Gateways, draft: Draft): Exposure {
  if (gateways.routes.length === 0)
    return { exposed: 'unknown', reasons: ['no gateway configuration was given'], routes: [] };
  const joins = gateways.joins.get(draft.id) ?? [];
  const named = joins.filter(({ joinedBy }) => joinedBy === 'upstream');
  const [first] = named;
  if (first)
    return {
      exposed: 'yes',
      reasons: [`the ${first.route.product} route ${first.route.path} leads to it (${placeOf(first.route.at)})`],
      routes: named.map(({ route }) => route),
    };
  const [likely] = joins;
  if (likely) {
    const reason = `the ${likely.route.product} route ${likely.route.path} leads to it if ${likely.route.upstream || 'its upstream'} is this component (${placeOf(likely.route.at)})`;
    return { exposed: 'unknown', reasons: [reason], routes: joins.map(({ route }) => route) };
  }
  if (!gateways.named.has(draft.component))
    return { exposed: 'unknown', reasons: ['no gateway route names this component'], routes: [] };
  const unclear = gateways.routes.find(route => route.match === 'regex');
  if (unclear)
    return {
      exposed: 'unknown',
      reasons: [`whether the pattern ${unclear.path} leads to it is not known (${placeOf(unclear.at)})`],
      routes: [],
    };
  return {
    exposed: 'no',
    reasons: ['no gateway route of this component leads to it; another way in is not known'],
    routes: [],
  };
}

/** Whether a route lets a method through to a path, whatever is behind it. */
export function leadsTo(route: RouteFact, method: string, path: string): boolean {
  const answers = route.methods.includes('ANY') || method === 'ANY' || route.methods.some(each => each === method);
  return answers && externalPathOf(route, path) !== undefined;
}

/** Whether a route stands for this one path, and not for everything below it. */
export function isOwnRoute(route: RouteFact, path: string): boolean {
  return normalisePath(route.upstreamPrefix ?? route.path) === normalisePath(path);
}

const AUTHENTICATES: ReadonlySet<string> = new Set(['jwt', 'oauth2', 'api-key', 'basic', 'mtls', 'external-auth']);

/** What enforcing gateway policies say about authentication on these routes: a reason, never a change of the code's status. */
export function gatewayAuthReasons(gateways: Gateways, routes: readonly RouteFact[]): readonly string[] {
  const reasons = routes
    .flatMap(route => policiesOn(route, gateways.facts))
    .filter(policy => policy.mode === 'enforce' && AUTHENTICATES.has(policy.control))
    .map(
      policy =>
        `the gateway enforces ${policy.control} on the way to it (${placeOf(policy.at)}); another way in would not be covered`,
    );
  return [...new Set(reasons)].toSorted();
}
