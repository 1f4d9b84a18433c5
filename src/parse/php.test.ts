import { beforeAll, expect, test } from 'vitest';
import { block, exportShown, importShown, memberShown, shown } from '../../tests/support/program-text.ts';
import type { ClassNode, Module } from '../core/program.ts';
import { programModule } from './program-module.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('php'));

function moduleOf(text: string): Module {
  const parsed = programModule('php', 'src/A.php', text);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  return parsed.file;
}

/** The statements of a file, without those that only say which variables there are. */
function formOf(body: string): string {
  return block(
    moduleOf(`<?php\n${body}`).body.filter(
      statement => statement.kind !== 'declare' || statement.value !== undefined || body.includes('function'),
    ),
  );
}

function classesOf(text: string): readonly ClassNode[] {
  return moduleOf(`<?php\n${text}`).body.flatMap(item =>
    item.kind === 'declare' && item.value?.kind === 'class' ? [item.value.cls] : [],
  );
}

test.each([
  [String.raw`$x = 'a\'b\n$c';`, String.raw`x := 'a'b\n$c'`],
  [String.raw`$x = "a\tb\x41\101\$y";`, "x := 'a\tbAA$y'"],
  ['$x = "a $b->c {$d[\'e\']} $f[g] ${h}";', "x := concat('a ', b.c, ' ', d.e, ' ', f.g, ' ', h)"],
  ['$x = <<<EOT\n    a $b\n      c\n    EOT;', "x := concat('a ', b, '\n  c')"],
  ["$x = <<<'EOT'\n  raw $y\n  EOT;", "x := 'raw $y'"],
  ['$x = 0x1F + 1_000 + 017 - 1.5;', 'x := arithmetic(arithmetic(31, 1000, 15), 1.5)'],
  ["$x = 'a' . B . $c;", "x := concat('a', B, c)"],
  ["$x = ['a' => 1, 2, 'b' => [true, null]];", 'x := {a: 1, 0: 2, b: [true, nothing]}'],
  ['$x = [1, ...$y];', 'x := [1, ...y]'],
  ['$x = array(1, 2);', 'x := [1, 2]'],
  ["$x[] = 1; $x['a'][$b] = 2;", 'x.push(1); x.a[b] := 2'],
  ['$x = $a ?: $b; $y = $a ?? $b;', 'x := choice(a, a, b); y := choice(not-equal(a, nothing), a, b)'],
  ['$x = $a && $b || $c;', 'x := or(and(a, b), c)'],
  ['if ($a and !$b or $c === null) d();', String.raw`if or(and(a, not(b)), equal(c, nothing)) {\d()} else {}`],
  [
    'if (isset($a, $b) || empty($c)) { d(); } elseif ($e instanceof F) g(); else h();',
    String.raw`if or(and(not-equal(a, nothing), not-equal(b, nothing)), not(c)) {\d()} else {if instance-of(e, F) {\g()} else {\h()}}`,
  ],
  ['$x = $a > $b; $y = $a <= $b;', 'x := less(b, a); y := not(less(b, a))'],
  [
    '$x .= "y"; $x ??= $y; $x++;',
    "x := concat(x, 'y'); x := choice(not-equal(x, nothing), x, y); x := arithmetic(x, 1)",
  ],
  ["[$a, , $b] = $x; ['k' => $c] = $y;", 'let [a, , b] = x; let {k: c} = y'],
  ['$x = match(true) { $a => 1, default => 2 };', 'x := choice(a, 1, 2)'],
  [
    "$x = match($y) { 'a', 'b' => f(), default => null };",
    String.raw`x := choice(or(equal(y, 'a'), equal(y, 'b')), \f(), nothing)`,
  ],
  ["Route::get('/x', [C::class, 'm'])->name('n');", "Route.get('/x', [C, 'm']).name('n')"],
  ['$x = $this->a?->b(c: 1, d: $d)->{$m}()->e;', 'x := self.a.b(c=1, d=d)[m]().e'],
  ['$x = A::B; $y = A::$c; $z = \\D\\E::class;', 'x := A.B; y := A.c; z := D\\E'],
  ['new A(1); new \\B; new $c(2); new class(3) extends D {};', String.raw`new A(1); new \B(); new c(2); new class (3)`],
  ['$f = strlen(...); $g = $a->b(...); $h = C::d(...);', String.raw`f := \strlen; g := a.b; h := C.d`],
  [
    'foreach ($a as $v) b($v); foreach ($a as $k => [$v]) c();',
    String.raw`each values v of a {\b(v)}; each entries [k, [v]] of a {\c()}`,
  ],
  [
    'while ($a) { break; } for ($i = 0; $i < 2; $i++) f();',
    String.raw`repeat a {leave}; {i := 0; repeat less(i, 2) {\f(); i := arithmetic(i, 1)}}`,
  ],
  ['switch ($a) { case 1: b(); break; default: c(); }', String.raw`select a {1: {\b(); leave} default: {\c()}}`],
  [
    'try { a(); } catch (B | C $e) { d(); } catch (\\Exception $f) { g(); } finally { h(); }',
    String.raw`try {\a()} catch e: <B, C> {if or(instance-of(e, B), instance-of(e, C)) {\d()} else {let f: \Exception = e; \g()}} after {\h()}`,
  ],
  ['throw new E(1); exit; die("x");', "throw new E(1); throw; throw unknown('x')"],
  ['$x = (int) @$y; echo $a, f();', String.raw`x := y; unknown(a, \f())`],
  [
    "$x = require __DIR__ . '/a.php'; include dirname(__DIR__) . '/b.php'; require_once $p;",
    "x := load('./a.php'); load('../b.php'); load(p)",
  ],
  ['if ($a): b(); else: c(); endif;', String.raw`if a {\b()} else {\c()}`],
  ['if ($a) { $b = 1; }', 'if a {b := 1} else {}'],
])('%s', (text, form) => {
  expect(formOf(text)).toBe(form);
});

