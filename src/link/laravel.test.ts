import { expect, test } from 'vitest';
import { linkOf, notesOf, type Sources } from '../../tests/support/link.ts';

const ROUTE = '<?php\nuse Illuminate\\Support\\Facades\\Route;\n';

function bootstrap(routing: string, middleware = ''): string {
  return `<?php
use Illuminate\\Foundation\\Application;
use Illuminate\\Foundation\\Configuration\\Middleware;
return Application::configure(basePath: dirname(__DIR__))
  ->withRouting(${routing})
  ->withMiddleware(function (Middleware $middleware) { ${middleware} })->create();
`;
}

test('files that nothing loads are served where the skeleton loads them', async () => {
  const sources: Sources = {
    'routes/web.php': `${ROUTE}Route::get('/a', fn () => 1);`,
    'routes/api.php': `${ROUTE}Route::get('/b', fn () => 1);`,
    'routes/extra.php': `${ROUTE}Route::get('/c', fn () => 1);`,
  };
  expect(await linkOf(sources)).toEqual(['GET /a none', 'GET /api/b none', 'GET /c unknown unresolved']);
});

test('a provider says below what and behind what a file is served, and functions of routes do not register', async () => {
  const sources: Sources = {
    'app/Providers/RouteServiceProvider.php': `<?php
namespace App\\Providers;
use Illuminate\\Support\\Facades\\Route;
class RouteServiceProvider {
  protected $namespace = 'App\\Http\\Controllers';
  public function boot() {
    $this->routes(function () {
      Route::prefix('v2')->middleware(['api', 'auth:sanctum'])->namespace($this->namespace)->group(base_path('routes/api.php'));
    });
  }
}`,
    'routes/api.php': `${ROUTE}Route::get('/a', function () { Route::get('/phantom', fn () => 1); });
require __DIR__.'/more.php';`,
    'routes/more.php': `${ROUTE}Route::post('/b', 'Users@add');`,
    'app/Http/Controllers/Users.php': '<?php namespace App\\Http\\Controllers; class Users { function add() {} }',
  };
  expect(await linkOf(sources)).toEqual(['GET /v2/a required bearer', 'POST /v2/b required bearer']);
});

test('what a provider loads that could not be followed is not guessed', async () => {
  const sources: Sources = {
    'app/Providers/P.php': `<?php
namespace App\\Providers;
use Illuminate\\Support\\Facades\\Route;
class P { function boot() { foreach (glob(x()) as $file) { Route::middleware('auth')->group($file); } } }`,
    'routes/api.php': `${ROUTE}Route::get('/a', fn () => 1);`,
  };
  expect(await linkOf(sources)).toEqual(['GET /a unknown unresolved']);
});

test('names of middleware stand for what the application says, and an operation may go without', async () => {
  const sources: Sources = {
    'bootstrap/app.php': bootstrap(
      "web: __DIR__.'/../routes/web.php'",
      "$middleware->alias(['key' => \\App\\Key::class, 'open' => \\App\\Open::class]); $middleware->group('staff', ['key', 'throttle:5']);",
    ),
    'app/Key.php': `<?php namespace App; class Key {
  public function handle($request, \\Closure $next) {
    if (! hash_equals(config('app.key'), (string) $request->header('X-Api-Key'))) { abort(403); }
    return $next($request);
  }
}`,
    'app/Open.php':
      '<?php namespace App; class Open { public function handle($request, $next) { return $next($request); } }',
    'routes/web.php': `${ROUTE}
Route::middleware('staff')->group(function () {
  Route::get('/a', fn () => 1);
  Route::get('/b', fn () => 1)->withoutMiddleware('key');
});
Route::get('/c', fn () => 1)->middleware('open');
Route::get('/d', fn () => 1)->middleware('nobody');`,
  };
  expect(await linkOf(sources)).toEqual(['GET /a required api-key', 'GET /b none', 'GET /c none', 'GET /d unknown']);
});

test('a key that is only looked at protects nothing for sure', async () => {
  const sources: Sources = {
    'routes/web.php': `${ROUTE}Route::get('/a', fn () => 1)->middleware(\\App\\Key::class);`,
    'app/Key.php': `<?php namespace App; class Key {
  public function handle($request, $next) {
    if (! $request->header('X-Api-Key')) { return response()->json([], 401); }
    return $next($request);
  }
}`,
  };
  expect(await linkOf(sources)).toEqual(['GET /a unknown api-key']);
});

