import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { symfonySettings } from './symfony-settings.ts';

const on = (path: string, text: string): Promise<void> => check(symfonySettings, path, text);

test('the session cookie', async () => {
  await on(
    'config/packages/framework.yaml',
    `framework:
    session:
        cookie_secure: true
#                      ^^^^ switch session-cookie on
`,
  );
  await on(
    'config/packages/framework.yaml',
    `framework:
    session:
        cookie_secure: true
        cookie_httponly: false
#                        ^^^^^ switch session-cookie off
`,
  );
  await on('config/packages/framework.yaml', 'framework: { session: { cookie_secure: auto } }\n');
  await on('config/packages/test/framework.yaml', 'framework: { session: { cookie_secure: false } }\n');
  await on('config/packages/framework.yaml', 'when@test: { framework: { session: { cookie_secure: false } } }\n');
  await on(
    'config/packages/framework.yaml',
    `when@prod:
    framework:
        session:
            cookie_secure: true
#                          ^^^^ switch session-cookie on
`,
  );
});

test('tokens of forms', async () => {
  await on(
    'app/config/config.yml',
    `framework:
    csrf_protection: false
#                    ^^^^^ switch csrf off
    session:
        handler_id: ~
`,
  );
  await on('config/packages/framework.yaml', 'framework: { csrf_protection: false }\n');
  await on('config/packages/framework.yaml', 'framework: { csrf_protection: true, session: { a: 1 } }\n');
});

test('origins', async () => {
  await on(
    'config/packages/nelmio_cors.yaml',
    `nelmio_cors:
    defaults:
        allow_credentials: true
        allow_origin: []
    paths:
        '^/api':
            allow_origin: ['*']
#           ^^^^^^^^^^^^ switch cross-origin off
`,
  );
  await on(
    'config/packages/nelmio_cors.yaml',
    `nelmio_cors:
    defaults:
        allow_origin: ['https://shop.test']
#       ^^^^^^^^^^^^ switch cross-origin on
`,
  );
  await on('config/packages/nelmio_cors.yaml', "nelmio_cors: { defaults: { allow_origin: ['*'] } }\n");
  await on(
    'config/packages/nelmio_cors.yaml',
    "nelmio_cors: { defaults: { allow_origin: ['%env(CORS_ALLOW_ORIGIN)%'], allow_credentials: true } }\n",
  );
});

test('the profiler', async () => {
  await on(
    'config/packages/web_profiler.yaml',
    `web_profiler:
    toolbar: true
#            ^^^^ switch debug-pages off
`,
  );
  await on('config/packages/web_profiler.yaml', 'when@dev: { web_profiler: { toolbar: true } }\n');
});

test('tokens', async () => {
  await on(
    'config/packages/lexik_jwt_authentication.yaml',
    `lexik_jwt_authentication:
# <------------------------ token-verification partial | LexikJWTAuthenticationBundle does not check issuer, audience
    secret_key: '%env(resolve:JWT_SECRET_KEY)%'
    token_ttl: 86400
#              ^^^^^ token-life partial | tokens expire after 24 hours
gesdinet_jwt_refresh_token:
    ttl: 2592000
#        ^^^^^^^ token-life sound | refresh tokens expire
    single_use: true
#               ^^^^ token-life sound | refresh tokens rotate
`,
  );
  await on(
    'config/packages/lexik_jwt_authentication.yaml',
    `lexik_jwt_authentication:
# <------------------------ token-life sound | tokens expire within an hour
    allow_no_expiration: true
#                        ^^^^ token-verification unsound
`,
  );
  await on(
    'config/packages/league_oauth2_server.yaml',
    `league_oauth2_server:
    authorization_server:
        access_token_ttl: PT1H
#                         ^^^^ token-life sound | tokens expire within an hour
        refresh_token_ttl: P1M
#                          ^^^ token-life sound | refresh tokens expire
`,
  );
  await on('config/packages/other.yaml', 'nelmio: { token_ttl: 5 }\nframework: { cookie_lifetime: 1 }\n');
});
