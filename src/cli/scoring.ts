/** Options of every verb that scores: further models, and what is assumed. */
import type { Command } from 'commander';
import { loadModels, withModels } from '../../models/load.ts';
import type { Models } from '../../models/schema.ts';
import { assume, AssumptionError } from '../assume.ts';
import type { ReportState } from '../core/report.ts';
import { parseView, ViewError, viewOf } from '../view.ts';
import { CliError, EXIT } from './exit.ts';
import { modelOption, type ModelOption } from './model-option.ts';

export type ScoringOptions = ModelOption & {
  readonly whatIf: readonly string[];
  /** The part to judge, `KIND:NAME`; the whole when left out. */
  readonly of?: string;
};

/** By what a state is scored. */
export type Scoring = { readonly models: Models; readonly prepare: (state: ReportState) => ReportState };

export function withModelOption(command: Command): Command {
  return command.addOption(modelOption());
}

export function withScoringOptions(command: Command): Command {
  return withModelOption(command)
    .option('--of <kind:name>', 'judge only what is of one team, component, api or repository: team:payments')
    .option(
      '--what-if <assumption>',
      'score as if a signal were there: SIGNAL, SIGNAL=E4, SIGNAL=no, each with @SUBJECT to restrict it; may be given again',
      collected,
      [],
    );
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** What `explain` needs besides a target or a report to speak of the same part. */
export function sameOf({ of }: Pick<ScoringOptions, 'of'>): string {
  if (of === undefined) return '';
  return /^[\w:/.@-]+$/.test(of) ? ` --of ${of}` : ` --of ${JSON.stringify(of)}`;
}

/** Loads the models and reads the name of the part at once, so that a fault in one is told before anything is scanned. */
export function scoringOf({ model, whatIf, of }: ScoringOptions): Scoring {
  const models = withModels(loadModels(), model);
  return usage(() => {
    const part = of === undefined ? undefined : parseView(of);
    return {
      models,
      prepare: state =>
        usage(() => {
          const assumed = assume(state, whatIf, models.catalogue);
          return part === undefined ? assumed : viewOf(assumed, part, models);
        }),
    };
  });
}

/** What a person asked for and cannot be had is a matter of usage. */
function usage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AssumptionError) throw new CliError(EXIT.usage, `--what-if ${error.message}`);
    if (error instanceof ViewError) throw new CliError(EXIT.usage, `--of ${error.message}`);
    throw error;
  }
}
