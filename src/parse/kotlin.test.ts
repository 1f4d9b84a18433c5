import { expect, test } from 'vitest';
import type { Module } from '../core/program.ts';
import { block, exportShown, importShown } from '../../tests/support/kotlin-text.ts';
import { grammarFile, programModule } from './program-module.ts';

async function parsed(text: string, path = 'a.kt') {
  const result = await grammarFile('kotlin', path, 'product', text);
  if (result.kind !== 'parsed') throw new Error(`${path} was not parsed`);
  return result;
}

async function moduleOf(text: string, path?: string): Promise<Module> {
  return (await parsed(text, path)).file.module;
}

async function formOf(text: string): Promise<string> {
  const { file, diagnostics } = await parsed(text);
  expect(diagnostics).toEqual([]);
  return block(file.module.body);
}

test.each([
  ['val x = "a\\n\\u0041\\$"', "let x = 'a\nA$'"],
  ['val x = "/a/${b}/$c.d"', "let x = concat('/a/', b, '/', c, '.d')"],
  ['val x = "$this $ ${\'$\'}"', "let x = concat(self, ' $ $')"],
  ['val x = """a\\n $b"""', "let x = concat('a\\n ', b)"],
  ['val x = $$"""${{ a }} $b"""', "let x = '${{ a }} $b'"],
  ["val x = 'c'", "let x = 'c'"],
  ['val x = 1_000L + 0xFF - 2.5f', 'let x = arithmetic(arithmetic(1000, 255), 2.5)'],
  ['val x = listOf(true, null, *rest)', 'let x = [true, nothing, ...rest]'],
  ['val x = mapOf("a" to 1, Pair("b", c), d to e)', 'let x = {a: 1, b: c, [d]: e}'],
  ['val x = mapOf(*a)', 'let x = mapOf(...a)'],
  ['val x = a?.b!!.c["d"][e][f, g]', 'let x = a.b.c.d[e][[f, g]]'],
  ['val x = (a as B).c as? D', 'let x = a.c'],
  ['val x = f<A, B>(1, n = b, *c) { d }', 'let x = f<A, B>(1, n=b, ...c, arrow() {return d})'],
  ['val x = f(a) { b } { c }', 'let x = f(a, arrow() {return b})(arrow() {return c})'],
  ['a.b<C.D> { e -> f }', 'a.b<C.D>(arrow(e) {return f})'],
  ['val x = a.b { c -> d }', 'let x = a.b(arrow(c) {return d})'],
  ['val x = User::class.java', 'let x = User.java'],
  ['val x = ::f', 'let x = f'],
  ['val x = a.B::f', 'let x = a.B.f'],
  ['val x = this@A.b(super.c(), super<B>.d())', 'let x = self.b(super.c(), super.d())'],
  [
    'val x = object : A(1), B { val c = 2 }',
    'let x = new class extends A others B implements B {constructor function() {super(1)}; c = 2}()',
  ],
  ['val x = fun(a: Int): Int { return a }', 'let x = arrow(a: Int): Int {return a}'],
  ['val x = fun String.(a: Int) = a', 'let x = function String.(a: Int) {return a}'],
  ['val x = 1..a', 'let x = unknown(1, a)'],
  ['val x = `a b`.`c d`()', 'let x = a b.c d()'],
])('expressions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['val x = { it.a }', 'let x = arrow(it) {return it.a}'],
  ['val x = { a -> it }', 'let x = arrow(a) {return it}'],
  ['val x = { -> it }', 'let x = arrow() {return it}'],
  ['f { g { it }; it }', 'f(arrow(it) {g(arrow(it) {return it}); return it})'],
  ['f { "$it" }', 'f(arrow(it) {return concat(it)})'],
  ['val x = { a: A, (b, _) -> c }', 'let x = arrow(a: A, [b, ]) {return c}'],
  ['f { val a = b }', 'f(arrow() {let a = b})'],
  ['f { a(); b = c }', 'f(arrow() {a(); b := c})'],
  ['f { if (a) b else { c(); d } }', 'f(arrow() {if a {return b} else {c(); return d}})'],
  ['f { when (a) { B -> c; else -> d } }', 'f(arrow() {select a {B: {return c} default: {return d}}})'],
  ['run l@{ return@l 1 }', 'run(arrow() {return 1})'],
])('lambdas: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['val x = "a" + b + c', "let x = concat('a', b, c)"],
  ['val x = a + b', 'let x = concat(a, b)'],
  ['val x = 1 + 2', 'let x = arithmetic(1, 2)'],
  ['val x = listOf(a) + b', 'let x = arithmetic([a], b)'],
  ['val x = a * b - c', 'let x = arithmetic(arithmetic(a, b), c)'],
  ['val x = a == b && c !== d || !e', 'let x = or(and(equal(a, b), not-equal(c, d)), not(e))'],
  [
    'val x = a < b; val y = a > b; val z = a <= b; val q = a >= b',
    'let x = less(a, b); let y = less(b, a); let z = not(less(b, a)); let q = not(less(a, b))',
  ],
  ['val x = a is B; val y = a !is B?', 'let x = instance-of(a, B); let y = not(instance-of(a, B))'],
  ['val x = a in b; val y = a !in b', 'let x = in(a, b); let y = not(in(a, b))'],
  ['val x = a ?: b ?: c', 'let x = choice(not-equal(a, nothing), a, choice(not-equal(b, nothing), b, c))'],
  ['val x = "/x" bind GET to ::h', "let x = '/x'.bind(GET).to(h)"],
  ['x++; x += 1; y += "a"; z = -1', "x := arithmetic(x, 1); x := arithmetic(x, 1); y := concat(y, 'a'); z := -1"],
  ['+"a"', "arithmetic('a')"],
  ['h1 { }\n+"a"\n+"b"', "h1(arrow() {}); arithmetic('a'); arithmetic('b')"],
  ['val x = a\n+"b"', "let x = a; arithmetic('b')"],
])('operators: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['val x = if (a) b else c', 'let x = choice(a, b, c)'],
  ['val x = if (a) { b } else if (c) d else { e }', 'let x = choice(a, b, choice(c, d, e))'],
  ['val x = if (a) { b(); c } else d', 'let x; if a {b(); x := c} else {x := d}'],
  ['val x = f(if (a) { b(); c } else d)', 'let x = f(choice(a, arrow() {b(); return c}(), d))'],
  ['val x = if (a) b else throw C()', 'let x; if a {x := b} else {throw C()}'],
  [
    'val x = when (a) { 1, 2 -> b; is C -> d; !in e -> f; else -> g }',
    'let x = choice(or(equal(a, 1), equal(a, 2)), b, choice(instance-of(a, C), d, choice(not(in(a, e)), f, g)))',
  ],
  ['val x = when { a -> b; else -> c }', 'let x = choice(a, b, c)'],
  [
    'val x = when (val y = a()) { 1 -> y; else -> b }',
    'let x; {let y = a(); select y {1: {x := y; leave} default: {x := b; leave}}}',
  ],
  [
    'val x = f(when (val y = a()) { 1 -> y; else -> b })',
    'let x = f(arrow() {let y = a(); return choice(equal(y, 1), y, b)}())',
  ],
  ['val x = try { a } catch (e: B) { c }', 'let x; try {x := a} catch e: B {x := c} after {}'],
  ['val x = f(try { a } catch (e: B) { c })', 'let x = f(unknown(arrow() {return a}, arrow() {return c}))'],
  ['val x = a ?: return@f b', 'let x = a; if equal(x, nothing) {return b} else {}'],
  ['a ?: throw B()', 'if equal(a, nothing) {throw B()} else {}'],
  ['f(a ?: throw B())', 'f(choice(not-equal(a, nothing), a, unknown(B())))'],
])('conditions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['if (a) b() else { c() }', 'if a {b()} else {c()}'],
  ['if (a) b = c', 'if a {b := c} else {}'],
  ['when (a) { 1, 2 -> b(); else -> c() }', 'select a {1: {} 2: {b(); leave} default: {c(); leave}}'],
  ['when (a) { is B -> c() }', 'if instance-of(a, B) {c()} else {}'],
  ['when { a -> b(); c -> d() }', 'if a {b()} else {if c {d()} else {}}'],
  ['for (a in b) c(a)', 'each items a of b {c(a)}'],
  ['for ((a, b) in c) { d }', 'each items [a, b] of c {d}'],
  ['while (a) { break }', 'repeat a {leave}'],
  ['do { a() } while (b)', 'repeat b {a()}'],
  ['l@ for (a in b) { continue@l }', 'each items a of b {leave}'],
  [
    'try { a() } catch (e: B) { c() } catch (f: D) { g(f) } finally { h() }',
    'try {a()} catch e {if instance-of(e, B) {c()} else {if instance-of(e, D) {let f: D = e; g(f)} else {}}} after {h()}',
  ],
  ['throw A("b")', "throw A('b')"],
  ['val (a, _, b) = c', 'let [a, , b] = c'],
  ['val a by lazy { b }; val c by d()', 'let a = arrow() {return b}(); let c = unknown(d())'],
  ['a.b = c; a[1] = d; a?.b = e', 'a.b := c; a[1] := d; a.b := e'],
  ['typealias A = b.C; typealias D = (E) -> F', 'let A = b.C; let D'],
])('statements: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  [
    'fun f(@A a: Int, vararg b: String = c, d: D<E>? = null): F = g(a)',
    'let f = function f(@A a: Int, ...b: String = c, d: D<E> = nothing): F {return g(a)}',
  ],
  ['suspend fun Route.f() { a() }', 'let f = function f Route.() {a()}'],
  ['fun List<Route>?.f() = this', 'let f = function f List<Route>.() {return self}'],
  ['fun a.b.C.f() {}', 'let f = function f a.b.C.() {}'],
  ['fun f(b: suspend Route.() -> Unit, c: (A) -> B) {}', 'let f = function f(b: <Route>, c: ) {}'],
  [
    'fun f() { fun g() = this; fun A.h() = this }',
    'let f = function f() {let g = arrow g() {return self}; let h = function h A.() {return self}}',
  ],
  ['expect fun f()', 'let f'],
  ['val f: HttpHandler = { Response(OK) }', 'let f: HttpHandler = arrow() {return Response(OK)}'],
  ['val a: String get() = "b"', "let a: String = function() {return 'b'}()"],
  ['val Route.a: String get() = "b"', "let a: String = unknown(function Route.() {return 'b'})"],
  ['context(A) fun f() = b', 'let f = function f() {return b}'],
  ['@A @B("c", d = ["e", "f"], g = arrayOf(1)) fun h() {}', "let h = @A @B('c', d=['e', 'f'], g=[1]) function h() {}"],
])('functions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  [
    'class A(val b: B, @C private var d: D? = null, e: E) : F(e, g = 1), H<I>, J by b',
    'let A = class A extends F others H, J implements H<I>, J {constructor function(field b: B, @C field d: D = nothing, e: E) {super(e, g=1)}}',
  ],
  ['class A', 'let A = class A {}'],
  [
    'class A @B constructor(c: C) { val d = c.e(); val f = 1; init { g(c) } }',
    'let A = class A {constructor function(c: C) {self.d := c.e(); g(c)}; d; f = 1}',
  ],
  [
    'class A { constructor(b: B) : this(b, 1) { c() }\n  constructor() : super() }',
    'let A = class A {constructor function(b: B) {this(b, 1); c()}; constructor function() {super()}}',
  ],
  [
    'class A { companion object { const val B = "/b"; fun c() = 1 } }',
    "let A = class A {static Companion = A; static B = '/b'; static c function() {return 1}}",
  ],
  ['class A { companion object D : E() { val f = g } }', 'let A = class A {static D = A; static f = g}'],
  [
    'object A : B { val c = 1; fun d() = c; init { e() } }',
    'let A = object A others B implements B {static static function() {e()}; static c = 1; static d function() {return c}}',
  ],
  [
    'interface A : B { @C fun d(): E\n  val f: G\n  fun h() = 1 }',
    'let A = interface A others B implements B {@C abstract d function(): E {}; f: G; h function() {return 1}}',
  ],
  ['annotation class A(val b: String)', 'let A = annotation A {constructor function(field b: String) {}}'],
  ['data class A(val b: Int)', 'let A = class A {constructor function(field b: Int) {}}'],
  [
    'enum class A(val b: String) : C {\n  D("d"), @E F("f") { override fun g() = 1 };\n  fun g() = 2\n}',
    "let A = enum A others C implements C {constructor function(field b: String) {}; static D = new A('d'); @E static F = new class extends A {constructor function() {super('f')}; g function() {return 1}}(); g function() {return 2}}",
  ],
  ['enum class A { B, C }', 'let A = enum A {static B = new A(); static C = new A()}'],
  [
    'sealed class A { class B : A()\n  object C : A() }',
    'let A = abstract class A {static B = class B extends A {constructor function() {super()}}; static C = object C extends A {static static function() {super()}}}',
  ],
  [
    'class A { val b: B get() = c; var d: D = e\n    set(v) { field = v } }',
    'let A = class A {get b function(): B {return c}; d: D = e; set d function(v) {field := v}}',
  ],
  [
    'class A { @field:B @get:C("d") val e = 1; lateinit var f: F; val g by lazy { h } }',
    "let A = class A {@B @C('d') e = 1; f: F; g = arrow() {return h}()}",
  ],
  ['fun interface A { fun b() }', 'let A = interface A {abstract b function() {}}'],
  ['abstract class A { abstract fun b(): C }', 'let A = abstract class A {abstract b function(): C {}}'],
  ['@A\n@B("c")\nclass D(val e: E)', "let D = @A @B('c') class D {constructor function(field e: E) {}}"],
])('classes: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test('an import names the package, or the class whose member it is', async () => {
  const { imports } = await moduleOf(`package a.b
import c.D
import c.D as E
import c.D.f
import c.D.Companion.G
import io.ktor.server.routing.get`);
  expect(imports.map(importShown)).toEqual([
    'D = D of c',
    'E = D of c',
    'f = f of c.D',
    'G = G of c.D',
    'get = get of io.ktor.server.routing',
  ]);
});

