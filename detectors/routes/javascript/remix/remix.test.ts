import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { remixPath } from './paths.ts';
import { remix } from './remix.ts';

test('a loader answers GET, an action the rest', () =>
  check(
    remix,
    'app/routes/api.users.$id.ts',
    `
export const middleware = [requireUser];
export async function loader({ params }) {}
//                    ^^^^^^ route GET /api/users/[id] | chain loader; guards middleware
export const action = async () => {};
//           ^^^^^^ route POST,PUT,PATCH,DELETE /api/users/[id] | chain action; guards middleware
export default function Page() {}
`,
  ));

test('an optional segment makes two paths', () =>
  check(
    remix,
    'app/routes/($lang).about.tsx',
    `
export async function loader() {}
//                    ^^^^^^ route GET [/about, /[lang]/about] | chain loader
`,
  ));

test('pages without a loader and other files serve nothing', () =>
  check(remix, {
    files: {
      'app/routes/about.tsx': 'export default function About() {} // loader',
      'app/root.tsx': 'export function loader() {}',
    },
  }));

test.each([
  ['app/routes/_index.tsx', '/'],
  ['app/routes/_auth.login.tsx', '/login'],
  ['app/routes/users._index.tsx', '/users'],
  ['app/routes/users_.$id.edit.tsx', '/users/[id]/edit'],
  ['app/routes/files.$.ts', '/files/[...path]'],
  ['app/routes/($lang).about.tsx', '/[[lang]]/about'],
  ['app/routes/sitemap[.]xml.ts', '/sitemap.xml'],
  ['app/routes/users.$id/route.tsx', '/users/[id]'],
  ['app/routes/users/$id.tsx', '/users/[id]'],
  ['app/components/button.tsx', undefined],
])('%s serves %s', (file, path) => {
  expect(remixPath(file)).toBe(path);
});
