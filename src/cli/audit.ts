import type { Command } from 'commander';
import { Option } from 'commander';
import type { ExitCode } from './exit.ts';
import { TARGET_HELP, withOutputOptions, withScanOptions } from './options.ts';
import type { Format, ScanOptions } from './options.ts';

export type AuditOptions = ScanOptions & {
  readonly format: Format;
  readonly output?: string;
  readonly report?: string;
  readonly owner?: string;
  readonly failOn?: 'contradicted';
};

export function addAudit(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('audit')
    .description('Hold a self-assessment against what can be observed')
    .argument(
      '<claims>',
      'a table (CSV) with the columns activity and level, or team progress of OWASP DSOMM; - is stdin',
    )
    .argument('[target]', `${TARGET_HELP}; scanned when no report is given`, '.');
  withOutputOptions(withScanOptions(command))
    .option('--report <file>', 'compare with this saved report (JSON) instead of scanning')
    .option('--owner <name>', 'only the claims of this owner or team')
    .addOption(new Option('--fail-on <verdict>', 'end with 1 when a claim has this verdict').choices(['contradicted']))
    .addHelpText(
      'after',
      `
Examples:
  apiassay audit answers.csv ../shop
  apiassay audit team-progress.yaml --report report.json --owner "Team A"
  apiassay audit answers.csv . --format markdown -o audit.md
  apiassay audit answers.csv . --fail-on contradicted

Exit codes: as scan; with --report 0; 1 when --fail-on found what it names, 2 when the claims cannot be read.`,
    )
    .action(async (file: string, target: string, options: AuditOptions) => {
      const { runAudit } = await import('./run-audit.ts');
      end(await runAudit(file, target, options));
    });
}
