import { checkDomains } from './check-domains.ts';
import type { Report } from './check-items.ts';
import { checkStages } from './check-stages.ts';
import { byLine, type Checked, type ModelFault } from './read-yaml.ts';
import type { Model, SignalCatalogue } from './schema.ts';

/**
 * Every fault that a schema cannot see, in the order of lines: names that lead nowhere, ids used twice, circles, thresholds
 * the wrong way round, and conditions that nothing could ever satisfy. `others` are all models that are loaded with it.
 */
export function checkModel(
  { value: model, faultAt }: Checked<Model>,
  catalogue: SignalCatalogue,
  others: readonly Model[],
): readonly ModelFault[] {
  const faults: ModelFault[] = [];
  const report: Report = (path, what) => faults.push(faultAt(path, what));
  if (model.kind === 'domains') checkDomains(model, catalogue, report);
  else checkStages(model, catalogue, others, report);
  return byLine(faults);
}
