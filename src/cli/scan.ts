import type { Command } from 'commander';
import type { ExitCode } from './exit.ts';
import { stopReason } from './interrupt.ts';
import { TARGET_HELP, withOutputOptions, withScanOptions } from './options.ts';
import type { Format, ScanOptions } from './options.ts';
import { writeDocument } from './output.ts';
import { renderReport } from './render-report.ts';
import { sameOf, scoringOf, withScoringOptions } from './scoring.ts';
import type { ScoringOptions } from './scoring.ts';

type Options = ScanOptions & ScoringOptions & { readonly format: Format; readonly output?: string };

export function addScan(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('scan')
    .description('Take the inventory, derive the evidence, score both models')
    .argument('<target>', TARGET_HELP);
  withOutputOptions(withScoringOptions(withScanOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  apiassay scan .                               the summary of this folder
  apiassay scan . --format json -o report.json  everything, for programs
  apiassay scan . --format markdown             for a pull request or a wiki
  apiassay scan https://git.example/shop.git    a repository that is fetched and not kept
  apiassay scan . --model our-model.yaml        scored by a model of your own as well
  apiassay scan . --what-if ci.sast.gating=E4   as if that check could stop a merge
  GH_TOKEN=… apiassay scan github:acme          every repository of an organisation
  apiassay scan . --of component:services/cart  one part, judged by the same rules

Exit codes: 0 done, 2 usage, 3 incomplete (0 with --allow-partial), 4 nothing could be scanned, 70 internal error.`,
    )
    .action(async (target: string, options: Options) => end(await scan(target, options)));
}

async function scan(target: string, options: Options): Promise<ExitCode> {
  const started = performance.now();
  // The engine is loaded when it is needed, so that the other verbs start at once.
  const { scanExit, scanTarget } = await import('./scan-target.ts');
  const report = await scanTarget(target, options, scoringOf(options));
  const { format, color, output } = options;
  const elapsed = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  await writeDocument(
    renderReport(report, {
      format,
      color,
      output,
      elapsed,
      today: report.generatedAt.slice(0, 10),
      explainBy: `${target}${sameOf(options)}`,
    }),
    output,
  );
  return stopReason() ?? scanExit(report, options.allowPartial === true);
}
