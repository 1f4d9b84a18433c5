/** What every registered detector must keep, whatever it detects. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import glob from 'fast-glob';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import type { FactBody, FileRole } from '../src/core/fact.ts';
import type { Detector, ParsedFiles, Reads } from '../src/detector.ts';
import { classifyPath } from '../src/files/path-role.ts';
import { parseFile } from '../src/parse/parse-file.ts';
import type { Neighbours, Parsed } from '../src/parse/parsed.ts';
import { textFile } from '../src/parse/text-file.ts';
import { declaredDetectors } from '../tools/generated/registry.ts';
import { ROOT } from '../tools/root.ts';
import { fixtures } from './support/fixtures.ts';

type Input = { readonly path: string; readonly role: FileRole; readonly text: string; readonly neighbours: Neighbours };

const ALONE: Neighbours = { read: () => undefined };

/** Facts of one detector in one file, as the engine gets them; none when the parser refuses the file. */
async function factsOf(detector: Detector, input: Input): Promise<readonly FactBody[]> {
  const parsed = await parsedOnce(detector.reads, input);
  if (parsed.kind !== 'parsed') return [];
  // `reads` chose the parser, so the parsed file is the one that `detect` takes; the union hides it.
  return (detector.detect as (file: ParsedFiles[Reads]) => readonly FactBody[])(parsed.file);
}

type AnyParsed = Parsed<ParsedFiles[Reads]>;

/** Many detectors read the same file; it is parsed for the first, as in a scan. */
function parsedOnce(reads: Reads, { path, role, text, neighbours }: Input): Promise<AnyParsed> {
  const key = `${reads} ${role} ${path} ${text}`;
  const known = parsedFiles.get(key);
  if (known) return known;
  const parsed: Promise<AnyParsed> = parseFile(reads, path, role, text, neighbours);
  parsedFiles.set(key, parsed);
  return parsed;
}

const parsedFiles = new Map<string, Promise<AnyParsed>>();

/** A path that the detector is given: one of a fixture, or one made from its globs. */
function pathFor(detector: Detector): string {
  const candidates = [
    ...fixtureFiles.map(({ path }) => path),
    ...EXAMPLES[detector.reads],
    ...detector.files.map(literalOf),
  ];
  return (
    candidates.find(path => picomatch.isMatch(path, [...detector.files], { dot: true })) ??
    EXAMPLES[detector.reads][0] ??
    'a'
  );
}

const EXAMPLES: { readonly [R in Reads]: readonly string[] } = {
  javascript: ['src/app.ts'],
  python: ['app/main.py'],
  jvm: ['src/main/java/app/Main.java', 'src/main/kotlin/app/Main.kt'],
  go: ['cmd/main.go'],
  'c-sharp': ['src/Program.cs'],
  ruby: ['config/routes.rb'],
  php: ['src/index.php'],
  rust: ['src/main.rs'],
  scala: ['app/Main.scala'],
  elixir: ['lib/app/router.ex'],
  data: ['config.yaml', 'config.json'],
  text: ['README.md'],
  openapi: ['openapi.yaml'],
  graphql: ['schema.graphql'],
  protobuf: ['service.proto'],
  xml: ['WEB-INF/web.xml', 'struts.xml'],
};

/** `**\/CODEOWNERS` → `x/CODEOWNERS`: enough for globs that end in a name. */
function literalOf(glob: string): string {
  return glob
    .replace(/\*\*\//g, 'x/')
    .replace(/\*\*/g, 'x')
    .replace(/\{([^{},]*),[^{}]*\}/g, '$1')
    .replaceAll('*', 'x');
}

const fixtureFiles: readonly Input[] = fixtures().flatMap(({ folder }) => {
  const neighbours: Neighbours = {
    read: path => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined),
  };
  return glob
    .sync('**/*', { cwd: folder, dot: true, ignore: ['expected.json'] })
    .toSorted()
    .map(path => ({
      path,
      role: classifyPath(path, { holdsSpecs: () => false }).role,
      text: readFileSync(join(folder, path), 'utf8'),
      neighbours,
    }));
});

/** Constants that are made of themselves and of each other, in every place where a detector may follow a name. */
const CIRCULAR = `
import express from 'express';
const app = app.get('/a', handler);
const router = router.route('/b').get(handler).post(handler);
const one = two.route('/c');
const two = one.use(handler);
const options = { ...options, prefix: options.prefix, preHandler: [options] };
const list = [list, ...list];
app.use(list, router, options);
app.route(options);
app.register(one, options);
app.group('/d', two);
export default app;
`;

