import { expect, test } from 'vitest';
import type { Module } from '../core/program.ts';
import { block, memberShown } from '../../tests/support/program-text.ts';
import { grammarFile } from './program-module.ts';

async function moduleOf(text: string): Promise<Module> {
  const result = await grammarFile('ruby', 'a.rb', 'product', text);
  if (result.kind !== 'parsed') throw new Error('the file was not parsed');
  expect(result.diagnostics).toEqual([]);
  return result.file.module;
}

async function formOf(text: string): Promise<string> {
  return block((await moduleOf(text)).body);
}

/** The members of the only class of a text. */
async function membersOf(text: string): Promise<readonly string[]> {
  const { body } = await moduleOf(text);
  return body.flatMap(one =>
    one.kind === 'declare' && one.value?.kind === 'class' ? one.value.cls.members.map(memberShown) : [],
  );
}

test.each([
  ['f "a#{b}\\n"', "self.f(concat('a', self.b(), '\n'))"],
  ['f :a, :"b c", %w[d e], %i[g h]', "self.f('a', 'b c', ['d', 'e'], ['g', 'h'])"],
  ['f 1_000, -2, 1.5, nil, true', 'self.f(1000, -2, 1.5, nothing, true)'],
  ['f(/a\\/b/i)', 'self.f(/a\\/b/i)'],
  ["f 'x' => 'y#z', as: :w, 'v' => 1", "self.f({x: 'y#z', v: 1}, as='w')"],
  ['f(*a, **b, &c)', 'self.f(...self.a(), ...self.b(), &=self.c())'],
  ['f(&:name)', 'self.f(&=arrow(_1) {return _1.name()})'],
  ['f { |a, b| a.c b }', 'self.f(&=arrow(a, b) {return a.c(b)})'],
  ['f { it.g }', 'self.f(&=arrow(it) {return it.g()})'],
  ['x = ->(a) { a }', 'let x; x := arrow(a) {return a}'],
  ['A::B.new(1)', 'new A::B(1)'],
  ['A.b.c', 'A.b().c()'],
  ['a&.b', 'self.a().b()'],
  ["a['b'][:c][d]", 'self.a().b.c[self.d()]'],
  ['@a ||= b', 'self.@a := choice(self.@a, self.@a, self.b())'],
  ['a.b = c', 'self.a().b := self.c()'],
  ['a == b && c', 'if equal(self.a(), self.b()) {self.c()} else {}'],
  [
    'x = a && b || c',
    'let x; x := choice(choice(self.a(), self.b(), self.a()), choice(self.a(), self.b(), self.a()), self.c())',
  ],
  ['f(a.nil?, b.present?, c.blank?)', 'self.f(equal(self.a(), nothing), not(not(self.b())), not(self.c()))'],
  ['f(a.is_a?(String))', 'self.f(instance-of(self.a(), String))'],
  ["require 'a'; require_relative 'b'", "load('a'); load('./b')"],
  ['f(<<~X)\n  a\nX\n', "self.f('\n  a\n')"],
])('expressions: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test.each([
  ['a if b', 'if self.b() {self.a()} else {}'],
  ['unless a then b else c end', 'if not(self.a()) {self.b()} else {self.c()}'],
  ['x = if a then 1 else 2 end', 'let x; if self.a() {x := 1} else {x := 2}'],
  ['raise A, "b" unless c', "if not(self.c()) {throw new A('b')} else {}"],
  ['[1, 2].each do |x| f x end', 'each items x of [1, 2] {self.f(x)}'],
  [
    'begin; a; rescue B => e; c; ensure; d; end',
    'let e; try {self.a()} catch $!: B {let e: B = $!; self.c()} after {self.d()}',
  ],
  ['x = a rescue b', 'let x; try {x := self.a()} catch {x := self.b()} after {}'],
  ['case a when 1, 2 then b else c end', 'select self.a() {1: {} 2: {self.b(); leave} default: {self.c(); leave}}'],
  ['case when a then b end', 'if self.a() {self.b()} else {{}}'],
  ['a, b = 1, 2', 'let a; let b; a := 1; b := 2'],
])('statements: %s', async (text, expected) => {
  expect(await formOf(text)).toBe(expected);
});

test('the last value of a method is given back, and so is that of each branch', async () => {
  expect(await formOf('def f(a, b = 1, *c, d:, **e)\n  return 1 if a\n  if b then c else d end\nend')).toBe(
    'let f = arrow f(a, b = 1, ...c, d, e, &) {if a {return 1} else {}; if b {return c} else {return d}}',
  );
});

test('a block that is named goes by its name, and yield calls it', async () => {
  expect(await formOf('def f(&b)\n  yield 1\n  b.call\nend')).toBe(
    'let f = arrow f(&) {let b = &; &(1); return b.call()}',
  );
});

test('classes and constants are declared under their full names, in the modules around them', async () => {
  const module = await moduleOf('module A\n  X = 1\n  class B < C\n    include D\n  end\nend\nclass A::E; end');
  expect(module.exports.map(({ kind, ...one }) => ('exported' in one ? `${kind} ${one.exported}` : kind))).toEqual([
    'local A::X',
    'local A::B',
    'local A',
    'local A::E',
  ]);
  expect(module.imports.map(({ local, module: from }) => `${local} < ${from}`)).toEqual([
    'X < A::X,X',
    'C < A::C,C',
    'D < A::B::D,A::D,D',
  ]);
});

test('what a block in a class defines is a method of the class; aliases, too', async () => {
  const members = await membersOf(
    'class A\n  def self.a; end\n  class << self\n    def b; end\n  end\n  helpers do\n    def c; end\n  end\n  define_method(:d) { 1 }\n  alias e c\n  private def g; end\nend',
  );
  expect(members.map(member => /(?:static )?([\w(]+)/.exec(member)?.[0])).toEqual([
    'static a',
    'static b',
    'c',
    'd',
    'e',
    'g',
    'static static',
  ]);
});

test('what a module runs in those who include it stands apart, and its class methods are a module', async () => {
  const module = await moduleOf(
    'module A\n  included do\n    b\n  end\n  class_methods do\n    def c; end\n  end\n  def d; end\nend',
  );
  expect(module.exports.map(one => ('exported' in one ? one.exported : ''))).toEqual(['A::ClassMethods', 'A']);
});
