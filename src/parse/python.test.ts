import { beforeAll, expect, test } from 'vitest';
import { exportText, importText, moduleText, typeText } from '../../tests/support/python-text.ts';
import type { Location } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import { programFile } from './program-index.ts';
import { programModule } from './program-module.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('python'));

function moduleOf(text: string): Module {
  const result = programModule('python', 'a.py', text);
  if (result.kind !== 'parsed') throw new Error('not parsed');
  return result.file;
}

/** The body in the form, one statement a line; `SELF` is what a method is called on. */
function formOf(text: string): string {
  return moduleText(moduleOf(text));
}

function fileOf(text: string) {
  return programFile('a.py', 'product', text, moduleOf(text));
}

function textAt(text: string, at: Location): string {
  const lines = text.split('\n').slice(at.line - 1, at.endLine);
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? at.column - 1 : 0, index === lines.length - 1 ? at.endColumn - 1 : undefined),
    )
    .join('\n');
}

test.each([
  ['import a', ['a = * of a'], ['a'], "load('a')"],
  ['import a.b.c', ['a = * of a', 'a.b = * of a.b', 'a.b.c = * of a.b.c'], ['a'], "load('a.b.c')"],
  ['import a.b as c', ['c = * of a.b'], ['c'], "load('a.b')"],
  ['from m import x as y, z', ['y = x of m', 'z = z of m'], ['y', 'z'], 'y\nz'],
  ['from .. x import (y,)', ['y = y of ..x'], ['y'], 'y'],
  ['from . import x', ['x = x of .'], ['x'], 'x'],
  ['from m import *', ['* = * of m'], ['* of m'], "load('m')"],
  ['from __future__ import annotations', [], [], ''],
  ['if TYPE_CHECKING:\n  from m import T', ['type T = T of m'], [], 'if false {} else {}'],
  [
    'if t.TYPE_CHECKING:\n  from m import T\nelse:\n  T = 1',
    ['type T = T of m'],
    ['T'],
    'let T\nif false {} else {T := 1}',
  ],
  [
    'try:\n  import u as j\nexcept ImportError:\n  import j',
    ['j = * of u'],
    ['j'],
    "try {load('u')} catch {load('j')} after {}",
  ],
  [
    'try:\n  from m import x\nexcept ImportError:\n  x = None',
    ['x = x of m'],
    ['x'],
    'try {x} catch {nothing} after {}',
  ],
  ['if a:\n  import x', ['x = * of x'], ['x'], "if a {load('x')} else {}"],
  [
    'if a:\n  from m import x\nelse:\n  from n import x',
    ['x = x of m', 'x = x of n'],
    ['x'],
    "let x\nif a {x := load('m').x} else {x := load('n').x}",
  ],
  ['from m import x\nx = x.y', ['x = x of m'], ['x'], "let x = load('m').x\nx := x.y"],
  ['def f():\n  from .m import x\n  x()', ['x = x of .m'], ['f'], 'let f = fn f() {x; x()}'],
  [
    'def f():\n  from m import x\ndef g():\n  from n import x',
    [],
    ['f', 'g'],
    "let f = fn f() {let x = load('m').x}\nlet g = fn g() {let x = load('n').x}",
  ],
  ['def f(x):\n  from m import x', ['x = x of m'], ['f'], "let f = fn f(x) {x := load('m').x}"],
])('imports: %s', (text, imports, exports, body) => {
  const module = moduleOf(text);
  expect({
    imports: module.imports.map(importText),
    exports: module.exports.map(exportText),
    body: moduleText(module),
  }).toEqual({ imports, exports, body });
});

test('members along an imported module are one name, unless something nearer has the first', () => {
  const text = 'import a.b.c\na.b.f()\na.b.c.g()\na.x.h()\ndef f(a):\n  a.b.c.i()';
  const { calls, originOf } = fileOf(text);
  expect(calls.map(({ call }) => originOf(call.callee))).toEqual([
    { module: 'a.b', path: ['*', 'f'] },
    { module: 'a.b.c', path: ['*', 'g'] },
    { module: 'a', path: ['*', 'x', 'h'] },
    undefined,
  ]);
});

test('what is imported in its place has the same origin', () => {
  const text = 'from m import x\nx = x\ndef f():\n  from n import x\n  x()\n';
  const { calls, originOf } = fileOf(text);
  expect(calls.map(({ call }) => originOf(call.callee))).toEqual([{ module: 'n', path: ['default', 'x'] }]);
});

