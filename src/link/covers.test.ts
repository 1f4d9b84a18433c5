import { expect, test } from 'vitest';
import { matcherCover, matcherPattern, testPattern } from './covers.ts';
import type { Value } from './value.ts';

const text = (value: string): Value => ({ kind: 'text', value });

test.each([
  ['/api/:path*', '/api', true],
  ['/api/:path*', '/api/a/b', true],
  ['/api/:path*', '/apis', false],
  ['/api/:path+', '/api', false],
  ['/api/:id', '/api/1', true],
  ['/api/:id', '/api/1/2', false],
  ['/api/:id(\\d+)', '/api/7', true],
  ['/api/:id(\\d+)', '/api/x', false],
  ['/((?!api|_next).*)', '/api/x', false],
  ['/((?!api|_next).*)', '/apis', false],
  ['/((?!api/|_next).*)', '/page', true],
  ['/a.b', '/axb', false],
] as const)('the matcher %s and the path %s: %s', (matcher, path, matches) => {
  expect(testPattern(matcherPattern(matcher), path)).toBe(matches);
});

test.each([
  ['^/admin', '/admin/{id}', true],
  ['^/admin', '/{page}', undefined],
  ['^/users/\\d+$', '/users/{id}', undefined],
  ['^/users/[^/]+$', '/users/{id}', true],
  ['^/posts', '/users/{id}', false],
  ['(a+)+$', '/aaaa', undefined],
  ['(?<=x', '/x', undefined],
  ['^/x', '/{?}/x', undefined],
] as const)('the expression %s and the path %s: %s', (source, path, matches) => {
  expect(testPattern(source, path)).toBe(matches);
});

test('flags of an expression count', () => {
  expect([testPattern('^/ADMIN', '/admin'), testPattern('^/ADMIN', '/admin', 'i')]).toEqual([false, true]);
});

test('a matcher that is narrowed by headers covers in part, one that is computed too', () => {
  const narrowed: Value = {
    kind: 'record',
    fields: new Map([
      ['source', text('/api/:path*')],
      ['has', { kind: 'list', items: [], isOpen: false }],
    ]),
    isOpen: false,
  };
  expect(matcherCover(narrowed, '/api/x')).toBe('part');
  expect(matcherCover(narrowed, '/x')).toBe('none');
  expect(matcherCover({ kind: 'unknown', why: 'computed' }, '/x')).toBe('part');
  expect(matcherCover({ kind: 'list', items: [text('/a'), text('/x')], isOpen: false }, '/x')).toBe('all');
});
