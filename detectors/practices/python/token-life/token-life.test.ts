import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenLifePython } from './token-life.ts';

const issued = (code: string, said: string, before = ''): Promise<void> => {
  const line = `    return ${code}`;
  const name = /create_\w+|encode/.exec(line);
  const mark =
    said === ''
      ? ''
      : `#${' '.repeat((name?.index ?? 0) - 1)}${'^'.repeat(name?.[0].length ?? 0)} token-life ${said}\n`;
  return check(
    tokenLifePython,
    'app/tokens.py',
    `
import jwt
from datetime import datetime, timedelta
from flask_jwt_extended import create_access_token, create_refresh_token
LIFE = 60 * 24 * 8
def issue(user, life):
${before === '' ? '' : `    ${before.replaceAll('; ', '\n    ')}\n`}${line}
${mark}`,
  );
};

test.each([
  ["jwt.encode({'sub': user.id}, KEY)", 'unsound | tokens are issued that never expire'],
  ["jwt.encode(payload={'sub': user.id}, key=KEY)", 'unsound'],
  [
    "jwt.encode({'sub': 1, 'exp': datetime.utcnow() + timedelta(minutes=15)}, KEY)",
    'sound | tokens expire within an hour',
  ],
  ["jwt.encode({'sub': 1, 'exp': int(time.time()) + 900}, KEY)", 'sound'],
  [
    "jwt.encode({'sub': 1, 'exp': datetime.now() + timedelta(minutes=LIFE)}, KEY)",
    'partial | tokens expire after 192 hours',
  ],
  ["jwt.encode({'sub': 1, 'exp': life}, KEY)", 'partial | tokens expire after a time that is configured'],
  ["jwt.encode({'sub': 1, 'typ': 'refresh', 'exp': datetime.now() + timedelta(days=30)}, KEY)", 'sound'],
  ["jwt.encode({'sub': 1, 'expires': life}, KEY)", ''],
  ['jwt.encode({**claims}, KEY)', ''],
  ['jwt.encode(user.claims(), KEY)', ''],
  ['create_access_token(identity=user.id)', ''],
  ['create_access_token(identity=1, expires_delta=False)', 'unsound'],
  ['create_access_token(identity=1, expires_delta=timedelta(hours=2))', 'partial | tokens expire after 2 hours'],
  ['create_refresh_token(identity=1, expires_delta=timedelta(days=2))', 'sound | refresh tokens expire'],
])('%s', (code, said) => issued(code, said));

test.each([
  ["claims = {'sub': 1}; claims['exp'] = datetime.utcnow() + timedelta(minutes=5)", 'sound'],
  ["claims = data.copy(); claims.update({'exp': datetime.utcnow() + timedelta(minutes=5)})", 'sound'],
  ["claims = {'sub': 1}; claims.update(more)", ''],
  ["claims = {'sub': 1}", 'unsound'],
  ["claims = {'sub': 1}; other = {'exp': 5}; other['exp'] = 6", 'unsound'],
])('claims that are gathered: %s', (before, said) => issued('jwt.encode(claims, KEY)', said, before));

test('claims that are made inside a block, once and twice', () =>
  check(
    tokenLifePython,
    'app/tokens.py',
    `
import jwt
def once():
    try:
        claims = {'sub': 1}
        return jwt.encode(claims, KEY)
#                  ^^^^^^ token-life unsound
    except Exception:
        return None
def twice(more):
    if more:
        claims = {'sub': 1}
    else:
        claims = more.claims()
    return jwt.encode(claims, KEY)
`,
  ));

test('settings', async () => {
  await check(
    tokenLifePython,
    'shop/settings.py',
    `
from datetime import timedelta
SIMPLE_JWT = {'ACCESS_TOKEN_LIFETIME': timedelta(days=2), 'ROTATE_REFRESH_TOKENS': True}
# <---------- token-life partial | tokens expire after 48 hours
# <---------- token-life sound | refresh tokens rotate
JWT_ACCESS_TOKEN_EXPIRES = False
# <------------------------ token-life unsound
REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': ['rest_framework.authentication.TokenAuthentication']}
# <-------------- token-life unsound
SESSION_COOKIE_AGE = 3600
# <------------------ token-life sound
`,
  );
  await check(
    tokenLifePython,
    'shop/settings.py',
    `
SESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'
SESSION_COOKIE_AGE = 3600
REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': ['shop.auth.TokenAuthentication']}
`,
  );
  await check(tokenLifePython, 'shop/settings/local.py', '\nJWT_ACCESS_TOKEN_EXPIRES = False\n');
});

test('key sets and stores of revoked tokens', () =>
  check(
    tokenLifePython,
    'auth.py',
    `
from jwt import PyJWKClient
keys = PyJWKClient(JWKS_URL)
#      ^^^^^^^^^^^ token-life sound
@manager.token_in_blocklist_loader
#        ^^^^^^^^^^^^^^^^^^^^^^^^^ token-life sound
def is_revoked(header, payload):
    return store.has(payload['jti'])
`,
  ));
