import type { Command } from 'commander';
import type { ExitCode } from './exit.ts';
import { scoringOf, withModelOption } from './scoring.ts';
import type { ScoringOptions } from './scoring.ts';
import { stopReason } from './interrupt.ts';
import { TARGET_HELP, withScanOptions } from './options.ts';
import type { ScanOptions } from './options.ts';
import { writeDocument } from './output.ts';

type Options = ScanOptions & Pick<ScoringOptions, 'model'> & { readonly store: string };

export function addSnapshot(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('snapshot')
    .description('Scan and keep the report in a store')
    .argument('<target>', TARGET_HELP);
  withModelOption(withScanOptions(command))
    .requiredOption('--store <folder>', 'where snapshots are kept; made when it is not there')
    .addHelpText(
      'after',
      '\nExamples:\n  apiassay snapshot . --store ../snapshots\n  apiassay diff last --store ../snapshots',
    )
    .action(async (target: string, options: Options) => end(await snapshot(target, options)));
}

async function snapshot(target: string, options: Options): Promise<ExitCode> {
  const { scanExit, scanTarget } = await import('./scan-target.ts');
  const { openStore } = await import('../snapshot/store.ts');
  const report = await scanTarget(target, options, scoringOf({ ...options, whatIf: [] }));
  const stored = openStore(options.store).put(report);
  await writeDocument(`${stored.id}\n`, undefined);
  return stopReason() ?? scanExit(report, options.allowPartial === true);
}
