import { beforeAll, expect, test } from 'vitest';
import { block, exportShown, importShown, marks, memberShown, shown } from '../../tests/support/program-text.ts';
import type { ClassNode, Module } from '../core/program.ts';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('rust'));

function moduleOf(text: string): Module {
  const parsed = programModule('rust', 'src/lib.rs', text);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  return parsed.file;
}

/** The statements of a function with this body. */
function formOf(body: string): string {
  const [first] = moduleOf(`fn f() { ${body} }`).body;
  return first?.kind === 'declare' && first.value?.kind === 'function' ? block(first.value.fn.body) : 'no function';
}

function classText(cls: ClassNode | undefined): readonly string[] {
  if (!cls) return [];
  return [
    `${marks(cls.decorators)}${cls.form ?? 'class'} ${cls.name ?? ''}`,
    ...(cls.extends ? [`extends ${shown(cls.extends)}`] : []),
    ...(cls.others ? [`others ${cls.others.map(shown).join(', ')}`] : []),
    ...cls.members.map(memberShown),
  ];
}

function classesOf(text: string): readonly ClassNode[] {
  return moduleOf(text).body.flatMap(item =>
    item.kind === 'declare' && item.value?.kind === 'class' ? [item.value.cls] : [],
  );
}

test.each([
  ['a block gives its last expression', 'a(); b', 'a(); return b'],
  ['with a semicolon it gives nothing', 'a(); b;', 'a(); b'],
  ['awaiting and borrowing change nothing', 'g(&x, &mut y, *z).await', 'return g(x, y, z)'],
  ['? is a method', 'g(x)?.h()?', 'return g(x).?().h().?()'],
  [
    'a branch as a value',
    'let x = if a { b } else { c }; x',
    'let x#; if a {x# := b} else {x# := c}; let x = x#; return x',
  ],
  [
    'a branch in a call comes before it',
    'g(if a { b } else { c })',
    'let #1; if a {#1 := b} else {#1 := c}; return g(#1)',
  ],
  ['a branch at the end', 'if a { b } else { c }', 'if a {return b} else {return c}'],
  ['if let', 'if let Some(x) = y { x } else { 1 }', 'if y.is_some() {let x = y.unwrap(); return x} else {return 1}'],
  [
    'let else',
    'let Ok(x) = g() else { return 1 }; x',
    'let #1 = g(); if not(#1.is_ok()) {return 1} else {}; let x = #1.unwrap(); return x',
  ],
  [
    'match',
    'match a { Some(x) if x > 1 => x, None => 2, Kind::B(y) => y, 3 | 4 => 5, _ => 6 }',
    'let x = a.unwrap_or_default(); if and(a.is_some(), less(1, x)) {let x = a.unwrap(); return x} else {if a.is_none() {return 2} else {if instance-of(a, Kind.B) {let y = a[0]; return y} else {if or(equal(a, 3), equal(a, 4)) {return 5} else {return 6}}}}',
  ],
  ['nothing is bound by _', 'match a { Some(_) => 1, _ => 2 }', 'if a.is_some() {return 1} else {return 2}'],
  ['matches!', 'matches!(a, Some(1) | None)', 'return or(and(a.is_some(), equal(a.unwrap(), 1)), a.is_none())'],
  ['loops', 'for (a, b) in c { g(a); } while x { h(); }', 'each items [a, b] of c {g(a)}; repeat x {h()}'],
  ['closures', 'g(|x| x + 1, move || { h() })', 'return g(arrow(x) {return concat(x, 1)}, arrow() {return h()})'],
  ['texts', 'g("a\\n", r#"b"#, \'c\', concat!("/", X))', "return g('a\n', 'b', 'c', concat('/', X))"],
  ['format! puts names and values in', 'format!("{}/{id}/{0}", BASE)', "return concat(BASE, '/', id, '/', BASE)"],
  ['vec! is a list', 'vec![a(), b]', 'return [a(), b]'],
  ['tuples and their parts', '(a, b.0)', 'return [a, b[0]]'],
  ['structs are made with names', 'S { a: 1, b, ..c }', 'return new S(a=1, b=b, ...c)'],
  [
    'bail! and ensure! end the function',
    'ensure!(a, "x"); bail!("y");',
    "if not(a) {return Err('x')} else {}; return Err('y')",
  ],
  ['None is nothing', 'None', 'return nothing'],
])('%s', (_name, body, expected) => expect(formOf(body)).toBe(expected));

