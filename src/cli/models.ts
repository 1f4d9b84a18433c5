import type { Command } from 'commander';
import { loadModels, readModelFiles, withModels } from '../../models/load.ts';
import type { ModelFile } from '../../models/load.ts';
import { nearest } from '../../models/nearest.ts';
import type { Model, Models } from '../../models/schema.ts';
import { usedSignals } from '../../models/used-signals.ts';
import { SUPPORTED_SIGNALS } from '../evidence/derive.ts';
import { terminalText } from '../report/escape.ts';
import { table } from '../report/explain/lines.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { modelOption } from './model-option.ts';
import type { ModelOption } from './model-option.ts';
import { withCommonOptions } from './options.ts';
import { writeDocument } from './output.ts';

export function addModels(program: Command, end: (code: ExitCode) => void): void {
  const models = program.command('models').description('The maturity models that verdicts follow');
  const print = async (lines: readonly string[]): Promise<void> => {
    await writeDocument(`${lines.map(terminalText).join('\n')}\n`, undefined);
    end(EXIT.done);
  };
  withCommonOptions(models.command('list').description('Every model with its size'))
    .addOption(modelOption())
    .action(({ model: files }: ModelOption) => print(listText(withModels(loadModels(), files))));
  withCommonOptions(
    models
      .command('show')
      .description('A model, or one activity, measure or signal of it')
      .argument('<id>', 'for example 42crunch, testing.release-gating, ci.dast.gating'),
  )
    .addOption(modelOption())
    .addHelpText('after', '\nExamples:\n  apiassay models show salt\n  apiassay models show testing.release-gating')
    .action((id: string, { model: files }: ModelOption) => print(showText(withModels(loadModels(), files), id)));
  withCommonOptions(
    models
      .command('check')
      .description('Whether model files can be used, and every fault that stands in the way')
      .argument('<files...>', 'model files (YAML)'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  apiassay models check our-model.yaml\n\ndocs/models.md of the project says how to write one.',
    )
    .action((files: readonly string[]) => {
      const known = loadModels();
      return print(readModelFiles(known, files).map(each => checkedText(each, known)));
    });
}

function checkedText({ file, model }: ModelFile, { catalogue }: Models): string {
  const used = new Set(usedSignals(model));
  const supported = SUPPORTED_SIGNALS.filter(signal => used.has(signal)).length;
  return `${file}: ${model.id} ${model.version}, ${sizeOf(model)}, uses ${used.size} of ${catalogue.size} signals, of which ${supported} ${supported === 1 ? 'has' : 'have'} a detector`;
}

function sizeOf(model: Model): string {
  return model.kind === 'domains'
    ? `${counted(model.domains.length, 'domain')}, ${counted(model.activities.length, 'activity', 'activities')}`
    : `${counted(model.stages.length, 'stage')}, ${counted(model.measures.length, 'measure')}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function listText({ models, catalogue }: Models): readonly string[] {
  const rows = models.map(model => [model.id, model.version, model.title, sizeOf(model)]);
  return [...table(rows), '', `${catalogue.size} signals`];
}

/** An id may stand in several models, as in a copy of one: each of them is shown. */
function showText(models: Models, id: string): readonly string[] {
  const found = [
    ...models.models.map(model => (model.id === id ? modelText(model) : nodeText(model, id))),
    signalText(models, id),
  ].filter(lines => lines !== undefined);
  if (found.length > 0) return found.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
  const known = [
    ...models.catalogue.keys(),
    ...models.models.flatMap(model => [model.id, ...nodesOf(model).map(node => node.id)]),
  ];
  const close = nearest(id, known);
  throw new CliError(
    EXIT.usage,
    `no model, activity, measure or signal is called "${id}"${close ? `; did you mean ${close}?` : ''}`,
  );
}

function nodesOf(
  model: Model,
): readonly (
  | Extract<Model, { kind: 'domains' }>['activities'][number]
  | Extract<Model, { kind: 'stages' }>['measures'][number]
)[] {
  return model.kind === 'domains' ? model.activities : model.measures;
}

function modelText(model: Model): readonly string[] {
  return [
    `${model.id} ${model.version} · ${model.title}`,
    `  source    ${model.source}`,
    '',
    ...table(nodesOf(model).map(({ id, title }) => [`  ${id}`, title])),
  ];
}

function nodeText(model: Model, id: string): readonly string[] | undefined {
  if (model.kind === 'domains') {
    const activity = model.activities.find(item => item.id === id);
    if (!activity) return undefined;
    return [
      `${activity.id} · ${activity.title} · ${model.id}, domain ${activity.domain}`,
      ...Object.entries(activity.levels).map(([level, text]) => `  ${level.padEnd(14)}${text}`),
      `  rule          ${activity.rule.template}`,
      `  otherwise     ${activity.observable.otherwise}`,
      '',
      ...table(activity.signals.map(({ signal, role, claim }) => [`  ${signal}`, role, claim ?? ''])),
    ];
  }
  const measure = model.measures.find(item => item.id === id);
  if (!measure) return undefined;
  return [
    `${measure.id} · ${measure.title} · ${model.id}, stage ${measure.stage}, ladder ${measure.ladder}`,
    `  satisfied     ${measure.test}`,
    '',
    ...table(measure.signals.map(({ signal, role, claim }) => [`  ${signal}`, role, claim ?? ''])),
  ];
}

function signalText({ catalogue, models }: Models, id: string): readonly string[] | undefined {
  const signal = catalogue.get(id);
  if (!signal) return undefined;
  const users = models.flatMap(model =>
    nodesOf(model)
      .filter(node => node.signals.some(use => use.signal === id))
      .map(node => node.id),
  );
  return [
    `${signal.id} · ${signal.title} · ${signal.scope}, ${signal.planes.join(', ')}`,
    `  asks          ${signal.question}`,
    `  detected      ${signal.howDetected}`,
    `  to have it    ${signal.remediation}`,
    ...users.map((user, index) => `  ${index === 0 ? 'used by       ' : '              '}${user}`),
  ];
}
