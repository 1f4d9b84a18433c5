/** Reads model and signal files. The only place of the scoring part that touches the disk. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import glob from 'fast-glob';
import { checkModel } from './check.ts';
import { ScoringParameters } from './parameters.ts';
import { everyCondition, signalsOf } from './conditions.ts';
import { bundledModels } from './place.ts';
import { ModelError, readYaml, type Checked, type ModelFault } from './read-yaml.ts';
import {
  type CatalogueSignal,
  Model,
  SignalFamily,
  type Models,
  type SignalCatalogue,
  type SignalUse,
} from './schema.ts';

const PARAMETERS = 'parameters/scoring.yaml';

/**
 * Reads all models (`*.yaml`) and signals (`signals/*.yaml`) of a folder; without one, those of the package.
 * Throws `ModelError` with one line a fault: nothing is scored by a model that is only partly right.
 */
export function loadModels(directory: string = bundledModels()): Models {
  const catalogue = loadSignals(join(directory, 'signals'));
  const checked = yamlFiles(directory).map(file =>
    readYaml<Model>(readFileSync(join(directory, file), 'utf8'), nameOf(directory, file), Model),
  );
  const models = checked.map(each => each.value);
  const faults = [
    ...checked.flatMap(each => checkModel(each, catalogue, models)),
    ...twice(checked),
    ...unused(catalogue, models, join(basename(directory), 'signals')),
  ];
  if (faults.length > 0) throw new ModelError(faults);
  const parameters = readYaml<ScoringParameters>(
    readFileSync(join(directory, PARAMETERS), 'utf8'),
    nameOf(directory, PARAMETERS),
    ScoringParameters,
  );
  return { catalogue, models: [...models].sort((a, b) => (a.id < b.id ? -1 : 1)), parameters: parameters.value };
}

/**
 * Reads one further model, checked against the signals and models that are already known.
 * `name` is what faults call the file. Throws `ModelError`.
 */
export function loadModel(text: string, name: string, known: Models): Model {
  const checked = readYaml<Model>(text, name, Model);
  const faults = [...checkModel(checked, known.catalogue, [...known.models, checked.value])];
  if (known.models.some(model => model.id === checked.value.id))
    faults.push({ file: name, line: checked.lineOf(['id']), message: `model id "${checked.value.id}" is taken` });
  if (faults.length > 0) throw new ModelError(faults);
  return checked.value;
}

function loadSignals(directory: string): SignalCatalogue {
  const catalogue = new Map<string, CatalogueSignal>();
  const faults: ModelFault[] = [];
  for (const file of yamlFiles(directory)) {
    const { value, lineOf } = readYaml<SignalFamily>(
      readFileSync(join(directory, file), 'utf8'),
      `models/signals/${file}`,
      SignalFamily,
    );
    value.signals.forEach((signal, at) => {
      const report = (message: string): unknown =>
        faults.push({ file: `models/signals/${file}`, line: lineOf(['signals', at]), message });
      if (catalogue.has(signal.id)) report(`signal "${signal.id}" stands twice`);
      if (signal.tiers !== 'none' && signal.tiers.min > signal.tiers.max)
        report(`signal "${signal.id}": its lowest tier is above its highest`);
      // Pipeline files stand in the repository, and branch rules raise what they show, whatever planes the catalogue lists.
      const outside = [...(signal.decidedBy ?? []), ...(signal.raisedBy ?? [])].filter(
        plane => plane !== 'repo' && plane !== 'host' && !signal.planes.includes(plane),
      );
      if (outside.length > 0) report(`signal "${signal.id}": plane "${outside[0]}" is not among its planes`);
      catalogue.set(signal.id, { ...signal, family: value.family, group: value.group });
    });
  }
  if (faults.length > 0) throw new ModelError(faults);
  return catalogue;
}

/** A signal that nothing uses is either forgotten or says why. */
function unused(catalogue: SignalCatalogue, models: readonly Model[], file: string): readonly ModelFault[] {
  const used = new Set(models.flatMap(usedSignals));
  return [...catalogue.values()]
    .filter(signal => !used.has(signal.id) && signal.unusedBecause === undefined)
    .map(signal => ({
      file: `${file}/${signal.family}.yaml`,
      line: 1,
      message: `signal "${signal.id}" is used by no activity and no measure, and does not say why`,
    }));
}

/** Ids of the signals that a model asks for. */
export function usedSignals(model: Model): readonly string[] {
  const of = (uses: readonly SignalUse[]): readonly string[] => uses.map(use => use.signal);
  if (model.kind === 'domains')
    return model.activities.flatMap(activity => [...of(activity.signals), ...activity.items.exemptBy]);
  const risks = model.matrix?.risks ?? [];
  return [
    ...model.measures.flatMap(measure => [
      ...of(measure.signals),
      ...everyCondition(measure.satisfied).flatMap(({ condition }) => signalsOf(condition)),
    ]),
    ...risks.flatMap(risk => [
      ...of(risk.signals),
      ...(risk.appliesWithSignal === undefined ? [] : [risk.appliesWithSignal]),
    ]),
  ];
}

function twice(checked: readonly Checked<Model>[]): readonly ModelFault[] {
  return checked.flatMap((each, at) =>
    checked.slice(0, at).some(other => other.value.id === each.value.id)
      ? [{ file: each.file, line: each.lineOf(['id']), message: `model id "${each.value.id}" is taken` }]
      : [],
  );
}

function yamlFiles(directory: string): readonly string[] {
  return glob.sync('*.yaml', { cwd: directory, onlyFiles: true }).toSorted();
}

function nameOf(directory: string, file: string): string {
  return `${basename(directory)}/${file}`;
}

/** The bundled models and those of the files given. */
export function withModels(known: Models, files: readonly string[]): Models {
  return files.reduce(
    (models, file) => ({ ...models, models: [...models.models, loadModel(readFileSync(file, 'utf8'), file, models)] }),
    known,
  );
}
