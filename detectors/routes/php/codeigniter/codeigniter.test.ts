import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { codeigniter } from './codeigniter.ts';

test('routes, groups and resources', () =>
  check(
    codeigniter,
    'app/Config/Routes.php',
    String.raw`<?php
use CodeIgniter\Router\RouteCollection;
$routes->get('users/(:num)', 'Users::show/$1', ['filter' => 'auth']);
#            ^^^^^^^^^^^^^^ route GET users/{num} | in its builder, or root; chain Users::show; guards auth
$routes->match(['get', 'post'], 'contact', 'Contact::handle');
#                               ^^^^^^^^^ route GET,POST contact | in its builder, or root; chain Contact::handle
$routes->add('hook', [Hook::class, 'any']);
#            ^^^^^^ route ANY hook | in its builder, or root; chain [Hook, any]
$routes->group('api', ['filter' => ['tokens'], 'namespace' => 'App\Controllers\Api'], static function ($routes) {
#        ^^^^^ router router codeigniter | prefix api; guards tokens; in its builder, or root
#        ^^^^^ property namespace
#                                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount
    $routes->resource('photos', ['only' => 'index,show']);
#                     ^^^^^^^^ route GET photos | in its builder, or root; chain Photos::index
#                     ^^^^^^^^ route GET photos/{id} | in its builder, or root; chain Photos::show
});
$routes->environment('development', static function ($routes) { $routes->cli('x', 'Y::z'); });
$other->get('users', 'Users::index');
`,
  ));

test('filters before everything and before paths', () =>
  check(
    codeigniter,
    'app/Config/Filters.php',
    String.raw`<?php
namespace Config;
use App\Filters\AuthFilter;
class Filters {
    public array $aliases = ['auth' => AuthFilter::class];
#                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-names ['auth' => AuthFilter::class]
    public array $globals = ['before' => ['csrf', 'auth' => ['except' => ['login*']]], 'after' => ['toolbar']];
#                                         ^^^^^^ guard | guards csrf
#                                                 ^^^^^^ guard | guards auth; except [/login, /login/*]
    public array $filters = ['auth' => ['before' => ['admin/*', 'me']]];
#                            ^^^^^^ guard /admin | guards auth
#                            ^^^^^^ guard /me | guards auth; matching
}
`,
  ));

test('another file with routes is none', () =>
  check(
    codeigniter,
    'app/Routes.php',
    String.raw`<?php
$routes->get('users', 'Users::index');
`,
  ));
