import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { astro } from './astro.ts';

test('an endpoint exports a handler a method', () =>
  check(astro, {
    files: {
      'src/pages/api/[id].ts': `
export const GET = ({ params }) => new Response(params.id);
//           ^^^ route GET /api/[id] | chain GET
export const ALL = () => new Response();
//           ^^^ route ANY /api/[id] | chain ALL
`,
      'src/pages/feed.xml.js': `
export const prerender = true;
export const GET = () => new Response('');
`,
      'src/pages/_draft.ts': `
export const GET = () => new Response('');
`,
    },
  }));

test('onRequest runs before everything', () =>
  check(
    astro,
    'src/middleware.ts',
    `
import { defineMiddleware, sequence } from 'astro:middleware';
export const onRequest = sequence(log, defineMiddleware(check));
//           ^^^^^^^^^ guard | guards onRequest
//                       ^^^^^^^^ alias [log, defineMiddleware(check)]
//                                     ^^^^^^^^^^^^^^^^ alias check
`,
  ));
