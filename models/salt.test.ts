/** The measures whose test is a share, at and just below each of their thresholds: salt §B.2. */
import { expect, test } from 'vitest';
import type { MeasureAssessment } from '../src/core/assessment.ts';
import type { Plane } from '../src/core/evidence.ts';
import {
  api,
  inputOf,
  op,
  record,
  type EvidenceSketch,
  type OperationSketch,
} from '../src/score/input.test-support.ts';
import { score } from '../src/score/score.ts';
import { loadModels } from './load.ts';

const models = loadModels();
const PLANES: readonly Plane[] = ['repo', 'ci', 'host', 'gwx', 'run', 'att'];
const NAMES = Array.from({ length: 20 }, (_, at) => `a${String(at).padStart(2, '0')}`);

type Evidence = ReturnType<typeof record>;

type Estate = {
  readonly evidence: readonly Evidence[];
  readonly names?: readonly string[];
  /** One operation each API unless more are named. */
  readonly methods?: readonly string[];
  readonly operation?: OperationSketch;
  readonly planes?: readonly Plane[];
};

/** An organisation of twenty repositories with one API each, all of one weight. */
function satisfactionOf(
  measure: string,
  { evidence, names = NAMES, methods = ['GET /a'], operation, planes = PLANES }: Estate,
): MeasureAssessment['satisfaction'] | undefined {
  const assessments = score(
    inputOf(models, {
      apis: names.map(name => api(name, 'medium', name)),
      operations: names.flatMap(name =>
        methods.map(method => op(method, { api: name, component: name, ...operation })),
      ),
      repositories: names.map(name => ({ id: name, apis: [name], isScanned: true })),
      evidence,
      isOrganisation: true,
      planes,
    }),
  );
  const stages = assessments.find(each => each.kind === 'stages');
  return stages?.kind === 'stages'
    ? stages.stages
        .flatMap(stage => [...stage.practices.measures, ...stage.barometer.measures])
        .find(each => each.id === measure)?.satisfaction
    : undefined;
}

type On = Omit<EvidenceSketch, 'on'>;

const onApis = (count: number, sketch: On): readonly Evidence[] =>
  NAMES.slice(0, count).map(name => record({ ...sketch, on: `api:${name}` }));
const onRepositories = (count: number, sketch: On): readonly Evidence[] =>
  NAMES.slice(0, count).map(name => record({ ...sketch, on: `repository:${name}` }));
const onOperations = (count: number, method: string, sketch: On): readonly Evidence[] =>
  NAMES.slice(0, count).map(name => record({ ...sketch, on: `operation:op:${name}:${method}` }));

const unit: On = { signal: 'arch.cloud-native', tier: 'E2' };
const deployed: On = { signal: 'arch.cloud-native', tier: 'E3' };
const modern: On = { signal: 'arch.protocols', tier: 'E3' };
const legacy: On = { signal: 'arch.legacy-share', tier: 'E3', polarity: 'contradicts' };
const shared: On = { signal: 'ci.pipeline.shared-template', tier: 'E3' };
const ran = (observedAt: string): On => ({ signal: 'ci.run.recent-success', tier: 'E5', plane: 'ci', observedAt });
const THIS_MONTH = '2026-05-20';
const TWO_MONTHS_AGO = '2026-04-01';
const LAST_YEAR = '2025-12-01';
const scanner: On = { signal: 'ci.sast.gating', tier: 'E3' };
const standard = record({
  signal: 'org.standard.published',
  on: 'organisation:acme',
  tier: 'E1',
  observedAt: '2026-03-01',
});
const grew: On = { signal: 'arch.api-count-trend', tier: 'E3' };
const calls = record({ signal: 'arch.integration-clients', on: 'organisation:acme', tier: 'E3' });
/** So many calls, each of an API of its own. */
const callsOf = (count: number): readonly Evidence[] =>
  NAMES.slice(0, count).map(name => ({ ...calls, id: `ev-${name}`, summary: `The code calls ${name}.test.` }));