test('controllers put middleware before their own members', async () => {
  const sources: Sources = {
    'routes/web.php': `${ROUTE}
Route::get('/a', [\\App\\Posts::class, 'index']);
Route::get('/b', [\\App\\Posts::class, 'show']);
Route::get('/c', [\\App\\Tags::class, 'index']);
Route::get('/d', [\\App\\Tags::class, 'show']);
Route::get('/e', [\\App\\Missing::class, 'show']);`,
    'app/Posts.php': `<?php namespace App; use Illuminate\\Routing\\Controller;
class Posts extends Controller {
  public function __construct() { $this->middleware('auth')->only(['show']); }
  public function index() {} public function show() {}
}`,
    'app/Tags.php': `<?php namespace App;
use Illuminate\\Routing\\Controllers\\HasMiddleware; use Illuminate\\Routing\\Controllers\\Middleware;
class Tags implements HasMiddleware {
  public static function middleware(): array { return [new Middleware('auth:api', except: ['index'])]; }
  public function index() {} public function show() {}
}`,
  };
  expect(await linkOf(sources)).toEqual([
    'GET /a none',
    'GET /b required session',
    'GET /c none',
    'GET /d required bearer',
    'GET /e unknown',
  ]);
});

test('handlers that ask who calls are not called open', async () => {
  const sources: Sources = {
    'routes/web.php': `${ROUTE}
Route::get('/a', [\\App\\Posts::class, 'a']);
Route::get('/b', [\\App\\Posts::class, 'b']);
Route::get('/c', [\\App\\Posts::class, 'c']);`,
    'app/Posts.php': `<?php namespace App;
class Posts {
  public function a() { abort_unless(auth()->check(), 401); return 1; }
  public function b() { $this->authorize('update', Post::class); return 1; }
  public function c() { return redirect('/x'); }
}`,
  };
  expect(await linkOf(sources)).toEqual(['GET /a required session', 'GET /b unknown session', 'GET /c none']);
});

test('a file that includes itself ends', async () => {
  const sources: Sources = {
    'routes/web.php': `${ROUTE}Route::get('/a', fn () => 1); require __DIR__.'/web.php';`,
  };
  expect(await linkOf(sources)).toEqual(['GET /a none']);
  expect(await notesOf(sources)).toEqual([]);
});

test('namespaces of groups stand before names of controllers', async () => {
  const sources: Sources = {
    'routes/web.php': `${ROUTE}
Route::group(['namespace' => 'Shop\\Http'], function () {
  Route::get('/a', 'Users@show');
  Route::group(['namespace' => 'Admin', 'middleware' => 'auth'], fn () => Route::get('/b', ['uses' => 'Users@show']));
});
Route::group(['controller' => \\Shop\\Http\\Users::class], fn () => Route::get('/c', 'show'));`,
    'src/Users.php': '<?php namespace Shop\\Http; class Users { function show() {} }',
    'src/Admin.php': '<?php namespace Shop\\Http\\Admin; class Users { function show() {} }',
  };
  expect(await linkOf(sources)).toEqual(['GET /a none', 'GET /b required session', 'GET /c none']);
});

function served(routes: string, { alias = '', files = {} }: { alias?: string; files?: Sources } = {}): Sources {
  return {
    'bootstrap/app.php': bootstrap("web: __DIR__.'/../routes/web.php'", alias),
    'routes/web.php': `${ROUTE}${routes}`,
    ...files,
  };
}

test('a condition around the first route of a file is not one of those behind it', async () => {
  const sources = {
    'routes/web.php': `${ROUTE}if (env('X')) { Route::get('/a', fn () => 1); }\nRoute::get('/b', fn () => 1);`,
  };
  expect(await linkOf(sources)).toEqual([String.raw`GET /a none if \env()`, 'GET /b none']);
});

test('middleware is called with what stands behind its name, and else with its defaults', async () => {
  const key = `<?php namespace App; class Key {
  public function handle($request, $next, $isNeeded = false) {
    if (auth()->guest() && $isNeeded) { abort(401); }
    return $next($request);
  }
}`;
  const roles = `<?php namespace App; class Roles {
  public function handle($request, $next, ...$roles) {
    if (empty($roles)) { return $next($request); }
    if (! auth()->check()) { abort(403); }
    return $next($request);
  }
}`;
  const routes = `use App\\Key; use Illuminate\\Auth\\Middleware\\Authenticate;
Route::get('/a', fn () => 1)->middleware('key');
Route::get('/b', fn () => 1)->middleware('key:true');
Route::get('/c', fn () => 1)->middleware(Key::class);
Route::get('/d', fn () => 1)->middleware(Key::class.':true');
Route::get('/e', fn () => 1)->middleware('App\\\\Key:true');
Route::get('/f', fn () => 1)->middleware('key:'.config('nowhere'));
Route::get('/g', fn () => 1)->middleware('roles');
Route::get('/h', fn () => 1)->middleware('roles:admin,editor');
Route::get('/i', fn () => 1)->middleware(Authenticate::using('api'));
Route::get('/j', fn () => 1)->middleware(Authenticate::class.':api');`;
  const alias = "$middleware->alias(['key' => \\App\\Key::class, 'roles' => \\App\\Roles::class]);";
  expect(await linkOf(served(routes, { alias, files: { 'app/Key.php': key, 'app/Roles.php': roles } }))).toEqual([
    'GET /a none',
    'GET /b required session',
    'GET /c none',
    'GET /d required session',
    'GET /e required session',
    'GET /f unknown session',
    'GET /g none',
    'GET /h required session',
    'GET /i required bearer',
    'GET /j required bearer',
  ]);
});

