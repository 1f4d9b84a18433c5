/** The report for a pull request, a wiki or a step summary: the verdict first, details below. All scanned text is escaped. */
import type {
  Report,
  ReportActivity,
  ReportAssessment,
  ReportDomains,
  ReportEndpoint,
  ReportStages,
} from '../core/report.ts';
import { markdownCode, markdownText } from './escape.ts';
import { summaryOf } from './summary.ts';
import type { Summary } from './summary.ts';
import { gradeText, operationName, placeText, planeText } from './words.ts';

export function reportMarkdown(report: Report): string {
  const summary = summaryOf(report);
  const [name, ...counts] = summary.title;
  const blocks = [
    `# API security maturity of ${markdownText(name?.text ?? '')}`,
    counts.map(({ text }) => markdownText(text)).join(' · '),
    ...(summary.view ? [markdownText(summary.view.text)] : []),
    ...summary.warnings.map(({ text }) => `> **${markdownText(text)}**`),
    ...verdict(summary),
    ...rollUp(summary),
    ...authentication(summary),
    ...nextSteps(summary),
    ...operations(report),
    ...report.assessments.flatMap(assessment => activities(assessment)),
    ...notSeen(report, summary),
    `apiassay ${markdownText(report.tool.version)}, rules ${markdownText(report.tool.rules)}, ${report.generatedAt}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function verdict(summary: Summary): readonly string[] {
  const { stages } = summary;
  return [
    ...domainsTable(summary),
    ...summary.further.flatMap(model => [`**${markdownText(model.title)}**`, ...domainsTable(model)]),
    ...(stages
      ? [`**${markdownText(stages.name)}:** ${stages.phrases.map(({ text }) => markdownText(text)).join(' · ')}`]
      : []),
  ];
}

function domainsTable({ domains, overall }: Pick<Summary, 'domains' | 'overall'>): readonly string[] {
  const rows = domains.map(({ title, grade, fact }) => [
    markdownText(title),
    `**${markdownText(grade.text)}**`,
    fact ? markdownText(fact.text) : '',
  ]);
  return [
    ...(rows.length > 0 ? [tableOf(['Domain', 'Level', 'What stands out'], rows)] : []),
    ...(overall ? [`**Overall:** ${markdownText(overall.text)}`] : []),
  ];
}

function rollUp({ rollUp: sums }: Summary): readonly string[] {
  if (!sums) return [];
  const scanned = `**Scanned:** ${markdownText(sums.scanned.text)}`;
  if (sums.external.length === 0) return [scanned];
  return [
    scanned,
    `**Emerging or better by external weight:** ${sums.external.map(({ text }) => markdownText(text)).join(' · ')}`,
  ];
}

function authentication({ auth, openWrites }: Summary): readonly string[] {
  const counts = `**Authentication:** ${auth.map(({ text }) => markdownText(text)).join(' · ')}`;
  if (!openWrites) return [counts];
  return [
    counts,
    `**${markdownText(openWrites.count.text)}:** ${openWrites.worst.map(({ text }) => markdownCode(text)).join(', ')}`,
  ];
}

function nextSteps({ steps }: Summary): readonly string[] {
  if (steps.length === 0) return [];
  const rows = steps.map(({ step, gain, touches }) => [
    markdownText(step.text),
    markdownText(gain),
    markdownText(touches),
  ]);
  return ['## Next steps', tableOf(['Step', 'Moves', 'Where'], rows)];
}

function operations({ endpoints }: Report): readonly string[] {
  if (endpoints.length === 0) return ['## Operations', 'None was found.'];
  return [
    '## Operations',
    tableOf(['Operation', 'Component', 'State', 'Authentication', 'Risk', 'Place'], endpoints.map(operationRow)),
  ];
}

function operationRow(endpoint: ReportEndpoint): readonly string[] {
  const [source] = endpoint.sources;
  return [
    markdownCode(operationName(endpoint)),
    markdownText(endpoint.component),
    endpoint.state,
    endpoint.auth.status,
    endpoint.risk,
    source ? markdownCode(placeText(source)) : '',
  ];
}

function activities(assessment: ReportAssessment): readonly string[] {
  return assessment.kind === 'domains' ? domainTables(assessment) : [stageTable(assessment)];
}

function domainTables({ domains }: ReportDomains): readonly string[] {
  return domains.flatMap(domain => [
    `## ${markdownText(domain.title)}: ${markdownText(gradeText(domain))}`,
    markdownText(domain.rule),
    tableOf(['Activity', 'Level', 'Rule', 'Evidence'], domain.activities.map(activityRow)),
  ]);
}

function activityRow(activity: ReportActivity): readonly string[] {
  const attested = activity.attested.length === 0 ? '' : ` (${activity.attested.length} attested)`;
  const counted = activity.evidence.length === 0 ? 'none' : `${activity.evidence.length}${attested}`;
  const rejected = activity.notCounted.length === 0 ? '' : `, ${activity.notCounted.length} not counted`;
  return [
    markdownCode(activity.id),
    markdownText(gradeText(activity)),
    markdownText(activity.rule),
    `${counted}${rejected}`,
  ];
}

function stageTable({ title, stages }: ReportStages): string {
  const rows = stages.flatMap(stage =>
    [...stage.practices.measures, ...stage.barometer.measures].map(measure => [
      markdownCode(measure.id),
      String(measure.satisfaction),
      markdownText(measure.rule),
    ]),
  );
  return `## ${markdownText(title)}\n\n${tableOf(['Measure', 'Satisfied', 'Rule'], rows)}`;
}

function notSeen(report: Report, summary: Summary): readonly string[] {
  const planes = report.visibility
    .filter(({ readable }) => readable !== 'yes')
    .map(({ plane, subject, readable, why }) => [planeText(plane), markdownText(subject), readable, markdownText(why)]);
  const faults = report.diagnostics.map(row => [
    markdownCode(placeText(row)),
    markdownCode(row.code),
    markdownText(row.message),
  ]);
  return [
    '## What was not seen',
    summary.notSeen.map(({ text }) => `- ${markdownText(text)}`).join('\n'),
    ...(planes.length > 0 ? [tableOf(['Plane', 'Subject', 'Readable', 'Why'], planes)] : []),
    ...(faults.length > 0 ? [tableOf(['Place', 'Code', 'What happened'], faults)] : []),
  ];
}

/** Cells are Markdown already: what comes from the scanned tree was escaped where it was put in. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
