/** Servlets, deployment descriptors and their constraints. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const SERVLET = (
  name: string,
  annotations = '',
): string => `package a; import jakarta.servlet.http.*; import jakarta.servlet.annotation.*;
${annotations} public class ${name} extends HttpServlet {
  @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
  @Override protected void doPost(HttpServletRequest request, HttpServletResponse response) {}
}`;
const WEB = (inside: string): string => `<?xml version="1.0"?>
<!DOCTYPE web-app SYSTEM "web.dtd">
<web-app>${inside}</web-app>`;
const MAPPED = `<servlet><servlet-name>users</servlet-name><servlet-class>a.Users</servlet-class></servlet>
<servlet-mapping><servlet-name>users</servlet-name><url-pattern>/users/*</url-pattern><url-pattern>*.do</url-pattern></servlet-mapping>`;

test('servlets are mapped by annotations and by descriptors, and answer what their methods are named for', async () => {
  expect(
    await linkOf({
      'a/Pets.java': SERVLET('Pets', '@WebServlet(urlPatterns = {"/pets", "/animals"})'),
      'a/Users.java': SERVLET('Users'),
      'a/Unmapped.java': SERVLET('Unmapped'),
      'WEB-INF/web.xml': WEB(`<!-- <servlet-mapping/> -->${MAPPED}`),
    }),
  ).toEqual([
    'GET /animals none',
    'POST /animals none',
    'GET /pets none',
    'POST /pets none',
    'GET /users/{*} none',
    'POST /users/{*} none',
  ]);
});

test('constraints: the narrowest pattern decides, and methods that are not named stay open', async () => {
  const constraint = (patterns: string, methods: string, auth: string): string =>
    `<security-constraint><web-resource-collection>${patterns}${methods}</web-resource-collection>${auth}</security-constraint>`;
  const role = '<auth-constraint><role-name>admin</role-name></auth-constraint>';
  expect(
    await linkOf({
      'a/Pets.java': SERVLET('Pets', '@WebServlet({"/pets", "/pets/public", "/logs"})'),
      'WEB-INF/web.xml': WEB(
        [
          constraint('<url-pattern>/*</url-pattern>', '', role),
          constraint('<url-pattern>/pets/*</url-pattern>', '<http-method>POST</http-method>', role),
          constraint('<url-pattern>/logs</url-pattern>', '', '<auth-constraint/>'),
          constraint('<url-pattern>/pets/public</url-pattern>', '', ''),
          '<login-config><auth-method>BASIC</auth-method></login-config>',
        ].join('\n'),
      ),
    }),
  ).toEqual([
    'GET /logs required basic',
    'POST /logs required basic',
    'GET /pets none',
    'POST /pets required basic',
    'GET /pets/public none',
    'POST /pets/public none',
  ]);
});

const REST = 'import jakarta.ws.rs.*; import jakarta.ws.rs.core.*;';

test('a descriptor says where an application of Jakarta REST is served, whatever its annotation says', async () => {
  const sources = {
    'a/App.java': `package a; ${REST} @ApplicationPath("/rest") public class App extends Application {}`,
    'a/X.java': `package a; ${REST} @Path("/x") public class X { @GET public String get() { return ""; } }`,
  };
  const mapped = (servlet: string, name: string): string =>
    WEB(
      `${servlet}<servlet-mapping><servlet-name>${name}</servlet-name><url-pattern>/services/*</url-pattern></servlet-mapping>`,
    );
  expect(await linkOf({ ...sources, 'WEB-INF/web.xml': mapped('', 'a.App') })).toEqual(['GET /services/x none']);
  expect(
    await linkOf({
      'a/X.java': sources['a/X.java'],
      'WEB-INF/web.xml': mapped(
        '<servlet><servlet-name>jersey</servlet-name><servlet-class>org.glassfish.jersey.servlet.ServletContainer</servlet-class></servlet>',
        'jersey',
      ),
    }),
  ).toEqual(['GET /services/x none']);
});
