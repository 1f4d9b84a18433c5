/** What descriptions say about who may call an operation. */
import type { FactOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import {
  claimsOf,
  confidenceOf,
  descriptionPlaces,
  documentsByFile,
  oncePerOperation,
  operationEvidence,
  shownClaim,
  type Claim,
} from './spec-record.ts';

export const specSecurityDerivers: readonly Deriver[] = [
  { signal: 'spec.security.global-or-per-op', derive: requirements, looks: descriptionPlaces },
  { signal: 'spec.security.scheme-strength', derive: strengths, looks: descriptionPlaces },
  { signal: 'spec.security.scopes-per-op', derive: scopes, looks: descriptionPlaces },
];

/** Operations that anybody must be able to call: for them "no authentication" is a requirement that was thought of. */
const PUBLIC_BY_NATURE =
  /(?:^|\/|[-_.])(?:login|signin|sign-in|logout|register|signup|sign-up|token|oauth2?|otp|forgot|reset|recover(?:y)?|verify|callback|webhooks?|health\w*|live\w*|ready\w*|ping|status|version|metrics|docs|openapi|swagger|\.well-known|jwks(?:\.json)?|public)(?:\/|$|[-_.])/i;

/** Required supports; optional and none contradict, unless the operation is public by nature. Silence is no evidence (rule G12). */
function requirements(input: EvidenceInput): readonly EvidenceDraft[] {
  return oncePerOperation(claimsOf(input).filter(({ fact }) => fact.security.status !== 'unstated')).flatMap(
    (claim): readonly EvidenceDraft[] => {
      const { operation, fact, confidence } = claim;
      const { status, schemes, at } = fact.security;
      if (status === 'required') {
        return [
          operationEvidence({
            signal: 'spec.security.global-or-per-op',
            operation,
            tier: 'E1',
            summary: `the description requires ${schemes.length > 0 ? schemes.join(' or ') : 'authentication'}`,
            confidence,
            facts: [shownClaim(claim, 'security requirement', at)],
          }),
        ];
      }
      if (PUBLIC_BY_NATURE.test(operation.path)) return [];
      const summary =
        status === 'optional'
          ? 'the description makes authentication optional'
          : 'the description asks for no authentication';
      return [
        operationEvidence({
          signal: 'spec.security.global-or-per-op',
          operation,
          polarity: 'contradicts',
          tier: 'E1',
          summary,
          confidence,
          facts: [shownClaim(claim, 'security requirement', at)],
        }),
      ];
    },
  );
}

/** A scheme counts when an operation demands it; others are shown (rule G12). One weak scheme is a way in, whatever the others are. */
function strengths(input: EvidenceInput): readonly EvidenceDraft[] {
  const documents = documentsByFile(input);
  const applied = new Map<string, Set<string>>();
  for (const { fact } of claimsOf(input)) {
    const names = applied.get(fact.document) ?? new Set<string>();
    for (const name of fact.security.schemes) names.add(name);
    applied.set(fact.document, names);
  }
  return input.inventory.apis.flatMap(api =>
    api.descriptions.flatMap((file): readonly EvidenceDraft[] => {
      const document = documents.get(file);
      const schemes = document?.schemes.filter(scheme => applied.get(file)?.has(scheme.name)) ?? [];
      if (!document || document.schemes.length === 0) return [];
      if (schemes.length > 0) return [strengthOf(api.id, document, schemes)];
      return [
        {
          ...strengthOf(api.id, document, document.schemes),
          polarity: 'supports',
          summary: `Authentication is declared and demanded by no operation that exists: ${namesOf(document.schemes)}.`,
          rejected: [{ rule: 'G12', why: 'a scheme that no operation demands protects nothing' }],
        },
      ];
    }),
  );
}

function strengthOf(
  api: string,
  document: FactOf<'description'>,
  schemes: FactOf<'description'>['schemes'],
): EvidenceDraft {
  const weak = schemes.filter(scheme => scheme.strength === 'weak');
  const shown = weak.length > 0 ? weak : schemes;
  const isStrong = schemes.some(scheme => scheme.strength === 'strong');
  const names = namesOf(shown);
  return {
    signal: 'spec.security.scheme-strength',
    subject: { scope: 'api', id: api },
    polarity: weak.length > 0 ? 'contradicts' : 'supports',
    tier: 'E1',
    plane: 'repo',
    // Bearer tokens and keys in headers are only as good as what issues them, of which a description says nothing.
    confidence: weak.length > 0 || isStrong ? confidenceOf(document) : Math.min(confidenceOf(document), 0.75),
    summary:
      weak.length > 0
        ? `The API accepts weak authentication: ${names}.`
        : `The API demands ${isStrong ? 'strong' : 'acceptable'} authentication: ${names}.`,
    facts: shown.map(scheme => ({ at: scheme.at, excerpt: '', what: `${scheme.strength} scheme ${scheme.type}` })),
  };
}

function namesOf(schemes: FactOf<'description'>['schemes']): string {
  return schemes.map(scheme => `${scheme.name} (${scheme.type})`).join(', ');
}

/** One scope for every operation distinguishes nobody: it is shown and not counted (A.2, `design.authz-model`). */
function scopes(input: EvidenceInput): readonly EvidenceDraft[] {
  const claims = claimsOf(input).filter(({ fact }) => fact.security.scopes.length > 0);
  const sets = new Map<string, Set<string>>();
  for (const { operation, fact } of claims)
    sets.set(operation.api, (sets.get(operation.api) ?? new Set()).add(fact.security.scopes.join(' ')));
  const isSame = ({ operation }: Claim): boolean =>
    (sets.get(operation.api)?.size ?? 0) === 1 &&
    claims.filter(claim => claim.operation.api === operation.api).length > 1;
  return oncePerOperation(claims).map(claim =>
    operationEvidence({
      signal: 'spec.security.scopes-per-op',
      operation: claim.operation,
      tier: 'E1',
      confidence: claim.confidence,
      summary: `the description demands ${claim.fact.security.scopes.join(', ')}`,
      facts: [shownClaim(claim, 'scopes', claim.fact.security.at)],
      ...(isSame(claim)
        ? { rejected: [{ rule: 'one-scope-everywhere', why: 'every operation of the API demands the same' }] }
        : {}),
    }),
  );
}
