import { expect, test } from 'vitest';
import type { PathSyntax } from '../core/facts/program.ts';
import { joinPaths, pathCovers, prefixCovers, templatesOf } from './path-template.ts';
import { HOLE } from './value.ts';

const ROWS: readonly (readonly [syntax: PathSyntax, path: string, templates: readonly string[]])[] = [
  ['express', '', ['/']],
  ['express', '/', ['/']],
  ['express', 'users', ['/users']],
  ['express', '//users///:id/', ['/users/{id}']],
  ['express', '/users/:id', ['/users/{id}']],
  ['express', '/users/:id?', ['/users/{id}', '/users']],
  ['express', '/users/:id(\\d+)', ['/users/{id}']],
  ['express', '/flights/:from-:to', ['/flights/{from}-{to}']],
  ['express', '/files/:name.:ext', ['/files/{name}.{ext}']],
  ['express', '/files/*', ['/files/{*}']],
  ['express', '/files/*splat', ['/files/{*splat}']],
  ['express', '/files{/*splat}', ['/files/{*splat}', '/files']],
  ['express', '/a{/:b}', ['/a/{b}', '/a']],
  ['express', '/a{.:ext}', ['/a.{ext}', '/a']],
  ['express', '/a(/:b)?', ['/a/{b}', '/a']],
  ['express', '/(a|b)/c', ['/{regex}/c']],
  ['express', '*', ['/{*}']],
  ['express', '/a\\:b', ['/a:b']],
  ['express', `/${HOLE}/x`, ['/{?}/x']],
  ['flask', '/users/<int:id>', ['/users/{id}']],
  ['flask', '/users/<id>/', ['/users/{id}']],
  ['flask', '/files/<path:name>', ['/files/{*name}']],
  ['flask', '/<a>-<uuid:b>', ['/{a}-{b}']],
  ['sanic', '/users/<id:int>', ['/users/{id}']],
  ['sanic', '/files/<name:path>', ['/files/{*name}']],
  ['play', '/users/:id/$kind<[a-z]+>', ['/users/{id}/{kind}']],
  ['play', '/files/*rest', ['/files/{*rest}']],
  ['play', '/files/$path<.+>', ['/files/{*path}']],
  ['rfc6570', '/books{?q,page*}', ['/books']],
  ['rfc6570', '/books{/id}', ['/books/{id}', '/books']],
  ['rfc6570', '/{id:4}/{+rest}', ['/{id}/{*rest}']],
  ['rfc6570', '/{id:[0-9]+}{#top}', ['/{id}']],
  ['braces', '/users/{id}', ['/users/{id}']],
  ['braces', '/users/{id:[0-9]{2,4}}/x', ['/users/{id}/x']],
  ['braces', '/users/{ id : \\d+ }', ['/users/{id}']],
  ['braces', '/files/{rest:path}', ['/files/{*rest}']],
  ['braces', '/files/{rest: .*}', ['/files/{*rest}']],
  ['braces', '/files/{*rest}', ['/files/{*rest}']],
  ['braces', '/files/{rest...}', ['/files/{*rest}']],
  ['braces', '/users/{id?}', ['/users/{id}', '/users']],
  ['braces', '/a/**', ['/a/{*}']],
  ['braces', '/a/{b}.{c}', ['/a/{b}.{c}']],
  ['fastify', '/users/:id', ['/users/{id}']],
  ['fastify', '/users/:id(^\\d+$)', ['/users/{id}']],
  ['fastify', '/at/:hour(^\\d{2})h:minute(^\\d{2})m', ['/at/{hour}h{minute}m']],
  ['fastify', '/files/*', ['/files/{*}']],
  ['fastify', '/users/:id?', ['/users/{id}', '/users']],
  ['koa', '/users/:id', ['/users/{id}']],
  ['koa', '/files/(.*)', ['/files/{*}']],
  ['koa', '/:a{/:b}', ['/{a}/{b}', '/{a}']],
  ['hono', '/users/:id{[0-9]+}', ['/users/{id}']],
  ['hono', '/a/:type?', ['/a/{type}', '/a']],
  ['hono', '/files/*', ['/files/{*}']],
  ['hono', '/:file{.+\\.png}', ['/{file}']],
  ['nest', 'cats/:id', ['/cats/{id}']],
  ['nest', 'ab*cd', ['/ab{*}cd']],
  ['nest', 'cats/*rest', ['/cats/{*rest}']],
  ['next', '/api/users/[id]', ['/api/users/{id}']],
  ['next', '/api/[...rest]', ['/api/{*rest}']],
  ['next', '/api/[[...rest]]', ['/api/{*rest}', '/api']],
  ['openapi', '/users/{id}', ['/users/{id}']],
];

