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

const CODEIGNITER: Readonly<Record<string, string>> = {
  'app/Config/Routes.php': `<?php
use CodeIgniter\\Router\\RouteCollection;
$routes->get('items', 'Items::index');
$routes->get('plain', 'Plain::index');
$routes->get('own', 'Own::index');
$routes->get('perhaps', 'Perhaps::index');
$routes->get('started', 'Started::index');
$routes->get('noted', 'Noted::index');
$routes->get('early', 'Early::index');`,
  'app/Models/Staff.php': `<?php namespace App\\Models;
class Staff {
  private $session;
  public function __construct() { $this->session = session(); }
  public function isIn(): bool { return ($this->session->get('person_id') != false); }
}`,
  'app/Controllers/Secure.php': `<?php namespace App\\Controllers;
use App\\Models\\Staff;
class Secure extends \\CodeIgniter\\Controller {
  protected Staff $staff;
  public function __construct(string $part = '') {
    $this->staff = model(Staff::class);
    if (!$this->staff->isIn()) { header('Location: ' . base_url('login')); exit(); }
  }
}`,
  'app/Controllers/Items.php': `<?php namespace App\\Controllers;
class Items extends Secure { public function __construct() { parent::__construct('items'); } public function index() {} }`,
  'app/Controllers/Plain.php': `<?php namespace App\\Controllers;
class Plain extends Secure { public function index() {} }`,
  // Its own constructor stands in place of the other.
  'app/Controllers/Own.php': `<?php namespace App\\Controllers;
class Own extends Secure { public function __construct() { $this->a = 1; } public function index() {} }`,
  'app/Controllers/Perhaps.php': `<?php namespace App\\Controllers;
class Perhaps extends Secure { public function __construct() { if (ENVIRONMENT === 'x') { parent::__construct(); } } public function index() {} }`,
  'app/Controllers/Early.php': `<?php namespace App\\Controllers;
class Early extends Secure { public function __construct() { if ($_GET['x']) { return; } parent::__construct(); } public function index() {} }`,
  'app/Controllers/Started.php': `<?php namespace App\\Controllers;
class Started extends \\CodeIgniter\\Controller {
  public function initController($request, $response, $logger) {
    parent::initController($request, $response, $logger);
    if (!session()->get('user_id')) { redirect()->to('/login')->send(); exit; }
  }
  public function index() {}
}`,
  // Nothing stops the request after the address was set.
  'app/Controllers/Noted.php': `<?php namespace App\\Controllers;
class Noted extends \\CodeIgniter\\Controller {
  public function initController($request, $response, $logger) {
    if (!session()->get('user_id')) { return redirect()->to('/login'); }
  }
  public function index() {}
}`,
};

test('CodeIgniter: constructors that end the request for strangers stand before every action', async () => {
  expect(await linkOf(CODEIGNITER)).toEqual([
    'GET /early unknown',
    'GET /items required session',
    'GET /noted none',
    'GET /own none',
    'GET /perhaps unknown',
    'GET /plain required session',
    'GET /started required session',
  ]);
});
