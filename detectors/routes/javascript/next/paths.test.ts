import { expect, test } from 'vitest';
import { appRoutePath, isMiddleware, pagesApiPath } from './paths.ts';

test.each([
  ['app/route.ts', '/'],
  ['app/api/users/[id]/route.ts', '/api/users/[id]'],
  ['src/app/(shop)/api/@modal/cart/route.js', '/api/cart'],
  ['apps/web/app/docs/[[...slug]]/route.ts', '/docs/[[...slug]]'],
  ['apps/app/app/api/route.ts', '/api'],
  ['apps/app/src/app/api/route.ts', '/api'],
  ['app/app/settings/route.ts', '/app/settings'],
  ['app/_lib/route.ts', undefined],
  ['app/%5Finternal/route.ts', '/_internal'],
  ['lib/route.ts', undefined],
])('%s serves %s', (file, path) => {
  expect(appRoutePath(file)).toBe(path);
});

test.each([
  ['pages/api/index.ts', '/api'],
  ['pages/api/users/index.js', '/api/users'],
  ['src/pages/api/users/[id].ts', '/api/users/[id]'],
  ['apps/web/pages/api/[...all].tsx', '/api/[...all]'],
  ['pages/api/types.d.ts', undefined],
  ['pages/users.tsx', undefined],
])('%s serves %s', (file, path) => {
  expect(pagesApiPath(file)).toBe(path);
});

test.each([
  ['middleware.ts', true],
  ['src/proxy.ts', true],
  ['apps/web/src/middleware.ts', true],
  ['src/lib/middleware.ts', false],
  ['src/utils/supabase/middleware.ts', false],
  ['app/middleware.ts', false],
])('%s may be the middleware: %s', (file, expected) => {
  expect(isMiddleware(file)).toBe(expected);
});
