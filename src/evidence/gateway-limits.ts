/** What limits at the gateway are worth: bounds that nobody reaches, counters that tell nobody apart, logins. */
import type { PolicyFact } from '../core/gateway-match.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { EvidenceDraft } from './deriver.ts';
import { exposuresOf, policiesFor } from './gateway-exposure.ts';
import type { Exposure } from './gateway-exposure.ts';
import { about, actingTier, AUTHENTICATION, controlled, inWords } from './gateway-record.ts';

/** Bounds that nobody can reach limit nothing (rule G23); a quota is spread over a day or more. Source: 42crunch model, huge constants. */
const ABSURD_RATE = 1_000_000;
const ABSURD_QUOTA = 100_000;

function isAbsurd({ control, perMinute }: PolicyFact): boolean {
  return perMinute !== undefined && perMinute >= (control === 'quota' ? ABSURD_QUOTA : ABSURD_RATE);
}

function rejectedAsAbsurd([first]: readonly PolicyFact[]): { readonly rule: string; readonly why: string } {
  return { rule: 'G23', why: `${first?.perMinute ?? ''} requests a minute limit nothing` };
}

export function limited(exposure: Exposure): readonly EvidenceDraft[] {
  const policies = policiesFor(exposure, ['rate-limit', 'quota']);
  const absurd = policies.filter(isAbsurd);
  const real = policies.filter(policy => !absurd.includes(policy));
  if (real.length === 0 && absurd.length > 0) {
    return [
      about(exposure, {
        signal: 'gateway.rate-limit',
        tier: 'E3',
        summary: `A limit stands ${inWords(exposure)} that nobody reaches.`,
        policies: absurd,
        rejected: [rejectedAsAbsurd(absurd)],
      }),
    ];
  }
  const acting = real.filter(({ mode }) => mode === 'enforce');
  const [keyless] = acting;
  if (keyless && acting.every(({ keyedBy }) => keyedBy === 'global' || keyedBy === 'unknown'))
    return [keyedOnNothing(exposure, acting, keyless)];
  // A header is the caller's to choose, and a node that counts alone lets through as many times the limit as there are nodes.
  const isWeak =
    acting.length > 0 &&
    acting.every(({ keyedBy, notes }) => keyedBy === 'header' || keyedBy === 'unknown' || notes.includes(COUNTS_ALONE));
  const [first] = acting.toSorted((a, b) => (a.perMinute ?? Infinity) - (b.perMinute ?? Infinity));
  const number =
    first?.perMinute === undefined
      ? 'The volume of requests is limited'
      : `At most ${first.perMinute} requests a minute pass${first.keyedBy === undefined ? '' : ` by ${first.keyedBy}`}`;
  return controlled('gateway.rate-limit', exposure, real, number, isWeak);
}

const COUNTS_ALONE = 'each node counts for itself';

/** A limiter keyed on nothing is an effect nullifier. Source: scoring §D.4, rule 1. */
function keyedOnNothing(exposure: Exposure, policies: readonly PolicyFact[], first: PolicyFact): EvidenceDraft {
  return about(exposure, {
    signal: 'gateway.rate-limit',
    tier: 'E2',
    summary: `A limit stands ${inWords(exposure)} that tells no callers apart.`,
    policies,
    nullifiedBy: [
      {
        kind: 'effect',
        why:
          first.keyedBy === 'global'
            ? 'it counts all callers together: one of them uses up what the others may send'
            : 'what it counts by is not in the tree',
        at: first.at,
      },
    ],
  });
}

/** By consumer means something only where consumers are told apart. */
export function quota(exposure: Exposure): readonly EvidenceDraft[] {
  const policies = policiesFor(exposure, ['quota']).filter(
    ({ keyedBy, mode }) => keyedBy === 'consumer' && mode === 'enforce',
  );
  if (policies.length === 0) return [];
  const absurd = policies.every(isAbsurd) ? [rejectedAsAbsurd(policies)] : [];
  const knowsConsumers = policiesFor(exposure, AUTHENTICATION).some(({ mode }) => mode === 'enforce');
  return [
    about(exposure, {
      signal: 'gateway.quota-per-consumer',
      tier: knowsConsumers ? actingTier(exposure, policies) : 'E3',
      policies,
      summary: `Each consumer has a quota ${inWords(exposure)}.`,
      rejected: knowsConsumers
        ? absurd
        : [
            ...absurd,
            { rule: 'no-consumer', why: 'nothing on the route tells consumers apart, so addresses are counted' },
          ],
    }),
  ];
}

const CREDENTIAL_PATH =
  /(?:^|[/_-])(?:login|log-in|signin|sign-in|authenticate|token|otp|mfa|2fa|verify-code|password|forgot|reset|recover\w*|register|signup|sign-up)(?:$|[/_.-])/i;

/** Stricter on this route than elsewhere: a limit of its own, below every limit that other routes have. */
export function loginThrottle(exposure: Exposure, input: EvidenceInput): readonly EvidenceDraft[] {
  const { operation, route } = exposure;
  if (!CREDENTIAL_PATH.test(operation.path) || operation.method === 'GET') return [];
  const policies = policiesFor(exposure, ['rate-limit']).filter(
    policy => policy.mode === 'enforce' && !isAbsurd(policy),
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
