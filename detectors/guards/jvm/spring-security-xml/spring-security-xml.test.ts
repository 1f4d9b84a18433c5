import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { springSecurityXml } from './spring-security-xml.ts';

test('each http element is a list of rules, in the order in which they are written', () =>
  checkFacts(
    springSecurityXml,
    'src/main/resources/security.xml',
    `<beans xmlns:security="http://www.springframework.org/schema/security">
  <security:http pattern="/static/**" security="none"/>
  <security:http use-expressions="true">
    <security:intercept-url pattern="/admin/**" access="hasRole('ADMIN')"/>
    <!-- <security:intercept-url pattern="/old/**" access="permitAll"/> -->
    <security:intercept-url pattern="/api/**" method="POST" access="ROLE_USER, ROLE_ADMIN" />
    <security:intercept-url pattern="/login" access="IS_AUTHENTICATED_ANONYMOUSLY"/>
  </security:http>
  <security:global-method-security secured-annotations="enabled"/>
</beans>
`,
    [
      '2:3 access-list open | fallback; order 0',
      '2:3 access-rule scope /static/**',
      '3:3 access-list open | fallback; order 1',
      '4:5 access-rule unknown /admin/**',
      '6:5 access-rule required POST /api/** | scopes ROLE_USER, ROLE_ADMIN',
      '7:5 access-rule open /login',
      '9:3 enables method security (@Secured)',
    ],
  ));

test('other XML is none of it', () =>
  checkFacts(
    springSecurityXml,
    'web.xml',
    '<web-app xmlns:x="http://www.springframework.org/schema/security"><http-method>GET</http-method></web-app>',
    [],
  ));
