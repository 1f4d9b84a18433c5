import type { Command } from 'commander';
import { explain } from '../report/explain/explain.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { TARGET_HELP, withScanOptions } from './options.ts';
import type { ScanOptions } from './options.ts';
import { writeDocument } from './output.ts';
import { readReport } from './read-report.ts';

type Options = ScanOptions & { readonly report?: string };

export function addExplain(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('explain')
    .description('Unfold one thing of a report, down to file and line')
    .argument(
      '<id>',
      'an operation, activity, domain, measure, stage, signal, evidence, API, component; or inventory, auth, files, visibility, signals, roadmap',
    )
    .argument('[target]', `${TARGET_HELP}; scanned when no report is given`, '.');
  withScanOptions(command)
    .option('--report <file>', 'read this saved report (JSON) instead of scanning')
    .addHelpText(
      'after',
      `
Examples:
  apiassay explain "DELETE /v1/carts/{id}"
  apiassay explain testing.release-gating ../shop
  apiassay explain auth --report report.json
  apiassay explain stage3 --report report.json`,
    )
    .action(async (id: string, target: string, options: Options) => end(await explainVerb(id, target, options)));
}

async function explainVerb(id: string, target: string, options: Options): Promise<ExitCode> {
  const report =
    options.report === undefined
      ? await (await import('./scan-target.ts')).scanTarget(target, options)
      : await readReport(options.report);
  const explanation = explain(report, id);
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
