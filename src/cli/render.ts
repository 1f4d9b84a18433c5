import type { Command } from 'commander';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withCommonOptions, withOutputOptions } from './options.ts';
import type { CommonOptions, Format } from './options.ts';
import { writeDocument } from './output.ts';
import { readReport } from './read-report.ts';
import { renderReport } from './render-report.ts';

type Options = CommonOptions & { readonly format: Format; readonly output?: string };

export function addRender(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('render')
    .description('Write a saved report in another form')
    .argument('<report>', 'a report (JSON); - is stdin');
  withOutputOptions(withCommonOptions(command))
    .addHelpText(
      'after',
      '\nExamples:\n  apiassay render report.json\n  apiassay render report.json --format markdown -o report.md',
    )
    .action(async (file: string, { format, color, output }: Options) => {
      const report = await readReport(file);
      const text = renderReport(report, {
        format,
        color,
        output,
        today: report.generatedAt.slice(0, 10),
        explainBy: `--report ${file}`,
      });
      await writeDocument(text, output);
      end(EXIT.done);
    });
}
