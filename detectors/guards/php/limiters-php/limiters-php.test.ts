import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { factsIn } from '../../../../tests/support/facts-in.ts';
import { linked } from '../../../../tests/support/link.ts';
import { limitersPhp } from './limiters-php.ts';

test('limits that have a name, and those that are written into names', () =>
  check(
    limitersPhp,
    'app/Providers/AppServiceProvider.php',
    `<?php
namespace App\\Providers;
use Illuminate\\Cache\\RateLimiting\\Limit;
use Illuminate\\Support\\Facades\\RateLimiter;
use Illuminate\\Support\\Facades\\Route;
class AppServiceProvider {
  public function boot() {
    RateLimiter::for('api', fn ($request) => Limit::perMinute(60)->by($request->ip()));
#                ^^^ guard-kind none limiter
#                ^^^ guard-names for
    RateLimiter::for('open', fn () => Limit::none());
#                ^^^ guard-kind none limiter
#                ^^^ guard-names for
    RateLimiter::for($name, fn () => Limit::none());
    RateLimiter::for('elsewhere', [$this, 'limit']);
    Other::for('api', fn () => Limit::none());
    Route::middleware('throttle:60,1');
#                     ^^^^^^^^^^^^^^^ guard-kind none limiter
    Route::middleware('throttle:1000000,1');
#                     ^^^^^^^^^^^^^^^^^^^^ guard-kind none limiter
#                     ^^^^^^^^^^^^^^^^^^^^ guard-names 'throttle:1000000,1'
    Route::middleware(['throttle:api', 'throttle:rate_limit,1', 'auth:60,1']);
  }
}
`,
  ));

async function said(callback: string): Promise<unknown> {
  const facts = await factsIn([limitersPhp], {
    'app/Limits.php': `<?php
use Illuminate\\Cache\\RateLimiting\\Limit;
use Illuminate\\Support\\Facades\\RateLimiter;
RateLimiter::for('x', ${callback});
`,
  });
  return facts.flatMap(fact =>
    fact.kind === 'guard-kind' ? [[fact.limiter ? (fact.limitsNothing?.kind ?? 'limits') : 'some pass', fact.why]] : [],
  )[0];
}

const RATE = 'the rate of requests:';

test.each([
  [
    'fn ($request) => Limit::perMinute(60)->by($request->user()?->id ?: $request->ip())',
    'limits',
    '60 requests in 60 s, by $request->user()?->id ?: $request->ip()',
  ],
  [
    'fn ($r) => Limit::perMinutes(5, 100)->by($r->ip())->response(fn () => 1)',
    'limits',
    '100 requests in 300 s, by $r->ip()',
  ],
  ['fn ($r) => Limit::perHour(10, 2)->by($r->ip())', 'limits', '10 requests in 7200 s, by $r->ip()'],
  ["fn ($r) => Limit::perMinute(config('api.rate'))->by($r->ip())", 'limits', 'so many requests in 60 s, by $r->ip()'],
  ['fn ($r) => Limit::perMinute(60)', 'keyless', '60 requests in 60 s'],
  ["fn ($r) => Limit::perMinute(60)->by('all')", 'keyless', "60 requests in 60 s, by 'all'"],
  ['fn ($r) => Limit::perMinute(PHP_INT_MAX)->by($r->ip())', 'absurd', 'Infinity requests in 60 s, by $r->ip()'],
  ['fn ($r) => Limit::perSecond(100_000)->by($r->ip())', 'absurd', '100000 requests in 1 s, by $r->ip()'],
  ['fn ($r) => Limit::none()', 'skipped', 'no limit'],
  ['function ($r) { }', 'skipped', 'no limit'],
  [
    'function ($r) { return [Limit::perMinute(500), Limit::perMinute(3)->by($r->input("email"))]; }',
    'limits',
    '500 requests in 60 s and 3 requests in 60 s, by $r->input("email")',
  ],
  [
    'function ($r) { return $r->user() ? Limit::perMinute(100)->by($r->user()->id) : Limit::perMinute(10)->by($r->ip()); }',
    'limits',
    '100 requests in 60 s, by $r->user()->id; or 10 requests in 60 s, by $r->ip()',
  ],
  [
    'function ($r) { return $r->user()->vip() ? Limit::none() : Limit::perMinute(100)->by($r->ip()); }',
    'some pass',
    'no limit; or 100 requests in 60 s, by $r->ip()',
  ],
  [
    'function ($r) { if ($r->user()) { return Limit::perMinute(9)->by($r->ip()); } }',
    'some pass',
    '9 requests in 60 s, by $r->ip(); or no limit',
  ],
  [
    'function ($r) { if (Own::isHosted()) { return Limit::none(); } else { return Limit::perMinute(5)->by($r->ip()); } }',
    'some pass',
    'no limit; or 5 requests in 60 s, by $r->ip()',
  ],
  [
    "function ($r) { $key = $r->user()?->id ?: $r->ip(); return Limit::perMinutes(config('a'), config('b'))->by($key); }",
    'limits',
    'so many requests in a time, by $key',
  ],
  [
    'function ($r) { $all = [Limit::perMinute(3)->by($r->ip())]; if ($r->x) { $all[] = Limit::perDay(9); } return $all; }',
    'limits',
    '3 requests in 60 s, by $r->ip() and 9 requests in 86400 s',
  ],
  [
    'function ($r) { $all = []; if ($r->x) { $all[] = Limit::perDay(9)->by($r->ip()); } return $all; }',
    'limits',
    'computed',
  ],
  [
    'fn ($r) => match (true) { $r->isVip => Limit::perMinute(90)->by($r->ip()), default => Limit::perMinute(9)->by($r->ip()) }',
    'limits',
    '90 requests in 60 s, by $r->ip(); or 9 requests in 60 s, by $r->ip()',
  ],
  ['fn ($r) => [Limit::perDay(30), Limit::perMinute(3)]', 'keyless', '30 requests in 86400 s and 3 requests in 60 s'],
  ['fn ($r) => $this->limits->of($r)', 'limits', 'computed'],
])('%s', async (callback, kind, what) => expect(await said(callback)).toEqual([kind, `${RATE} ${what}`]));

