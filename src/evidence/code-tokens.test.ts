import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { tokenDerivers } from './code-tokens.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'practice');

async function say(signal: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return answers(tokenDerivers, signal, await inputOf({ detectors, files }));
}

const COMPLETE = "jwt.verify(token, key, { algorithms: ['RS256'], issuer, audience });\n";
const WEAK = 'jwt.verify(token, key);\n';
const IMPORT = "import jwt from 'jsonwebtoken';\n";

test.each([
  [
    'complete everywhere',
    { 'src/a.js': IMPORT + COMPLETE },
    [
      '+E3 repository acme/shop: 1 of 1 verifications of tokens check signature, algorithm, issuer, audience and expiry',
    ],
  ],
  [
    'complete in one place only',
    { 'src/a.js': IMPORT + COMPLETE, 'src/b.js': IMPORT + WEAK },
    [
      '+E3 repository acme/shop: 1 of 2 verifications of tokens check signature, algorithm, issuer, audience and expiry [rejected by incomplete]',
    ],
  ],
  [
    'broken',
    { 'src/a.js': `${IMPORT}jwt.verify(token, 'hush');\n` },
    ['-E3 repository acme/shop: src/a.js: jsonwebtoken verify verifies with a secret that is written in the code'],
  ],
  ['in tests', { 'test/a.test.js': IMPORT + COMPLETE }, []],
])('tokens are verified: %s', async (_, files, expected) => {
  expect(await say('code.jwt.verification-correct', files)).toEqual(expected);
});

test.each([
  [
    'written',
    { 'src/a.js': `${IMPORT}jwt.sign(user, 'kekse');\n` },
    ['-E3 repository acme/shop: src/a.js: the key that signs tokens is written in the code'],
  ],
  [
    'a fallback',
    { 'src/a.js': `${IMPORT}jwt.sign(user, process.env.KEY ?? 'kekse');\n` },
    [
      '-E3 repository acme/shop: src/a.js: the key that signs tokens is written in the code as the fallback of a configured one [rejected by fallback]',
    ],
  ],
  ['in tests', { 'test/a.js': `${IMPORT}jwt.sign(user, 'kekse');\n` }, []],
])('secrets: %s', async (_, files, expected) => {
  expect(await say('code.secrets.hardcoded', files)).toEqual(expected);
});

const SHORT = `${IMPORT}jwt.sign({ sub }, key, { expiresIn: '15m' });\n`;

test.each([
  [
    'expiry alone',
    SHORT,
    ['GET /orders'],
    ['+E2 repository acme/shop: Tokens expire; no way to end or renew them was seen'],
  ],
  [
    'expiry and a way to renew',
    SHORT,
    ['POST /auth/refresh'],
    ['+E3 repository acme/shop: Tokens expire within an hour and can be ended or renewed, or keys rotate'],
  ],
  [
    'a long life',
    SHORT.replace('15m', '7d').replace('{ sub }', '{ id }'),
    ['POST /auth/refresh'],
    ['+E2 repository acme/shop: Tokens expire; how long they live is configured or more than an hour'],
  ],
  [
    'no expiry',
    `${IMPORT}jwt.sign({ sub }, key);\n`,
    [],
    ['-E3 repository acme/shop: src/a.js: tokens are issued that never expire'],
  ],
])('life of tokens: %s', async (_, text, operations, expected) => {
  const input = await inputOf({ detectors, files: { 'src/a.js': text }, operations: { '.': operations } });
  expect(answers(tokenDerivers, 'code.token.lifecycle', input)).toEqual(expected);
});

test('an excerpt never shows the secret', async () => {
  const input = await inputOf({
    detectors,
    files: { 'src/a.js': `${IMPORT}const key = 'hush'; jwt.verify(token, key);\n` },
  });
  const shown = tokenDerivers.flatMap(({ derive }) => derive(input)).flatMap(({ facts }) => facts);
  expect([...new Set(shown.map(({ excerpt }) => excerpt))]).toEqual([
    'const key = [redacted]; jwt.verify(token, key);',
  ]);
});

test('a tree without code has no place where tokens or secrets would stand', async () => {
  const input = await inputOf({ detectors, files: { 'src/a.js': 'export const a = 1;\n' } });
  expect(tokenDerivers.flatMap(({ looks }) => looks(input))).toEqual([]);
});

const SANCTUM = "<?php\nreturn ['expiration' => null];\n";
const ISSUED = (life: string): string =>
  `<?php\nclass Tokens { function make($user) { return $user->createToken('phone', ['*']${life})->plainTextToken; } }\n`;

test.each([
  ['settings alone', { 'config/sanctum.php': SANCTUM }, []],
  ['a token alone', { 'app/Tokens.php': ISSUED('') }, []],
  [
    'tokens that are issued without an expiry',
    { 'config/sanctum.php': SANCTUM, 'app/Tokens.php': ISSUED('') },
    [
      '-E3 repository acme/shop: app/Tokens.php: tokens are issued that never expire',
      '-E3 repository acme/shop: config/sanctum.php: tokens are issued that never expire',
    ],
  ],
  [
    'tokens that are issued with one',
    { 'config/sanctum.php': SANCTUM, 'app/Tokens.php': ISSUED(', now()->addHour()') },
    ['+E2 repository acme/shop: Tokens expire; no way to end or renew them was seen'],
  ],
  [
    'settings that state one',
    { 'config/sanctum.php': "<?php\nreturn ['expiration' => 60];\n", 'app/Tokens.php': ISSUED('') },
    ['+E2 repository acme/shop: Tokens expire; no way to end or renew them was seen'],
  ],
])('tokens of Sanctum: %s', async (_, files, expected) => {
  expect(await say('code.token.lifecycle', files)).toEqual(expected);
});
