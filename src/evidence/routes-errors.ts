/** Evidence about what happens when a handler fails. */
import type { Evidence } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { NEARLY_ALL, controlsOf, placesOf, served } from './route-controls.ts';

/** Prior of recognisers of guards, and of what follows a value through a function: scoring §D.7. */
const MAPPER_CONFIDENCE = 0.85;
const FLOW_CONFIDENCE = 0.6;

export const errorDerivers: readonly Deriver[] = [
  { signal: 'route.error-handler.central', derive: centralHandler, looks: startUp },
  { signal: 'route.error.leak', derive: leaks, looks: startUp },
];

/** Frameworks whose own way with failures is not a generic answer: Express shows the trace outside production, Fastify the message. */
const WITHOUT_MAPPER: ReadonlySet<string> = new Set(['express', 'fastify']);

function startUp(input: EvidenceInput): readonly string[] {
  const components = served(input).flatMap(({ component, sources }) =>
    sources.some(({ kind, what }) => kind === 'code' && WITHOUT_MAPPER.has(what)) ? [component] : [],
  );
  return [...new Set(components)]
    .toSorted()
    .map(component => `the start-up code of ${component === '.' ? 'the root component' : component}`);
}

function centralHandler(input: EvidenceInput): readonly EvidenceDraft[] {
  const all = served(input);
  const seen = all.flatMap(({ id }) => controlsOf(input, id, 'error-mapper').slice(0, 1));
  if (seen.length === 0 || seen.length < all.length * NEARLY_ALL) return [];
  return [
    {
      signal: 'route.error-handler.central',
      subject: { scope: 'repository', id: input.repository },
      polarity: 'supports',
      tier: 'E3',
      summary: `failures of ${seen.length} of ${all.length} operations are answered in one place`,
      plane: 'repo',
      confidence: MAPPER_CONFIDENCE,
      facts: placesOf(seen),
    },
  ];
}

function leaks(input: EvidenceInput): readonly EvidenceDraft[] {
  return served(input).flatMap((operation): readonly EvidenceDraft[] => {
    const seen = controlsOf(input, operation.id, 'error-leak');
    if (seen.length === 0) return [];
    const facts: Evidence['facts'] = seen.map(({ at, what }) => ({ at, excerpt: '', what }));
    return [
      {
        signal: 'route.error.leak',
        subject: { scope: 'operation', id: operation.id },
        polarity: 'contradicts',
        tier: 'E3',
        summary: `${operation.method} ${operation.path} tells its callers what went wrong inside`,
        plane: 'repo',
        confidence: FLOW_CONFIDENCE,
        facts,
      },
    ];
  });
}
