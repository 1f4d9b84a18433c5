import { expect, test } from 'vitest';
import { isLoopback, parseTarget } from './target.ts';

test.each([
  ['.', { kind: 'folder', path: '.' }],
  ['/work/my shop', { kind: 'folder', path: '/work/my shop' }],
  ['C:\\work', { kind: 'folder', path: 'C:\\work' }],
  ['a:b', { kind: 'folder', path: 'a:b' }],
  ['github:acme', { kind: 'github-organisation', organisation: 'acme' }],
  ['github:acme/', { kind: 'github-organisation', organisation: 'acme' }],
  ['github:acme/shop', { kind: 'github-repository', organisation: 'acme', repository: 'shop' }],
  ['github:acme/shop.git', { kind: 'github-repository', organisation: 'acme', repository: 'shop' }],
  ['github:acme/.github', { kind: 'github-repository', organisation: 'acme', repository: '.github' }],
  [
    'https://github.com/acme/shop.git',
    { kind: 'git', url: 'https://github.com/acme/shop.git', host: 'github.com', name: 'acme/shop' },
  ],
  [
    'http://localhost:3000/a/b/c',
    { kind: 'git', url: 'http://localhost:3000/a/b/c', host: 'localhost:3000', name: 'b/c' },
  ],
  [
    'ssh://git@example.org:2222/acme/shop',
    { kind: 'git', url: 'ssh://git@example.org:2222/acme/shop', host: 'example.org:2222', name: 'acme/shop' },
  ],
  [
    'git@github.com:acme/shop.git',
    { kind: 'git', url: 'git@github.com:acme/shop.git', host: 'github.com', name: 'acme/shop' },
  ],
  ['file:///srv/git/shop.git', { kind: 'git', url: 'file:///srv/git/shop.git', host: '', name: 'shop' }],
])('%s is understood', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

test.each([
  '',
  'github:',
  'github:acme/shop/extra',
  'github:acme/..',
  'github:-acme',
  'github:acme/a b',
  'ext::sh -c touch% /tmp/x',
  'fd::17',
  'https://user:secret@github.com/acme/shop',
  'https://ghp_0123456789abcdefghij@github.com/acme/shop',
  'ftp://example.org/x',
  'https://',
  'ssh://-oProxyCommand=x/y',
  'ssh://git@-oProxyCommand=x/y',
  'https://github.com/--upload-pack=x/y',
  'git@-oProxyCommand:y',
  'git@example.org:-x',
  'https://github.com/acme/shop\n--upload-pack=x',
])('%j is refused, without repeating a password', text => {
  const target = parseTarget(text);
  expect(target.kind).toBe('invalid');
  expect(JSON.stringify(target)).not.toMatch(/secret|ghp_/);
});

test.each([
  ['localhost', true],
  ['localhost:80', true],
  ['127.0.0.1:9', true],
  ['127.8.8.8', true],
  ['[::1]:80', true],
  ['127.0.0.1.example.org', false],
  ['localhost.example.org', false],
  ['10.0.0.1', false],
  ['128.0.0.1', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
