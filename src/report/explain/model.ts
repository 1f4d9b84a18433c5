/** Verdicts of the models: domains, activities, stages, measures, and the next steps. */
import type {
  Report,
  ReportActivity,
  ReportAssessment,
  ReportDomain,
  ReportDomains,
  ReportMeasure,
  ReportStage,
  ReportStages,
} from '../../core/report.ts';
import { gradeText, planeText, plural } from '../words.ts';
import { arithmeticLines, sensitivityText } from './arithmetic.ts';
import { evidenceLines } from './evidence.ts';
import { field, section, table } from './lines.ts';
import { proofLines, type ProofDepth } from './proof.ts';

type Lines = readonly string[];

export function explainModel(report: Report, id: string): Lines | undefined {
  const assessment = report.assessments.find(({ model }) => model === id);
  if (!assessment) return undefined;
  return assessment.kind === 'domains' ? explainDomains(assessment) : explainStages(assessment);
}

function explainDomains(assessment: ReportDomains): Lines {
  return [
    `${assessment.title} ${assessment.modelVersion} · ${gradeText({ level: assessment.level, ...assessment.interval })}`,
    ...field('rule', assessment.rule),
    ...section('domains', table(assessment.domains.map(domain => [domain.id, gradeText(domain), domain.rule]))),
  ];
}

function explainStages(assessment: ReportStages): Lines {
  const { level, interval, barometer } = assessment;
  return [
    `${assessment.title} ${assessment.modelVersion} · stage ${level} of 5 (${interval.low} .. ${interval.high}) · adoption at stage ${barometer}`,
    ...field('rule', assessment.rule),
    ...field('says', assessment.messages),
    ...section(
      'stages',
      table(
        assessment.stages.map(stage => [
          `stage${stage.stage}`,
          stage.title,
          halfText('practices', stage.practices),
          halfText('adoption', stage.barometer),
        ]),
      ),
    ),
    ...section(
      'ladders: rung observed, highest possible',
      table(assessment.ladders.map(({ id, rung, high }) => [id, String(rung), String(high)])),
    ),
    ...section(
      'measures',
      table(
        assessment.stages
          .flatMap(stage => [...stage.practices.measures, ...stage.barometer.measures])
          .map(measure => [measure.id, satisfactionText(measure), measure.title]),
      ),
    ),
  ];
}

function halfText(name: string, half: ReportStage['practices']): string {
  const share = half.low === half.high ? String(half.low) : `${half.low} .. ${half.high}`;
  return `${name} ${share}, ${half.holds ? 'holds' : 'does not hold'}`;
}

function domainsOf(report: Report): readonly ReportDomain[] {
  return report.assessments.flatMap(assessment => (assessment.kind === 'domains' ? assessment.domains : []));
}

function stagesOf(report: Report): readonly ReportStage[] {
  return report.assessments.flatMap(assessment => (assessment.kind === 'stages' ? assessment.stages : []));
}

export function explainDomain(report: Report, id: string): Lines | undefined {
  const domain = domainsOf(report).find(item => item.id === id);
  if (!domain) return undefined;
  return [
    `${domain.title} · ${gradeText(domain)}`,
    ...field('rule', domain.rule),
    ...arithmeticLines(domain),
    ...section('gates', table(domain.gates.map(({ level, holds, text }) => [level, `holds: ${holds}`, text]))),
    ...section(
      'activities',
      table(domain.activities.map(activity => [activity.id, gradeText(activity), activity.rule])),
    ),
    ...stepsAbout(report, [domain.id, ...domain.activities.map(activity => activity.id)]),
  ];
}

export function explainActivity(report: Report, id: string, depth: ProofDepth): Lines | undefined {
  const activity = domainsOf(report)
    .flatMap(domain => domain.activities)
    .find(item => item.id === id);
  if (!activity) return undefined;
  return [
    `${activity.id} · ${gradeText(activity)} · confidence ${activity.confidence}`,
    ...field('asks', activity.title),
    ...field('rule', activity.rule),
    ...field('counted', coverageLines(activity)),
    ...field('firm', sensitivityText(activity)),
    ...section('proof', proofLines(report, activity.proof, depth)),
    ...section('conflicts: a claim, and an observation against it', conflictLines(report, activity.conflicts)),
    ...section('attested, not observed', evidenceOf(report, activity.attested)),
    ...section(
      'evidence',
      evidenceOf(
        report,
        activity.evidence.filter(each => !activity.attested.includes(each)),
      ),
    ),
    ...section('seen, not counted', evidenceOf(report, activity.notCounted)),
    ...section('could not look', [
      ...activity.notObserved.map(({ plane, why }) => `${isPlane(plane) ? planeText(plane) : plane}: ${why}`),
      ...activity.notSupported.map(signal => `${signal}: no detector yet`),
    ]),
    ...section(
      'missing',
      activity.missing.flatMap(({ what, subjects, more }) => [
        what,
        ...subjects.map(subject => `    ${subjectText(report, subject)}`),
        ...(more === 0 ? [] : [`    and ${plural(more, 'item')} more: the proof has them all`]),
      ]),
    ),
    ...stepsAbout(report, [activity.id]),
  ];
}

