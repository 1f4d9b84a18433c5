import { beforeAll, expect, test } from 'vitest';
import { masked } from './php/masked.ts';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('php'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('php', 'a.php', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.php', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', `$x = ${'a() + '.repeat(10_000)}b;`, { calls: 10_000, codes: [] }],
  ['so is a joined text', `$x = ${"a() . 'x' . ".repeat(5_000)}b;`, { calls: 5_000, codes: [] }],
  ['a test of thousands is flat', `if (${'a() || '.repeat(10_000)}b) {}`, { calls: 10_000, codes: [] }],
  [
    'changes of operator nest and are capped, with their calls',
    `$x = ${'a() + b() - '.repeat(3_000)}c;`,
    { calls: 6_000, codes: DEEP },
  ],
  ['a test of thousands does not nest', `$x = ${'a() || '.repeat(10_000)}b;`, { calls: 10_000, codes: [] }],
  ['so are defaults of defaults', `$x = ${'a() ?? '.repeat(3_000)}b;`, { calls: 3_000, codes: DEEP }],
  ['a long chain that programs write is whole', `(new App())${'->get($f)'.repeat(300)};`, { calls: 301, codes: [] }],
  ['a chain of thousands is cut, with its calls', `$x${'->a()'.repeat(5_000)};`, { calls: 5_000, codes: DEEP }],
  [
    'chains inside chains are cut together',
    `${`$x${'->a()'.repeat(300)}->b(`.repeat(20)}${')'.repeat(20)};`,
    { calls: 6_020, codes: DEEP },
  ],
  ['parentheses do not nest', `$x = ${'('.repeat(500)}f()${')'.repeat(500)};`, { calls: 1, codes: [] }],
  ['blocks', `before(); ${'{'.repeat(500)}f();${'}'.repeat(500)} after();`, { calls: 2, codes: DEEP }],
  ['arrays', `$x = ${'['.repeat(500)}f()${']'.repeat(500)}; after();`, { calls: 1, codes: DEEP }],
  ['conditions', `$x = ${'($a ? $b : '.repeat(500)}f()${')'.repeat(500)}; after();`, { calls: 1, codes: DEEP }],
  ['functions', `$x = ${'fn() => '.repeat(500)}f(); after();`, { calls: 1, codes: DEEP }],
  ['branches', `${'if (a()) '.repeat(500)}f(); after();`, { calls: 200, codes: DEEP }],
  ['patterns', `${'['.repeat(500)}$a${']'.repeat(500)} = f(); after();`, { calls: 2, codes: DEEP }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(`<?php ${text}`)).toEqual(expected));

test('what is held twice by nested choices does not grow without bound', () => {
  expect(outcomeOf(`<?php $x = ${'('.repeat(60)}$a${' ?: f()) ?: g())'.repeat(30)};`)).toEqual({
    calls: 60,
    codes: [],
  });
});

test('an annotation of thousands of brackets is left out', () => {
  const text = `<?php use A\\B; /** @B(${'{'.repeat(50_000)} */ class C {}`;
  expect(outcomeOf(text)).toEqual({ calls: 0, codes: [] });
});

test.each([
  ['nothing', ''],
  ['no PHP at all', '<html>{{ x }}</html>'],
  ['a tag alone', '<?php'],
  ['a lone brace', '<?php }'],
  ['half a call', '<?php Route::get('],
  ['half a text', "<?php $x = 'abc"],
  ['half a heredoc', '<?php $x = <<<EOT\nabc'],
  ['half a class', '<?php class A { public function b( {'],
  ['half an attribute', '<?php #[Route('],
  ['other characters', '<?php $x = "🦊\u0000"; \uFEFF'],
])('broken: %s', (_name, text) => {
  expect(typeof outcomeOf(text)).toBe('object');
});

test.each(['use A\\{', 'use ', 'use A\\{B,', 'use A\\A', ', ', 'use A\\{B, }', '\\'])(
  'what is masked of %j many times over is found in a time that grows with the text',
  text => {
    const started = performance.now();
    masked(text.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  },
);