test('imports are those of `use`, and paths that are written out', () => {
  const { imports } = moduleOf(`use axum::{routing::{get, post as p}, Router};
mod users;
fn f() { Router::new(); get(users::list); crate::api::make(); p(axum::Json::<u8>::from(1)); }`);
  expect(imports.map(importShown)).toEqual([
    'Router = Router of axum',
    'p = post of axum::routing',
    'get = get of axum::routing',
    'self::users::list = list of self::users',
    'crate::api::make = make of crate::api',
    'axum::Json = Json of axum',
  ]);
});

test('what a `*` import may bring in is imported by its name; names of the language and of the file are not', () => {
  const { imports } = moduleOf(`use super::*;
use salvo::prelude::*;
fn own() {}
fn f(x: u8) -> Option<String> { own(); let y = x; helper(y); Some(Router::new()) }`);
  expect(imports.filter(({ isTypeOnly }) => !isTypeOnly).map(importShown)).toEqual([
    'helper = helper of super,salvo::prelude',
    'Router = Router of super,salvo::prelude',
  ]);
});

test('modules in the text hold their items, and see those around them', () => {
  const { body } = moduleOf(`const A: u8 = 1;
mod inner { use super::*; pub fn g() { h(); super::top(); A } fn h() {} }
fn top() { inner::g() }`);
  expect(body.map(statement => block([statement]))).toEqual([
    'let inner::g = function g() {inner::h(); top(); return A}',
    'let inner::h = function h() {}',
    'let inner = {g: inner::g, h: inner::h}',
    'let top = function top() {return inner::g()}',
    'let A = 1',
  ]);
});

test('tests are no part of the program', () => {
  expect(
    moduleOf(
      '#[cfg(test)] mod tests { fn a() {} } #[test] fn b() {} #[tokio::test] async fn c() {} #[cfg(all(test, unix))] fn d() {}',
    ).body,
  ).toEqual([]);
});

test('a type has the members of its `impl` blocks; elsewhere a block is a type of its own', () => {
  const classes = classesOf(`#[derive(Clone)]
pub struct User { id: u8 }
impl User { const X: u8 = 1; fn new() -> Self { Self { id: 1 } } fn me(&self) -> u8 { self.id } }
impl Shown for User { fn show(&self) {} }
impl Shown for other::Thing { fn show(&self) {} }`);
  expect(classes.map(classText)).toEqual([
    [
      '@derive!(Clone) class User',
      'others Shown',
      'static id: u8',
      'static X = 1',
      'static new function() {return new User(id=1)}',
      'me function() {return self.id}',
      'show function() {}',
    ],
    ['class Thing', 'extends other::Thing', 'others Shown', 'show function() {}'],
  ]);
});

test('attributes of functions are calls around them; those for the compiler are left out', () => {
  const { body } = moduleOf('#[inline] #[get("/x", wrap = "Y")] #[login::required] pub async fn f() {}');
  expect(body.map(statement => block([statement]))).toEqual([
    "let f = get!('/x', wrap='Y')(login::required!(function f() {}))",
  ]);
});

test('everything is exported, as a module below sees what is private', () => {
  const { exports } = moduleOf('mod a; pub mod b {} fn f() {} pub use a::g as h; pub use c::*;');
  expect(exports.map(exportShown)).toEqual([
    'f = local f',
    'a = * of self::a',
    'b = local b',
    'h = g of self::a',
    'all of c',
  ]);
});

test('where a name comes from', () => {
  const text = 'use axum::routing::get; fn f() { get(a); axum::Router::new(); }';
  const file = programFile('src/lib.rs', 'product', text, moduleOf(text));
  expect(file.calls.map(({ call }) => file.originOf(call.callee))).toEqual([
    { module: 'axum::routing', path: ['get'] },
    { module: 'axum', path: ['Router', 'new'] },
  ]);
});
