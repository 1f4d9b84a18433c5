/** Gateway signals of single operations. */
import type { NullifierKind, Tier } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { GatewayControl } from '../core/facts/gateway.ts';
import type { PolicyFact } from '../core/gateway-match.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { exposuresOf, gatewayFiles, policiesFor, shownPolicy, shownRoute } from './gateway-exposure.ts';
import type { Exposure } from './gateway-exposure.ts';
import { ofRepository } from './governance-record.ts';

const AUTHENTICATION: readonly GatewayControl[] = ['jwt', 'oauth2', 'api-key', 'basic', 'mtls', 'external-auth'];

export const operationDerivers: readonly Deriver[] = [
  each('gateway.route.mapped', mapped),
  withUnbound('gateway.auth.enforced', AUTHENTICATION, authenticated),
  each('gateway.jwt.claims-checked', claimsChecked),
  withUnbound('gateway.rate-limit', ['rate-limit', 'quota'], limited),
  each('gateway.quota-per-consumer', quota),
  each('gateway.login-throttle', loginThrottle),
  withUnbound('gateway.schema.request', ['request-schema'], exposure =>
    controlled(
      'gateway.schema.request',
      exposure,
      policiesFor(exposure, ['request-schema']),
      'The request is validated against a schema',
    ),
  ),
  withUnbound('gateway.schema.response', ['response-schema', 'response-filter'], response),
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

/** Policies that are bound to nothing are shown for the repository and not counted (rule G10). */
function withUnbound(signal: string, controls: readonly GatewayControl[], answer: Answer): Deriver {
  const { derive } = each(signal, answer);
  return { signal, looks: gatewayFiles, derive: input => [...derive(input), ...unbound(signal, controls, input)] };
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

type Parts = {
  readonly signal: string;
  readonly polarity?: EvidenceDraft['polarity'];
  readonly tier: Tier;
  readonly summary: string;
  readonly policies?: readonly PolicyFact[];
  readonly rejected?: readonly { readonly rule: string; readonly why: string }[];
  readonly nullifiedBy?: readonly { readonly kind: NullifierKind; readonly why: string }[];
};

function about(exposure: Exposure, parts: Parts): EvidenceDraft {
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
function actingTier({ bypass }: Exposure, policies: readonly PolicyFact[], isWeak = false): Tier {
  return bypass || isWeak || policies.some(({ failsOpen: opens }) => opens) ? 'E3' : 'E4';
}

function inWords({ route, externalPath, bypass }: Exposure): string {
  return `on ${route.route} (${externalPath})${bypass ? `; the backend is also reachable through Service ${bypass.name}` : ''}`;
}

/** What a control does on one way: enforcing it supports; anything else is shown with what takes its effect away (rule G9). */
function controlled(
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
        { kind: 'effect', why: `G9: mode ${first.mode}${first.notes.length > 0 ? `: ${first.notes.join('; ')}` : ''}` },
      ],
    }),
  ];
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

/** A bound that nobody can reach limits nothing (rule G23). Source: 42crunch model, huge constants. */
const ABSURD_PER_MINUTE = 1_000_000;

