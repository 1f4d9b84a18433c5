import { beforeAll, expect, test } from 'vitest';
import { programFile } from './program-index.ts';
import { programModule } from './program-module.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('python'));

/** What became of a file: how many calls were found, and the codes of its diagnostics. */
function outcomeOf(text: string) {
  const result = programModule('python', 'a.py', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.py', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const DEEP = ['syntax-too-deep'];

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

test.each([
  ['a sum of thousands is flat', `x = ${'a() + '.repeat(10_000)}b`, { calls: 10_000, codes: [] }],
  ['so are texts side by side', `x = (${'"a" '.repeat(10_000)})`, { calls: 0, codes: [] }],
  ['a test of thousands is flat', `if ${'a() or '.repeat(10_000)}b: pass`, { calls: 10_000, codes: [] }],
  ['a comparison of thousands is flat', `x = ${'a() < '.repeat(10_000)}b`, { calls: 10_000, codes: [] }],
  ['changes of operator nest and are capped', `x = ${'a() + b() - '.repeat(3_000)}c`, { calls: 6_000, codes: DEEP }],
  ['a choice of thousands is capped', `x = ${'a() or '.repeat(10_000)}b`, { calls: 10_000, codes: DEEP }],
  ['a long chain is whole', `App()${'.get(f)'.repeat(300)}`, { calls: 301, codes: [] }],
  ['a chain of thousands is cut', `x${'.a()'.repeat(5_000)}`, { calls: 5_000, codes: DEEP }],
  ['targets', `${'a = '.repeat(5_000)}f()`, { calls: 1, codes: [] }],
  ['parentheses do not nest', `${'('.repeat(500)}f()${')'.repeat(500)}`, { calls: 1, codes: [] }],
  ['lists', `before(); ${'['.repeat(5_000)}f()${']'.repeat(5_000)}; after()`, { calls: 2, codes: DEEP }],
  ['conditions', `x = ${'a if b else '.repeat(5_000)}f(); after()`, { calls: 1, codes: DEEP }],
  ['elif', `if a: f()\n${lines(5_000, () => 'elif b: g()')}`, { calls: 5_001, codes: DEEP }],
  ['except', `try: f()\n${lines(2_000, () => 'except E: g()')}`, { calls: 2_001, codes: [] }],
  ['decorators', `${lines(1_000, () => '@a(b())')}\ndef f(): g()`, { calls: 2_001, codes: DEEP }],
  ['functions', lines(90, index => `${' '.repeat(index)}def f():`), { calls: 0, codes: DEEP }],
  ['patterns', `${'('.repeat(5_000)}a,${')'.repeat(5_000)} = f()`, { calls: 1, codes: DEEP }],
  ['types', `x: ${'a['.repeat(500)}b${']'.repeat(500)} = f()`, { calls: 1, codes: [] }],
  ['imports', `import ${'a.'.repeat(5_000)}b\nf()`, { calls: 1, codes: [] }],
  ['many names', lines(20_000, index => `a${index} = f()`), { calls: 20_000, codes: [] }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test('what is held twice by nested choices does not grow without bound', () => {
  expect(outcomeOf(`x = ${'('.repeat(60)}a${' or f()) and g())'.repeat(30)}`)).toEqual({ calls: 60, codes: DEEP });
});

test('a syntax error costs one diagnostic at its place, and the rest is read', () => {
  const result = programModule('python', 'a.py', 'app.get("/a")\nx = = 1\ndef f(:\n  pass\napp.get("/b")\n');
  if (result.kind !== 'parsed') throw new Error('not parsed');
  const { calls } = programFile('a.py', 'product', '', result.file);
  expect({
    lines: calls.map(({ call }) => call.nameAt.line),
    diagnostics: result.diagnostics.map(({ code, at }) => `${at.line} ${code}`),
  }).toEqual({ lines: [1, 5], diagnostics: ['2 python-syntax-error'] });
});

test.each([
  ['nothing', ''],
  ['a comment', '# only'],
  ['no program', '\u0000\u0001}}}}(((f"{'.repeat(1_000)],
  ['markup', '<!doctype html><p>'],
  ['half a class', 'class A(\n  @b(\n  def get(self'],
  ['imports without names', 'import\nfrom import x\nfrom . import\nfrom .a import (b,\nimport a.\nfrom a import b as'],
  [
    'empty shapes',
    'for in x: pass\nwith: pass\ntry:\nexcept:\nmatch x:\n  case: pass\nlambda\n[for x in y]\na[]\nf"{}"\n@\ndef f(): pass\nx: = 1\n, = 1\n',
  ],
  ['texts without ends', "x = \"a\ny = '''b\n"],
])('%s is read without an exception', (_name, text) =>
  expect(programModule('python', 'a.py', text).kind).toBe('parsed'),
);
