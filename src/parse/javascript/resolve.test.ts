import { expect, test } from 'vitest';
import { javascriptResolver } from './resolve.ts';

type Files = Readonly<Record<string, unknown>>;

/** A resolver over a small tree: a text is a file's text, anything else is written as JSON. */
function resolverOf(files: Files) {
  return javascriptResolver(new Set(Object.keys(files)), path => {
    const content = files[path];
    return typeof content === 'string' ? content : JSON.stringify(content);
  });
}

/** `a.ts` for a file, `name` or `name > subpath` for a package, `missing` for what is not there. */
function answer(files: Files, from: string, specifier: string): string {
  const found = resolverOf(files)(from, specifier);
  switch (found.kind) {
    case 'file':
      return found.file;
    case 'package':
      return `package ${found.name}${found.subpath ? ` > ${found.subpath}` : ''}`;
    case 'missing':
      return found.specifier === specifier ? 'missing' : `missing as ${found.specifier}`;
  }
}

const files = (...paths: readonly string[]): Files => Object.fromEntries(paths.map(path => [path, '']));

test.each([
  ['src/a.ts', './b', 'src/b.ts'],
  ['src/a.ts', './b.js', 'src/b.ts'],
  ['src/a.ts', './c', 'src/c.tsx'],
  ['src/a.ts', './c.jsx', 'src/c.tsx'],
  ['src/a.ts', './m.mjs', 'src/m.mts'],
  ['src/a.ts', './data.json', 'src/data.json'],
  ['src/a.ts', './data', 'src/data.json'],
  ['src/a.ts', './x.service', 'src/x.service.ts'],
  ['src/a.ts', './dir', 'src/dir/index.ts'],
  ['src/a.ts', './dir/', 'src/dir/index.ts'],
  ['src/dir/index.ts', '.', 'src/dir/index.ts'],
  ['src/dir/index.ts', '..', 'missing'],
  ['src/dir/index.ts', '../../app', 'app.js'],
  ['src/a.ts', './both', 'src/both.ts'],
  ['src/a.ts', './both.js', 'src/both.ts'],
  ['src/a.js', './both', 'src/both.js'],
  ['src/a.js', './both.js', 'src/both.js'],
  ['src/a.ts', './b?raw', 'src/b.ts'],
  ['src/a.ts', './pkg', 'src/pkg/lib/main.js'],
  ['src/a.ts', './only', 'missing'],
  ['src/a.ts', './absent', 'missing'],
  ['src/a.ts', '../../outside', 'missing'],
  ['src/a.ts', '/etc/passwd', 'missing'],
  ['src/a.ts', '', 'missing'],
])('relative: from %s, %s is %s', (from, specifier, expected) => {
  const tree = {
    ...files(
      'src/a.ts',
      'src/a.js',
      'src/b.ts',
      'src/c.tsx',
      'src/m.mts',
      'src/data.json',
      'src/x.service.ts',
      'src/dir/index.ts',
      'app.js',
      'src/both.ts',
      'src/both.js',
      'src/pkg/lib/main.js',
      'src/only.d.ts',
    ),
    'src/pkg/package.json': { main: './lib/main' },
  };
  expect(answer(tree, from, specifier)).toBe(expected);
});

