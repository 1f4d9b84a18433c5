import type { Diagnostic } from '../core/diagnostic.ts';
import { type Evidence, evidenceId, type SignalCoverage } from '../core/evidence.ts';
import type { Attestable, EvidenceInput } from '../core/inventory.ts';
import { compareLocations } from '../core/location.ts';
import { architectureDerivers } from './architecture.ts';
import { attestedEvidence } from './attested.ts';
import { ciDerivers } from './ci.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { handlerDerivers } from './code-operations.ts';
import { outboundDerivers } from './code-outbound.ts';
import { tokenDerivers } from './code-tokens.ts';
import { designDerivers } from './design.ts';
import { gatewayDerivers } from './gateway.ts';
import { governanceDerivers } from './governance.ts';
import { routeDerivers } from './routes.ts';
import { choiceDerivers } from './routes-choice.ts';
import { contractDerivers } from './routes-contract.ts';
import { errorDerivers } from './routes-errors.ts';
import { frameworkDerivers } from './routes-framework.ts';
import { specDerivers } from './spec.ts';
import { testDerivers } from './tests.ts';

export { linkTests } from './tests.ts';

/** Every signal that something derives. One signal may have several derivers: each looks at another kind of place. */
const DERIVERS: readonly Deriver[] = [
  ...specDerivers,
  ...routeDerivers,
  ...frameworkDerivers,
  ...errorDerivers,
  ...contractDerivers,
  ...choiceDerivers,
  ...testDerivers,
  ...ciDerivers,
  ...gatewayDerivers,
  ...governanceDerivers,
  ...designDerivers,
  ...architectureDerivers,
  ...tokenDerivers,
  ...handlerDerivers,
  ...outboundDerivers,
];

/** Signals with a deriver, sorted. */
export const SUPPORTED_SIGNALS: readonly string[] = [...new Set(DERIVERS.map(deriver => deriver.signal))].toSorted();

/** Evidence for every signal that can be derived or attested, and which signals could be looked for in this input. */
export function deriveEvidence(
  input: EvidenceInput,
  attestable: Attestable,
): {
  readonly evidence: readonly Evidence[];
  readonly signals: readonly SignalCoverage[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const evidence = new Map<string, Evidence>();
  const add = (draft: EvidenceDraft): void => {
    const facts = draft.facts.toSorted((a, b) => compareLocations(a.at, b.at) || (a.what < b.what ? -1 : 1));
    const complete = { rejected: [], nullifiedBy: [], ...introduction(draft, input), ...draft, facts };
    const id = evidenceId(complete);
    evidence.set(id, { id, ...complete });
  };
  const looked = new Map<string, string[]>();
  for (const deriver of DERIVERS) {
    for (const draft of deriver.derive(input)) add(draft);
    looked.set(deriver.signal, [...(looked.get(deriver.signal) ?? []), ...deriver.looks(input)]);
  }
  const attested = attestedEvidence(input, attestable);
  for (const draft of attested.evidence) add(draft);
  return {
    evidence: [...evidence.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    signals: [
      ...SUPPORTED_SIGNALS.map(signal => coverageOf(signal, looked.get(signal) ?? [], input.repository)),
      ...onlyAttested(attested.evidence, input.repository),
    ],
    diagnostics: attested.diagnostics,
  };
}

function coverageOf(signal: string, looked: readonly string[], repository: string): SignalCoverage {
  const places = [...new Set(looked)].toSorted();
  return {
    signal,
    status: 'supported',
    why:
      places.length === 0
        ? 'nothing of this tree is a place where it would stand'
        : `looked in ${places.slice(0, 12).join(', ')}${places.length > 12 ? ` and ${places.length - 12} more` : ''}`,
    withoutPlace: places.length === 0 ? [repository] : [],
  };
}

/** Signals that nothing looks for and that documents of the tree attest: what they do not say is not known. */
function onlyAttested(evidence: readonly EvidenceDraft[], repository: string): readonly SignalCoverage[] {
  return [...new Set(evidence.map(draft => draft.signal))]
    .filter(signal => !SUPPORTED_SIGNALS.includes(signal))
    .toSorted()
    .map(signal => ({
      signal,
      status: 'supported',
      why: 'attested documents that name it were read; no detector looks for it elsewhere yet',
      withoutPlace: [repository],
    }));
}

/** The change that brought a support in, by the first place that its deriver names: that one proves it, the others lead there. */
function introduction(draft: EvidenceDraft, input: EvidenceInput): Pick<Evidence, 'introduced'> {
  const [first] = draft.facts;
  const introduced = draft.polarity === 'supports' && first ? input.introducedBy?.(first.at.file) : undefined;
  return introduced ? { introduced } : {};
}
