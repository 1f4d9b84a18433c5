/** How tokens are verified and issued, and which secrets stand in the tree. */
import type { EvidenceInput } from '../core/inventory.ts';
import { contradictions, practicesOf, sharedSupport } from './code-practices.ts';
import type { Deriver } from './deriver.ts';

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
];

/** Files in which tokens are verified: a tree without any has no place where this would stand. */
function filesOf(input: EvidenceInput): readonly string[] {
  const files = practicesOf(input, 'token-verification').map(({ at }) => at.file);
  return [...new Set(files)].toSorted().map(file => `verification of tokens in ${file}`);
}
