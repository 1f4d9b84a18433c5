import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { plainPhp } from './plain-php.ts';

test('a script that reads the request answers it, and by POST what it reads of a body', () =>
  check(
    plainPhp,
    'api/order.php',
    `<?php
$id = $_GET['id'];
#     ^^^^^ served-file GET,POST
$name = filter_input(INPUT_POST, 'name');
`,
  ));

test('what ends for all other methods answers those that it compares', () =>
  check(
    plainPhp,
    'delete.php',
    `<?php
if ($_SERVER['REQUEST_METHOD'] !== 'DELETE') { http_response_code(405); exit; }
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ served-file DELETE
echo $_GET['id'];
`,
  ));

test('branches by the method, and functions that the script calls', () =>
  check(
    plainPhp,
    'items.php',
    `<?php
  require __DIR__ . '/db.php';
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^ includes
switch ($_SERVER['REQUEST_METHOD']) {
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^ served-file GET,PUT
  case 'GET': show(); break;
  case 'PUT': break;
}
function show() { return $_GET['id']; }
`,
  ));

test('a page that asks nothing may be a part of another one', () =>
  check(
    plainPhp,
    'about.php',
    `<?php $title = 'x'; ?>
#     ^^^^^^^^^^^^ served-file GET weak
<!DOCTYPE html><html></html>
`,
  ));

test('the folder that is served', () =>
  check(
    plainPhp,
    'public/index.php',
    `<?php
(require __DIR__ . '/../app.php')->run();
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ includes root
`,
  ));

test('a script whose constants decide what it includes is started by itself', () =>
  check(
    plainPhp,
    'public/index.php',
    `<?php
define('MODE', 'production');
  require __DIR__ . '/../app.php';
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ entry-script
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ includes root
`,
  ));

test.each([
  ['a part of a system', `<?php if (!defined('ABSPATH')) { exit; } echo $_GET['a'];`],
  ['another part', `<?php defined('IN_APP') or die('no'); echo $_GET['a'];`],
  ['a command', `#!/usr/bin/env php\n<?php echo $_SERVER['HTTP_ACCEPT'];`],
  ['another command', `<?php if (PHP_SAPI !== 'cli') exit; echo $_GET['a'];`],
  [
    'functions and classes',
    `<?php function f() { return $_GET['a']; } class A { function b() { return $_POST['c']; } }`,
  ],
  ['a template', `<?php echo $this->escape($_GET['a']);`],
])('no script: %s', (_, text) => check(plainPhp, 'a.php', `${text}\n`));
