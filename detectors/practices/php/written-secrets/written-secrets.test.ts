import { test } from 'vitest';
import { checkLiteral } from '../../../../tests/support/check-literal.ts';
import { writtenSecretsPhp } from './written-secrets.ts';

/** A file with these lines, in which `literal` is marked. */
function php(lines: string, literal: string, said: string): Promise<void> {
  const code = `<?php
namespace Shop;

use Firebase\\JWT\\JWT;
use Firebase\\JWT\\Key;

class Setup
{
    private const WORDS = 'hush-hush';
    function run($payload, $given)
    {
        ${lines}
    }
}
`;
  return checkLiteral(writtenSecretsPhp, 'src/Setup.php', code, literal, said);
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';
const CIPHERS = 'unsound | the key of a cipher or hash is written in the code';
const FALLS_BACK = 'partial | the key that signs tokens is written in the code as the fallback of a configured one';

test.each<readonly [string, string, string, string]>([
  ['a key that signs', "JWT::encode($payload, 'my-hush', 'HS256');", "'my-hush'", SIGNS],
  ['a key that verifies', "JWT::decode($given, new Key('my-hush', 'HS256'));", "'my-hush'", SIGNS],
  ['a constant key', "JWT::encode($payload, self::WORDS, 'HS256');", "'hush-hush'", SIGNS],
  ['a fallback of Laravel', "JWT::encode($payload, env('JWT', 'my-hush'), 'HS256');", "'my-hush'", FALLS_BACK],
  ['a fallback of the environment', "$k = getenv('JWT') ?: 'my-hush'; new Key($k, 'HS256');", "'my-hush'", FALLS_BACK],
  ['a fallback by null', "new Key($_ENV['JWT'] ?? 'my-hush', 'HS256');", "'my-hush'", FALLS_BACK],
  ['a key of a hash', "hash_hmac('sha256', $payload, 'my-hush');", "'my-hush'", CIPHERS],
  ['a key of a cipher', "openssl_encrypt($payload, 'aes-256-gcm', 'my-hush', 0, $iv);", "'my-hush'", CIPHERS],
  [
    'a password of a database',
    "new \\PDO('mysql:host=db', 'shop', 'tX9wRk2Lq8zB');",
    "'tX9wRk2Lq8zB'",
    'unsound | the password of a database is written in the code',
  ],
  [
    'a constant that says so',
    "define('API_KEY', 'b7Xq0ZpLw93nTfK20dRk3');",
    "'b7Xq0ZpLw93nTfK20dRk3'",
    'unsound | API_KEY is written in the code',
  ],
])('%s is a secret', (_, lines, literal, said) => php(lines, literal, said));

test.each([
  ['a key of the environment', "new Key(getenv('JWT'), 'HS256');"],
  ['a key that is passed in', "JWT::encode($payload, $given, 'HS256');"],
  ['a placeholder', "JWT::encode($payload, 'change-me', 'HS256');"],
  ['a password that is a word', "new \\PDO('mysql:host=db', 'root', 'password');"],
  ['a hash without a key', "hash('sha256', 'my-hush');"],
  ['a setting', "define('WP_DEBUG', 'b7Xq0ZpLw93nTfK20dRk3');"],
])('%s is none', (_, lines) => php(lines, '', ''));
