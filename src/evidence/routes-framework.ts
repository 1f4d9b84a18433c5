/** Evidence about how the web framework of a repository is configured. */
import type { Control } from '../core/facts/program.ts';
import type { SwitchName } from '../core/facts/switch.ts';
import { type FactOf, factsOf } from '../core/fact.ts';
import type { Evidence } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { MOST_PLACES, NEARLY_ALL, controlsOf, placesOf, served } from './route-controls.ts';

const CONFIGURATION_CONFIDENCE = 0.85;

export const frameworkDerivers: readonly Deriver[] = [
  // Headers and origins may be set by a gateway in front: that none was seen does not say that none is there.
  { signal: 'code.framework.secure-config', derive: secureConfiguration, looks: () => [] },
];

function secureConfiguration(input: EvidenceInput): readonly EvidenceDraft[] {
  return [
    ...covering(input, 'secure-headers', 'E3', 'security headers are set'),
    ...covering(input, 'named-cors', 'E3', 'other origins are answered only when they are named'),
    ...covering(input, 'hidden-framework', 'E2', 'the name of the framework is not sent'),
    ...openOrigins(input),
    ...switchesSet(input),
  ];
}

function covering(
  input: EvidenceInput,
  control: Control,
  tier: Evidence['tier'],
  words: string,
): readonly EvidenceDraft[] {
  const all = served(input).map(({ id }) => id);
  const seen = all.flatMap(id => controlsOf(input, id, control).slice(0, 1));
  if (seen.length === 0 || seen.length < all.length * NEARLY_ALL) return [];
  return [
    record(input, {
      polarity: 'supports',
      tier,
      summary: `${words} before ${seen.length} of ${all.length} operations`,
      facts: placesOf(seen),
    }),
  ];
}

function openOrigins(input: EvidenceInput): readonly EvidenceDraft[] {
  const all = served(input).map(({ id }) => id);
  const seen = all.flatMap(id => controlsOf(input, id, 'open-cors').slice(0, 1));
  if (seen.length === 0) return [];
  return [
    record(input, {
      polarity: 'contradicts',
      tier: 'E3',
      summary: `any origin is answered with its credentials on ${seen.length} of ${all.length} operations`,
      facts: placesOf(seen),
    }),
  ];
}

const SWITCHES: Readonly<Record<SwitchName, { readonly safe: string; readonly unsafe: string }>> = {
  'tls-verification': {
    safe: 'certificates of other servers are verified',
    unsafe: 'certificates of other servers are not verified',
  },
  'session-cookie': {
    safe: 'the session cookie is kept from scripts and clear-text connections',
    unsafe: 'the session cookie may be read by scripts or sent in clear text',
  },
  'error-details': {
    safe: 'answers of failures hide what went wrong inside',
    unsafe: 'answers of failures show what went wrong inside',
  },
  'management-endpoints': {
    safe: 'only harmless management endpoints are exposed',
    unsafe: 'management endpoints that show internals are exposed',
  },
  'database-console': { safe: 'no console of a database is served', unsafe: 'a console of the database is served' },
  'debug-pages': {
    safe: 'pages for debugging are off',
    unsafe: 'pages for debugging show whoever asks what went wrong inside',
  },
  'host-names': {
    safe: 'requests are answered under names of the host that are listed',
    unsafe: 'requests are answered under any name of the host',
  },
  'https-only': { safe: 'clear-text requests are sent to HTTPS', unsafe: 'clear-text requests are answered' },
  'cross-origin': {
    safe: 'other origins are answered only when they are named',
    unsafe: 'any origin is answered with its credentials',
  },
  csrf: {
    safe: 'requests that foreign pages make are refused',
    unsafe: 'sessions are kept in cookies, and requests that foreign pages make are not refused',
  },
  'debug-mode': { safe: 'debugging is off', unsafe: 'the framework is run in a mode for debugging' },
  'secure-headers': { safe: 'security headers are set', unsafe: 'security headers are not set' },
};

// The keys of the record above, in its order.
const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];

function switchesSet(input: EvidenceInput): readonly EvidenceDraft[] {
  const facts = factsOf(input.facts, 'switch').filter(
    fact => fact.fileRole === 'product' && !mayBeGuarded(input, fact),
  );
  return SWITCH_NAMES.flatMap(name =>
    [true, false].flatMap((isSafe): readonly EvidenceDraft[] => {
      const set = facts.filter(
        fact => fact.name === name && fact.isSafe === isSafe && !(fact.isDefault && isOverruled(fact, facts)),
      );
      if (set.length === 0) return [];
      return [
        record(input, {
          polarity: isSafe ? 'supports' : 'contradicts',
          tier: isSafe ? 'E2' : 'E3',
          summary: isSafe ? SWITCHES[name].safe : SWITCHES[name].unsafe,
          facts: set.slice(0, MOST_PLACES).map(({ at, excerpt, what }) => ({ at, excerpt, what })),
        }),
      ];
    }),
  );
}

/** Settings of one component in several files: the unsafe one is for development where another one is safe. */
function isOverruled(fact: FactOf<'switch'>, facts: readonly FactOf<'switch'>[]): boolean {
  return (
    !fact.isSafe &&
    facts.some(
      other =>
        other.name === fact.name &&
        other.isSafe &&
        other.component === fact.component &&
        other.at.file !== fact.at.file,
    )
  );
}

/** Management endpoints are paths as others: a list of access rules in the component may keep callers from them. */
function mayBeGuarded(input: EvidenceInput, { name, component }: FactOf<'switch'>): boolean {
  return (
    (name === 'management-endpoints' || name === 'database-console') &&
    factsOf(input.facts, 'access-list').some(list => list.component === component)
  );
}

function record(input: EvidenceInput, draft: Pick<Evidence, 'polarity' | 'tier' | 'summary' | 'facts'>): EvidenceDraft {
  return {
    ...draft,
    signal: 'code.framework.secure-config',
    subject: { scope: 'repository', id: input.repository },
    plane: 'repo',
    confidence: CONFIGURATION_CONFIDENCE,
  };
}
