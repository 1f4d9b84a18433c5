import { describe, expect, onTestFinished, test } from 'vitest';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, loadModels, readModelFile, withModels } from './load.ts';
import { bundledModels } from './place.ts';
import { ModelError } from './read-yaml.ts';
import { kindsOf } from './schema-words.ts';
import { Condition, FilterName, SignalUse, type DomainModel, type StageModel } from './schema.ts';
import { MATRIX, SMALL_DOMAINS, SMALL_STAGES } from './small-model.test-support.ts';

const models = loadModels();
const domains = models.models.find((model): model is DomainModel => model.kind === 'domains');
const stages = models.models.find((model): model is StageModel => model.kind === 'stages');

describe('the models of the package', () => {
  test('hold all signals, activities, measures and ladders', () => {
    expect({
      signals: models.catalogue.size,
      domains: domains?.domains.map(domain => domain.id),
      activities: domains?.activities.length,
      measures: stages?.measures.length,
      ladders: stages?.ladders.length,
      stages: stages?.stages.length,
      risks: stages?.matrix?.risks.map(risk => risk.id),
    }).toEqual({
      signals: 150,
      domains: ['inventory', 'design', 'development', 'testing', 'protection', 'governance'],
      activities: 54,
      measures: 38,
      ladders: 13,
      stages: 5,
      risks: ['API1', 'API2', 'API3', 'API4', 'API5', 'API6', 'API7', 'API8', 'API9', 'API10'],
    });
  });

  test('have as many activities in each domain as the source lists', () => {
    const counts = domains?.domains.map(
      domain => domains.activities.filter(activity => activity.domain === domain.id).length,
    );
    expect(counts).toEqual([7, 12, 8, 10, 9, 8]);
  });

  test('have as many practices and barometer measures in each stage as the source lists', () => {
    const count = (stage: number, group: string): number | undefined =>
      stages?.measures.filter(measure => measure.stage === stage && measure.group === group).length;
    expect([1, 2, 3, 4, 5].map(stage => [count(stage, 'practices'), count(stage, 'barometer')])).toEqual([
      [3, 4],
      [2, 4],
      [4, 4],
      [5, 4],
      [5, 3],
    ]);
  });

  test('map every activity to nothing or to ids of the named catalogues', () => {
    const strange = domains?.activities.flatMap(({ crosswalk }) => [
      ...crosswalk.owasp.filter(id => !/^(API(10|[1-9])|all)$/.test(id)),
      ...crosswalk.nist.filter(id => !/^\d{1,2}\*?$/.test(id)),
      ...crosswalk.samm.filter(id => !/^[A-Z]-[A-Z]{2}-[AB]$/.test(id)),
    ]);
    expect(strange).toEqual([]);
  });
});

