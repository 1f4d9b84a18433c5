import type { Diagnostic } from '../core/diagnostic.ts';
import { factsOf, type Fact } from '../core/fact.ts';
import type { Inventory, LinkedDetail } from '../core/inventory.ts';
import { compareLocations, placeOf } from '../core/location.ts';
import {
  normalisePath,
  type CodeOperation,
  type Operation,
  type OperationSource,
  type Parameter,
  type Tristate,
} from '../core/operation.ts';
import type { Component } from '../core/tree.ts';
import { groupApis, isPublic, type Judged } from './apis.ts';
import { indexCode } from './code-index.ts';
import { emittedDeprecations } from './emitted-deprecations.ts';
import { placeDocuments, type Document } from './documents.ts';
import {
  exposureOf,
  gatewayAuthReasons,
  gatewaysOf,
  isOwnRoute,
  leadsTo,
  routesOf,
  type Gateways,
} from './exposure.ts';
import { joinOperations, type Draft } from './join.ts';
import { authOf, driftOf } from './operation-auth.ts';
import { orphanDrafts } from './orphans.ts';
import { riskOf } from './risk.ts';
import { unreadDescriptions } from './unread-descriptions.ts';

export type ReconcileInput = {
  readonly facts: readonly Fact[];
  readonly code: readonly CodeOperation[];
  readonly components: readonly Component[];
  /** Components with code that at least one reader of routes understands. Of others an absence says nothing. */
  readonly readable: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  /** The day against which sunset dates are judged, `YYYY-MM-DD`. */
  readonly today: string;
};

export type Reconciled = {
  readonly inventory: Inventory;
  /** What the linker saw beside each operation of code, by operation id. */
  readonly linked: ReadonlyMap<string, LinkedDetail>;
};

/**
 * Joins operations of code, descriptions, gateways and traffic into one inventory.
 *
 * Pure; everything it gives is ordered: operations by path, method and component. Descriptions that do not count
 * (G2, G3, G4 of the scoring rules) contribute no operation; they are listed with the rule that left them out.
 */
