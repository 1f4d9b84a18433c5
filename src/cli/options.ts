/** Options that several verbs share. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

export type ColourChoice = 'auto' | 'always' | 'never';

export type CommonOptions = {
  readonly color: ColourChoice;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
  readonly logFormat: 'text' | 'json';
};

export const FORMATS = ['terminal', 'json', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export function withCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--color <when>', 'colour of terminal output').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('-q, --quiet', 'no progress; only what went wrong, on stderr')
    .option('-v, --verbose', 'more about what is being done, on stderr')
    .option('--debug', 'stack traces and the reasons of decisions, on stderr')
    .addOption(
      new Option('--log-format <form>', 'form of progress and logs on stderr')
        .choices(['text', 'json'])
        .default('text'),
    );
}

export function withOutputOptions(command: Command, formats: readonly string[] = FORMATS): Command {
  return command
    .addOption(new Option('--format <name>', 'what to write').choices(formats).default('terminal'))
    .option('-o, --output <file>', 'write to a file instead of stdout (- is stdout)');
}

export type ScanOptions = CommonOptions & {
  readonly includeArchived?: boolean;
  readonly includeForks?: boolean;
  readonly concurrency: number;
  readonly allowPartial?: boolean;
};

export function withScanOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--allow-partial', 'end with 0 although something could not be read')
    .option('--include-archived', 'also scan archived repositories of an organisation')
    .option('--include-forks', 'also scan forks of an organisation')
    .addOption(new Option('--concurrency <n>', 'repositories at once').argParser(positive).default(2));
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64)
    throw new InvalidArgumentError('a whole number from 1 to 64');
  return value;
}

export const TARGET_HELP = 'a folder, a git URL, github:ORG or github:ORG/REPO';