function conflictLines(report: Report, conflicts: ReportActivity['conflicts']): Lines {
  const text = (id: string): string => {
    const found = report.evidence.find(each => each.id === id);
    return `${found?.summary ?? ''} (${id})`;
  };
  return conflicts.flatMap(({ claim, observation, why }) => [
    `claim        ${text(claim)}`,
    `observation  ${text(observation)}`,
    `             ${why}`,
  ]);
}

export function isPlane(plane: string): plane is Report['visibility'][number]['plane'] {
  return (
    plane === 'repo' || plane === 'ci' || plane === 'host' || plane === 'gwx' || plane === 'run' || plane === 'att'
  );
}

function coverageLines({ coverage }: Pick<ReportActivity, 'coverage'>): Lines {
  return table(
    coverage.map(({ name, numerator, denominator, unknown, unweighted, items }) => [
      name,
      `${numerator} of ${denominator}`,
      `${unknown} not known`,
      `${unweighted} unweighted, over ${plural(items, 'item')}`,
    ]),
  );
}

/** A subject is an id of the inventory or a name; of an operation the method, path and place are shown. */
function subjectText(report: Report, subject: string): string {
  const endpoint = report.endpoints.find(({ id }) => id === subject);
  const [source] = endpoint?.sources ?? [];
  if (!endpoint) return report.apis.find(({ id }) => id === subject)?.title ?? subject;
  return `${endpoint.method} ${endpoint.path}${source ? `  ${source.file}:${source.line}` : ''}`;
}

/** `stage3`, or one half of it: `stage3.practices`, `stage3.barometer`. */
export function explainStage(report: Report, id: string): Lines | undefined {
  const stage = stagesOf(report).find(
    item =>
      id === `stage${item.stage}` || id === `stage${item.stage}.practices` || id === `stage${item.stage}.barometer`,
  );
  if (!stage) return undefined;
  const isWhole = !id.includes('.');
  return [
    `stage${stage.stage} · ${stage.title}`,
    ...(isWhole || id.endsWith('.practices') ? halfLines(report, 'practices', stage.practices) : []),
    ...(isWhole || id.endsWith('.barometer') ? halfLines(report, 'adoption', stage.barometer) : []),
  ];
}

function halfLines(report: Report, name: string, half: ReportStage['practices']): Lines {
  return section(
    halfText(name, half),
    half.measures.flatMap(measure => [
      ...table([[satisfactionText(measure), measure.id, measure.title]]),
      ...evidenceOf(report, measure.evidence).map(line => `    ${line}`),
    ]),
  );
}

function satisfactionText({ satisfaction, liftedBy }: ReportMeasure): string {
  const words =
    satisfaction === 1
      ? 'satisfied'
      : satisfaction === 0.5
        ? 'partial'
        : satisfaction === 0
          ? 'not satisfied'
          : satisfaction === 'unknown'
            ? 'not known'
            : 'not applicable';
  return liftedBy === null ? words : `${words}, by ${liftedBy}`;
}

export function explainMeasure(report: Report, id: string, depth: ProofDepth): Lines | undefined {
  const measure = stagesOf(report)
    .flatMap(stage => [...stage.practices.measures, ...stage.barometer.measures])
    .find(item => item.id === id);
  if (!measure) return undefined;
  return [
    `${measure.id} · ${satisfactionText(measure)} · ladder ${measure.ladder}`,
    ...field('asks', measure.title),
    ...field('rule', measure.rule),
    ...field('counted', coverageLines(measure)),
    ...section('proof', proofLines(report, measure.proof, depth)),
    ...section('evidence', evidenceOf(report, measure.evidence)),
    ...section(
      'could not look',
      measure.notSupported.map(signal => `${signal}: no detector yet`),
    ),
    ...stepsAbout(report, [measure.id]),
  ];
}

export function listRoadmap(report: Report): Lines {
  return [
    'roadmap · by what each step moves',
    ...report.assessments.flatMap(assessment => section(assessment.title, stepLines(assessment.roadmap))),
  ];
}

function stepsAbout(report: Report, ids: readonly string[]): Lines {
  return section(
    'next steps',
    stepLines(report.assessments.flatMap(({ roadmap }) => roadmap).filter(({ about }) => ids.includes(about))),
  );
}

function stepLines(steps: ReportAssessment['roadmap']): Lines {
  return steps.flatMap(({ step, gain, about, touches, more, whatIf }) => [
    `${step}  (${gain}; ${about})`,
    ...touches.map(touch => `    ${touch}`),
    ...(more === 0 ? [] : [`    and ${more} more`]),
    ...(whatIf.length === 0 ? [] : [`    to try it: ${whatIf.map(each => `--what-if '${each}'`).join(' ')}`]),
  ]);
}

function evidenceOf(report: Report, ids: readonly string[]): Lines {
  const wanted = new Set(ids);
  return report.evidence.filter(({ id }) => wanted.has(id)).flatMap(item => evidenceLines(report, item));
}
