import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { laravel } from './laravel.ts';

test('routes, resources and groups register on whatever includes the file', () =>
  check(
    laravel,
    'routes/api.php',
    String.raw`<?php
use Illuminate\Support\Facades\Route;
use App\Http\Controllers\{PostController, UserController};
Route::get('/users/{id?}', [UserController::class, 'show'])->where('id', '[0-9]+')->middleware(['auth', 'can:view']);
#          ^^^^^^^^^^^^^^ route GET /users/{id?} | in its builder, or assumed; chain [UserController, show]; guards auth, can:view
Route::match(['get', 'post'], 'search', 'SearchController@run')->withoutMiddleware('auth');
#                             ^^^^^^^^ route GET,POST search | in its builder, or assumed; chain SearchController@run
Route::any('/hook', fn () => 1);
#          ^^^^^^^ route ANY /hook | in its builder, or assumed; chain function
Route::view('/terms', 'terms');
#           ^^^^^^^^ route GET /terms | in its builder, or assumed; chain function
Route::redirect('/here', '/there');
#               ^^^^^^^ route ANY /here | in its builder, or assumed; chain function
Route::fallback(fn () => abort(404));
#      ^^^^^^^^ route GET {*fallbackPlaceholder} | in its builder, or assumed; chain function
Route::get('/files/{path}', UserController::class)->where('path', '.*');
#          ^^^^^^^^^^^^^^^ route GET /files/{*path} | in its builder, or assumed; chain UserController
Route::apiResource('photos.comments', PostController::class)->only(['index', 'show'])->shallow();
#                  ^^^^^^^^^^^^^^^^^ route GET photos/{photo}/comments | in its builder, or assumed; chain [PostController, index]
#                  ^^^^^^^^^^^^^^^^^ route GET comments/{comment} | in its builder, or assumed; chain [PostController, show]
Route::singleton('profile', PostController::class)->destroyable();
#                ^^^^^^^^^ route GET profile | in its builder, or assumed; chain [PostController, show]
#                ^^^^^^^^^ route GET profile/edit | in its builder, or assumed; chain [PostController, edit]
#                ^^^^^^^^^ route PUT,PATCH profile | in its builder, or assumed; chain [PostController, update]
#                ^^^^^^^^^ route DELETE profile | in its builder, or assumed; chain [PostController, destroy]
Route::middleware(EnsureToken::class.':admin')->prefix('admin')->group(function () {
#      ^^^^^^^^^^ router router laravel | guards [EnsureToken, :admin]; in its builder, or assumed
#                                               ^^^^^^ router router laravel | prefix admin; from Route::middleware(EnsureToken::class.':admin'); in its builder, or assumed
#                                                                ^^^^^ router router laravel | from Route::middleware(EnsureToken::class.':admin')->prefix('admin'); in its builder, or assumed
#                                                                      ^^^^^^^^^^^^^ mount
    Route::controller(PostController::class)->group(fn () => Route::delete('/posts/{post}', 'destroy'));
#          ^^^^^^^^^^ router router laravel | in its builder, or assumed
#          ^^^^^^^^^^ property controller | on Route::controller(PostController::class); value PostController
#                                             ^^^^^ router router laravel | from Route::controller(PostController::class); in its builder, or assumed
#                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount | on Route::controller(PostController::class)->group(fn () => Route::delete('/posts/{post}', 'destroy')); chain function; calls self
#                                                                          ^^^^^^^^^^^^^^^ route DELETE /posts/{post} | in its builder, or assumed; chain destroy
});
Route::group(['prefix' => 'v1', 'middleware' => 'api', 'namespace' => 'V1'], base_path('routes/v1.php'));
#      ^^^^^ router router laravel | prefix v1; guards api; in its builder, or assumed
#      ^^^^^ property namespace | on Route::group(['prefix' => 'v1', 'middleware' => 'api', 'namespace' => 'V1'], base_path('routes/v1.php')); value V1
#                                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ mount
`,
  ));

test('kernels, providers, bootstrap files and controllers say what is named and loaded', () =>
  check(
    laravel,
    'app/Providers/Wiring.php',
    String.raw`<?php
namespace App\Providers;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Configuration\Middleware;
use Illuminate\Foundation\Http\Kernel as HttpKernel;
use Illuminate\Routing\Middleware\ThrottleRequests;
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-export none limiter | Illuminate\Routing\Middleware ThrottleRequests
use Illuminate\Auth\Middleware\Authenticate;
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-export required session | Illuminate\Auth\Middleware Authenticate
class Kernel extends HttpKernel {
    protected $middleware = [TrustProxies::class];
#                           ^^^^^^^^^^^^^^^^^^^^^ guard | guards TrustProxies
    protected $middlewareGroups = ['api' => [ThrottleRequests::class.':60']];
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-names ['api' => [ThrottleRequests::class.':60']]
    protected $routeMiddleware = ['auth' => Authenticate::class];
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-names ['auth' => Authenticate::class]
    protected $other = ['x' => 1];
}
class Packed {
    public function boot() {
        $this->loadRoutesFrom(__DIR__.'/../routes/web.php');
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount | chain {__dirname}/../routes/web.php; calls child; in its builder, or root
    }
}
class PostController {
    public function __construct() {
        $this->middleware('auth')->except('index', 'show');
#              ^^^^^^^^^^ member-guard [auth] | except [index, show]; of the class
        $this->middleware('log', ['only' => ['index']]);
#              ^^^^^^^^^^ member-guard [log] | only [index]; of the class
    }
}
return Application::configure()
    ->withRouting(web: __DIR__.'/../routes/web.php', api: __DIR__.'/../routes/api.php', apiPrefix: 'v2', health: '/up')
#                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount v2 | chain {__dirname}/../routes/api.php; calls child; in its builder, or root; guards api
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount | chain {__dirname}/../routes/web.php; calls child; in its builder, or root; guards web
#                                                                                                                ^^^^^ route GET /up | in its builder, or root; chain function
    ->withMiddleware(function (Middleware $middleware) {
        $middleware->alias(['card' => RequireCard::class]);
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-names ['card' => RequireCard::class]
        $middleware->api(prepend: [RequireCard::class]);
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-names api added
        $middleware->append(TrustProxies::class);
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard | guards TrustProxies
    });
`,
  ));

test('what only looks alike is no route', () =>
  check(
    laravel,
    'app/Client.php',
    String.raw`<?php
use App\Support\Route;
use Illuminate\Support\Facades\Http;
Http::get('/users', fn () => 1);
Route::get('/users', fn () => 1);
$doc = "Route::get('/x', 'y')";
// Route::get('/z', 'y');
$cache->get('/users', fn () => 1);
`,
  ));
