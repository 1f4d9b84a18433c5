import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linked, type Sources } from '../../../../tests/support/link.ts';
import { errorMappersPhp } from './error-mappers-php.ts';

test('handlers, listeners and middleware that are given all failures', () =>
  check(errorMappersPhp, {
    files: {
      'app/Exceptions/Handler.php': `<?php
namespace App\\Exceptions;
use Illuminate\\Foundation\\Exceptions\\Handler as ExceptionHandler;
class Handler extends ExceptionHandler
{
    public function render($request, \\Throwable $e) { return response()->json([], 500); }
//                  ^^^^^^ guard error
    public function report(\\Throwable $e) {}
}
`,
      'bootstrap/app.php': `<?php
use Illuminate\\Foundation\\Application;
use Illuminate\\Foundation\\Configuration\\Exceptions;
return Application::configure()->withExceptions(function (Exceptions $exceptions) {
    $exceptions->render(function (\\Throwable $e, $request) { return response()->json([], 500); });
//               ^^^^^^ guard error
    $exceptions->render(fn (\\Throwable $e, $request): ?Response => Own::render($e));
    $exceptions->render(fn (\\Throwable $e, $request) => Own::render($e));
    $exceptions->render(fn (\\Throwable $e, $request): Response => Own::render($e));
//               ^^^^^^ guard error
    $exceptions->render(function (NotFound $e, $request) { return response()->json([], 404); });
    $exceptions->render(function (\\Throwable $e, $request) {
        if (!$request->is('api/*')) { return null; }
        return response()->json([], 500);
    });
});
`,
      'src/Failures.php': `<?php
namespace App;
use Symfony\\Component\\EventDispatcher\\Attribute\\AsEventListener;
use Symfony\\Component\\EventDispatcher\\EventSubscriberInterface;
use Symfony\\Component\\HttpKernel\\Event\\ExceptionEvent;
class Failures implements EventSubscriberInterface
{
    public function onKernelException(ExceptionEvent $event): void { $event->setResponse(new Response('', 500)); }
//                  ^^^^^^^^^^^^^^^^^ guard error
    public function onSome(ExceptionEvent $event): void
    {
        if (!$event->getThrowable() instanceof Own) { return; }
        $event->setResponse(new Response('', 500));
    }
    public function onLogged(ExceptionEvent $event): void { log($event); }
}
class Plain
{
    public function onKernelException(ExceptionEvent $event): void { $event->setResponse(new Response('', 500)); }
}
`,
      'public/index.php': `<?php
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
$app->addErrorMiddleware(false, true, true);
//    ^^^^^^^^^^^^^^^^^^ guard-kind none error-mapper
//    ^^^^^^^^^^^^^^^^^^ guard error
$app->addErrorMiddleware($details, true, true);
`,
    },
  }));

/** `METHOD path: controls` of every operation, of those that are about failures. */
async function failuresOf(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations.map(({ method, path, controls = [] }) => {
    const kept = controls.map(({ control }) => control).filter(control => control.startsWith('error-'));
    return `${method} ${path}: ${kept.join(' ')}`.trim();
  });
}

const ROUTE = '<?php\nuse Illuminate\\Support\\Facades\\Route;\n';

function laravel(body: string): Promise<readonly string[]> {
  return failuresOf({ 'routes/web.php': `${ROUTE}Route::get('/a', function () { ${body} });` });
}

