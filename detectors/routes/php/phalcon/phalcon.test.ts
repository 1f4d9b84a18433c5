import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { phalcon } from './phalcon.ts';

test('micro applications and their collections', () =>
  check(
    phalcon,
    'public/index.php',
    String.raw`<?php
use Phalcon\Mvc\Micro;
use Phalcon\Mvc\Micro\Collection;
$app = new Micro();
#          ^^^^^ router application phalcon-micro
$app->before($check);
#     ^^^^^^ guard
$app->get('/robots/{id:[0-9]+}', function ($id) { return $id; });
#         ^^^^^^^^^^^^^^^^^^^^^ route GET /robots/{id:[0-9]+} | on app; chain function
$app->map('/login', function () { return 1; })->via(['GET', 'POST']);
#         ^^^^^^^^ route GET,POST /login | on app; chain function
$list = new Collection();
#           ^^^^^^^^^^ router router phalcon-micro
$list->setPrefix('/parts');
#      ^^^^^^^^^ base-path /parts | on list
#      ^^^^^^^^^ base-path /parts | on list
$list->post('/add', 'add');
#      ^^^^ guard-kind unknown
#           ^^^^^^ route POST /add | on list; chain function; guards events and controllers
$app->mount($list);
#     ^^^^^ mount
#     ^^^^^ mount
`,
  ));

test('routers and groups', () =>
  check(
    phalcon,
    'config/router.php',
    String.raw`<?php
use Phalcon\Mvc\Router;
use Phalcon\Mvc\Router\Group;
$router = new Router(false);
#             ^^^^^^ router application phalcon
#             ^^^^^^ enables phalcon-without-defaults
$router->addGet('/parts/([0-9]{4})/:params', 'Parts::year');
#        ^^^^^^ guard-kind unknown
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ route GET /parts/{regex}/{*params} | on router; chain PartsController::yearAction; guards events and controllers
$router->add('/save', ['controller' => 'parts'], ['PUT', 'POST']);
#        ^^^ guard-kind unknown
#            ^^^^^^^ route PUT,POST /save | on router; chain function; guards events and controllers
$router->add('/admin/:controller/:action', ['module' => 'admin']);
$blog = new Group(['module' => 'blog']);
#           ^^^^^ router router phalcon
`,
  ));

test('a router of something else is none', () =>
  check(
    phalcon,
    'config/other.php',
    String.raw`<?php
use Other\Mvc\Router;
$router = new Router();
$router->addGet('/x', 'y');
`,
  ));

test('actions of controllers, by annotations or by their names', () =>
  check(phalcon, {
    files: {
      'controllers/PartsController.php': String.raw`<?php
use Phalcon\Mvc\Controller;
/** @RoutePrefix('/parts') */
class PartsController extends Controller {
    /** @Route('/save', methods={'POST', 'PUT'}) */
    public function saveAction() {}
#                   ^^^^^^^^^^ guard-kind unknown
#                   ^^^^^^^^^^ route POST,PUT /parts/save
    public function otherAction() {}
}
`,
      'controllers/UsersController.php': String.raw`<?php
class UsersController extends \Phalcon\Mvc\Controller {
    public function indexAction() {}
#                   ^^^^^^^^^^^ guard-kind unknown
#                   ^^^^^^^^^^^ route ANY /users
    public function showAction($id) {}
#                   ^^^^^^^^^^ guard-kind unknown
#                   ^^^^^^^^^^ route ANY /users/show/{id}
    private function ownAction() {}
    public function helper() {}
}
`,
    },
  }));
