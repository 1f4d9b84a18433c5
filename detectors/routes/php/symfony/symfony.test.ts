import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { symfony } from './symfony.ts';

test('routes of attributes, and what they ask of callers', () =>
  check(
    symfony,
    'src/Controller/Pages.php',
    String.raw`<?php
namespace App\Controller;
use Symfony\Component\Routing\Attribute\Route;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;
use Symfony\Component\Security\Http\Attribute\IsGranted;
#[Route('/blog', name: 'blog_')]
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mark controller /blog found
class BlogController {
    #[Route(path: '/{page<\d+>?1}', methods: ['GET', 'HEAD'])]
#                 ^^^^^^^^^^^^^^^^ mark route GET,HEAD /{page?}
    #[IsGranted('ROLE_ADMIN')]
#     ^^^^^^^^^ guard-kind required session | scopes ROLE_ADMIN
#     ^^^^^^^^^ mark guard ROLE_ADMIN
    public function list(int $page) {}
    #[Route('/{slug:post}/{part}')]
#           ^^^^^^^^^^^^^^^^^^^^^ mark route ANY /{slug}/{part?}
    #[IsGranted('edit', 'post')]
#     ^^^^^^^^^ guard-kind unknown
#     ^^^^^^^^^ mark guard edit
    public function show(string $slug, string $part = 'a') {}
    public function helper() {}
}
class LocaleController {
#     ^^^^^^^^^^^^^^^^ mark controller found
    #[Route(path: ['en' => '/about', 'fr' => '/a-propos'])]
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mark route ANY [/about, /a-propos]
    public function about() {}
}
#[Route('/run', methods: 'POST')]
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mark route POST /run
final class RunController {
#           ^^^^^^^^^^^^^ mark controller found
    public function __invoke() {}
}
return function (RoutingConfigurator $routes) {
    $routes->add('list', '/posts')->controller([BlogController::class, 'list'])->methods(['GET']);
#                        ^^^^^^^^ route GET /posts | in its builder, or root; chain [BlogController, list]
    $list->add('x', 'y');
};
`,
  ));

test('what only looks alike is no route', () =>
  check(
    symfony,
    'src/Other.php',
    String.raw`<?php
use App\Attribute\Route;
class A {
    #[Route('/x')]
    public function x() {}
    /** @Route("/y") */
    public function y() {}
}
`,
  ));

test('collections that code fills, with what stands in front of them', () =>
  check(
    symfony,
    'src/routes.php',
    `<?php
use Symfony\\Component\\Routing\\Route;
use Symfony\\Component\\Routing\\RouteCollection;
$routes = new RouteCollection();
#             ^^^^^^^^^^^^^^^ router router symfony
$routes->add('a', new Route('/a', ['_controller' => 'A::show']));
#                           ^^^^ route ANY /a | on routes; in its builder, or root; chain A::show
$routes->add('b', $made);
#                 ^^^^^ route made.methods made.path | on routes; chain made.handler; if defined
$routes->addCollection($others);
#        ^^^^^^^^^^^^^ mount | on routes; chain others
$routes->addPrefix('/v1');
#                  ^^^^^ base-path /v1 | on routes
$list->add('c', 'd');
`,
  ));

test('a script that is started for a request', () =>
  check(
    symfony,
    'api/index.php',
    `<?php
use Symfony\\Component\\HttpFoundation\\Request;
$kernel->handle(Request::createFromGlobals())->send();
#                        ^^^^^^^^^^^^^^^^^ entry-script
function later() { return Request::createFromGlobals(); }
`,
  ));