test.each<[string, string, readonly Evidence[], MeasureAssessment['satisfaction']]>([
  ['30 % are units of their own', 'stage4.barometer.microservices', onApis(6, unit), 1],
  ['10 % are', 'stage4.barometer.microservices', onApis(2, unit), 0.5],
  ['5 % are', 'stage4.barometer.microservices', onApis(1, unit), 0],
  ['50 % are deployed by code', 'stage4.barometer.cloud-native', onApis(10, deployed), 1],
  ['20 % are', 'stage4.barometer.cloud-native', onApis(4, deployed), 0.5],
  ['15 % are', 'stage4.barometer.cloud-native', onApis(3, deployed), 0],
  ['all are units that nothing here deploys', 'stage4.barometer.cloud-native', onApis(20, unit), 0],
  [
    '90 % cloud-native, 10 % legacy',
    'stage5.barometer.cloud-native-throughout',
    [...onApis(18, deployed), ...onApis(2, legacy)],
    1,
  ],
  [
    '90 % cloud-native, 15 % legacy',
    'stage5.barometer.cloud-native-throughout',
    [...onApis(18, deployed), ...onApis(3, legacy)],
    0.5,
  ],
  ['70 % cloud-native', 'stage5.barometer.cloud-native-throughout', onApis(14, deployed), 0.5],
  ['65 % cloud-native', 'stage5.barometer.cloud-native-throughout', onApis(13, deployed), 0],
  ['90 % in modern styles', 'stage5.barometer.modern-protocols', onApis(18, modern), 1],
  ['70 % in modern styles', 'stage5.barometer.modern-protocols', onApis(14, modern), 0.5],
  [
    '100 %, of which 35 % beside SOAP',
    'stage5.barometer.modern-protocols',
    [...onApis(20, modern), ...onApis(7, { ...modern, polarity: 'contradicts' })],
    0,
  ],
  ['a standard, 80 % in its styles', 'stage3.barometer.protocols-governed', [standard, ...onApis(16, modern)], 1],
  ['a standard, 50 %', 'stage3.barometer.protocols-governed', [standard, ...onApis(10, modern)], 0.5],
  ['no standard', 'stage3.barometer.protocols-governed', onApis(16, modern), 0],
  [
    '50 % on a shared pipeline that ran two months ago',
    'stage3.barometer.standardized-pipelines',
    [...onRepositories(10, shared), ...onRepositories(10, ran(TWO_MONTHS_AGO))],
    1,
  ],
  [
    'all on one, of which 20 % ran',
    'stage3.barometer.standardized-pipelines',
    [...onRepositories(20, shared), ...onRepositories(4, ran(TWO_MONTHS_AGO))],
    0.5,
  ],
  [
    'all on one, last run half a year ago',
    'stage3.barometer.standardized-pipelines',
    [...onRepositories(20, shared), ...onRepositories(20, ran(LAST_YEAR))],
    0,
  ],
  [
    '90 % on a shared pipeline that ran',
    'stage4.barometer.pipelines-all',
    [...onRepositories(18, shared), ...onRepositories(18, ran(THIS_MONTH))],
    1,
  ],
  [
    '70 % on one that ran',
    'stage4.barometer.pipelines-all',
    [...onRepositories(14, shared), ...onRepositories(20, ran(THIS_MONTH))],
    0.5,
  ],
  [
    '80 % scanned this month',
    'stage4.practices.code-analysis',
    [...onRepositories(16, scanner), ...onRepositories(16, ran(THIS_MONTH))],
    1,
  ],
  [
    '80 % scanned, half of them this month',
    'stage4.practices.code-analysis',
    [...onRepositories(16, scanner), ...onRepositories(8, ran(THIS_MONTH))],
    0.5,
  ],
  [
    '80 % scanned two months ago',
    'stage4.practices.code-analysis',
    [...onRepositories(16, scanner), ...onRepositories(16, ran(TWO_MONTHS_AGO))],
    0,
  ],
  [
    'half of the APIs grew, and three are called',
    'stage4.barometer.active-creation-integration',
    [...onApis(10, grew), ...callsOf(3)],
    1,
  ],
  ['a quarter grew', 'stage4.barometer.active-creation-integration', [...onApis(5, grew), ...callsOf(3)], 0.5],
  [
    'half grew, and two are called',
    'stage4.barometer.active-creation-integration',
    [...onApis(10, grew), ...callsOf(2)],
    0.5,
  ],
  [
    'half grew, and one is called from three places',
    'stage4.barometer.active-creation-integration',
    [...onApis(10, grew), ...callsOf(3).map(each => ({ ...each, summary: calls.summary }))],
    0,
  ],
  [
    'half grew, and nobody knows what is called',
    'stage4.barometer.active-creation-integration',
    [...onApis(10, grew), ...callsOf(3).map(each => ({ ...each, tier: 'E2' as const }))],
    0,
  ],
  ['half grew, and none is called', 'stage4.barometer.active-creation-integration', onApis(10, grew), 0],
])('%s: %s', (_, measure, evidence, expected) => {
  expect(satisfactionOf(measure, { evidence })).toBe(expected);
});

