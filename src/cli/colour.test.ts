import { expect, test } from 'vitest';
import { isColoured } from './colour.ts';

test.each([
  ['a terminal is coloured', 'auto', {}, true, true],
  ['a pipe is not', 'auto', {}, false, false],
  ['NO_COLOR says no', 'auto', { NO_COLOR: '1' }, true, false],
  ['an empty NO_COLOR says nothing', 'auto', { NO_COLOR: '' }, true, true],
  ['NO_COLOR outranks FORCE_COLOR', 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['FORCE_COLOR says yes to a pipe', 'auto', { FORCE_COLOR: '1' }, false, true],
  ['FORCE_COLOR=0 says no', 'auto', { FORCE_COLOR: '0' }, true, false],
  ['a dumb terminal is not coloured', 'auto', { TERM: 'dumb' }, true, false],
  ['--color always outranks all', 'always', { NO_COLOR: '1' }, false, true],
  ['--color never outranks all', 'never', { FORCE_COLOR: '1' }, true, false],
] as const)('%s', (_rule, choice, environment, isTerminal, coloured) => {
  expect(isColoured({ choice, environment, isTerminal })).toBe(coloured);
});
