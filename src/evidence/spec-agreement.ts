/** Where descriptions and code agree, and where one is without the other. */
import { factsOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Operation } from '../core/operation.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import {
  claimsOf,
  comparedConfidence,
  descriptionPlaces,
  documentsByFile,
  oncePerOperation,
  operationEvidence,
  routePlaces,
  shownSources,
  type Claim,
} from './spec-record.ts';

export const specAgreementDerivers: readonly Deriver[] = [
  { signal: 'spec.matches-code', derive: matches, looks: bothPlaces },
  { signal: 'spec.phantom-operation', derive: phantoms, looks: bothPlaces },
  {
    signal: 'spec.drives-code',
    derive: drives,
    looks: input => (routePlaces(input).length > 0 ? ['dependencies of the components with routes'] : []),
  },
  { signal: 'spec.deprecation.declared', derive: deprecations, looks: descriptionPlaces },
  { signal: 'spec.deprecated-operation-still-routed', derive: zombies, looks: bothPlaces },
  { signal: 'route.undocumented', derive: undocumented, looks: routePlaces },
  { signal: 'route.version.multiple-live', derive: versions, looks: routePlaces },
];

/** A comparison needs both sides: without routes that were read, nothing can be absent from them. */
function bothPlaces(input: EvidenceInput): readonly string[] {
  const routes = routePlaces(input);
  return routes.length === 0 ? [] : [...descriptionPlaces(input), ...routes];
}

/**
 * Method and path agree: E2, since one scan compares and nothing enforces it. Whether the stated authentication is that of
 * the guards is asked where authentication is judged.
 */
function matches(input: EvidenceInput): readonly EvidenceDraft[] {
  const documents = documentsByFile(input);
  return input.inventory.operations.flatMap((operation): readonly EvidenceDraft[] => {
    if (operation.documented !== 'yes' || operation.implemented !== 'yes') return [];
    const facts = [
      ...shownSources(operation, 'code', 'route in code'),
      ...shownSources(operation, 'description', 'described operation'),
    ];
    const confidence = comparedConfidence(
      documents.get(operation.sources.find(source => source.kind === 'description')?.at.file ?? ''),
    );
    const difference = operation.state === 'drifted' ? ', and differ about authentication' : '';
    return [
      operationEvidence({
        signal: 'spec.matches-code',
        operation,
        tier: 'E2',
        summary: `code and description agree on method and path${difference}`,
        confidence,
        facts,
      }),
    ];
  });
}

function phantoms(input: EvidenceInput): readonly EvidenceDraft[] {
  return input.inventory.operations
    .filter(operation => operation.state === 'phantom')
    .map(operation =>
      operationEvidence({
        signal: 'spec.phantom-operation',
        operation,
        polarity: 'contradicts',
        tier: 'E3',
        summary: 'it is described, and neither code, gateway nor traffic knows it',
        confidence: comparedConfidence(undefined),
        facts: shownSources(operation, 'description', 'described operation'),
      }),
    );
}

/** Packages that route or check requests by a description at run time: design-governance §1.2. */
const DRIVERS: ReadonlySet<string> = new Set([
  'express-openapi-validator',
  'openapi-backend',
  'fastify-openapi-glue',
  'koa-oas3',
  'koa-oas-controller',
  'exegesis',
  'exegesis-express',
  'express-openapi',
  'swagger-tools',
  'oas-tools',
  '@oas-tools/core',
  'connexion',
  'openapi-core',
  'committee',
  'vertx-web-openapi-router',
  'github.com/getkin/kin-openapi',
]);

/** A package in a manifest shows no more than that somebody could have mounted it: it is shown and not counted (rule G1). */
function drives(input: EvidenceInput): readonly EvidenceDraft[] {
  const packages = factsOf(input.facts, 'artefact').flatMap(fact =>
    fact.artefact === 'dependency' && !fact.isDevelopment && fact.fileRole === 'product' && DRIVERS.has(fact.name)
      ? [fact]
      : [],
  );
  return packages.flatMap(fact =>
    input.inventory.operations
      .filter(
        operation =>
          operation.component === fact.component && operation.documented === 'yes' && operation.implemented === 'yes',
      )
      .map(operation =>
        operationEvidence({
          signal: 'spec.drives-code',
          operation,
          tier: 'E3',
          summary: `${fact.name} can route and check requests by the description`,
          confidence: 0.85,
          facts: [{ at: fact.at, excerpt: fact.excerpt, what: `dependency ${fact.name} ${fact.version}`.trim() }],
          rejected: [
            { rule: 'G1', why: 'a dependency that is declared is not yet one that is mounted with the description' },
          ],
        }),
      ),
  );
}

