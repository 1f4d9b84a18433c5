import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { isRealFile } from '../settings/settings.ts';
import { jvmPropertySettings } from './property-settings.ts';

const FILE = 'src/main/resources/application.properties';

/** One line of a file, whose value is marked with what is said of it. */
function line(text: string, said: string, before = '', path = FILE): Promise<void> {
  const start = text.indexOf('=') + 1;
  const mark = said === '' ? '' : `#${' '.repeat(start - 1)}${'^'.repeat(text.length - start)} ${said}`;
  return check(jvmPropertySettings, path, `${before}\n${text}\n${mark}\n`);
}

test.each([
  [
    'a key that signs tokens',
    'app.jwt.secret=thisIsTheKeyOfOurShop',
    'secret unsound | app.jwt.secret is set in a committed file',
  ],
  ['a key by another name', 'security.jwt.token.secret-key=thisIsTheKeyOfOurShop', 'secret unsound'],
  ['a password that no word is made of', 'spring.datasource.password=tX9w!Rk2Lq8z', 'secret unsound'],
  [
    'the secret of a client',
    'spring.security.oauth2.client.registration.github.client-secret=8f14e45fceea167a5a36dedd4bea2543',
    'secret unsound',
  ],
])('%s is a secret', (_, text, said) => line(text, said));

test.each([
  ['the environment', 'app.jwt.secret=${JWT_SECRET}'],
  ['a placeholder', 'app.jwt.secret=change-me-in-production'],
  ['a word', 'spring.datasource.password=postgres'],
  ['a short one', 'app.jwt.secret=secret'],
  ['an encrypted one', 'spring.datasource.password=ENC(tX9wRk2Lq8zAbCdEf0123)'],
  ['a life', 'app.jwt.secret.expiration=3600000000000000'],
  ['a name of a header', 'app.auth.token.header=X-Auth-Token-2024'],
  ['a file', 'server.ssl.key-store-password=/run/secrets/keystore9'],
  ['nothing', 'app.jwt.secret='],
  ['a comment', '#app.jwt.secret=thisIsTheKeyOfOurShop'],
])('%s is no secret', (_, text) => line(text, ''));

test('a fallback is shown as one', () =>
  check(
    jvmPropertySettings,
    FILE,
    `
app.jwt.secret=\${JWT_SECRET:thisIsTheKeyOfOurShop}
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret partial | app.jwt.secret is set in a committed file as the fallback of a configured one
`,
  ));

test.each([
  ['src/main/resources/application.properties', true],
  ['src/main/resources/application-prod.properties', true],
  ['src/main/resources/application-postgres.properties', true],
  ['src/main/resources/application-dev.properties', false],
  ['src/main/resources/application-local-docker.yml', false],
  ['src/main/resources/application-test.yaml', false],
  ['src/main/resources/application-h2.yaml', false],
])('%s is of a running system: %s', (path, isReal) => expect(isRealFile(path)).toBe(isReal));

test('settings for development do not count', async () => {
  await line('app.jwt.secret=thisIsTheKeyOfOurShop', '', '', 'src/main/resources/application-dev.properties');
  await line('%dev.app.jwt.secret=thisIsTheKeyOfOurShop', '');
  await line('%prod.app.jwt.secret=thisIsTheKeyOfOurShop', 'secret unsound');
  await line('app.jwt.secret=thisIsTheKeyOfOurShop', '', 'spring.config.activate.on-profile=dev');
  await line('app.jwt.secret=thisIsTheKeyOfOurShop', 'secret unsound', 'spring.config.activate.on-profile=dev\n#---');
});

test.each([
  ['server.error.include-stacktrace=always', 'switch error-details off'],
  ['server.error.includeStacktrace=on_param', 'switch error-details off'],
  ['server.error.include-message=always', 'switch error-details off'],
  ['server.error.include-stacktrace=never', 'switch error-details on'],
  ['server.error.include-binding-errors=always', ''],
  ['server.servlet.session.cookie.secure=true', 'switch session-cookie on'],
  ['server.servlet.session.cookie.http-only=false', 'switch session-cookie off'],
  ['management.endpoints.web.exposure.include=*', 'switch management-endpoints off'],
  ['management.endpoints.web.exposure.include=health,env', 'switch management-endpoints off'],
  ['management.endpoints.web.exposure.include=health,info,prometheus', 'switch management-endpoints on'],
  ['management.endpoints.jmx.exposure.include=*', ''],
  ['spring.h2.console.enabled=true', 'switch database-console off'],
  ['spring.h2.console.enabled=false', ''],
  ['quarkus.http.cors.origins=*', ''],
  ['quarkus.http.cors.origins=https://shop.io', 'switch cross-origin on'],
])('%s', (text, said) => line(text, said));

test.each([
  ['a port of its own', 'management.server.port=8081'],
  ['endpoints that are left out', 'management.endpoints.web.exposure.exclude=env,heapdump'],
  ['endpoints that are off', 'management.endpoints.enabled-by-default=false'],
])('exposed management endpoints with %s are not judged', (_, before) =>
  line('management.endpoints.web.exposure.include=*', '', before),
);

test('any origin counts with its credentials', () =>
  line(
    'quarkus.http.cors.origins=*',
    'switch cross-origin off',
    'quarkus.http.cors.access-control-allow-credentials=true',
  ));
