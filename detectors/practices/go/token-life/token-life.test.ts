import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenLifeGo } from './token-life.ts';

/** A function with these lines in it, in which the last `name` is marked. */
function lines(code: string, name: string, said: string, owner = 'issue'): Promise<void> {
  const rows = code.split('\n').map(row => `\t${row}`);
  const index = rows.findLastIndex(row => row.includes(`${name}(`));
  const at = rows[index]?.lastIndexOf(`${name}(`) ?? 0;
  const mark = `//${' '.repeat(Math.max(0, at - 2))}${'^'.repeat(name.length)} token-life ${said}`;
  const marked = said === '' ? rows : [...rows.slice(0, index + 1), mark, ...rows.slice(index + 1)];
  return check(
    tokenLifeGo,
    'auth/tokens.go',
    `package auth

import (
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/alexedwards/scs/v2"
	"github.com/golang-jwt/jwt/v5"
	jwx "github.com/lestrrat-go/jwx/v2/jwt"
)

const life = 24 * time.Hour

func (s *Service) ${owner}(user User, ttl time.Duration, given jwt.Claims) {
${marked.join('\n')}
}
`,
  );
}

const HOUR = 'sound | tokens expire within an hour';
const NEVER = 'unsound | tokens are issued that never expire';
const SIGNED = (claims: string): string => `t := jwt.NewWithClaims(jwt.SigningMethodHS256, ${claims})`;

test.each([
  [SIGNED('jwt.MapClaims{"sub": user.ID, "exp": time.Now().Add(15 * time.Minute).Unix()}'), HOUR],
  [
    SIGNED('jwt.MapClaims{"sub": user.ID, "exp": time.Now().UTC().Add(life).Unix()}'),
    'partial | tokens expire after 24 hours',
  ],
  [
    SIGNED('jwt.MapClaims{"sub": user.ID, "exp": time.Now().AddDate(0, 0, 7).Unix()}'),
    'partial | tokens expire after 168 hours',
  ],
  [
    SIGNED('jwt.MapClaims{"sub": user.ID, "exp": time.Now().Add(ttl).Unix()}'),
    'partial | tokens expire after a time that is configured',
  ],
  [SIGNED('jwt.MapClaims{"sub": user.ID}'), NEVER],
  [SIGNED('jwt.MapClaims{"sub": user.ID, "expires": ttl}'), ''],
  [SIGNED('jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour))}'), HOUR],
  [SIGNED('jwt.RegisteredClaims{Subject: "a"}'), NEVER],
  [
    SIGNED(
      '&Claims{UserID: 1, RegisteredClaims: jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Minute))}}',
    ),
    HOUR,
  ],
  [SIGNED('Claims{UserID: 1, RegisteredClaims: jwt.RegisteredClaims{Issuer: "shop"}}'), NEVER],
  [SIGNED('Claims{UserID: 1}'), ''],
  [SIGNED('given'), ''],
  [`claims := jwt.MapClaims{"sub": 1}\nclaims["exp"] = time.Now().Add(time.Minute).Unix()\n${SIGNED('claims')}`, HOUR],
  [`claims := jwt.MapClaims{"sub": 1}\nclaims["role"] = 2\n${SIGNED('claims')}`, ''],
  [`now := time.Now()\nclaims := jwt.MapClaims{"exp": now.Add(time.Minute).Unix()}\n${SIGNED('claims')}`, HOUR],
  [`other := jwt.MapClaims{}\nother["exp"] = 5\n${SIGNED('jwt.MapClaims{"sub": 1}')}`, NEVER],
])('golang-jwt: %s', (code, said) => lines(code, 'NewWithClaims', said));

test('claims of a token that are filled later', async () => {
  await lines(
    't := jwt.New(jwt.SigningMethodHS256)\nclaims := t.Claims.(jwt.MapClaims)\nclaims["exp"] = time.Now().Add(time.Minute).Unix()',
    'New',
    HOUR,
  );
  await lines('t := jwt.New(jwt.SigningMethodHS256)\nclaims := t.Claims.(jwt.MapClaims)\nclaims["sub"] = 1', 'New', '');
});

test('tokens by which others are fetched may live longer', () =>
  lines(
    SIGNED('jwt.MapClaims{"exp": time.Now().Add(30 * 24 * time.Hour).Unix()}'),
    'NewWithClaims',
    'sound | refresh tokens expire',
    'issueRefreshToken',
  ));

test.each([
  ['jwx.NewBuilder().Subject("a").Expiration(time.Now().Add(time.Minute)).Build()', 'Build', HOUR],
  ['jwx.NewBuilder().Subject("a").Build()', 'Build', NEVER],
  ['jwx.NewBuilder().Claim("exp", ttl).Build()', 'Build', ''],
  ['query.Build()', 'Build', ''],
  ['keyfunc.NewDefault(urls)', 'NewDefault', 'sound | keys are taken from a set that the issuer can rotate'],
  ['scs.New()', 'New', 'sound | sessions are kept in a store and end after a time'],
])('%s', (code, name, said) => lines(code, name, said));
