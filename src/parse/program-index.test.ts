import { expect, test } from 'vitest';
import type { Expr, TypeRef } from '../core/program.ts';
import { javascriptFile } from './javascript.ts';
import { isFrom, type Origin, type ProgramFile } from './program-file.ts';

function fileOf(text: string): ProgramFile {
  const result = javascriptFile('a.ts', 'product', text, { read: () => undefined });
  if (result.kind !== 'parsed') throw new Error('not parsed');
  return result.file;
}

function written(origin: Origin | undefined): string | undefined {
  return origin && `${origin.module}: ${origin.path.join('.')}`;
}

/** The origins of the arguments of every call of `ask` in a program. */
function origins(text: string): readonly (string | undefined)[] {
  const file = fileOf(text);
  const asked: readonly Expr[] = file.calls.filter(({ name }) => name === 'ask').flatMap(({ call }) => call.args);
  return asked.map(expr => written(file.originOf(expr)));
}

test.each([
  ["import e from 'm'; ask(e, e.R)", ['m: default', 'm: default.R']],
  ["import * as e from 'm'; ask(e, e.R, e.default)", ['m: *', 'm: *.R', 'm: default']],
  ["import { R as S } from 'm'; ask(S, S.x)", ['m: R', 'm: R.x']],
  ["import e = require('m'); ask(e.R)", ['m: *.R']],
  ["const e = require('m'); ask(e, e.R, e.default)", ['m: default', 'm: default.R', 'm: default']],
  ["const { R, S: T } = require('m'); ask(R, T)", ['m: R', 'm: S']],
  ["const { default: D, R: { S } } = await import('m'); ask(D, S)", ['m: default', 'm: R.S']],
  ["const R = require('m').R; ask(R, require('m').S)", ['m: default.R', 'm: default.S']],
  ["import e from 'm'; const { R } = e; const S = R; ask(S)", ['m: default.R']],
  ["import e from 'm'; function f() { const R = e.R; g(() => ask(R)) }", ['m: default.R']],
  ["let e; e = require('m'); ask(e)", ['m: default']],
  ["const e = module.exports = require('m'); ask(e)", ['m: default']],
  ["import { a } from 'm'; class C { x = ask(a); m() { ask(a) } }", ['m: a', 'm: a']],
])('an origin follows bindings of the file: %s', (text, expected) => expect(origins(text)).toEqual(expected));

test.each([
  ['a parameter hides an import', "import e from 'm'; function f(e) { ask(e) } ask(e)", [undefined, 'm: default']],
  ['so does a destructured one', "import e from 'm'; const f = ({ e }) => ask(e)", [undefined]],
  [
    'an inner declaration hides it in its block alone',
    "import e from 'm'; { const e = f(); ask(e) } ask(e)",
    [undefined, 'm: default'],
  ],
  ['also before it is made', "import e from 'm'; { ask(e); const e = f() }", [undefined]],
  [
    'a function or class of the block hides it',
    "import e from 'm'; { ask(e); function e() {} } { ask(e); class e {} }",
    [undefined, undefined],
  ],
  [
    'a named function hides it inside itself',
    "import e from 'm'; f(function e() { ask(e) }); ask(e)",
    [undefined, 'm: default'],
  ],
  [
    'a method does not',
    "import e from 'm'; class C { e() { ask(e) } } x = { e() { ask(e) } }",
    ['m: default', 'm: default'],
  ],
  ['a loop variable hides it', "import e from 'm'; for (const e of l) ask(e); ask(e)", [undefined, 'm: default']],
  ['a caught value hides it', "import e from 'm'; try { ask(e) } catch (e) { ask(e) }", ['m: default', undefined]],
  ['cases share a scope', "import e from 'm'; switch (x) { case 1: const e = f(); case 2: ask(e) }", [undefined]],
  ['what is assigned again is not followed', "let e = require('m'); if (x) e = f(); ask(e)", [undefined]],
  ['nor what is assigned twice', "let e; e = require('m'); e = require('n'); ask(e)", [undefined]],
  ['a default is another value', "const { e = f() } = require('m'); ask(e)", [undefined]],
  [
    'results of calls are not followed',
    "import e from 'm'; ask(e(), new e.A(), promisify(e))",
    [undefined, undefined, undefined],
  ],
  [
    'nor elements, rests and computed names',
    "import e from 'm'; const [a] = e; const { ...b } = e; ask(a, b, e[x])",
    [undefined, undefined, undefined],
  ],
  ['globals have none', 'ask(fetch, this.x, x || y)', [undefined, undefined, undefined]],
  ['cycles end', 'const a = b.x; const b = a.y; ask(a)', [undefined]],
])('%s', (_rule, text, expected) => expect(origins(text)).toEqual(expected));

