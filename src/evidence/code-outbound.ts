/** How requests to other APIs are hardened. */
import type { EvidenceInput } from '../core/inventory.ts';
import { contradictions, type PracticeSeen, practicesOf, sharedSupport } from './code-practices.ts';
import type { Deriver } from './deriver.ts';

const SIGNAL = 'route.outbound-hardening';

export const outboundDerivers: readonly Deriver[] = [
  {
    signal: SIGNAL,
    derive: input => {
      const seen = ofServices(input);
      return [
        ...contradictions(input, SIGNAL, seen),
        ...sharedSupport(input, {
          signal: SIGNAL,
          judged: seen.filter(({ standing }) => standing !== 'unsound'),
          atLeast: 0.9,
          words: 'outbound requests have a timeout',
        }),
      ];
    },
    looks: input =>
      [...new Set(ofServices(input).map(({ at }) => at.file))].toSorted().map(file => `outbound requests in ${file}`),
  },
];

/** Pages call their own servers; what a component that serves calls is a third party to it. */
function ofServices(input: EvidenceInput): readonly PracticeSeen[] {
  const serving = new Set(
    input.inventory.operations.filter(({ implemented }) => implemented === 'yes').map(({ component }) => component),
  );
  return practicesOf(input, 'outbound').filter(({ component }) => serving.has(component));
}
