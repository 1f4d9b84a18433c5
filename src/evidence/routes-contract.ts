/** Evidence about descriptions that are enforced while the application runs. */
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { NEARLY_ALL, controlsOf, placesOf, served } from './route-controls.ts';

export const contractDerivers: readonly Deriver[] = [
  // A gateway or a sidecar may enforce the description instead, and routers made from a description are not read.
  { signal: 'route.validation.spec-runtime', derive: enforced, looks: () => [] },
];

const GUARD_CONFIDENCE = 0.85;

/** For each API with a description: whether a validator of it stands before nearly all that it describes. */
function enforced(input: EvidenceInput): readonly EvidenceDraft[] {
  const all = served(input).filter(({ documented }) => documented === 'yes');
  return input.inventory.apis.flatMap((api): readonly EvidenceDraft[] => {
    const own = all.filter(operation => operation.api === api.id);
    const seen = own.flatMap(({ id }) => controlsOf(input, id, 'contract').slice(0, 1));
    if (seen.length === 0 || seen.length < own.length * NEARLY_ALL) return [];
    return [
      {
        signal: 'route.validation.spec-runtime',
        subject: { scope: 'api', id: api.id },
        polarity: 'supports',
        tier: 'E3',
        summary: `requests to ${seen.length} of ${own.length} described operations must be as the description says`,
        plane: 'repo',
        confidence: GUARD_CONFIDENCE,
        facts: placesOf(seen),
      },
    ];
  });
}
