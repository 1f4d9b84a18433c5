import { expect, test } from 'vitest';
import type { ProgressEvent } from '../core/progress.ts';
import { progressTo } from './progress.ts';
import type { CommonOptions } from './options.ts';

const repository = (done: number): ProgressEvent => ({
  kind: 'repository',
  name: 'acme/checkout',
  done,
  total: 212,
  failed: 3,
  quota: 4102,
});

/** What is written when an event comes at each of these milliseconds. */
function written(
  isTerminal: boolean,
  times: readonly number[],
  options: Partial<CommonOptions> = {},
  event = repository,
): string {
  let now = 0;
  let text = '';
  const progress = progressTo(
    { write: part => (text += part), isTerminal, now: () => now },
    { logFormat: 'text', ...options },
  );
  times.forEach((time, index) => {
    now = time;
    progress.on(event(index + 1));
  });
  progress.end();
  return text;
}

test('a terminal gets one line that is rewritten, and removed at the end', () => {
  expect(written(true, [1_000, 2_000])).toBe(
    '\r\u001b[K[  1/212] scanned acme/checkout · 3 failed · API 4102 left · about 4 min' +
      '\r\u001b[K[  2/212] scanned acme/checkout · 3 failed · API 4102 left · about 4 min\r\u001b[K',
  );
});

test('elsewhere there is a line every ten seconds at most', () => {
  expect(written(false, [100, 9_999, 10_000, 15_000, 20_000]).match(/\[ *\d+\/212\]/g)).toEqual([
    '[  3/212]',
    '[  5/212]',
  ]);
});

test('quiet says nothing', () => {
  expect(written(true, [1_000], { quiet: true })).toBe('');
});

test('as JSON, one object a line', () => {
  expect(written(true, [1_000], { logFormat: 'json' })).toBe(
    '{"kind":"repository","name":"acme/checkout","done":1,"total":212,"failed":3,"quota":4102}\n',
  );
});

test.each([
  ['warning', {}, 'warning: slow\n'],
  ['info', {}, ''],
  ['info', { verbose: true }, 'slow\n'],
  ['debug', { verbose: true }, ''],
  ['debug', { debug: true }, 'slow\n'],
] as const)('a note at level %s with %j', (level, options, text) => {
  expect(written(false, [1], options, () => ({ kind: 'note', level, text: 'slow' }))).toBe(text);
});

test('a name of the scanned organisation cannot steer the terminal', () => {
  expect(written(true, [0], {}, () => ({ kind: 'repository', name: 'a\u001b[2J', done: 1, total: 1, failed: 0 }))).toBe(
    '\r\u001b[K[1/1] scanned a\\u{1b}[2J\r\u001b[K',
  );
});
