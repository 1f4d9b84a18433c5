import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigPython } from './secure-config.ts';

const settings = (text: string, path = 'shop/settings.py'): Promise<void> => check(secureConfigPython, path, text);

test('settings of Django that are unsafe', () =>
  settings(`
DEBUG = True
# <----- switch debug-pages off
ALLOWED_HOSTS = ['*']
# <------------- switch host-names off
SESSION_COOKIE_SECURE = False
# <--------------------- switch session-cookie off
CORS_ALLOW_ALL_ORIGINS = True
# <---------------------- switch cross-origin off
CORS_ALLOW_CREDENTIALS = True
`));

test('settings of Django that are safe', () =>
  settings(`
DEBUG = False
# <----- switch debug-pages on
ALLOWED_HOSTS = ['shop.example']
# <------------- switch host-names on
SESSION_COOKIE_SECURE = True
# <--------------------- switch session-cookie on
SECURE_SSL_REDIRECT = True
# <------------------- switch https-only on
CORS_ALLOWED_ORIGINS = ['https://shop.example']
# <-------------------- switch cross-origin on
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']
# <---------- switch secure-headers on
`));

test.each([
  ['what the environment says', "DEBUG = os.environ.get('DEBUG', 'True') == 'True'\nALLOWED_HOSTS = env.list('HOSTS')"],
  ['what a branch says', "if os.environ.get('DEV'):\n    DEBUG = True"],
  ['what a branch may change', "DEBUG = True\nif os.environ.get('PRODUCTION'):\n    DEBUG = False"],
  ['any origin without credentials', 'CORS_ALLOW_ALL_ORIGINS = True'],
  ['no host', 'ALLOWED_HOSTS = []'],
  [
    'a field that the environment fills',
    'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    debug: bool = True',
  ],
  ['another constant in its class', 'class Printer:\n    DEBUG = True'],
])('%s is not judged', (_, text) => settings(`\nimport os\n${text}\n`));

test('files and classes for development are left out', async () => {
  await settings('\nDEBUG = True\n', 'shop/settings/development.py');
  await settings('\nDEBUG = True\n', 'shop/settings/local.py');
  await settings('\nDEBUG = True\n', 'shop/local_settings.py');
  await settings('\nDEBUG = True\n', 'shop/printing.py');
  await settings(
    `
class Config:
    DEBUG = True
    SESSION_COOKIE_SECURE = False
class ProductionConfig(Config):
    DEBUG = False
#   ^^^^^ switch debug-pages on
    SESSION_COOKIE_SECURE = True
#   ^^^^^^^^^^^^^^^^^^^^^ switch session-cookie on
class DevelopmentConfig(Config):
    DEBUG = True
`,
    'shop/config.py',
  );
});

test('debug modes of Flask and FastAPI', async () => {
  await settings(
    `
from fastapi import FastAPI
app = FastAPI(debug=True)
#     ^^^^^^^ switch debug-pages off
app.config['DEBUG'] = True
#          ^^^^^^^ switch debug-pages off
if __name__ == '__main__':
    app.run(host='0.0.0.0', port=80, debug=True)
#       ^^^ switch debug-pages off
`,
    'shop/app.py',
  );
  await settings(
    `
if __name__ == '__main__':
    app.run(debug=True)
if dev:
    app.run(host='0.0.0.0', debug=True)
subprocess.run(debug=True)
FastAPI(debug=True)
`,
    'shop/app.py',
  );
});

test('cross-origin rules', () =>
  settings(
    `
from fastapi.middleware.cors import CORSMiddleware
from flask_cors import CORS
app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True)
#                  ^^^^^^^^^^^^^^ switch cross-origin off
app.add_middleware(CORSMiddleware, allow_origin_regex='.*', allow_credentials=True)
#                  ^^^^^^^^^^^^^^ switch cross-origin off
app.add_middleware(CORSMiddleware, allow_origins=['https://a.b'], allow_credentials=True)
#                  ^^^^^^^^^^^^^^ switch cross-origin on
CORS(app, supports_credentials=True)
# <---- switch cross-origin off
CORS(app, resources={'/api/*': {'origins': '*'}}, supports_credentials=True)
# <---- switch cross-origin off
CORS(app, origins=['https://a.b'])
# <---- switch cross-origin on
app.add_middleware(CORSMiddleware, allow_origins=['*'])
app.add_middleware(CORSMiddleware, allow_origins=settings.ORIGINS, allow_credentials=True)
CORS(app)
CORS(app, origins=ORIGINS, supports_credentials=True)
`,
    'shop/app.py',
  ));

test('middleware and process-wide switches', () =>
  settings(
    `
import ssl
from flask_talisman import Talisman
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
Talisman(app)
# <-------- switch secure-headers on
# <-------- switch https-only on
app.add_middleware(HTTPSRedirectMiddleware)
#                  ^^^^^^^^^^^^^^^^^^^^^^^ switch https-only on
app.add_middleware(TrustedHostMiddleware, allowed_hosts=['a.b'])
#                  ^^^^^^^^^^^^^^^^^^^^^ switch host-names on
app.add_middleware(TrustedHostMiddleware, allowed_hosts=['*'])
ssl._create_default_https_context = ssl._create_unverified_context
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch tls-verification off
`,
    'shop/app.py',
  ));
