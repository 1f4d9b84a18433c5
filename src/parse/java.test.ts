import { beforeAll, expect, test } from 'vitest';
import {
  block,
  exportShown,
  importShown,
  marks,
  memberShown,
  shown,
  typeShown,
} from '../../tests/support/program-text.ts';
import type { ClassNode, Module } from '../core/program.ts';
import { programModule } from './program-module.ts';
import type { Origin } from './program-file.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('java'));

function moduleOf(text: string): Module {
  const parsed = programModule('java', 'src/a/b/A.java', text);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  return parsed.file;
}

function classesOf(text: string): readonly ClassNode[] {
  return moduleOf(text).body.flatMap(item =>
    item.kind === 'declare' && item.value?.kind === 'class' ? [item.value.cls] : [],
  );
}

/** The statements of a method with this body. */
function formOf(body: string): string {
  const [member] = classesOf(`class A { void m() { ${body} } }`)[0]?.members ?? [];
  return member?.kind === 'method' ? block(member.fn.body) : 'no method';
}

/** The first class: what stands before its brace, then its members, with those of nested classes in braces. */
function classText(cls: ClassNode | undefined): readonly string[] {
  if (!cls) return [];
  const words = [
    `${marks(cls.decorators)}${cls.isAbstract ? 'abstract ' : ''}${cls.form ?? 'class'} ${cls.name ?? ''}`.trim(),
    ...(cls.extends ? [`extends ${shown(cls.extends)}`] : []),
    ...(cls.others ? [`others ${cls.others.map(shown).join(', ')}`] : []),
    ...(cls.implements.length > 0 ? [`implements ${cls.implements.map(typeShown).join(', ')}`] : []),
  ];
  const members = cls.members.map(member => {
    const value = member.kind === 'field' ? member.value : undefined;
    const inner = value?.kind === 'class' ? value.cls : undefined;
    const anonymous = value?.kind === 'call' && value.callee.kind === 'class' ? value.callee.cls : undefined;
    const text = memberShown(member).replaceAll('function', '');
    return inner || anonymous ? `${text} {${classText(inner ?? anonymous).join(' | ')}}` : text;
  });
  return [words.join(' '), ...members];
}

