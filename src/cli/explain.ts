import type { Command } from 'commander';
import { explain } from '../report/explain/explain.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { TARGET_HELP, withScanOptions } from './options.ts';
import type { ScanOptions } from './options.ts';
import { writeDocument } from './output.ts';
import { isSituation, scoreFile } from './score.ts';
import { scoringOf, withScoringOptions } from './scoring.ts';
import type { Scoring, ScoringOptions } from './scoring.ts';
import { readReport } from './read-report.ts';
import type { Report } from '../core/report.ts';
import type { Unfolded } from '../core/unfolded.ts';
import { unfold } from '../score/unfold.ts';
import { modelDigest, scoreInputOf, stateOf } from '../score-report.ts';

type Options = ScanOptions & ScoringOptions & { readonly report?: string };

export function addExplain(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('explain')
    .description('Unfold one thing of a report, down to file and line')
    .argument(
      '<id>',
      'an operation, activity, domain, measure, stage, signal, evidence, API, component; or inventory, auth, files, visibility, signals, roadmap, distribution, teams, matrix, matrix:API',
    )
    .argument('[target]', `${TARGET_HELP}; scanned when no report is given`, '.');
  withScoringOptions(withScanOptions(command))
    .option('--report <file>', 'read this saved report (JSON), or situation (YAML), instead of scanning')
    .addHelpText(
      'after',
      `
Examples:
  apiassay explain "DELETE /v1/carts/{id}"
  apiassay explain testing.release-gating ../shop
  apiassay explain auth --report report.json
  apiassay explain stage3 --report report.json
  apiassay explain teams --report acme.json
  apiassay explain testing --report acme.json --of team:payments`,
    )
    .action(async (id: string, target: string, options: Options) => end(await explainVerb(id, target, options)));
}

/** A saved report is scored again only where that changes what is asked: by further models, by what is assumed, or of a part. */
async function reportOf(target: string, options: Options, scoring: Scoring): Promise<Report> {
  const { report: file, model, whatIf, of } = options;
  if (file === undefined) return (await import('./scan-target.ts')).scanTarget(target, options, scoring);
  return isSituation(file) || model.length + whatIf.length > 0 || of !== undefined
    ? scoreFile(file, scoring)
    : readReport(file);
}

/** Items and evidence behind each number; undefined where the report was scored by another content of the model. */
function unfoldedOf(report: Report, id: string, { models }: Scoring): Unfolded | undefined {
  const isSame = report.assessments.every(assessment => {
    const model = models.models.find(each => each.id === assessment.model);
    return model !== undefined && modelDigest(model, models) === assessment.modelDigest;
  });
  return isSame ? unfold(scoreInputOf(stateOf(report), models), id) : undefined;
}

async function explainVerb(id: string, target: string, options: Options): Promise<ExitCode> {
  const scoring = scoringOf(options);
  const report = await reportOf(target, options, scoring);
  const explanation = explain(report, id, unfoldedOf(report, id, scoring), options.verbose === true);
  switch (explanation.kind) {
    case 'found':
      await writeDocument(explanation.text, undefined);
      return EXIT.done;
    case 'ambiguous':
      throw new CliError(EXIT.usage, `"${id}" is the end of several operations: ${explanation.candidates.join(', ')}`);
    case 'unknown': {
      const hint =
        explanation.nearest.length === 0
          ? 'apiassay explain inventory lists the operations, signals the signals'
          : `did you mean ${explanation.nearest.join(', ')}?`;
      throw new CliError(EXIT.usage, `nothing in the report is called "${id}"; ${hint}`);
    }
  }
}
