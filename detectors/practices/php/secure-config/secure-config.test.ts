import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigPhp } from './secure-config.ts';

const on = (path: string, text: string): Promise<void> => check(secureConfigPhp, path, `<?php\n${text}`);

test('debugging of Laravel', async () => {
  await on(
    'config/app.php',
    `
return [
    'debug' => (bool) env('APP_DEBUG', false),
//  ^^^^^^^ switch debug-pages on
];
`,
  );
  await on(
    'config/app.php',
    `
return [
    'debug' => env('APP_DEBUG', true),
//  ^^^^^^^ switch debug-pages off
];
`,
  );
  await on('config/app.php', "return ['debug' => env('APP_DEBUG'), 'other' => ['debug' => true]];");
  await on('config/saml.php', "return ['debug' => true];");
  await on('src/app.php', "return ['debug' => true];");
});

test('origins of Laravel', async () => {
  await on(
    'config/cors.php',
    `
return [
    'allowed_origins' => ['*'],
//  ^^^^^^^^^^^^^^^^^ switch cross-origin off
    'supports_credentials' => true,
];
`,
  );
  await on(
    'config/cors.php',
    `
return [
    'allowed_origins' => ['https://shop.test'],
//  ^^^^^^^^^^^^^^^^^ switch cross-origin on
    'allowed_origins_patterns' => [],
    'supports_credentials' => true,
];
`,
  );
  await on('config/cors.php', "return ['allowed_origins' => ['*'], 'supports_credentials' => false];");
  await on('config/cors.php', "return ['allowed_origins' => [env('FRONT')], 'supports_credentials' => true];");
  await on(
    'config/cors.php',
    "return ['allowed_origins' => ['https://a.test'], 'allowed_origins_patterns' => ['/.*/'], 'supports_credentials' => true];",
  );
});

test('the session cookie of Laravel', async () => {
  await on(
    'config/session.php',
    `
return [
    'secure' => env('SESSION_SECURE_COOKIE', true),
//  ^^^^^^^^ switch session-cookie on
    'http_only' => true,
];
`,
  );
  await on(
    'config/session.php',
    `
return [
    'secure' => false,
//  ^^^^^^^^ switch session-cookie off
    'http_only' => true,
];
`,
  );
  await on(
    'config/session.php',
    `
return [
    'secure' => true,
    'http_only' => false,
//  ^^^^^^^^^^^ switch session-cookie off
];
`,
  );
  await on('config/session.php', "return ['secure' => env('SESSION_SECURE_COOKIE'), 'http_only' => true];");
  await on('config/session.php', "return ['secure' => env('SESSION_SECURE_COOKIE', false), 'http_only' => true];");
});

test('the profiler of Symfony', async () => {
  await on(
    'config/bundles.php',
    `
return [
    Symfony\\Bundle\\FrameworkBundle\\FrameworkBundle::class => ['all' => true],
    Symfony\\Bundle\\WebProfilerBundle\\WebProfilerBundle::class => ['all' => true],
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch debug-pages off
];
`,
  );
  await on(
    'config/bundles.php',
    "return [Symfony\\Bundle\\WebProfilerBundle\\WebProfilerBundle::class => ['dev' => true, 'test' => true]];",
  );
});

test('exceptions of Laminas', async () => {
  await on(
    'module/Application/config/module.config.php',
    `
return ['view_manager' => ['display_exceptions' => true]];
//                         ^^^^^^^^^^^^^^^^^^^^ switch error-details off
`,
  );
  await on('config/autoload/development.local.php', "return ['view_manager' => ['display_exceptions' => true]];");
});

