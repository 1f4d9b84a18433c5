import { expect, test } from 'vitest';
import type { FilterName } from '../../models/schema.ts';
import { isServed } from '../core/served.ts';
import { isOfKind, isGrave } from './filters.ts';
import { op } from './input.test-support.ts';

test.each<[string, FilterName, Parameters<typeof op>[1], string]>([
  ['GET /users/{id}', 'with-object-id', {}, 'yes'],
  ['GET /files/{*path}', 'with-object-id', {}, 'no'],
  ['POST /users', 'with-input', {}, 'yes'],
  ['GET /users', 'with-input', {}, 'no'],
  ['GET /users', 'with-input', { parameters: [{ name: 'page', in: 'query', type: null }] }, 'yes'],
  ['GET /users', 'with-input', { parameters: [{ name: 'x-trace', in: 'header', type: null }] }, 'no'],
  ['GET /admin/users', 'privileged', {}, 'yes'],
  ['GET /administrators-guide', 'privileged', {}, 'no'],
  ['POST /login', 'non-public', {}, 'no'],
  ['GET /healthz', 'non-public', {}, 'no'],
  ['GET /api/v1/health/live', 'non-public', {}, 'no'],
  ['GET /api/v1/orders/status', 'non-public', {}, 'yes'],
  ['POST /devices/{id}/register', 'non-public', {}, 'yes'],
  ['GET /admin/status', 'non-public', {}, 'yes'],
  [
    'GET /products',
    'non-public',
    { auth: { status: 'none', reason: '', mechanisms: [], scopes: [], chain: [], source: 'code', described: 'none' } },
    'no',
  ],
  [
    'POST /products',
    'non-public',
    { auth: { status: 'none', reason: '', mechanisms: [], scopes: [], chain: [], source: 'code', described: 'none' } },
    'yes',
  ],
  ['GET /me', 'sensitive', { dataClasses: ['personal'] }, 'yes'],
  ['GET /me', 'sensitive', {}, 'no'],
  ['GET /me', 'sensitive', { documented: 'no' }, 'unknown'],
  ['GET /a', 'external', { exposed: 'unknown' }, 'yes'],
  ['GET /a', 'external', { exposed: 'no' }, 'no'],
  ['GET /a', 'internal', { exposed: 'unknown' }, 'unknown'],
  ['POST /password/reset', 'recovery', {}, 'yes'],
  ['POST /forgotPassword', 'recovery', {}, 'yes'],
  ['POST /counters/reset', 'recovery', {}, 'no'],
  ['POST /bookings', 'business-flow', {}, 'yes'],
  ['GET /bookings', 'business-flow', {}, 'no'],
])('%s is %s', (name, filter, sketch, expected) => {
  expect(isOfKind(op(name, sketch), filter)).toBe(expected);
});

test('a description alone serves nothing', () => {
  expect([
    isServed(op('GET /a')),
    isServed(op('GET /a', { implemented: 'no', exposed: 'no' })),
    isServed(op('GET /a', { implemented: 'no', exposed: 'yes' })),
  ]).toEqual([true, false, true]);
});

test('writes, privileged and sensitive operations weigh double', () => {
  expect(
    [op('GET /a'), op('DELETE /a'), op('GET /admin'), op('GET /a', { dataClasses: ['health'] })].map(isGrave),
  ).toEqual([false, true, true, true]);
});
