import { beforeAll, expect, test } from 'vitest';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('ruby'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('ruby', 'a.rb', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.rb', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const DEEP = ['syntax-too-deep'];

test.each([
  ['a chain that programs write is whole', `a${'.b'.repeat(300)}`, { calls: 301, codes: [] }],
  ['a chain of thousands is cut, with its calls', `a${'.b'.repeat(5_000)}`, { calls: 5_001, codes: DEEP }],
  ['a choice of thousands is capped, with its calls', `x = ${'a() || '.repeat(5_000)}b`, { calls: 5_001, codes: DEEP }],
  ['a test of thousands is flat', `if ${'a() || '.repeat(5_000)}b then c end`, { calls: 5_002, codes: [] }],
  ['a sum of thousands is capped, with its calls', `x = ${'a() + '.repeat(5_000)}b`, { calls: 5_001, codes: DEEP }],
  ['parentheses do not nest', `x = ${'('.repeat(300)}f()${')'.repeat(300)}`, { calls: 1, codes: [] }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test.each([
  ['blocks', `${'a { '.repeat(500)}f()${' }'.repeat(500)}`],
  ['conditions', `${'if a then '.repeat(500)}f()${' end'.repeat(500)}`],
  ['classes', `${'class A\n'.repeat(500)}${'end\n'.repeat(500)}`],
  ['lists', `x = ${'['.repeat(1_000)}f()${']'.repeat(1_000)}`],
  ['arguments', `${'a('.repeat(500)}f()${')'.repeat(500)}`],
  ['hashes', `x = ${'{a: '.repeat(500)}f()${'}'.repeat(500)}`],
])('nesting of %s is capped', (_name, text) => {
  const outcome = outcomeOf(text);
  expect(typeof outcome === 'string' ? [] : outcome.codes.slice(0, 1)).toEqual(DEEP);
});

test.each(['def', 'class A <', 'if', '"#{', 'a.', '%w[', '<<~X\n', 'do |', 'case', '{', '\0\0\0', 'rescue => e'])(
  'broken text %j is read',
  text => expect(typeof outcomeOf(text)).toBe('object'),
);
