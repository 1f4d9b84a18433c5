import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenVerificationGo } from './token-verification.ts';

/** One line in a function, in which `name` is marked. */
function line(imported: string, code: string, name: string, said: string): Promise<void> {
  const mark =
    said === ''
      ? ''
      : `//${' '.repeat(code.lastIndexOf(name) - 1)}${'^'.repeat(name.length)} token-verification ${said}`;
  return check(
    tokenVerificationGo,
    'auth/auth.go',
    `package auth

import ${imported}

func use(t string) {
	${code}
${mark}
}

func keyOf(token *jwt.Token) (any, error) {
	if _, ok := token.Method.(*jwt.SigningMethodHMAC); !ok {
		return nil, errWrong
	}
	return secret, nil
}

func anyKey(token *jwt.Token) (any, error) { return secret, nil }
`,
  );
}

const V5 = '"github.com/golang-jwt/jwt/v5"';
const ALL = 'jwt.WithIssuer(i), jwt.WithAudience(a)';

test.each([
  [
    'everything',
    `jwt.Parse(t, keyOf, ${ALL})`,
    'sound | golang-jwt checks signature, algorithm, issuer, audience and expiry',
  ],
  ['methods by an option', `jwt.Parse(t, anyKey, jwt.WithValidMethods([]string{"RS256"}), ${ALL})`, 'sound'],
  ['no options', 'jwt.ParseWithClaims(t, c, keyOf)', 'partial | golang-jwt does not check issuer, audience'],
  ['no method', 'jwt.Parse(t, anyKey)', 'partial | golang-jwt does not check algorithm, issuer, audience'],
  ['a parser', `jwt.NewParser(${ALL}).Parse(t, keyOf)`, 'sound'],
  [
    'no claims',
    'jwt.Parse(t, keyOf, jwt.WithoutClaimsValidation())',
    'unsound | golang-jwt ignores the expiry of tokens',
  ],
  ['no claims, by a field', '(&jwt.Parser{SkipClaimsValidation: true}).Parse(t, keyOf)', 'unsound'],
  [
    'none',
    'jwt.Parse(t, keyOf, jwt.WithValidMethods([]string{"none"}))',
    'unsound | golang-jwt accepts tokens without signature (algorithm none)',
  ],
  [
    'a key for none',
    'jwt.Parse(t, func(t *jwt.Token) (any, error) { return jwt.UnsafeAllowNoneSignatureType, nil })',
    'unsound',
  ],
  [
    'a written secret',
    'jwt.Parse(t, func(t *jwt.Token) (any, error) { return []byte("hush"), nil })',
    'unsound | golang-jwt verifies with a secret that is written in the code',
  ],
  ['options of elsewhere', 'jwt.Parse(t, keyOf, options...)', ''],
  ['a reading', 'jwt.NewParser().ParseUnverified(t, c)', ''],
])('golang-jwt: %s', (_, code, said) =>
  line(V5, code, code.includes('.ParseWithClaims') ? 'ParseWithClaims' : 'Parse', said),
);

test.each([
  ['jwt.Parse(b, jwt.WithKey(jwa.RS256, k), jwt.WithIssuer(i), jwt.WithAudience(a))', 'sound'],
  ['jwt.Parse(b, jwt.WithKeySet(s))', 'partial | jwx does not check issuer, audience'],
  ['jwt.Parse(b, jwt.WithKeySet(s), jwt.WithVerify(false))', 'unsound | jwx does not verify the signature'],
  ['jwt.Parse(b, jwt.WithKeySet(s), jwt.WithValidate(false))', 'unsound | jwx ignores the expiry of tokens'],
  ['jwt.Parse(b, jwt.WithVerify(false))', ''],
])('jwx: %s', (code, said) => line('"github.com/lestrrat-go/jwx/v2/jwt"', code, 'Parse', said));

test.each([
  ['p.Verifier(&oidc.Config{ClientID: id})', 'sound'],
  ['p.Verifier(&oidc.Config{SkipClientIDCheck: true})', 'partial | go-oidc does not check audience'],
  ['p.Verifier(&oidc.Config{ClientID: id, SkipIssuerCheck: true})', 'partial | go-oidc does not check issuer'],
  ['p.Verifier(&oidc.Config{ClientID: id, SkipExpiryCheck: true})', 'unsound'],
  ['p.Verifier(&oidc.Config{})', ''],
])('go-oidc: %s', (code, said) => line('"github.com/coreos/go-oidc/v3/oidc"', code, 'Config', said));

test('middleware that verifies by itself', async () => {
  await line(
    '"github.com/go-chi/jwtauth/v5"',
    'jwtauth.New("HS256", key, nil)',
    'New',
    'partial | jwtauth does not check issuer, audience',
  );
  await line(
    'echojwt "github.com/labstack/echo-jwt/v4"',
    'echojwt.WithConfig(echojwt.Config{SigningKey: key})',
    'Config',
    'partial',
  );
  await line(
    'echojwt "github.com/labstack/echo-jwt/v4"',
    'echojwt.WithConfig(echojwt.Config{KeyFunc: key})',
    'Config',
    '',
  );
});

test('what parses something else is none', () => line('"net/url"', 'url.Parse(t, keyOf)', 'Parse', ''));

test('a token that is read and believed', async () => {
  await check(
    tokenVerificationGo,
    'auth/read.go',
    `package auth

import "github.com/golang-jwt/jwt/v5"

func GetCurrentUser(t string) string {
	token, _, _ := new(jwt.Parser).ParseUnverified(t, jwt.MapClaims{})
//                              ^^^^^^^^^^^^^^^ token-verification unsound | a token that is decoded and not verified says who the caller is
	return token.Claims["sub"]
}

func keyID(t string) string {
	token, _, _ := new(jwt.Parser).ParseUnverified(t, jwt.MapClaims{})
	return token.Header["kid"]
}
`,
  );
  await check(
    tokenVerificationGo,
    'auth/asked.go',
    `package auth

import "github.com/golang-jwt/jwt/v5"

func GetCurrentUser(t string) string {
	http.Post(verifyAddress, "application/json", body)
	token, _, _ := new(jwt.Parser).ParseUnverified(t, jwt.MapClaims{})
	return token.Claims["sub"]
}
`,
  );
});
