import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { writtenSecretsGo } from './written-secrets.ts';

/** A file with these lines in a function, in which `literal` is marked. */
function go(lines: string, literal: string, said: string, top = ''): Promise<void> {
  const code = `package shop

import (
	"crypto/hmac"
	"database/sql"
	"os"

	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
	"github.com/gorilla/sessions"
	echojwt "github.com/labstack/echo-jwt/v4"
	"github.com/spf13/viper"
)

${top}

func setUp(key []byte) {
${lines}
}
`;
  if (said === '') return check(writtenSecretsGo, 'shop/secrets.go', code);
  const before = code.slice(0, code.lastIndexOf(literal));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n') - 1;
  const mark = `//${' '.repeat(column - 2)}${'^'.repeat(literal.length)} secret ${said}`;
  const rows = code.split('\n');
  return check(writtenSecretsGo, 'shop/secrets.go', [...rows.slice(0, line), mark, ...rows.slice(line)].join('\n'));
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';

test.each<readonly [string, string, string, string, string?]>([
  ['a key that signs', '	token.SignedString([]byte("hush-hush"))', '"hush-hush"', SIGNS],
  ['a key of the package', '	token.SignedString(jwtKey)', '"hush-hush"', SIGNS, 'var jwtKey = []byte("hush-hush")'],
  [
    'a key that a function gives',
    '	jwt.Parse(t, func(t *jwt.Token) (any, error) { return []byte("hush-hush"), nil })',
    '"hush-hush"',
    SIGNS,
  ],
  ['a key in a struct', '	echojwt.WithConfig(echojwt.Config{SigningKey: []byte("hush-hush")})', '"hush-hush"', SIGNS],
  [
    'a key of sessions',
    '	store := sessions.NewCookieStore([]byte("hush-hush"))',
    '"hush-hush"',
    'unsound | the key that signs sessions and cookies is written in the code',
  ],
  [
    'a key in another form',
    '	raw, err := hex.DecodeString("6875736868757368"); hmac.New(sha256.New, raw)',
    '"6875736868757368"',
    'unsound | the key of a cipher or hash is written in the code',
  ],
  [
    'the fallback of the environment',
    '	token.SignedString([]byte(getEnv("JWT_SECRET", "hush-hush")))',
    '"hush-hush"',
    'partial | the key that signs tokens is written in the code as the fallback of a configured one',
  ],
  [
    'a fallback of its own',
    '	secret := os.Getenv("JWT_SECRET")\n	if secret == "" {\n		secret = "hush-hush"\n	}\n	token.SignedString([]byte(secret))',
    '"hush-hush"',
    'partial',
  ],
  [
    'a default of viper',
    '	token.SignedString([]byte(viper.GetString("jwt.secret")))\n	viper.SetDefault("jwt.secret", "hush-hush")',
    '"hush-hush"',
    'partial',
  ],
  [
    'a variable of the package that is assigned again',
    '	jwtKey = os.Getenv("KEY")\n	token.SignedString([]byte(jwtKey))',
    '"hush-hush"',
    'partial',
    'var jwtKey = "hush-hush"',
  ],
  [
    'a password in an address',
    '	sql.Open("postgres", "postgres://shop:tX9wRk2Lq8zB@db/shop")',
    '"postgres://shop:tX9wRk2Lq8zB@db/shop"',
    'unsound | the password of a database is written in the code',
  ],
  [
    'a password among settings',
    '	sql.Open("postgres", "host=db user=shop password=tX9wRk2Lq8zB")',
    '"host=db user=shop password=tX9wRk2Lq8zB"',
    'unsound',
  ],
  [
    'a key of a cloud account',
    '	credentials.NewStaticCredentials("AKIA", "wJ9rXUtnF3MIK7MDbPxRfiCY", "")',
    '"wJ9rXUtnF3MIK7MDbPxRfiCY"',
    'unsound | the key of a cloud account is written in the code',
  ],
  [
    'a password of an account',
    '	gin.BasicAuth(gin.Accounts{"admin": "hush-hush"})',
    '"hush-hush"',
    'unsound | the password of an account is written in the code',
  ],
  [
    'a constant that says so',
    '',
    '"b7Xq0ZpLw93nTfK20dRk3"',
    'unsound | apiKey is written in the code',
    'const apiKey = "b7Xq0ZpLw93nTfK20dRk3"',
  ],
])('%s is a secret', (_, lines = '', literal = '', said = '', top = '') => go(lines, literal, said, top));

test.each([
  ['a key of the environment', '	token.SignedString([]byte(os.Getenv("JWT_SECRET")))'],
  ['a key that is passed in', '	token.SignedString(key)'],
  ['a placeholder', '	token.SignedString([]byte("change-me"))'],
  ['a password that is a word', '	sql.Open("mysql", "root:password@tcp(127.0.0.1:3306)/shop")'],
  ['an address without a password', '	sql.Open("postgres", "postgres://db/shop")'],
  ['the name of a setting', '	const authToken = "app.security.jwt2.token"'],
  ['a name of something else', '	other.SignText([]byte("hush-hush"))'],
])('%s is none', (_, lines) => go(lines, '', ''));

test('a variable that is filled in later is none', () =>
  go('	token.SignedString([]byte(secret))', '', '', 'var secret string'));
