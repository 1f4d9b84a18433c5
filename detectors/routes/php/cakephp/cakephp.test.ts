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
#                 ^^^^^^^ guard-kind unknown
#                         ^^^^^^^^^^ route ANY /pages/{*} | in its builder, or root; chain function; guards components of the controller
        $builder->connect('/out', ['controller' => 'Users', 'action' => 'logout'])->setMethods(['POST']);
#                 ^^^^^^^ guard-kind unknown
#                         ^^^^^^ route POST /out | in its builder, or root; chain function; guards components of the controller
        $builder->resources('BlogPosts', ['only' => ['index', 'view']]);
#                 ^^^^^^^^^ guard-kind unknown
#                           ^^^^^^^^^^^ route GET /blog-posts | in its builder, or root; chain function; guards components of the controller
#                 ^^^^^^^^^ guard-kind unknown
#                           ^^^^^^^^^^^ route GET /blog-posts/{id} | in its builder, or root; chain function; guards components of the controller
        $builder->fallbacks();
    });
    $routes->prefix('MyAdmin', function (RouteBuilder $builder) { $builder->get('/x', ['controller' => 'X']); });
#            ^^^^^^ router router cakephp | prefix /my-admin; in its builder, or root
#            ^^^^^^ mount
#                                                                           ^^^ guard-kind unknown
#                                                                               ^^^^ route GET /x | in its builder, or root; chain function; guards components of the controller
    $session->connect('/x', []);
};
`,
  ));