test('a name that nothing declares may come from the own package or from those imported whole, in that order', async () => {
  const { imports } = await moduleOf(`package a.b
import c.D
import io.ktor.*
import e.F.*
@G class H<T>(val i: I<J>, k: T) : D() {
  val l = m(i, k, n.o, q().r())
  fun s() = l + t + listOf(H) + W
  companion object { val W = 1 }
}
fun u(v: String) = v.x { it }`);
  expect(imports.map(importShown)).toEqual([
    'D = D of c',
    ...['G', 'm', 'n', 'q', 't', 'I', 'J'].map(name => `${name} = ${name} of a.b,io.ktor,e.F`),
  ]);
});

test('a file without a package is in the one without a name', async () => {
  expect((await moduleOf('val x = a')).imports.map(importShown)).toEqual(['a = a of ']);
  expect((await moduleOf('import b.*\nval x = a')).imports.map(importShown)).toEqual(['a = a of ,b']);
});

test('every declaration of the top level is exported', async () => {
  const text = 'class A\nprivate fun b() = 1\nval c = 2\ntypealias D = A\nobject E\nval (f, _) = g\nfun A.h() {}';
  expect((await moduleOf(text)).exports.map(exportShown)).toEqual(
    ['b', 'h', 'A', 'E', 'c', 'D', 'f'].map(name => `${name} = local ${name}`),
  );
});

