import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenVerification } from './token-verification.ts';

const line = (imported: string, code: string, name: string, said: string): Promise<void> => {
  const written = `void ${code};`;
  const column = written.indexOf(name);
  return check(
    tokenVerification,
    'src/auth.ts',
    `${imported}\n${written}\n${said === '' ? '' : `//${' '.repeat(column - 2)}${'^'.repeat(name.length)} token-verification ${said}\n`}`,
  );
};

const JWT = "import jwt from 'jsonwebtoken';";
const JOSE = "import { jwtVerify } from 'jose';";

test.each([
  [
    'all checks',
    "jwt.verify(token, key, { algorithms: ['RS256'], issuer, audience: 'shop' })",
    'sound | jsonwebtoken verify checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'no options',
    'jwt.verify(token, process.env.SECRET)',
    'partial | jsonwebtoken verify does not check algorithm, issuer, audience',
  ],
  [
    'a callback and no options',
    'jwt.verify(token, key, (error, user) => next(error))',
    'partial | jsonwebtoken verify does not check algorithm, issuer, audience',
  ],
  [
    'some checks',
    "jwt.verify(t, k, { algorithms: ['HS256'] })",
    'partial | jsonwebtoken verify does not check issuer, audience',
  ],
  ['options of another file', 'jwt.verify(token, key, options)', ''],
  [
    'the algorithm none',
    "jwt.verify(t, k, { algorithms: ['HS256', 'none'] })",
    'unsound | jsonwebtoken verify accepts tokens without signature (algorithm none)',
  ],
  [
    'no expiry',
    'jwt.verify(t, k, { ignoreExpiration: true })',
    'unsound | jsonwebtoken verify ignores the expiry of tokens',
  ],
  [
    'a written secret',
    "jwt.verify(t, 'hush')",
    'unsound | jsonwebtoken verify verifies with a secret that is written in the code',
  ],
  [
    'an empty secret',
    "jwt.verify(t, '')",
    'unsound | jsonwebtoken verify verifies with a secret that is written in the code',
  ],
  [
    'a public key',
    "jwt.verify(t, '-----BEGIN PUBLIC KEY-----')",
    'partial | jsonwebtoken verify does not check algorithm, issuer, audience',
  ],
  [
    'a fallback',
    "jwt.verify(t, process.env.S || 'dev')",
    'partial | jsonwebtoken verify does not check algorithm, issuer, audience',
  ],
])('jsonwebtoken: %s', (_, code, said) => line(JWT, code, 'verify', said));

test.each([
  [JOSE, "jwtVerify(t, keys, { issuer: 'a', audience: 'b' })", 'jwtVerify', 'sound'],
  [JOSE, 'jwtVerify(t, keys)', 'jwtVerify', 'partial | jose jwtVerify does not check issuer, audience'],
  ["import * as jose from 'jose';", "jose.jwtVerify(t, new TextEncoder().encode('hush'))", 'jwtVerify', 'unsound'],
  [
    "import { expressjwt } from 'express-jwt';",
    "expressjwt({ secret: k, algorithms: ['HS256'] })",
    'expressjwt',
    'partial | express-jwt expressjwt does not check issuer, audience',
  ],
  ["import { auth } from 'express-oauth2-jwt-bearer';", 'auth({ issuerBaseURL, audience })', 'auth', 'sound'],
  [
    "import { Strategy as Jwt } from 'passport-jwt';",
    'new Jwt({ jwtFromRequest, secretOrKey: k, ignoreExpiration: true }, (claims, done) => done(null, claims))',
    'Jwt',
    'unsound',
  ],
  [
    "import jwt from '@fastify/jwt';",
    "app.register(jwt, { secret: k, verify: { allowedIss: 'a', allowedAud: 'b', algorithms: ['RS256'] } })",
    'register',
    'sound',
  ],
  ["import jwt from '@fastify/jwt';", "app.register(jwt, { secret: 'hush' })", 'register', 'unsound'],
  ["import { verify } from 'node:crypto';", "verify(null, data, 'hush')", 'verify', ''],
  ["import bcrypt from './jsonwebtoken';", "bcrypt.verify(t, 'hush')", 'verify', ''],
])('%s %s', (imported, code, name, said) => line(imported, code, name, said));

test('a constant leads to the secret, and a strategy of NestJS gives its options to super', () =>
  check(tokenVerification, {
    files: {
      'src/config.ts': `
import jwt from 'jsonwebtoken';
const config = { jwt: { secret: 'hush' } };
const { secret } = config.jwt;
export const check = (token: string) => jwt.verify(token, secret, { algorithms: ['HS256'] });
//                                          ^^^^^^ token-verification unsound
`,
      'src/jwt.strategy.ts': `
import { Strategy } from 'passport-jwt';
import { PassportStrategy } from '@nestjs/passport';
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(config: Config) {
    super({ jwtFromRequest: f(), secretOrKey: config.get('k') });
//  ^^^^^ token-verification partial | passport-jwt Strategy does not check algorithm, issuer, audience
  }
}
class Other extends Base { constructor() { super({ secretOrKey: 'x' }); } }
`,
    },
  }));

test('expiry that is judged elsewhere and options that are changed later are no fault', () =>
  check(tokenVerification, {
    files: {
      'src/a.ts': `
import { Strategy } from 'passport-jwt';
passport.use(new Strategy({ secretOrKey: key, ignoreExpiration: true }, manager.check));
//               ^^^^^^^^ token-verification partial | passport-jwt Strategy leaves the expiry of tokens to other code
`,
      'src/b.ts': `
import jwt from 'jsonwebtoken';
export function check(token) {
  const claims = jwt.verify(token, key, { ignoreExpiration: true });
//                   ^^^^^^ token-verification partial | jsonwebtoken verify leaves the expiry of tokens to other code
  if (claims.exp < now()) throw new Expired();
}
`,
      'src/c.ts': `
import jwt from 'jsonwebtoken';
export function check(token, audience) {
  const options = { algorithms: ['HS256'] };
  if (audience) options.audience = audience;
  return jwt.verify(token, key, options);
}
`,
    },
  }));

test('a decoded token that becomes the user is believed', () =>
  check(
    tokenVerification,
    'src/auth.ts',
    `
import jwt from 'jsonwebtoken';
export function authenticate(req, res, next) {
  const decoded = jwt.decode(req.headers.authorization);
//                    ^^^^^^ token-verification unsound
  req.user = decoded.sub;
  next();
}
export const other = (ctx, next) => { ctx.state.user = jwt.decode(ctx.get('authorization')); };
//                                                         ^^^^^^ token-verification unsound
`,
  ));

test('decoding to log, to find a key, in a page or beside a verification is no fault', () =>
  check(tokenVerification, {
    files: {
      'src/log.ts':
        "import jwt from 'jsonwebtoken';\nexport const log = (req) => { const t = jwt.decode(req.token); logger.info(t.sub); };\n",
      'src/page.ts':
        "import { jwtDecode } from 'jwt-decode';\nexport const user = () => jwtDecode(localStorage.token);\n",
      'src/upstream.ts': `
import jwt from 'jsonwebtoken';
export function authenticate(req, res, next) {
  const { header } = jwt.decode(req.token, { complete: true });
  jwt.verify(req.token, keys[header.kid], { algorithms: ['RS256'], issuer: 'a', audience: 'b' });
//    ^^^^^^ token-verification sound
  req.user = jwt.decode(req.token);
}
`,
    },
  }));
