import { beforeAll, expect, test } from 'vitest';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('rust'));

/** What became of a file: how many calls were found, and the codes of its diagnostics; or the code of its failure. */
function outcomeOf(text: string) {
  const result = programModule('rust', 'a.rs', text);
  if (result.kind !== 'parsed') return result.kind === 'failed' ? result.diagnostic.code : result.kind;
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(result.file);
  const { calls } = programFile('a.rs', 'product', text, result.file);
  return { calls: calls.length, codes: result.diagnostics.map(({ code }) => code) };
}

const body = (code: string): string => `fn f() { ${code} }`;
const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', body(`let x = ${'a() + '.repeat(5_000)}b;`), { calls: 5_000, codes: [] }],
  ['a test of thousands is flat', body(`if ${'a() || '.repeat(5_000)}b {}`), { calls: 5_000, codes: [] }],
  [
    'changes of operator nest and are capped, with their calls',
    body(`let x = ${'a() + b() - '.repeat(1_000)}c;`),
    { calls: 2_000, codes: DEEP },
  ],
  ['a long chain that programs write is whole', body(`app()${'.get(f)'.repeat(300)};`), { calls: 301, codes: [] }],
  ['a chain of thousands is cut, with its calls', body(`x${'.a()'.repeat(5_000)};`), { calls: 5_000, codes: DEEP }],
  ['questions are links, too', body(`x${'.a()?'.repeat(300)};`), { calls: 600, codes: [] }],
  ['parentheses do not nest', body(`let x = ${'('.repeat(500)}f()${')'.repeat(500)};`), { calls: 1, codes: [] }],
  ['borrows do not nest', body(`let x = ${'&'.repeat(500)}f();`), { calls: 1, codes: [] }],
  ['blocks', body(`before(); ${'{'.repeat(500)}f();${'}'.repeat(500)} after();`), { calls: 2, codes: DEEP }],
  [
    'conditions',
    body(`let x = ${'if a { b } else { '.repeat(300)}f()${'}'.repeat(300)}; after();`),
    { calls: 1, codes: DEEP },
  ],
  ['closures', body(`let x = ${'|a| '.repeat(500)}f(); after();`), { calls: 1, codes: DEEP }],
  ['arguments', body(`${'a('.repeat(500)}1${')'.repeat(500)}; after();`), { calls: 199, codes: DEEP }],
  ['types', body(`let x: ${'A<'.repeat(1_000)}B${'>'.repeat(1_000)} = f();`), { calls: 1, codes: [] }],
  ['paths', body(`${'a::'.repeat(2_000)}b();`), { calls: 1, codes: DEEP }],
])('depth: %s', (_name, text, expected) => expect(outcomeOf(text)).toEqual(expected));

test.each([
  ['arms of a match', body(`match x { ${'A => f(), '.repeat(3_000)} _ => g() }`)],
  ['macros in macros', body(`${'a!('.repeat(300)}1${')'.repeat(300)}`)],
  ['a macro of many parts', body(`routes![${'a::b, '.repeat(5_000)}]`)],
  ['modules in modules', `${'mod a {'.repeat(300)}${'}'.repeat(300)}`],
  ['names brought in by each other', 'use a::b; use b::a; fn f() { a::c(); b::c(); }'],
  ['a name brought in by itself', 'use x::x; fn f() { x::x(); }'],
  ['types in types', `impl A for ${'&'.repeat(500)}B { fn f() {} }`],
  ['nothing', ''],
  ['no program', '\u0000\u0001}}}}(((f"{'.repeat(500)],
  ['markup', '<!doctype html><p>'],
  ['half a function', 'pub async fn a(Path(id): Path<'],
  ['half an attribute', '#[get("/a\nfn f() {}\n#[\n#[a::\nimpl'],
  [
    'empty shapes',
    'use ; use a::{}; use {a}; impl {} fn () {} match {} let; struct; mod; #[] enum E {, } fn f() { let = ; ?; .a; || }',
  ],
  [
    'patterns of every kind',
    body(
      'match x { Some(A { b, .. }) | None => 1, (a, _, ..) => 2, [x, ..] => 3, &y => 4, 1..=2 => 5, -1 => 6, z @ Some(_) if let Ok(q) = z => 7, _ => 8 }',
    ),
  ],
  ['texts without ends', 'const A: &str = "a\nconst B: &str = r#"b'],
])('%s is read without an exception', (_name, text) => {
  const result = programModule('rust', 'a.rs', text);
  expect(result.kind).toBe('parsed');
  if (result.kind === 'parsed') JSON.stringify(result.file);
});

test('a syntax error costs one diagnostic at its place, and the rest is read', () => {
  const text = 'fn a() { get("/a"); }\nfn b( { }\nfn c() { get("/c"); }\n';
  const result = programModule('rust', 'a.rs', text);
  if (result.kind !== 'parsed') throw new Error('not parsed');
  const { calls } = programFile('a.rs', 'product', text, result.file);
  expect(calls.map(({ call }) => call.nameAt.line)).toContain(1);
  expect(calls.map(({ call }) => call.nameAt.line)).toContain(3);
  expect(result.diagnostics.map(({ code }) => code)).toEqual(['rust-syntax-error']);
});
