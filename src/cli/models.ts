import type { Command } from 'commander';
import { loadModels } from '../../models/load.ts';
import { nearest } from '../../models/nearest.ts';
import type { Model, Models } from '../../models/schema.ts';
import { table } from '../report/explain/lines.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withCommonOptions } from './options.ts';
import { writeDocument } from './output.ts';

export function addModels(program: Command, end: (code: ExitCode) => void): void {
  const models = program.command('models').description('The maturity models that verdicts follow');
  withCommonOptions(models.command('list').description('Every model with its size')).action(async () => {
    await writeDocument(`${listText(loadModels()).join('\n')}\n`, undefined);
    end(EXIT.done);
  });
  withCommonOptions(
    models
      .command('show')
      .description('A model, or one activity, measure or signal of it')
      .argument('<id>', 'for example 42crunch, testing.release-gating, ci.dast.gating'),
  )
    .addHelpText('after', '\nExamples:\n  apiassay models show salt\n  apiassay models show testing.release-gating')
    .action(async (id: string) => {
      await writeDocument(`${showText(loadModels(), id).join('\n')}\n`, undefined);
      end(EXIT.done);
    });
}

function listText({ models, catalogue }: Models): readonly string[] {
  const rows = models.map(model => [
    model.id,
    model.version,
    model.title,
    model.kind === 'domains'
      ? `${model.domains.length} domains, ${model.activities.length} activities`
      : `${model.stages.length} stages, ${model.measures.length} measures`,
  ]);
  return [...table(rows), '', `${catalogue.size} signals`];
}

function showText(models: Models, id: string): readonly string[] {
  const found =
    models.models
      .map(model => (model.id === id ? modelText(model) : nodeText(model, id)))
      .find(lines => lines !== undefined) ?? signalText(models, id);
  if (found) return found;
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
