import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Report } from '../core/report.ts';
import { diffText } from '../report/diff-text.ts';
import { diffReports } from '../snapshot/diff.ts';
import { openStore } from '../snapshot/store.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { isColoured } from './colour.ts';
import { withCommonOptions, withOutputOptions } from './options.ts';
import type { CommonOptions } from './options.ts';
import { writeDocument } from './output.ts';
import { readReport } from './read-report.ts';

type Options = CommonOptions & {
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly store?: string;
  readonly target?: string;
};

export function addDiff(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('diff')
    .description('What changed between two reports, and why')
    .argument('<from>', 'a report file, or with --store a snapshot: its id, last, last~1')
    .argument('[to]', 'the later one; without it, the newest snapshot');
  withOutputOptions(withCommonOptions(command), ['terminal', 'json'])
    .option('--store <folder>', 'where snapshots are kept')
    .option('--target <name>', 'only snapshots of this target')
    .addHelpText(
      'after',
      '\nExamples:\n  apiassay diff monday.json friday.json\n  apiassay diff last --store ../snapshots       the newest snapshot against the one before it\n  apiassay diff 000003 last --store ../snapshots --format json',
    )
    .action(async (from: string, to: string | undefined, options: Options) => {
      const [earlier, later] = to === undefined ? [from === 'last' ? 'last~1' : from, 'last'] : [from, to];
      const diff = diffReports(await reportOf(earlier, options), await reportOf(later, options));
      const isTerminal = process.stdout.isTTY === true && options.output === undefined;
      const text =
        options.format === 'json'
          ? canonicalJson(diff)
          : diffText(diff, { isColoured: isColoured({ choice: options.color, environment: process.env, isTerminal }) });
      await writeDocument(text, options.output);
      end(EXIT.done);
    });
}

/** A file where there is one of that name; else a snapshot. */
async function reportOf(words: string, { store, target }: Options): Promise<Report> {
  if (words === '-' || existsSync(words)) return readReport(words);
  if (store === undefined) throw new CliError(EXIT.usage, `there is no file ${words}; a snapshot needs --store FOLDER`);
  const found = openStore(store).get(words, target);
  if (found.kind === 'found') return found.report;
  throw new CliError(EXIT.usage, found.why);
}