test('errors that PHP shows', async () => {
  await on(
    'public/index.php',
    `
ini_set('display_errors', '1');
//      ^^^^^^^^^^^^^^^^ switch error-details off
`,
  );
  await on(
    'public/index.php',
    `
\\ini_set('display_errors', 0);
//       ^^^^^^^^^^^^^^^^ switch error-details on
`,
  );
  await on('public/index.php', "if ($isLocal) { ini_set('display_errors', '1'); }");
  await on('public/index.php', "ini_set('display_errors', 'stderr');\nini_set('memory_limit', '1');");
  await on('bin/worker.php', "ini_set('display_errors', '1');");
  await on('worker.php', "ini_set('display_errors', '1');\nif (PHP_SAPI !== 'cli') { exit; }");
});

test('debugging of WordPress', async () => {
  await on(
    'wp-config.php',
    `
define('WP_DEBUG', true);
//     ^^^^^^^^^^ switch debug-pages off
`,
  );
  await on(
    'wp-config.php',
    `
define( 'WP_DEBUG', false );
//      ^^^^^^^^^^ switch debug-pages on
`,
  );
  await on('wp-config.php', "define('WP_DEBUG', true);\ndefine('WP_DEBUG_DISPLAY', false);");
  await on('plugin.php', "define('WP_DEBUG', true);");
});

test('details of errors of Slim', () =>
  on(
    'public/index.php',
    `
use Slim\\Factory\\AppFactory;
$app = AppFactory::create();
$app->addErrorMiddleware(true, true, true);
//    ^^^^^^^^^^^^^^^^^^ switch error-details off
$app->addErrorMiddleware(displayErrorDetails: false, logErrors: true, logErrorDetails: true);
//    ^^^^^^^^^^^^^^^^^^ switch error-details on
$app->addErrorMiddleware($settings['details'], true, true);
`,
  ));

test('the session cookie of PHP', async () => {
  await on(
    'src/session.php',
    `
session_set_cookie_params(['secure' => true, 'httponly' => true]);
//                                     ^^^^ switch session-cookie on
`,
  );
  await on(
    'src/session.php',
    `
ini_set('session.cookie_httponly', 1);
ini_set('session.cookie_secure', 0);
//      ^^^^^^^^^^^^^^^^^^^^^^^ switch session-cookie off
`,
  );
  await on('src/session.php', "session_start(['cookie_secure' => true]);");
  await on('src/session.php', "session_start(['cookie_secure' => $isTls, 'cookie_httponly' => true]);");
});

test('CSRF tokens of Laravel', async () => {
  await on(
    'app/Http/Middleware/VerifyCsrfToken.php',
    `
namespace App\\Http\\Middleware;
use Illuminate\\Foundation\\Http\\Middleware\\VerifyCsrfToken as Middleware;
class VerifyCsrfToken extends Middleware
{
    protected $except = ['*'];
//            ^^^^^^^ switch csrf off
}
class Other extends Middleware
{
    protected $except = ['webhooks/*'];
}
`,
  );
  await on(
    'app/Http/Kernel.php',
    `
namespace App\\Http;
use Illuminate\\Foundation\\Http\\Kernel as HttpKernel;
class Kernel extends HttpKernel
{
    protected $middlewareGroups = [
        'web' => [\\Illuminate\\Session\\Middleware\\StartSession::class, \\App\\Http\\Middleware\\VerifyCsrfToken::class],
//                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch csrf on
        'api' => ['throttle:api'],
    ];
}
`,
  );
  await on(
    'app/Http/Kernel.php',
    `
namespace App\\Http;
use Illuminate\\Foundation\\Http\\Kernel as HttpKernel;
class Kernel extends HttpKernel
{
    protected $middlewareGroups = [
        'web' => [\\Illuminate\\Session\\Middleware\\StartSession::class],
//      ^^^^^ switch csrf off
    ];
}
`,
  );
  await on(
    'bootstrap/app.php',
    `
return Application::configure()->withMiddleware(function ($middleware) {
    $middleware->validateCsrfTokens(except: ['*']);
//               ^^^^^^^^^^^^^^^^^^ switch csrf off
    $middleware->validateCsrfTokens(except: ['hooks/*']);
});
`,
  );
});