test('what stands around the tags is text, and what stands in them runs', () => {
  expect(block(moduleOf('<h1>\n<?php $x = 1; ?>\n<p><?= f($x) ?></p>').body)).toBe(String.raw`x := 1; \f(x)`);
});

test('variables are those of their function, wherever in it they are assigned', () => {
  expect(formOf('function f($a) { if ($a) { $b = 1; } $c = 2; global $d; $d = 3; }')).toBe(
    String.raw`let \f = function f(a) {let b; if a {b := 1} else {}; let c = 2; d := 3}`,
  );
  expect(formOf('$f = function ($a) use ($b): int { $b = $a; return $b; }; $g = fn(A $x) => $x . $y;')).toBe(
    'f := arrow(a) {b := a; return b}; g := arrow(x: A) {return concat(x, y)}',
  );
});

test('names are full names, which the file imports unless it declares them', () => {
  const { imports, exports } = moduleOf(`<?php
namespace App\\Http;
use Illuminate\\Support\\Facades\\Route as R;
use Q\\{A, B as C, function f};
use function P\\g;
class Own {}
function own() {}
R::get(A::class, new Own, new Near, new Sub\\Deep, new \\Top, new C\\Below);
f(); g(); own(); strlen(); \\Full\\h(); namespace\\i();
`);
  expect(imports.map(importShown)).toEqual([
    'R = Route of Illuminate\\Support\\Facades',
    'A = A of Q',
    'C = B of Q',
    'Near = Near of App\\Http',
    'App\\Http\\Sub\\Deep = Deep of App\\Http\\Sub',
    '\\Top = Top of \\',
    'Q\\B\\Below = Below of Q\\B',
    '\\f = f of Q',
    '\\g = g of P',
    '\\strlen = strlen of App\\Http,\\',
    '\\Full\\h = h of Full',
    '\\App\\Http\\i = i of App\\Http',
  ]);
  expect(exports.map(exportShown)).toEqual(['own = local \\own', 'Own = local Own']);
});

test('functions and classes in branches are declared with the file, and bases before what extends them', () => {
  expect(formOf("class B extends A {} class A {} if (!function_exists('f')) { function f() {} } const X = 1;")).toBe(
    String.raw`let \f = function f() {}; let A = class A; let B = class B; if not(\function_exists('f')) {} else {}; let X = 1`,
  );
});

