import { expect, test } from 'vitest';
import { scanTime } from './clock.ts';

test('SOURCE_DATE_EPOCH is the time of the report and its day', () => {
  expect(scanTime({ SOURCE_DATE_EPOCH: '1794625200' }, 0)).toEqual({
    generatedAt: '2026-11-14T03:00:00Z',
    today: '2026-11-14',
  });
});

test('without it the time is now, to the second', () => {
  expect(scanTime({}, 1_794_625_200_987)).toEqual({ generatedAt: '2026-11-14T03:00:00Z', today: '2026-11-14' });
});

test('what is no number is told, not ignored', () => {
  expect(() => scanTime({ SOURCE_DATE_EPOCH: 'yesterday' }, 0)).toThrow('SOURCE_DATE_EPOCH is "yesterday"');
});
