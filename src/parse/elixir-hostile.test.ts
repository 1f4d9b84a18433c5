import { beforeAll, expect, test } from 'vitest';
import { programFile } from './program-index.ts';
import { programModule } from './program-module.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('elixir'));

/** What became of a file: how many calls were found, and the codes of its diagnostics. */
function outcomeOf(text: string) {
  const result = programModule('elixir', 'a.ex', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.ex', 'product', text, result.file);
  return { calls: calls.length > 0, codes: [...new Set(result.diagnostics.map(({ code }) => code))] };
}

const DEEP = ['syntax-too-deep'];
const BROKEN = ['elixir-syntax-error'];

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

test.each([
  ['a pipe of hundreds is whole', `x${' |> f()'.repeat(700)}`, { calls: true, codes: [] }],
  ['a pipe of thousands is cut', `g(x${' |> f()'.repeat(5_000)})`, { calls: true, codes: [] }],
  ['sums nest and are capped', `f(${'a + '.repeat(5_000)}b)`, { calls: true, codes: DEEP }],
  ['texts', `f(${'"a" <> '.repeat(5_000)}b)`, { calls: true, codes: DEEP }],
  ['lists', `f(${'['.repeat(5_000)}${']'.repeat(5_000)})`, { calls: true, codes: DEEP }],
  ['patterns', `f(1)\n${'{'.repeat(3_000)}a${'}'.repeat(3_000)} = b`, { calls: true, codes: DEEP }],
  ['blocks', `${lines(400, () => 'if a do')}\nf()\n${lines(400, () => 'end')}`, { calls: false, codes: DEEP }],
  [
    'modules',
    `${lines(300, index => `defmodule A${index} do`)}\nf()\n${lines(300, () => 'end')}`,
    { calls: false, codes: DEEP },
  ],
  ['clauses', `case a do\n${lines(3_000, index => `${index} -> f()`)}\nend`, { calls: true, codes: [] }],
  [
    'functions',
    `defmodule A do\n${lines(3_000, index => `def f(${index}), do: g()`)}\nend`,
    { calls: true, codes: [] },
  ],
  ['captures', `f(${'&('.repeat(2_000)}${')'.repeat(2_000)})`, { calls: true, codes: DEEP }],
  ['steps of with', `with ${lines(2_000, () => 'a <- f(),')} b <- c do d end`, { calls: true, codes: [] }],
  ['dots', `f(a${'.b'.repeat(3_000)})`, { calls: true, codes: DEEP }],
  ['what is not closed', 'defmodule A do\n  def f(x do\n    [1, {2\n', { calls: false, codes: BROKEN }],
  ['nothing', '', { calls: false, codes: [] }],
  ['words without sense', 'do end -> ) ] } %{ | when', { calls: true, codes: BROKEN }],
  ['forms without their parts', 'if\ncase\nalias\nuse\nimport\nwith\nfor\nquote\n@\n', { calls: false, codes: BROKEN }],
])('%s', (_, text, expected) => {
  expect(outcomeOf(text)).toEqual(expected);
});
