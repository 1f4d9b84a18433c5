import { expect, test } from 'vitest';
import { riskOf, type RiskInput } from './risk.ts';

const reads = { method: 'GET', path: '/orders', auth: 'required' as const };
const writes = { method: 'POST', path: '/orders', auth: 'required' as const };

test.each<[string, Partial<RiskInput>, string]>([
  ['a read behind a gateway with nothing known', { exposed: 'no', operations: [reads] }, 'low'],
  ['unknown exposure is medium', { dataClasses: ['payment'], operations: [{ ...writes, auth: 'none' }] }, 'medium'],
  [
    'a public server is exposure',
    { publicServer: 'https://api.shop.io', dataClasses: ['payment'], operations: [{ ...writes, auth: 'none' }] },
    'high',
  ],
  ['personal data on the internet', { exposed: 'yes', dataClasses: ['personal'], operations: [writes] }, 'high'],
  [
    'credentials on the internet are at least high',
    { exposed: 'yes', dataClasses: ['credentials'], operations: [reads] },
    'high',
  ],
  [
    'money without authentication',
    { exposed: 'yes', dataClasses: ['payment'], operations: [{ method: 'POST', path: '/payments', auth: 'none' }] },
    'critical',
  ],
  [
    'public data that is only read is at most medium',
    { exposed: 'yes', dataClasses: ['public'], operations: [{ ...reads, path: '/users', auth: 'none' }] },
    'medium',
  ],
  ['a higher recorded class wins', { exposed: 'no', operations: [reads], recorded: 'tier-1' }, 'critical'],
  [
    'a lower recorded class does not',
    { exposed: 'yes', dataClasses: ['credentials'], operations: [writes], recorded: 'low' },
    'high',
  ],
  ['a word that is no class says nothing', { exposed: 'no', operations: [reads], recorded: 'gold' }, 'low'],
])('%s', (_, input, expected) => {
  expect(riskOf({ exposed: 'unknown', dataClasses: [], operations: [], ...input }).class).toBe(expected);
});

test('every factor gives its reason', () => {
  expect(
    riskOf({
      exposed: 'unknown',
      dataClasses: ['personal'],
      operations: [{ method: 'DELETE', path: '/admin/users/{id}', auth: 'unknown' }],
    }),
  ).toEqual({
    class: 'medium',
    reasons: [
      'exposure is not known',
      'data: personal',
      "reaches others' data by its name: DELETE /admin/users/{id}",
      'no recorded criticality, counted as low',
      'authentication is not known throughout',
      '58 of 100 points: medium, as long as exposure is not known',
    ],
  });
});