test('a run that nobody could look for leaves the pipeline unknown', () => {
  const evidence = onRepositories(20, shared);
  expect(
    satisfactionOf('stage4.barometer.pipelines-all', { evidence, planes: PLANES.filter(plane => plane !== 'ci') }),
  ).toBe('unknown');
});

test('one component is no microservices, however many APIs it serves and however it is packed', () => {
  const measure = 'stage4.barometer.microservices';
  expect([
    satisfactionOf(measure, { evidence: onApis(2, unit), names: ['a00', 'a01'] }),
    satisfactionOf(measure, { evidence: onApis(2, unit), names: ['a00', 'a01'], operation: { component: 'all' } }),
  ]).toEqual([1, 0]);
});

test.each<[agreeing: number, of: number, MeasureAssessment['satisfaction']]>([
  [12, 4, 1],
  [11, 4, 0.5],
  [6, 4, 0.5],
  [5, 4, 0],
  [20, 3, 0],
])('%i of 20 APIs agree in %i of 5 operations: %s', (agreeing, of, expected) => {
  const paths = ['/a', '/b', '/c', '/d', '/e'];
  const evidence = paths
    .slice(0, of)
    .flatMap(path => onOperations(agreeing, `GET ${path}`, { signal: 'spec.matches-code', tier: 'E2' }));
  expect(
    satisfactionOf('stage3.practices.documents-readily', { evidence, methods: paths.map(path => `GET ${path}`) }),
  ).toBe(expected);
});

test('an API that serves nothing is an experiment, and so are calls alone', () => {
  const measure = 'stage2.barometer.pilot-projects';
  const evidence = [...onApis(20, modern), calls];
  expect([
    satisfactionOf(measure, { evidence }),
    satisfactionOf(measure, { evidence, operation: { implemented: 'no', exposed: 'no' } }),
    satisfactionOf(measure, { evidence: [calls], names: [] }),
  ]).toEqual([1, 0.5, 0.5]);
});

/** What one document of the organisation gives, by its date. */
const documented = (measure: string, signal: string, observedAt: string | undefined) =>
  satisfactionOf(measure, {
    evidence: [
      record({ signal, on: 'organisation:acme', tier: 'E1', ...(observedAt === undefined ? {} : { observedAt }) }),
    ],
  });

const DATES = ['2024-06-15', '2024-05-15', '2023-06-15', '2023-05-15', undefined] as const;

