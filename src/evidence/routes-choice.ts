/** Evidence about which web framework was chosen. */
import { type FactOf, factsOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { FRAMEWORK_SUPPORT, type FrameworkSupport, isSupported, lineOf } from './framework-support.ts';
import { served } from './route-controls.ts';

/** Prior of structured configuration: scoring §D.7. */
const CONFIGURATION_CONFIDENCE = 0.95;

export const choiceDerivers: readonly Deriver[] = [
  // A version that is not told, or a framework that the table does not know, is not known to be out of support.
  { signal: 'code.framework.choice', derive: supportOfFrameworks, looks: () => [] },
];

type Dependency = Extract<FactOf<'artefact'>, { artefact: 'dependency' }>;
type Chosen = {
  readonly fact: Dependency;
  readonly row: FrameworkSupport;
  readonly line: string;
  readonly isSupported: boolean;
};

/** One record for the frameworks that operations are served by: all in support, or those that are not. */
function supportOfFrameworks(input: EvidenceInput): readonly EvidenceDraft[] {
  const chosen = chosenIn(input);
  const ended = chosen.filter(one => !one.isSupported);
  const shown = ended.length > 0 ? ended : chosen;
  if (shown.length === 0) return [];
  const names = [...new Set(shown.map(nameOf))].toSorted().join(', ');
  return [
    {
      signal: 'code.framework.choice',
      subject: { scope: 'repository', id: input.repository },
      polarity: ended.length > 0 ? 'contradicts' : 'supports',
      tier: 'E2',
      summary:
        ended.length > 0
          ? `routes are served by ${names}, out of support`
          : `routes are served by ${names}, in support`,
      plane: 'repo',
      confidence: CONFIGURATION_CONFIDENCE,
      facts: shown.map(one => ({ at: one.fact.at, excerpt: one.fact.excerpt, what: nameOf(one) })),
    },
  ];
}

/**
 * Frameworks of product manifests that serve operations; one that is listed and serves nothing is no choice (G1). The
 * manifest of the root speaks for components without one of their own that lists the framework.
 */
function chosenIn(input: EvidenceInput): readonly Chosen[] {
  const listed = factsOf(input.facts, 'artefact').flatMap((fact): readonly Chosen[] => {
    if (fact.artefact !== 'dependency' || fact.isDevelopment || fact.fileRole !== 'product') return [];
    const row = FRAMEWORK_SUPPORT.find(
      ({ ecosystem, packages }) => ecosystem === fact.ecosystem && packages.includes(fact.name),
    );
    const line = row && lineOf(fact.version, row.depth);
    const supported = row && line !== undefined ? isSupported(row, line, input.today) : undefined;
    if (!row || line === undefined || supported === undefined) return [];
    return [{ fact, row, line, isSupported: supported }];
  });
  const serving = served(input).flatMap(({ component, sources }) =>
    sources.flatMap(({ kind, what }) => (kind === 'code' ? [{ component, framework: what }] : [])),
  );
  return listed.filter(({ fact, row }) =>
    serving.some(
      one =>
        row.frameworks.includes(one.framework) &&
        (one.component === fact.component ||
          (fact.component === '.' &&
            !listed.some(other => other.fact.component === one.component && other.row === row))),
    ),
  );
}

function nameOf({ row, line }: Chosen): string {
  return `${row.title} ${line}`;
}
