import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import { crowdLimits } from './crowds.ts';
import { api, inputOf, record, TODAY, type EvidenceSketch } from './input.test-support.ts';

const models = loadModels();
const names = Array.from({ length: 6 }, (_, at) => `service-${at}`);
const apis = names.map(name => ({ ...api(name, 'medium', name), repository: name }));
const repositories = names.map(name => ({ id: name, apis: [name], isScanned: true }));

/** What each record is limited to, in the order given: `-` for nothing. */
function limits(sketches: readonly EvidenceSketch[]): string {
  const evidence = sketches.map(record);
  const found = crowdLimits(inputOf(models, { apis, repositories, evidence }));
  return evidence.map(({ id }) => found.get(id)?.most ?? '-').join(' ');
}

describe('one text over many APIs (G15)', () => {
  const entry = (name: string, likeness: string): EvidenceSketch => ({
    signal: 'repo.catalog-entry',
    on: `api:${name}`,
    tier: 'E1',
    likeness,
  });
  const alike = 'a'.repeat(128);

  test('counts once', () => {
    const counted = limits(names.map(name => entry(name, alike))).split(' ');
    expect([counted.filter(each => each === '-').length, counted.filter(each => each === '0').length]).toEqual([1, 5]);
  });

  test('over two is no crowd', () => {
    expect(limits(names.slice(0, 2).map(name => entry(name, alike)))).toBe('- -');
  });

  test('is one text when nine of ten words are the same, and another when they are not', () => {
    const close = `${'a'.repeat(120)}${'b'.repeat(8)}`;
    const far = `${'a'.repeat(64)}${'b'.repeat(64)}`;
    const mixed = (text: string): string =>
      limits(['service-0', 'service-1', 'service-2'].map((name, at) => entry(name, at === 1 ? text : alike)));
    expect(
      mixed(close)
        .split(' ')
        .filter(each => each === '0').length,
    ).toBe(2);
    expect(mixed(far)).toBe('- - -');
  });

  test('takes nothing from what contradicts, and nothing from records that were rejected already', () => {
    const against = names.map(name => ({ ...entry(name, alike), polarity: 'contradicts' as const }));
    const rejected = names.map(name => ({ ...entry(name, alike), rejected: [{ rule: 'G16', why: 'placeholder' }] }));
    expect([limits(against), limits(rejected)]).toEqual(['- - - - - -', '- - - - - -']);
  });
});

describe('one change to many repositories (G19)', () => {
  const gate = (name: string, rest: Partial<EvidenceSketch> = {}): EvidenceSketch => ({
    signal: 'ci.sast.gating',
    on: `repository:${name}`,
    tier: 'E4',
    introduced: { at: '2026-05-25', by: 'change-1' },
    ...rest,
  });

  test('of the last days is new, and wired at the most', () => {
    expect(limits(names.map(name => gate(name)))).toBe('3 3 3 3 3 3');
  });

  test.each<[string, Partial<EvidenceSketch>]>([
    ['that is older', { introduced: { at: '2026-04-25', by: 'change-1' } }],
    ['that has run since', { tier: 'E5' }],
    ['of which nobody knows when it came', { introduced: undefined as never }],
  ])('counts in full where it is something %s', (_what, rest) => {
    expect(limits(names.map(name => gate(name, rest)))).toBe('- - - - - -');
  });

  test('to few repositories is work as usual', () => {
    expect(limits(names.slice(0, 4).map(name => gate(name)))).toBe('- - - -');
    expect(TODAY).toBe('2026-06-01');
  });
});
