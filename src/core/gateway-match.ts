/** Which operations a gateway leads to, and which of its policies act on the way. */
import type { Fact, FactOf } from './fact.ts';
import { factsOf } from './fact.ts';
import { pathShape } from './gateway-path.ts';
import type { GatewayRoute, PathShape } from './gateway-path.ts';
import { compareLocations } from './location.ts';
import type { Component } from './tree.ts';

export type RouteFact = FactOf<'gateway-route'>;
export type PolicyFact = FactOf<'gateway-policy'>;

/** The part of an operation by which it is found behind a gateway. */
export type Reachable = { readonly method: string; readonly path: string; readonly component: string };

export type GatewayJoin<O extends Reachable> = {
  readonly operation: O;
  readonly route: RouteFact;
  /** Path template under which clients of the gateway reach the operation. */
  readonly externalPath: string;
  /** `upstream`: the name behind the route is a component's. `only-component`: the tree has one component and one upstream. */
  readonly joinedBy: 'upstream' | 'only-component';
};

/**
 * Joins gateway routes with the operations behind them.
 *
 * A route leads to an operation when its upstream is the operation's component, its method is let through, and the path
 * that the upstream sees (after stripping and rewriting) is the operation's path or lies above it on a segment boundary.
 * A route that is shadowed on that path by a more specific one of the same file does not lead there. Routes in files that
 * serve nothing (tests, examples) are left out, and so are operations whose path is not fully known.
 *
 * A literal segment of a route never covers a parameter of an operation (`/users/me` is one of many `/users/{id}`).
 */
export function joinGateway<O extends Reachable>(
  operations: readonly O[],
  components: readonly Component[],
  facts: readonly Fact[],
): readonly GatewayJoin<O>[] {
  const routes = factsOf(facts, 'gateway-route').filter(({ fileRole }) => fileRole === 'product');
  const componentOf = upstreamResolver(routes, components, operations, facts);
  const joins = routes.flatMap(route => {
    const target = componentOf(route);
    if (!target) return [];
    return operations.flatMap((operation): GatewayJoin<O>[] => {
      if (
        operation.component !== target.component ||
        operation.path.includes('{?}') ||
        !letsThrough(route, operation.method)
      )
        return [];
      const externalPath = externalPathOf(route, operation.path);
      if (externalPath === undefined || routes.some(other => shadows(other, route, externalPath, operation.method)))
        return [];
      return [{ operation, route, externalPath, joinedBy: target.joinedBy }];
    });
  });
  return joins.toSorted((a, b) => compareLocations(a.route.at, b.route.at));
}

/**
 * The path under which clients reach `upstreamPath` (a template) through the route; undefined when the route does not
 * lead there or its pattern has no template form.
 */
export function externalPathOf(
  route: Pick<GatewayRoute, 'path' | 'match' | 'upstreamPrefix' | 'dropsRest'>,
  upstreamPath: string,
): string | undefined {
  const shape = pathShape(route);
  if (!shape) return undefined;
  const path = upstreamPath === '/' ? '' : upstreamPath;
  const prefix = route.upstreamPrefix ?? shape.base;
  if (shape.covers === 'whole' || route.dropsRest)
    return restBelow(prefix, path) === '' ? shape.base || '/' : undefined;
  const rest = restBelow(prefix, path);
  if (rest !== undefined) return shape.base + rest || '/';
  // Without a rewrite, a prefix of characters also covers longer names: `/ord` covers `/orders`.
  return shape.covers === 'text' && route.upstreamPrefix === undefined && path.startsWith(shape.base)
    ? path
    : undefined;
}

/** Policies that act on a route: of its file, and those of other files that it names or that are global there. */
export function policiesOn(route: RouteFact, facts: readonly Fact[]): readonly PolicyFact[] {
  const policies = factsOf(facts, 'gateway-policy').filter(({ fileRole }) => fileRole === 'product');
  const own = policies.filter(
    policy =>
      policy.at.file === route.at.file &&
      policy.product === route.product &&
      (policy.routes === 'all' || policy.routes.includes(route.route)),
  );
  const named = (route.attaches ?? []).flatMap(name => definitionOf(name, route, policies));
  const controls = new Set([...own, ...named].map(({ control }) => control));
  const wide = policies.filter(
    policy =>
      policy.at.file !== route.at.file &&
      policy.product === route.product &&
      policy.routes === 'all' &&
      policy.name !== undefined &&
      !controls.has(policy.control),
  );
  return [...own, ...named, ...wide];
}

