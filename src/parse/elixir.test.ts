import { expect, test } from 'vitest';
import type { Module } from '../core/program.ts';
import { block, importShown, memberShown } from '../../tests/support/program-text.ts';
import { grammarFile } from './program-module.ts';

async function moduleOf(text: string): Promise<Module> {
  const result = await grammarFile('elixir', 'a.ex', 'product', text);
  if (result.kind !== 'parsed') throw new Error('it was not parsed');
  expect(result.diagnostics).toEqual([]);
  return result.file.module;
}

/** What a function of the module `A` does. */
async function bodyOf(text: string): Promise<string> {
  const [members = ''] = await membersOf(`def f(x) do\n${text}\nend`);
  return members.replace(/^static f function A\.f\(x\) \{/, '').replace(/\}$/, '');
}

async function membersOf(text: string): Promise<readonly string[]> {
  const module = await moduleOf(`defmodule A do\n${text}\nend\n`);
  return module.body.flatMap(statement =>
    statement.kind === 'declare' && statement.value?.kind === 'class'
      ? statement.value.cls.members.map(memberShown)
      : [],
  );
}

test.each([
  ['"a#{x}b"', "return concat('a', x, 'b')"],
  ['"\\n\\u0041\\""', `return '\nA"'`],
  [':ok', "return 'ok'"],
  [':"a b"', "return 'a b'"],
  ['[1_000, nil, true, ?a]', 'return [1000, nothing, true, 97]'],
  ['{:ok, x}', "return ['ok', x]"],
  ['[a: 1, b: x]', 'return {a: 1, b: x}'],
  ['[:c, a: 1]', "return ['c', ['a', 1]]"],
  ['[1 | x]', 'return [1, ...x]'],
  ['%{"a" => 1, b: 2}', 'return {a: 1, b: 2}'],
  ['%{x | b: 2}', 'return {...x, b: 2}'],
  ['%User{name: 1}', 'return {__struct__: User, name: 1}'],
  ['~w(a b)a', "return ['a', 'b']"],
  ['~r/^a/i', 'return /^a/i'],
  ['x.a.b', 'return x.a.b'],
  ['x[:a]["b"][x]', 'return x.a.b[x]'],
  ['Mix.env()', 'return Mix.env()'],
  ['Mix.env', 'return Mix.env()'],
  ['x.(1)', 'return x(1)'],
  ['x |> g(1) |> M.h() |> k', 'return k(M.h(g(x, 1)))'],
  ['g x, a: 1', 'return g(x, {a: 1})'],
  ['g x do\n1\nend', 'return g(x, {do: arrow() {return 1}})'],
  ['fn a, _ -> a end', 'return arrow(a, _) {return a}'],
  ['&g/1', 'return g'],
  ['&M.g/1', 'return M.g'],
  ['&(&1 + &2)', 'return arrow(&1, &2) {return arithmetic(&1, &2)}'],
  ['x || 1', 'return choice(x, x, 1)'],
  ['x && 1', 'return choice(x, 1, x)'],
  ['x == 1 and not is_nil(x)', 'return choice(equal(x, 1), not(equal(x, nothing)), equal(x, 1))'],
  ['x >= 1', 'return not(less(x, 1))'],
  ['x not in [1]', 'return not(in(x, [1]))'],
  ['"a" <> x', "return concat('a', x)"],
  ['raise Forbidden, "no"', "return arrow() {throw new Forbidden('no')}()"],
])('expressions: %s', async (text, expected) => {
  expect(await bodyOf(text)).toBe(expected);
});

