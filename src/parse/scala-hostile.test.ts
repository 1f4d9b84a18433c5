import { beforeAll, expect, test } from 'vitest';
import { programFile } from './program-index.ts';
import { programModule } from './program-module.ts';
import { masked } from './scala/masked.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('scala'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('scala', 'a.scala', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.scala', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const DEEP = ['syntax-too-deep'];

test.each([
  ['routes that programs string together are whole', `val r = ${'a(b) ~ '.repeat(200)}c`, { calls: 400, codes: [] }],
  ['a sum of thousands is capped, with its calls', `val r = ${'a() ~ '.repeat(3_000)}b`, { calls: 3_000, codes: DEEP }],
  ['a chain that programs write is whole', `val r = a${'.b(c)'.repeat(300)}`, { calls: 300, codes: [] }],
  ['a chain of thousands is cut, with its calls', `val r = a${'.b()'.repeat(5_000)}`, { calls: 5_000, codes: DEEP }],
  ['parentheses do not nest', `val r = ${'('.repeat(500)}f()${')'.repeat(500)}`, { calls: 1, codes: [] }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test.each([
  ['blocks as arguments', `val r = ${'a { '.repeat(2_000)}f()${' }'.repeat(2_000)}`],
  ['functions', `val r = ${'a => '.repeat(2_000)}f()`],
  ['conditions', `val r = ${'if (a) b else '.repeat(1_000)}f()`],
  ['matches', `val r = ${'a match { case b => '.repeat(500)}f()${' }'.repeat(500)}`],
  ['patterns', `val r = a match { case ${'B('.repeat(2_000)}c${')'.repeat(2_000)} => d }`],
  ['classes', `${'class A { '.repeat(1_000)}${' }'.repeat(1_000)}`],
  ['types', `val r: ${'A['.repeat(3_000)}B${']'.repeat(3_000)} = f()`],
  ['comprehensions', `val r = for { ${'a <- b; '.repeat(2_000)} } yield c`],
  ['curried functions', `def f${'(a: A)'.repeat(2_000)} = a`],
  ['comments', `${'/* '.repeat(5_000)}${' */'.repeat(5_000)} val a = f()`],
])('deep %s end', (_name, text) => {
  const result = programModule('scala', 'a.scala', text);
  if (result.kind === 'parsed') JSON.stringify(result.file);
  expect(['parsed', 'failed']).toContain(result.kind);
});

test.each([
  '',
  '{',
  '}',
  'class',
  'val x =',
  'def f(',
  'import',
  'case',
  '"""',
  's"${',
  '@',
  'object A extends',
  'a match {',
  '\u0000',
  '🦊 = ',
])('broken text %j is read as far as it goes', text =>
  expect(programModule('scala', 'a.scala', text).kind).toBe('parsed'),
);

test.each([
  '@',
  '~ \n',
  '{ a: ',
  'class A @',
  'a ~ // b\n',
  '|',
  '\n  && ',
  'class A[',
  '{ implicit a: B[',
  '{ _: ',
  '\n  @A() ',
])('what is masked of %j many times over is found in a time that grows with the text', text => {
  const started = performance.now();
  masked(text.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a trait that says what it is and has no name for itself', () => {
  const parsed = programModule('scala', 'a.scala', 'trait A {\n  _: B =>\n  val a = f("x")\n}\n');
  expect(parsed.kind === 'parsed' ? parsed.diagnostics : undefined).toEqual([]);
});
