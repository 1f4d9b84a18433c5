import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { servlet } from './servlet.ts';

test('servlets, filters and constraints by annotations', () =>
  check(
    servlet,
    'Users.java',
    `
import jakarta.servlet.annotation.*;
import jakarta.servlet.http.HttpServlet;
@WebServlet("/users/*")
//          ^^^^^^^^^^ route /users/* | chain Users
class Users extends HttpServlet {}
//                  ^^^^^^^^^^^ view-base jakarta.servlet.http.HttpServlet
@WebFilter(urlPatterns = "/admin/*")
//                       ^^^^^^^^^^ guard /admin/** | guards AdminFilter; matching
class AdminFilter {}
`,
  ));

test('annotations and classes of the same names from elsewhere are none', () =>
  check(
    servlet,
    'Users.java',
    `import mine.WebServlet; import mine.HttpServlet; import jakarta.servlet.http.Cookie; @WebServlet("/x") class X extends HttpServlet {}`,
  ));
