import { expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { ReportEvidence as Evidence } from '../core/report.ts';
import { record, TODAY, type EvidenceSketch } from './input.test-support.ts';
import { effectiveTier } from './tiers.ts';

const { catalogue, parameters } = loadModels();

function rate(sketch: Partial<EvidenceSketch> & { readonly signal?: string }): {
  rank: number;
  isEmergingOnly: boolean;
  doubt: number;
} {
  const evidence: Evidence = record({ signal: 'ci.sast.gating', on: 'repository:shop', tier: 'E5', ...sketch });
  const signal = catalogue.get(evidence.signal);
  if (signal === undefined) throw new Error(`no signal ${evidence.signal}`);
  const { rank, isEmergingOnly, doubt } = effectiveTier(evidence, signal, {
    today: TODAY,
    staleness: parameters.staleness,
    limits: new Map(),
  });
  return { rank, isEmergingOnly, doubt };
}

const full = { isEmergingOnly: false, doubt: 0 };

test.each([
  ['a rejected record is worth nothing', { rejected: [{ rule: 'G2', why: 'fixture' }] }, 0],
  ['an existence nullifier leaves nothing', { nullifiedBy: [{ kind: 'existence', why: 'skipped' }] }, 0],
  ['an effect nullifier caps at E2', { nullifiedBy: [{ kind: 'effect', why: 'dry run' }] }, 2],
  ['an enforcement nullifier caps at E2', { nullifiedBy: [{ kind: 'enforcement', why: 'soft fail' }] }, 2],
  [
    'a soft-failing step that runs and is recorded keeps E3',
    { nullifiedBy: [{ kind: 'enforcement', why: 'soft fail', isRecorded: true }] },
    3,
  ],
  ['a fresh run keeps its tier', { plane: 'ci', observedAt: '2026-05-10' }, 5],
  ['a run of 31 to 90 days loses E5', { plane: 'ci', observedAt: '2026-04-01' }, 4],
  ['a run older than 90 days is only configuration', { plane: 'ci', observedAt: '2026-01-01' }, 2],
  ['settings older than 30 days lose E4', { plane: 'host', tier: 'E4', observedAt: '2026-04-01' }, 3],
  ['old settings keep what is below E4', { plane: 'host', tier: 'E2', observedAt: '2026-04-01' }, 2],
  ['a traffic window of 31 to 90 days is E3', { plane: 'run', observedAt: '2026-04-01' }, 3],
  ['an older traffic window supports nothing', { plane: 'run', observedAt: '2025-12-01' }, 0],
] as const)('%s', (_, sketch, rank) => {
  expect(rate(sketch as Partial<EvidenceSketch>)).toEqual({ rank, ...full });
});

test('settings of 8 to 30 days are doubted, not lowered', () => {
  expect(rate({ plane: 'host', tier: 'E4', observedAt: '2026-05-15' })).toEqual({
    rank: 4,
    isEmergingOnly: false,
    doubt: 0.1,
  });
});

const document = { signal: 'design.threat-model.file', on: 'api:api', tier: 'E1' } as const;

test.each([
  ['a document of the last year counts in full', { observedAt: '2026-01-01' }, { rank: 1, ...full }],
  [
    'one of twelve to eighteen months counts for emerging',
    { observedAt: '2025-03-01' },
    { rank: 1, isEmergingOnly: true, doubt: 0 },
  ],
  ['an older one is a mention', { observedAt: '2024-01-01' }, { rank: 0, ...full }],
  ['an undated one counts for emerging', {}, { rank: 1, isEmergingOnly: true, doubt: 0 }],
  ['a date in the future is no date', { observedAt: '2027-01-01' }, { rank: 1, isEmergingOnly: true, doubt: 0 }],
  [
    'one about the whole organisation counts for emerging',
    { on: 'organisation:acme', observedAt: '2026-01-01' },
    { rank: 1, isEmergingOnly: true, doubt: 0 },
  ],
] as const)('%s', (_, sketch, expected) => {
  expect(rate({ ...document, ...sketch })).toEqual(expected);
});
