/** What descriptions say about messages: bounds, failures, limits, classified data. */
import { factsOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import {
  claimsOf,
  descriptionPlaces,
  oncePerOperation,
  operationEvidence,
  shownClaim,
  type Claim,
} from './spec-record.ts';

export const specContractDerivers: readonly Deriver[] = [
  { signal: 'spec.schema.request-constrained', derive: requests, looks: descriptionPlaces },
  { signal: 'spec.schema.response-constrained', derive: responses, looks: descriptionPlaces },
  { signal: 'spec.schema.data-classification', derive: classified, looks: descriptionPlaces },
  { signal: 'spec.error-responses', derive: errors, looks: descriptionPlaces },
  { signal: 'spec.rate-limit.declared', derive: limits, looks: descriptionPlaces },
];

type Words = { readonly signal: string; readonly summary: string; readonly what: string };

/** A plain claim at E1; several documents that say it are one piece of evidence. */
function supports(
  claims: readonly Claim[],
  wordsOf: (claim: Claim) => Words,
  more: (claim: Claim) => Partial<EvidenceDraft> = () => ({}),
): readonly EvidenceDraft[] {
  return oncePerOperation(claims).map(claim => {
    const { signal, summary, what } = wordsOf(claim);
    return {
      ...operationEvidence({
        signal,
        operation: claim.operation,
        tier: 'E1',
        summary,
        confidence: claim.confidence,
        facts: [shownClaim(claim, what)],
      }),
      ...more(claim),
    };
  });
}

function requests(input: EvidenceInput): readonly EvidenceDraft[] {
  return supports(
    claimsOf(input).filter(({ fact }) => fact.requestConstrained === 'yes'),
    () => ({
      signal: 'spec.schema.request-constrained',
      summary: 'every input is bounded and every object closed',
      what: 'constrained request',
    }),
  );
}

function responses(input: EvidenceInput): readonly EvidenceDraft[] {
  return supports(
    claimsOf(input).filter(({ fact }) => fact.responseConstrained === 'yes'),
    ({ fact }) => ({
      signal: 'spec.schema.response-constrained',
      summary: `every successful response has a closed and typed schema${fact.splitsReadAndWrite ? ', other than what is written' : ''}`,
      what: 'constrained response',
    }),
  );
}

/** Every field whose name suggests sensitive data carries a mark; some of them are shown and not counted. */
function classified(input: EvidenceInput): readonly EvidenceDraft[] {
  const claims = oncePerOperation(
    claimsOf(input).filter(({ fact }) => fact.sensitiveFields.some(field => field.annotated)),
  );
  return claims.map(({ operation, fact, confidence }) => {
    const marked = fact.sensitiveFields.filter(field => field.annotated);
    const isWhole = marked.length === fact.sensitiveFields.length;
    return operationEvidence({
      signal: 'spec.schema.data-classification',
      operation,
      tier: 'E1',
      confidence,
      summary: `${marked.length} of ${fact.sensitiveFields.length} sensitive fields are marked as such`,
      facts: marked.map(field => ({ at: field.at, excerpt: '', what: `${field.class} field ${field.name}` })),
      ...(isWhole
        ? {}
        : {
            rejected: [
              {
                rule: 'partly-classified',
                why: `unmarked: ${fact.sensitiveFields
                  .filter(field => !field.annotated)
                  .map(field => field.name)
                  .join(', ')}`,
              },
            ],
          }),
    });
  });
}

function errors(input: EvidenceInput): readonly EvidenceDraft[] {
  const explicit = (claim: Claim): readonly string[] =>
    claim.fact.errorResponses.filter(status => status !== 'default');
  return supports(
    claimsOf(input).filter(claim => explicit(claim).length > 0),
    claim => ({
      signal: 'spec.error-responses',
      summary: `failures have schemas: ${explicit(claim).join(', ')}`,
      what: 'error responses',
    }),
  );
}

/** A 429 on every operation while no limiter exists anywhere is a claim that nothing holds up (A.2, `design.rate-limit-quota`). */
function limits(input: EvidenceInput): readonly EvidenceDraft[] {
  const claims = claimsOf(input);
  const hasLimiter =
    [...input.linked.values()].some(detail => detail.limiter !== undefined) ||
    factsOf(input.facts, 'gateway-policy').some(
      policy =>
        (policy.control === 'rate-limit' || policy.control === 'quota') &&
        policy.mode === 'enforce' &&
        policy.fileRole === 'product',
    );
  const byDocument = Map.groupBy(claims, claim => claim.fact.document);
  const isCopied = (claim: Claim): boolean => {
    const all = byDocument.get(claim.fact.document) ?? [];
    return !hasLimiter && all.length > 1 && all.every(({ fact }) => fact.rateLimit !== undefined);
  };
  return oncePerOperation(claims.filter(({ fact }) => fact.rateLimit !== undefined)).map(claim =>
    operationEvidence({
      signal: 'spec.rate-limit.declared',
      operation: claim.operation,
      tier: 'E1',
      confidence: claim.confidence,
      summary: 'the description states a rate limit',
      facts: [shownClaim(claim, 'rate limit', claim.fact.rateLimit ?? claim.fact.at)],
      ...(isCopied(claim)
        ? {
            rejected: [
              {
                rule: 'limit-without-limiter',
                why: 'it stands on every operation of the document, and no limiter was found in code or gateway',
              },
            ],
          }
        : {}),
    }),
  );
}
