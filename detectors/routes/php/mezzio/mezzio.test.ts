import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { mezzio } from './mezzio.ts';

test('routes and what stands before them', () =>
  check(
    mezzio,
    'config/routes.php',
    String.raw`<?php
use App\Handler\BookHandler;
use Mezzio\Application;
use Mezzio\Authentication\AuthenticationMiddleware;
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-export required
use Mezzio\Router\Middleware\DispatchMiddleware;
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-export none
return static function (Application $app, MiddlewareFactory $factory, ContainerInterface $container): void {
    $app->pipe(KeyMiddleware::class);
#         ^^^^ guard
    $app->pipe('/api', AuthenticationMiddleware::class);
#         ^^^^ guard /api | guards AuthenticationMiddleware
    $app->pipe(DispatchMiddleware::class);
    $app->pipe(NotFound::class);
    $app->get('/books[/{id:\d+}]', BookHandler::class, 'books');
#             ^^^^^^^^^^^^^^^^^^^ route GET /books[/{id:\d+}]
    $app->post('/books/:id', [AuthenticationMiddleware::class, BookHandler::class]);
#              ^^^^^^^^^^^^ route POST /books/{id}
    $app->route('/shelf', BookHandler::class, ['GET', 'PUT'], 'shelf');
#               ^^^^^^^^ route GET,PUT /shelf
    $app->route('/all', BookHandler::class);
#               ^^^^^^ route ANY /all
    $container->get('config');
};
`,
  ));

test('an application of something else is none', () =>
  check(
    mezzio,
    'app/other.php',
    String.raw`<?php
use Other\Application;
return function (Application $app) { $app->get('/x', X::class); };
`,
  ));

test('what is piped on a condition is not known to stand there', () =>
  check(
    mezzio,
    'config/pipeline.php',
    String.raw`<?php
use Mezzio\Application;
return function (Application $app): void {
    $app->pipe(First::class);
#         ^^^^ guard | guards First
    if ($secured) {
        $app->pipe(Second::class);
#             ^^^^ guard | guards Second::class
    }
    $app->pipe(Third::class);
#         ^^^^ guard | guards Third
    if ($done) return;
    $app->pipe(Fourth::class);
#         ^^^^ guard | guards Fourth::class
};
`,
  ));
