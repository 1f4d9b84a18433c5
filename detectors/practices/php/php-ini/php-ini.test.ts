import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { phpIni } from './php-ini.ts';

const on = (path: string, text: string): Promise<void> => check(phpIni, path, text);

test('errors that PHP shows', async () => {
  await on(
    'docker/php.ini',
    `[PHP]
display_errors = On
# <-------------- switch error-details off | display_errors is on
`,
  );
  await on(
    'docker/php/prod.ini',
    `display_errors=Off
# <-------------- switch error-details on
`,
  );
  await on('docker/php.ini', 'display_errors = stderr\n; display_errors = On\n');
  await on('docker/dev/php.ini', 'display_errors = On\n');
  await on('docker/php-dev.ini', 'display_errors = On\n');
});

test('the session cookie', async () => {
  await on(
    'php.ini',
    `session.cookie_httponly = 1
session.cookie_secure = "1"
# <--------------------- switch session-cookie on
`,
  );
  await on(
    'php.ini',
    `session.cookie_secure = 1
session.cookie_httponly = 0
# <----------------------- switch session-cookie off
`,
  );
  await on('php.ini', 'session.cookie_secure = 1\n');
});