test.each([
  ['a = 1\na = 2', 'let a = 1\na := 2'],
  ['if x:\n  a = 1\na = 2', 'let a\nif x {a := 1} else {}\na := 2'],
  ['a: int', 'let a: int'],
  ['a: int\na = 1', 'let a: int\na := 1'],
  ['a.b = 1', 'a.b := 1'],
  ['a["b"] = a[b] = 1', 'let (a["b"]) = 1\na.b := (a["b"])\na[b] := (a["b"])'],
  ['a, (b, *c) = x', 'let [a, [b, ...c]] = x'],
  ['a, x.b = f()', 'let (a, x.b) = f()\nlet a = (a, x.b)[0]\nx.b := (a, x.b)[1]'],
  ['*a, b = c', 'let (*a, b) = c\nlet a = unknown((*a, b))\nlet b = unknown((*a, b))'],
  ['a = b = f()', 'let a = f()\nlet b = a'],
  ['a.b = c = f()', 'let c = f()\na.b := c'],
  ['a += b', 'let a = concat(a, b)'],
  ['a = []\na += b\na += [1]', 'let a = []\na := concat(a, b)\na := [...a, 1]'],
  ['a = 1\na -= 1', 'let a = 1\na := arithmetic(a, 1)'],
  ['f(a := 1)', 'let a\nf((a := 1))'],
  ['def f(a):\n  a = 1\n  b = 2', 'let f = fn f(a) {a := 1; let b = 2}'],
  ['def f():\n  global a\n  a = 1', 'let a\nlet f = fn f() {a := 1}'],
  ['def f():\n  a = 1\n  def g():\n    nonlocal a\n    a = 2', 'let f = fn f() {let a = 1; let g = fn g() {a := 2}}'],
  ['def f(): pass\ndef f(): pass', 'let f = fn f() {}\nf := fn f() {}'],
  ['x()\ndef f(): pass', 'x()\nlet f = fn f() {}'],
])('names: %s', (text, form) => expect(formOf(text)).toBe(form));

test.each([
  ['@a\n@b.c(1)\ndef f(): pass', 'let f = a(b.c(1)(fn f() {}))'],
  ['@a\nclass C: pass', 'let C = a(class C() {})'],
  ['def f():\n  @a\n  def g(): pass', 'let f = fn f() {let g = a(fn g() {})}'],
  [
    'async def f(a, b: int = 1, *c, d, **e) -> T: pass',
    'let f = async fn f(a, b: int = 1 @ int, ...c, d, **e) -> T {}',
  ],
  ['def f(a, /, b, *, c): return a, *b', 'let f = fn f(a, b, c) {return [a, ...b]}'],
  ['f = lambda a, *b, c=1: a', 'let f = fn(a, ...b, c = 1) {return a}'],
  ['def f():\n  yield a', 'let f = fn f() {a}'],
])('functions: %s', (text, form) => expect(formOf(text)).toBe(form));

test.each([
  ['class A(B, C[T], metaclass=M): pass', 'class A(B, C) {}'],
  ['class A:\n  x: int = 1\n  y: str\n  z = x', 'class A() {static x: int = 1; static y: str; static z = SELF.x}'],
  ['class A:\n  x = y = 1\n  a, b = 1, 2', 'class A() {static x = 1; static y = 1; static a = 1; static b = 2}'],
  ['class A:\n  def m(self, a): return self.x(a)', 'class A() {m method(a) {return SELF.x(a)}}'],
  ['class A:\n  def m(me):\n    def g(): return me', 'class A() {m method() {let g = fn g() {return SELF}}}'],
  ['class A:\n  def m(*args): pass', 'class A() {m method(...args) {}}'],
  ['class A:\n  @classmethod\n  def m(cls): return cls()', 'class A() {static m method() {return SELF()}}'],
  ['class A:\n  @staticmethod\n  def m(a): return a', 'class A() {static m method(a) {return a}}'],
  [
    'class A:\n  @property\n  def p(self): pass\n  @p.setter\n  def p(self, v): pass',
    'class A() {get p method() {}; set p method(v) {}}',
  ],
  ['class A:\n  @d(1)\n  def m(self): pass', 'class A() {@d(1) m method() {}}'],
  [
    'class A:\n  def __init__(self, a):\n    super().__init__(a)\n    self.a = a',
    'class A() {constructor method(a) {super(a); SELF.a := a}}',
  ],
  ['class A:\n  def m(self): return super(A, self).m()', 'class A() {m method() {return super.m()}}'],
  ['class A:\n  class Meta(B):\n    x = 1', 'class A() {static Meta = class Meta(B) {static x = 1}}'],
  ['class A:\n  x = []\n  x += [1]', 'class A() {static x = []; static x = [...SELF.x, 1]}'],
  [
    'class A:\n  register()\n  if x:\n    def m(self): pass',
    'class A() {m method() {}; static static method() {register(); x}}',
  ],
])('classes: %s', (text, form) => expect(formOf(text)).toBe(`let A = ${form}`));

