import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenLifePhp } from './token-life.ts';

/** A method with one line in it, in which the last `name` is marked. */
function line(code: string, name: string, said: string): Promise<void> {
  const own = `        ${code}`;
  const mark =
    said === '' ? '' : `//${' '.repeat(own.lastIndexOf(name) - 2)}${'^'.repeat(name.length)} token-life ${said}`;
  return check(
    tokenLifePhp,
    'app/Tokens.php',
    `<?php
namespace App;

use Carbon\\Carbon;
use Carbon\\CarbonInterval;
use DateInterval;
use DateTimeImmutable;
use Firebase\\JWT\\CachedKeySet;
use Firebase\\JWT\\JWT;
use Laravel\\Passport\\Passport;
use Lcobucci\\JWT\\Builder;

class Tokens
{
    private const LIFE = 60 * 60 * 24;
    function issue($user, $key, $config, $life, $claims)
    {
${own}
${mark}
    }
}
`,
  );
}

const HOUR = 'sound | tokens expire within an hour';

test.each([
  ["JWT::encode(['sub' => 1], $key, 'HS256');", 'unsound | tokens are issued that never expire'],
  ["JWT::encode(['sub' => 1, 'exp' => time() + 900], $key, 'HS256');", HOUR],
  ["JWT::encode(['sub' => 1, 'exp' => time() + (60 * 60)], $key, 'HS256');", HOUR],
  ["JWT::encode(['sub' => 1, 'exp' => time() + self::LIFE], $key, 'HS256');", 'partial | tokens expire after 24 hours'],
  [
    "JWT::encode(['sub' => 1, 'exp' => time() + $life], $key);",
    'partial | tokens expire after a time that is configured',
  ],
  ["JWT::encode(['sub' => 1, 'exp' => strtotime('+2 hours')], $key);", 'partial | tokens expire after 2 hours'],
  ["JWT::encode(['sub' => 1, 'exp' => now()->addMinutes(30)->timestamp], $key);", HOUR],
  [
    "JWT::encode(['sub' => 1, 'exp' => Carbon::now()->addDay()->getTimestamp()], $key);",
    'partial | tokens expire after 24 hours',
  ],
  ["JWT::encode(['sub' => 1, 'exp' => (new DateTimeImmutable('+1 hour'))->getTimestamp()], $key);", HOUR],
  ["JWT::encode(['typ' => 'refresh', 'exp' => time() + 864000], $key);", 'sound | refresh tokens expire'],
  ["$own = ['sub' => 1]; $own['exp'] = time() + 60; JWT::encode($own, $key);", HOUR],
  ["$iat = time(); $own = ['iat' => $iat, 'exp' => $iat + 60]; $own['x'] = 2; JWT::encode($own, $key);", HOUR],
  ["$own = ['sub' => 1]; $own['x'] = 2; JWT::encode($own, $key);", ''],
  ["JWT::encode(['sub' => 1, 'expires_at' => $life], $key);", ''],
  ["JWT::encode([...$claims, 'sub' => 1], $key);", ''],
  ['JWT::encode($claims, $key);', ''],
])('firebase/php-jwt: %s', (code, said) => line(code, 'encode', said));

test.each([
  ["$config->builder()->expiresAt((new DateTimeImmutable())->modify('+15 minutes'))->getToken($s, $key);", HOUR],
  [
    "$config->builder()->expiresAt((new DateTimeImmutable())->add(new DateInterval('P1D')))->getToken($s, $key);",
    'partial | tokens expire after 24 hours',
  ],
  ['(new Builder())->setExpiration(time() + 600)->getToken($s, $key);', HOUR],
  [
    '$config->builder()->expiresAt($life)->getToken($s, $key);',
    'partial | tokens expire after a time that is configured',
  ],
  ["$config->builder()->withClaim('uid', 1)->getToken($s, $key);", 'unsound'],
  ['$builder = $config->builder(); $builder->expiresAt($life); $builder->getToken($s, $key);', ''],
  ['$storage->getToken($s, $key);', ''],
])('lcobucci/jwt: %s', (code, said) => line(code, 'getToken', said));

