import { type Evidence, evidenceId, type SignalCoverage } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { compareLocations } from '../core/location.ts';
import { architectureDerivers } from './architecture.ts';
import { ciDerivers } from './ci.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { designDerivers } from './design.ts';
import { gatewayDerivers } from './gateway.ts';
import { governanceDerivers } from './governance.ts';
import { routeDerivers } from './routes.ts';
import { specDerivers } from './spec.ts';
import { testDerivers } from './tests.ts';

export { linkTests } from './tests.ts';

/** Every signal that something derives. One signal may have several derivers: each looks at another kind of place. */
const DERIVERS: readonly Deriver[] = [
  ...specDerivers,
  ...routeDerivers,
  ...testDerivers,
  ...ciDerivers,
  ...gatewayDerivers,
  ...governanceDerivers,
  ...designDerivers,
  ...architectureDerivers,
];

/** Signals with a deriver, sorted. */
export const SUPPORTED_SIGNALS: readonly string[] = [...new Set(DERIVERS.map(deriver => deriver.signal))].toSorted();

/** Evidence for every signal that can be derived, and which signals could be looked for in this input. */
export function deriveEvidence(input: EvidenceInput): {
  readonly evidence: readonly Evidence[];
  readonly signals: readonly SignalCoverage[];
} {
  const evidence = new Map<string, Evidence>();
  const looked = new Map<string, string[]>();
  for (const deriver of DERIVERS) {
    for (const draft of deriver.derive(input)) {
      const facts = draft.facts.toSorted((a, b) => compareLocations(a.at, b.at) || (a.what < b.what ? -1 : 1));
      const complete = { rejected: [], nullifiedBy: [], ...introduction(draft, input), ...draft, facts };
      const id = evidenceId(complete);
      evidence.set(id, { id, ...complete });
    }
    looked.set(deriver.signal, [...(looked.get(deriver.signal) ?? []), ...deriver.looks(input)]);
  }
  const signals = SUPPORTED_SIGNALS.map((signal): SignalCoverage => {
    const places = [...new Set(looked.get(signal) ?? [])].toSorted();
    return {
      signal,
      status: 'supported',
      why:
        places.length === 0
          ? 'nothing of this tree is a place where it would stand'
          : `looked in ${places.slice(0, 12).join(', ')}${places.length > 12 ? ` and ${places.length - 12} more` : ''}`,
      withoutPlace: places.length === 0 ? [input.repository] : [],
    };
  });
  return { evidence: [...evidence.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), signals };
}

/** The change that brought a support in, by the first place that its deriver names: that one proves it, the others lead there. */
function introduction(draft: EvidenceDraft, input: EvidenceInput): Pick<Evidence, 'introduced'> {
  const [first] = draft.facts;
  const introduced = draft.polarity === 'supports' && first ? input.introducedBy?.(first.at.file) : undefined;
  return introduced ? { introduced } : {};
}
