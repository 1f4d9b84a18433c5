import { expect, test } from 'vitest';
import { block, exportShown, importShown } from '../../tests/support/kotlin-text.ts';
import { grammarFile } from './program-module.ts';

async function parsed(text: string) {
  const result = await grammarFile('scala', 'a.scala', 'product', `${text}\n`);
  if (result.kind !== 'parsed') throw new Error('it was not parsed');
  return result;
}

async function formOf(text: string): Promise<string> {
  const { file, diagnostics } = await parsed(text);
  expect(diagnostics).toEqual([]);
  return block(file.module.body);
}

test.each([
  ['val x = "a\\n\\u0041"', "let x = 'a\nA'"],
  ['val x = s"/a/${b}/$c.d"', "let x = concat('/a/', b, '/', c, '.d')"],
  ['val x = """a\\n"b""""', 'let x = \'a\\n"b"\''],
  ['val x = p"/x/$id<[0-9]+>"', "let x = p(concat('/x/', id, '<[0-9]+>'))"],
  ["val x = 'c'", "let x = 'c'"],
  ['val x = 1_000L - 0xFF', 'let x = arithmetic(1000, 255)'],
  ['val x = List(a, rest: _*)', 'let x = [a, ...rest]'],
  ['val x = Map("a" -> b, c -> d)', 'let x = {a: b, [c]: d}'],
  ['val x = Some(a)\nval y = None', 'let x = a; let y = nothing'],
  ['val x = a.b(1)(c)[D](e)', 'let x = a.b(1)(c)<D>(e)'],
  ['val x = a.asInstanceOf[B].c', 'let x = a.c'],
  ['val x = classOf[A]', 'let x = A'],
  ['val x = f[A, B](1, n = b)', 'let x = f<A, B>(1, n=b)'],
  ['val x = f(a) { b }', 'let x = f(a)(arrow() {return b})'],
  ['val x = f { a => b }', 'let x = f(arrow(a) {return b})'],
  ['val x = f { implicit a =>\n  val b = a\n  b\n}', 'let x = f(arrow(a) {{let b = a; return b}})'],
  ['val x = f { a: A[B] =>\n  a\n}', 'let x = f(arrow(a) {{return a}})'],
  ['val x = f { case (a, b) => a }', 'let x = f(arrow([a, b]) {return a})'],
  [
    'val x = f { case A(b) => b\ncase _ => c }',
    'let x = f(arrow(case$1) {let b = case$1[unknown()]; if instance-of(case$1, A) {return b} else {return c}})',
  ],
  ['val x = xs.map(_.id)', 'let x = xs.map(arrow(_$1) {return _$1.id})'],
  ['val x = xs.map(f(_, 1))', 'let x = xs.map(arrow(_$1) {return f(_$1, 1)})'],
  ['val x = xs map { _.id }', 'let x = xs.map(arrow(_$1) {return _$1.id})'],
  ['val x = (a: Int, b) => a', 'let x = arrow(a: Int, b) {return a}'],
  ['val x = new A(1)(b)', 'let x = new A(1, b)'],
  ['val x = new A(1) with B { val c = 2 }', 'let x = new A(1)'],
  ['val x = f _', 'let x = f'],
  ['val x = (a, b)', 'let x = [a, b]'],
  ['val x = this.a.b', 'let x = self.a.b'],
  ['val x = req.as[User]', 'let x = req.as<User>()'],
])('expressions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['val x = a ~ b ~ c', 'let x = a.~(b).~(c)'],
  ['val x = a ~\n  b ~ // more\n  c', 'let x = a.~(b).~(c)'],
  ['val x = a\n  <+> b', 'let x = a.<+>(b)'],
  ['val x = "a" -> "b" / c', "let x = 'a'.->('b'./(c))"],
  ['val x = a / b -> c', 'let x = a./(b).->(c)'],
  ['val x = "x" -> a.b[C](d)', "let x = 'x'.->(a.b<C>(d))"],
  ['val x = a :: b :: Nil', 'let x = [].::(b).::(a)'],
  ['val x = "a" + b', "let x = concat('a', b)"],
  ['val x = 1 + 2', 'let x = arithmetic(1, 2)'],
  ['val x = a == b && c != d || !e', 'let x = or(and(equal(a, b), not-equal(c, d)), not(e))'],
  ['val x = a > b', 'let x = less(b, a)'],
  ['val x = a <= b', 'let x = not(less(b, a))'],
  ['val x = a eq null', 'let x = equal(a, nothing)'],
  ['a += 1\nb = c', 'a := concat(a, 1); b := c'],
])('operators: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['val x = if (a) b else c', 'let x; if a {x := b} else {x := c}'],
  ['val x = f(if (a) b else { c(); d })', 'let x = f(choice(a, b, arrow() {c(); return d}()))'],
  [
    'def f = a match { case Some(b) => b; case None => c }',
    'let f = arrow f() {let b = a; if not-equal(a, nothing) {return b} else {if equal(a, nothing) {return c} else {}}}()',
  ],
  [
    'def f = a match { case b: B if c => b; case "x" | "y" => d; case e => e }',
    "let f = arrow f() {let b: B = a; if and(instance-of(a, B), c) {return b} else {if or(equal(a, 'x'), equal(a, 'y')) {return d} else {let e = a; return e}}}()",
  ],
  [
    'def f = a match { case Right(b) => b; case _ => throw new C }',
    'let f = arrow f() {let b = a[unknown()]; if instance-of(a, Right) {return b} else {throw new C()}}()',
  ],
  [
    'def f = try a catch { case e: B => c } finally { d }',
    'let f = arrow f() {try {return a} catch caught$1 {let e: B = caught$1; if instance-of(caught$1, B) {return c} else {}} after {{d}}}()',
  ],
  [
    'def f = for { a <- b; c = a; d <- e(c) } yield d',
    'let f = arrow f() {return b.flatMap(arrow(a) {let c = a; return e(c).map(arrow(d) {return d})})}()',
  ],
  ['for (a <- b) { c(a) }', '{each items a of b {{c(a)}}}'],
  ['def f = { if (a) return b\n c }', 'let f = arrow f() {{if a {return b} else {}; return c}}()'],
  ['while (a) b()', 'repeat a {b()}'],
])('conditions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  [
    'val r = of { case GET -> Root / "x" / IntVar(id) => a(id) }',
    "let r = of(arrow(case$1) {{let id = case$1[unknown()]; select case$1 {GET.->(Root./('x')./(IntVar(id))): {return a(id); leave}}}})",
  ],
  [
    'val r = of { case req @ (GET | POST) -> Root if a => b }',
    'let r = of(arrow(case$1) {{let req = case$1; select case$1 {[GET, POST].->(Root): {if a {return b} else {}; leave}}}})',
  ],
  [
    'val r: R = { case GET(p"/x/$id") => c }',
    "let r: R = arrow(case$1) {{let id = case$1[unknown()]; select case$1 {GET(p(concat('/x/', id))): {return c; leave}}}}",
  ],
])('cases: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  [
    'class A(val b: B, c: C = 1)(implicit d: D) extends E(b) with F with G',
    'let A = class A extends E others G, F implements F, G {constructor function(field b: B, field c: C = 1, field d: D) {super(b)}}',
  ],
  ['class A @Inject() (b: B) { f(b) }', 'let A = class A {constructor function(field b: B) {f(b)}}'],
  [
    'trait A { self: B => val c = self.d; def e: Int; lazy val f: G = h }',
    'let A = abstract interface A {get c function() {return self.d}; abstract get e function(): Int {}; get f function(): G {return h}}',
  ],
  [
    'object A extends App { val b = 1; run(b) }',
    'let A = object A extends App {constructor function() {run(b)}; get b function() {return 1}}',
  ],
  [
    'class A { def b(c: C)(d: => D): E = e }\nobject A { def apply(c: C) = new A }',
    'let A = class A {b function(c: C): E {return arrow(d: D) {return e}}; static companion object = object A {apply function(c: C) {return new A()}}}',
  ],
  [
    'case class A(b: Int)\ncase object B',
    'let A = class A {constructor function(field b: Int) {}}; let B = object B {}',
  ],
  [
    'enum A(val b: Int):\n  case C extends A(1)\n  case D',
    'let A = enum A {constructor function(field b: Int) {}; static C = new A(1); static D = new A()}',
  ],
  [
    'class A { val (b, c) = d; var e = 1; val F(g) = h }',
    'let A = class A {get value$1 function() {return d}; get b function() {return self.value$1[0]}; get c function() {return self.value$1[1]}; e = 1; get value$2 function() {return h}; get g function() {return unknown(self.value$2)}}',
  ],
  ['abstract class A { val b: B }', 'let A = abstract class A {abstract get b function(): B {}}'],
  ['class A { @cask.get("/x") def b() = c }', "let A = class A {@cask.get('/x') b function() {return c}}"],
  ['package object a { val b = 1 }', 'let package = object package {get b function() {return 1}}'],
  [
    'object a:\n  def b =\n    c\n  class D extends E:\n    f(1)',
    'let a = object a {static D = class D extends E {constructor function() {f(1)}}; get b function() {{return c}}}',
  ],
])('classes: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['def a(b: B, c: C*): D = b', 'let a = arrow a(b: B, ...c: C): D {return b}'],
  ['def a[F[_]: Async](b: F[B])(using c: C) = b', 'let a = arrow a(b: F<B>, c: C) {return b}'],
  ['def a(b: B)(c: C) = { d; c }', 'let a = arrow a(b: B) {return arrow(c: C) {{d; return c}}}'],
  ['def a = b', 'let a = arrow a() {return b}()'],
  ['def a() { b }', 'let a = arrow a() {{return b}}'],
  ['extension (a: A) def b(c: C) = a', 'let b = arrow b(a: A, c: C) {return a}'],
  ['given a: A = b', 'let a = b'],
])('functions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test('imports: groups, renames, wildcards of both kinds, and packages around', async () => {
  const { file } = await parsed(
    'package com.shop\npackage api\nimport a.B\nimport c.{D, E => F, _}\nimport g.*\nimport h.I, j.K\nclass X { import l.M\n val x = new N }',
  );
  expect(file.module.imports.map(importShown)).toEqual([
    'B = B of a',
    'D = D of c',
    'F = E of c',
    'I = I of h',
    'K = K of j',
    'M = M of l',
    'N = N of com.shop.api,com.shop,c,g',
  ]);
});

test('all that stands outside of classes is exported', async () => {
  const { file } = await parsed('package a\nclass B\nobject B\nobject C\ndef d(e: E) = e\nval f = 1');
  expect(file.module.exports.map(exportShown).toSorted()).toEqual([
    'B = local B',
    'C = local C',
    'd = local d',
    'f = local f',
  ]);
});

test('what a value of a class makes, it makes once', async () => {
  const { file } = await parsed('class A { val b = c; lazy val d = e; def f = g }');
  const members = file.classes[0]?.members.flatMap(member =>
    member.kind === 'method' ? [[member.name, member.isOnce === true]] : [],
  );
  expect(members).toEqual([
    ['b', true],
    ['d', true],
    ['f', false],
  ]);
});

test('offsets and lines are those of the text as written', async () => {
  const { file } = await parsed('class A @Inject() (b: B) {\n  val c = d ~ // what\n    e("x")\n}');
  const [call] = file.calls.filter(({ name }) => name === 'e');
  expect(call?.call.at).toMatchObject({ line: 3, column: 5, endLine: 3, endColumn: 11 });
});