test.each([
  ['x = "a\\n\\u0041\\101\\"\\s";', "x := 'a\nAA\" '"],
  ["x = 'c';", "x := 'c'"],
  ["x = '\\'';", "x := '''"],
  ['x = 1_000L + 0x1F + 0b11 + 017 + 1.5f + 2e3d;', 'x := arithmetic(1000, 31, 3, 15, 1.5, 2000)'],
  ['x = -1;', 'x := -1'],
  ['x = new Object[]{true, false, null};', 'x := [true, false, nothing]'],
  ['x = "a" + b + c();', "x := concat('a', b, c())"],
  ['x = A + B;', 'x := concat(A, B)'],
  ['x = 1 + 2 + "a" + 3;', "x := concat(arithmetic(1, 2), 'a', 3)"],
  ['x = a - 1 + 2;', 'x := arithmetic(arithmetic(a, 1), 2)'],
  ['x = a ? b : c;', 'x := choice(a, b, c)'],
  ['x = a && b || c;', 'x := choice(choice(a, b, a), choice(a, b, a), c)'],
  ['if (a && !b || c == null) d();', 'if or(and(a, not(b)), equal(c, nothing)) {d()} else {}'],
  [
    'x = a > b; y = a <= b; z = a >= b; w = a != b;',
    'x := less(b, a); y := not(less(b, a)); z := not(less(a, b)); w := not-equal(a, b)',
  ],
  [
    'if (a instanceof B) return; if (a instanceof b.C<?> d) return;',
    'if instance-of(a, B) {return} else {}; if instance-of(a, b.C) {return} else {}',
  ],
  ['if (a instanceof P(int b)) return;', 'if instance-of(a, P) {return} else {}'],
  ['f(x = 1);', 'f((x := 1))'],
  [
    'x += "a"; y -= 1; i++; --i;',
    "x := concat(x, 'a'); y := arithmetic(y, 1); i := arithmetic(i, 1); i := arithmetic(i, 1)",
  ],
  ['x = (String) ((Object) a);', 'x := a'],
  ['f(x -> x.y());', 'f(arrow(x) {return x.y()})'],
  ['f((x, y) -> { return x; });', 'f(arrow(x, y) {return x})'],
  ['f((final Foo<Bar> x, int... y) -> {});', 'f(arrow(x: Foo<Bar>, ...y: int) {})'],
  [
    'f(Foo::bar, X::new, this::m, a.b::c, List<String>::new, super::n);',
    'f(Foo.bar, X.new, self.m, a.b.c, List.new, super.n)',
  ],
  ['x = int[]::new;', 'x := unknown().new'],
  ['x = new Foo<A, B>(1);', 'x := new Foo<A, B>(1)'],
  ['x = new a.b.Foo<>(1);', 'x := new a.b.Foo(1)'],
  ['x = outer.new Inner(1);', 'x := new outer.Inner(1)'],
  ['x = new int[3]; y = new int[f()][];', 'x := unknown(3); y := unknown(f())'],
  ['int[] x = {1, 2};', 'let x: Array<int> = [1, 2]'],
  ['x = a[1][b];', 'x := a[1][b]'],
  ['x = Foo.class; y = a.b.Foo.class;', 'x := Foo; y := a.b.Foo'],
  [
    'x = this; y = this.z; A.this.m(); super.m(1); I.super.m();',
    'x := self; y := self.z; self.m(); super.m(1); super.m()',
  ],
  ['this.<T>foo(); Foo.<A, B>bar();', 'self.foo<T>(); Foo.bar<A, B>()'],
  ['http.a().b(c -> c.d("/x").e()).f();', "http.a().b(arrow(c) {return c.d('/x').e()}).f()"],
  ['assert a : "b";', "unknown(a, 'b')"],
])('expression: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test.each([
  [
    'int a = 1, b[] = {2}; final var c = d(); String e;',
    'let a: int = 1; let b: Array<int> = [2]; let c = d(); let e: String',
  ],
  ['if (a) b(); else if (c) { d(); } else { e(); }', 'if a {b()} else {if c {d()} else {e()}}'],
  ['for (String s : ss) f(s);', 'each items s: String of ss {f(s)}'],
  [
    'for (int i = 0, j = 1; i < 3; i++, j++) f(i);',
    '{let i: int = 0; let j: int = 1; repeat less(i, 3) {f(i); i := arithmetic(i, 1); j := arithmetic(j, 1)}}',
  ],
  ['for (;;) f();', 'repeat {f()}'],
  ['while (a) { f(); break; } do { continue; } while (b);', 'repeat a {f(); leave}; repeat b {leave}'],
  ['x: for (;;) break x;', 'repeat {leave}'],
  ['try { a(); } finally { b(); }', 'try {a()} after {b()}'],
  [
    'try (var r = a(); s) { b(); } catch (final X | Y e) { c(e); }',
    'try {let r = a(); s; b()} catch e: <X, Y> {c(e)} after {}',
  ],
  [
    'try { a(); } catch (X | Y e) { b(); } catch (Z f) { c(f); }',
    'try {a()} catch e: <X, Y> {if or(instance-of(e, X), instance-of(e, Y)) {b()} else {if instance-of(e, Z) {let f: Z = e; c(f)} else {throw e}}} after {}',
  ],
  [
    'try { a(); } catch (X e) { b(); } catch (Exception e) { c(); }',
    'try {a()} catch e: X {if instance-of(e, X) {b()} else {c()}} after {}',
  ],
  ['switch (a) { case 1: case 2: b(); break; default: c(); }', 'select a {1: {} 2: {b(); leave} default: {c()}}'],
  [
    'switch (a) { case X, Y -> b(); case null, default -> { c(); } }',
    'select a {X: {} Y: {b(); leave} nothing: {} default: {c(); leave}}',
  ],
  [
    'switch (a) { case Foo f when f.x() -> b(f); case P(int q) -> throw e; default -> {} }',
    'select a {unknown(): {let f: Foo = a; b(f); leave} unknown(): {throw e; leave} default: {leave}}',
  ],
  [
    'x = switch (a) { case 1, 2 -> "b"; case 3 -> c(); default -> d; };',
    "x := choice(or(equal(a, 1), equal(a, 2)), 'b', choice(equal(a, 3), c(), d))",
  ],
  [
    'return switch (a) { case 1 -> { f(); yield 2; } default -> throw e; };',
    'return arrow() {select a {1: {f(); return 2; leave} default: {throw e; leave}}}()',
  ],
  [
    'x = switch (a) { case 1: yield 2; default: yield 3; };',
    'x := arrow() {select a {1: {return 2} default: {return 3}}}()',
  ],
  [
    'x = switch (a) { case 1 -> 2; case Foo f -> 3; };',
    'x := arrow() {select a {1: {return 2} unknown(): {let f: Foo = a; return 3}}}()',
  ],
  ['synchronized (this) { a(); }', 'self; {a()}'],
  ['throw new X("a");', "throw new X('a')"],
  ['{ a(); } ; return;', '{a()}; return'],
  ['class L {} record R(int a) {}', 'let L = class L; let R = class R'],
])('statement: %s', (text, expected) => expect(formOf(text)).toBe(expected));