test('documentation comments go with what they stand above', async () => {
  const { body } = await moduleOf(`/** About f.
 * More. */
@A
fun f() = 1
// No documentation.
class C {
  /** About g. */
  fun g() {}
}
/** About h. */
val h = { 1 }`);
  const docs = body.map(statement => {
    const value = statement.kind === 'declare' ? statement.value : undefined;
    if (value?.kind === 'function') return value.fn.doc;
    const [member] = value?.kind === 'class' ? value.cls.members : [];
    return member?.kind === 'method' ? member.fn.doc : undefined;
  });
  expect(docs).toEqual(['About f.\nMore.', 'About g.', 'About h.']);
});

test('places are those of the narrowest token, also where the grammar had to be given another text', async () => {
  const text = 'fun f() {\n  val a = B()\n  get("/x") { suspendIt() }\n}';
  const { calls } = (await parsed(text)).file;
  const shown = calls.map(
    ({ call, name }) => `${name} ${call.nameAt.line}:${call.nameAt.column}-${call.nameAt.endColumn}`,
  );
  expect(shown).toEqual(['B 2:11-12', 'get 3:3-6', 'suspendIt 3:15-24']);
});

test('a script is read as a file is', async () => {
  expect(block((await moduleOf('plugins { id("a") version "b" }\nval c = 1', 'build.gradle.kts')).body)).toBe(
    "plugins(arrow() {return id('a').version('b')}); let c = 1",
  );
});

