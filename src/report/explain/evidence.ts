/** Evidence and signals: what was seen, where, and why it counts or does not. */
import type { Report, ReportEvidence } from '../../core/report.ts';
import { operationName, placeText, planeText } from '../words.ts';
import { field, section, table } from './lines.ts';

export function explainEvidence(report: Report, id: string): readonly string[] | undefined {
  const evidence = report.evidence.find(item => item.id === id);
  if (!evidence) return undefined;
  const users = report.assessments.flatMap(assessment =>
    assessment.kind === 'domains'
      ? assessment.domains.flatMap(domain =>
          domain.activities
            .filter(activity => activity.evidence.includes(id) || activity.notCounted.includes(id))
            .map(activity => activity.id),
        )
      : assessment.stages.flatMap(stage =>
          [...stage.practices.measures, ...stage.barometer.measures]
            .filter(measure => measure.evidence.includes(id))
            .map(measure => measure.id),
        ),
  );
  return [
    `${evidence.id} · ${evidence.signal} · ${evidence.polarity} · ${evidence.tier}`,
    ...field('says', evidence.summary),
    ...field('about', subjectText(report, evidence)),
    ...field(
      'seen in',
      `${planeText(evidence.plane)}, confidence ${evidence.confidence}${evidence.observedAt === null ? '' : `, dated ${evidence.observedAt}`}`,
    ),
    ...(isInherited(report, evidence) ? field('inherited', 'it is about more than this part') : []),
    ...section('facts', factLines(evidence)),
    ...section('not counted because', verdictLines(evidence)),
    ...section('used by', users),
  ];
}

export function explainSignal(report: Report, id: string): readonly string[] | undefined {
  const coverage = report.signals.find(({ signal }) => signal === id);
  const found = report.evidence.filter(({ signal }) => signal === id);
  if (!coverage && found.length === 0) return undefined;
  return [
    `${id} · ${coverage?.status === 'not-supported' ? 'no detector yet: it can only widen an interval' : 'looked for'}`,
    ...(coverage && coverage.why !== '' ? field('looked', coverage.why) : []),
    ...(found.length === 0 ? field('found', 'nothing') : []),
    ...section(
      'evidence',
      found.flatMap(evidence => evidenceLines(report, evidence)),
    ),
  ];
}

/** One piece of evidence in a list: its sentence, then its places. */
export function evidenceLines(report: Report, evidence: ReportEvidence): readonly string[] {
  const sign = evidence.polarity === 'supports' ? '+' : '−';
  return [
    `${sign} ${evidence.tier}  ${evidence.summary}  (${evidence.id}, ${subjectText(report, evidence)}${isInherited(report, evidence) ? ', inherited' : ''})`,
    ...[...factLines(evidence), ...verdictLines(evidence)].map(line => `        ${line}`),
  ];
}

function isInherited({ view }: Report, { id }: ReportEvidence): boolean {
  return view?.inherited.includes(id) === true;
}

function factLines(evidence: ReportEvidence): readonly string[] {
  return table(evidence.facts.map(fact => [placeText(fact), fact.what, fact.excerpt]));
}

function verdictLines({ rejected, nullifiedBy }: ReportEvidence): readonly string[] {
  return [
    ...rejected.map(({ rule, why }) => `rejected by ${rule}: ${why}`),
    ...nullifiedBy.map(({ kind, why, at }) => `${kind} taken away: ${why}${at ? ` (${placeText(at)})` : ''}`),
  ];
}

function subjectText(report: Report, { subject }: ReportEvidence): string {
  if (subject.scope === 'operation') {
    const endpoint = report.endpoints.find(({ id }) => id === subject.id);
    if (endpoint) return `operation ${operationName(endpoint)}`;
  }
  if (subject.scope === 'api') {
    const api = report.apis.find(({ id }) => id === subject.id);
    if (api) return `API ${api.title}`;
  }
  return `${subject.scope} ${subject.id}`;
}