function deprecations(input: EvidenceInput): readonly EvidenceDraft[] {
  const claims = claimsOf(input);
  const byDocument = Map.groupBy(claims, claim => claim.fact.document);
  // Everything marked and nothing dated plans no end.
  const isBlanket = (claim: Claim): boolean => {
    const all = byDocument.get(claim.fact.document) ?? [];
    return all.length > 1 && all.every(({ fact }) => fact.deprecated !== undefined && fact.sunset === undefined);
  };
  return oncePerOperation(claims.filter(claim => claim.fact.deprecated)).map(claim =>
    operationEvidence({
      signal: 'spec.deprecation.declared',
      operation: claim.operation,
      tier: 'E1',
      confidence: claim.confidence,
      summary:
        claim.fact.sunset === undefined
          ? 'it is marked as deprecated, without a date'
          : `it is marked as deprecated, with its end on ${claim.fact.sunset}`,
      facts: [{ at: claim.fact.deprecated ?? claim.fact.at, excerpt: '', what: 'deprecation' }],
      ...(isBlanket(claim)
        ? {
            rejected: [
              { rule: 'blanket-deprecation', why: 'every operation of the document is deprecated and none has a date' },
            ],
          }
        : {}),
    }),
  );
}

function zombies(input: EvidenceInput): readonly EvidenceDraft[] {
  return input.inventory.operations
    .filter(operation => operation.state === 'zombie' && operation.implemented === 'yes')
    .map(operation =>
      operationEvidence({
        signal: 'spec.deprecated-operation-still-routed',
        operation,
        polarity: 'contradicts',
        tier: 'E3',
        confidence: comparedConfidence(undefined),
        summary: `its end was set to ${operation.sunset ?? 'a past day'}, and it is still routed`,
        facts: [
          ...shownSources(operation, 'description', 'sunset date'),
          ...shownSources(operation, 'code', 'route in code'),
        ],
      }),
    );
}

/** Routes that every framework or platform asks for, and that no API description lists. A.1, `inventory.source-discovery`. */
const PLUMBING =
  /^\/(?:_?health(?:z|check)?|livez?|ready(?:z)?|readiness|liveness|ping|metrics|favicon\.ico|robots\.txt|static|assets|public)(?:\/|$)/i;

function undocumented(input: EvidenceInput): readonly EvidenceDraft[] {
  return input.inventory.operations
    .filter(operation => operation.documented === 'no' && operation.implemented === 'yes')
    .map(operation =>
      operationEvidence({
        signal: 'route.undocumented',
        operation,
        polarity: 'contradicts',
        tier: 'E3',
        summary: 'it is served, and no description that counts states it',
        confidence: comparedConfidence(undefined),
        facts: shownSources(operation, 'code', 'route in code'),
        ...(PLUMBING.test(operation.path)
          ? { rejected: [{ rule: 'not-an-operation', why: 'health, metrics and static routes are no part of an API' }] }
          : {}),
      }),
    );
}

/** Several majors side by side: managed when the older ones are deprecated, something to manage otherwise. */
function versions(input: EvidenceInput): readonly EvidenceDraft[] {
  const served = input.inventory.operations.filter(
    operation => operation.implemented === 'yes' && versionOf(operation) !== undefined,
  );
  const byScope = Map.groupBy(served, operation => `${operation.component} ${operation.protocol}`);
  return [...byScope.keys()].toSorted().flatMap(scope => {
    const lines = Map.groupBy(byScope.get(scope) ?? [], operation => versionOf(operation) ?? 0);
    const newest = Math.max(...lines.keys());
    return [...lines]
      .filter(([version]) => version < newest)
      .toSorted(([a], [b]) => a - b)
      .flatMap(([version, operations]) => {
        const isManaged = operations.every(operation => operation.deprecated);
        return [...new Set(operations.map(operation => operation.api))].toSorted().map((api): EvidenceDraft => ({
          signal: 'route.version.multiple-live',
          subject: { scope: 'api', id: api },
          polarity: isManaged ? 'supports' : 'contradicts',
          tier: 'E3',
          plane: 'repo',
          confidence: comparedConfidence(undefined),
          summary: `v${version} is served beside v${newest}${isManaged ? ', and all of it is marked as deprecated' : ', and not all of it is marked as deprecated'}.`,
          facts: operations
            .filter(operation => operation.api === api)
            .flatMap(operation => shownSources(operation, 'code', `route of v${version}`))
            .slice(0, MAX_FACTS),
        }));
      });
  });
}

const MAX_FACTS = 20;

function versionOf(operation: Operation): number | undefined {
  const segment = operation.path
    .split('/')
    .slice(0, 5)
    .find(each => /^v\d{1,3}$/i.test(each));
  return segment === undefined ? undefined : Number(segment.slice(1));
}
