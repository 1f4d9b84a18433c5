import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { writtenSecretsPython } from './written-secrets.ts';

const SIGNING = 'the key that signs tokens';
const SESSION = 'the key that signs sessions and cookies';

test.each([
  ['import jwt', 'jwt.encode(claims, @)', SIGNING],
  ['import jwt', "jwt.decode(t, key=@, algorithms=['HS256'])", SIGNING],
  ['from jose import jwt', 'jwt.encode(claims, @)', SIGNING],
  ['from itsdangerous import URLSafeTimedSerializer', 'URLSafeTimedSerializer(@)', SIGNING],
  ['import hmac', 'hmac.new(@.encode(), body, sha256)', 'the key of a cipher or hash'],
  ['from cryptography.fernet import Fernet', 'Fernet(@)', 'the key of a cipher or hash'],
  [
    'from starlette.middleware.sessions import SessionMiddleware',
    'app.add_middleware(SessionMiddleware, secret_key=@)',
    SESSION,
  ],
])('%s: %s', (imported, code, what) => {
  const line = code.replace('@', "'kekse'");
  const column = line.indexOf("'kekse'");
  return check(
    writtenSecretsPython,
    'src/app.py',
    `${imported}\n${line}\n#${' '.repeat(column - 1)}${'^'.repeat(7)} secret unsound | ${what} is written in the code\n`,
  );
});

test('settings of Flask', () =>
  check(
    writtenSecretsPython,
    'src/app.py',
    `
app.config['SECRET_KEY'] = 'random'
#                          ^^^^^^^^ secret unsound | the key that signs sessions and cookies is written in the code
app.config.update(JWT_SECRET_KEY='kekse')
#                                ^^^^^^^ secret unsound
app.secret_key = os.environ.get('SECRET') or 'kekse'
#                                            ^^^^^^^ secret partial
class ProductionConfig:
    SECRET_KEY = 'kekse'
#                ^^^^^^^ secret unsound
class DevelopmentConfig:
    SECRET_KEY = 'kekse'
class TestingConfig(Config):
    SECRET_KEY = 'kekse'
`,
  ));

test('settings of Django, and fields that the environment fills first', () =>
  check(
    writtenSecretsPython,
    'shop/settings.py',
    `
import os
from pydantic_settings import BaseSettings
SECRET_KEY = 'django-insecure-4k2'
#            ^^^^^^^^^^^^^^^^^^^^^ secret unsound
JWT_SECRET = os.environ.get('JWT_SECRET', 'kekse')
#                                         ^^^^^^^ secret partial | the key that signs tokens is written in the code as the fallback of a configured one
DATABASES = {'default': {'PASSWORD': 'Xk29fhQpLz71vRt'}}
#                                    ^^^^^^^^^^^^^^^^^ secret unsound
SIMPLE_JWT = {'SIGNING_KEY': 'kekse'}
#                            ^^^^^^^ secret unsound
class Settings(BaseSettings):
    secret_key: str = 'kekse'
#                     ^^^^^^^ secret partial
`,
  ));

test('a constant that a library takes is found in any module, once', () =>
  check(
    writtenSecretsPython,
    'src/auth.py',
    `
import jwt
SECRET_KEY = 'kekse'
#            ^^^^^^^ secret unsound
def a(): return jwt.encode(claims, SECRET_KEY)
def b(): return jwt.decode(token, SECRET_KEY, algorithms=['HS256'])
`,
  ));

test('configured secrets, placeholders, public keys, known passwords and other settings are none', async () => {
  await check(
    writtenSecretsPython,
    'shop/settings.py',
    `
import os, secrets, jwt, psycopg2
SECRET_KEY = os.environ['SECRET_KEY']
JWT_SECRET = os.getenv('JWT_SECRET')
JWT_SECRET_KEY = secrets.token_urlsafe(32)
EMAIL_HOST_PASSWORD = 'postgres'
DATABASES = {'default': {'PASSWORD': 'postgres'}}
jwt.decode(token, '-----BEGIN PUBLIC KEY-----', algorithms=['RS256'])
jwt.decode(token, settings.KEY, algorithms=['HS256'])
jwt.decode(token, '', options={'verify_signature': False})
jwt.encode(claims, 'change-me')
jwt.encode(claims, '<your key>')
psycopg2.connect(password='postgres')
`,
  );
  await check(writtenSecretsPython, 'src/constants.py', "\nSECRET_KEY = 'kekse'\n");
  await check(writtenSecretsPython, 'shop/settings/ci.py', "\nSECRET_KEY = 'kekse'\n");
  await check(writtenSecretsPython, 'flaskr/__init__.py', "\napp.config.from_mapping(SECRET_KEY='dev')\n");
});