export function reconcile(input: ReconcileInput): Reconciled {
  const product = input.facts.filter(fact => fact.fileRole === 'product');
  const observations = factsOf(product, 'observation');
  const routes = routesOf(input.facts);
  const index = indexCode(input.code);
  const observed = new Set(observations.map(({ method, path }) => `${method} ${normalisePath(path)}`));
  const documents = placeDocuments({
    descriptions: factsOf(input.facts, 'description'),
    operations: factsOf(input.facts, 'description-operation'),
    code: index,
    unread: new Map(
      input.components
        .filter(({ id, languages }) => languages.length > 0 && !input.readable.has(id))
        .map(({ id, languages }) => [id, languages]),
    ),
    isSeen: (method, path) =>
      observed.has(`${method} ${path}`) || routes.some(route => !route.isCatchAll && leadsTo(route, method, path)),
  });
  const joined = joinOperations({ code: input.code, index, documents, observations });
  const gateways = gatewaysOf(input.facts, input.components, joined);
  const drafts = [...joined, ...orphanDrafts(gateways, joined)];
  const excerpts = new Map(input.facts.map(fact => [placeOf(fact.at), fact.excerpt]));
  const unread = unreadDescriptions(input.diagnostics, input.components, new Set(index.keys()));
  const emitted = emittedDeprecations(input.facts);
  const judged = drafts.map((draft): Judged => ({
    draft,
    operation: judge(draft, { gateways, excerpts, emitted, unread, today: input.today }),
  }));
  const { apis, apiOf } = groupApis(judged, input.components, input.facts);
  const operations = judged
    .map(({ operation }): Operation => ({ ...operation, api: apiOf.get(operation.id) ?? '' }))
    .toSorted(
      (a, b) =>
        order(a.path, b.path) || order(a.method, b.method) || order(a.component, b.component) || order(a.id, b.id),
    );

  return {
    inventory: {
      components: input.components
        .map(component => ({ ...component, frameworks: frameworksOf(component.id, input) }))
        .toSorted((a, b) => order(a.id, b.id)),
      apis,
      operations,
      descriptions: documents.map(document => statusOf(document, judged, apiOf)),
      diagnostics: input.diagnostics.toSorted(
        (a, b) => compareLocations(a.at, b.at) || order(a.code, b.code) || order(a.message, b.message),
      ),
    },
    linked: linkedOf(joined),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Surroundings = {
  readonly gateways: Gateways;
  readonly excerpts: ReadonlyMap<string, string>;
  /** What the handler of an operation tells its callers about its end. */
  readonly emitted: ReturnType<typeof emittedDeprecations>;
  /** The description that may state operations of a component and could not be read. */
  readonly unread: (component: string) => string | undefined;
  readonly today: string;
};

function judge(draft: Draft, { gateways, excerpts, emitted, unread, today }: Surroundings): Omit<Operation, 'api'> {
  const exposure = exposureOf(gateways, draft);
  const isOrphan = draft.gatewayRoute !== undefined;
  const auth = authOf(draft);
  // A wide route says nothing about what is below it.
  const hasOwnRoute = exposure.routes.some(route => isOwnRoute(route, draft.path));
  const implemented = implementedOf(draft, hasOwnRoute);
  const { sunset, deprecated, isOverdue } = endOf(draft, emitted, today);
  const drift = driftOf(draft.code, auth);
  const dataClasses = [
    ...new Set(draft.described.flatMap(({ operation }) => operation.sensitiveFields.map(field => field.class))),
  ].toSorted();
  const exposed: Tristate = isOrphan ? 'yes' : exposure.exposed;
  const publicServer = draft.described.flatMap(({ document }) => document.fact.servers).find(isPublic);
  const recorded = draft.described
    .map(({ document }) => document.fact.riskClass?.value)
    .find(value => value !== undefined);
  const conditional = draft.code.every(operation => operation.conditional !== undefined)
    ? draft.code[0]?.conditional
    : undefined;
  const broken = draft.described.length === 0 && draft.protocol === 'http' ? unread(draft.component) : undefined;
  const handler = draft.code.map(operation => operation.handler).find(place => place !== undefined);
  const responseType = draft.code.map(operation => operation.responseType).find(type => type !== undefined);
  return {
    id: draft.id,
    method: draft.method,
    path: draft.path,
    protocol: draft.protocol,
    component: draft.component,
    state: stateOf(draft, { implemented, isOrphan, isOverdue, hasDrift: drift !== undefined }),
    documented: draft.isUnresolved || broken !== undefined ? 'unknown' : draft.described.length > 0 ? 'yes' : 'no',
    implemented,
    exposed,
    reasons: [
      ...draft.code.flatMap(operation => (operation.unresolved === undefined ? [] : [operation.unresolved])),
      ...(draft.isUnresolved ? ['it cannot be compared with descriptions while its path or place is not known'] : []),
      ...(draft.code.length === 0 && implemented === 'unknown' && draft.unknownBecause !== undefined
        ? [draft.unknownBecause]
        : []),
      ...(draft.code.length === 0 && hasOwnRoute
        ? ['a gateway route of its own leads to it, and no code of it was found']
        : []),
      ...(implemented === 'no' ? ['its description counts, and nothing in the code answers it'] : []),
      ...(isOverdue && implemented === 'yes' ? [`its end was set to ${sunset}, and it is still served`] : []),
      ...(drift === undefined ? [] : [drift]),
      ...(broken === undefined ? [] : [`a description that could not be read may state it: ${broken}`]),
      ...draft.rejected.map(
        document =>
          `${document.fact.at.file} describes it and does not count (${document.rejected?.rule}: ${document.rejected?.why})`,
      ),
      ...new Set(
        draft.described.flatMap(({ document }) =>
          document.placedBecause.map(reason => `${document.fact.at.file}: ${reason}`),
        ),
      ),
      ...draft.notes,
      ...(isOrphan ? [] : exposure.reasons),
      ...gatewayAuthReasons(gateways, exposure.routes),
    ],
    sources: sourcesOf(draft, draft.gatewayRoute ? [draft.gatewayRoute] : exposure.routes, excerpts),
    auth,
    parameters: parametersOf(draft),
    dataClasses,
    deprecated,
    ...(sunset === undefined ? {} : { sunset }),
    risk: riskOf({
      exposed,
      ...(publicServer === undefined ? {} : { publicServer }),
      dataClasses,
      operations: [{ method: draft.method, path: draft.path, auth: auth.status }],
      ...(recorded === undefined ? {} : { recorded }),
    }).class,
    tests: [],
    ...(conditional === undefined ? {} : { conditional }),
    ...(handler ? { handler } : {}),
    ...(responseType ? { responseType } : {}),
  };
}

/** Whether an operation is at its end: by its description, by a mark in the code, or by what its handler tells callers. */
function endOf(
  draft: Draft,
  emitted: Surroundings['emitted'],
  today: string,
): { readonly sunset?: string; readonly deprecated: boolean; readonly isOverdue: boolean } {
  const told = draft.code.flatMap(operation => emitted(operation) ?? []);
  const dates = [...draft.described.map(({ operation }) => operation.sunset), ...told.map(({ sunset }) => sunset)];
  const sunset = dates.find(date => date !== undefined);
  const deprecated =
    draft.described.some(({ operation }) => operation.deprecated !== undefined) ||
    draft.code.some(operation => operation.deprecated) ||
    told.length > 0;
  return {
    deprecated,
    isOverdue: deprecated && sunset !== undefined && sunset < today,
    ...(sunset === undefined ? {} : { sunset }),
  };
}

/** `no` only where the document counts, so that its code was read and most of it was found there. */
function implementedOf(draft: Draft, hasOwnRoute: boolean): Tristate {
  if (draft.isUnresolved) return 'unknown';
  if (draft.code.length > 0) return 'yes';
  if (draft.observed.length > 0 || draft.described.length === 0) return 'unknown';
  return draft.unknownBecause === undefined && !hasOwnRoute ? 'no' : 'unknown';
}

function stateOf(
  draft: Draft,
  known: {
    readonly implemented: Tristate;
    readonly isOrphan: boolean;
    readonly isOverdue: boolean;
    readonly hasDrift: boolean;
  },
): Operation['state'] {
  if (draft.isUnresolved) return 'unresolved';
  if (known.isOrphan) return 'orphan';
  const isServed = known.implemented === 'yes' || draft.observed.length > 0;
  if (isServed && known.isOverdue) return 'zombie';
  if (draft.described.length === 0) return 'shadow';
  if (known.implemented === 'no') return 'phantom';
  if (!isServed) return 'unresolved';
  return known.hasDrift ? 'drifted' : 'matched';
}

function sourcesOf(
  draft: Draft,
  routes: readonly { readonly at: OperationSource['at']; readonly product: string; readonly excerpt: string }[],
  excerpts: ReadonlyMap<string, string>,
): readonly OperationSource[] {
  const byPlace = (a: OperationSource, b: OperationSource): number => compareLocations(a.at, b.at);
  const sources: readonly (readonly OperationSource[])[] = [
    draft.code.map(({ at, framework }) => ({
      kind: 'code',
      at,
      what: framework,
      excerpt: excerpts.get(placeOf(at)) ?? '',
    })),
    draft.described.map(({ document, operation }) => ({
      kind: 'description',
      at: operation.at,
      what: document.fact.title || document.fact.at.file,
      excerpt: operation.excerpt,
    })),
    routes.map(({ at, product, excerpt }) => ({ kind: 'gateway', at, what: product, excerpt })),
    draft.observed.map(({ at, status, excerpt }) => ({ kind: 'traffic', at, what: `answered ${status}`, excerpt })),
  ];
  return sources.flatMap(group => group.toSorted(byPlace));
}

/** Parameters of the code, then those that only a description names. Path parameters of both are the same by place. */
function parametersOf(draft: Draft): readonly Parameter[] {
  const own = draft.code.flatMap(operation => operation.parameters);
  const claimed = draft.described
    .flatMap(({ operation }) => operation.parameters)
    .filter(({ in: place }) => place !== 'path' || !own.some(parameter => parameter.in === 'path'));
  return [
    ...new Map([...claimed, ...own].map(parameter => [`${parameter.in} ${parameter.name}`, parameter])).values(),
  ].toSorted((a, b) => order(a.in, b.in) || order(a.name, b.name));
}

function statusOf(
  document: Document,
  judged: readonly Judged[],
  apiOf: ReadonlyMap<string, string>,
): Inventory['descriptions'][number] {
  const own = judged.filter(({ draft }) => draft.described.some(each => each.document === document));
  const counts = Map.groupBy(
    own.flatMap(({ operation }) => apiOf.get(operation.id) ?? []),
    id => id,
  );
  const [api] = [...counts].toSorted(([a, x], [b, y]) => y.length - x.length || order(a, b));
  return {
    file: document.fact.at.file,
    ...(api ? { api: api[0] } : {}),
    accepted: document.rejected === undefined,
    ...(document.rejected ? { rejectedBy: document.rejected } : {}),
    operations: document.operations.length,
    matched: document.rejected
      ? document.matched
      : own.filter(({ operation }) => operation.implemented === 'yes').length,
  };
}

function frameworksOf(component: string, input: ReconcileInput): readonly string[] {
  const seen = input.facts.flatMap(fact =>
    fact.component === component && fact.fileRole === 'product' && 'framework' in fact ? [fact.framework] : [],
  );
  return [
    ...new Set([
      ...seen,
      ...input.code.filter(operation => operation.component === component).map(operation => operation.framework),
    ]),
  ].toSorted();
}

/** Of an operation that is registered several times, only what all its registrations have holds. */
function linkedOf(drafts: readonly Draft[]): ReadonlyMap<string, LinkedDetail> {
  return new Map(
    drafts
      .filter(({ code }) => code.length > 0)
      .map(({ id, code }) => {
        const validation = code.every(operation => operation.validation) ? code[0]?.validation : undefined;
        const limiter = code.every(operation => operation.limiter) ? code[0]?.limiter : undefined;
        const [first, ...others] = code.map(operation => operation.controls ?? []);
        const controls = (first ?? []).filter(({ control }) =>
          others.every(other => other.some(one => one.control === control)),
        );
        return [
          id,
          {
            ...(validation ? { validation } : {}),
            ...(limiter ? { limiter } : {}),
            ...(controls.length > 0 ? { controls } : {}),
          },
        ] as const;
      }),
  );
}
