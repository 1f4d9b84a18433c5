import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

test('scripts answer at their paths, unless others include them', async () => {
  expect(
    await linkOf({
      'index.php': `<?php include 'inc/head.php'; include 'pages/' . $_GET['p'] . '.php';`,
      'inc/head.php': `<?php echo $_GET['title'];`,
      'pages/a.php': `<?php echo $_GET['a'];`,
      'api/items.php': `<?php echo json_encode($_GET['id']); $x = $_POST['x'];`,
      'lib/x.php': `<html></html>`,
      'about.php': `<html></html>`,
      'views/list.php': `<?php echo $_GET['sort'];`,
    }),
  ).toEqual(['GET /about.php none', 'GET /api/items.php none', 'POST /api/items.php none', 'GET /index.php unknown']);
});

test('only what lies in the folder that is served is asked for', async () => {
  expect(
    await linkOf({
      'public/index.php': `<?php require '../src/start.php';`,
      'public/api/get.php': `<?php echo $_GET['id'];`,
      'src/start.php': `<?php echo $_GET['id'];`,
      'src/other.php': `<?php echo $_GET['id'];`,
    }),
  ).toEqual(['GET /api/get.php none']);
});

test('a script is guarded by what it does, and by what it includes', async () => {
  expect(
    await linkOf({
      'own.php': `<?php session_start();
if (!isset($_SESSION['user_id'])) { header('Location: login.php'); exit; }
echo $_GET['id'];`,
      'by-file.php': `<?php require_once __DIR__ . '/inc/auth.php'; echo $_GET['id'];`,
      'by-function.php': `<?php require 'inc/functions.php'; require_login(); echo $_GET['id'];`,
      'inc/auth.php': `<?php session_start();
if (empty($_SESSION['user'])) { http_response_code(401); die('no'); }`,
      'inc/functions.php': `<?php
function start($what) { if (in_array('in', $what)) { require_login(); } }
function require_login() { if (!isset($_SESSION['user'])) { header('Location: /login.php'); exit; } }`,
      'login.php': `<?php session_start();
if (isset($_SESSION['user_id'])) { header('Location: index.php'); exit; }
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
  if (password_verify($_POST['password'], $hash)) { $_SESSION['user_id'] = 1; header('Location: index.php'); exit; }
  $error = 'no';
}
echo $error;`,
      'logout.php': `<?php session_start(); session_destroy(); if (isset($_COOKIE['r'])) { setcookie('r', ''); } header('Location: login.php'); exit;`,
      'cart.php': `<?php session_start(); if (empty($_SESSION['cart'])) { header('Location: shop.php'); exit; } echo $_GET['x'];`,
      'by-argument.php': `<?php require 'inc/functions.php'; start(['in']); echo $_GET['id'];`,
      'lost.php': `<?php require 'start.php'; echo $_GET['id'];`,
      'settings.php': `<?php require 'config.php'; echo $_GET['id'];`,
      'own-name.php': `<?php session_start(); if (!isset($_SESSION['shop'])) { header('Location: in.php'); exit; } echo $_GET['id'];`,
      'unchecked.php': `<?php if (!isset($_GET['token'])) { die('no'); } echo $_GET['token'];`,
    }),
  ).toEqual([
    'GET /by-argument.php required session',
    'GET /by-file.php required session',
    'GET /by-function.php required session',
    'GET /cart.php none',
    'GET /login.php none',
    'POST /login.php none',
    'GET /logout.php none',
    'GET /lost.php unknown',
    'GET /own-name.php unknown',
    'GET /own.php required session',
    'GET /settings.php none',
    'GET /unchecked.php none',
  ]);
});
