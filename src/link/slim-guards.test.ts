import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const HEAD = `<?php
use Psr\\Http\\Message\\ResponseInterface as Response;
use Psr\\Http\\Message\\ServerRequestInterface as Request;
use Psr\\Http\\Server\\RequestHandlerInterface as RequestHandler;
use Slim\\Routing\\RouteContext;
`;

const ROUTES = `<?php
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
$app->get('/login', fn ($request, $response) => $response)->setName('login');
$app->get('/items', fn ($request, $response) => $response)->setName('items');
$app->Post('/public/news', fn ($request, $response) => $response);
`;

const CHECK = `
    $user = $request->getCookieParams()['session_token'] ?? null;
    if ($user === null || !password_verify($user, SECRET)) { return (new \\Slim\\Psr7\\Response())->withStatus(401); }
    return $handler->handle($request);`;

test('middleware that spares routes by their names', async () => {
  expect(
    await linkOf({
      'app.php': `${ROUTES}
define('AUTH_CLASS', 'Check');
$class = AUTH_CLASS;
$app->add(new $class());
$app->setBasePath(BASE_PATH);`,
      'Check.php': `${HEAD}
class Check {
  protected ?string $name = null;
  public function __invoke(Request $request, RequestHandler $handler): Response {
    $context = RouteContext::fromRequest($request);
    $route = $context->getRoute();
    $this->name = $route->getName();
    if ($this->name === 'login') { return $handler->handle($request); }
    ${CHECK}
  }
}`,
    }),
  ).toEqual(['GET /items required session', 'GET /login none', 'POST /public/news required session']);
});

test('middleware that spares what lies below a path', async () => {
  expect(
    await linkOf({
      'app.php': `${ROUTES} $app->add(new Check());`,
      'Check.php': `${HEAD}
class Check {
  public function __invoke(Request $request, RequestHandler $handler): Response {
    if (str_starts_with($request->getUri()->getPath(), '/public/')) { return $handler->handle($request); }
    ${CHECK}
  }
}`,
    }),
  ).toEqual(['GET /items required session', 'GET /login required session', 'POST /public/news none']);
});
