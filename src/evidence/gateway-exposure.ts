/** The ways that gateway files lead to operations, with the policies on each; worked out once for all gateway signals. */
import type { GatewayControl } from '../core/facts/gateway.ts';
import type { Rejection } from '../core/facts/artefact.ts';
import type { GatewayJoin, PolicyFact, RouteFact } from '../core/gateway-match.ts';
import { joinGateway, policiesOn } from '../core/gateway-match.ts';
import { factsOf } from '../core/fact.ts';
import type { EvidenceFact } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Operation } from '../core/operation.ts';
import { artefactsOf, shown } from './governance-record.ts';
import { isPlaceholderHost } from './placeholder-host.ts';
import type { Artefact } from './governance-record.ts';

export type Exposure = GatewayJoin<Operation> & {
  readonly policies: readonly PolicyFact[];
  /** A Service through which the same backend is reached without the gateway. */
  readonly bypass: Artefact<'service-exposure'> | undefined;
  /** Structured configuration weighs 0.95; a join by the only component there is weighs less than one by name. */
  readonly confidence: number;
  readonly rejected: readonly Rejection[];
};

const KNOWN = new WeakMap<EvidenceInput, readonly Exposure[]>();

/** Every way to every operation, in the order of the gateway files. */
export function exposuresOf(input: EvidenceInput): readonly Exposure[] {
  const known = KNOWN.get(input);
  if (known) return known;
  const { operations, components } = input.inventory;
  // Operations that only a gateway knows have no code or description to lead to.
  const targets = operations.filter(
    operation => operation.sources.length === 0 || operation.sources.some(({ kind }) => kind !== 'gateway'),
  );
  const joins = joinGateway(targets, components, input.facts);
  const policies = new Map(
    [...new Set(joins.map(({ route }) => route))].map(route => [route, policiesOn(route, input.facts)]),
  );
  const files = [...new Set(joins.map(({ route }) => route.at.file))];
  const services = artefactsOf(input, 'service-exposure');
  const exposures = joins.map((join): Exposure => ({
    ...join,
    policies: policies.get(join.route) ?? [],
    bypass: bypassOf(join.route, services),
    confidence: join.joinedBy === 'upstream' ? 0.95 : 0.76,
    rejected: [...rejectedEnvironment(join.route.at.file, files), ...rejectedHosts(join.route)],
  }));
  KNOWN.set(input, exposures);
  return exposures;
}

/** Rule of environments: a file for development says nothing while the tree also has one for production or for all. */
function rejectedEnvironment(file: string, files: readonly string[]): readonly Rejection[] {
  const environment = environmentOf(file);
  if (environment === undefined || files.every(other => environmentOf(other) !== undefined)) return [];
  return [
    {
      rule: 'other-environment',
      why: `it is the ${environment} environment's; the tree also has a configuration for production`,
    },
  ];
}

/** Rule G16: a route for a host that nobody has is an unedited template. */
function rejectedHosts({ hosts }: RouteFact): readonly Rejection[] {
  return hosts.length > 0 && hosts.every(isPlaceholderHost)
    ? [{ rule: 'G16', why: `its host ${hosts[0] ?? ''} is a placeholder` }]
    : [];
}

/** Name of an environment that is not production, from the folders and the file's name. */
function environmentOf(file: string): string | undefined {
  return /(?:^|[/._-])(dev|develop|development|local|test|testing|qa|staging|stage|sandbox|minikube|kind|preview|ci)(?=[/._-])/i
    .exec(file)?.[1]
    ?.toLowerCase();
}

/** Another Service of the same name or with the same selector that is reachable from outside. */
function bypassOf(
  route: RouteFact,
  services: readonly Artefact<'service-exposure'>[],
): Artefact<'service-exposure'> | undefined {
  const name = (route.upstream.split(/[.:]/)[0] ?? '').toLowerCase();
  const isService = (service: Artefact<'service-exposure'>): boolean =>
    service.what === 'public-service' || service.what === 'cluster-service';
  const own = services.filter(
    service => isService(service) && service.fileRole === 'product' && service.name.toLowerCase() === name,
  );
  const selectors = new Set(own.map(({ selector }) => selector).filter(selector => selector !== undefined));
  return services.find(
    service =>
      service.what === 'public-service' &&
      service.fileRole === 'product' &&
      (service.name.toLowerCase() === name || (service.selector !== undefined && selectors.has(service.selector))),
  );
}

/** The policies of an exposure for a group of controls. */
export function policiesFor({ policies }: Exposure, controls: readonly GatewayControl[]): readonly PolicyFact[] {
  return policies.filter(({ control }) => controls.includes(control));
}

export function shownPolicy(policy: PolicyFact): EvidenceFact {
  return shown(
    policy,
    `${policy.product} ${policy.control}, ${policy.mode}${policy.notes.length > 0 ? `: ${policy.notes.join('; ')}` : ''}`,
  );
}

export function shownRoute(route: RouteFact): EvidenceFact {
  return shown(route, `${route.product} route ${route.route}`);
}

/** Files of the tree that configure a gateway and are part of the product, sorted. */
export function gatewayFiles(input: EvidenceInput): readonly string[] {
  const facts = [...factsOf(input.facts, 'gateway-route'), ...factsOf(input.facts, 'gateway-policy')];
  return [...new Set(facts.filter(({ fileRole }) => fileRole === 'product').map(({ at }) => at.file))].toSorted();
}
