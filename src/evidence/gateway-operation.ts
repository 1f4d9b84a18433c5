/** Gateway signals of single operations. */
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { exposuresOf, gatewayFiles, policiesFor } from './gateway-exposure.ts';
import type { Exposure } from './gateway-exposure.ts';
import { limited, loginThrottle, quota } from './gateway-limits.ts';
import { about, actingTier, AUTHENTICATION, controlled, inWords } from './gateway-record.ts';
import { withUnbound } from './gateway-unbound.ts';

export const operationDerivers: readonly Deriver[] = [
  each('gateway.route.mapped', mapped),
  withUnbound(AUTHENTICATION, each('gateway.auth.enforced', authenticated)),
  each('gateway.jwt.claims-checked', claimsChecked),
  withUnbound(['rate-limit', 'quota'], each('gateway.rate-limit', limited)),
  each('gateway.quota-per-consumer', quota),
  each('gateway.login-throttle', loginThrottle),
  withUnbound(
    ['request-schema'],
    each('gateway.schema.request', exposure =>
      controlled(
        'gateway.schema.request',
        exposure,
        policiesFor(exposure, ['request-schema']),
        'The request is validated against a schema',
      ),
    ),
  ),
  withUnbound(['response-schema', 'response-filter'], each('gateway.schema.response', response)),
  each('gateway.policy.nonblocking', nonBlocking),
  each('gateway.fail-open', failsOpen),
];

type Answer = (exposure: Exposure, input: EvidenceInput) => readonly EvidenceDraft[];

function each(signal: string, answer: Answer): Deriver {
  return {
    signal,
    derive: input => exposuresOf(input).flatMap(exposure => answer(exposure, input)),
    looks: gatewayFiles,
  };
}

/** A catch-all hides operations rather than tracking them; an Ingress without any policy only routes. */
function mapped(exposure: Exposure): readonly EvidenceDraft[] {
  const { route, policies } = exposure;
  const isPlain = !policies.some(({ mode, control }) => mode === 'enforce' && control !== 'cors' && control !== 'tls');
  return [
    about(exposure, {
      signal: 'gateway.route.mapped',
      tier: isPlain && route.product !== 'kong' ? 'E2' : 'E3',
      summary: `${route.product} leads ${exposure.externalPath} to it.`,
      rejected: route.isCatchAll ? [{ rule: 'catch-all', why: 'the route takes every path' }] : [],
    }),
  ];
}

/** Several authentication plugins of a route all run, so one that enforces is enough; one that is optional or off is a contradiction. */
function authenticated(exposure: Exposure): readonly EvidenceDraft[] {
  const policies = policiesFor(exposure, AUTHENTICATION);
  const signal = 'gateway.auth.enforced';
  if (policies.length === 0 || policies.some(({ mode }) => mode === 'enforce'))
    return controlled(signal, exposure, policies, 'A credential is demanded');
  const open = policies.filter(({ mode }) => mode === 'optional' || mode === 'disabled');
  if (open.length < policies.length)
    return controlled(
      signal,
      exposure,
      policies.filter(({ mode }) => mode === 'unresolved' || mode === 'monitor'),
      'A credential is demanded',
    );
  return [
    about(exposure, {
      signal,
      polarity: 'contradicts',
      tier: 'E3',
      policies: open,
      summary: `Authentication is ${open.every(({ mode }) => mode === 'disabled') ? 'switched off' : 'optional'} ${inWords(exposure)}.`,
    }),
  ];
}

const CLAIMS = [
  ['iss', 'issuer'],
  ['aud', 'audience'],
  ['exp', 'expiry'],
] as const;

function claimsChecked(exposure: Exposure): readonly EvidenceDraft[] {
  return policiesFor(exposure, ['jwt', 'oauth2'])
    .filter(({ mode, claims }) => mode === 'enforce' && claims !== undefined)
    .map(policy => {
      const missing = CLAIMS.filter(([claim]) => !policy.claims?.includes(claim)).map(([, word]) => word);
      return about(exposure, {
        signal: 'gateway.jwt.claims-checked',
        polarity: missing.length === 0 ? 'supports' : 'contradicts',
        tier: missing.length === 0 ? actingTier(exposure, [policy]) : 'E3',
        summary:
          missing.length === 0
            ? `Issuer, audience and expiry of tokens are checked ${inWords(exposure)}.`
            : `Tokens are verified, but not their ${missing.join(', ')} ${inWords(exposure)}.`,
        policies: [policy],
      });
    });
}

/** Taking headers away shapes no data. */
function response(exposure: Exposure): readonly EvidenceDraft[] {
  const policies = policiesFor(exposure, ['response-schema', 'response-filter']);
  const shaping = policies.filter(({ notes }) => !notes.includes('only headers are removed'));
  if (policies.length > 0 && shaping.length === 0) {
    return [
      about(exposure, {
        signal: 'gateway.schema.response',
        tier: 'E2',
        summary: `Only headers are taken out of answers ${inWords(exposure)}.`,
        policies,
      }),
    ];
  }
  return controlled('gateway.schema.response', exposure, shaping, 'Answers are validated or filtered');
}

function nonBlocking(exposure: Exposure): readonly EvidenceDraft[] {
  return exposure.policies
    .filter(({ mode, control }) => (mode === 'monitor' || mode === 'disabled') && control !== 'cors')
    .map(policy =>
      about(exposure, {
        signal: 'gateway.policy.nonblocking',
        polarity: 'contradicts',
        tier: 'E3',
        policies: [policy],
        summary: `The ${policy.control} policy ${inWords(exposure)} does not block: ${policy.notes.at(-1) ?? policy.mode}.`,
      }),
    );
}

function failsOpen(exposure: Exposure): readonly EvidenceDraft[] {
  return exposure.policies
    .filter(({ failsOpen: opens, mode }) => opens && mode === 'enforce')
    .map(policy =>
      about(exposure, {
        signal: 'gateway.fail-open',
        polarity: 'contradicts',
        tier: 'E3',
        policies: [policy],
        summary: `The ${policy.control} policy ${inWords(exposure)} lets requests pass when it fails.`,
      }),
    );
}
