/** Evidence from the routes of code and what stands before them. */
import type { Evidence } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { LimitsNothing } from '../core/facts/program.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { compareLocations, placeOf } from '../core/location.ts';
import type { Location } from '../core/location.ts';
import type { Operation } from '../core/operation.ts';
import { isDebugPath, isPublicByNature } from '../core/public-operations.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';

/** Confidence priors of scoring §D.7: guards and annotations, and structured configuration. */
const GUARD_CONFIDENCE = 0.85;

export const routeDerivers: readonly Deriver[] = [
  { signal: 'route.auth.middleware', derive: authentication, looks: places },
  { signal: 'route.auth.central', derive: centralGuard, looks: places },
  { signal: 'route.auth.anonymous-explicit', derive: exemptions, looks: places },
  // Roles are read from known libraries and metadata only: that none was seen does not say that none is there.
  { signal: 'route.authz.check', derive: roles, looks: () => [] },
  // Likewise for schemas that a handler applies by itself.
  { signal: 'route.validation.request', derive: validation, looks: () => [] },
  { signal: 'route.rate-limit.in-code', derive: limiters, looks: places },
  { signal: 'route.debug-endpoint', derive: debugEndpoints, looks: places },
];

/** Components whose routes were read. */
function places(input: EvidenceInput): readonly string[] {
  const components = new Set(implemented(input).map(operation => operation.component));
  return [...components]
    .toSorted()
    .map(component => `the routes of ${component === '.' ? 'the root component' : component}`);
}

function implemented(input: EvidenceInput): readonly Operation[] {
  return input.inventory.operations.filter(
    operation => operation.implemented === 'yes' && operation.sources.some(source => source.kind === 'code'),
  );
}

function of(
  operation: Operation,
  draft: Pick<Evidence, 'signal' | 'polarity' | 'tier' | 'summary' | 'facts'>,
): EvidenceDraft {
  return { ...draft, subject: { scope: 'operation', id: operation.id }, plane: 'repo', confidence: GUARD_CONFIDENCE };
}

function routeFacts(operation: Operation): Evidence['facts'] {
  return operation.sources
    .filter(source => source.kind === 'code')
    .map(source => ({ at: source.at, excerpt: source.excerpt, what: `route of ${source.what}` }));
}

function chainFacts(operation: Operation, effect: 'required' | 'optional' | 'exempt'): Evidence['facts'] {
  return operation.auth.chain
    .filter(link => link.effect === effect)
    .map(link => ({ at: link.at, excerpt: '', what: `${link.what}: ${link.why}` }));
}

function authentication(input: EvidenceInput): readonly EvidenceDraft[] {
  return implemented(input).flatMap((operation): readonly EvidenceDraft[] => {
    const name = `${operation.method} ${operation.path}`;
    switch (operation.auth.status) {
      case 'required':
        return [
          of(operation, {
            signal: 'route.auth.middleware',
            polarity: 'supports',
            tier: 'E3',
            summary: `${name} is guarded: ${operation.auth.reason}`,
            facts: [...routeFacts(operation), ...chainFacts(operation, 'required')],
          }),
        ];
      case 'optional':
        // A guard that lets strangers pass is no guard (G11).
        return [
          {
            ...of(operation, {
              signal: 'route.auth.middleware',
              polarity: 'supports',
              tier: 'E2',
              summary: `${name} reads a credential and lets requests without pass`,
              facts: [...routeFacts(operation), ...chainFacts(operation, 'optional')],
            }),
            rejected: [{ rule: 'G11', why: 'optional authentication is not a guard' }],
          },
        ];
      case 'none':
        if (isPublicByNature(operation)) return [];
        return [
          of(operation, {
            signal: 'route.auth.middleware',
            polarity: 'contradicts',
            tier: 'E3',
            summary: `${name} answers without credentials: ${operation.auth.reason}`,
            facts: routeFacts(operation),
          }),
        ];
      case 'unknown':
        return [];
    }
  });
}

