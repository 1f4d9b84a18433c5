import { expect, test } from 'vitest';
import { javascriptFile } from './javascript.ts';

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string, path = 'a.ts') {
  const result = javascriptFile(path, 'product', text, { read: () => undefined });
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file.module);
  return { calls: result.file.calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', `x = ${'a() + '.repeat(10_000)}b`, { calls: 10_000, codes: [] }],
  ['so is a difference', `x = ${'a() - '.repeat(10_000)}b`, { calls: 10_000, codes: [] }],
  ['a test of thousands is flat', `if (${'a() || '.repeat(10_000)}b) {}`, { calls: 10_000, codes: [] }],
  [
    'changes of operator nest and are capped, with their calls',
    `x = ${'a() + b() - '.repeat(3_000)}c`,
    { calls: 6_000, codes: DEEP },
  ],
  [
    'a choice of thousands is capped, with its calls',
    `x = ${'a() || '.repeat(10_000)}b`,
    { calls: 10_000, codes: DEEP },
  ],
  ['a long chain that programs write is whole', `new App()${'.get(f)'.repeat(300)}`, { calls: 301, codes: [] }],
  ['a chain of thousands is cut, with its calls', `x${'.a()'.repeat(5_000)}`, { calls: 5_000, codes: DEEP }],
  [
    'chains inside chains are cut together',
    `${`x${'.a()'.repeat(300)}.b(`.repeat(50)}${')'.repeat(50)}`,
    { calls: 15_050, codes: DEEP },
  ],
  ['sequences are flat', `${'a(), '.repeat(10_000)}b`, { calls: 10_000, codes: [] }],
  ['JSX is flat', `x = ${'<a>'.repeat(500)}{f()}${'</a>'.repeat(500)}`, { calls: 1, codes: [] }, 'a.tsx'],
  ['parentheses do not nest', `${'('.repeat(500)}f()${')'.repeat(500)}`, { calls: 1, codes: [] }],
  ['blocks', `before(); ${'{'.repeat(500)}f()${'}'.repeat(500)} after()`, { calls: 2, codes: DEEP }],
  ['conditions', `x = ${'a ? b : '.repeat(500)}f(); after()`, { calls: 1, codes: DEEP }],
  ['assignments', `${'a = '.repeat(500)}f(); after()`, { calls: 1, codes: DEEP }],
  ['patterns', `const ${'{a:'.repeat(300)}b${'}'.repeat(300)} = f()`, { calls: 1, codes: DEEP }],
  ['namespaces', `namespace ${'A.'.repeat(500)}B { export const a = f() } after()`, { calls: 1, codes: DEEP }],
  ['import aliases', `import x = ${'A.'.repeat(5_000)}B; after()`, { calls: 1, codes: DEEP }],
])('depth: %s', (_name, text, expected, path = 'a.ts') => expect(outcomeOf(text, path)).toEqual(expected));

test('what is held twice by nested choices does not grow without bound', () => {
  expect(outcomeOf(`x = ${'('.repeat(60)}a${' || f()) && g())'.repeat(30)}`)).toEqual({ calls: 60, codes: DEEP });
});

test('a file that the parser cannot follow fails alone: the next one is read as ever', () => {
  expect(outcomeOf(`${'('.repeat(100_000)}a => b${')'.repeat(100_000)}`)).toBe('unparsable-javascript');
  expect(outcomeOf('x = (a) => f(a)')).toEqual({ calls: 1, codes: [] });
});

test('a syntax error costs one diagnostic at its place, and the rest is read', () => {
  const result = javascriptFile('a.js', 'product', "app.get('/a', f);\nconst = 1;\nconst = 2;\napp.get('/b', g);", {
    read: () => undefined,
  });
  if (result.kind !== 'parsed') throw new Error('not parsed');
  expect(result.file.calls.map(({ call }) => call.nameAt.line)).toEqual([1, 4]);
  expect(result.diagnostics.map(({ code, at }) => ({ code, at }))).toEqual([
    { code: 'javascript-syntax-error', at: { file: 'a.js', line: 2, column: 7, endLine: 2, endColumn: 8 } },
  ]);
});

test.each([
  ['nothing', ''],
  ['a comment', '// only'],
  ['no program', '\u0000\u0001}}}}(((`${'.repeat(1_000)],
  ['markup', '<!doctype html><p>'],
  ['half a class', 'class A { @B( get x('],
  [
    'an import without a name',
    "import { } from 'm'; import * as from; export { as } from; import a = require(b); export * as from",
  ],
  [
    'empty shapes',
    'for (const of x) {} new; import(); require(); enum { } switch () {} class extends {} ; a[]; `${}`; let []; let {}',
  ],
])('%s is read without an exception', (_name, text) => {
  for (const path of ['a.js', 'a.tsx'])
    expect(javascriptFile(path, 'product', text, { read: () => undefined }).kind).toBe('parsed');
});
