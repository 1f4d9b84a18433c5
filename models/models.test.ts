import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, loadModels } from './load.ts';
import { bundledModels } from './place.ts';
import { ModelError } from './read-yaml.ts';
import type { DomainModel, StageModel } from './schema.ts';

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

const SMALL = `kind: domains
id: ours
version: "1"
title: Our model
source: written for a test
parameters:
  contradiction: {emergingAbove: 0.02, nonExistentAbove: 0.5}
  minimumEvidence: {recordConfidence: 0.6, establishedConfidence: 0.7, groups: 2, readable: 0.7}
  domain: {emerging: 0.4, established: 0.7, known: 0.5}
  # Shares are tried against these alone.
templates:
  T-REPO:
    emerging: {share: E3, atLeast: 0.3}
    established: {share: E4, atLeast: 0.8}
headline: {domains: 1}
domains:
  - id: testing
    title: Testing
    levels: {non-existent: none, emerging: some, established: all}
    gates:
      emerging: {activity: testing.fuzzing, atLeast: emerging}
activities:
  - id: testing.fuzzing
    title: Fuzzing
    domain: testing
    levels: {non-existent: none, emerging: some, established: all}
    rule: {template: T-REPO}
    items: {of: apis}
    signals:
      - {signal: test.fuzz.spec-based, role: supports}
    observable: {planes: [repo], otherwise: Give the pipeline files.}
    crosswalk: {owasp: [API8]}
`;

function faultsOf(text: string): string {
  try {
    loadModel(text, 'models/ours.yaml', models);
    return 'no fault';
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}

test('a small model of one activity loads', () => {
  expect(faultsOf(SMALL)).toBe('no fault');
});

test.each([
  [
    'an unknown signal',
    'test.fuzz.spec-based',
    'ci.fuz.gating',
    'models/ours.yaml:30 activity "testing.fuzzing" names signal "ci.fuz.gating", which does not exist; nearest: ci.sca.gating',
  ],
  [
    'a gate of an unknown activity',
    '{activity: testing.fuzzing,',
    '{activity: testing.fuzzy,',
    'models/ours.yaml:21 gate of domain "testing" names activity "testing.fuzzy", which does not exist; nearest: testing.fuzzing',
  ],
  [
    'a threshold out of range',
    'atLeast: 0.8',
    'atLeast: 8',
    'models/ours.yaml:14 templates.T-REPO.established.atLeast: Too big: expected number to be <=1',
  ],
  [
    'an unknown key',
    'rule: {template: T-REPO}',
    'rule: {templat: T-REPO, template: T-REPO}',
    'models/ours.yaml:27 activities.0.rule.templat: unknown key "templat"',
  ],
  [
    'an unknown template',
    'template: T-REPO}',
    'template: T-REPOS}',
    'models/ours.yaml:27 activity "testing.fuzzing" names rule template "T-REPOS", which does not exist; nearest: T-REPO',
  ],
  [
    'an unknown domain',
    'domain: testing',
    'domain: tests',
    'models/ours.yaml:25 activity "testing.fuzzing" names domain "tests", which does not exist; nearest: testing',
  ],
  [
    'a signal finer than what is counted',
    'of: apis',
    'of: repositories',
    'models/ours.yaml:30 activity "testing.fuzzing" counts repositories, and signal "test.fuzz.spec-based" is about each api: count the finer, or let it corroborate',
  ],
  [
    'broken YAML',
    'id: ours',
    'id: [ours',
    'models/ours.yaml:3 Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['a taken id', 'id: ours', 'id: salt', 'models/ours.yaml:2 model id "salt" is taken'],
  [
    'activities in a circle',
    'rule: {template: T-REPO}',
    'rule: {template: T-REPO, emerging: {activity: testing.fuzzing, atLeast: emerging}}',
    'models/ours.yaml:27 activities depend on each other in a circle: testing.fuzzing → testing.fuzzing',
  ],
  [
    'a rule with a signal that is not listed',
    'rule: {template: T-REPO}',
    'rule: {template: T-REPO, emerging: {exists: E3, signals: [test.contract]}}',
    'models/ours.yaml:27 activity "testing.fuzzing": its rule names signal "test.contract", which is not in its list of signals',
  ],
])('%s is one line that a person can act on', (_, from, to, expected) => {
  expect(faultsOf(SMALL.replace(from, to)).split('\n')[0]).toBe(expected);
});

test('an id that stands twice is refused', () => {
  const twice = SMALL.replace('activities:\n', 'activities:\n').concat(
    SMALL.slice(SMALL.indexOf('  - id: testing.fuzzing')),
  );
  expect(faultsOf(twice)).toBe('models/ours.yaml:33 activity "testing.fuzzing" stands twice');
});

test('the folder of the package is found beside the loader', () => {
  expect(readFileSync(join(bundledModels(), '42crunch.yaml'), 'utf8')).toContain('id: 42crunch');
});