test.each([
  ['Passport::tokensExpireIn(now()->addDays(15));', 'tokensExpireIn', 'partial | tokens expire after 360 hours'],
  ['Passport::tokensExpireIn(Carbon::now()->addMinutes(15));', 'tokensExpireIn', HOUR],
  ['Passport::refreshTokensExpireIn(now()->addDays(30));', 'refreshTokensExpireIn', 'sound | refresh tokens expire'],
  ['Passport::tokensExpireIn(CarbonInterval::days(15));', 'tokensExpireIn', 'partial | tokens expire after 360 hours'],
  ['Passport::tokensExpireIn(CarbonInterval::hour());', 'tokensExpireIn', HOUR],
  ["Passport::personalAccessTokensExpireIn(new DateInterval('PT30M'));", 'personalAccessTokensExpireIn', HOUR],
  [
    'Passport::tokensExpireIn($this->life());',
    'tokensExpireIn',
    'partial | tokens expire after a time that is configured',
  ],
  ['Other::tokensExpireIn(now()->addDays(15));', 'tokensExpireIn', ''],
  ["$user->createToken('a', ['*'], now()->addHour());", 'createToken', HOUR],
  ["$user->createToken('a', expiresAt: now()->addHours(3));", 'createToken', 'partial | tokens expire after 3 hours'],
  [
    "$user->createToken('a', ['*'], now()->addMinutes(config('sanctum.life')));",
    'createToken',
    'partial | tokens expire after a time that is configured',
  ],
  ["$user->createToken('a', ['*'], $life);", 'createToken', ''],
  ["$user->createToken('a');", 'createToken', ''],
  [
    "$token = $user->createToken('a'); return $token->plainTextToken;",
    'createToken',
    'unsound | tokens are issued that never expire',
  ],
  [
    "$token = $request->user()->createToken('a', ['*'], null); return $token->plainTextToken;",
    'createToken',
    'unsound | tokens are issued that never expire',
  ],
  ['$token = $this->tokens->createToken($user); return $token->plainTextToken;', 'createToken', ''],
  ['$token = $user->createToken(...$all); return $token->plainTextToken;', 'createToken', ''],
  ["$gateway->createToken('a', 'b', $card);", 'createToken', ''],
  [
    'new CachedKeySet($uri, $a, $b, $c);',
    'CachedKeySet',
    'sound | keys are taken from a set that the issuer can rotate',
  ],
])('%s', (code, name, said) => line(code, name, said));

test('settings', async () => {
  await check(
    tokenLifePhp,
    'config/jwt.php',
    `<?php
return [
    'ttl' => 60,
#   ^^^^^ token-life sound | tokens expire within an hour
    'refresh_ttl' => 20160,
#   ^^^^^^^^^^^^^ token-life sound | refresh tokens expire
    'blacklist_enabled' => true,
#   ^^^^^^^^^^^^^^^^^^^ token-life sound | tokens are looked up in a store of revoked ones
];
`,
  );
  await check(
    tokenLifePhp,
    'config/jwt.php',
    `<?php
return [
    'ttl' => env('JWT_TTL', 60),
#   ^^^^^ token-life partial | tokens expire after a time that is configured
    'blacklist_enabled' => env('JWT_BLACKLIST_ENABLED', false),
];
`,
  );
  await check(
    tokenLifePhp,
    'config/jwt.php',
    `<?php
return [
    'ttl' => null,
#   ^^^^^ token-life unsound | tokens are issued that never expire
];
`,
  );
  await check(
    tokenLifePhp,
    'config/sanctum.php',
    `<?php
return [
    'expiration' => 60 * 24 * 7,
#   ^^^^^^^^^^^^ token-life partial | tokens expire after 168 hours
];
`,
  );
  await check(
    tokenLifePhp,
    'config/sanctum.php',
    `<?php
return [
    'expiration' => null,
#   ^^^^^^^^^^^^ token-life unsound | tokens are issued that never expire
    'guard' => ['expiration' => null],
];
`,
  );
  await check(
    tokenLifePhp,
    'config/sanctum.php',
    `<?php
return [
    'expiration' => env('SANCTUM_EXPIRATION', 60),
#   ^^^^^^^^^^^^ token-life partial | tokens expire after a time that is configured
];
`,
  );
  await check(tokenLifePhp, 'config/sanctum.php', "<?php\nreturn ['expiration' => env('SANCTUM_EXPIRATION')];\n");
  await check(tokenLifePhp, 'config/sanctum.php', "<?php\nreturn ['expiration' => env('EXPIRATION', null)];\n");
  await check(
    tokenLifePhp,
    'config/session.php',
    `<?php
return [
    'lifetime' => 120,
#   ^^^^^^^^^^ token-life partial | sessions end after 2 hours
    'cookie' => ['lifetime' => 5],
];
`,
  );
  await check(
    tokenLifePhp,
    'config/session.php',
    `<?php
return [
    'lifetime' => 30,
#   ^^^^^^^^^^ token-life sound | sessions end after an hour at most
];
`,
  );
  await check(tokenLifePhp, 'config/session.php', "<?php\nreturn ['lifetime' => env('SESSION_LIFETIME', 120)];\n");
  await check(tokenLifePhp, 'config/cache.php', "<?php\nreturn ['expiration' => 3600, 'jwt' => ['ttl' => null]];\n");
});
