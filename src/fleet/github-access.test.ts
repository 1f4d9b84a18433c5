import { expect, test } from 'vitest';
import { githubAccess, tokenForUrl } from './github-access.ts';

const TOKENS = {
  GH_TOKEN: 'cloud',
  GITHUB_TOKEN: 'cloud2',
  GH_ENTERPRISE_TOKEN: 'own',
  GITHUB_ENTERPRISE_TOKEN: 'own2',
};

test.each([
  ['github.com when nothing is said', {}, ['github.com', 'https://api.github.com', 'https://github.com', 'cloud']],
  [
    "a server of one's own",
    { GH_HOST: 'git.acme.org' },
    ['git.acme.org', 'https://git.acme.org/api/v3', 'https://git.acme.org', 'own'],
  ],
  [
    'data residency',
    { GH_HOST: 'acme.ghe.com' },
    ['acme.ghe.com', 'https://api.acme.ghe.com', 'https://acme.ghe.com', 'cloud'],
  ],
  [
    'an API base of github.com',
    { APIASSAY_GITHUB_API: 'https://api.github.com/' },
    ['github.com', 'https://api.github.com', 'https://api.github.com', 'cloud'],
  ],
  [
    'another API base',
    { APIASSAY_GITHUB_API: 'http://127.0.0.1:8080/api/v3' },
    ['127.0.0.1:8080', 'http://127.0.0.1:8080/api/v3', 'http://127.0.0.1:8080', 'own'],
  ],
  [
    'a look-alike of github.com',
    { GH_HOST: 'github.com.evil.org' },
    ['github.com.evil.org', 'https://github.com.evil.org/api/v3', 'https://github.com.evil.org', 'own'],
  ],
])('%s has its URLs and its own token', (_, environment, [host, apiUrl, gitUrl, token]) => {
  expect(githubAccess({ environment: { ...TOKENS, ...environment } })).toMatchObject({ host, apiUrl, gitUrl, token });
});

test('the second variable counts when the first is empty, and a token of the other kind never', () => {
  expect(githubAccess({ environment: { GH_TOKEN: ' ', GITHUB_TOKEN: 'second' } }).token).toBe('second');
  expect(githubAccess({ environment: { GH_TOKEN: 'cloud', GH_HOST: 'git.acme.org' } }).token).toBe(undefined);
});

test.each([
  [
    'an API without TLS on another machine',
    { ...TOKENS, APIASSAY_GITHUB_API: 'http://git.acme.org/api/v3' },
    'not https',
  ],
  ['a host with a path', { GH_HOST: 'git.acme.org/x' }, 'not the name of a host'],
  ['credentials in the base', { APIASSAY_GITHUB_API: 'https://me:secret@git.acme.org' }, 'has credentials in it'],
  ['no URL', { APIASSAY_GITHUB_API: 'acme' }, 'not an http(s) URL'],
])('%s is refused', (_, environment, message) => {
  expect(() => githubAccess({ environment })).toThrow(message);
});

test('a token goes to URLs of its own host by https only', () => {
  const access = githubAccess({ environment: TOKENS });
  const urls = [
    'https://github.com/a/b.git',
    'http://github.com/a/b.git',
    'https://github.com.evil.org/a',
    'https://example.org/a',
    'git@github.com:a/b',
    'file:///x',
  ];
  expect(urls.map(url => tokenForUrl(access, url))).toEqual([
    'cloud',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
