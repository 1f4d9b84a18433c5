import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { nextAuth } from './next-auth.ts';

test('the ready middleware is a guard itself', () =>
  check(
    nextAuth,
    'middleware.ts',
    `
export { default } from 'next-auth/middleware';
//       ^^^^^^^ guard-export required session | next-auth/middleware default
//       ^^^^^^^ guard-export required session | next-auth/middleware withAuth
`,
  ));

test('withAuth requires a session, unless a callback decides', () =>
  check(
    nextAuth,
    'middleware.ts',
    `
import { withAuth } from 'next-auth/middleware';
//       ^^^^^^^^ guard-export required session
export default withAuth({ pages: { signIn: '/login' } });
//             ^^^^^^^^ guard-kind required session
const decided = withAuth(function middleware() {}, { callbacks: { authorized: ({ token }) => token?.admin } });
//              ^^^^^^^^ guard-kind unknown session
`,
  ));

test('other wrappers of that name are read where they stand', () =>
  check(
    nextAuth,
    'middleware.ts',
    `
// Not next-auth/middleware.
import { withAuth } from './with-auth';
export default withAuth(handler);
`,
  ));
