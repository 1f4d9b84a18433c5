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

test('what may let strangers pass is not called a guard', async () => {
  const sources = {
    'app.php': `<?php
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
$other = AppFactory::create();
$other->add(new Always());
$app->get('/open', fn ($request, $response) => $response)->setName('open');
$app->get('/listed', fn ($request, $response) => $response)->setName('listed');
$app->get('/switched', fn ($request, $response) => $response)->add(new Switched());
$app->get('/asked', fn ($request, $response) => $response)->add(new Asked());
define('WANTED', true);
if (mode() === 'open') { define('WANTED', false); }`,
    'Always.php': `${HEAD} class Always { public function __invoke(Request $request, RequestHandler $handler): Response { ${CHECK} } }`,
    'Switched.php': `${HEAD} class Switched { public function __invoke(Request $request, RequestHandler $handler): Response {
  if (!WANTED) { return $handler->handle($request); } ${CHECK} } }`,
    'Asked.php': `${HEAD} class Asked {
  private bool $wanted = true;
  public function __invoke(Request $request, RequestHandler $handler): Response {
    $this->wanted = $request->getHeaderLine('X-Wanted') !== 'no';
    if (!$this->wanted) { return $handler->handle($request); } ${CHECK} } }`,
  };
  expect(await linkOf(sources)).toEqual([
    'GET /asked unknown session',
    'GET /listed none',
    'GET /open none',
    'GET /switched unknown session',
  ]);
});

test('names in a list that middleware spares', async () => {
  expect(
    await linkOf({
      'app.php': `${ROUTES} $app->add(Check::class);`,
      'Check.php': `${HEAD}
class Check {
  private const OPEN = ['login', 'register'];
  public function __invoke(Request $request, RequestHandler $handler): Response {
    $name = RouteContext::fromRequest($request)->getRoute()?->getName();
    if (in_array($name, self::OPEN, true)) { return $handler->handle($request); }
    ${CHECK}
  }
}`,
    }),
  ).toEqual(['GET /items required session', 'GET /login none', 'POST /public/news required session']);
});

test('a header whose name is kept as that of a key is a credential, and any other is none', async () => {
  const check = (header: string): string => `${HEAD}
class Check {
  private string $${header};
  public function __invoke(Request $request, RequestHandler $handler): Response {
    if (!$request->hasHeader($this->${header}) || !hash_equals(SECRET, $request->getHeaderLine($this->${header}))) {
      return (new \\Slim\\Psr7\\Response())->withStatus(401);
    }
    return $handler->handle($request);
  }
}`;
  const app = `<?php
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
$app->get('/items', fn ($request, $response) => $response);
$app->add(new Check($container));`;
  expect(await linkOf({ 'app.php': app, 'Check.php': check('apiKeyHeader') })).toEqual(['GET /items required api-key']);
  expect(await linkOf({ 'app.php': app, 'Check.php': check('traceHeader') })).toEqual(['GET /items unknown']);
});
