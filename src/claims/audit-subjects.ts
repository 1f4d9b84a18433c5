/** What a report shows of one activity or measure, as an audit cites it. */
import type { AuditCitation, AuditSubject } from '../core/audit.ts';
import type { Report, ReportActivity, ReportEndpoint, ReportEvidence, ReportMeasure } from '../core/report.ts';

/** What claims are compared with; `isApplicable` is the report's own verdict. */
export type Observed = { readonly subject: AuditSubject; readonly isApplicable: boolean };

/** By id; made once for each that is asked for. */
export function observedOf(report: Report): (id: string) => Observed | undefined {
  const nodes = nodesOf(report);
  const lookup: Lookup = {
    evidence: new Map(report.evidence.map(item => [item.id, item])),
    endpoints: new Map(report.endpoints.map(item => [item.id, item])),
    apis: new Map(report.apis.map(({ id, title }) => [id, title])),
  };
  const made = new Map<string, Observed | undefined>();
  return id => {
    if (!made.has(id)) {
      const node = nodes.get(id);
      made.set(id, node && observe(node, lookup));
    }
    return made.get(id);
  };
}

type Lookup = {
  readonly evidence: ReadonlyMap<string, ReportEvidence>;
  readonly endpoints: ReadonlyMap<string, ReportEndpoint>;
  readonly apis: ReadonlyMap<string, string>;
};

type Node =
  | { readonly kind: 'activity'; readonly model: string; readonly node: ReportActivity }
  | { readonly kind: 'measure'; readonly model: string; readonly node: ReportMeasure };

function nodesOf({ assessments }: Report): ReadonlyMap<string, Node> {
  const nodes = assessments.flatMap((assessment): readonly Node[] =>
    assessment.kind === 'domains'
      ? assessment.domains.flatMap(({ activities }) =>
          activities.map(node => ({ kind: 'activity' as const, model: assessment.model, node })),
        )
      : assessment.stages.flatMap(({ practices, barometer }) =>
          [...practices.measures, ...barometer.measures].map(node => ({
            kind: 'measure' as const,
            model: assessment.model,
            node,
          })),
        ),
  );
  return new Map(nodes.map(item => [item.node.id, item]));
}

function observe(item: Node, lookup: Lookup): Observed {
  const { id, title, rule, notSupported } = item.node;
  const counted = found(item.node.evidence, lookup);
  const supporting = counted.filter(({ polarity }) => polarity === 'supports');
  const shared = {
    id,
    model: item.model,
    title,
    rule,
    supporting: {
      observed: supporting.filter(({ plane }) => plane !== 'att').map(citation),
      attested: supporting.filter(({ plane }) => plane === 'att').map(citation),
    },
    opposing: counted.filter(({ polarity }) => polarity === 'contradicts').map(citation),
    notSupported,
  };
  if (item.kind === 'measure') {
    const { satisfaction } = item.node;
    return {
      isApplicable: satisfaction !== 'not-applicable',
      subject: {
        ...shared,
        kind: 'measure',
        level: String(satisfaction),
        ...intervalOf(item.node),
        notCounted: [],
        missing: [],
        notObserved: [],
      },
    };
  }
  const { level, low, high, notCounted, missing, notObserved } = item.node;
  return {
    isApplicable: level !== 'not-applicable',
    subject: {
      ...shared,
      kind: 'activity',
      level,
      low,
      high,
      notCounted: found(notCounted, lookup).map(citation),
      missing: missingOf(missing, lookup),
      notObserved,
    },
  };
}

function intervalOf({ satisfaction, high }: ReportMeasure): Pick<AuditSubject, 'low' | 'high'> {
  if (satisfaction === 'not-applicable') return { low: 0, high: 1 };
  return { low: satisfaction === 'unknown' ? 0 : satisfaction, high };
}

function found(ids: readonly string[], { evidence }: Lookup): readonly ReportEvidence[] {
  return ids.flatMap(id => evidence.get(id) ?? []);
}

function citation({ id, signal, tier, plane, summary, facts, rejected, nullifiedBy }: ReportEvidence): AuditCitation {
  return {
    id,
    signal,
    tier,
    plane,
    summary,
    places: facts.map(({ file, line, column }) => ({ file, line, column })),
    because: [
      ...rejected.map(({ rule, why }) => ({ rule, why, at: null })),
      ...nullifiedBy.map(({ kind, why, at }) => ({ rule: kind, why, at })),
    ],
  };
}

/** The same step stands once for each condition of a rule that it would meet; a reader needs it once. */
function missingOf(missing: ReportActivity['missing'], lookup: Lookup): AuditSubject['missing'] {
  const byText = new Map(missing.map(item => [JSON.stringify(item), item]));
  return [...byText.values()].map(({ what, subjects }) => ({ what, subjects: subjects.map(id => named(id, lookup)) }));
}

/** A subject is an id of the inventory or a name already. */
function named(id: string, { endpoints, apis }: Lookup): AuditSubject['missing'][number]['subjects'][number] {
  const endpoint = endpoints.get(id);
  const [source] = endpoint?.sources ?? [];
  return {
    id,
    name: endpoint ? `${endpoint.method} ${endpoint.path}` : (apis.get(id) ?? id),
    at: source ? { file: source.file, line: source.line, column: source.column } : null,
  };
}