/** A name that several files define is an environment's: the file beside the route's wins, otherwise nobody can tell. */
function definitionOf(name: string, route: RouteFact, policies: readonly PolicyFact[]): readonly PolicyFact[] {
  const defined = policies.filter(policy => policy.name === name && policy.product === route.product);
  if (new Set(defined.map(({ at }) => at.file)).size <= 1) return defined;
  const folder = folderOf(route.at.file);
  const beside = defined.filter(({ at }) => folderOf(at.file) === folder);
  if (new Set(beside.map(({ at }) => at.file)).size === 1) return beside;
  return defined.map(policy => ({
    ...policy,
    mode: 'unresolved',
    notes: [...policy.notes, `several files define ${name}`],
  }));
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function letsThrough({ methods }: RouteFact, method: string): boolean {
  // A call of a remote procedure is a POST of its path; GraphQL fields have no path of their own.
  const wire = method === 'RPC' ? 'POST' : method;
  if (wire === 'MUTATION' || wire === 'SUBSCRIPTION') return false;
  return methods.includes('ANY') || wire === 'ANY' || methods.some(name => name === wire);
}

/** What of `path` follows `prefix`, both without trailing slash: empty, or with a leading slash; undefined when it is not below. */
function restBelow(prefix: string, path: string): string | undefined {
  const wanted = segmentsOf(prefix);
  const given = segmentsOf(path);
  if (wanted.length > given.length) return undefined;
  const fits = wanted.every((segment, index) => {
    const other = given[index] ?? '';
    return isParameter(segment) ? !other.startsWith('{*') : segment === other;
  });
  if (!fits) return undefined;
  const rest = given.slice(wanted.length);
  return rest.length === 0 ? '' : `/${rest.join('/')}`;
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter(segment => segment !== '');
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}') && !segment.startsWith('{*');
}

/** Whether `other` takes every request for the path that `route` could take: same file, no narrower hosts, more specific. */
function shadows(other: RouteFact, route: RouteFact, path: string, method: string): boolean {
  if (other === route || other.at.file !== route.at.file || other.product !== route.product) return false;
  if (other.hosts.length > 0 && !(route.hosts.length > 0 && route.hosts.every(host => other.hosts.includes(host))))
    return false;
  if (!other.methods.includes('ANY') && !other.methods.some(name => name === method)) return false;
  const shape = pathShape(other);
  if (!shape || !takes(shape, path === '/' ? '' : path)) return false;
  const [ours, theirs] = [rank(route), rank(other)];
  const difference = theirs.map((value, index) => value - (ours[index] ?? 0)).find(value => value !== 0);
  return difference !== undefined && difference > 0;
}

function takes(shape: PathShape, path: string): boolean {
  const rest = restBelow(shape.base, path);
  if (shape.covers === 'whole') return rest === '';
  return rest !== undefined || (shape.covers === 'text' && path.startsWith(shape.base));
}

/** Kong ranks by the number of conditions, then regular expressions, then length; Ingress controllers by exactness and length. */
function rank(route: RouteFact): readonly number[] {
  const hasHosts = route.hosts.length > 0 ? 1 : 0;
  if (route.product === 'kong')
    return [hasHosts + (route.methods.includes('ANY') ? 0 : 1), route.match === 'regex' ? 1 : 0, route.path.length];
  return [hasHosts, route.match === 'exact' ? 1 : 0, route.path.length];
}

type Target = { readonly component: string; readonly joinedBy: GatewayJoin<Reachable>['joinedBy'] };

function upstreamResolver(
  routes: readonly RouteFact[],
  components: readonly Component[],
  operations: readonly Reachable[],
  facts: readonly Fact[],
): (route: RouteFact) => Target | undefined {
  const byName = componentNames(components, facts);
  const serving = new Set(operations.map(({ component }) => component));
  const upstreams = new Set(routes.map(({ upstream }) => hostName(upstream)));
  const [only] = serving;
  return route => {
    const name = hostName(route.upstream);
    const named = byName.get(name) ?? byName.get(withoutRole(name));
    if (named?.size === 1) return { component: [...named][0] ?? '', joinedBy: 'upstream' };
    if (named || serving.size !== 1 || upstreams.size !== 1 || only === undefined) return undefined;
    return { component: only, joinedBy: 'only-component' };
  };
}

/** Names under which a component may be called: its folder, its package without scope, the compose service that builds it. */
function componentNames(
  components: readonly Component[],
  facts: readonly Fact[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const put = (name: string, id: string): void => {
    if (name === '' || name === '.') return;
    const key = name.toLowerCase();
    for (const each of new Set([key, withoutRole(key)]))
      names.set(each, (names.get(each) ?? new Set<string>()).add(id));
  };
  for (const component of components) {
    put(component.path.slice(component.path.lastIndexOf('/') + 1), component.id);
    put(component.name.slice(component.name.lastIndexOf('/') + 1), component.id);
  }
  for (const fact of factsOf(facts, 'artefact')) {
    if (fact.artefact !== 'service-exposure' || fact.builds === undefined) continue;
    const built = components.find(({ path }) => path === fact.builds);
    if (built) put(fact.name, built.id);
  }
  return names;
}

/** `orders.shop.svc.cluster.local:8080` and `orders` are one. */
function hostName(upstream: string): string {
  return (upstream.split(/[.:]/)[0] ?? '').toLowerCase();
}

/** `orders-service` and `orders` are one, as long as no two components are. */
function withoutRole(name: string): string {
  return name.replace(/[-_](?:service|svc|api|server|app|backend)$/, '');
}