test.each<[string, string, readonly MeasureAssessment['satisfaction'][]]>([
  ['stage1.barometer.api-education', 'org.training.api-specific', [1, 0.5, 0.5, 0, 0.5]],
  ['stage2.barometer.basics-education', 'org.training.api-specific', [1, 0.5, 0.5, 0, 0.5]],
  ['stage2.barometer.basics-education', 'org.standard.published', [1, 0.5, 0.5, 0, 0.5]],
  ['stage1.practices.manual-inventory', 'org.api-register.manual', [0.5, 0.5, 0.5, 0.5, 0.5]],
])('%s by %s of 23, 24, 35 and 36 months ago, and undated', (measure, signal, expected) => {
  expect(DATES.map(date => documented(measure, signal, date))).toEqual(expected);
});

test('a list of the last twelve months is an inventory', () => {
  expect(documented('stage1.practices.manual-inventory', 'org.api-register.manual', '2025-06-15')).toBe(1);
});

test('without an API, what is said of the organisation fulfils no share', () => {
  const register = record({ signal: 'org.third-party-apis.register', on: 'organisation:acme', tier: 'E3' });
  const evidence = [standard, calls, register];
  expect(
    [
      'stage3.barometer.protocols-governed',
      'stage3.barometer.design-pattern-knowledge',
      'stage4.barometer.active-creation-integration',
      'stage5.practices.tooling-all-and-third-party',
    ].map(measure => satisfactionOf(measure, { evidence, names: [] })),
  ).toEqual(['unknown', 0.5, 'unknown', 'unknown']);
});

test('an exception that ended does not hide one that holds', () => {
  const on = {
    signal: 'org.exceptions.register',
    on: 'organisation:acme',
    tier: 'E1',
    observedAt: '2026-03-01',
  } as const;
  const evidence = [record(on), record({ ...on, polarity: 'contradicts' })];
  expect(satisfactionOf('stage1.barometer.gap-acknowledged', { evidence })).toBe(1);
});

const ORDER = 'POST /orders/checkout';
const flow = { methods: [ORDER], operation: { exposed: 'yes' } } as const;
const quota: On = { signal: 'gateway.quota-per-consumer', tier: 'E4' };
const bots: On = { signal: 'gateway.bot-defence', tier: 'E4' };

test.each<[string, readonly Evidence[], MeasureAssessment['satisfaction']]>([
  ['two controls on 80 %', [...onOperations(16, ORDER, quota), ...onOperations(16, ORDER, bots)], 1],
  ['one control on 80 %', onOperations(16, ORDER, quota), 0.5],
  [
    'one control and its test',
    [...onOperations(20, ORDER, quota), ...onOperations(20, ORDER, { signal: 'test.rate-limit', tier: 'E4' })],
    0.5,
  ],
  ['one control that only watches', onOperations(20, ORDER, { ...quota, tier: 'E3' }), 0],
])('abuse of external flows: %s', (_, evidence, expected) => {
  expect(satisfactionOf('stage4.practices.anti-abuse-external', { evidence, ...flow })).toBe(expected);
});

const mapped: On = { signal: 'gateway.route.mapped', tier: 'E3', plane: 'gwx' };
const bypass: On = { signal: 'gateway.bypass-exposure', tier: 'E3', polarity: 'contradicts' };

test.each<[string, readonly Evidence[], MeasureAssessment['satisfaction']]>([
  ['95 % behind a gateway', onOperations(19, 'GET /a', mapped), 1],
  ['all, with one way around it', [...onOperations(20, 'GET /a', mapped), ...onApis(1, bypass)], 0.5],
  ['75 %', onOperations(15, 'GET /a', mapped), 0],
])('full mediation, external and all: %s', (_, evidence, expected) => {
  const operation = { exposed: 'yes' } as const;
  expect([
    satisfactionOf('stage4.practices.external-fully-mediated', { evidence, operation }),
    satisfactionOf('stage5.practices.all-mediated', { evidence, operation }),
  ]).toEqual([expected, expected]);
});
