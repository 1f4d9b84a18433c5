import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { Report, ReportState } from '../core/report.ts';
import { scoreReport, stateOf } from '../score-report.ts';
import { readSituation, stateOfSituation } from '../situation/read.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withCommonOptions, withOutputOptions } from './options.ts';
import type { CommonOptions, Format } from './options.ts';
import { writeDocument } from './output.ts';
import { readReport } from './read-report.ts';
import { renderReport } from './render-report.ts';
import { sameOf, scoringOf, withScoringOptions } from './scoring.ts';
import type { Scoring, ScoringOptions } from './scoring.ts';
import { TOOL_VERSION } from './version.ts';

type Options = CommonOptions & ScoringOptions & { readonly format: Format; readonly output?: string };

/** A situation is written by hand; what is longer is no situation. */
const LARGEST_SITUATION = 4 * 1024 * 1024;

export function addScore(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('score')
    .description('Score a saved report again, or a situation written by hand')
    .argument('<file>', 'a report (JSON; - is stdin), or a situation (YAML, as fixtures/scenarios/README.md says)');
  withScoringOptions(withOutputOptions(withCommonOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  apiassay score report.json --what-if ci.dast.gating=E4         what a gating scan would change
  apiassay score report.json --what-if gateway.rate-limit@orders of one API, component or repository only
  apiassay score acme.json --of team:payments                    the APIs of one team
  apiassay score report.json --model our-model.yaml --format json
  apiassay score fixtures/scenarios/typical-start-up/situation.yaml`,
    )
    .action(async (file: string, options: Options) => {
      const report = await scoreFile(file, scoringOf(options));
      const { format, color, output } = options;
      const explainBy = `--report ${file}${sameOf(options)}`;
      const today = report.generatedAt.slice(0, 10);
      await writeDocument(renderReport(report, { format, color, output, today, explainBy }), output);
      end(EXIT.done);
    });
}

/** The report of a file: scored again, or for the first time. */
export async function scoreFile(file: string, { models, prepare }: Scoring): Promise<Report> {
  const state = isSituation(file) ? await situationState(file, models) : withoutAssumptions(await readReport(file));
  return scoreReport(prepare(state), models);
}

export function isSituation(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

/** Assumed evidence took the place of what was seen, which nothing brings back: such a report is not scored again. */
function withoutAssumptions(report: Report): ReportState {
  if (report.assumptions.length > 0)
    throw new CliError(
      EXIT.usage,
      `this report rests on assumptions (${report.assumptions.join(', ')}); score the one it was made from`,
    );
  return stateOf(report);
}

async function situationState(file: string, models: Scoring['models']): Promise<ReportState> {
  const read = readSituation(textOf(file), file.replaceAll('\\', '/').split('/').slice(-2).join('/'));
  const tree = join(dirname(file), 'tree');
  if (!existsSync(tree)) return stateOfSituation(read, models.catalogue, TOOL_VERSION);
  const { scanTree } = await import('../scan.ts');
  const { openFolder } = await import('../source/folder.ts');
  const { today } = read.situation;
  const scanned = await scanTree(await openFolder(tree), {
    today,
    generatedAt: `${today}T00:00:00Z`,
    toolVersion: TOOL_VERSION,
  });
  return stateOfSituation(read, models.catalogue, TOOL_VERSION, stateOf(scanned));
}

function textOf(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > LARGEST_SITUATION) throw new Error(`it has ${size} bytes, more than a situation has`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(EXIT.usage, `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
