import { beforeAll, expect, test } from 'vitest';
import { csharpResolver } from './c-sharp/resolve.ts';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('c-sharp'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('c-sharp', 'A.cs', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('A.cs', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const method = (body: string): string => `class A { void m() { ${body} } }`;
const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', method(`x = ${'a() + '.repeat(10_000)}b;`), { calls: 10_000, codes: [] }],
  ['a test of thousands is flat', method(`if (${'a() || '.repeat(10_000)}b) {}`), { calls: 10_000, codes: [] }],
  ['changes of operator are capped', method(`x = ${'a() + b() - '.repeat(3_000)}c;`), { calls: 6_000, codes: DEEP }],
  ['a choice of thousands is capped', method(`x = ${'a() || '.repeat(10_000)}b;`), { calls: 10_000, codes: DEEP }],
  ['a long chain that programs write is whole', method(`App()${'.Get(f)'.repeat(300)};`), { calls: 301, codes: [] }],
  ['a chain of thousands is cut', method(`x${'.a()'.repeat(5_000)};`), { calls: 5_000, codes: DEEP }],
  [
    'chains inside chains are cut together',
    method(`${`x${'.a()'.repeat(300)}.b(`.repeat(20)}${')'.repeat(20)};`),
    { calls: 6_020, codes: DEEP },
  ],
  ['parentheses do not nest', method(`x = ${'('.repeat(500)}f()${')'.repeat(500)};`), { calls: 1, codes: [] }],
  ['blocks', method(`before(); ${'{'.repeat(500)}f();${'}'.repeat(500)} after();`), { calls: 2, codes: DEEP }],
  ['conditions', method(`x = ${'a ? b : '.repeat(500)}f(); after();`), { calls: 1, codes: DEEP }],
  ['lambdas', method(`x = ${'a => '.repeat(500)}f(); after();`), { calls: 1, codes: DEEP }],
  ['absent values', method(`x = ${'a() ?? '.repeat(300)}b; after();`), { calls: 196, codes: DEEP }],
  ['classes', `${'class A {'.repeat(500)}${'}'.repeat(500)}`, { calls: 0, codes: DEEP }],
  ['namespaces', `${'namespace A {'.repeat(2_000)}${'}'.repeat(2_000)}`, { calls: 0, codes: [] }],
  ['types', method(`${'A<'.repeat(2_000)}B${'>'.repeat(2_000)} x = f();`), { calls: 1, codes: [] }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test('what is held twice by nested choices does not grow without bound', () => {
  expect(outcomeOf(method(`x = ${'('.repeat(60)}a${' || f()) && g())'.repeat(30)};`))).toEqual({
    calls: 60,
    codes: DEEP,
  });
});

test.each([
  ['nothing', ''],
  ['a comment', '// only'],
  ['no program', '\u0000\u0001}}}}(((`${'.repeat(1_000)],
  ['half a class', 'class A { [B( get x('],
  ['half a directive', '#if (A && \n#else\n#endif\n#endif\n#elif'],
  [
    'broken shapes',
    'class { int = ; void (int) {} [ } enum { A( } interface I : { } record R( { } namespace ; using = ;',
  ],
  [
    'broken statements',
    method('foreach (x in ) ; switch () { case => } try { catch } new ; a[ ; (string) ; x => ; a is ; if else throw'),
  ],
  ['broken texts', 'x = $"{a'],
])('%s is read without an exception', (_name, text) => {
  expect(programModule('c-sharp', 'A.cs', text).kind).toBe('parsed');
});

test('a syntax error costs one diagnostic and the attribute next to it, and the rest is read', () => {
  const text = 'class A {\n  [Get("/a")] void a() { f(); }\n  = 3;\n  [Get("/b")] void b() { g(); }\n}';
  expect(outcomeOf(text)).toEqual({ calls: 3, codes: ['c-sharp-syntax-error'] });
});

test.each([
  ['{', '('],
  ['"', '$"{'],
  ['/*', '/*'],
  ['class ', 'namespace '],
  ["'", '@"'],
  ['M(this X x', 'M<T>('],
  ['#if A\n', '#else\n'],
])('a scan of %s is linear', (a, b) => {
  const files: Record<string, string> = { 'x.cs': `namespace P;\n${a.repeat(20_000)}${b.repeat(20_000)}` };
  const resolve = csharpResolver(new Set(['x.cs']), path => files[path]);
  expect(resolve('y.cs', 'P,System', 'Nowhere')).toEqual({ kind: 'package', name: 'System', subpath: '' });
});
