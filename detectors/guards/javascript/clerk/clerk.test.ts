import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { clerk } from './clerk.ts';

test('requireAuth refuses, clerkMiddleware attaches', () =>
  check(
    clerk,
    'app.ts',
    `
import { clerkMiddleware, requireAuth } from '@clerk/express';
app.use(clerkMiddleware());
//      ^^^^^^^^^^^^^^^ guard-kind optional session
app.get('/a', requireAuth(), a);
//            ^^^^^^^^^^^ guard-kind required session
`,
  ));

test('in Next.js the function that is given decides', () =>
  check(
    clerk,
    'middleware.ts',
    `
import { clerkMiddleware, authMiddleware } from '@clerk/nextjs/server';
export default clerkMiddleware(async (auth) => auth.protect());
//             ^^^^^^^^^^^^^^^ alias function
const open = clerkMiddleware({ debug: true });
//           ^^^^^^^^^^^^^^^ guard-kind optional session
const old = authMiddleware({ publicRoutes: ['/', '/about'] });
//          ^^^^^^^^^^^^^^ guard-kind required session | except [/, /about]
const decided = authMiddleware({ afterAuth });
//              ^^^^^^^^^^^^^^ guard-kind unknown session
`,
  ));

test('functions of the same names from elsewhere are none', () =>
  check(
    clerk,
    'app.ts',
    `
// Not the one of @clerk/express.
import { requireAuth } from './auth';
app.get('/a', requireAuth(), a);
`,
  ));
