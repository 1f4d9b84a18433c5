import { expect, test } from 'vitest';
import { jvmResolver } from './resolve.ts';

type Files = Readonly<Record<string, string>>;

/** `file`, `file > Class` for a name within one, `package name`, or `missing`. */
function answer(files: Files, from: string, specifier: string, imported?: string): string {
  const found = jvmResolver(new Set(Object.keys(files)), path => files[path])(from, specifier, imported);
  switch (found.kind) {
    case 'file':
      return [found.file, ...(found.within ?? [])].join(' > ');
    case 'package':
      return `package ${found.name}`;
    case 'missing':
      return `missing ${found.specifier}`;
  }
}

const MAIN = 'src/main/java/a/b/Main.java';
const TREE: Files = {
  [MAIN]: '',
  'src/main/java/a/b/Users.java': 'class Users { class Inner {} static void list() {} }',
  'src/main/java/a/c/Other.java': 'class Other { static int MAX; }',
  'src/main/kotlin/a/b/any.kt': 'package a.b\nclass Shop\nfun helper() {}\nval LIMIT = 1',
};

test.each([
  ['a class', 'a.b', 'Users', 'src/main/java/a/b/Users.java'],
  ['a class of another package', 'a.c', 'Other', 'src/main/java/a/c/Other.java'],
  ['a nested class', 'a.b.Users', 'Inner', 'src/main/java/a/b/Users.java > Users'],
  ['a class nested more deeply', 'a.b.Users.Inner', 'Deep', 'src/main/java/a/b/Users.java > Users > Inner'],
  ['a static member', 'a.b.Users', 'list', 'src/main/java/a/b/Users.java > Users'],
  ['a class of Kotlin', 'a.b', 'Shop', 'src/main/kotlin/a/b/any.kt'],
  ['a function of Kotlin', 'a.b', 'helper', 'src/main/kotlin/a/b/any.kt'],
  ['a member of a class of Kotlin', 'a.b.Shop', 'Companion', 'src/main/kotlin/a/b/any.kt > Shop'],
  ['a class outside', 'org.x', 'Foo', 'package org.x'],
  ['a member of a class outside', 'org.x.Foo', 'bar', 'package org.x.Foo'],
  ['a class that a package of the tree does not have', 'a.b', 'Generated', 'missing a.b'],
  ['a class whose package only ends like one of the tree', 'x.a.b', 'Users', 'package x.a.b'],
  ['the first of several packages', 'a.b,org.x', 'Users', 'src/main/java/a/b/Users.java'],
  ['the second of several', 'a.b,org.x,a.c', 'Other', 'src/main/java/a/c/Other.java'],
  ['none of several: those outside', 'a.b,org.x,org.y', 'GetMapping', 'package org.x,org.y'],
  ['none of several, all in the tree', 'a.b,a.c', 'GetMapping', 'missing a.b,a.c'],
  ['a class among several, by what it says', 'a.c.Other,org.x.Foo', 'MAX', 'src/main/java/a/c/Other.java > Other'],
  ['a class among several that does not say it', 'a.c.Other,org.x.Foo', 'MA', 'package org.x.Foo'],
  ['a package alone', 'org.x', undefined, 'package org.x'],
])('%s', (_name, specifier, imported, expected) => expect(answer(TREE, MAIN, specifier, imported)).toBe(expected));

test('of several modules of a build, the nearest counts', () => {
  const files: Files = Object.fromEntries(
    ['api', 'web'].flatMap(name => [
      [`${name}/src/main/java/a/App.java`, ''],
      [`${name}/src/main/java/a/Config.java`, ''],
      [`${name}/src/test/java/a/AppTest.java`, ''],
    ]),
  );
  expect([
    answer(files, 'web/src/main/java/a/App.java', 'a', 'Config'),
    answer(files, 'web/src/test/java/a/AppTest.java', 'a', 'Config'),
    answer(files, 'api/src/main/java/a/App.java', 'a', 'Config'),
    answer(files, 'other/src/main/java/a/App.java', 'a', 'Config'),
  ]).toEqual([
    'web/src/main/java/a/Config.java',
    'web/src/main/java/a/Config.java',
    'api/src/main/java/a/Config.java',
    'api/src/main/java/a/Config.java',
  ]);
});

test('a folder is the package that its files say, where its path may be read in several ways', () => {
  const files = {
    'src/shop/graphql/Schema.java': 'package shop.graphql; class Schema {}',
    'src/shop/Main.java': 'package shop;',
    'src/shop/Impl/Users.java': '// package no;\npackage shop.Impl;\nclass Users {}',
  };
  expect([
    answer(files, 'src/shop/Main.java', 'graphql', 'Schema'),
    answer(files, 'src/shop/Main.java', 'graphql', 'GraphQL'),
    answer(files, 'src/shop/Main.java', 'shop.graphql', 'Schema'),
    answer(files, 'src/shop/Main.java', 'shop.Impl', 'Users'),
    answer(files, 'src/shop/Main.java', 'shop.Impl.Users', 'x'),
  ]).toEqual([
    'package graphql',
    'package graphql',
    'src/shop/graphql/Schema.java',
    'src/shop/Impl/Users.java',
    'src/shop/Impl/Users.java > Users',
  ]);
});

