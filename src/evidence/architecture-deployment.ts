/** How each API is deployed: the unit that runs it, and the code that puts it in place. */
import type { EvidenceInput } from '../core/inventory.ts';
import type { Api } from '../core/operation.ts';
import type { Component } from '../core/tree.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { artefactsOf, shown } from './governance-record.ts';
import type { Artefact } from './governance-record.ts';
import { servingComponents } from './serving-components.ts';

type Unit = Artefact<'service-exposure'>;

/** A unit of the component that serves an API. `isNamed`: it stands in the component's folder or bears its name. */
type Deployed = { readonly unit: Unit; readonly isNamed: boolean };

const SHOWN = 20;

export const deploymentDerivers: readonly Deriver[] = [
  { signal: 'arch.cloud-native', derive: cloudNative, looks: deploymentPlaces },
];

/**
 * Images stand beside the code, deployments often in a repository of their own. A tree that deploys no program by code is no
 * place where one could be missing (buckets and networks say nothing of programs), and neither is one with an image of which nobody can tell what it runs: there a missing
 * record and a missing half are unknown.
 */
function deploymentPlaces(input: EvidenceInput): readonly string[] {
  const units = unitsOf(input);
  const ownerOf = ownerResolver(input);
  const deploysPrograms = units.some(({ what }) => what === 'orchestration' || what === 'serverless');
  return deploysPrograms && units.every(unit => !isPacked(unit) || ownerOf(unit) !== 'unknown')
    ? ['Dockerfiles and compose files', 'Kubernetes workloads', 'functions', 'Terraform resources']
    : [];
}

/**
 * E2: the component of the API is packed as a unit of its own (an image, functions, a workload), so that it can be deployed
 * without another. E3: and code deploys that unit, or the infrastructure around it: what a resource is for is not read. Code
 * without a unit gives no record.
 */
function cloudNative(input: EvidenceInput): readonly EvidenceDraft[] {
  const deployed = deployedByComponent(input);
  return input.inventory.apis.flatMap((api): EvidenceDraft[] => {
    const own = deployed.get(api.component) ?? [];
    const units = own.filter(isUnit);
    const code = own.filter(({ unit }) => deploysByCode(unit));
    if (units.length === 0) return [];
    const shownFirst = [...units, ...code.filter(each => !units.includes(each))].slice(0, SHOWN);
    return [
      {
        signal: 'arch.cloud-native',
        subject: { scope: 'api', id: api.id },
        polarity: 'supports',
        tier: code.length > 0 ? 'E3' : 'E2',
        plane: 'repo',
        confidence: own.some(({ isNamed }) => isNamed) ? 0.85 : 0.7,
        summary: `${summaryOf(api, units)}${code.length > 0 ? `, deployed by ${listOf(code, BY)}.` : '; no code here deploys it.'}`,
        facts: shownFirst.map(({ unit }) => shown(unit, `${unit.what} ${unit.name}`)),
      },
    ];
  });
}

const AS = { container: 'a container', serverless: 'functions', orchestration: 'a workload' } as const;
const BY = {
  orchestration: 'an orchestrator',
  serverless: 'a template of functions',
  'infrastructure-as-code': 'infrastructure code',
} as const;

function summaryOf(api: Api, units: readonly Deployed[]): string {
  const component = api.component === '.' ? 'the root' : api.component;
  return `${api.title} is served by ${component}, which runs as ${listOf(units, AS)} of its own`;
}

/** The words for what is there, each once, in the order of the table. */
function listOf(deployed: readonly Deployed[], words: Readonly<Partial<Record<Unit['what'], string>>>): string {
  const kinds = new Set<string>(deployed.map(({ unit }) => unit.what));
  return Object.entries(words)
    .filter(([what]) => kinds.has(what))
    .map(([, text]) => text)
    .join(' and ');
}

