import { expect, test } from 'vitest';
import {
  block,
  exportShown,
  importShown,
  marks,
  memberShown,
  shown,
  typeShown,
} from '../../tests/support/program-text.ts';
import type { Location } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import { javascriptFile } from './javascript.ts';

function parsed(text: string, path = 'a.ts') {
  const result = javascriptFile(path, 'product', text, { read: () => undefined });
  if (result.kind !== 'parsed') throw new Error(`${path} was not parsed`);
  return result;
}

function moduleOf(text: string, path?: string): Module {
  return parsed(text, path).file.module;
}

function formOf(text: string, path?: string): string {
  return block(moduleOf(text, path).body);
}

/** The text of a place that lies on one line. */
function textAt(text: string, at: Location): string {
  const lines = text.split('\n');
  return at.line === at.endLine
    ? (lines[at.line - 1] ?? '').slice(at.column - 1, at.endColumn - 1)
    : `${at.line}:${at.column}-${at.endLine}:${at.endColumn}`;
}

test.each([
  ["x = 'a'", "x := 'a'"],
  ['x = `a`', "x := 'a'"],
  ['x = `/a/${b}/${c()}`', "x := concat('/a/', b, '/', c())"],
  ['x = 1_000 + -2', 'x := arithmetic(1000, -2)'],
  ['x = 10n', 'x := 10'],
  ['x = [true, null, undefined, void 0, , ...rest]', 'x := [true, nothing, nothing, nothing, nothing, ...rest]'],
  ['x = /^a\\/b$/gi', 'x := /^a\\/b$/gi'],
  [
    "x = { a, b: 1, 'c-d': 2, 3: 4, ['e']: 5, [f()]: 6, ...g, h() { i() }, get j() { return k() } }",
    'x := {a: a, b: 1, c-d: 2, 3: 4, e: 5, [f()]: 6, ...g, h: function() {i()}, j: unknown(function() {return k()})}',
  ],
  ["x = a.b['c'][d]?.e?.[0]!.f", 'x := a.b.c[d].e[0].f'],
  ['x = (a as any).b satisfies C', 'x := a.b'],
  ['x = <any>(a!)', 'x := a'],
  ["x = new Foo<A, 'b'>(1)", "x := new Foo<A, 'b'>(1)"],
  ['x = new Foo', 'x := new Foo()'],
  ['x = new (f())()', 'x := new f()()'],
  ['x = this.#a', 'x := self.#a'],
  ['x = sql`select ${f()}`', "x := sql(concat('select ', f()))"],
  ['x = html`a`', "x := html('a')"],
  ['x = import.meta.url', 'x := import.meta.url'],
  ['x = function* f() { yield g() }', 'x := function f() {unknown(g())}'],
  ['x = async y => await f(await g.h, await (i()))', 'x := async arrow(y) {return await f(g.h, await i())}'],
  ['x = (0, a.b)(c)', 'x := unknown(0, a.b)(c)'],
  ['delete f().a', 'unknown(f().a)'],
  ['x = typeof a', 'x := type-of(a)'],
])('expressions: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test.each([
  ['x = a || b || c', 'x := choice(a, a, choice(b, b, c))'],
  ['x = a && b()', 'x := choice(a, b(), a)'],
  ['x = a ?? b', 'x := choice(not-equal(a, nothing), a, b)'],
  ['x = (a && b) || c', 'x := choice(choice(a, b, a), choice(a, b, a), c)'],
  ['a && b()', 'choice(a, b(), a)'],
  ['x = a || b ? c || d : e', 'x := choice(or(a, b), choice(c, c, d), e)'],
  ['if (a && (b || !c) && d) f()', 'if and(a, or(b, not(c)), d) {f()} else {}'],
  ['if (f(a || b)) {}', 'if f(choice(a, a, b)) {} else {}'],
  ['if (a ?? b) {}', 'if choice(not-equal(a, nothing), a, b) {} else {}'],
  ['while (a || b) {}', 'repeat or(a, b) {}'],
  ['x = !(a || b)', 'x := not(or(a, b))'],
  ['x = a || b === c', 'x := choice(a, a, equal(b, c))'],
  [
    'a ||= b; c &&= d; e ??= f; g += h; i -= 1',
    'a := choice(a, a, b); c := choice(c, d, c); e := choice(not-equal(e, nothing), e, f); g := concat(g, h); i := arithmetic(i, 1)',
  ],
  ['i++; x = --j', 'i := arithmetic(i, 1); x := (j := arithmetic(j, 1))'],
])('choices and tests: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test('the left side of a choice is one node in both places', () => {
  const [statement] = moduleOf('x = f() || g()').body;
  const value = statement?.kind === 'assign' ? statement.value : undefined;
  expect(value?.kind === 'choice' && value.test === value.then).toBe(true);
});

