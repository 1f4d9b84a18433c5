import { beforeAll, expect, test } from 'vitest';
import { block, importShown, marks, memberShown, shown, typeShown } from '../../tests/support/program-text.ts';
import type { ClassNode, Module } from '../core/program.ts';
import { programModule } from './program-module.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('c-sharp'));

function moduleOf(text: string): Module {
  const parsed = programModule('c-sharp', 'src/Shop/A.cs', text);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  return parsed.file;
}

/** Statements as the top of a program. */
function formOf(text: string): string {
  return block(moduleOf(text).body);
}

/** The first class: what stands before its brace, then its members. */
function classText(text: string): readonly string[] {
  const cls = moduleOf(text).body.flatMap((item): readonly ClassNode[] =>
    item.kind === 'declare' && item.value?.kind === 'class' ? [item.value.cls] : [],
  )[0];
  if (!cls) return [];
  return [
    [
      `${marks(cls.decorators)}${cls.isAbstract ? 'abstract ' : ''}${cls.form ?? 'class'} ${cls.name ?? ''}`.trim(),
      ...(cls.extends ? [`extends ${shown(cls.extends)}`] : []),
      ...(cls.others ? [`others ${cls.others.map(shown).join(', ')}`] : []),
      ...(cls.implements.length > 0 ? [`implements ${cls.implements.map(typeShown).join(', ')}`] : []),
    ].join(' '),
    ...cls.members.map(memberShown),
  ];
}

test.each([
  ['x = "a\\n\\u0041\\"";', "x := 'a\nA\"'"],
  ['x = @"a\\b""c";', "x := 'a\\b\"c'"],
  ['x = """\n    a "b"\n      c\n    """;', 'x := \'a "b"\n  c\''],
  ['x = $"a{b}c{{d}}{e:0.00}{f,5}";', "x := concat('a', b, 'c{d}', e, f)"],
  ['x = $@"a\\{b}""c";', "x := concat('a\\', b, '\"c')"],
  ['x = $$"""a{{b}}c{d}""";', "x := concat('a', b, 'c{d}')"],
  ["x = 'c';", "x := 'c'"],
  ['x = 1_000L + 0x1F + 1.5m;', 'x := arithmetic(1000, 31, 1.5)'],
  ['x = -1;', 'x := -1'],
  ['x = a ? b : c;', 'x := choice(a, b, c)'],
  ['x = a ?? b ?? c;', 'x := choice(not-equal(a, nothing), a, choice(not-equal(b, nothing), b, c))'],
  ['x ??= b;', 'x := choice(not-equal(x, nothing), x, b)'],
  ['x += "a";', "x := concat(x, 'a')"],
  ['x = a || b;', 'x := choice(a, a, b)'],
  ['if (a || b && !c) {}', 'if or(a, and(b, not(c))) {} else {}'],
  ['if (x is null || y) {}', 'if or(equal(x, nothing), y) {} else {}'],
  ['if (x is not null && y && z) {}', 'if and(not-equal(x, nothing), y, z) {} else {}'],
  ['if (x is not Foo f || f.A) {}', 'let f: Foo; if or(not(instance-of((f := x), Foo)), f.A) {} else {}'],
  [
    'if (x is string { Length: 1 } s) {}',
    'let s: string; if and(instance-of((s := x), unknown()), equal(s.Length, 1)) {} else {}',
  ],
  ['if (x.Y is not { A.B: true }) {}', 'if not(and(not-equal(x.Y, nothing), equal(x.Y.A.B, true))) {} else {}'],
  ['if (x is [var a, .., 1]) {}', 'let a; if and(unknown(x), not-equal((a := x[0]), nothing)) {} else {}'],
  ['if (f() is { A: true }) {}', 'if unknown(f()) {} else {}'],
  ['if (x is 1 or 2) {}', 'if or(equal(x, 1), equal(x, 2)) {} else {}'],
  ['if (d.TryGetValue("k", out var v)) use(v);', "let v; if d.TryGetValue('k', v) {use(v)} else {}"],
  ['x = nameof(A.B);', "x := 'B'"],
  ['x = typeof(A<B>);', 'x := A'],
  ['x = (A)b as C;', 'x := b'],
  ['x = a!.b?.c(1)?[2].d<E>();', 'x := a.b.c(1)[2].d<E>()'],
  ['x = await a.B();', 'x := await a.B()'],
  ['f(a: 1, ref b, out c);', 'f(a=1, b, c)'],
  ['x = new A.B<C>(1) { D = 2 };', 'x := new A.B<C>(1, D=2)'],
  ['A x = new(1);', 'let x: A = new A(1)'],
  ['x = new { A = 1, B, c.D };', 'x := {A: 1, B: B, D: c.D}'],
  ['x = new[] { "a", "b" };', "x := ['a', 'b']"],
  ['x = new string[] { "a" };', "x := ['a']"],
  ['x = new List<string> { "a" };', "x := ['a']"],
  ['x = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };', 'x := {a: 1, b: 2}'],
  ['x = new Dictionary<string, int> { { "a", 1 } };', 'x := {a: 1}'],
  ['x = ["a", .. b];', "x := ['a', ...b]"],
  [
    'x = a switch { 1 => "a", B b when b.C => "b", _ => throw new D() };',
    "let b: B; x := choice(equal(a, 1), 'a', choice(and(instance-of((b := a), B), b.C), 'b', arrow() {throw new D()}()))",
  ],
  ['x = async (int a, B b) => await c(a);', 'x := async arrow(a: int, b: B) {return await c(a)}'],
  ['x = delegate (int a) { return a; };', 'x := arrow(a: int) {return a}'],
  ['f([Authorize] () => 1);', 'f(arrow() {return 1})'],
  ['int F(int a) => a; F(1);', 'let F = arrow F(a: int) {return a}; F(1)'],
  [
    'switch (x) { case 1: case 2: a(); break; case A b: c(); break; default: return; }',
    'select x {1: {} 2: {a(); leave} unknown(instance-of((b := x), A)): {let b: A; c(); leave} default: {return}}',
  ],
  ['foreach (var (a, b) in c) d();', 'each items [a, b] of c {d()}'],
  ['for (int i = 0; i < 3; i++) a();', '{let i: int = 0; repeat less(i, 3) {a(); i := arithmetic(i, 1)}}'],
  ['using (var a = b()) c();', '{let a = b(); c()}'],
  ['using var a = b();', 'let a = b()'],
  ['lock (a) { b(); }', '{a; b()}'],
  [
    'try { a(); } catch (B b) when (b.C) { d(); } catch { e(); } finally { f(); }',
    'try {a()} catch b: B {if and(instance-of(b, B), b.C) {d()} else {let $caught = b; e()}} after {f()}',
  ],
  ['try { a(); } catch (B b) { d(); }', 'try {a()} catch b: B {d()} after {}'],
  ['(int a, var b) = c();', 'let [a: int, b] = c()'],
  ['var (a, b) = c();', 'let [a, b] = c()'],
])('%s', (text, expected) => expect(formOf(text)).toBe(expected));

