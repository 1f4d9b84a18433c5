/** Rule G10: policies that no route refers to. */
import { factsOf } from '../core/fact.ts';
import type { GatewayControl } from '../core/facts/gateway.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { shownPolicy } from './gateway-exposure.ts';
import { ofRepository } from './governance-record.ts';

/** Policies of these controls that are bound to nothing are shown beside the rest, for the repository, and not counted. */
export function withUnbound(controls: readonly GatewayControl[], deriver: Deriver): Deriver {
  return { ...deriver, derive: input => [...deriver.derive(input), ...unbound(deriver.signal, controls, input)] };
}

function unbound(signal: string, controls: readonly GatewayControl[], input: EvidenceInput): readonly EvidenceDraft[] {
  const routes = factsOf(input.facts, 'gateway-route');
  return factsOf(input.facts, 'gateway-policy')
    .filter(policy => controls.includes(policy.control) && policy.fileRole === 'product' && policy.routes.length === 0)
    .filter(policy => policy.name === undefined || !routes.some(route => route.attaches?.includes(policy.name ?? '')))
    .map(policy => ({
      signal,
      subject: ofRepository(input),
      polarity: 'supports',
      tier: 'E2',
      plane: 'repo',
      confidence: 0.95,
      summary: `A ${policy.control} policy is defined and bound to no route.`,
      facts: [shownPolicy(policy)],
      rejected: [{ rule: 'G10', why: policy.notes.at(-1) ?? 'no route refers to it' }],
    }));
}
