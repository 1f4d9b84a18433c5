import { expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import { QUESTIONS } from '../../tests/support/questions.ts';
import { DSOMM_IDS } from './dsomm-names.ts';

test('every activity and measure can be claimed by its id', () => {
  const ids = loadModels().models.flatMap(model =>
    (model.kind === 'domains' ? model.activities : model.measures).map(({ id }) => id),
  );
  expect([...QUESTIONS.known.values()].map(({ id }) => id)).toEqual(ids);
});

test('every DSOMM activity that a model names has the UUID under which exports know it', () => {
  const withUuid = new Set([...QUESTIONS.dsomm.byUuid.values()].map(({ name }) => name));
  expect([...QUESTIONS.dsomm.byName.values()].map(({ name }) => name).filter(name => !withUuid.has(name))).toEqual([]);
});

test('every entry of the crosswalk is understood', () => {
  const named = new Set([...QUESTIONS.dsomm.byName.values()].map(({ name, level }) => `${name} (${level})`));
  const entries = loadModels().models.flatMap(model =>
    model.kind === 'domains' ? model.activities.flatMap(({ crosswalk }) => crosswalk.dsomm) : [],
  );
  expect(entries.filter(entry => !named.has(entry))).toEqual([]);
});

test('no UUID stands twice, and each is of an activity that a model names', () => {
  expect(new Set(DSOMM_IDS.map(([uuid]) => uuid)).size).toBe(DSOMM_IDS.length);
  expect(QUESTIONS.dsomm.byUuid.size).toBe(DSOMM_IDS.length);
});

test.each([
  ['load tests', 'Load tests', 4, ['testing.rate-limits']],
  [
    'environment depending configuration parameters (secrets)',
    'Environment depending configuration parameters (secrets)',
    2,
    ['design.key-token-lifecycle'],
  ],
  ['conduction of advanced threat modeling', 'Conduction of advanced threat modeling', 4, ['design.threat-modelling']],
  ['creation of advanced abuse stories', 'Creation of advanced abuse stories', 5, ['design.use-abuse-cases']],
  ['app. hardening level 1', 'App. Hardening Level 1', 2, ['development.input-distrust']],
])('%s is mapped', (key, name, level, about) => {
  expect(QUESTIONS.dsomm.byName.get(key)).toEqual({ name, level, about });
});
