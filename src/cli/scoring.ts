/** Options of every verb that scores: further models, and what is assumed. */
import type { Command } from 'commander';
import { loadModels, withModels } from '../../models/load.ts';
import type { Models } from '../../models/schema.ts';
import { assume, AssumptionError } from '../assume.ts';
import type { ReportState } from '../core/report.ts';
import { CliError, EXIT } from './exit.ts';
import { modelOption, type ModelOption } from './model-option.ts';

export type ScoringOptions = ModelOption & { readonly whatIf: readonly string[] };

/** By what a state is scored. */
export type Scoring = { readonly models: Models; readonly prepare: (state: ReportState) => ReportState };

export function withModelOption(command: Command): Command {
  return command.addOption(modelOption());
}

export function withScoringOptions(command: Command): Command {
  return withModelOption(command).option(
    '--what-if <assumption>',
    'score as if a signal were there: SIGNAL, SIGNAL=E4, SIGNAL=no, each with @SUBJECT to restrict it; may be given again',
    collected,
    [],
  );
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Loads the models at once, so that a fault in one is told before anything is scanned. */
export function scoringOf({ model, whatIf }: ScoringOptions): Scoring {
  const models = withModels(loadModels(), model);
  return {
    models,
    prepare: state => {
      try {
        return assume(state, whatIf, models.catalogue);
      } catch (error) {
        if (error instanceof AssumptionError) throw new CliError(EXIT.usage, `--what-if ${error.message}`);
        throw error;
      }
    },
  };
}
