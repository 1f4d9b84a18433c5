import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { cakephp } from './cakephp.ts';

test('scopes, prefixes, resources and connected routes', () =>
  check(
    cakephp,
    'config/routes.php',
    String.raw`<?php
use Cake\Routing\RouteBuilder;
return function (RouteBuilder $routes) {
    $routes->scope('/', function (RouteBuilder $builder) {
#            ^^^^^ router router cakephp | prefix /; in its builder, or root
#            ^^^^^ mount
        $builder->connect('/pages/*', ['controller' => 'Pages', 'action' => 'display']);
#                         ^^^^^^^^^^ route ANY /pages/{*} | in its builder, or root; chain PagesController::display
        $builder->connect('/out', ['controller' => 'Users', 'action' => 'logout'])->setMethods(['POST']);
#                         ^^^^^^ route POST /out | in its builder, or root; chain UsersController::logout
        $builder->resources('BlogPosts', ['only' => ['index', 'view']]);
#                           ^^^^^^^^^^^ route GET /blog-posts | in its builder, or root; chain BlogPostsController::index
#                           ^^^^^^^^^^^ route GET /blog-posts/{id} | in its builder, or root; chain BlogPostsController::view
        $builder->fallbacks();
#                 ^^^^^^^^^ enables cakephp-fallbacks:
    });
    $routes->prefix('MyAdmin', function (RouteBuilder $builder) { $builder->get('/x', ['controller' => 'X']); });
#            ^^^^^^ property namespace
#            ^^^^^^ router router cakephp | prefix /my-admin; in its builder, or root
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount
#                                                                               ^^^^ route GET /x | in its builder, or root; chain XController::index
    $session->connect('/x', []);
};
`,
  ));

test('actions by the names of class and method, and middleware of the application', () =>
  check(cakephp, {
    files: {
      'src/Controller/Admin/BlogPostsController.php': String.raw`<?php
namespace App\Controller\Admin;
class BlogPostsController extends AppController {
    public function initialize(): void {}
    public function viewAll(Table $posts, $id, $page = 1) {}
#                   ^^^^^^^ route ANY /admin/blog-posts/view-all/{id}/{page?}
    protected function own() {}
}
`,
      'src/Application.php': String.raw`<?php
use Cake\Http\MiddlewareQueue;
class Application {
    public function middleware(MiddlewareQueue $middlewareQueue): MiddlewareQueue {
        return $middlewareQueue->add(new \Cake\Routing\Middleware\RoutingMiddleware($this))->add(new \App\Own());
#                                                                                                ^^^^^^^^^^^^^^ guard
    }
}
`,
    },
  }));