test('a syntax error costs one diagnostic, and what stands around it is read', async () => {
  const { diagnostics, file } = await parsed('fun f() { a() }\nfun g( {{ ] = \nfun h() { b() }');
  expect(diagnostics.map(({ code }) => code)).toEqual(['kotlin-syntax-error']);
  expect(file.calls.map(({ name }) => name)).toContain('a');
});

async function outcomeOf(text: string) {
  const { file, diagnostics } = await parsed(text);
  // Who walks the result does so by calls: it may nest no deeper than a serialiser can follow.
  JSON.stringify(file.module);
  return { calls: file.calls.length, codes: diagnostics.map(({ code }) => code) };
}

const DEEP = ['syntax-too-deep'];

test.each([
  ['a sum of thousands is flat', `val x = ${'a() + '.repeat(5_000)}b`, { calls: 5_000, codes: [] }],
  ['a test of thousands is flat', `val x = ${'a() || '.repeat(5_000)}b`, { calls: 5_000, codes: [] }],
  [
    'operators that change nest and are capped',
    `val x = ${'a() + b() - '.repeat(1_000)}c`,
    { calls: 2_000, codes: DEEP },
  ],
  ['so are defaults', `val x = ${'a() ?: '.repeat(2_000)}b`, { calls: 2_000, codes: DEEP }],
  ['a long chain that programs write is whole', `val x = A()${'.get(f)'.repeat(300)}`, { calls: 301, codes: [] }],
  ['a chain of thousands is cut, with its calls', `val x = y${'.a()'.repeat(3_000)}`, { calls: 3_000, codes: DEEP }],
  ['so are infix calls', `val x = y${' to a()'.repeat(1_000)}`, { calls: 2_000, codes: DEEP }],
  ['parentheses do not nest', `val x = ${'('.repeat(300)}f()${')'.repeat(300)}`, { calls: 1, codes: [] }],
  ['lambdas', `fun f() { before(); ${'a { '.repeat(400)}${'} '.repeat(400)} }`, { calls: 50, codes: DEEP }],
  ['conditions', `fun f() { ${'if (a) b() else '.repeat(400)} c() }`, { calls: 65, codes: DEEP }],
])('depth: %s', async (_name, text, expected) => expect(await outcomeOf(text)).toEqual(expected));