function limited(exposure: Exposure): readonly EvidenceDraft[] {
  const policies = policiesFor(exposure, ['rate-limit', 'quota']);
  const absurd = policies.filter(({ perMinute }) => perMinute !== undefined && perMinute >= ABSURD_PER_MINUTE);
  const real = policies.filter(policy => !absurd.includes(policy));
  if (real.length === 0 && absurd.length > 0) {
    return [
      about(exposure, {
        signal: 'gateway.rate-limit',
        tier: 'E3',
        summary: `A limit stands ${inWords(exposure)} that nobody reaches.`,
        policies: absurd,
        rejected: [{ rule: 'G23', why: `${absurd[0]?.perMinute ?? ''} requests a minute limit nothing` }],
      }),
    ];
  }
  const acting = real.filter(({ mode }) => mode === 'enforce');
  // A header is the caller's to choose, and a node that counts alone lets through as many times the limit as there are nodes.
  const isWeak =
    acting.length > 0 &&
    acting.every(
      ({ keyedBy, notes }) =>
        keyedBy === 'header' || keyedBy === 'unknown' || notes.includes('each node counts for itself'),
    );
  const [first] = acting.toSorted((a, b) => (a.perMinute ?? Infinity) - (b.perMinute ?? Infinity));
  const number =
    first?.perMinute === undefined
      ? 'The volume of requests is limited'
      : `At most ${first.perMinute} requests a minute pass${first.keyedBy === undefined ? '' : ` by ${first.keyedBy}`}`;
  return controlled('gateway.rate-limit', exposure, real, number, isWeak);
}

/** By consumer means something only where consumers are told apart. */
function quota(exposure: Exposure): readonly EvidenceDraft[] {
  const policies = policiesFor(exposure, ['quota']).filter(
    ({ keyedBy, mode }) => keyedBy === 'consumer' && mode === 'enforce',
  );
  if (policies.length === 0) return [];
  const knowsConsumers = policiesFor(exposure, AUTHENTICATION).some(({ mode }) => mode === 'enforce');
  return [
    about(exposure, {
      signal: 'gateway.quota-per-consumer',
      tier: knowsConsumers ? actingTier(exposure, policies) : 'E3',
      policies,
      summary: `Each consumer has a quota ${inWords(exposure)}.`,
      rejected: knowsConsumers
        ? []
        : [{ rule: 'no-consumer', why: 'nothing on the route tells consumers apart, so addresses are counted' }],
    }),
  ];
}

const CREDENTIAL_PATH =
  /(?:^|[/_-])(?:login|log-in|signin|sign-in|authenticate|token|otp|mfa|2fa|verify-code|password|forgot|reset|recover\w*|register|signup|sign-up)(?:$|[/_.-])/i;

/** Stricter on this route than elsewhere: a limit of its own, below every limit that other routes have. */
function loginThrottle(exposure: Exposure, input: EvidenceInput): readonly EvidenceDraft[] {
  const { operation, route } = exposure;
  if (!CREDENTIAL_PATH.test(operation.path) || operation.method === 'GET') return [];
  const policies = policiesFor(exposure, ['rate-limit']).filter(
    ({ mode, perMinute }) => mode === 'enforce' && (perMinute === undefined || perMinute < ABSURD_PER_MINUTE),
  );
  const [first] = policies;
  if (!first) return [];
  const own = policies.filter(({ routes }) => routes !== 'all');
  const others = exposuresOf(input)
    .filter(other => other.route.at.file === route.at.file && other.route.route !== route.route)
    .flatMap(other => policiesFor(other, ['rate-limit']))
    .filter(policy => !own.includes(policy));
  const strictest = Math.min(...own.map(({ perMinute }) => perMinute ?? Infinity));
  const isStricter =
    own.length > 0 &&
    others.every(({ perMinute }) => perMinute === undefined || strictest < perMinute) &&
    own.some(({ routes }) => routes !== 'all' && routes.every(name => isCredentialRoute(name, route.at.file, input)));
  return [
    about(exposure, {
      signal: 'gateway.login-throttle',
      tier: actingTier(exposure, policies),
      policies,
      summary: `Attempts are limited ${inWords(exposure)}.`,
      rejected: isStricter
        ? []
        : [{ rule: 'one-limit', why: 'the same limit holds for other operations; none is stricter here' }],
    }),
  ];
}

/** Whether everything that the route leads to takes credentials. */
function isCredentialRoute(name: string, file: string, input: EvidenceInput): boolean {
  return exposuresOf(input)
    .filter(({ route }) => route.route === name && route.at.file === file)
    .every(({ operation }) => CREDENTIAL_PATH.test(operation.path));
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
