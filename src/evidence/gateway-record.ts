/** Records about one way through a gateway to one operation. */
import type { Evidence, Tier } from '../core/evidence.ts';
import type { GatewayControl } from '../core/facts/gateway.ts';
import type { PolicyFact } from '../core/gateway-match.ts';
import type { EvidenceDraft } from './deriver.ts';
import { shownPolicy, shownRoute } from './gateway-exposure.ts';
import type { Exposure } from './gateway-exposure.ts';

export const AUTHENTICATION: readonly GatewayControl[] = ['jwt', 'oauth2', 'api-key', 'basic', 'mtls', 'external-auth'];

type Parts = {
  readonly signal: string;
  readonly polarity?: EvidenceDraft['polarity'];
  readonly tier: Tier;
  readonly summary: string;
  readonly policies?: readonly PolicyFact[];
  readonly rejected?: readonly { readonly rule: string; readonly why: string }[];
  readonly nullifiedBy?: Evidence['nullifiedBy'];
};

export function about(exposure: Exposure, parts: Parts): EvidenceDraft {
  const rejected = [...exposure.rejected, ...(parts.rejected ?? [])];
  return {
    signal: parts.signal,
    subject: { scope: 'operation', id: exposure.operation.id },
    polarity: parts.polarity ?? 'supports',
    tier: parts.tier,
    summary: parts.summary,
    plane: 'repo',
    confidence: exposure.confidence,
    facts: [...(parts.policies ?? []).map(shownPolicy), shownRoute(exposure.route)],
    ...(rejected.length > 0 ? { rejected } : {}),
    ...(parts.nullifiedBy && parts.nullifiedBy.length > 0 ? { nullifiedBy: parts.nullifiedBy } : {}),
  };
}

/** Bound and acting is E3; E4 when a violation is refused and no way round it is known. */
export function actingTier({ bypass }: Exposure, policies: readonly PolicyFact[], isWeak = false): Tier {
  return bypass || isWeak || policies.some(({ failsOpen: opens }) => opens) ? 'E3' : 'E4';
}

export function inWords({ route, externalPath, bypass }: Exposure): string {
  return `on ${route.route} (${externalPath})${bypass ? `; the backend is also reachable through Service ${bypass.name}` : ''}`;
}

/** What a control does on one way: enforcing it supports; anything else is shown with what takes its effect away (rule G9). */
export function controlled(
  signal: string,
  exposure: Exposure,
  policies: readonly PolicyFact[],
  said: string,
  isWeak = false,
): readonly EvidenceDraft[] {
  const acting = policies.filter(({ mode }) => mode === 'enforce');
  if (acting.length > 0) {
    return [
      about(exposure, {
        signal,
        tier: actingTier(exposure, acting, isWeak),
        summary: `${said} ${inWords(exposure)}.`,
        policies: acting,
      }),
    ];
  }
  const [first] = policies;
  if (!first) return [];
  return [
    about(exposure, {
      signal,
      tier: 'E2',
      summary: `A ${first.control} policy stands ${inWords(exposure)} and does not block.`,
      policies,
      nullifiedBy: [
        {
          kind: 'effect',
          why: `G9: mode ${first.mode}${first.notes.length > 0 ? `: ${first.notes.join('; ')}` : ''}`,
          at: first.at,
        },
      ],
    }),
  ];
}