test('a class has the members that its body and its own parameters declare', () =>
  expect(
    classText(`namespace A;
[ApiController, Route("api/[controller]")]
public abstract partial class Users<T>(IRepo repo, [FromBody] int? x = 3) : Base<T>(repo), IUsers, A.IOther
{
  private readonly string _a = "x", _b;
  public const int C = 1;
  public string Name { get; set; } = "n";
  public int Q => 1;
  public int P { get { return 2; } }
  static Users() { s(); }
  public Users(int a) : base(a) { _a = a; }
  public Users() : this(1) { }
  [HttpGet("{id:int}")]
  [Authorize(Roles = "a")]
  [return: NotNull]
  public async Task<ActionResult<int[]>> Get<U>([FromQuery(Name = "q")] string s, params object[] rest) => await a();
  public abstract void Abs();
  public static IApp MapUsers(this IApp app, int a) { return app; }
  enum E { One, Two = 2 }
  void I.M() { }
}`),
  ).toEqual([
    "@ApiControllerAttribute @RouteAttribute('api/[controller]') abstract class Users extends Base others IUsers, A.IOther implements Base<T>, IUsers, A.IOther",
    'constructor function(field repo: IRepo, @FromBodyAttribute field x: int = 3) {super(repo)}',
    'static E = class E',
    "_a: string = 'x'",
    '_b: string',
    'static C: int = 1',
    "Name: string = 'n'",
    'get Q function() {return 1}',
    'get P function() {return 2}',
    'static static function() {s()}',
    'constructor function(a: int) {super(a); _a := a}',
    'constructor function() {this(1)}',
    "@HttpGetAttribute('{id:int}') @AuthorizeAttribute(Roles='a') Get async function(@FromQueryAttribute(Name='q') s: string, ...rest: Array<object>) {return await a()}",
    'abstract Abs function() {}',
    'static MapUsers function(a: int) {let app: IApp = self; return app}',
    'M function() {}',
  ]));

test('records and interfaces', () => {
  expect(classText('public record Order(int Id, string Name) : Base(Id), IOrder;')).toEqual([
    'class Order extends Base others IOrder implements Base, IOrder',
    'constructor function(field Id: int, field Name: string) {super(Id)}',
  ]);
  expect(classText('interface IOrder : IBase { void M(); int P { get; } }')).toEqual([
    'abstract interface IOrder others IBase implements IBase',
    'abstract M function() {}',
    'P: int',
  ]);
});

test('the types of all namespaces are declared with those first that others extend, then the program runs', () => {
  const text = 'namespace A { class B : C { static void Main(string[] a) { } } namespace D { class C { } } }';
  expect(formOf(text)).toBe('let C = class C; let B = class B; B.Main(unknown())');
  expect(formOf('using X; a(); partial class Program { }')).toBe('let Program = class Program; a()');
});

test('what is not compiled is left out', () => {
  const text = `#region all
#if DEBUG
a();
#elif NET8_0_OR_GREATER && !NETFRAMEWORK
b();
#else
c();
#endif
#if SOMETHING
d();
#else
e();
#endif
#endregion`;
  expect(formOf(text)).toBe('b(); d()');
});

test('a name that is declared nowhere may come from the namespaces around, those used, and those of every project', () => {
  const { imports } = moduleOf(
    'using Foo = A.B.C; using X.Y; using static Z.W; namespace N.M { class A { Order Order { get; } void m<T>(T t) { Helper.Do(Order); } } }',
  );
  const shownImports = imports.map(importShown);
  const used = 'N.M,N,,X.Y,Z.W,System,';
  expect(shownImports.map(line => line.slice(0, line.indexOf(used) + used.length) || line)).toEqual([
    'Foo = C of A.B',
    `Helper = Helper of ${used}`,
    `Order = Order of ${used}`,
    `* = * of this:${used}`,
  ]);
});

test('attributes on lambdas, and words that the grammar does not know', () => {
  const [statement] = moduleOf('f([Authorize("x")] (int a) => 1);').body;
  const call = statement?.kind === 'evaluate' && statement.value.kind === 'call' ? statement.value : undefined;
  const [fn] = call?.args ?? [];
  expect(fn?.kind === 'function' && marks(fn.fn.decorators)).toBe("@AuthorizeAttribute('x') ");
  expect(classText('class A { void F(params IReadOnlyList<int> a) { } }')).toEqual([
    'class A',
    'F function(a: IReadOnlyList<int>) {}',
  ]);
});
