import type { Command } from 'commander';
import { plural } from '../report/words.ts';
import { verifyReport } from '../verify.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withCommonOptions } from './options.ts';
import type { CommonOptions } from './options.ts';
import { writeDocument } from './output.ts';
import { readChangedReport } from './read-report.ts';
import { scoringOf, withModelOption } from './scoring.ts';
import type { ScoringOptions } from './scoring.ts';

type Options = CommonOptions & Pick<ScoringOptions, 'model'>;

export function addVerify(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('verify')
    .description('Recompute every verdict of a saved report from the evidence and inventory in it')
    .argument('<report>', 'a report (JSON); - is stdin');
  withModelOption(withCommonOptions(command))
    .addHelpText(
      'after',
      `
Examples:
  apiassay verify report.json
  apiassay verify report.json --model our-model.yaml   when it was scored by that model as well

Exit codes: 0 every number follows from the evidence, 1 one does not, 2 no report, 3 it was scored by other models.`,
    )
    .action(async (file: string, options: Options) => end(await verify(file, options)));
}

async function verify(file: string, { model }: Options): Promise<ExitCode> {
  const { models } = scoringOf({ model, whatIf: [] });
  const { report, isChanged } = await readChangedReport(file);
  const result = verifyReport(report, models);
  switch (result.kind) {
    case 'other-model':
      throw new CliError(EXIT.incomplete, `${file} cannot be verified: model ${result.model}: ${result.why}`);
    case 'differs':
      await writeDocument(
        `not verified: ${result.where}\n  the report says   ${result.stated}\n  its evidence gives ${result.computed}\n`,
        undefined,
      );
      return EXIT.gateFailed;
    case 'verified':
      if (isChanged) {
        await writeDocument(
          'not verified: every verdict follows from the evidence, but the content does not have the digest it states: it was changed after it was written\n',
          undefined,
        );
        return EXIT.gateFailed;
      }
      await writeDocument(
        `verified: ${plural(result.numbers, 'number')} of ${plural(report.assessments.length, 'assessment')} follow from ${plural(result.evidence, 'piece')} of evidence${result.assumed === 0 ? '' : `, ${result.assumed} of them assumed`}\n`,
        undefined,
      );
      return EXIT.done;
  }
}
