/** The verbs, and the one place where errors become exit codes. */
import { terminalText } from '../report/escape.ts';
import { Command, CommanderError } from 'commander';
import { ModelError } from '../../models/read-yaml.ts';
import { addAudit } from './audit.ts';
import { addDiff } from './diff.ts';
import { addDoctor } from './doctor.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { addExplain } from './explain.ts';
import { addModels } from './models.ts';
import { addRender } from './render.ts';
import { addScan } from './scan.ts';
import { addScore } from './score.ts';
import { addSnapshot } from './snapshot.ts';
import { addVerify } from './verify.ts';
import { stopReason } from './interrupt.ts';
import { TOOL_VERSION } from './version.ts';

/** Adds a verb; `end` takes the code that the process ends with. */
export type AddVerb = (program: Command, end: (code: ExitCode) => void) => void;

const VERBS: readonly AddVerb[] = [
  addScan,
  addExplain,
  addVerify,
  addScore,
  addAudit,
  addDiff,
  addSnapshot,
  addRender,
  addModels,
  addDoctor,
];

/** Runs the arguments of the process and gives its exit code. Never throws. */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = new Command('apiassay')
    .description(
      'Infers API-security maturity from source, pipelines, tests and gateways, with file and line for every level.',
    )
    .version(TOOL_VERSION)
    .showHelpAfterError('(apiassay --help lists the verbs; apiassay VERB --help their options)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const addVerb of VERBS) addVerb(program, ending => (code = ending));
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    return codeOf(error, argv.includes('--debug'));
  }
}

function codeOf(error: unknown, isDebugging: boolean): ExitCode {
  // Commander has already printed what it has to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const stopped = stopReason();
  if (stopped) {
    console.error('apiassay: interrupted before there was anything to write');
    return stopped;
  }
  if (error instanceof CliError) {
    console.error(`apiassay: ${terminalText(error.message)}`);
    if (isDebugging) console.error(error.stack);
    return error.code;
  }
  if (error instanceof ModelError) {
    console.error(error.message.split('\n').map(terminalText).join('\n'));
    return EXIT.usage;
  }
  console.error(`apiassay: internal error: ${terminalText(error instanceof Error ? error.message : String(error))}`);
  console.error(
    isDebugging && error instanceof Error
      ? error.stack
      : 'This is a fault of apiassay. Run it again with --debug and report what it prints.',
  );
  return EXIT.internal;
}
