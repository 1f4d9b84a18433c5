import { expect, test } from 'vitest';
import { redactExcerpt, redactSecrets, redactText, withoutSecrets } from './redact.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

test.each([
  ['a GitHub token', `const t = ghp_${letters}`, 'const t = [redacted]'],
  ['a fine-grained one', `x github_pat_${letters}_${letters} y`, 'x [redacted] y'],
  ['an AWS key', 'id: AKIAIOSFODNN7EXAMPLE,', 'id: [redacted],'],
  ['a Slack token', 'hook(xoxb-1234567890-abcdef)', 'hook([redacted])'],
  ['a JWT', 'send eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl now', 'send [redacted] now'],
  ['a private key', 'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb', 'a\n[redacted]\nb'],
  ['a private key that is cut off', 'key: -----BEGIN PRIVATE KEY-----\\nMIIE', 'key: [redacted]'],
  ['a password in a URL', 'postgres://shop:hunter2@db:5432/shop', 'postgres://shop:[redacted]@db:5432/shop'],
  ['an authorization header', "'Authorization': 'Bearer abc123def456ghi789'", "'Authorization': 'Bearer [redacted]'"],
  ['a quoted assignment', 'const dbPassword = "hunter";', 'const dbPassword = "[redacted]";'],
  ['a property', "{ client_secret: 's3', name: 'x' }", "{ client_secret: '[redacted]', name: 'x' }"],
  ['a JSON member', '"apiKey": "abc", "b": 1', '"apiKey": "[redacted]", "b": 1'],
  ['a Ruby or PHP pair', "'secret' => 'abc',", "'secret' => '[redacted]',"],
  ['a string without an end', "password = 'abc def", "password = '[redacted]"],
  ['a variable of a shell', 'ENV DB_PASSWORD=hunter', 'ENV DB_PASSWORD=[redacted]'],
  ['a plain YAML value of letters and digits', 'password: hunter22', 'password: [redacted]'],
  [
    'a secret among arguments',
    "jwt.sign(user, 'hush', { expiresIn: '1h' })",
    "jwt.sign(user, '[redacted]', { expiresIn: '1h' })",
  ],
  ['a key of a hash', "createHmac('sha256', 'hush').digest('hex')", "createHmac('sha256', '[redacted]').digest('hex')"],
])('%s is hidden', (_, text, expected) => {
  expect(redactExcerpt(text)).toBe(expected);
});

test.each([
  'const token = req.headers.authorization;',
  'password: string;',
  'password: ${DB_PASSWORD}',
  'DB_PASSWORD=$SECRET',
  'secret: "{{ .Values.jwt.secret }}"',
  "apiKey: process.env['API_KEY']",
  "router.post('/reset-password', reset)",
  "@Query('token') token: string",
  'type: apiKey',
  'scheme: bearer',
  'Bearer authentication is required',
  'if (secret === "") return;',
  "app.get('/users/:id', requireToken, show);",
  'https://example.org:8080/a@b',
])('%j is left as it is', text => {
  expect(redactExcerpt(text)).toBe(text);
});

test.each([
  'sk-navbar-with-a-very-long-name',
  'pypi-publish-release-candidate',
  '.github/workflows/pypi-publish-to-test-index.yml',
])('a name like %s is no key', text => {
  expect(redactExcerpt(text)).toBe(text);
});

test('in prose a colon assigns nothing, and secrets with a shape of their own are hidden all the same', () => {
  const title = 'gets a new refresh token: /api/v1/auth/refresh with password: hunter22';
  expect([redactText(title), redactText(`${title} ghp_${letters} https://a:hunter2@b`)]).toEqual([
    title,
    `${title} [redacted] https://a:[redacted]@b`,
  ]);
});

test('a value is cleared at any depth; its keys, its other values and their order stay', () => {
  const value = {
    path: `/hook/ghp_${letters}`,
    at: [{ line: 3, note: null }],
    [`ghp_${letters}`]: undefined,
    isOpen: true,
  };
  expect(withoutSecrets(value)).toStrictEqual({
    path: '/hook/[redacted]',
    at: [{ line: 3, note: null }],
    [`ghp_${letters}`]: undefined,
    isOpen: true,
  });
});

test('given secrets are hidden in every form they travel in', () => {
  const secret = 'p@ss/w0rd';
  const basic = Buffer.from(`x-access-token:${secret}`).toString('base64');
  expect(redactSecrets(`a ${secret} b ${encodeURIComponent(secret)} c ${basic} d`, [secret, ''])).toBe(
    'a [redacted] b [redacted] c [redacted] d',
  );
});

test.each([
  'eyJ',
  'password',
  '-----BEGIN PRIVATE KEY-----',
  'a://b:',
  "secret='",
  'Bearer ',
  '=',
  'A_',
  'ghp_',
  'password: a1',
])('time grows with the length of repeated %j only', part => {
  const started = performance.now();
  redactExcerpt(part.repeat(200_000 / part.length));
  expect(performance.now() - started).toBeLessThan(2_000);
});