test('origins of types follow imports, not values of the same name', () => {
  const file = fileOf(`
import type { A } from 'm'; import ns from 'n'; import * as all from 'o'; import { A as B } from 'p';
function f(A: A, b: ns.Router, c: Promise<all.X.Y>) { let d: B; class B {} }
function g(a: Missing, b: string) {}`);
  const shown = (type: TypeRef): string | undefined => written(file.originOfType(type));
  expect(file.declaredTypes.map(type => [type.text, shown(type), ...type.arguments.map(shown)])).toEqual([
    ['A', 'm: A'],
    ['ns.Router', 'n: default.Router'],
    ['Promise<all.X.Y>', undefined, 'o: *.X.Y'],
    ['B', undefined],
    ['Missing', undefined],
    ['string', undefined],
  ]);
});

test('every call is found once, in source order, with its name, receiver and functions around it', () => {
  const file = fileOf(`
@Dec(a1())
class C extends base(a2()) {
  @Get(a3()) m(@Q(a4()) p = a5()) { return \`\${a6()}\` }
  f = x || a7();
}
function outer() { return () => a8(a9) }
const y = a10() ?? a11(a12()).a13[a14()].a15();
export default a16(); export const z = { [a17()]: a18() };
module.exports = a19(); a20()();
`);
  expect(file.calls.map(({ name }) => name)).toEqual([
    'Dec',
    'a1',
    'base',
    'a2',
    'Get',
    'a3',
    'Q',
    'a4',
    'a5',
    'a6',
    'a7',
    'a8',
    'a10',
    'a11',
    'a12',
    'a14',
    'a15',
    'a16',
    'a17',
    'a18',
    'a19',
    'a20',
    '',
  ]);
  const inside = (name: string) =>
    file.calls.find(call => call.name === name)?.inside.map(({ at }) => `${at.line}:${at.column}`);
  expect([inside('a3'), inside('a4'), inside('a5'), inside('a8')]).toEqual([[], [], ['4:3'], ['7:27', '7:1']]);
  expect(file.calls.find(({ name }) => name === 'a15')?.receiver?.kind).toBe('index');
  expect(file.functions.map(({ at }) => `${at.line}:${at.column}`)).toEqual(['4:3', '7:1', '7:27']);
  expect(file.classes.map(({ name }) => name)).toEqual(['C']);
  expect(file.decorators.map(({ at }) => `${at.line}:${at.column}`)).toEqual(['2:1', '4:3', '4:16']);
});

test.each<[readonly string[], string | undefined, boolean]>([
  [['R'], 'R', true],
  [['default', 'R'], 'R', true],
  [['*', 'R'], 'R', true],
  [['*', 'default', 'R'], 'R', true],
  [['default'], 'default', true],
  [['*'], 'default', true],
  [['default', 'default'], 'default', true],
  [['R', 'x'], undefined, true],
  [['R', 'x'], 'R', false],
  [['R', 'x'], 'x', false],
  [['default'], 'R', false],
  [['R'], 'default', false],
])('isFrom: %j is %s: %s', (path, name, expected) => {
  expect(isFrom({ module: 'm', path }, ['k', 'm'], name)).toBe(expected);
});

test('isFrom tells packages apart, and takes node: as written or not', () => {
  expect([
    isFrom({ module: 'm/sub', path: ['R'] }, 'm', 'R'),
    isFrom(undefined, 'm'),
    isFrom({ module: 'node:http', path: ['default', 'createServer'] }, 'http', 'createServer'),
    isFrom({ module: 'http', path: ['createServer'] }, ['node:http'], 'createServer'),
  ]).toEqual([false, false, true, true]);
});

test('isFrom takes any one of several packages that a name may come from', () => {
  const origin: Origin = { module: 'a.b,org.x,node:http', path: ['Get'] };
  expect([
    isFrom(origin, 'org.x', 'Get'),
    isFrom(origin, ['m', 'http']),
    isFrom(origin, 'org', 'Get'),
    isFrom(origin, 'org.x', 'Post'),
    isFrom(origin, 'a.b,org.x', 'Get'),
  ]).toEqual([true, true, false, false, false]);
});

test('indexing thousands of scopes takes time in proportion', () => {
  const text = "import e from 'm';\n" + 'function f(a) { const b = e.R; return ask(b, a) }\n'.repeat(20_000);
  const file = fileOf(text);
  const found = file.calls.map(({ call }) => call.args.map(arg => written(file.originOf(arg))));
  expect(found).toEqual(Array.from({ length: 20_000 }, () => ['m: default.R', undefined]));
});
