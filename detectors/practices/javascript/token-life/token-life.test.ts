import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenLife } from './token-life.ts';

const JWT = "import jwt from 'jsonwebtoken';";
const JOSE = "import { SignJWT, createRemoteJWKSet } from 'jose';";

test.each([
  ['a short life', JWT, "jwt.sign({ sub }, key, { expiresIn: '15m' })", 'sign', 'sound | tokens expire within an hour'],
  ['seconds', JWT, 'jwt.sign({ sub }, key, { expiresIn: 900 })', 'sign', 'sound'],
  [
    'a long life',
    JWT,
    "jwt.sign({ sub }, key, { expiresIn: '7d' })",
    'sign',
    'partial | tokens expire after 168 hours',
  ],
  [
    'a refresh token',
    JWT,
    "jwt.sign({ sub }, refreshKey, { expiresIn: '7d' })",
    'sign',
    'sound | refresh tokens expire',
  ],
  ['a configured life', JWT, 'jwt.sign({ sub }, key, { expiresIn: life })', 'sign', 'partial'],
  ['no life', JWT, 'jwt.sign({ sub }, key)', 'sign', 'unsound | tokens are issued that never expire'],
  ['a life among the claims', JWT, 'jwt.sign({ sub, exp: soon() }, key)', 'sign', 'partial'],
  ['an expiry of its own', JWT, 'jwt.sign({ sub, expiresAt }, key)', 'sign', ''],
  ['claims of elsewhere', JWT, 'jwt.sign(claims, key)', 'sign', ''],
  ['options of elsewhere', JWT, 'jwt.sign({ sub }, key, options)', 'sign', ''],
  ['jose', JOSE, "new SignJWT({ sub }).setExpirationTime('10m').sign(key)", '.sign', 'sound'],
  ['jose without', JOSE, 'new SignJWT({ sub }).setIssuedAt().sign(key)', '.sign', 'unsound'],
  ['a set of keys', JOSE, 'createRemoteJWKSet(url)', 'createRemoteJWKSet', 'sound'],
  [
    'NestJS',
    "import { JwtModule } from '@nestjs/jwt';",
    "JwtModule.register({ signOptions: { expiresIn: '60s' } })",
    'register',
    'sound',
  ],
  [
    'a stored session',
    "import session from 'express-session';",
    'session({ store, cookie: { maxAge: 1 } })',
    'session',
    'sound',
  ],
  [
    'a session in memory',
    "import session from 'express-session';",
    'session({ cookie: { maxAge: 1 } })',
    'session',
    '',
  ],
  ['a signature of another kind', "import { sign } from 'node:crypto';", "sign('sha256', data, key)", 'sign', ''],
])('%s', (_, imported, code, name, said) => {
  const line = `void ${code};`;
  const word = name.replace('.', '');
  const column = line.indexOf(name) + (name.length - word.length);
  return check(
    tokenLife,
    'src/a.ts',
    `${imported}\n${line}\n${said === '' ? '' : `//${' '.repeat(column - 2)}${'^'.repeat(word.length)} token-life ${said}\n`}`,
  );
});