test.each([
  ["x = '/a' + b + `/${c}`", "x := concat('/a', b, concat('/', c))"],
  ['x = 1 + 2', 'x := arithmetic(1, 2)'],
  ['x = 1 + 2 + a', 'x := concat(arithmetic(1, 2), a)'],
  ['x = a + b', 'x := concat(a, b)'],
  ['x = a * b - c - d', 'x := arithmetic(arithmetic(a, b), c, d)'],
  ['x = a == b; x = a !== b', 'x := equal(a, b); x := not-equal(a, b)'],
  [
    'x = a < b; x = a > b; x = a <= b; x = a >= b',
    'x := less(a, b); x := less(b, a); x := not(less(b, a)); x := not(less(a, b))',
  ],
  ["x = 'k' in o; x = a instanceof B", "x := in('k', o); x := instance-of(a, B)"],
  ["x = typeof a === 'b' + c", "x := equal(type-of(a), concat('b', c))"],
])('operators: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test.each([
  [
    'const a = 1, { b, c: d = f(), ...e } = g, [h, , [i] = [], ...j] = k',
    'let a = 1; let {b: b, c: d = f(), ...e} = g; let [h, , [i] = [], ...j] = k',
  ],
  [
    'function f({ a, b: { c } }: Ctx = {}, [d], ...e: string[]) {}',
    'let f = function f({a: a, b: {c: c}}: Ctx = {}, [d], ...e: Array<string>) {}',
  ],
  ['({ a, b: c.d, e = 1 } = o.p)', 'a := o.p.a; c.d := o.p.b; e := choice(not-equal(o.p.e, nothing), o.p.e, 1)'],
  ['[a, b] = [b, a]', '[b, a]; a := unknown(); b := unknown()'],
  ['({ a } = f())', 'f(); a := unknown()'],
  ['x = { a } = f()', 'x := unknown(f(), a)'],
  ['var a = b = c()', 'let a = (b := c())'],
  ['a(), b = c, d()', 'a(); b := c; d()'],
  ['function f() { return a(), b }', 'let f = function f() {a(); return b}'],
  ['use(); class B extends C() {} function d() {}', 'let d = function d() {}; let B = class B; use()'],
  ['{ f(); function f() {} }', '{let f = function f() {}; f()}'],
  ['if (a) b(); else if (c) { d() } else e()', 'if a {b()} else {if c {d()} else {e()}}'],
  [
    "switch (a) { case 'b': case c(): d(); break; default: e() }",
    "select a {'b': {} c(): {d(); leave} default: {e()}}",
  ],
  ['for (const [k, v] of Object.entries(o)) f(k)', 'each items [k, v] of Object.entries(o) {f(k)}'],
  ['for await (x of y) {}', 'each items x of y {}'],
  ['for (a.b of c) d()', 'each items  of c {a.b := unknown(); d()}'],
  ['for (const k in o) {}', 'each keys k of o {}'],
  ['for (let i = 0; i < n; i++) f(i)', '{let i = 0; repeat less(i, n) {f(i); i := arithmetic(i, 1)}}'],
  ['for (;;) { continue }', 'repeat {leave}'],
  ['do f(); while (g())', 'repeat g() {f()}'],
  ['try { a() } catch ({ message }) { b() } finally { c() }', 'try {a()} catch {message: message} {b()} after {c()}'],
  ['try { a() } catch { } ', 'try {a()} catch {} after {}'],
  ['try { a() } finally { b() }', 'try {a()} after {b()}'],
  ['outer: for (;;) { break outer }', 'repeat {leave}'],
  ["throw new Error('x')", "throw new Error('x')"],
  ['type A = 1; interface B {} declare const c: D; declare function e(): void; declare class F {}; debugger', ''],
])('statements: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test.each([
  [
    "enum E { A, B = 5, C, D = 'd', F = A, G = f(), H }",
    "let E = {A: 0, B: 5, C: 6, D: 'd', F: 0, G: f(), H: unknown()}",
  ],
  ["const enum R { Admin = 'admin' }", "let R = {Admin: 'admin'}"],
  [
    'namespace N { export const a = 1; export function f() {} export type T = 1 }',
    'let N = {f: function f() {}, a: 1}',
  ],
  ['namespace A.B { export const c = 1 }', 'let A = {B: {c: 1}}'],
  [
    'namespace N { const hidden = f(); export const a = hidden }',
    'let N = unknown(arrow() {let hidden = f(); let a = hidden})',
  ],
  ['namespace N { export type T = 1 } declare module "x" { const y: 1 } declare global { const z: 1 }', ''],
  ['import a = b.c.d', 'let a = b.c.d'],
])('declarations of TypeScript: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test('every call inside JSX is kept, elements are not values', () => {
  const text = '<A b={f()} {...g()} c="d">{h(() => i())}<B e={<C j={k()} />}/><>{l()}{/* m() */}</></A>';
  expect(formOf(`x = ${text}`, 'a.tsx')).toBe('x := unknown(f(), g(), h(arrow() {return i()}), unknown(k()), l())');
});

