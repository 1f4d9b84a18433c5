import { expect, test } from 'vitest';
import { readAnswer } from './levels.ts';

test.each([
  ['non-existent', 'non-existent'],
  ['None', 'non-existent'],
  ['no', 'non-existent'],
  ['0', 'non-existent'],
  ['emerging', 'emerging'],
  [' Partly  implemented ', 'emerging'],
  ['partially_implemented', 'emerging'],
  ['1', 'emerging'],
  ['established', 'established'],
  ['YES', 'established'],
  ['Fully implemented', 'established'],
  ['2', 'established'],
  ['3', 'established'],
])('of an activity, %j claims %s', (text, level) => {
  expect(readAnswer('activity', text)).toEqual({ kind: 'level', level });
});

test.each([
  ['no', 0],
  ['0', 0],
  ['partial', 0.5],
  ['0.5', 0.5],
  ['0,5', 0.5],
  ['yes', 1],
  ['1', 1],
])('of a measure, %j claims %d', (text, level) => {
  expect(readAnswer('measure', text)).toEqual({ kind: 'level', level });
});

test.each(['', '  ', '-', '?', 'unknown'])('%j is no answer', text => {
  expect(readAnswer('activity', text)).toEqual({ kind: 'no-answer' });
});

test.each(['n/a', 'NA', 'not applicable'])('%j is an answer, and claims no level', text => {
  expect(readAnswer('measure', text)).toEqual({ kind: 'not-applicable' });
});

test.each([
  ['activity', '4'],
  ['activity', '5'],
  ['activity', '0.5'],
  ['activity', '-1'],
  ['activity', '01'],
  ['activity', 'mostly'],
  ['activity', 'yes, but'],
  ['activity', '=1+1'],
  ['activity', 'constructor'],
  ['measure', '2'],
  ['measure', '0.75'],
] as const)('of %s, %j is not guessed at', (kind, text) => {
  expect(readAnswer(kind, text).kind).toBe('unknown');
});
