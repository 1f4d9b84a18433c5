import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

async function isLimited(sources: Readonly<Record<string, string>>): Promise<boolean> {
  const { operations } = await linked(sources);
  const [operation] = operations;
  if (!operation) throw new Error('no operation');
  return operation.limiter !== undefined;
}

const laravel = (code: string): Promise<boolean> =>
  isLimited({
    'routes/web.php': `<?php
use Illuminate\\Support\\Facades\\RateLimiter;
use Illuminate\\Support\\Facades\\Route;
Route::post('/a', function ($request) { ${code} return 1; });
`,
  });

test.each([
  ["if (RateLimiter::tooManyAttempts('login:' . $request->ip(), 5)) { abort(429); }", true],
  ["$done = RateLimiter::attempt($request->ip(), 5, fn () => 1); if (!$done) { return response('', 429); }", true],
  ["if (RateLimiter::tooManyAttempts('login', 5)) { return response('', 429); }", false],
  ["if (RateLimiter::tooManyAttempts($request->ip(), 5)) { log('x'); }", false],
  ['RateLimiter::hit($request->ip());', false],
  ["if (Other::tooManyAttempts($request->ip(), 5)) { return response('', 429); }", false],
])('Laravel: %s', async (code, said) => expect(await laravel(code)).toBe(said));

const symfony = (code: string, imported = 'Symfony\\Component\\RateLimiter\\RateLimiterFactory'): Promise<boolean> =>
  isLimited({
    'src/Controller/A.php': `<?php
namespace App\\Controller;
use ${imported};
use Symfony\\Component\\Routing\\Attribute\\Route;
class A {
  #[Route('/a', methods: ['POST'])] public function a($request, RateLimiterFactory $apiLimiter) { ${code} return 1; }
}
`,
  });

test.each([
  [
    '$l = $apiLimiter->create($request->getClientIp()); if (false === $l->consume(1)->isAccepted()) { throw new TooMany(); }',
    true,
  ],
  ['$limit = $apiLimiter->create($request->getClientIp())->consume(); if (!$limit->isAccepted()) { return 2; }', true],
  ['$apiLimiter->create($request->getClientIp())->consume(1)->ensureAccepted();', true],
  ['$apiLimiter->create()->consume(1)->ensureAccepted();', false],
  ['$apiLimiter->create($request->getClientIp())->consume(1);', false],
  ['$offer->create($request->getClientIp())->isAccepted();', false],
])('Symfony: %s', async (code, said) => expect(await symfony(code)).toBe(said));

test('an offer that is accepted is no limiter', async () => {
  expect(await symfony('if (!$o->create(1)->consume()->isAccepted()) { return 2; }', 'Shop\\Offer')).toBe(false);
});
