import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { writtenSecrets } from './written-secrets.ts';

test.each([
  ["import jwt from 'jsonwebtoken';", 'jwt.sign(user, @)', 'the key that signs tokens'],
  [
    "import { SignJWT } from 'jose';",
    "new SignJWT({}).setExpirationTime('1h').sign(new TextEncoder().encode(@))",
    'the key that signs tokens',
  ],
  ["import { JwtModule } from '@nestjs/jwt';", 'JwtModule.register({ secret: @ })', 'the key that signs tokens'],
  ["import jwt from '@fastify/jwt';", 'app.register(jwt, { secret: @ })', 'the key that signs tokens'],
  ["import session from 'express-session';", 'session({ secret: [@] })', 'the key that signs sessions and cookies'],
  ["import cookies from 'cookie-parser';", 'cookies(@)', 'the key that signs sessions and cookies'],
  ["import { createHmac } from 'node:crypto';", "createHmac('sha256', @)", 'the key of a cipher or hash'],
  [
    "const crypto = require('crypto');",
    "crypto.createCipheriv('aes-256-cbc', Buffer.from(@, 'hex'), iv)",
    'the key of a cipher or hash',
  ],
])('%s %s', (imported, code, what) => {
  const line = `void ${code.replace('@', "'kekse'")};`;
  const column = line.indexOf("'kekse'");
  return check(
    writtenSecrets,
    'src/app.ts',
    `${imported}\n${line}\n//${' '.repeat(column - 2)}${'^'.repeat(7)} secret unsound | ${what} is written in the code\n`,
  );
});

test('a constant that several calls take is one secret, and a fallback is the weaker finding', () =>
  check(
    writtenSecrets,
    'src/app.ts',
    `
import jwt from 'jsonwebtoken';
const KEY = 'kekse';
//          ^^^^^^^ secret unsound
jwt.sign(user, KEY);
jwt.verify(token, KEY);
const other = process.env.JWT_SECRET || 'dev-secret';
//                                      ^^^^^^^^^^^^ secret partial
jwt.sign(user, other);
`,
  ));

test('configured secrets, placeholders, public keys, addresses and known passwords of databases are none', () =>
  check(
    writtenSecrets,
    'src/app.ts',
    `
import jwt from 'jsonwebtoken';
import session from 'express-session';
import { Pool } from 'pg';
import { createHash } from 'node:crypto';
import { sign } from './sign.js';
jwt.sign(user, process.env.JWT_SECRET);
jwt.sign(user, config.get('jwt'));
jwt.verify(token, '-----BEGIN PUBLIC KEY-----\\nMFkw');
session({ secret: 'changeme' });
session({ secret: '<your secret>' });
session({ secret: '' });
new Pool({ password: 'postgres' });
createHash('sha256').update('kekse');
sign(user, 'kekse');
`,
  ));