test('what names middleware and could not be followed is not taken for harmless', async () => {
  const routes = `
Route::get('/a', fn () => 1)->middleware(explode(',', config('nowhere')));
Route::get('/b', fn () => 1)->middleware(names());
Route::get('/c', fn () => 1)->middleware(new \\Some\\Thing());`;
  expect(await linkOf(served(routes))).toEqual(['GET /a unknown', 'GET /b unknown', 'GET /c none']);
});

test('an operation goes without what names and classes stand for, with what they are given', async () => {
  const routes = `use Illuminate\\Auth\\Middleware\\Authenticate; use App\\Mine;
Route::middleware('auth')->group(function () {
  Route::get('/a', fn () => 1)->withoutMiddleware(Authenticate::class);
  Route::get('/b', fn () => 1)->withoutMiddleware('auth:api');
  Route::withoutMiddleware('auth')->group(function () { Route::get('/c', fn () => 1); });
  Route::group(['excluded_middleware' => ['auth']], function () { Route::get('/d', fn () => 1); });
  Route::get('/e', fn () => 1)->withoutMiddleware(config('nowhere'));
});
Route::get('/f', fn () => 1)->middleware('auth:api')->withoutMiddleware('auth');
Route::get('/g', fn () => 1)->middleware(Mine::class)->withoutMiddleware(Authenticate::class);
Route::middleware('both')->group(function () {
  Route::get('/h', fn () => 1)->withoutMiddleware('mine');
  Route::get('/i', fn () => 1)->withoutMiddleware('both');
  Route::get('/j', fn () => 1)->withoutMiddleware('throttle');
});`;
  const alias =
    "$middleware->alias(['mine' => \\App\\Mine::class]); $middleware->group('both', ['mine', 'throttle:9']);";
  const files = {
    'app/Mine.php':
      '<?php namespace App; use Illuminate\\Auth\\Middleware\\Authenticate; class Mine extends Authenticate {}',
  };
  expect(await linkOf(served(routes, { alias, files }))).toEqual([
    'GET /a none',
    'GET /b required session',
    'GET /c none',
    'GET /d none',
    'GET /e unknown session',
    'GET /f required bearer',
    'GET /g none',
    'GET /h none',
    'GET /i none',
    'GET /j required session',
  ]);
});

function handledBy(members: Readonly<Record<string, string>>): Sources {
  const names = Object.keys(members);
  return served(names.map(name => `Route::post('/${name}', [\\App\\C::class, '${name}']);`).join('\n'), {
    files: {
      'app/C.php': `<?php namespace App; use Illuminate\\Support\\Facades\\Auth; use Illuminate\\Http\\Request;
class C { ${names.map(name => `public function ${name}(Request $request, $key = null) { ${members[name] ?? ''} }`).join('\n')} }`,
    },
  });
}

test('who was signed in on the way is signed in', async () => {
  const sources = handledBy({
    a: "if (Auth::attempt($request->only('email', 'password'))) { return Auth::user() ?? abort(401); } abort(422);",
    b: "$one = Contact::where('key', $key)->first(); Auth::guard('x')->loginUsingId($one->id); abort_unless(Auth::check(), 401); return 1;",
    c: 'if (! $request->user()) { abort(401); } Auth::login($request->user()); return 1;',
  });
  expect(await linkOf(sources)).toEqual(['POST /a none', 'POST /b none', 'POST /c required session']);
});

test('a handler that tells strangers no, and sends all others elsewhere, asks who calls', async () => {
  const sources = handledBy({
    a: "abort_if(! Auth::check(), 403); return redirect('/x');",
    b: "if (! Auth::check()) { return redirect('/login'); } return redirect('/x');",
    c: "abort_if(! config('on') || ! $request->user(), 404); return 1;",
    d: "abort_if(config('on') && ! $request->user(), 404); return 1;",
  });
  expect(await linkOf(sources)).toEqual([
    'POST /a required session',
    'POST /b unknown session',
    'POST /c required session',
    'POST /d unknown session',
  ]);
});

