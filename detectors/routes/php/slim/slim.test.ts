import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { slim } from './slim.ts';

test('applications, groups, routes and what stands before them', () =>
  check(
    slim,
    'app/routes.php',
    String.raw`<?php
use Slim\App;
use Slim\Factory\AppFactory;
use Slim\Routing\RouteCollectorProxy as Group;
use Tuupola\Middleware\HttpBasicAuthentication;
use Tuupola\Middleware\JwtAuthentication;
$app = AppFactory::create();
#                  ^^^^^^ router application slim
$app->setBasePath('/base');
#     ^^^^^^^^^^^ base-path /base | on app
$app->get('/users[/{id}]', UserAction::class)->setName('user')->add(KeyMiddleware::class);
#         ^^^^^^^^^^^^^^^ route GET /users[/{id}] | on app; chain UserAction; guards KeyMiddleware
$app->map(['PUT', 'PATCH'], '/users/{id}', 'UserController:update');
#                           ^^^^^^^^^^^^^ route PUT,PATCH /users/{id} | on app; chain UserController:update
$app->group('/admin', function (Group $group) {
#     ^^^^^ router router slim | prefix /admin; from app
#     ^^^^^ mount
#                               ^^^^^ router router slim
    $group->any('/all', AllAction::class);
#               ^^^^^^ route ANY /all | on group; chain AllAction
})->add(new JwtAuthentication(['secret' => 'x']));
#   ^^^ guard
#           ^^^^^^^^^^^^^^^^^ guard-kind required jwt
$app->add(new HttpBasicAuthentication(['path' => '/admin', 'users' => []]));
#     ^^^ guard | on app; guards new HttpBasicAuthentication(['path' => '/admin', 'users' => []])
#             ^^^^^^^^^^^^^^^^^^^^^^^ guard-kind unknown basic
$client->get('/users');
`,
  ));

test('an application of another framework is none', () =>
  check(
    slim,
    'app/other.php',
    String.raw`<?php
use Other\App;
$app = new App();
class Slim {}
`,
  ));
