import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const CAKE_ROUTES = `<?php
use Cake\\Routing\\RouteBuilder;
return function (RouteBuilder $routes) {
  $routes->scope('/', function (RouteBuilder $builder) {
    $builder->get('/items', ['controller' => 'Items', 'action' => 'index']);
    $builder->post('/items', ['controller' => 'Items', 'action' => 'add']);
    $builder->get('/login', 'Users::login');
    $builder->get('/open', 'Open::index');
    $builder->get('/gone', 'Gone::index');
  });
  $routes->prefix('Admin', function (RouteBuilder $builder) { $builder->fallbacks(); });
};`;

test('CakePHP: the authentication component asks, but for actions that it is told', async () => {
  expect(
    await linkOf({
      'config/routes.php': CAKE_ROUTES,
      'src/Controller/AppController.php': `<?php namespace App\\Controller;
use Cake\\Controller\\Controller;
class AppController extends Controller {
  public function initialize(): void { parent::initialize(); $this->loadComponent('Authentication.Authentication'); }
}`,
      'src/Controller/ItemsController.php': `<?php namespace App\\Controller;
class ItemsController extends AppController {
  public function beforeFilter($event) { parent::beforeFilter($event); $this->Authentication->addUnauthenticatedActions(['index']); }
  public function index() {}
  public function add() {}
}`,
      'src/Controller/UsersController.php': `<?php namespace App\\Controller;
class UsersController extends AppController {
  public function beforeFilter($event) { if ($event->x) { $this->Authentication->allowUnauthenticated(['login']); } }
  public function login() {}
}`,
      'src/Controller/OpenController.php': `<?php namespace App\\Controller;
class OpenController extends \\Cake\\Controller\\Controller { public function index() {} }`,
      'src/Controller/Admin/PagesController.php': `<?php namespace App\\Controller\\Admin;
class PagesController extends \\App\\Controller\\AppController { public function show($id) {} protected function own() {} }`,
    }),
  ).toEqual([
    'ANY /admin/pages/show/{id} required session',
    'GET /gone unknown',
    'GET /items none',
    'POST /items required session',
    'GET /login unknown',
    'GET /open none',
  ]);
});
