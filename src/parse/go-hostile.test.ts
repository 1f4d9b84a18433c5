import { beforeAll, expect, test } from 'vitest';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('go'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('go', 'a.go', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.go', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const body = (text: string): string => `package a\nfunc f() {\n${text}\n}\n`;
const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', body(`x = ${'a() + '.repeat(10_000)}b`), { calls: 10_000, codes: [] }],
  ['a test of thousands is flat', body(`if ${'a() || '.repeat(10_000)}b {}`), { calls: 10_000, codes: [] }],
  ['a long chain that programs write is whole', body(`r${'.Get(f)'.repeat(300)}`), { calls: 300, codes: [] }],
  ['a chain of thousands is cut, with its calls', body(`x${'.a()'.repeat(5_000)}`), { calls: 5_000, codes: DEEP }],
  ['parentheses do not nest', body(`x = ${'('.repeat(500)}f()${')'.repeat(500)}`), { calls: 1, codes: [] }],
  ['pointers do not nest', body(`x = ${'*&'.repeat(500)}f()`), { calls: 1, codes: [] }],
  ['blocks', body(`before(); ${'{'.repeat(500)}f()${'}'.repeat(500)}; after()`), { calls: 2, codes: DEEP }],
  ['functions', body(`${'func() {'.repeat(500)}f()${'}()'.repeat(500)}`), { calls: 50, codes: DEEP }],
  ['literals', body(`x = ${'[]T{'.repeat(500)}f()${'}'.repeat(500)}; after()`), { calls: 1, codes: DEEP }],
  ['branches', body(`${'if a {} else '.repeat(500)}{ f() }`), { calls: 0, codes: DEEP }],
  ['types', body(`var x ${'[]'.repeat(2_000)}int; f()`), { calls: 1, codes: [] }],
  ['type declarations', `package a\n${'type A struct { b '.repeat(300)}`, { calls: 0, codes: ['go-syntax-error'] }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test.each([
  ['nothing', '', { calls: 0, codes: [] }],
  ['no package', 'func f() { g() }', { calls: 1, codes: [] }],
  ['half a function', 'package a\nfunc f() {\n\tg(', { calls: 0, codes: ['go-syntax-error'] }],
  ['another language', '<html><body>x</body></html>', { calls: 0, codes: ['go-syntax-error'] }],
  ['bytes', '\u0000\uFFFD\u0001', { calls: 0, codes: ['go-syntax-error'] }],
])('broken input: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test('the same file gives the same module', () => {
  const text = body('r.Get("/x", f); for _, x := range y { r.Post(x, f) }');
  expect(programModule('go', 'a.go', text)).toEqual(programModule('go', 'a.go', text));
});
