import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { sveltekit } from './sveltekit.ts';

test('a server file exports a handler a method', () =>
  check(sveltekit, {
    files: {
      'src/routes/(app)/users/[id=integer]/+server.ts': `
export const GET: RequestHandler = async () => new Response();
//           ^^^ route GET /users/[id] | chain GET
export function fallback() {}
//              ^^^^^^^^ route ANY /users/[id] | chain fallback
export const prerender = false;
`,
      'src/routes/+server.js': `
export { POST } from '$lib/server';
//       ^^^^ route POST / | chain load $lib/server.POST
`,
      'apps/web/src/routes/docs/[...rest]/[[lang]]/+server.js': `
export function GET() {}
//              ^^^ route GET [/docs/[...rest], /docs/[...rest]/[lang]]
`,
    },
  }));

test('the hook runs before everything', () =>
  check(
    sveltekit,
    'src/hooks.server.ts',
    `
import { sequence } from '@sveltejs/kit/hooks';
export const handle = sequence(authenticate, authorize);
//           ^^^^^^ guard | guards handle
//                    ^^^^^^^^ alias [authenticate, authorize]
`,
  ));

test('a page loads, and takes forms', () =>
  check(
    sveltekit,
    'src/routes/login/+page.server.ts',
    `
export async function load() {}
//                    ^^^^ route GET /login
export const actions = { default: async () => {} };
//           ^^^^^^^ route POST /login
export function GET() {}
`,
  ));

test('other files serve no operations', () =>
  check(sveltekit, {
    files: {
      'src/routes/+page.ts': 'export function load() {}',
      'src/lib/hooks/use-mouse.ts': 'export const handle = () => {};',
    },
  }));