test.each([
  ["return response()->json(['error' => $e->getMessage()], 500);", 'error-leak'],
  ['return response($e->getTraceAsString(), 500);', 'error-leak'],
  ["return new JsonResponse(['error' => $e->getMessage()]);", 'error-leak'],
  ["return ['error' => $e->getMessage()];", 'error-leak'],
  ["return $this->failed('broken: ' . $e->getMessage());", 'error-leak'],
  ['$text = $e->getMessage(); return response()->json($text, 500);', 'error-leak'],
  ['echo $e->getMessage();', 'error-leak'],
  ['die($e->getMessage());', 'error-leak'],
  ['abort(500, $e->getMessage());', 'error-leak'],
  ['Log::error($e->getMessage()); return response()->json([], 500);', ''],
  ["return redirect()->back()->with('error', $e->getMessage());", ''],
  ["if (config('app.debug')) { return response($e->getMessage()); } return response('', 500);", ''],
  ["return response()->json(['hash' => md5($e->getMessage())], 500);", ''],
])('what a handler of Laravel catches: %s', async (code, said) => {
  expect(await laravel(`try { return go(); } catch (\\Exception $e) { ${code} }`)).toEqual([`GET /a: ${said}`.trim()]);
});

test.each([
  ['catch (NotFound $e) { return response($e->getMessage(), 404); }', ''],
  ['catch (NotFound $e) { return 1; } catch (\\Throwable $t) { return response($t->getMessage()); }', 'error-leak'],
  ['catch (NotFound $e) { return response($e->getMessage()); } catch (\\Throwable $t) { return 1; }', ''],
  ['catch (NotFound | \\PDOException $e) { return response($e->getMessage()); }', 'error-leak'],
  ['catch (NotFound $e) { if ($e instanceof Own) { return 1; } else { return response($e->getMessage()); } }', ''],
])('several classes of exceptions: %s', async (clauses, said) => {
  expect(await laravel(`try { return go(); } ${clauses}`)).toEqual([`GET /a: ${said}`.trim()]);
});

function handled(body: string): Promise<readonly string[]> {
  return failuresOf({
    'routes/web.php': `${ROUTE}Route::get('/a', fn () => 1);`,
    'app/Exceptions/Handler.php': `<?php
namespace App\\Exceptions;
use Illuminate\\Foundation\\Exceptions\\Handler as ExceptionHandler;
class Handler extends ExceptionHandler { public function render($request, \\Throwable $e) { ${body} } }
`,
  });
}

test('a handler of Laravel is on every operation', async () => {
  expect(await handled('return parent::render($request, $e);')).toEqual(['GET /a: error-mapper']);
  expect(await handled("return response()->json(['error' => $e->getMessage()], 500);")).toEqual([
    'GET /a: error-mapper error-leak',
  ]);
  expect(await handled("return response()->json(['trace' => $e->getTraceAsString()], 500);")).toEqual([
    'GET /a: error-leak',
  ]);
  expect(await handled('Log::error($e);')).toEqual(['GET /a:']);
});

test('a listener of Symfony', async () => {
  const listener = (body: string): Promise<readonly string[]> =>
    failuresOf({
      'src/Controller/A.php': `<?php
namespace App\\Controller;
use Symfony\\Component\\Routing\\Attribute\\Route;
class A { #[Route('/a', methods: ['GET'])] public function a() {} }
`,
      'src/Failures.php': `<?php
namespace App;
use Symfony\\Component\\EventDispatcher\\EventSubscriberInterface;
use Symfony\\Component\\HttpKernel\\Event\\ExceptionEvent;
class Failures implements EventSubscriberInterface { public function on(ExceptionEvent $event): void { ${body} } }
`,
    });
  expect(await listener("$event->setResponse(new JsonResponse(['error' => 'broken'], 500));")).toEqual([
    'GET /a: error-mapper',
  ]);
  expect(
    await listener('$e = $event->getThrowable(); $event->setResponse(new JsonResponse([$e->getMessage()], 500));'),
  ).toEqual(['GET /a: error-mapper error-leak']);
});

test('middleware of Slim', async () => {
  const slim = (details: string): Promise<readonly string[]> =>
    failuresOf({
      'public/index.php': `<?php
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
$app->get('/a', function ($request, $response) { return $response; });
$app->addErrorMiddleware(${details}, true, true);
$app->run();
`,
    });
  expect(await slim('false')).toEqual(['GET /a: error-mapper']);
  expect(await slim('true')).toEqual(['GET /a: error-leak']);
  expect(await slim('$settings')).toEqual(['GET /a:']);
});
