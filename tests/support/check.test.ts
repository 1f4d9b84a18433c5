import { describe, expect, test } from 'vitest';
import type { FactBody } from '../../src/core/fact.ts';
import { defineDetector } from '../../src/detector.ts';
import { check, checkFacts } from './check.ts';
import { marksIn } from './marks.ts';

/** Finds each `TODO`, and what stands after it, as an unresolved part. */
const todo = defineDetector({
  id: 'todo',
  title: 'To do',
  kind: 'architecture',
  docs: 'https://example.test',
  reads: 'text',
  files: ['**/*.{txt,yaml}'],
  words: ['TODO'],
  emits: ['unresolved'],
  limits: [],
  version: 1,
  detect: (file): readonly FactBody[] =>
    [...file.text.matchAll(/TODO (\w+)/g)].map(found => ({
      kind: 'unresolved',
      at: file.locate(found.index, found.index + 4),
      reason: 'too-deep',
      what: found[1] ?? '',
    })),
});

describe('a snippet', () => {
  test('passes when every fact has its mark', () =>
    check(
      todo,
      'a.txt',
      `
first TODO one
//    ^^^^ unresolved
  TODO two
# <~~---- unresolved | reason too-deep; what two
`,
    ));

  test.each([
    ['a fact without a mark', 'a TODO one\n'],
    ['a mark without a fact', 'a done one\n//^^^^ unresolved\n'],
    ['a mark one character beside its fact', 'a b TODO one\n//  ^^^^^ unresolved\n'],
    ['a mark of another kind', 'a b TODO one\n//  ^^^^ route\n'],
    ['a mark with other details', 'a b TODO one\n//  ^^^^ unresolved | reason too-deep; what two\n'],
    ['two marks for one fact', 'a b TODO one\n//  ^^^^ unresolved\n//  ^^^^ unresolved\n'],
  ])('fails on %s', async (_name, text) => {
    await expect(check(todo, 'a.txt', text)).rejects.toThrow('to deeply equal');
  });
});

describe('what a declaration promises is held', () => {
  test('its globs let the file through', async () => {
    await expect(check(todo, 'a.md', 'a b TODO one\n//  ^^^^ unresolved\n')).rejects.toThrow('to deeply equal');
  });

  test('its words let the file through', async () => {
    const wordless = { ...todo, words: ['FIXME'] };
    await expect(check(wordless, 'a.txt', 'a b TODO one\n//  ^^^^ unresolved\n')).rejects.toThrow(
      'would skip the file',
    );
  });

  test('it emits only declared kinds', async () => {
    const undeclared = { ...todo, emits: [] };
    await expect(check(undeclared, 'a.txt', 'a b TODO one\n//  ^^^^ unresolved\n')).rejects.toThrow(
      'without declaring it',
    );
  });
});

test('all files of a snippet are checked', async () => {
  await check(todo, {
    files: { 'b/b.yaml': 'key: TODO b\n#    ^^^^ unresolved\n', 'a.txt': 'nothing\n', 'c.md': 'TODO' },
  });
  await expect(check(todo, { files: { 'b/b.yaml': 'key: TODO b\n', 'a.txt': 'nothing\n' } })).rejects.toThrow(
    'to deeply equal',
  );
});

test('formats without comments list their facts', async () => {
  await checkFacts(todo, 'a.txt', 'a\nTODO one', ['2:1 unresolved | reason too-deep; what one']);
  await expect(checkFacts(todo, 'a.txt', 'a\nTODO one', [])).rejects.toThrow('to deeply equal');
});

test('marks stand under the nearest line that is none', () => {
  expect(marksIn('code\n//^^ one\n// ^ two\n\n# <~~- three\n// a comment ^ of its own\n//^^')).toEqual([
    { line: 1, column: 3, endColumn: 5, text: 'one' },
    { line: 1, column: 4, endColumn: 5, text: 'two' },
    { line: 4, column: 3, endColumn: 4, text: 'three' },
  ]);
});