test.each([
  ['throttle:60,1', undefined, '60 requests in 1 min, by user or address'],
  ['throttle:10|60,1,posts', undefined, '10 or 60 requests in 1 min, by user or address'],
  ['throttle:5', undefined, '5 requests in 1 min, by user or address'],
  ['throttle:10000000,1', 'absurd', '10000000 requests in 1 min, by user or address'],
])('%s: %s', async (name, kind, what) => {
  const facts = await factsIn([limitersPhp], { 'routes/api.php': `<?php Route::middleware('${name}');` });
  expect(facts.flatMap(fact => (fact.kind === 'guard-kind' ? [[fact.limitsNothing?.kind, fact.why]] : []))).toEqual([
    [kind, `${RATE} ${what}`],
  ]);
});

test('a limiter is where its limits are said, and none where some requests pass', async () => {
  const { operations } = await linked({
    'routes/web.php': `<?php
use Illuminate\\Routing\\Middleware\\ThrottleRequests;
use Illuminate\\Support\\Facades\\Route;
Route::get('/a', fn () => 1)->middleware('throttle:60,1');
Route::get('/b', fn () => 1)->middleware('throttle:api');
Route::get('/c', fn () => 1)->middleware('throttle:some');
Route::get('/d', fn () => 1)->middleware(ThrottleRequests::using('api'));
Route::get('/e', fn () => 1)->middleware(ThrottleRequests::class.':some');
Route::get('/f', fn () => 1)->middleware('group');
Route::get('/g', fn () => 1)->middleware('throttle:elsewhere');
Route::get('/h', fn () => 1)->middleware('group')->withoutMiddleware('throttle:api');
Route::get('/i', fn () => 1);
`,
    'bootstrap/app.php': `<?php
use Illuminate\\Foundation\\Application;
use Illuminate\\Foundation\\Configuration\\Middleware;
return Application::configure(basePath: dirname(__DIR__))
  ->withRouting(web: __DIR__.'/../routes/web.php')
  ->withMiddleware(function (Middleware $middleware) { $middleware->group('group', ['cache.headers', 'throttle:api']); })
  ->create();
`,
    'app/Providers/AppServiceProvider.php': `<?php
namespace App\\Providers;
use Illuminate\\Cache\\RateLimiting\\Limit;
use Illuminate\\Support\\Facades\\RateLimiter;
class AppServiceProvider { public function boot() {
  RateLimiter::for('api', fn ($request) => Limit::perMinute(60)->by($request->ip()));
  RateLimiter::for('some', fn ($request) => $request->user() ? Limit::none() : Limit::perMinute(60)->by($request->ip()));
} }
`,
  });
  expect(operations.map(({ path, limiter }) => (limiter ? `${path} ${limiter.file}:${limiter.line}` : path))).toEqual([
    '/a routes/web.php:4',
    '/b app/Providers/AppServiceProvider.php:6',
    '/c',
    '/d app/Providers/AppServiceProvider.php:6',
    '/e',
    '/f app/Providers/AppServiceProvider.php:6',
    '/g routes/web.php:10',
    '/h',
    '/i',
  ]);
});