test.each(ROWS)('%s writes %s', (syntax, path, templates) => {
  expect(templatesOf(path, syntax)).toEqual(templates);
});

test('many optional parts give a bounded number of templates, soon', () => {
  expect(templatesOf('/:a?'.repeat(200), 'express').length).toBeLessThanOrEqual(16);
  expect(templatesOf('{/:a}'.repeat(200), 'express').length).toBeLessThanOrEqual(16);
  expect(templatesOf('('.repeat(5_000), 'express').length).toBe(1);
});

test('parts are joined with one slash', () => {
  expect(joinPaths('/api/', '/v1', '', 'users/')).toBe('/api/v1/users');
  expect(joinPaths('', '/')).toBe('/');
});

test.each([
  ['/admin', '/admin', 'all'],
  ['/admin', '/admin/users/{id}', 'all'],
  ['/admin', '/administration', 'none'],
  ['/admin', '/', 'none'],
  ['/', '/anything', 'all'],
  ['/users/{id}', '/users/{id}/posts', 'all'],
  ['/users/{id}', '/users/me', 'all'],
  ['/users/me', '/users/{id}', 'part'],
  ['/{?}', '/x', 'part'],
  ['/a/b', '/{*rest}', 'part'],
  ['/a/{*}', '/a/b/c', 'all'],
] as const)('a guard below %s covers of %s: %s', (prefix, template, cover) => {
  expect(prefixCovers(prefix, template)).toBe(cover);
});

test.each([
  ['/admin', '/admin', 'all'],
  ['/admin', '/admin/users', 'none'],
  ['/admin/{*}', '/admin/users/1', 'all'],
  ['/admin/{*}', '/admin', 'all'],
  ['/admin/{*}', '/administration', 'none'],
  ['/{*}', '/x/y', 'all'],
  ['/users/{id}', '/users/{name}', 'all'],
  ['/users/{id}/x', '/users/{id}', 'none'],
] as const)('a guard on exactly %s covers of %s: %s', (pattern, template, cover) => {
  expect(pathCovers(pattern, template)).toBe(cover);
});

test('the same word in other letters is covered perhaps, where letters may not matter', () => {
  expect(prefixCovers('/Admin', '/admin/x')).toBe('none');
  expect(prefixCovers('/Admin', '/admin/x', true)).toBe('part');
});

test.each([
  ['^$', ['/']],
  ['^users/(?P<id>\\d+)/$', ['/users/{id}']],
  [r`a\.json$`, ['/a.json']],
  [r`(?P<path>.*)$`, ['/{*path}']],
  [r`items(?:/(\d+))?`, ['/items/{regex}', '/items']],
  [r`^(?:a|b)/?$`, ['/a', '/b']],
  [r`x/(?P<a>[^/]+(?:/[\w-]+)*)_(?P<b>\d{4})\Z`, ['/x/{a}_{b}']],
  [r`[a-z]+[0-9]*/y`, ['/{regex}/y']],
  [r`(?i)v1/(?!admin)x`, ['/v1/x']],
  ['((((', ['/{regex}']],
  ['a{2}b', ['/ab']],
])('the expression %s is %j', (path, expected) => {
  expect(templatesOf(path, 'regex')).toEqual(expected);
});

function r(text: TemplateStringsArray): string {
  return text.raw[0] ?? '';
}
