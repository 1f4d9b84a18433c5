import { expect, test } from 'vitest';
import { weightsOf, type Weighed } from './weights.ts';

function group(name: string, groupWeight: number, ...parts: readonly number[]): readonly Weighed[] {
  return parts.map(part => ({ group: name, groupWeight, part }));
}

test('a component keeps its weight however many operations it has', () => {
  expect(weightsOf([...group('a', 8, 1), ...group('b', 2, 1, 1, 2)], 0.25)).toEqual([8, 0.5, 0.5, 1]);
});

test('among five components none holds more than a quarter', () => {
  const weights = weightsOf(
    [...group('a', 8, 1), ...group('b', 1, 1), ...group('c', 1, 1), ...group('d', 1, 1), ...group('e', 1, 1)],
    0.25,
  );
  expect(weights[0]).toBeCloseTo(4 / 3);
  expect((weights[0] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.25);
});

test('four components or fewer are not levelled', () => {
  expect(weightsOf([...group('a', 8, 1), ...group('b', 1, 1)], 0.25)).toEqual([8, 1]);
});

test('several heavy components are each held to a quarter', () => {
  const weights = weightsOf(
    [...group('a', 8, 1), ...group('b', 8, 1), ...group('c', 8, 1), ...group('d', 1, 1), ...group('e', 1, 1)],
    0.25,
  );
  expect(weights).toEqual([2, 2, 2, 1, 1]);
});