test.each([
  [
    "import a, { b, c as d, default as e, type F } from 'm'",
    ['a = default of m', 'b = b of m', 'd = c of m', 'e = default of m', 'F = F of m (type)'],
    '',
  ],
  [
    "import * as a from 'm'; import type B from 'n'; import type * as C from 'o'",
    ['a = * of m', 'B = default of n (type)', 'C = * of o (type)'],
    '',
  ],
  ["import a, * as b from './m.js'", ['a = default of ./m.js', 'b = * of ./m.js'], ''],
  ["f(); import './effects'; import 'm'", [], "load('./effects'); load('m'); f()"],
  ["import a = require('m'); import type B = require('n')", ['a = * of m', 'B = * of n (type)'], ''],
  [
    "const a = require('m'), { b, c: d } = require('n')",
    ['a = * of m', 'b = b of n', 'd = c of n'],
    "let a = load('m'); let {b: b, c: d} = load('n')",
  ],
  ["const r = require('m').Router", ['r = Router of m'], "let r = load('m').Router"],
  ["const a = require('m')(b)", [], "let a = load('m')(b)"],
  [
    "const a = __importDefault(require('m')); var b = _interopRequireWildcard(require('n'))",
    ['a = * of m', 'b = * of n'],
    "let a = load('m'); let b = load('n')",
  ],
  ["function f() { const a = require('m') }", [], "let f = function f() {let a = load('m')}"],
  ["const { a } = await import('m')", ['a = a of m'], "let {a: a} = load('m')"],
  ["const a = (await import('m')).default", ['a = default of m'], "let a = load('m').default"],
  ["x = () => import('m').then(m => m.a.b)", [], "x := arrow() {return load('m').a.b}"],
  ["x = () => import('m').then(({ a: c }) => c)", [], "x := arrow() {return load('m').a}"],
  ["import('m').then(m => f(m))", [], "load('m').then(arrow(m) {return f(m)})"],
  ['x = require(y + z); require.resolve(q)', [], 'x := load(concat(y, z)); require.resolve(q)'],
])('imports: %s', (text, imports, body) => {
  const module = moduleOf(text);
  expect({ imports: module.imports.map(importShown), body: block(module.body) }).toEqual({ imports, body });
});