test.each([
  ['a text block loses what all lines are indented by', '"""\n    a\n      b  \n    """', 'a\n  b\n'],
  ['the last line counts, though it is blank', '"""\n    a\n  """', '  a\n'],
  ['without a last line', '"""\n    a\n\n    b"""', 'a\n\nb'],
  ['a line may go on in the next, and blanks be kept', '"""\n  a \\\n  b\\040\n  \\"""c"""', 'a b \n"""c'],
])('%s', (_name, text, expected) => expect(formOf(`x = ${text};`)).toBe(`x := '${expected}'`));

test.each([
  ['@A @a.b.C class X {}', ['@A @a.b.C class X']],
  [
    '@A("x") @B(value = "y", path = {"a", C.D}, n = @E, m = {@F(1), @G}) class X {}',
    ["@A('x') @B(value='y', path=['a', C.D], n=E, m=[F(1), G]) class X"],
  ],
  ['@A({"x", "y"}) @B() @C(X.class) abstract class X {}', ["@A(['x', 'y']) @B() @C(X) abstract class X"]],
  ['class X<T> extends a.b.Y<T> implements I, j.J<K> {}', ['class X extends a.b.Y others I, j.J implements I, j.J<K>']],
  [
    '@A interface I extends J, K<L> { int N = 1; @B void a(@C("x") String y); default int b() { return 1; } static void c() {} }',
    [
      '@A abstract interface I others J, K implements J, K<L>',
      'static N: int = 1',
      "@B abstract a (@C('x') y: String) {}",
      'b () {return 1}',
      'static c () {}',
    ],
  ],
  [
    'enum E implements I { A(1), @D B { void x() {} }, C; final int q; E(int q) { this.q = q; } }',
    [
      'enum E others I implements I',
      'static A = new E(1)',
      '@D static B = new class () {class extends E | x () {}}',
      'static C = new E()',
      'q: int',
      'constructor (q: int) {self.q := q}',
    ],
  ],
  [
    'record R(@A int x, String... y) implements I { R { f(); } R(int z) { this(z, "a"); } static int w = 1; }',
    [
      'class R others I implements I',
      'constructor (@A field x: int, field ...y: String) {f()}',
      "constructor (z: int) {this(z, 'a')}",
      'static w: int = 1',
    ],
  ],
  [
    '@interface N { @A String value() default "x"; int[] q() default {}; int r(); String C = "c"; }',
    [
      'abstract annotation N',
      "@A value () {return 'x'}",
      'q () {return []}',
      'abstract r () {}',
      "static C: String = 'c'",
    ],
  ],
  [
    'class X { @Inject private static final String a = "x", b[] = {}; int c; static { f(); } { g(); } X() { super(1); } X(int a) {} void m() {} void m(int a) {} abstract void n(); }',
    [
      'class X',
      "@Inject static a: String = 'x'",
      '@Inject static b: Array<String> = []',
      'c: int',
      'static static () {f()}',
      ' = arrow() {g()}()',
      'constructor () {super(1)}',
      'constructor (a: int) {}',
      'm () {}',
      'm (a: int) {}',
      'abstract n () {}',
    ],
  ],
  [
    'class X { static C c = new C(); class C extends B {} static class B {} interface I {} }',
    [
      'class X',
      'static B = class B {class B}',
      'static C = class C {class C extends B}',
      'static I = class I {abstract interface I}',
      'static c: C = new C()',
    ],
  ],
  [
    'class X { F f = new F() { int a = 1; @B public void c() {} }; }',
    ['class X', 'f: F = new class () {class extends F | a: int = 1 | @B c () {}}'],
  ],
])('class: %s', (text, expected) => expect(classText(classesOf(text)[0])).toEqual(expected));

test.each([
  ['String', 'String'],
  ['List<? extends Foo>', 'List<Foo>'],
  ['Map<String, List<a.b.Foo[]>>', 'Map<String, List<a.b.Array<Foo>>>'],
  ['Optional<@Valid Foo>', 'Optional<Foo>'],
  ['Map.Entry<A, ?>', 'Map.Entry<A, >'],
  ['int[][]', 'Array<Array<int>>'],
  ['void', 'void'],
])('type: %s', (written, expected) => {
  const [member] = classesOf(`abstract class A { abstract ${written} m(); }`)[0]?.members ?? [];
  const type = member?.kind === 'method' ? member.fn.returnType : undefined;
  expect(type && typeShown(type)).toBe(expected.replace('a.b.Array<Foo>', 'Array<a.b.Foo>'));
});