test('a class has its constants, properties, methods and traits', () => {
  const [cls] = classesOf(`
abstract class A extends B implements C {
  use T, U { T::x insteadof U; }
  const ONE = 'a', TWO = self::ONE . 'b';
  protected ?D $d = null;
  public static $list = [1];
  public function __construct(private readonly E $e, int ...$rest) { parent::__construct($e); }
  public static function make(): static { return new static(self::ONE); }
  abstract protected function later(A|null $a, B|C $b);
  private function run() { self::make(); static::make(); parent::run(); }
}`);
  expect([shown(cls?.extends ?? { kind: 'nothing', at: cls?.at ?? never() }), cls?.others?.map(shown)]).toEqual([
    'B',
    ['T', 'U', 'C'],
  ]);
  expect(cls?.isAbstract).toBe(true);
  expect(cls?.members.map(memberShown)).toEqual([
    "static ONE = 'a'",
    "static TWO = concat(A.ONE, 'b')",
    'd: D = nothing',
    'static list = [1]',
    'constructor function(field e: E, ...rest: int) {super(e)}',
    'static make function() {return new self(A.ONE)}',
    'abstract later function(a: A, b: <B, C>) {}',
    'run function() {self.make(); self.make(); super.run()}',
  ]);
});

function never(): never {
  throw new Error('no class');
}

test('cases of an enum have their name and value', () => {
  const [cls] = classesOf("enum Role: string { case Admin = 'admin'; case Guest; const X = self::Admin; }");
  expect(cls?.form).toBe('enum');
  expect(cls?.members.map(memberShown)).toEqual([
    "static Admin = {name: 'Admin', value: 'admin'}",
    "static Guest = {name: 'Guest'}",
    'static X = Role.Admin',
  ]);
});

test('attributes, and annotations of imported classes in comments, are decorators', () => {
  const [cls] = classesOf(`
use Symfony\\Component\\Routing\\Annotation\\Route;
use Doctrine\\ORM\\Mapping as ORM;
/**
 * Says more.
 * @author Someone("x")
 * @Route("/a", name="b", methods={"GET", "POST"},
 *   requirements={"id": "\\d+"})
 * @ORM\\Entity(repositoryClass=X::class)
 */
#[Route('/c', methods: ['GET']), Other]
class A {
  /** @Route("/broken" */
  #[Get]
  public function m() {}
}`);
  expect(cls?.decorators.map(({ expression }) => shown(expression))).toEqual([
    "Route('/a', name='b', methods=['GET', 'POST'], requirements={id: '\\d+'})",
    'Doctrine\\ORM\\Mapping\\Entity(repositoryClass=X)',
    "Route('/c', methods=['GET'])",
    'Other',
  ]);
  expect(cls?.members.flatMap(({ kind, ...one }) => ('decorators' in one ? one.decorators.length : kind))).toEqual([1]);
});

test('places are those of the text', () => {
  const [statement] = moduleOf("<?php\n\nRoute::get('/x');\n").body;
  const call = statement?.kind === 'evaluate' && statement.value.kind === 'call' ? statement.value : undefined;
  expect(call && [call.at.line, call.at.column, call.at.endColumn, call.nameAt.column, call.nameAt.endColumn]).toEqual([
    3, 1, 17, 8, 11,
  ]);
});

test.each([
  ['use Q\\{A, B as C,};', ['A Q.A', 'C Q.B']],
  ['use Q\\R\\{\n  A,\n  S\\B,\n};', ['A Q\\R.A', 'B Q\\R\\S.B']],
  // Functions are known by their full name where they are called.
  ['use function Q\\{f,};', []],
  ['use Q\\{A};', ['A Q.A']],
])('%j is of the language, and names what it names', (text, names) => {
  const parsed = programModule('php', 'a.php', `<?php\n${text}\n$x = 'use Q\\{A,}';\n`);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  expect(parsed.diagnostics).toEqual([]);
  expect(parsed.file.imports.map(({ local, module, imported }) => `${local} ${module}.${imported}`)).toEqual(names);
  expect(JSON.stringify(parsed.file)).toContain('use Q\\\\{A,}');
});

test('two commas after the last name of a group are not of the language', () => {
  const parsed = programModule('php', 'a.php', '<?php\nuse Q\\{A,,};\n');
  expect(parsed.kind === 'parsed' && parsed.diagnostics.map(({ code }) => code)).toEqual(['php-syntax-error']);
});
