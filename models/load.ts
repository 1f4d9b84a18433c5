/** Reads the models and signals of the package, and further models from files. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import glob from 'fast-glob';
import { checkModel } from './check.ts';
import { foundText } from './found.ts';
import { ScoringParameters } from './parameters.ts';
import { bundledModels } from './place.ts';
import { byLine, ModelError, readYaml, type Checked, type ModelFault } from './read-yaml.ts';
import { readText } from './read-text.ts';
import { type CatalogueSignal, Model, SignalFamily, type Models, type SignalCatalogue } from './schema.ts';
import { usedSignals } from './used-signals.ts';

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
    ...checked.flatMap((each, at) => taken(each, [], checked.slice(0, at))),
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
 * `name` is what faults call the file. Throws `ModelError` with every fault, in the order of lines.
 */
export function loadModel(text: string, name: string, known: Models): Model {
  const checked = readYaml<Model>(text, name, Model);
  const faults = byLine([
    ...checkModel(checked, known.catalogue, [...known.models, checked.value]),
    ...taken(checked, known.models, []),
  ]);
  if (faults.length > 0) throw new ModelError(faults);
  return checked.value;
}

/** `loadModel` of a file. That it is not there, too large or no text is a fault of its first line. */
export function readModelFile(path: string, known: Models): Model {
  return loadModel(readText(path), path, known);
}

/** A file with the model that was read from it. */
export type ModelFile = { readonly file: string; readonly model: Model };

/**
 * Reads further models in the order given. They may judge by each other: the matrix of one may name another. Throws
 * `ModelError` with the faults of all files; then none of them can be used.
 */
export function readModelFiles(known: Models, files: readonly string[]): readonly ModelFile[] {
  const read = files.map(readable);
  const checked = read.flatMap(each => each.checked ?? []);
  const models = [...known.models, ...checked.map(each => each.value)];
  const faults = read.flatMap(({ checked: each, faults: own }) =>
    each === undefined
      ? own
      : byLine([
          ...checkModel(each, known.catalogue, models),
          ...taken(each, known.models, checked.slice(0, checked.indexOf(each))),
        ]),
  );
  if (faults.length > 0) throw new ModelError(faults);
  return checked.map(each => ({ file: each.file, model: each.value }));
}

/** The known models and those of further files, sorted by id after them. Throws `ModelError`, as `readModelFiles` does. */
export function withModels(known: Models, files: readonly string[]): Models {
  const more = readModelFiles(known, files).map(each => each.model);
  return { ...known, models: [...known.models, ...more.sort((a, b) => (a.id < b.id ? -1 : 1))] };
}

/** What could be read of a file, or its faults. */
type Readable =
  | { readonly checked: Checked<Model>; readonly faults?: never }
  | { readonly checked?: never; readonly faults: readonly ModelFault[] };

function readable(file: string): Readable {
  try {
    return { checked: readYaml<Model>(readText(file), file, Model) };
  } catch (error) {
    if (error instanceof ModelError) return { faults: error.faults };
    throw error;
  }
}

/** An id that a known model has, or one of an earlier file. */
function taken(
  { value: { id }, faultAt }: Checked<Model>,
  known: readonly Model[],
  earlier: readonly Checked<Model>[],
): readonly ModelFault[] {
  const other = earlier.find(each => each.value.id === id)?.file ?? known.find(model => model.id === id)?.title;
  if (other === undefined) return [];
  return [faultAt(['id'], `expected an id that no other model has, found ${foundText(id)}, which is that of ${other}`)];
}

function loadSignals(directory: string): SignalCatalogue {
  const catalogue = new Map<string, CatalogueSignal>();
  const faults: ModelFault[] = [];
  for (const file of yamlFiles(directory)) {
    const { value, faultAt } = readYaml<SignalFamily>(
      readFileSync(join(directory, file), 'utf8'),
      `models/signals/${file}`,
      SignalFamily,
    );
    value.signals.forEach((signal, at) => {
      const report = (what: string): unknown => faults.push(faultAt(['signals', at], what));
      if (catalogue.has(signal.id)) report(`expected an id that no other signal has, found ${foundText(signal.id)}`);
      if (signal.tiers !== 'none' && signal.tiers.min > signal.tiers.max)
        report('expected a lowest tier that is not above the highest');
      // Pipeline files stand in the repository, and branch rules raise what they show, whatever planes the catalogue lists.
      const outside = [...(signal.decidedBy ?? []), ...(signal.raisedBy ?? [])].filter(
        plane => plane !== 'repo' && plane !== 'host' && !signal.planes.includes(plane),
      );
      if (outside.length > 0)
        report(`expected one of its planes, ${signal.planes.join(', ')}, found ${foundText(outside[0])}`);
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

function yamlFiles(directory: string): readonly string[] {
  return glob.sync('*.yaml', { cwd: directory, onlyFiles: true }).toSorted();
}

function nameOf(directory: string, file: string): string {
  return `${basename(directory)}/${file}`;
}
