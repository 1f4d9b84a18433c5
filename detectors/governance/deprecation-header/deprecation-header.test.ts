import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { deprecationHeader } from './deprecation-header.ts';

test('headers that are set on an answer announce the end of an operation', () =>
  check(
    deprecationHeader,
    'app.ts',
    `
app.get('/v1/orders', (req, res) => {
  res.set('Deprecation', 'true');
//        ^^^^^^^^^^^^^ artefact | artefact deprecation; what Deprecation; emitted header
  res.setHeader('sunset', 'Thu, 31 Dec 2026 23:59:59 GMT');
//              ^^^^^^^^ artefact | artefact deprecation; what Sunset; sunset 2026-12-31; emitted header
  reply.header({ Sunset: date });
//               ^^^^^^ artefact | artefact deprecation; what Sunset; emitted header
});
`,
  ));

test('a header that is read, and anything else of that name, announces nothing', () =>
  check(
    deprecationHeader,
    'app.ts',
    `
response.headers.get('Sunset');
set('Sunset', 1);
colours.set('sunset-orange', '#f80');
log.header('Sunset');
`,
  ));