test('a name of the class is out of reach in its methods, and another self beyond a method', () => {
  const text = 'class A:\n  x = 1\n  def m(self):\n    class B:\n      def n(this): return x, self, this';
  expect(formOf(text)).toBe(
    'let A = class A() {static x = 1; m method() {let B = class B() {n method() {return [x, self, SELF]}}}}',
  );
});

test.each([
  ["'a' \"b\" r'\\d'", "'ab\\d'"],
  ["'\\x41\\u00e9\\101\\n\\'\\q'", "'AéA\n'\\q'"],
  ["rb'\\d\\''", "'\\d\\''"],
  ["'''a\\\nb'''", "'ab'"],
  ["f'/{a}/{{b}}' '/c'", "concat('/', a, '/{b}', '/c')"],
  ["f'{a!s}{b!r}{c:>{d}}'", 'concat(a, unknown(b), unknown(c, d))'],
  ["f'a'", "'a'"],
  ["'a' + b + c()", "concat('a', b, c())"],
  ["'%s/%d%%' % (a, b)", "concat(a, '/', b, '%')"],
  ["'/%s' % a", "concat('/', a)"],
  ["'/%(x)s' % {'x': a}", "concat('/', a)"],
  ["'%5d' % a", 'concat(unknown(a))'],
  ["'%s %s' % a", "arithmetic('%s %s', a)"],
  ["'{}/{1}/{x}{{}}'.format(a, b, x=c)", "concat(a, '/', b, '/', c, '{}')"],
  ["'{:>5}'.format(a)", "'{:>5}'.format(a)"],
  ['1_000 + 0x1F', 'arithmetic(1000, 31)'],
  ['-1', '-1'],
  ['2j', 'unknown()'],
  ['x(True, None)', 'x(true, nothing)'],
  ["{'a': 1, **b, 2: c, 'd' 'e': f}", '{a: 1, ...b, [2]: c, de: f}'],
  ["{'a': 1} | b", '{a: 1, ...b}'],
  ['[1, *a] + b', '[1, ...a, ...b]'],
  ['[{1}, (2,), ()]', '[[1], [2], []]'],
  ['A | ~B & C', 'or(A, and(not(B), C))'],
  ['1 | 2', 'arithmetic(1, 2)'],
  ['a or b', 'choice(a, a, b)'],
  ['a and b', 'choice(a, b, a)'],
  ['b if a or not c else d', 'choice(or(a, not(c)), b, d)'],
  ['a is not None', 'not-equal(a, nothing)'],
  ['a not in b', 'not(in(a, b))'],
  ['a < b >= c', 'and(less(a, b), not(less(b, c)))'],
  ['isinstance(a, (B, C))', 'instance-of(a, [B, C])'],
  ["a['b'].c[0][d, e]", 'a.b.c[0][[d, e]]'],
  ['a[1:b]', 'unknown(a, 1, b)'],
  ['f(1, *a, k=2, **b)', 'f(1, ...a, k=2, **b)'],
  ['f(a, \\\n  b)', 'f(a, b)'],
  ['await f()', 'await f()'],
  ['[f(x) for x in y]', 'y.map(fn(x) {return f(x)})'],
  ['f(x for x, in y if x)', 'f(y.filter(fn([x]) {return x}).map(fn([x]) {return x}))'],
  ['[b for a in x for b in a]', 'x.flatMap(fn(a) {return a.map(fn(b) {return b})})'],
  ['{k: v for k, v in x}', 'unknown(x.map(fn([k, v]) {return [k, v]}))'],
  ['...', 'unknown()'],
])('expressions: %s', (text, form) => expect(formOf(text)).toBe(form));