test('Javadoc is that of what stands right below it', () => {
  const [cls] = classesOf(`
/** No. */
package a;
/** A class.
 * @see B */
// and a note
@C class A {
  /** A method. */ @D void m() {}
  /* no */ void n() {}
  void o() {}
  /** A constructor. */
  A() {}
}`);
  const docs = cls?.members.map(member => (member.kind === 'field' ? '' : member.fn.doc));
  expect([cls?.doc, ...(docs ?? [])]).toEqual(['A class.\n@see B', 'A method.', '', '', 'A constructor.']);
});

test('a module declares and exports its types, those first that others extend', () => {
  const module = moduleOf('package a; class A extends B<C> {} class B<T> extends D {} interface I {} class D {}');
  expect(module.exports.map(exportShown)).toEqual(['D = local D', 'B = local B', 'A = local A', 'I = local I']);
  expect(block(module.body)).toBe('let D = class D; let B = class B; let A = class A; let I = class I');
});

test.each([
  [
    'classes named with their package',
    'package p; import q.A; @a.b.C class X extends A { d.E.F f; void m(g.H<i.J> x) { new k.L.M(); n.o.p(); } }',
    ['A = A of q', 'a.b.C = C of a.b', 'd.E = E of d', 'g.H = H of g', 'i.J = J of i', 'k.L = L of k'],
  ],
  [
    'single imports',
    'package p; import a.b.C; import a.b.C.D; import static a.b.C.d;',
    ['C = C of a.b', 'D = D of a.b.C', 'd = d of a.b.C'],
  ],
  [
    'names of the same package',
    'package p.q; @A class X extends B<C> { D d = E.f(); }',
    ['A = A of p.q', 'B = B of p.q', 'C = C of p.q', 'D = D of p.q', 'E = E of p.q'],
  ],
  ['wildcards, in their order', 'package p; import a.b.*; import c.*; @A class X {}', ['A = A of p,a.b,c']],
  ['without a package', 'import a.*; @A class X {}', ['A = A of ,a']],
  [
    'static wildcards give members too',
    'package p; import a.*; import static b.C.*; class X { Y y = get(Z, W.v(), own); int own; void get2() {} }',
    ['Y = Y of p,a,b.C', 'get = get of b.C', 'Z = Z of b.C', 'W = W of p,a,b.C'],
  ],
  [
    'without one, a bare value is inherited',
    'package p; class X extends Z { int z = MAX + Q + f() + LOG.g(); }',
    ['Z = Z of p'],
  ],
  [
    'what is declared, imported, qualified or of java.lang is not free',
    'package p; import a.B; class X<T> { String s; T t; B b; In i; a.b.C c; Map.Entry<In.Deep, T> e; void m(Object o) throws Exception { this.q.R = s.V(); o.W(); MAX_SIZE.f(); var v = 1; } class In {} }',
    ['B = B of a', 'a.b.C = C of a.b', 'Map = Map of p'],
  ],
  [
    'annotations and their arguments',
    'package p; class X { @A(key = B.C, d = @D(E.class)) void m(@F int x) {} }',
    ['A = A of p', 'B = B of p', 'D = D of p', 'E = E of p', 'F = F of p'],
  ],
  [
    'catch, instanceof, casts, references, patterns',
    'package p; class X { void m() { try { f((A) a, B::c, D[]::new); } catch (E | F e) { if (e instanceof G g) return; switch (e) { case H h -> {} case I -> {} } } } }',
    ['A = A of p', 'B = B of p', 'D = D of p', 'E = E of p', 'F = F of p', 'G = G of p', 'H = H of p'],
  ],
])('imports: %s', (_name, text, expected) => expect(moduleOf(text).imports.map(importShown)).toEqual(expected));

test('names have an origin wherever they come from', () => {
  const text = `package p;
import org.x.Get;
import org.y.*;
import static org.z.Keys.*;
@Get @Post @org.w.Put class A { Near a; org.w.Far<Post> b; Object m() { return hmac(); } Object own() { return m(); } }`;
  const file = programFile('src/p/A.java', 'product', text, moduleOf(text));
  const written = (origin: Origin | undefined): string =>
    origin ? `${origin.path.join('.')} of ${origin.module}` : 'none';
  expect(file.decorators.map(({ expression }) => written(file.originOf(expression)))).toEqual([
    'Get of org.x',
    'Post of p,org.y,org.z.Keys',
    'Put of org.w',
  ]);
  expect(file.declaredTypes.map(type => written(file.originOfType(type)))).toEqual([
    'Near of p,org.y,org.z.Keys',
    'Far of org.w',
  ]);
  expect(file.calls.map(({ call }) => written(file.originOf(call.callee)))).toEqual(['hmac of org.z.Keys', 'none']);
});
