import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenVerificationPython } from './token-verification.ts';

const line = (imported: string, code: string, name: string, said: string): Promise<void> => {
  const written = `claims = ${code}`;
  const column = written.lastIndexOf(name, written.indexOf('('));
  return check(
    tokenVerificationPython,
    'app/auth.py',
    `${imported}\n${written}\n${said === '' ? '' : `#${' '.repeat(column - 1)}${'^'.repeat(name.length)} token-verification ${said}\n`}`,
  );
};

test.each([
  [
    'all checks',
    "jwt.decode(token, key, algorithms=['RS256'], issuer=ISSUER, audience='shop')",
    'sound | PyJWT checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'the algorithm alone',
    "jwt.decode(token, key, algorithms=['HS256'])",
    'partial | PyJWT does not check issuer, audience',
  ],
  ['no algorithm', 'jwt.decode(token, key)', 'partial | PyJWT does not check algorithm, issuer, audience'],
  ['algorithms by position', "jwt.decode(token, key, ['HS256'])", 'partial | PyJWT does not check issuer, audience'],
  [
    'no audience by an option',
    "jwt.decode(t, k, algorithms=['RS256'], issuer=I, audience=A, options={'verify_aud': False})",
    'partial | PyJWT does not check audience',
  ],
  ['options of another file', "jwt.decode(token, key, algorithms=['HS256'], **options)", ''],
  [
    'named options of another file',
    "jwt.decode(token, key, algorithms=['HS256'], issuer=I, audience=A, options=o)",
    '',
  ],
  [
    'the algorithm none',
    "jwt.decode(t, k, algorithms=['HS256', 'none'])",
    'unsound | PyJWT accepts tokens without signature (algorithm none)',
  ],
  [
    'the algorithm of the token',
    "jwt.decode(t, k, algorithms=[jwt.get_unverified_header(t)['alg']])",
    'unsound | PyJWT accepts whatever algorithm the token asks for',
  ],
  [
    'no expiry',
    "jwt.decode(t, k, algorithms=['HS256'], options={'verify_exp': False})",
    'unsound | PyJWT ignores the expiry of tokens',
  ],
  [
    'no signature',
    "jwt.decode(t, k, algorithms=['HS256'], options={'verify_signature': False})",
    'unsound | PyJWT does not verify the signature',
  ],
  ['no signature, by the older word', "jwt.decode(t, k, algorithms=['HS256'], verify=False)", 'unsound'],
  [
    'a written secret',
    "jwt.decode(t, 'hush', algorithms=['HS256'])",
    'unsound | PyJWT verifies with a secret that is written in the code',
  ],
  ['a fallback', "jwt.decode(t, os.environ.get('K', 'hush'), algorithms=['HS256'])", 'partial'],
  ['a reading', "jwt.decode(t, options={'verify_signature': False})", ''],
])('PyJWT: %s', (_, code, said) => line('import os\nimport jwt', code, 'decode', said));

test.each([
  ['from jose import jwt', "jwt.decode(t, k, algorithms=['RS256'], audience=A, issuer=I)", 'sound'],
  ['from jose import jwt', 'jwt.decode(t, k)', 'partial | python-jose does not check algorithm, issuer, audience'],
  ['from authlib.jose import jwt', 'jwt.decode(t, k)', 'partial | Authlib does not check issuer, audience, expiry'],
  ['import json', 'json.decode(t, k)', ''],
  ['from .tokens import jwt', 'jwt.decode(t, k)', ''],
])('%s: %s', (imported, code, said) => line(imported, code, 'decode', said));

test('an algorithm that is read from the header under a name', () =>
  check(
    tokenVerificationPython,
    'auth.py',
    `
import jwt
def claims_of(token):
    header = jwt.get_unverified_header(token)
    return jwt.decode(token, KEY, algorithms=[header.get('alg')])
#              ^^^^^^ token-verification unsound
`,
  ));

test('an expiry that the file looks at by itself', () =>
  check(
    tokenVerificationPython,
    'auth.py',
    `
import jwt
claims = jwt.decode(token, KEY, algorithms=['HS256'], options={'verify_exp': False})
#            ^^^^^^ token-verification partial | PyJWT leaves the expiry of tokens to other code
fresh = claims['exp'] > now
`,
  ));

test('Authlib checks claims where they are validated', () =>
  check(
    tokenVerificationPython,
    'auth.py',
    `
from authlib.jose import jwt
claims = jwt.decode(token, KEY, claims_options={'iss': {'value': 'me'}, 'aud': {'value': 'you'}})
#            ^^^^^^ token-verification sound
claims.validate()
`,
  ));

test('a token that is read and believed', () =>
  check(
    tokenVerificationPython,
    'auth.py',
    `
import jwt
def get_current_user(token):
    return find(jwt.decode(token, options={'verify_signature': False})['sub'])
#                   ^^^^^^ token-verification unsound | a token that is decoded and not verified says who the caller is
def key_id(token):
    return jwt.decode(token, options={'verify_signature': False})['kid']
`,
  ));

test('one that another service has looked at, or that is verified beside it, is not believed blindly', async () => {
  await check(
    tokenVerificationPython,
    'auth.py',
    `
import jwt
import requests
def get_current_user(token):
    requests.post(VERIFY, json={'token': token}).raise_for_status()
    return jwt.decode(token, options={'verify_signature': False})['sub']
`,
  );
  await check(
    tokenVerificationPython,
    'auth2.py',
    `
import jwt
def get_current_user(token):
    issuer = jwt.decode(token, options={'verify_signature': False})['iss']
    return jwt.decode(token, KEYS[issuer], algorithms=['RS256'], issuer=issuer, audience=ME)
#              ^^^^^^ token-verification sound
`,
  );
});

test('settings of Simple JWT and of its forerunner', async () => {
  await check(
    tokenVerificationPython,
    'shop/settings.py',
    `
SIMPLE_JWT = {'ALGORITHM': 'RS256', 'ISSUER': 'https://id', 'AUDIENCE': 'shop'}
# <---------- token-verification sound
JWT_AUTH = {'JWT_VERIFY_EXPIRATION': False}
# <-------- token-verification unsound
`,
  );
  await check(tokenVerificationPython, 'shop/settings/development.py', "\nJWT_AUTH = {'JWT_VERIFY': False}\n");
});

test('flask-jwt-extended is judged beside its key alone', async () => {
  await check(
    tokenVerificationPython,
    'app.py',
    `
from flask_jwt_extended import JWTManager
app.config['JWT_SECRET_KEY'] = key
jwt = JWTManager(app)
#     ^^^^^^^^^^ token-verification partial | flask-jwt-extended does not check issuer, audience
`,
  );
  await check(tokenVerificationPython, 'app.py', '\nfrom flask_jwt_extended import JWTManager\njwt = JWTManager()\n');
});
