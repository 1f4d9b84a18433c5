import { expect, test } from 'vitest';
import { dayOf, monthsBefore } from './dates.ts';

test.each([
  ['2026-03-31', '2026-03-31'],
  [' 2026-03-31 ', '2026-03-31'],
  ['2026-03-31T08:00:00Z', '2026-03-31'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', undefined],
  ['2026-13-01', undefined],
  ['2026-00-10', undefined],
  ['31.03.2026', undefined],
  ['03/04/2026', undefined],
  ['2026-3-1', undefined],
  ['2026-03-31x', undefined],
  ['', undefined],
])('%j is the day %s', (text, day) => {
  expect(dayOf(text)).toBe(day);
});

test.each([
  ['2026-11-14', 18, '2025-05-14'],
  ['2026-01-31', 18, '2024-07-31'],
  ['2026-08-31', 18, '2025-02-28'],
  ['2025-08-31', 18, '2024-02-29'],
  ['2026-03-01', 0, '2026-03-01'],
])('%s, %d months before, is %s', (day, months, expected) => {
  expect(monthsBefore(day, months)).toBe(expected);
});