test('a key that nothing is found by refuses', async () => {
  const key = `<?php namespace App; class Key { public function handle($request, $next) {
    auth()->setUser(User::where('key', $request->header('X-Api-Key'))->firstOrFail());
    return $next($request);
  } }`;
  const team = `<?php namespace App; class Team { public function handle($request, $next) {
    Team::where('name', $request->route('team'))->firstOrFail();
    return $next($request);
  } }`;
  const routes = `Route::get('/a', fn () => 1)->middleware(\\App\\Key::class);
Route::get('/b', fn () => 1)->middleware(\\App\\Team::class);`;
  expect(await linkOf(served(routes, { files: { 'app/Key.php': key, 'app/Team.php': team } }))).toEqual([
    'GET /a required api-key',
    'GET /b none',
  ]);
});

test('members that packages bring along answer whoever calls, where they are known', async () => {
  const files = {
    'app/Login.php': `<?php namespace App; use Illuminate\\Foundation\\Auth\\AuthenticatesUsers; use Illuminate\\Routing\\Controller;
class Login extends Controller { use AuthenticatesUsers; public function __construct() { $this->middleware('guest')->except('logout'); } }`,
    'app/Plain.php':
      '<?php namespace App; class Plain implements \\Some\\Thing { use \\Some\\Uploads; function show() {} }',
    'app/Asking.php': '<?php namespace App; class Asking { use \\Some\\ChecksAuth; function show() {} }',
    'app/Derived.php': '<?php namespace App; class Derived extends \\Some\\Base { function show() {} }',
  };
  const routes = `use Laravel\\Passport\\Http\\Controllers\\AccessTokenController;
Route::post('/a', [\\App\\Login::class, 'login']);
Route::post('/b', [\\App\\Login::class, 'unheardOf']);
Route::post('/c', [AccessTokenController::class, 'issueToken']);
Route::post('/d', [AccessTokenController::class, 'unheardOf']);
Route::get('/e', [\\App\\Plain::class, 'show']);
Route::get('/f', [\\App\\Asking::class, 'show']);
Route::get('/g', [\\App\\Derived::class, 'show']);`;
  expect(await linkOf(served(routes, { files }))).toEqual([
    'POST /a none',
    'POST /b unknown',
    'POST /c none',
    'POST /d unknown',
    'GET /e none',
    'GET /f unknown',
    'GET /g unknown',
  ]);
});

test('names in settings are those that stand there by default', async () => {
  const files = { 'config/api.php': "<?php return ['middleware' => explode(',', env('M', 'auth,throttle'))];" };
  const routes = "Route::get('/a', fn () => 1)->middleware(config('api.middleware'));";
  expect(await linkOf(served(routes, { files }))).toEqual(['GET /a required session']);
});

test('a driver that gives strangers a user refuses nobody', async () => {
  const files = {
    'app/Drivers.php': `<?php namespace App; use Illuminate\\Support\\Facades\\Auth; use Illuminate\\Http\\Request;
class Drivers { function boot() {
  Auth::viaRequest('anon', function ($request) { if ($request->user()) { return $request->user(); } return app(Anonymous::class); });
  Auth::viaRequest('key', fn (Request $request) => app(Tokens::class)->find($request->header('X-Api-Key') ?: ''));
  Auth::viaRequest('some', fn (Request $request) => User::find(1));
} }`,
    'config/auth.php': `<?php return ['defaults' => ['guard' => env('GUARD', 'anon')], 'guards' => [
  'web' => ['driver' => 'session'], 'api' => ['driver' => 'jwt'],
  'anon' => ['driver' => 'anon'], 'key' => ['driver' => 'key'], 'some' => ['driver' => 'some'],
]];`,
  };
  const routes = `use Illuminate\\Auth\\Middleware\\Authenticate;
Route::get('/a', fn () => 1)->middleware('auth:anon');
Route::get('/b', fn () => 1)->middleware('auth:web,anon');
Route::get('/c', fn () => 1)->middleware('auth');
Route::get('/d', fn () => 1)->middleware(Authenticate::class.':anon');
Route::get('/e', fn () => 1)->middleware('auth:key');
Route::get('/f', fn () => 1)->middleware('auth:some');
Route::get('/g', fn () => 1)->middleware('auth:api');`;
  expect(await linkOf(served(routes, { files }))).toEqual([
    'GET /a optional session',
    'GET /b optional session',
    'GET /c optional session',
    'GET /d optional session',
    'GET /e required session',
    'GET /f unknown session',
    'GET /g required jwt',
  ]);
});

