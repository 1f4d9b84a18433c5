/** How tokens are verified and issued, and which secrets stand in the tree. */
import type { EvidenceInput } from '../core/inventory.ts';
import { contradictions, practicesOf, sharedSupport } from './code-practices.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';

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
    signal: 'code.secrets.hardcoded',
    derive: secrets,
    looks: ({ inventory }) => (inventory.components.length > 0 ? ['source, configuration and key files'] : []),
  },
];

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
