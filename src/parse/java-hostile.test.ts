import { beforeAll, expect, test } from 'vitest';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('java'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('java', 'A.java', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('A.java', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const method = (body: string): string => `class A { void m() { ${body} } }`;
const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', method(`x = ${'a() + '.repeat(10_000)}b;`), { calls: 10_000, codes: [] }],
  ['so is a difference', method(`x = ${'a() - '.repeat(10_000)}b;`), { calls: 10_000, codes: [] }],
  ['a test of thousands is flat', method(`if (${'a() || '.repeat(10_000)}b) {}`), { calls: 10_000, codes: [] }],
  [
    'changes of operator nest and are capped, with their calls',
    method(`x = ${'a() + b() - '.repeat(3_000)}c;`),
    { calls: 6_000, codes: DEEP },
  ],
  [
    'a choice of thousands is capped, with its calls',
    method(`x = ${'a() || '.repeat(10_000)}b;`),
    { calls: 10_000, codes: DEEP },
  ],
  [
    'a long chain that programs write is whole',
    method(`new App()${'.get(f)'.repeat(300)};`),
    { calls: 301, codes: [] },
  ],
  ['a chain of thousands is cut, with its calls', method(`x${'.a()'.repeat(5_000)};`), { calls: 5_000, codes: DEEP }],
  [
    'chains inside chains are cut together',
    method(`${`x${'.a()'.repeat(300)}.b(`.repeat(20)}${')'.repeat(20)};`),
    { calls: 6_020, codes: DEEP },
  ],
  ['parentheses do not nest', method(`x = ${'('.repeat(500)}f()${')'.repeat(500)};`), { calls: 1, codes: [] }],
  ['blocks', method(`before(); ${'{'.repeat(500)}f();${'}'.repeat(500)} after();`), { calls: 2, codes: DEEP }],
  ['conditions', method(`x = ${'a ? b : '.repeat(500)}f(); after();`), { calls: 1, codes: DEEP }],
  ['assignments', method(`${'a = '.repeat(500)}f(); after();`), { calls: 1, codes: DEEP }],
  ['lambdas', method(`x = ${'a -> '.repeat(500)}f(); after();`), { calls: 1, codes: DEEP }],
  ['classes', `${'class A {'.repeat(500)}${'}'.repeat(500)}`, { calls: 0, codes: DEEP }],
  ['annotations', `${'@A('.repeat(300)}1${')'.repeat(300)} class B {}`, { calls: 200, codes: DEEP }],
  ['types', method(`${'A<'.repeat(2_000)}B${'>'.repeat(2_000)} x = f();`), { calls: 1, codes: [] }],
  ['qualified names', `@${'a.'.repeat(5_000)}B class C {}`, { calls: 0, codes: DEEP }],
  [
    'choices of cases',
    method(`x = ${'switch (a) { default -> '.repeat(300)}f();${'};'.repeat(300)}`),
    { calls: 0, codes: DEEP },
  ],
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
  ['half a class', 'class A { @B( get x('],
  ['half an import', 'import static ; import a..b.*; package ;'],
  [
    'broken shapes',
    'class { int = ; void (int) {} @ } enum { A( } interface I extends { } record R( { } @interface { int x() default }',
  ],
  [
    'broken statements',
    method('for (x : ) ; switch () { case -> } try { catch } new ; a[ ; (String) ; x -> ; a:: ; if else throw'),
  ],
])('%s is read without an exception', (_name, text) => {
  expect(programModule('java', 'A.java', text).kind).toBe('parsed');
});

test('a syntax error costs one diagnostic at its place, and the rest is read', () => {
  const text = 'class A {\n  @Get("/a") void a() { f(); }\n  int = ;\n  @Get("/b") void b() { g(); }\n}';
  expect(outcomeOf(text)).toEqual({ calls: 4, codes: ['java-syntax-error'] });
});