test.each([
  [
    "export { a, b as c, d as default } from 'm'; export * from 'n'; export * as o from 'p'",
    ['a = a of m', 'c = b of m', 'default = d of m', 'all of n', 'o = * of p'],
    '',
  ],
  ['const a = 1; export { a as b }', ['b = local a'], 'let a = 1'],
  [
    'export const { a, b: [c], ...d } = e',
    ['a = local a', 'c = local c', 'd = local d'],
    'let {a: a, b: [c], ...d} = e',
  ],
  [
    'export function f() {} export class C {} export enum E {}',
    ['f = local f', 'C = local C', 'E = local E'],
    'let f = function f() {}; let C = class C; let E = {}',
  ],
  ['export default function f() {}', ['default = local f'], 'let f = function f() {}'],
  ['export default function () {}', ['default = function() {}'], ''],
  ['export default class {}', ['default = class '], ''],
  ['export default async () => f()', ['default = async arrow() {return f()}'], ''],
  ['export default router', ['default = router'], ''],
  ['export = a', ['* = a'], ''],
  ['export type A = 1; export interface B {}', [], ''],
  ['export function f(a: 1): void; export function f(a: any) {}', ['f = local f'], 'let f = function f(a: any) {}'],
  ['module.exports = router', ['* = assigned router'], 'module.exports := router'],
  [
    "module.exports = { a, b: f(), ...require('./c') }",
    ["* = assigned {a: a, b: f(), ...load('./c')}", 'a = local a', 'b = assigned f()', 'all of ./c'],
    "module.exports := {a: a, b: f(), ...load('./c')}",
  ],
  [
    'exports.a = b; module.exports.c = () => d',
    ['a = local b', 'c = assigned arrow() {return d}'],
    'exports.a := b; module.exports.c := arrow() {return d}',
  ],
  ['const a = module.exports = f()', ['* = assigned f()'], 'let a = (module.exports := f())'],
  ['exports = module.exports = a', ['* = assigned a'], 'exports := (module.exports := a)'],
  [
    'exports.a = exports.b = void 0; exports.__esModule = true; exports.default = c',
    ['default = local c'],
    'exports.a := (exports.b := nothing); exports.__esModule := true; exports.default := c',
  ],
  [
    'if (a) { module.exports = b } else { exports.c = d }',
    ['* = assigned b', 'c = local d'],
    'if a {module.exports := b} else {exports.c := d}',
  ],
  ["__exportStar(require('./a'), exports)", ['all of ./a'], "__exportStar(load('./a'), exports)"],
  [
    "Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return b.c } })",
    ['a = b.c'],
    "Object.defineProperty(exports, 'a', {enumerable: true, get: function() {return b.c}})",
  ],
  ['function f(exports) { exports.a = 1 }', [], 'let f = function f(exports) {exports.a := 1}'],
])('exports: %s', (text, exports, body) => {
  const module = moduleOf(text);
  expect({ exports: module.exports.map(exportShown), body: block(module.body) }).toEqual({ exports, body });
});

test('what CommonJS exports is the node that the body assigns', () => {
  const { body, exports } = moduleOf('module.exports = f()');
  const [statement] = body;
  const [exported] = exports;
  expect(statement?.kind === 'assign' && exported?.kind === 'value' && statement.value === exported.value).toBe(true);
});

test('a class keeps decorators, fields, accessors, parameter properties and static blocks', () => {
  const [statement] = moduleOf(`
@Controller('users') export abstract class Users<T> extends Base(X)<T> implements ns.A<B>, C {
  @Inject() private readonly a: Repo<User> = make();
  static b;
  #c = () => this.a;
  constructor();
  constructor(private readonly d: D, @Inject('e') e?: E, readonly f = g()) { super(d) }
  @Get(':id') async show(@Param('id') id: string) { return this.#c(id) }
  abstract hidden(): void;
  static make() {}
  get h() { return 1 }
  set h(v) {}
  ['i']() {}
  [Symbol.iterator]() {}
  static { register(Users) }
}`).body;
  if (statement?.kind !== 'declare' || statement.value?.kind !== 'class') throw new Error('no class');
  const { cls } = statement.value;
  expect({
    id: cls.id,
    head: `${marks(cls.decorators)}${cls.isAbstract ? 'abstract ' : ''}${cls.name} extends ${cls.extends ? shown(cls.extends) : ''} implements ${cls.implements.map(typeShown).join(', ')}`,
    members: cls.members.map(memberShown),
  }).toEqual({
    id: 'a.ts#2:1',
    head: "@Controller('users') abstract Users extends Base(X) implements ns.A<B>, C",
    members: [
      '@Inject() a: Repo<User> = make()',
      'static b',
      '#c = arrow() {return self.a}',
      "constructor function(field d: D, @Inject('e') e: E, field f = g()) {super(d)}",
      "@Get(':id') show async function(@Param('id') id: string) {return self.#c(id)}",
      'static make function() {}',
      'get h function() {return 1}',
      'set h function(v) {}',
      'i function() {}',
      '[Symbol.iterator] function() {}',
      'static static function() {register(Users)}',
    ],
  });
});