test('middleware that spares routes by their names spares these', async () => {
  const admin = `<?php namespace App; class Admin { public function handle($request, $next) {
    if ($request->routeIs('admin.login') || $request->routeIs('*.reset.*')) { return $next($request); }
    if (! auth()->check()) { return redirect('/login'); }
    return $next($request);
  } }`;
  const node = `<?php namespace App; class Node { protected $except = ['node.login'];
  public function handle($request, $next) {
    if (in_array($request->route()->getName(), $this->except)) { return $next($request); }
    Key::where('key', $request->bearerToken())->firstOrFail();
    return $next($request);
  } }`;
  const routes = `
Route::middleware(\\App\\Admin::class)->name('admin.')->group(function () {
  Route::get('/a', fn () => 1)->name('login');
  Route::get('/b', fn () => 1)->name('users.index');
  Route::get('/c', fn () => 1)->name('reset.form');
  Route::get('/d', fn () => 1);
  Route::get('/e', fn () => 1)->name(config('nowhere'));
  Route::resource('/f', 'Nobody')->only('index');
});
Route::group(['middleware' => \\App\\Node::class, 'as' => 'node.'], function () {
  Route::get('/g', ['as' => 'login', fn () => 1]);
  Route::get('/h', fn () => 1)->name('keys');
});
Route::get('/i', fn () => 1)->middleware(\\App\\Node::class);`;
  expect(await linkOf(served(routes, { files: { 'app/Admin.php': admin, 'app/Node.php': node } }))).toEqual([
    'GET /a none',
    'GET /b required session',
    'GET /c none',
    'GET /d required session',
    'GET /e unknown session',
    'GET /f required session',
    'GET /g none',
    'GET /h required bearer',
    'GET /i required bearer',
  ]);
});

test('a chain of attributes may be kept under a name', async () => {
  const sources = {
    'app/Providers/P.php': `<?php namespace App\\Providers; use Illuminate\\Support\\Facades\\Route;
class P { function map() {
  $folder = \\Helper::folder();
  if ($folder) { $route = Route::prefix($folder)->middleware('web'); } else { $route = Route::middleware('web'); }
  $route->namespace('App')->group(base_path('routes/web.php'));
} }`,
    'routes/web.php': `${ROUTE}$own = Route::prefix('own')->middleware('auth');\n$own->get('/a', fn () => 1);\nRoute::get('/b', fn () => 1);\n$other = new Cache();\n$other->get('/c', fn () => 1);`,
  };
  expect(await linkOf(sources)).toEqual(['GET /b none if not (folder)', 'GET /own/a required session if not (folder)']);
});

test('an exception of the tree that says who calls is not known keeps an operation from being open', async () => {
  const files = {
    'app/Unknown.php':
      '<?php namespace App; use Illuminate\\Auth\\AuthenticationException; class Unknown extends AuthenticationException {}',
    'app/Ask.php': `<?php namespace App; class Ask { public function handle($request, $next) {
  if (! Someone::current()) { throw new Unknown('No.'); } return $next($request); } }`,
  };
  expect(await linkOf(served("Route::get('/a', fn () => 1)->middleware(\\App\\Ask::class);", { files }))).toEqual([
    'GET /a unknown',
  ]);
});

test('routes to sign in that laravel/ui registers are those that its options leave', async () => {
  const files = {
    'app/Http/Controllers/Auth/LoginController.php': `<?php namespace App\\Http\\Controllers\\Auth;
use Illuminate\\Foundation\\Auth\\AuthenticatesUsers; use Illuminate\\Routing\\Controller;
class LoginController extends Controller { use AuthenticatesUsers; }`,
    'app/Http/Controllers/Auth/VerificationController.php': `<?php namespace App\\Http\\Controllers\\Auth;
use Illuminate\\Foundation\\Auth\\VerifiesEmails; use Illuminate\\Routing\\Controller;
class VerificationController extends Controller { use VerifiesEmails; public function __construct() { $this->middleware('auth'); } }`,
  };
  const routes = "Auth::routes(['register' => false, 'reset' => false, 'verify' => true]); $thing->routes();";
  expect(await linkOf(served(routes, { files }))).toEqual([
    'POST /email/resend required session',
    'GET /email/verify required session',
    'GET /email/verify/{id}/{hash} required session',
    'GET /login none',
    'POST /login none',
    'POST /logout none',
  ]);
});