test('a long selection does not nest', async () => {
  const entries = Array.from({ length: 2_000 }, (_, index) => `is A${index} -> f()`).join('\n');
  expect(await outcomeOf(`fun f() { when (x) {\n${entries}\n} }`)).toEqual({ calls: 2_000, codes: [] });
});

test.each([
  ['nothing', ''],
  ['a comment', '// only'],
  ['no program', `\u0000\u0001${'}}}}(((`${"'.repeat(300)}`],
  ['half a class', 'class A(val b { @C( fun get('],
  ['half declarations', 'fun\nval\nclass\nimport\nobject : \nenum class { ,; }\nval x =\nwhen {'],
  ['half expressions', 'fun f() { a. ; b( ; "${" ; if ; for ( in ) ; try ; x ?: ; ::; a as ; @ }'],
])('%s is read without an exception', async (_name, text) => {
  for (const path of ['a.kt', 'a.kts'])
    expect((await grammarFile('kotlin', path, 'product', text)).kind).toBe('parsed');
});

test('braces that close in a comment leave it one', () => {
  const parsed = programModule('kotlin', 'A.kt', 'fun a() { b() }\n// { { } } fun no() { }\nfun c() { d() }\n');
  expect(parsed.kind === 'parsed' && parsed.diagnostics).toEqual([]);
});
