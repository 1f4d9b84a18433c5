/** The summary that a person reads first: one screen, the verdict before what to do, and that before what it rests on. */
import type { Report } from '../core/report.ts';
import { terminalText } from './escape.ts';
import { beside, padTo, widthOf, wrap, wrapItems } from './layout.ts';
import { styleOf } from './style.ts';
import type { Style } from './style.ts';
import { summaryOf } from './summary.ts';
import type { Cell, DomainLine, NextStep, Summary } from './summary.ts';

export type TerminalOptions = {
  /** Columns of the terminal; 60 is the least that is laid out for. */
  readonly columns: number;
  readonly isColoured: boolean;
  /** What only the run knows, and no report may hold: `2.1 s`. */
  readonly elapsed?: string;
  /** Day of the scan, `YYYY-MM-DD`, for the age of the commit. */
  readonly today?: string;
  /** What `explain` needs besides an id to speak of the same report: a target, or `--report FILE`. */
  readonly explainBy?: string;
};

const CELLS: { readonly [C in Cell]: string } = {
  established: '█',
  emerging: '▒',
  'non-existent': '░',
  'not-known': '?',
};

export function terminalSummary(report: Report, options: TerminalOptions): string {
  const summary = summaryOf(report);
  const width = Math.max(60, options.columns);
  const style = styleOf(options.isColoured);
  const blocks = [
    titleLines(report, summary, options, width, style),
    domainLines(summary, width, style),
    ...summary.further.map(model => [
      `  ${style.bold(terminalText(model.title))}`,
      ...domainLines(model, width, style, false),
    ]),
    stageLines(summary, width, style),
    rollUpLines(summary, width, style),
    authLines(summary, width, style),
    stepLines(summary.steps, width, style),
    endLines(summary, options, width, style),
  ];
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`;
}

function titleLines(
  report: Report,
  summary: Summary,
  options: TerminalOptions,
  width: number,
  style: Style,
): readonly string[] {
  const [name = { text: '' }, ...counts] = summary.title;
  const age = ageOf(report.target.committedAt, options.today);
  const items = [
    style.bold(`apiassay ${terminalText(report.tool.version)}`),
    terminalText(name.text) + (age ? ` (${age})` : ''),
    ...counts.map(({ text }) => terminalText(text)),
    ...(options.elapsed ? [options.elapsed] : []),
  ];
  const warnings = summary.warnings.flatMap(({ text }) => beside(style.bad('! '), terminalText(text), width));
  const view = summary.view === undefined ? [] : beside('  ', terminalText(summary.view.text), width);
  return [...wrapItems(items, width), ...view.map(style.dim), ...warnings];
}

function ageOf(committedAt: string | null, today: string | undefined): string {
  if (committedAt === null || today === undefined) return '';
  const days = Math.floor((Date.parse(today) - Date.parse(committedAt.slice(0, 10))) / 86_400_000);
  if (!Number.isFinite(days) || days < 0) return '';
  return days === 0 ? 'committed today' : days === 1 ? '1 day old' : `${days} days old`;
}

function domainLines(
  { domains, overall }: Pick<Summary, 'domains' | 'overall'>,
  width: number,
  style: Style,
  hasLegend = true,
): readonly string[] {
  if (domains.length === 0) return [];
  const titleWidth = Math.max(...domains.map(({ title }) => widthOf(terminalText(title))));
  const cellsWidth = Math.max(...domains.map(({ cells }) => cells.length));
  const gradeWidth = Math.max(...domains.map(({ grade }) => widthOf(grade.text)));
  const lines = domains.flatMap(domain => {
    const title = padTo(terminalText(domain.title), titleWidth);
    const head = `  ${title}  ${padTo(cellsOf(domain, style), cellsWidth)}  `;
    const grade = colourOf(domain, style)(domain.grade.text);
    const fact = domain.fact ? terminalText(domain.fact.text) : '';
    const graded = head + padTo(grade, gradeWidth);
    // Beside the level where a phrase has room, else below it: a column of single words is not read.
    if (width - widthOf(graded) - 2 >= 44) return beside(`${graded}  `, fact, width).map(line => line.trimEnd());
    return [`${head}${grade}`, ...(fact === '' ? [] : beside(' '.repeat(titleWidth + 4), fact, width))];
  });
  const legend = `one cell an activity: ${CELLS.established} established  ${CELLS.emerging} emerging  ${CELLS['non-existent']} non-existent  ${CELLS['not-known']} not known`;
  const all = overall ? [`  ${padTo('Overall', titleWidth)}  ${style.bold(overall.text)}`] : [];
  const key = hasLegend ? wrap(legend, width - 2).map(line => style.dim(`  ${line}`)) : [];
  return [...lines, ...all, ...key];
}

function cellsOf({ cells }: DomainLine, style: Style): string {
  const colours: { readonly [C in Cell]: (text: string) => string } = {
    established: style.good,
    emerging: style.middling,
    'non-existent': style.bad,
    'not-known': style.dim,
  };
  return cells.map(cell => colours[cell](CELLS[cell])).join('');
}

function colourOf({ grade }: DomainLine, style: Style): (text: string) => string {
  if (grade.text.startsWith('established')) return style.good;
  if (grade.text.startsWith('emerging')) return style.middling;
  return grade.text.startsWith('non-existent') ? style.bad : style.dim;
}

function stageLines({ stages }: Summary, width: number, style: Style): readonly string[] {
  if (!stages) return [];
  const items = stages.phrases.map(({ text }) => terminalText(text));
  const name = terminalText(stages.name);
  return hanging(style.bold(name), wrapItems(items, width - widthOf(name) - 4), widthOf(name));
}

function rollUpLines({ rollUp }: Summary, width: number, style: Style): readonly string[] {
  if (!rollUp) return [];
  const [first, ...rest] = rollUp.external.map(({ text }) => terminalText(text));
  const items = [
    rollUp.scanned.text,
    ...(first === undefined ? [] : [`emerging or better by external weight: ${first}`]),
    ...rest,
  ];
  return hanging(style.bold('Scanned'), wrapItems(items, width - 11), 7);
}

function authLines({ auth, openWrites }: Summary, width: number, style: Style): readonly string[] {
  const counts = hanging(
    style.bold('Authentication'),
    wrapItems(
      auth.map(({ text }) => text),
      width - 18,
    ),
    14,
  );
  if (!openWrites) return counts;
  const worst = openWrites.worst.map(({ text }) => terminalText(text)).join(', ');
  return [...counts, ...beside(`${' '.repeat(18)}${style.bad('!')} `, `${openWrites.count.text}: ${worst}`, width)];
}

/** A word at the left, its lines to the right of it. */
function hanging(head: string, lines: readonly string[], headWidth: number): readonly string[] {
  return lines.map((line, index) => `  ${padTo(index === 0 ? head : '', headWidth)}  ${line}`);
}

function stepLines(steps: readonly NextStep[], width: number, style: Style): readonly string[] {
  if (steps.length === 0) return [];
  const lines = steps.flatMap(({ step, gain, touches }, index) => {
    const head = `  ${String(index + 1).padStart(2)}  `;
    const effect = [gain, touches]
      .filter(text => text !== '')
      .map(terminalText)
      .join(' · ');
    const detail = wrap(effect, width - 8).map(line => `${' '.repeat(8)}${style.dim(line)}`);
    const oneLine = `${head}${terminalText(step.text)}  ${effect}`;
    if (effect === '' || widthOf(oneLine) <= Math.min(width, 100))
      return [`${head}${terminalText(step.text)}  ${style.dim(effect)}`.trimEnd()];
    return [...beside(head, terminalText(step.text), width), ...detail];
  });
  return [`  ${style.bold('Next steps, by what they move')}`, ...lines];
}

function endLines(summary: Summary, { explainBy }: TerminalOptions, width: number, style: Style): readonly string[] {
  const unseen = summary.notSeen.map(({ text }) => terminalText(text));
  const command = `apiassay explain ID${explainBy === undefined || explainBy === '.' ? '' : ` ${terminalText(explainBy)}`}`;
  const hint = `Every line unfolds to file and line: ${command}, with ID a domain, an operation, auth, files, visibility …`;
  return [
    ...beside(`  ${style.bold('Not seen')}  `, unseen.join('; '), width),
    ...wrap(hint, width - 2).map(line => style.dim(`  ${line}`)),
  ];
}