test.each([
  ['if a: b()\nelif c: d()\nelse: e()', 'if a {b()} else {if c {d()} else {e()}}'],
  ['for a, b in c: d()\nelse: e()', 'each [a, b] of c {d()}\ne()'],
  ['for x.a in b: pass', 'each (x.a) of b {x.a := (x.a)}'],
  ['while a:\n  break', 'repeat a {leave}'],
  ['with a() as b, c: d()', 'let b = a()\nc\nd()'],
  ['try: a()\nexcept E as e: b()\nelse: c()\nfinally: d()', 'try {a(); c()} catch e: E {b()} after {d()}'],
  [
    'try: a()\nexcept E as e: b()\nexcept (F, G): c()',
    'try {a()} catch {if unknown(E) {let e: E = unknown(); b()} else {c()}} after {}',
  ],
  ['try: a()\nfinally: b()', 'try {a()} after {b()}'],
  ['raise E(a) from b', 'throw E(a)'],
  ['assert a or b, c', 'if not(or(a, b)) {throw c} else {}'],
  [
    "match a:\n  case 1 | 'b': c()\n  case D.e: return\n  case F(g=h): i()\n  case [j] if k: pass\n  case _: l()",
    "select a {1: {} 'b': {c(); leave} D.e: {return} unknown(F): {let h = unknown(); i(); leave} unknown(k): {let j = unknown(); leave} default: {l(); leave}}",
  ],
  ['del a\npass\nglobal b', ''],
  ['print "a", b', "unknown('a', b)"],
])('statements: %s', (text, form) => expect(formOf(text)).toBe(form));

test.each([
  ['a.b.C', 'a.b.C', 'a.b.C'],
  ['Optional[X]', 'X', 'Optional[X]'],
  ['t.Union[X, None]', 'X', 't.Union[[X, nothing]]'],
  ['X | None', 'X', 'or(X, nothing)'],
  ['X | Y', '<X, Y>', 'or(X, Y)'],
  ['"X"', 'X', 'X'],
  ['"m.List[X]"', 'm.List<X>', 'm.List[X]'],
  ['list["X"]', 'list<X>', 'list[X]'],
  ['Annotated[X, Depends(f), "doc"]', 'X', "Annotated[[X, Depends(f), 'doc']]"],
  ["Literal['a', 'b']", 'Literal', "Literal[['a', 'b']]"],
  ['Callable[[A], B]', 'Callable<<A>, B>', 'Callable[[[A], B]]'],
  ['None', 'None', 'nothing'],
  ['"two words"', '', "'two words'"],
])('types: %s', (written, shape, annotation) => {
  const module = moduleOf(`def f(a: ${written}): pass`);
  const [parameter] = programFile('a.py', 'product', '', module).functions[0]?.parameters ?? [];
  const type = parameter?.pattern.type;
  expect({
    shape: type && typeText(type),
    annotation:
      parameter?.annotation &&
      moduleText({ ...module, body: [{ kind: 'evaluate', at: parameter.at, value: parameter.annotation }] }),
  }).toEqual({ shape, annotation });
});

test('documentation is the first text of a body, without its indent', () => {
  const text =
    'def f():\n  """One.\n\n    Two.\n      Three.\n  """\n  return 1\nclass A:\n  "Of A."\n  def m(self): f"no"\n';
  const { functions, classes } = fileOf(text);
  expect([functions.map(fn => fn.doc), classes.map(cls => cls.doc)]).toEqual([
    ['One.\n\nTwo.\n  Three.', ''],
    ['Of A.'],
  ]);
});

test('places are exact: a call is named by its narrowest token, a decorator covers its sign', () => {
  const text =
    '@app.route("/a")\n@login\ndef f(): pass\nr.get("b")(g)\nsuper().x()\nsuper().__init__(1)\n[h(x) for x in y]\n';
  const { calls } = fileOf(text);
  expect(calls.map(({ call }) => [textAt(text, call.nameAt), textAt(text, call.at)])).toEqual([
    ['route', '@app.route("/a")'],
    ['route', 'app.route("/a")'],
    ['login', '@login'],
    ['r.get("b")', 'r.get("b")(g)'],
    ['get', 'r.get("b")'],
    ['x', 'super().x()'],
    ['__init__', 'super().__init__(1)'],
    ['[h(x) for x in y]', '[h(x) for x in y]'],
    ['h', 'h(x)'],
  ]);
});

test('places inside quoted types are those of the file', () => {
  const text = 'def f(a: "m.List[X]"): pass';
  const type = fileOf(text).functions[0]?.parameters[0]?.pattern.type;
  expect(type && [textAt(text, type.at), type.arguments.map(one => textAt(text, one.at))]).toEqual([
    'm.List[X]',
    ['X'],
  ]);
});

test('functions and classes have places of their own as names', () => {
  const text = '@a\ndef f():\n  x = [lambda: y for y in z if y]\n  class A:\n    g()\n    def m(self): pass\n';
  const { functions, classes } = fileOf(text);
  const ids = [...functions, ...classes].map(({ id }) => id);
  expect({ count: ids.length, distinct: new Set(ids).size }).toEqual({ count: 7, distinct: 7 });
});
