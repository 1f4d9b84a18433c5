import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { webConfig } from './web-config.ts';

const said = (sections: string, expected: readonly string[], path = 'Web.config'): Promise<void> =>
  checkFacts(
    webConfig,
    path,
    `<configuration xmlns:xdt="x">\n<system.web>\n${sections}\n</system.web>\n</configuration>\n`,
    expected,
  );

test.each<readonly [string, readonly string[]]>([
  ['<customErrors mode="Off" />', ['3:21 switch debug-pages off | mode="Off"']],
  ['<customErrors mode="RemoteOnly" />', ['3:21 switch debug-pages on | mode="RemoteOnly"']],
  ['<compilation debug="true" />', ['3:21 switch debug-mode off | debug="true"']],
  ['<compilation debug="false" targetFramework="4.8" />', ['3:21 switch debug-mode on | debug="false"']],
  [
    '<compilation xdt:Transform="RemoveAttributes(debug)" />',
    ['3:29 switch debug-mode on | xdt:Transform="RemoveAttributes(debug)"'],
  ],
  [
    '<httpCookies httpOnlyCookies="true" requireSSL="true" />',
    ['3:31 switch session-cookie on | httpOnlyCookies="true"'],
  ],
  ['<httpCookies httpOnlyCookies="false" />', ['3:31 switch session-cookie off | httpOnlyCookies="false"']],
  ['<httpCookies httpOnlyCookies="true" />', []],
  ['<customErrors defaultRedirect="/oops" /><compilation targetFramework="4.8" />', []],
])('%s', (sections, expected) => said(sections, expected));

test('sections of one path, and other files, are left out', async () => {
  await checkFacts(
    webConfig,
    'web.config',
    '<configuration><location path="x"><system.web><customErrors mode="Off" /></system.web></location></configuration>',
    [],
  );
  await said('<customErrors mode="Off" />', [], 'Web.Debug.config');
});
