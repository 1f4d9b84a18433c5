import { expect, test } from 'vitest';
import { linkOf, type Sources } from '../../tests/support/link.ts';

test('Slim: routes in a file that gives a function, behind middleware of PSR-15', async () => {
  const sources: Sources = {
    'public/index.php': `<?php
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
(require __DIR__ . '/../app/routes.php')($app);`,
    'app/routes.php': `<?php
use Slim\\App;
return function (App $app) {
  $app->get('/a[/{b}]', fn ($q, $r) => $r);
  $app->group('/g', function ($group) { $group->post('/c', fn ($q, $r) => $r)->add(\\App\\Basic::class); });
  $app->get('/d', fn ($q, $r) => $r)->add('unknownName');
};`,
    'app/Basic.php': `<?php namespace App;
use Psr\\Http\\Server\\RequestHandlerInterface;
class Basic {
  public function process($request, RequestHandlerInterface $handler) {
    $user = $request->getServerParams()['PHP_AUTH_USER'] ?? '';
    if (!password_verify($user, SECRET)) { return (new Response())->withStatus(401); }
    return $handler->handle($request);
  }
}`,
  };
  expect(await linkOf(sources)).toEqual([
    'GET /a none',
    'GET /a/{b} none',
    'GET /d unknown',
    'POST /g/c required basic',
  ]);
});

test('CodeIgniter: filters of groups, of routes and of paths', async () => {
  const sources: Sources = {
    'app/Config/Routes.php': `<?php
$routes->get('a/(:num)', 'Home::a/$1');
$routes->group('g', ['filter' => 'in'], static function ($routes) { $routes->get('b', 'Home::b'); });
$routes->get('p/c', 'Home::a', ['filter' => 'session']);
$routes->get('q/d', 'Home::a');`,
    'app/Config/Filters.php': `<?php namespace Config;
class Filters { public $aliases = ['in' => \\App\\In::class]; public $filters = ['in' => ['before' => ['q/*']]]; }`,
    'app/In.php': `<?php namespace App;
class In { public function before($request, $arguments = null) { if (!session('user_id')) { return redirect()->to('login'); } } }`,
    'app/Controllers/Home.php': '<?php namespace App\\Controllers; class Home { function a() {} function b() {} }',
  };
  expect(await linkOf(sources)).toEqual([
    'GET /a/{num} none',
    'GET /g/b required session',
    'GET /p/c required session',
    'GET /q/d required session',
  ]);
});

test('WordPress: the function that decides is followed', async () => {
  const sources: Sources = {
    'plugin.php': `<?php
class Api {
  protected $namespace = 'shop/v1';
  public function register_routes() {
    register_rest_route($this->namespace, '/items/(?P<id>[\\\\d]+)(?:/raw)?', ['methods' => 'GET', 'callback' => 'x', 'permission_callback' => [$this, 'can']]);
    register_rest_route($this->namespace, '/open', ['methods' => 'GET', 'callback' => 'x', 'permission_callback' => fn () => true]);
  }
  public function can($request) { return current_user_can('edit_posts'); }
}`,
  };
  expect(await linkOf(sources)).toEqual([
    'GET /wp-json/shop/v1/items/{id}/raw required session',
    'GET /wp-json/shop/v1/open none',
  ]);
});

test('Magento: pages below the front name of their module', async () => {
  const page = (namespace: string, rest: string): string =>
    `<?php\nnamespace ${namespace};\n${rest} { public function execute() {} }\n`;
  const routes = (name: string): string =>
    `<config><router id="standard"><route id="x" frontName="${name}"><module name="A_B"/></route></router></config>`;
  expect(
    await linkOf({
      'app/code/A/B/etc/frontend/routes.xml': routes('blog'),
      'app/code/A/B/etc/adminhtml/routes.xml': routes('a_blog'),
      'app/code/A/B/Controller/Post/View.php': page(
        'A\\B\\Controller\\Post',
        'class View implements \\Magento\\Framework\\App\\Action\\HttpGetActionInterface',
      ),
      'app/code/A/B/Controller/Adminhtml/Post/Edit.php': page(
        'A\\B\\Controller\\Adminhtml\\Post',
        'class Edit extends \\Magento\\Backend\\App\\Action',
      ),
      'app/code/A/C/Controller/Post/Lost.php': page(
        'A\\C\\Controller\\Post',
        'class Lost extends \\Magento\\Framework\\App\\Action\\Action',
      ),
    }),
  ).toEqual([
    'ANY /a_blog/post/edit required session',
    'GET /blog/post/view none',
    'ANY /{?}/post/lost none unresolved',
  ]);
});

test('CodeIgniter: automatic routes, filters of its own by other names, and constructors that refuse', async () => {
  expect(
    await linkOf({
      'composer.json': '{ "autoload": { "psr-4": { "CodeIgniter\\\\": "vendor/codeigniter4/framework/system/" } } }',
      'app/Config/Routing.php': `<?php namespace Config;
class Routing extends \\CodeIgniter\\Config\\Routing { public bool $autoRoute = true; }`,
      'app/Config/Feature.php': `<?php namespace Config;
class Feature extends \\CodeIgniter\\Config\\BaseConfig { public bool $autoRoutesImproved = true; }`,
      'app/Config/Filters.php': `<?php namespace Config;
use CodeIgniter\\Filters\\ForceHTTPS;
class Filters { public array $aliases = ['safe' => ForceHTTPS::class]; public array $globals = ['before' => ['safe']]; }`,
      'app/Controllers/BaseController.php': `<?php namespace App\\Controllers;
use CodeIgniter\\Controller;
abstract class BaseController extends Controller { }`,
      'app/Controllers/BlogPosts.php': `<?php namespace App\\Controllers;
class BlogPosts extends BaseController {
  public function getIndex() {}
  public function postShowAll($id, $page = 1) {}
  public function helper() {}
  protected function getOwn() {}
}`,
      'app/Controllers/Desk.php': `<?php namespace App\\Controllers;
class Desk extends BaseController {
  public function __construct() { if (!model('Staff')->isIn()) { header('Location: /in'); exit(); } }
  public function getIndex() {}
}`,
    }),
  ).toEqual([
    'GET /blog-posts none',
    'POST /blog-posts/show-all/{id} none',
    'POST /blog-posts/show-all/{id}/{page} none',
    'GET /desk unknown',
  ]);
});