test.each([
  ['string', 'string', 'string'],
  ['express.Router', 'express.Router', 'express.Router'],
  ['Promise<Map<string, A>>', 'Promise<Map<string, A>>', 'Promise<Map<string, A>>'],
  ['readonly (A)[]', 'Array<A>', '(A)[]'],
  ['A | undefined | null', 'A', 'A'],
  ['A | B', '<A, B>', 'A | B'],
  ['A & B', '<A, B>', 'A & B'],
  ['() => void', '', '() => void'],
  ["'a'", '', "'a'"],
  ["import('m').A", 'A', "import('m').A"],
])('types: %s', (written, shape, text) => {
  const [statement] = moduleOf(`let x: ${written}`).body;
  const type = statement?.kind === 'declare' ? statement.pattern.type : undefined;
  expect(type && { shape: typeShown(type), text: type.text }).toEqual({ shape, text });
});

test('the comment above a declaration is that of the function or class that it holds', () => {
  const text = `
/** Licence. */
import x from 'x';
/**
 * Shows a user.
 *
 * @public
 */
export const show = async () => {};
/** Old. */
/** New. */
function declared() {}
// Not a documentation comment.
function plain() {}
/** Assigned. */
exports.a = function () {};
const o = {
  /** In a record. */
  m: () => {},
};
class A {
  /** A method. */
  m() {}
  /** A field. */
  f = () => {};
}`;
  const { functions } = parsed(text).file;
  expect(functions.map(fn => fn.doc)).toEqual([
    'Shows a user.\n\n@public',
    'New.',
    '',
    'Assigned.',
    'In a record.',
    'A method.',
    'A field.',
  ]);
});

test('places are exact: a call is named by its narrowest token, literals cover their quotes', () => {
  const text = "app.use('/a', auth).route(`b`)['get'](f()); new a.B(); tag`x`; (g)(); h()()";
  const { calls } = parsed(text).file;
  expect(
    calls.map(({ call }) => [
      textAt(text, call.nameAt),
      textAt(text, call.at),
      call.args.map(arg => textAt(text, arg.at)),
    ]),
  ).toEqual([
    ['use', "app.use('/a', auth)", ["'/a'", 'auth']],
    ['route', "app.use('/a', auth).route(`b`)", ['`b`']],
    ["'get'", "app.use('/a', auth).route(`b`)['get'](f())", ['f()']],
    ['f', 'f()', []],
    ['B', 'new a.B()', []],
    ['tag', 'tag`x`', ['`x`']],
    ['g', '(g)()', []],
    ['h', 'h()', []],
    ['h()', 'h()()', []],
  ]);
});

test('a place spans lines and counts from one', () => {
  const [statement] = moduleOf('\r\n  f(\n    a)\n').body;
  expect(statement?.at).toEqual({ file: 'a.ts', line: 2, column: 3, endLine: 3, endColumn: 7 });
});

test.each([
  ['a.js', 'const x: number = 1; <A b={c()}/>', 'javascript'],
  ['a.cjs', 'with (a) { b() }', 'javascript'],
  ['a.mts', 'x = <T>y()', 'typescript'],
  ['a.tsx', 'x = <T,>(y: T) => y', 'typescript'],
])('%s is read in its own dialect', (path, text, language) => {
  const { file, diagnostics } = parsed(text, path);
  expect({ language: file.module.language, diagnostics }).toEqual({ language, diagnostics: [] });
});
