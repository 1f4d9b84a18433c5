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

test('Yii: behaviours of controllers say who may call their actions', async () => {
  expect(
    await linkOf({
      'config/web.php': `<?php return ['components' => ['urlManager' => ['rules' => [
        'GET posts' => 'post/index', 'POST posts' => 'post/create', 'GET gone' => 'gone/index',
        ['class' => 'yii\\rest\\UrlRule', 'controller' => 'item', 'only' => ['view', 'delete']],
      ]]]];`,
      'controllers/PostController.php': `<?php namespace app\\controllers;
use yii\\web\\Controller;
use yii\\filters\\AccessControl;
class PostController extends Controller {
  public function behaviors() {
    return ['access' => ['class' => AccessControl::class, 'except' => ['error'], 'rules' => [
      ['actions' => ['index'], 'allow' => true, 'roles' => ['?', '@']],
      ['actions' => ['own'], 'allow' => true, 'matchCallback' => function () { return true; }],
      ['allow' => true, 'roles' => ['@']],
    ]]];
  }
  public function actionIndex() {}
  public function actionCreate() {}
  public function actionOwn() {}
  public function actionError() {}
}`,
      'controllers/ItemController.php': `<?php namespace app\\controllers;
use yii\\filters\\auth\\HttpBearerAuth;
class ItemController extends \\yii\\rest\\ActiveController {
  public function behaviors() {
    $behaviors = parent::behaviors();
    $behaviors['authenticator'] = ['class' => HttpBearerAuth::class];
    $behaviors['authenticator']['except'] = ['options', 'view'];
    return $behaviors;
  }
}`,
      'controllers/OpenController.php': `<?php namespace app\\controllers;
class OpenController extends \\yii\\web\\Controller {
  public function actionA() {}
  public function actionB() { if (\\Yii::$app->user->isGuest) { return $this->goHome(); } return 1; }
}`,
      'controllers/BaseController.php': `<?php namespace app\\controllers;
abstract class BaseController extends \\yii\\rest\\Controller {
  public function behaviors() { return array_merge(parent::behaviors(), ['auth' => ['class' => \\yii\\filters\\auth\\HttpBasicAuth::class, 'optional' => ['a']]]); }
}`,
      'controllers/HeirController.php': `<?php namespace app\\controllers;
class HeirController extends BaseController { public function actionA() {} public function actionB() {} }`,
    }),
  ).toEqual([
    'GET /gone unknown',
    'ANY /heir/a optional',
    'ANY /heir/b required basic',
    'POST /item/create required bearer',
    'DELETE /item/delete required bearer',
    'GET /item/index required bearer',
    'OPTIONS /item/options none',
    'PATCH /item/update required bearer',
    'PUT /item/update required bearer',
    'GET /item/view none',
    'DELETE /items/{id} required bearer',
    'GET /items/{id} none',
    'ANY /open/a none',
    'ANY /open/b required session',
    'ANY /post/create required session',
    'ANY /post/error none',
    'ANY /post/index none',
    'ANY /post/own unknown',
    'GET /posts none',
    'POST /posts required session',
  ]);
});

test('Laminas: actions are followed, unless something listens before them', async () => {
  const sources = {
    'config/module.config.php': `<?php return ['router' => ['routes' => ['a' => ['type' => 'Literal', 'options' => ['route' => '/a', 'defaults' => ['controller' => \\App\\AController::class, 'action' => 'show-all']], 'may_terminate' => true, 'child_routes' => [
  'b' => ['type' => 'Segment', 'options' => ['route' => '/:action']]]]]]];`,
    'src/AController.php': `<?php namespace App;
class AController extends \\Laminas\\Mvc\\Controller\\AbstractActionController { public function showAllAction() { return $this->params()->fromQuery('q'); } }`,
  };
  expect(await linkOf(sources)).toEqual(['ANY /a none', 'ANY /a/{action} unknown']);
  const module = `<?php use Laminas\\Mvc\\MvcEvent;
class Module { public function onBootstrap(MvcEvent $e) { $e->getApplication()->getEventManager()->attach(MvcEvent::EVENT_DISPATCH, [$this, 'check']); } }`;
  expect(await linkOf({ ...sources, 'Module.php': module })).toEqual(['ANY /a unknown', 'ANY /a/{action} unknown']);
});