test.each([
  ['express', 'package express'],
  ['express/lib/router', 'package express > lib/router'],
  ['@nestjs/common', 'package @nestjs/common'],
  ['@hono/zod/x/y', 'package @hono/zod > x/y'],
  ['fs/promises', 'package fs > promises'],
  ['node:fs/promises', 'package fs > promises'],
  ['node:test', 'package test'],
  ['bun:sqlite', 'package bun:sqlite'],
  ['npm:hono@4/jwt', 'package hono > jwt'],
  ['npm:@hono/zod@1.2.3', 'package @hono/zod'],
  ['jsr:@oak/oak', 'package @oak/oak'],
  ['jsr:/@oak/oak@^17/router', 'package @oak/oak > router'],
  ['https://deno.land/x/oak@v12.6.1/mod.ts', 'package oak > mod.ts'],
  ['https://deno.land/std@0.200.0/http/server.ts', 'package std > http/server.ts'],
  ['https://esm.sh/v135/@hono/zod@1?dev', 'package @hono/zod'],
  ['https://esm.sh/jsr/@oak/oak@1', 'package @oak/oak'],
  ['https://unpkg.com/htmx.org@1.9.2', 'package htmx.org'],
  ['https://cdn.jsdelivr.net/npm/koa@2/lib/application.js', 'package koa > lib/application.js'],
  ['https://example.com/a/b.js', 'package https://example.com/a/b.js'],
  ['@/x', 'missing'],
  ['~/x', 'missing'],
  ['#x', 'missing'],
  ['@', 'missing'],
])('without any configuration, %s is %s', (specifier, expected) =>
  expect(answer(files('a.ts'), 'a.ts', specifier)).toBe(expected),
);

const ALIASED: Files = {
  ...files(
    'src/a.ts',
    'src/lib/db.ts',
    'src/shared/index.ts',
    'shared/x.ts',
    'types/express.d.ts',
    'packages/p/a.ts',
    'packages/p/src/b.ts',
    'vite/src/a.ts',
    'vite/src/c.ts',
    'src/auth/guard.ts',
    'src/auth.special.ts',
  ),
  'tsconfig.base.json': `{
    // Comments and trailing commas are allowed here.
    "compilerOptions": { "baseUrl": ".", "paths": {
      "@/*": ["generated/*", "src/*"],
      "~/*": ["src/*"],
      "#root/*": ["src/*"],
      "@shared": ["src/shared"],
      "@auth/*": ["src/auth/*"],
      "@auth/special": ["src/auth.special"],
      "express": ["types/express"],
      "installed": ["node_modules/x"],
      "zod/*": ["src/zod/*"],
    }, },
  }`,
  'tsconfig.json': { extends: './tsconfig.base' },
  'package.json': { dependencies: { zod: '4' } },
  'packages/p/jsconfig.json': { compilerOptions: { paths: { $b: ['./src/b'] } } },
  'vite/tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
  'vite/tsconfig.app.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
};

test.each([
  ['src/a.ts', '@/lib/db', 'src/lib/db.ts'],
  ['src/a.ts', '@/lib/db.js', 'src/lib/db.ts'],
  ['src/a.ts', '~/lib/db', 'src/lib/db.ts'],
  ['src/a.ts', '#root/lib/db', 'src/lib/db.ts'],
  ['src/a.ts', '@shared', 'src/shared/index.ts'],
  ['src/a.ts', '@auth/guard', 'src/auth/guard.ts'],
  ['src/a.ts', '@auth/special', 'src/auth.special.ts'],
  ['src/a.ts', '@auth/absent', 'missing'],
  ['src/a.ts', '@/absent', 'missing'],
  ['src/a.ts', 'shared/x', 'shared/x.ts'],
  ['src/a.ts', 'express', 'package express'],
  ['src/a.ts', 'installed', 'package installed'],
  ['src/a.ts', 'zod/v4', 'package zod > v4'],
  ['src/a.ts', 'other', 'package other'],
  ['packages/p/a.ts', '$b', 'packages/p/src/b.ts'],
  ['packages/p/a.ts', '@/lib/db', 'missing'],
  ['vite/src/a.ts', '@/c', 'vite/src/c.ts'],
])('aliases: from %s, %s is %s', (from, specifier, expected) =>
  expect(answer(ALIASED, from, specifier)).toBe(expected),
);