describe('further models', () => {
  const known = loadModels();

  function withFiles(
    files: Readonly<Record<string, string | Buffer>>,
  ): { readonly faults: string } | { readonly ids: readonly string[] } {
    const folder = mkdtempSync(join(tmpdir(), 'apiassay-models-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    try {
      const all = withModels(
        known,
        Object.keys(files).map(name => join(folder, name)),
      );
      expect(all.catalogue).toBe(known.catalogue);
      return { ids: all.models.map(model => model.id) };
    } catch (error) {
      if (error instanceof ModelError) return { faults: error.message.replaceAll(`${folder}/`, '') };
      throw error;
    }
  }

  test('stand after the bundled ones, by id, whatever their order', () => {
    const expected = { ids: ['42crunch', 'salt', 'ladder', 'ours'] };
    expect(withFiles({ 'ours.yaml': SMALL_DOMAINS, 'ladder.yaml': SMALL_STAGES })).toEqual(expected);
    expect(withFiles({ 'ladder.yaml': SMALL_STAGES, 'ours.yaml': SMALL_DOMAINS })).toEqual(expected);
    expect(withFiles({})).toEqual({ ids: ['42crunch', 'salt'] });
  });

  test('may judge by each other, in any order', () => {
    const judging =
      SMALL_STAGES + MATRIX.replace('42crunch', 'ours').replace('protection.secure-transport', 'testing.fuzzing');
    expect(withFiles({ 'ladder.yaml': judging, 'ours.yaml': SMALL_DOMAINS })).toEqual({
      ids: ['42crunch', 'salt', 'ladder', 'ours'],
    });
    expect(withFiles({ 'ladder.yaml': judging })).toEqual({
      faults:
        'ladder.yaml:34 matrix.model: expected a model of domains that is loaded, found "ours"; nearest: 42crunch',
    });
  });

  test('have ids that are theirs alone', () => {
    expect(
      withFiles({ 'ours.yaml': SMALL_DOMAINS, 'ladder.yaml': SMALL_STAGES.replace('id: ladder', 'id: ours') }),
    ).toEqual({
      faults: 'ladder.yaml:2 id: expected an id that no other model has, found "ours", which is that of ours.yaml',
    });
  });

  test('are refused together: the faults of all files, each by its lines', () => {
    expect(
      withFiles({
        'ours.yaml': SMALL_DOMAINS.replace('headline: {domains: 1}', 'headline: {domains: 2}').replace(
          'id: ours',
          'id: salt',
        ),
        'ladder.yaml': SMALL_STAGES.replace('majority: 0.5', 'majority: 5'),
      }),
    ).toEqual({
      faults: [
        'ours.yaml:2 id: expected an id that no other model has, found "salt", which is that of Salt API security maturity, five stages',
        'ours.yaml:15 headline.domains: expected at most 1, which is the number of domains, found 2',
        'ladder.yaml:7 parameters.majority: expected a number from 0 to 1, found 5',
      ].join('\n'),
    });
  });

  test('are text of at most 1 MiB', () => {
    const padded = (bytes: number): string => SMALL_DOMAINS.padEnd(bytes, '#');
    expect(withFiles({ 'ours.yaml': padded(1024 * 1024) })).toEqual({ ids: ['42crunch', 'salt', 'ours'] });
    expect(withFiles({ 'ours.yaml': padded(1024 * 1024 + 1) })).toEqual({
      faults: 'ours.yaml:1 the file: expected at most 1 MiB, found more',
    });
    expect(withFiles({ 'ours.yaml': Buffer.from([0x6b, 0xff, 0xfe]) })).toEqual({
      faults: 'ours.yaml:1 the file: expected text in UTF-8, found other bytes',
    });
    expect(withFiles({ 'ours.yaml': `\uFEFF${SMALL_DOMAINS}` })).toEqual({ ids: ['42crunch', 'salt', 'ours'] });
  });

  test.each([
    ['no-such-file.yaml', 'no-such-file.yaml:1 the file: expected a file that can be read, found none there'],
    ['/dev/null/x.yaml', '/dev/null/x.yaml:1 the file: expected a file that can be read, found none there'],
    ['/', '/:1 the file: expected a file, found a folder'],
    ['/dev/null', '/dev/null:1 the file: expected a map with keys, found an empty file'],
    ['/dev/zero', '/dev/zero:1 the file: expected at most 1 MiB, found more'],
  ])('cannot be read from %s', (file, expected) => {
    expect(() => readModelFile(file, known)).toThrow(
      new ModelError([{ file, line: 1, message: expected.split(':1 ')[1] ?? '' }]),
    );
  });
});

describe('the example', () => {
  const file = join(bundledModels(), 'examples/owasp-api-2023.yaml');

  test('is a model of ten domains with two to five activities each, and not among those of the package', () => {
    const example = readModelFile(file, models);
    if (example.kind !== 'domains') throw new Error('the example is a model of domains');
    expect(example.domains.map(({ id }) => [id, example.activities.filter(each => each.domain === id).length])).toEqual(
      [
        ['api1-bola', 2],
        ['api2-authentication', 5],
        ['api3-properties', 4],
        ['api4-consumption', 4],
        ['api5-bfla', 4],
        ['api6-business-flows', 3],
        ['api7-ssrf', 3],
        ['api8-misconfiguration', 5],
        ['api9-inventory', 5],
        ['api10-consumption-of-apis', 3],
      ],
    );
    expect([example.headline, models.models.map(model => model.id)]).toEqual([{ domains: 7 }, ['42crunch', 'salt']]);
  });

  test('maps every activity to the risk of its domain', () => {
    const example = readModelFile(file, models);
    const strays = (example.kind === 'domains' ? example.activities : []).filter(
      ({ id, domain, crosswalk }) =>
        crosswalk.owasp.join() !== domain.replace(/-.*/, '').toUpperCase() ||
        !id.startsWith(`${domain.replace(/-.*/, '')}.`),
    );
    expect(strays.map(({ id }) => id)).toEqual([]);
  });
});

describe('docs/models.md', () => {
  const text = readFileSync(join(bundledModels(), '../docs/models.md'), 'utf8');
  const smallest = /```yaml\n(.*?)```/s.exec(text)?.[1] ?? '';

  test('shows a whole model that loads', () => {
    expect(loadModel(smallest, 'our-model.yaml', models).id).toBe('ours');
  });

  test('shows a fault as it is printed', () => {
    const wrong = smallest.replace('test.authn-negative', 'test.auth-negative');
    expect(text.split('\n').filter(line => line.startsWith('our-model.yaml:'))).toEqual([faultOf(wrong)]);
  });

  test('explains every condition, filter and role', () => {
    const told = [...text.matchAll(/`([\w-]+)`|`\{(\w+)[:\s]/g)].map(match => match[1] ?? match[2]);
    const words = [...FilterName.options, ...kindsOf(Condition), ...SignalUse.shape.role.options];
    expect(words.filter(word => !told.includes(word))).toEqual([]);
  });
});

function faultOf(text: string): string {
  try {
    loadModel(text, 'our-model.yaml', models);
    return '';
  } catch (error) {
    return error instanceof ModelError ? error.message : String(error);
  }
}

test('the folder of the package is found beside the loader', () => {
  expect(readFileSync(join(bundledModels(), '42crunch.yaml'), 'utf8')).toContain('id: 42crunch');
});
