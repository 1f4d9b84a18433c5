import type { Report } from '../core/report.ts';
import { reportJson } from '../report/json.ts';
import { reportMarkdown } from '../report/markdown.ts';
import { terminalSummary } from '../report/terminal.ts';
import { isColoured } from './colour.ts';
import type { ColourChoice, Format } from './options.ts';

export type RenderContext = {
  readonly format: Format;
  readonly color: ColourChoice;
  /** File that it goes to; undefined for stdout. */
  readonly output?: string | undefined;
  readonly elapsed?: string;
  readonly today?: string;
  /** What `explain` has to be given besides an id to see the same: a target, or `--report FILE`. */
  readonly explainBy?: string;
};

export function renderReport(report: Report, context: RenderContext): string {
  switch (context.format) {
    case 'json':
      return reportJson(report);
    case 'markdown':
      return reportMarkdown(report);
    case 'terminal': {
      const toFile = context.output !== undefined && context.output !== '-';
      const isTerminal = !toFile && process.stdout.isTTY === true;
      const { elapsed, today, explainBy } = context;
      return terminalSummary(report, {
        columns: isTerminal ? process.stdout.columns : Number(process.env['COLUMNS']) || 100,
        isColoured: isColoured({ choice: context.color, environment: process.env, isTerminal }),
        ...(elapsed === undefined ? {} : { elapsed }),
        ...(today === undefined ? {} : { today }),
        ...(explainBy === undefined ? {} : { explainBy }),
      });
    }
  }
}