test('the package without a name is that of the folder', () => {
  const files = { 'x/A.java': '', 'x/B.java': '', 'y/C.java': '' };
  expect(['B', 'C'].map(name => answer(files, 'x/A.java', '', name))).toEqual(['x/B.java', 'missing ']);
  expect(answer(files, 'x/A.java', ',org.x', 'C')).toBe('package org.x');
});

test.each([
  [
    'classes of every kind',
    'data class A(val x: Int)\nenum class B { X }\nsealed interface C\ndata object D\nannotation class E\nfun interface F { fun m() }',
    'A, B, C, D, E, F',
  ],
  [
    'functions',
    'fun a() = 1\nsuspend inline fun <reified T : Any> b(x: T) {}\ninternal fun Route.c(f: () -> Unit) {}\nfun <T> List<T>.d() {}\nfun `e f`() {}\noperator fun (() -> Unit).g() {}',
    'a, b, c, d, e f, g',
  ],
  [
    'properties and aliases',
    'val a = 1\nconst val b: String = ""\nvar c by lazy { 1 }\nval Foo.d get() = 2\nlateinit var e: X\ntypealias F = () -> Unit',
    'a, b, c, d, e, F',
  ],
  ['nothing of what stands inside', 'class A { fun x() {}\n val y = 1\n companion object { class Z } }', 'A'],
  [
    'nothing of comments and texts',
    '// class X\n/* fun x() /* nested */ class Y */\nval a = "class Z ${f("}{")} fun q("\nval b = """ class R { """\nval c = \'{\'\nfun d() {}',
    'a, b, c, d',
  ],
  ['nothing of references', 'val a = Foo::class\nfun b() = x.fun1()', 'a, b'],
])('Kotlin declares %s', (_name, text, names) => {
  const files = { 'x.kt': `@file:Suppress("a")\n\npackage p.q\n\nimport x.y\n\n${text}` };
  const candidates = [
    'A',
    'B',
    'C',
    'D',
    'E',
    'F',
    'X',
    'Y',
    'Z',
    'R',
    'a',
    'b',
    'c',
    'd',
    'e',
    'e f',
    'f',
    'g',
    'm',
    'q',
    'x',
    'y',
  ];
  const found = candidates.filter(name => answer(files, 'y.kt', 'p.q', name) === 'x.kt');
  expect(found.toSorted()).toEqual(names.split(', ').toSorted());
});

test.each([
  ['{', '('],
  ['"', '"${'],
  ['/*', '/*'],
  ['fun ', 'val '],
  ["'", '`'],
])('a scan of %s is linear', (a, b) => {
  const files = { 'x.kt': `package p\n${a.repeat(200_000)}${b.repeat(200_000)}` };
  expect(answer(files, 'y.kt', 'p', 'A')).toBe('missing p');
});

const SCALA: Files = {
  'app/com/shop/Main.scala': 'package com.shop\n\nclass Main {\n  class Inner\n}\nobject routes { def all = 1 }',
  'app/com/shop/api/Users.scala':
    'package com.shop\npackage api\n\nfinal case class User(id: Int)\n@Singleton class Users @Inject() (a: A)\nsealed trait Kind',
  'app/com/shop/package.scala': 'package com\n\npackage object shop {\n  val limit = 1\n}',
  'app/com/shop/three.scala':
    'package com.shop\n\nobject Three:\n  def inner = 1\n\ndef helper(a: Int) = a\nopaque type Id = Long',
  'app/com/shop/Old.java': 'package com.shop; class Old {}',
};

test.each([
  ['a class', 'com.shop.api', 'Users', 'app/com/shop/api/Users.scala'],
  ['a class behind an annotation, and one of a closed family', 'com.shop.api', 'Kind', 'app/com/shop/api/Users.scala'],
  ['a package of a package around', 'api', 'User', 'app/com/shop/api/Users.scala'],
  ['a member of an object', 'com.shop.Three', 'inner', 'app/com/shop/three.scala > Three'],
  ['a member of an object in small letters', 'com.shop.routes', 'all', 'app/com/shop/Main.scala > routes'],
  ['a function outside of classes', 'com.shop', 'helper', 'app/com/shop/three.scala'],
  ['a member of a package object', 'com.shop', 'limit', 'app/com/shop/package.scala > package'],
  ['a class of Java', 'com.shop', 'Old', 'app/com/shop/Old.java'],
  ['nothing of what is in a class', 'com.shop', 'Inner', 'missing com.shop'],
  ['a package outside', 'akka.http.scaladsl.server.Directives', 'path', 'package akka.http.scaladsl.server.Directives'],
  ['one of several', 'com.shop,akka.http', 'path', 'package akka.http'],
])('Scala finds %s', (_name, specifier, imported, expected) =>
  expect(answer(SCALA, 'app/com/shop/Main.scala', specifier, imported)).toBe(expected),
);

test('Java finds classes of Scala', () => {
  expect(answer(SCALA, 'app/com/shop/Old.java', 'com.shop', 'Main')).toBe('app/com/shop/Main.scala');
});