test.each([
  [
    'paths are relative to the file that has them',
    {
      'tsconfig.json': { extends: './config/base.json' },
      'config/base.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
    },
    'config/src/x.ts',
  ],
  [
    'unless a base says otherwise',
    {
      'tsconfig.json': { extends: './config/base.json', compilerOptions: { baseUrl: 'app' } },
      'config/base.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
    },
    'app/src/x.ts',
  ],
  [
    'the configuration in use can be named',
    {
      'tsconfig.json': { extends: './config/base.json' },
      'config/base.json': { compilerOptions: { paths: { '@/*': ['${configDir}/src/*'] } } },
    },
    'src/x.ts',
  ],
  [
    'of several that are extended, the last counts',
    {
      'tsconfig.json': { extends: ['./one.json', './two.json'] },
      'one.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
      'two.json': { compilerOptions: { paths: { '@/*': ['./app/src/*'] } } },
    },
    'app/src/x.ts',
  ],
  [
    'own paths replace those extended',
    {
      'tsconfig.json': { extends: './one.json', compilerOptions: { paths: {} } },
      'one.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
    },
    'missing',
  ],
  [
    'configurations in packages are not looked for',
    { 'tsconfig.json': { extends: '@tsconfig/node20/tsconfig.json' } },
    'missing',
  ],
  [
    'a circle ends',
    { 'tsconfig.json': { extends: './one.json' }, 'one.json': { extends: './tsconfig.json' } },
    'missing',
  ],
  [
    'a target outside the tree is none',
    { 'tsconfig.json': { compilerOptions: { paths: { '@/*': ['../../src/*'] } } } },
    'missing',
  ],
  ['what does not parse says nothing', { 'tsconfig.json': '[[[[' }, 'missing'],
  [
    'nor does another shape',
    { 'tsconfig.json': { extends: 5, references: {}, compilerOptions: { baseUrl: [], paths: { '@/*': 'src/*' } } } },
    'missing',
  ],
])('configurations: %s', (_rule, configs: Files, expected) => {
  expect(answer({ ...files('a.ts', 'src/x.ts', 'app/src/x.ts', 'config/src/x.ts'), ...configs }, 'a.ts', '@/x')).toBe(
    expected,
  );
});

test.each([
  ['#controllers/users_controller', 'app/controllers/users_controller.ts'],
  ['#db', 'src/db.ts'],
  ['#dep', 'package pg'],
  ['#cond', 'src/cond.ts'],
  ['#absent/x', 'missing'],
  ['#none', 'missing'],
])('private names: %s is %s', (specifier, expected) => {
  const tree = {
    ...files('app/routes.ts', 'app/controllers/users_controller.ts', 'src/db.ts', 'src/cond.ts'),
    'package.json': {
      imports: {
        '#controllers/*': './app/controllers/*.js',
        '#db': './dist/db.js',
        '#dep': 'pg',
        '#cond': { types: './dist/cond.d.ts', node: ['./absent.js', './src/cond.js'], default: './x.js' },
        '#absent/*': './absent/*.js',
      },
    },
  };
  expect(answer(tree, 'app/routes.ts', specifier)).toBe(expected);
});

const MONOREPO: Files = {
  ...files(
    'apps/web/a.ts',
    'p/plain/index.js',
    'p/src/src/index.ts',
    'p/built/src/main.ts',
    'p/built/src/sub/x.ts',
    'p/exported/src/index.ts',
    'p/exported/src/auth.ts',
    'p/exported/src/f/one.ts',
    'p/source/lib/source.ts',
    'p/types/src/index.ts',
    'other/dup/index.ts',
    'p/x/dup/index.ts',
    'fs/index.js',
  ),
  'package.json': { name: 'root' },
  'p/plain/package.json': { name: 'plain' },
  'p/src/package.json': { name: '@org/src', version: '1.0.0' },
  'p/built/package.json': { name: '@org/built', main: './dist/cjs/main.js' },
  'p/exported/package.json': {
    name: '@org/exported',
    exports: {
      '.': { types: './dist/index.d.ts', import: './dist/index.mjs', require: './dist/index.cjs' },
      './auth': './dist/auth.js',
      './features/*': { default: './dist/f/*.js' },
      './gone': './dist/gone.js',
    },
  },
  'p/source/package.json': { name: '@org/source', main: 'dist/x.js', source: 'lib/source.ts' },
  'p/types/package.json': { name: '@org/types', exports: { types: './src/index.ts', default: './bundle.js' } },
  'p/empty/package.json': { name: '@org/empty' },
  'other/dup/package.json': { name: 'dup' },
  'p/x/dup/package.json': { name: 'dup' },
  'node_modules/hidden/package.json': { name: 'hidden' },
  'node_modules/hidden/index.js': '',
  'fs/package.json': { name: 'fs' },
};

