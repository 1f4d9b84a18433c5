import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { webXml } from './web-xml.ts';

test('servlets, runtimes of Jakarta REST, filters and constraints', () =>
  checkFacts(
    webXml,
    'WEB-INF/web.xml',
    `<web-app>
<servlet><servlet-name>users</servlet-name><servlet-class>a.Users</servlet-class></servlet>
<servlet-mapping><servlet-name>users</servlet-name><url-pattern>/users</url-pattern></servlet-mapping>
<servlet-mapping><servlet-name>jakarta.ws.rs.core.Application</servlet-name><url-pattern>/api/*</url-pattern></servlet-mapping>
<security-constraint><web-resource-collection><url-pattern>/users</url-pattern><http-method>POST</http-method></web-resource-collection>
<auth-constraint><role-name>admin</role-name></auth-constraint></security-constraint>
</web-app>`,
    [
      '3:65 base-path /users | on load a.Users',
      '3:65 route /users | chain load a.Users',
      '4:90 base-path /api',
      '5:60 access-list open',
      '5:60 access-rule open /users',
      '5:60 access-rule required POST /users | scopes admin',
    ],
  ));

test('a descriptor without mappings says nothing', () =>
  checkFacts(
    webXml,
    'WEB-INF/web.xml',
    '<web-app><!-- <servlet-mapping/> --><display-name>x</display-name></web-app>',
    [],
  ));
