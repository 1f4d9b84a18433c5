import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { expressUnless } from './express-unless.ts';

test('a guard is left out on paths', () =>
  check(
    expressUnless,
    'app.js',
    `
app.use(jwt({ secret }).unless({ path: ['/token', /^\\/public/] }));
//                      ^^^^^^ alias jwt({ secret }) | except [/token, /^\\/public/]
const auth = jwt({ secret });
const open = { path: '/login' };
app.use(auth.unless(open));
//           ^^^^^^ alias auth | except /login
`,
  ));

test('other exceptions make it unknown', () =>
  check(
    expressUnless,
    'app.js',
    `
app.use(auth.unless({ path: ['/token'], method: 'OPTIONS' }));
//           ^^^^^^ guard-kind unknown
app.use(auth.unless((req) => req.path === '/'));
//           ^^^^^^ guard-kind unknown
app.use(auth.unless(elsewhere));
//           ^^^^^^ guard-kind unknown
app.use(imported.unless({ path: ['/token'] }));
//               ^^^^^^ guard-kind unknown
unless({ path: '/' });
`,
  ));