test.each([
  ['plain', 'p/plain/index.js'],
  ['@org/src', 'p/src/src/index.ts'],
  ['@org/built', 'p/built/src/main.ts'],
  ['@org/built/dist/sub/x', 'p/built/src/sub/x.ts'],
  ['@org/built/src/sub/x', 'p/built/src/sub/x.ts'],
  ['@org/exported', 'p/exported/src/index.ts'],
  ['@org/exported/auth', 'p/exported/src/auth.ts'],
  ['@org/exported/features/one', 'p/exported/src/f/one.ts'],
  ['@org/exported/gone', 'missing'],
  ['@org/source', 'p/source/lib/source.ts'],
  ['@org/types', 'p/types/src/index.ts'],
  ['@org/empty', 'missing'],
  ['dup', 'other/dup/index.ts'],
  ['hidden', 'package hidden'],
  ['fs', 'package fs'],
])('packages of the tree: %s is %s', (specifier, expected) =>
  expect(answer(MONOREPO, 'apps/web/a.ts', specifier)).toBe(expected),
);

test.each([
  ['@/x', 'src/x.ts'],
  ['oak', 'package oak > mod.ts'],
  ['hono', 'package hono'],
  ['hono/jwt', 'package hono > jwt'],
  ['std/http/server.ts', 'package std > http/server.ts'],
  ['absent', 'missing'],
  ['loop', 'missing'],
])('import maps of Deno: %s is %s', (specifier, expected) => {
  const tree = {
    ...files('src/a.ts', 'src/x.ts'),
    'deno.jsonc': {
      imports: {
        '@/': './src/',
        oak: 'https://deno.land/x/oak@v12/mod.ts',
        hono: 'npm:hono@4',
        'hono/': 'npm:/hono@4/',
        'std/': 'https://deno.land/std@0.1/',
        absent: './absent.ts',
        loop: 'loop2',
        loop2: 'loop',
      },
    },
  };
  expect(answer(tree, 'src/a.ts', specifier)).toBe(expected);
});

test('each configuration is read once, whatever is asked', () => {
  const read: string[] = [];
  const tree: Files = { ...MONOREPO, ...ALIASED };
  const resolver = javascriptResolver(new Set(Object.keys(tree)), path => {
    read.push(path);
    return typeof tree[path] === 'string' ? String(tree[path]) : JSON.stringify(tree[path]);
  });
  for (let index = 0; index < 100; index++)
    for (const specifier of ['@/x', 'dup', `./${index}`, `n${index}`]) resolver('src/a.ts', specifier);
  expect(read.toSorted()).toEqual([...new Set(read)].toSorted());
});

test('hostile configurations end', () => {
  const deep = '{"compilerOptions":'.repeat(50_000);
  const chain = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      `c${index}.json`,
      { extends: Array.from({ length: 100 }, () => `./c${index + 1}.json`) },
    ]),
  );
  const tree = {
    'a.ts': '',
    'tsconfig.json': { extends: './c0.json' },
    ...chain,
    'x/tsconfig.json': deep,
    'package.json': { imports: { '#a': '#b', '#b': '#a' } },
  };
  expect([answer(tree, 'a.ts', '@/x'), answer(tree, 'x/a.ts', '@/x'), answer(tree, 'a.ts', '#a')]).toEqual([
    'missing',
    'missing',
    'missing',
  ]);
});