test.each([
  ['y = x\ny', 'let y = x; return y'],
  ['{:ok, y} = x\ny', "if mismatches(x, ['ok', unknown()]) {throw} else {}; let y = x[1]; return y"],
  ['if x do\n1\nelse\n2\nend', 'if x {return 1} else {return 2}'],
  ['unless x, do: 1', 'if x {return nothing} else {return 1}'],
  ['if y = x.a do\ny\nend', 'if (y := x.a) {return y} else {return nothing}'],
  ['y = if x, do: 1, else: 2\ny', 'let y = choice(x, 1, 2); return y'],
  [
    'case x do\n{:ok, y} when y > 1 -> y\n_ -> nil\nend',
    "if and(matches(x, ['ok', unknown()]), less(1, x[1])) {let y = x[1]; return y} else {}; return nothing",
  ],
  [
    'case x do\n"Bearer " <> t -> t\nnil -> 1\nend',
    "if matches(x, concat('Bearer ', unknown())) {let t = x[unknown()]; return t} else {}; if mismatches(x, nothing) {throw} else {}; return 1",
  ],
  ['cond do\nx -> 1\ntrue -> 2\nend', 'if x {return 1} else {}; return 2'],
  [
    'with {:ok, y} <- x, z = y do\nz\nend',
    "if matches(x, ['ok', unknown()]) {} else {return x}; let y = x[1]; let z = y; return z",
  ],
  [
    'with [y] <- x do\ny\nelse\n_ -> 2\nend',
    'let (else 1) = arrow((value)) {return 2}; if matches(x, [unknown()]) {} else {return (else 1)(x)}; let y = x[0]; return y',
  ],
  ['try do\nx\nrescue\ne in E -> e\nend', 'try {return x} catch {let e = unknown(); return e} after {}'],
  [
    'for y <- x, y > 1, do: g(y)',
    'return arrow() {each items (element 1) of x {let y = (element 1); if less(1, y) {g(y)} else {}}; return unknown()}()',
  ],
])('statements: %s', async (text, expected) => {
  expect((await bodyOf(text)).replaceAll(/\((value|element|else) \d+\)/g, '($1 1)')).toBe(expected);
});

test('all clauses of a name are one function, which tries them in order', async () => {
  expect(await membersOf('def f(nil, _), do: 1\ndef f(%{a: a} = b, c), do: {a, b, c}')).toEqual([
    'static f function A.f((argument 0), (argument 1)) {if matches((argument 0), nothing) {return 1} else {}; if mismatches((argument 0), {a: unknown()}) {throw} else {}; let a = (argument 0).a; let b = (argument 0); let c = (argument 1); return [a, b, c]}',
  ]);
});

test('clauses of several lengths are told by what is not given, and heads give defaults', async () => {
  expect(await membersOf('def f(a), do: a\ndef f(a, b), do: b\ndef g(a, b \\\\ 1)\ndef g(a, b), do: b')).toEqual([
    'static f function A.f(a, b) {if equal(b, nothing) {return a} else {}; return b}',
    'static g function A.g(a, b = 1) {return b}',
  ]);
});

test('attributes are static fields; one with several values has each from its line on', async () => {
  expect(await membersOf('@a "/x"\n@b 1\ng(@a)\n@b 2')).toEqual([
    "static @a = '/x'",
    'static static function() {A.@b := 1; g(@a); A.@b := 2}',
  ]);
});

test('what a macro makes runs where it is used, and functions in it are members', async () => {
  expect(await membersOf('defmacro __using__(_) do\nquote do\nplug :b\ndef c(d), do: d\nend\nend')).toEqual([
    "static __using__ function A.__using__(_) {arrow quote() {plug('b')}()}",
    'static c function A.c(d) {return d}',
  ]);
});

test('names are those of modules, as aliases and imports say', async () => {
  const module = await moduleOf(`
defmodule Shop.Router do
  use ShopWeb, :router
  import Shop.Auth, only: [check: 2]
  alias Shop.{Cart, Admin.Users}
  alias Shop.Long, as: L
  Cart.a()
  L.B.c(Users)
  plug :check
  defmodule Inner do
    Shop.Other.d()
  end
end
`);
  expect(module.imports.map(importShown)).toEqual([
    'ShopWeb = * of ShopWeb',
    'Shop.Auth = * of Shop.Auth',
    'Shop.Cart = * of Shop.Cart',
    'Shop.Long.B = * of Shop.Long.B',
    'Shop.Admin.Users = * of Shop.Admin.Users',
    'Shop.Other = * of Shop.Other',
    'router = router of ShopWeb#router',
    'check = check of ShopWeb#router,Shop.Auth',
    'plug = plug of ShopWeb#router,Shop.Auth',
  ]);
  expect(module.exports.map(one => (one.kind === 'local' ? one.exported : one.kind))).toEqual([
    'Shop.Router',
    'Shop.Router.Inner',
  ]);
  expect(block(module.body)).toBe(
    'let Shop.Router.Inner = class Shop.Router.Inner; let Shop.Router = class Shop.Router',
  );
});