function unitsOf(input: EvidenceInput): readonly Unit[] {
  return artefactsOf(input, 'service-exposure').filter(
    fact => fact.fileRole === 'product' && !fact.rejected && (isPacked(fact) || deploysByCode(fact)),
  );
}

function deploysByCode({ what }: Unit): boolean {
  return what === 'orchestration' || what === 'serverless' || what === 'infrastructure-as-code';
}

function isPacked({ what }: Unit): boolean {
  return what === 'container' || what === 'serverless';
}

/** A cluster or workload that does not bear the component's name may run anything: it deploys, and is no unit of this API. */
function isUnit({ unit, isNamed }: Deployed): boolean {
  return isPacked(unit) || (unit.what === 'orchestration' && isNamed);
}

function deployedByComponent(input: EvidenceInput): ReadonlyMap<string, readonly Deployed[]> {
  const ownerOf = ownerResolver(input);
  const deployed = new Map<string, Deployed[]>();
  for (const unit of unitsOf(input)) {
    const owner = ownerOf(unit);
    if (typeof owner === 'string') continue;
    const own = deployed.get(owner.component) ?? [];
    deployed.set(owner.component, [...own, { unit, isNamed: owner.isNamed }]);
  }
  return deployed;
}

/** `other`: something that serves no API of the tree. `unknown`: an image that may hold any component. */
type Owner = { readonly component: string; readonly isNamed: boolean } | 'other' | 'unknown';

/**
 * The component that a unit runs: the one it is built from or stands in, the one whose name it bears, else the only one of
 * the tree that serves an API. Known false positive: in such a tree a workload under a strange name (`redis`) is taken for
 * what deploys the one component.
 */
function ownerResolver(input: EvidenceInput): (unit: Unit) => Owner {
  const { components } = input.inventory;
  const serving = servingComponents(input);
  // A workspace root that serves nothing lends its name to nobody.
  const byName = componentsByName(
    components.filter(({ id }) => id !== '.' || serving.has(id)),
    unitsOf(input),
  );
  const only = serving.size === 1 ? [...serving][0] : undefined;
  return unit => {
    const place = placeOf(unit);
    if (place !== undefined && place !== '.' && serving.has(place)) return named(place);
    const names = byName.get(nameOf(unit)) ?? byName.get(withoutRole(nameOf(unit)));
    if (names !== undefined) {
      const [id = ''] = names;
      if (names.size > 1) return 'unknown';
      return serving.has(id) ? named(id) : 'other';
    }
    if (place === '.' && isPacked(unit) && serving.has('.')) return named('.');
    // An image is of the folder it stands in; what deploys may stand anywhere.
    if (isPacked(unit) && place !== undefined && place !== '.') return 'other';
    return only === undefined ? 'unknown' : { component: only, isNamed: false };
  };
}

function named(component: string): Owner {
  return { component, isNamed: true };
}

/** The folder that a unit is built from; a compose service that leaves it open stands nowhere. */
function placeOf(unit: Unit): string | undefined {
  return unit.builds ?? (unit.detector === 'docker-compose' ? undefined : unit.component);
}

/** `orders` of a workload `orders`, of `aws_ecs_service.orders` and of an image in a folder `orders`. */
function nameOf({ name }: Unit): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

/** Names of components: folder, package without scope, and the compose service that is built from it. */
function componentsByName(
  components: readonly Component[],
  units: readonly Unit[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const put = (name: string, id: string): void => {
    const key = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
    if (key === '' || key === '.') return;
    for (const each of new Set([key, withoutRole(key)]))
      names.set(each, (names.get(each) ?? new Set<string>()).add(id));
  };
  for (const { path, name, id } of components) {
    put(path, id);
    put(name, id);
  }
  for (const unit of units) {
    const built = components.find(({ path }) => path === unit.builds);
    if (built) put(unit.name, built.id);
  }
  return names;
}

/** `orders-service` and `orders` are one, as long as no two components are. */
function withoutRole(name: string): string {
  return name.replace(/[-_](?:service|svc|api|server|app|backend)$/, '');
}
