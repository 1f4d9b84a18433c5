/** How tokens are verified and issued, and which secrets stand in the tree. */
import type { EvidenceInput } from '../core/inventory.ts';
import { contradictions, places, practicesOf, READ_CONFIDENCE, sharedSupport } from './code-practices.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { ofRepository } from './governance-record.ts';

export const tokenDerivers: readonly Deriver[] = [
  {
    signal: 'code.jwt.verification-correct',
    derive: input => {
      const judged = practicesOf(input, 'token-verification');
      return [
        ...contradictions(input, 'code.jwt.verification-correct', judged),
        ...sharedSupport(input, {
          signal: 'code.jwt.verification-correct',
          judged,
          atLeast: 0.95,
          words: 'verifications of tokens check signature, algorithm, issuer, audience and expiry',
        }),
      ];
    },
    looks: input => filesOf(input),
  },
  {
    signal: 'code.token.lifecycle',
    derive: lifecycle,
    looks: input =>
      [...new Set(practicesOf(input, 'token-life').map(({ at }) => at.file))]
        .toSorted()
        .map(file => `tokens and sessions in ${file}`),
  },
  {
    signal: 'code.secrets.hardcoded',
    derive: secrets,
    looks: ({ inventory }) => (inventory.components.length > 0 ? ['source, configuration and key files'] : []),
  },
];

/** Operations by which a client gives a token back, or trades it for a new one. */
const ENDS = /(?:^|\/)(?:revoke|revocation|refresh(?:[-_]?tokens?)?|token\/refresh)(?:\/|$)/i;

/** Expiry alone is half of it: with a way to end or renew tokens, or keys that rotate, the life is designed. */
function lifecycle(input: EvidenceInput): readonly EvidenceDraft[] {
  const seen = practicesOf(input, 'token-life');
  const kept = seen.filter(({ standing }) => standing !== 'unsound');
  const ending = input.inventory.operations.filter(
    ({ implemented, path, method }) => implemented === 'yes' && method !== 'GET' && ENDS.test(path),
  );
  const expiring = kept.filter(({ what }) => what.includes('expire') || what.includes('end after'));
  const isShort =
    expiring.some(({ standing }) => standing === 'sound') && kept.every(({ standing }) => standing === 'sound');
  const isDesigned = isShort && (ending.length > 0 || kept.some(({ what }) => /rotate|store/.test(what)));
  const ways = ending.flatMap(({ sources, method, path }) =>
    sources.slice(0, 1).map(({ at, excerpt }) => ({ at, excerpt, what: `${method} ${path} ends or renews tokens` })),
  );
  return [
    ...contradictions(input, 'code.token.lifecycle', seen),
    ...(expiring.length === 0
      ? []
      : [
          {
            signal: 'code.token.lifecycle',
            subject: ofRepository(input),
            polarity: 'supports',
            tier: isDesigned ? 'E3' : 'E2',
            plane: 'repo',
            confidence: READ_CONFIDENCE,
            summary: isDesigned
              ? 'Tokens expire within an hour and can be ended or renewed, or keys rotate'
              : `Tokens expire; ${isShort ? 'no way to end or renew them was seen' : 'how long they live is configured or more than an hour'}`,
            facts: [...places(kept), ...ways].slice(0, 20),
          } as const,
        ]),
  ];
}

/** A fallback is shown and does not count: it is no secret of a system that is configured. */
function secrets(input: EvidenceInput): readonly EvidenceDraft[] {
  const seen = practicesOf(input, 'secret');
  // A key that a library takes may also have a format that says what it is.
  const distinct = seen.filter(
    ({ at }, index) => seen.findIndex(other => other.at.file === at.file && other.at.line === at.line) === index,
  );
  const fallbacks = distinct.filter(({ standing }) => standing === 'partial');
  return [
    ...contradictions(input, 'code.secrets.hardcoded', distinct),
    ...contradictions(
      input,
      'code.secrets.hardcoded',
      fallbacks.map(fact => ({ ...fact, standing: 'unsound' as const })),
    ).map(draft => ({
      ...draft,
      rejected: [{ rule: 'fallback', why: 'it takes effect only where nothing is configured' }],
    })),
  ];
}

/** Files in which tokens are verified: a tree without any has no place where this would stand. */
function filesOf(input: EvidenceInput): readonly string[] {
  const files = practicesOf(input, 'token-verification').map(({ at }) => at.file);
  return [...new Set(files)].toSorted().map(file => `verification of tokens in ${file}`);
}