/** Inputs that no tool wrote: nothing, damage, and more than a person would write by hand. */
const ODD: { readonly [R in Reads]: readonly (readonly [string, string])[] } = {
  javascript: [
    ['empty', ''],
    ['broken', "import x from 'express'\nconst app = (((\napp.get('/a', {{{\n`${"],
    ['huge', `const a = require('express')();\n${"a.get('/x', (q, s) => { s.end(); });\n".repeat(4_000)}`],
    ['deeper than can be parsed', `${'['.repeat(3_000)}${']'.repeat(3_000)}`],
    ['deep', `import f from 'express';\nconst app = f();\napp.use(${'f('.repeat(150)}1${')'.repeat(150)});\n`],
    ['long chain', `import { Hono, Elysia } from 'x';\nconst app = new Hono()${".get('/a', f).use(g)".repeat(150)};\n`],
    ['circular', CIRCULAR],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  python: [
    ['empty', ''],
    ['broken', "from flask import Flask\n  app = (((\n@app.route('/a'\ndef f(:\n\treturn {"],
    [
      'huge',
      `from flask import Flask\napp = Flask(__name__)\n${"@app.route('/x')\ndef f(): return 1\n".repeat(3_000)}`,
    ],
    ['deep', `x = ${'['.repeat(3_000)}${']'.repeat(3_000)}\n`],
    ['long chain', `from x import app\ny = app${".get('/a').use(g)".repeat(300)}\n`],
    ['circular', 'a = b\nb = a\nclass A(B): pass\nclass B(A): pass\n@f\ndef f(x=f): return f(f)\n'],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  jvm: [
    ['empty', ''],
    ['broken', 'package a;\nclass A { @GetMapping("/a" void f( { return ((('],
    ['huge', `package a;\nclass A {\n${'  @GetMapping("/x") String f() { return "x"; }\n'.repeat(3_000)}}\n`],
    ['deep', `class A { int x = ${'('.repeat(3_000)}1${')'.repeat(3_000)}; }\n`],
    ['long chain', `class A { Object x = app${'.get("/a").use(g)'.repeat(300)}; }\n`],
    [
      'circular',
      '@A @interface A {}\nclass B extends C { static String X = C.X; }\nclass C extends B { static String X = B.X; }\n',
    ],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  go: [
    ['empty', ''],
    ['broken', 'package a\nfunc main( { r.GET("/a", func(c *gin.Context { return ((('],
    ['huge', `package a\nfunc f(r *gin.Engine) {\n${'  r.GET("/x", f)\n'.repeat(3_000)}}\n`],
    ['deep', `package a\nvar x = ${'('.repeat(3_000)}1${')'.repeat(3_000)}\n`],
    ['long chain', `package a\nvar x = app${'.Get("/a").Use(g)'.repeat(300)}\n`],
    [
      'circular',
      'package a\nvar a = b\nvar b = a\ntype A struct{ B }\ntype B struct{ A }\nfunc f() { f(); g() }\nfunc g() { f() }\n',
    ],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  'c-sharp': [
    ['empty', ''],
    ['broken', 'class A { [HttpGet("/a" void F( { return ((('],
    ['huge', `class A : ControllerBase {\n${'  [HttpGet("/x")] public string F() => "x";\n'.repeat(3_000)}}\n`],
    ['deep', `class A { int x = ${'('.repeat(3_000)}1${')'.repeat(3_000)}; }\n`],
    ['long chain', `var x = app${'.MapGet("/a", f).Use(g)'.repeat(300)};\n`],
    ['circular', 'class B : C { static string X = C.X; }\nclass C : B { static string X = B.X; }\n'],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  ruby: [
    ['empty', ''],
    ['broken', 'Rails.application.routes.draw do\n get (((\n def f(\n'],
    ['huge', `Rails.application.routes.draw do\n${"  get '/x', to: 'a#b'\n".repeat(3_000)}end\n`],
    ['deep', `x = ${'['.repeat(3_000)}${']'.repeat(3_000)}\n`],
    ['long chain', `x = app${'.get("/a").use(g)'.repeat(300)}\n`],
    ['circular', 'A = B\nB = A\nclass C < D; end\nclass D < C; end\ndef f; f; end\n'],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  php: [
    ['empty', ''],
    ['broken', '<?php class A { #[Route("/a" function f( { return ((('],
    ['huge', `<?php\n${"Route::get('/x', [A::class, 'f']);\n".repeat(3_000)}`],
    ['deep', `<?php $x = ${'('.repeat(3_000)}1${')'.repeat(3_000)};\n`],
    ['long chain', `<?php $x = $app${'->get("/a")->use($g)'.repeat(300)};\n`],
    [
      'circular',
      '<?php class B extends C { const X = C::X; }\nclass C extends B { const X = B::X; }\n$a = $b; $b = $a;\n',
    ],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  rust: [
    ['empty', ''],
    ['broken', '#[get("/a" fn f( { Router::new().route((('],
    ['huge', `fn f() {\n${'  app.route("/x", get(f));\n'.repeat(3_000)}}\n`],
    ['deep', `const X: u8 = ${'('.repeat(3_000)}1${')'.repeat(3_000)};\n`],
    ['long chain', `fn f() { let x = app${'.route("/a", get(f)).layer(g)'.repeat(300)}; }\n`],
    [
      'circular',
      'const A: &str = B;\nconst B: &str = A;\nfn f() { g() }\nfn g() { f() }\nuse self::a as b; use self::b as a;\n',
    ],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  scala: [
    ['empty', ''],
    ['broken', 'object A { val r = path("a" { get { ((('],
    ['huge', `object A {\n${'  val x = path("x") { get { complete(1) } }\n'.repeat(3_000)}}\n`],
    ['deep', `object A { val x = ${'('.repeat(3_000)}1${')'.repeat(3_000)} }\n`],
    ['long chain', `object A { val x = app${'.get("/a").use(g)'.repeat(300)} }\n`],
    [
      'circular',
      'class B extends C { val x = C.x }\nclass C extends B { val x = B.x }\nobject O { def f = g; def g = f }\n',
    ],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  elixir: [
    ['empty', ''],
    ['broken', 'defmodule A do\n scope "/a" do get (((\n'],
    ['huge', `defmodule A do\n${'  get "/x", C, :f\n'.repeat(3_000)}end\n`],
    ['deep', `x = ${'['.repeat(3_000)}${']'.repeat(3_000)}\n`],
    ['long chain', `x = app${' |> f("/a")'.repeat(600)}\n`],
    ['circular', 'defmodule A do\n use B\n @x @x\n def f, do: f()\nend\ndefmodule B do\n use A\nend\n'],
    ['binary', '\u0000\u0001\ufffd\u0000'.repeat(500)],
  ],
  data: [
    ['empty', ''],
    ['broken', 'a: [1\n  b: }{\n\t- x'],
    ['of other types', 'services: 7\nroutes: {a: [null, 1, "x", {paths: {}}]}\nplugins: "text"\njobs: []\non: null\n'],
    ['huge', `list:\n${'  - { name: a, paths: [/a] }\n'.repeat(8_000)}`],
    ['deep', `${'['.repeat(2_000)}${']'.repeat(2_000)}`],
  ],
  text: [
    ['empty', ''],
    ['binary', '\u0000\ufffd'.repeat(500)],
    ['huge', 'a line of text that says little\n'.repeat(20_000)],
    ['one long line', 'a '.repeat(200_000)],
  ],
  openapi: [
    ['empty', ''],
    ['broken', 'openapi: 3.1.0\npaths: {'],
    [
      'of other types',
      'openapi: 3.1.0\ninfo: 7\npaths: { /a: null, /b: { get: 3, post: [] } }\ncomponents: x\nsecurity: {}\n',
    ],
    [
      'huge',
      `openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths:\n${Array.from({ length: 1_500 }, (_, index) => `  /p${index}: { get: { responses: { '200': { description: x } } } }`).join('\n')}\n`,
    ],
    [
      'circular',
      "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n  /a: { $ref: '#/paths/~1a' }\ncomponents: { schemas: { T: { $ref: '#/components/schemas/T' } } }\n",
    ],
  ],
  graphql: [
    ['empty', ''],
    ['broken', 'type Query { a: '],
    ['huge', `type Query {\n${Array.from({ length: 3_000 }, (_, index) => `  f${index}: Int`).join('\n')}\n}`],
  ],
  protobuf: [
    ['empty', ''],
    ['broken', 'syntax = "proto3"; service A { rpc'],
    [
      'huge',
      `syntax = "proto3";\nservice A {\n${Array.from({ length: 3_000 }, (_, index) => `  rpc F${index} (M) returns (M);`).join('\n')}\n}`,
    ],
  ],
  xml: [
    ['empty', ''],
    ['broken', '<web-app><servlet><servlet-mapping></web-app>'],
    [
      'of other shapes',
      '<web-app><servlet/><servlet-mapping><url-pattern/></servlet-mapping><security-constraint/></web-app>',
    ],
    ['bare', '<struts><package><action/></package><include/></struts>'],
    ['huge', `<struts>${'<package name="a"><action name="b" class="c.D"/></package>'.repeat(3_000)}</struts>`],
  ],
};

function misplaced(facts: readonly FactBody[], { path, text }: Input): readonly string[] {
  const { lines } = textFile(path, 'product', text);
  return facts
    .filter(({ at }) => {
      const isInside = at.line >= 1 && at.endLine >= at.line && at.endLine <= Math.max(1, lines.length);
      const isInLine = at.column >= 1 && at.column <= (lines[at.line - 1] ?? '').length + 1;
      // A reference may lead into a neighbour: its place is checked there, when that file is read.
      return at.file === path && !(isInside && isInLine);
    })
    .map(({ kind, at }) => `${kind} at ${at.file}:${at.line}:${at.column}`);
}

describe.each(DETECTORS.map(detector => ({ id: detector.id, detector })))('$id', ({ detector }) => {
  const odd = ODD[detector.reads].map(([name, text]) => ({
    name,
    input: { path: pathFor(detector), role: 'product' as const, text, neighbours: ALONE },
  }));

  test.each(odd)(
    '$name input: declared kinds only, places inside the file, the same answer twice',
    async ({ input }) => {
      const facts = await factsOf(detector, input);
      expect(facts.map(({ kind }) => kind).filter(kind => !detector.emits.includes(kind))).toEqual([]);
      expect(misplaced(facts, input)).toEqual([]);
      expect(comparable(await factsOf(detector, input))).toEqual(comparable(facts));
    },
  );

  test('in the fixtures: declared kinds only, places inside the file, and no fact in a file that the words rule out', async () => {
    const isGiven = picomatch([...detector.files], { dot: true });
    for (const input of fixtureFiles.filter(({ path }) => isGiven(path))) {
      const facts = await factsOf(detector, input);
      expect(facts.map(({ kind }) => kind).filter(kind => !detector.emits.includes(kind))).toEqual([]);
      expect(misplaced(facts, input)).toEqual([]);
      const isRuledOut = detector.words !== undefined && !detector.words.some(word => input.text.includes(word));
      expect(isRuledOut ? facts : []).toEqual([]);
    }
  });

  test('it appears in a fixture', async () => {
    const isGiven = picomatch([...detector.files], { dot: true });
    const roles = detector.roles ?? ['product'];
    const counts = await Promise.all(
      fixtureFiles
        .filter(({ path, role }) => isGiven(path) && roles.includes(role))
        .map(async input => (await factsOf(detector, input)).length),
    );
    expect(Math.max(0, ...counts)).toBeGreaterThan(0);
  });

  test('it has a test beside it and a row in the docs', () => {
    const declared = declaredDetectors(ROOT).find(({ file }) =>
      readFileSync(join(ROOT, file), 'utf8').includes(`id: '${detector.id}'`),
    );
    const folder = dirname(join(ROOT, declared?.file ?? ''));
    const name = basename(declared?.file ?? '', '.ts');
    expect(
      [`${name}.test.ts`, `${basename(folder)}.test.ts`].filter(file => existsSync(join(folder, file))),
    ).not.toEqual([]);
    expect(readFileSync(join(ROOT, 'docs/detectors.md'), 'utf8')).toContain(`\`${detector.id}\``);
  });
});

test('every id is used once', () => {
  const ids = DETECTORS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

/** Facts hold syntax nodes, which may lead back to themselves: kinds and places are what is compared. */
function comparable(facts: readonly FactBody[]): readonly string[] {
  return facts.map(({ kind, at }) => `${kind} ${at.file}:${at.line}:${at.column}-${at.endLine}:${at.endColumn}`);
}