/** One or two places that guard nearly everything that is guarded, or many that each guard a little. */
function centralGuard(input: EvidenceInput): readonly EvidenceDraft[] {
  const guarded = implemented(input).filter(operation => operation.auth.status === 'required');
  if (guarded.length < 2) return [];
  const uses = new Map<string, { count: number; fact: Evidence['facts'][number] }>();
  for (const operation of guarded) {
    const [first] = operation.auth.chain.filter(link => link.effect === 'required');
    if (!first) continue;
    const key = placeOf(first.at);
    const known = uses.get(key);
    if (known) known.count++;
    else uses.set(key, { count: 1, fact: { at: first.at, excerpt: '', what: first.what.replace(/ \(on .*\)$/, '') } });
  }
  const ordered = [...uses.values()].toSorted(
    (a, b) => b.count - a.count || (placeOf(a.fact.at) < placeOf(b.fact.at) ? -1 : 1),
  );
  const two = ordered.slice(0, 2).reduce((total, use) => total + use.count, 0);
  const isCentral = two / guarded.length >= 0.95;
  const isScattered = ordered.length >= 3 && two / guarded.length < 0.8;
  if (!isCentral && !isScattered) return [];
  return [
    {
      signal: 'route.auth.central',
      subject: { scope: 'repository', id: input.repository },
      polarity: isCentral ? 'supports' : 'contradicts',
      tier: 'E3',
      summary: isCentral
        ? `${two} of ${guarded.length} guarded operations go through ${Math.min(2, ordered.length)} ${ordered.length === 1 ? 'guard' : 'guards'}`
        : `${guarded.length} guarded operations are spread over ${ordered.length} different guards`,
      plane: 'repo',
      confidence: GUARD_CONFIDENCE,
      facts: ordered.slice(0, 8).map(use => ({ ...use.fact, what: `${use.fact.what}: ${use.count} operations` })),
    },
  ];
}

function exemptions(input: EvidenceInput): readonly EvidenceDraft[] {
  return implemented(input).flatMap((operation): readonly EvidenceDraft[] => {
    if (!operation.auth.chain.some(link => link.effect === 'exempt') || operation.auth.status !== 'none') return [];
    const isPublic = isPublicByNature(operation);
    return [
      of(operation, {
        signal: 'route.auth.anonymous-explicit',
        polarity: isPublic ? 'supports' : 'contradicts',
        tier: 'E3',
        summary: `${operation.method} ${operation.path} is exempted from authentication${isPublic ? '' : ', and is not public by nature'}`,
        facts: [...routeFacts(operation), ...chainFacts(operation, 'exempt')],
      }),
    ];
  });
}

function roles(input: EvidenceInput): readonly EvidenceDraft[] {
  return implemented(input)
    .filter(operation => operation.auth.status === 'required' && operation.auth.scopes.length > 0)
    .map(operation =>
      of(operation, {
        signal: 'route.authz.check',
        polarity: 'supports',
        tier: 'E3',
        summary: `${operation.method} ${operation.path} demands ${operation.auth.scopes.join(', ')}`,
        facts: chainFacts(operation, 'required'),
      }),
    );
}

function validation(input: EvidenceInput): readonly EvidenceDraft[] {
  return implemented(input).flatMap(operation => {
    const linked = input.linked.get(operation.id);
    // A contract validator checks what the description has, and only that.
    const contract = linked?.controls?.find(({ control }) => control === 'contract');
    const at = linked?.validation ?? (operation.documented === 'yes' ? contract?.at : undefined);
    return at
      ? [
          of(operation, {
            signal: 'route.validation.request',
            polarity: 'supports',
            tier: 'E3',
            summary: `${operation.method} ${operation.path} is bound to a request schema`,
            facts: [{ at, excerpt: '', what: 'request schema' }],
          }),
        ]
      : [];
  });
}

function limiters(input: EvidenceInput): readonly EvidenceDraft[] {
  return implemented(input).flatMap(operation => {
    const at = input.linked.get(operation.id)?.limiter;
    if (!at) return [];
    const nothing = limitsNothing(at, input);
    const draft = of(operation, {
      signal: 'route.rate-limit.in-code',
      polarity: 'supports',
      tier: nothing ? 'E2' : 'E3',
      summary: `${operation.method} ${operation.path} is behind a rate limiter${nothing ? ' that stops nobody' : ''}`,
      facts: [{ at, excerpt: '', what: 'rate limiter' }],
    });
    if (!nothing) return [draft];
    return nothing.kind === 'absurd'
      ? [{ ...draft, rejected: [{ rule: 'G23', why: nothing.why }] }]
      : [{ ...draft, nullifiedBy: [{ kind: 'effect', why: nothing.why, at }] }];
  });
}

/** What the detector of the limiter at this place says of its set-up. */
function limitsNothing(at: Location, input: EvidenceInput): LimitsNothing | undefined {
  return factsOf(input.facts, 'guard-kind').find(
    fact => fact.limitsNothing !== undefined && compareLocations(fact.at, at) === 0,
  )?.limitsNothing;
}

function debugEndpoints(input: EvidenceInput): readonly EvidenceDraft[] {
  return implemented(input)
    .filter(
      operation =>
        operation.auth.status === 'none' && operation.conditional === undefined && isDebugPath(operation.path),
    )
    .map(operation =>
      of(operation, {
        signal: 'route.debug-endpoint',
        polarity: 'contradicts',
        tier: 'E3',
        summary: `${operation.method} ${operation.path} shows internals to anyone`,
        facts: routeFacts(operation),
      }),
    );
}
