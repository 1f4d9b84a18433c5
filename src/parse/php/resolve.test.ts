import { expect, test } from 'vitest';
import type { ResolvedModule } from '../../core/program.ts';
import { phpResolver } from './resolve.ts';

const FILES: Readonly<Record<string, string>> = {
  'composer.json': '{ "autoload": { "psr-4": { "App\\\\": "app/", "Shop\\\\Core\\\\": ["packages/core/src"] } } }',
  'app/Http/Users.php': '<?php namespace App\\Http; class Users {}',
  'app/helpers.php': '<?php\nif (!function_exists("tenant")) {\n  function tenant() {}\n}\n',
  'packages/core/composer.json': '{ "autoload": { "psr-4": { "Shop\\\\Core\\\\": "src/" } } }',
  'packages/core/src/Cart.php': '<?php namespace Shop\\Core; class Cart {}',
  'modules/Blog.module/Posts.php': '<?php\nnamespace Blog;\n\nfinal class Posts {\n  function tenant() {}\n}\n',
  'routes/api.php': '<?php',
  'routes/sub/more.php': '<?php',
  'vendor/a/Left.php': '<?php namespace Left; class Out {}',
};
const resolve = phpResolver(new Set(Object.keys(FILES)), path => FILES[path]);

function shown(found: ResolvedModule): string {
  if (found.kind === 'file') return found.file;
  return found.kind === 'package' ? `package ${found.name}` : `missing ${found.specifier}`;
}

test.each([
  ['App\\Http', 'Users', 'app/Http/Users.php'],
  ['Shop\\Core', 'Cart', 'packages/core/src/Cart.php'],
  // No composer file says where it is: its text does.
  ['Blog', 'Posts', 'modules/Blog.module/Posts.php'],
  ['App\\Http', 'Nobody', 'missing App\\Http'],
  ['Illuminate\\Http', 'Request', 'package Illuminate\\Http'],
  ['Left', 'Out', 'package Left'],
  // A function of the namespace, or of none; a method is no function.
  ['App\\Http,\\', 'tenant', 'app/helpers.php'],
  ['App\\Http,\\', 'strlen', 'package \\'],
  ['\\', 'Exception', 'package \\'],
])('%s %s', (namespace, name, expected) => {
  expect(shown(resolve('app/Http/Users.php', namespace, name))).toBe(expected);
});

test.each([
  ['./sub/more.php', 'routes/sub/more.php'],
  ['../app/helpers.php', 'app/helpers.php'],
  ['../../up.php', 'missing ../../up.php'],
  ['app/helpers.php', 'app/helpers.php'],
  ['./app/helpers.php', 'missing ./app/helpers.php'],
  ['\u0001routes/api.php', 'routes/api.php'],
])('a file that is included: %s', (path, expected) => {
  expect(shown(resolve('routes/api.php', path))).toBe(expected);
});
