import { expect, test } from 'vitest';
import type { OperationReference, ReportDiff } from '../core/diff.ts';
import { diffText } from './diff-text.ts';

const side = {
  target: 'acme',
  commit: 'a1b2c3d4e5',
  generatedAt: '2026-11-14T03:00:00Z',
  toolVersion: '0.1.0',
  rules: 'r',
  complete: true,
};

function operation(method: string, path: string, rest: Partial<OperationReference> = {}): OperationReference {
  return {
    id: `op-${path}`,
    repository: 'acme/billing',
    component: 'billing',
    method,
    path,
    state: 'matched',
    auth: 'required',
    at: { file: 'routes.ts', line: 77, column: 1 },
    ...rest,
  };
}

const diff: ReportDiff = {
  from: side,
  to: { ...side, commit: 'ffee00112233', generatedAt: '2026-11-15T03:00:00Z' },
  notes: ['rules differ: a change may come from the tool'],
  repositories: [{ name: 'acme/old', from: 'scanned', to: 'failed', why: 'timeout' }],
  operations: [
    { kind: 'vanished', operation: operation('GET', '/v0/ping'), causes: ['code'], isClosed: true },
    {
      kind: 'appeared',
      operation: operation('POST', '/orders/{id}/refund', { state: 'shadow', auth: 'none' }),
      causes: ['code', 'tool'],
    },
    {
      kind: 'authentication',
      operation: operation('POST', '/invoices/{id}/void', { auth: 'none' }),
      causes: ['code'],
      from: 'required',
      to: 'none',
      isLost: true,
      reason: 'no guard on the way',
    },
    {
      kind: 'state',
      operation: operation('GET', '/a', { state: 'drifted' }),
      causes: [],
      from: 'matched',
      to: 'drifted',
    },
  ],
  levels: [
    {
      model: '42crunch',
      scope: 'domain',
      id: 'testing',
      title: 'Testing',
      from: { level: 'emerging', low: 'emerging', high: 'emerging' },
      to: { level: 'non-existent', low: 'non-existent', high: 'emerging' },
      direction: 'down',
      causes: ['access'],
    },
  ],
  visibility: [{ plane: 'ci', subject: 'acme', from: 'yes', to: 'no', why: 'grant actions:read' }],
};

test('a diff: lost authentication first, each change with its cause and place', () => {
  expect(diffText(diff, { isColoured: false })).toMatchInlineSnapshot(`
    "2026-11-14 → 2026-11-15 · acme · a1b2c3d → ffee001 · 4 operations and 1 level changed
      − auth        billing  POST /invoices/{id}/void  required → none                                     code                routes.ts:77  no guard on the way
      + shadow      billing  POST /orders/{id}/refund  appeared, auth none                                 code or tool        routes.ts:77
      · matched     billing  GET /v0/ping              vanished                                            code                routes.ts:77
      + state       billing  GET /a                    matched → drifted                                   cause not recorded  routes.ts:77
      − level       Testing                            emerging → non-existent (non-existent .. emerging)  access              domain
      · repository  acme/old                           scanned → failed                                    timeout
      · visibility  acme                               ci: yes → no                                        grant actions:read  access
      rules differ: a change may come from the tool
    "
  `);
});

test('colour adds nothing but colour', () => {
  expect(diffText(diff, { isColoured: true }).replace(/\u001b\[[0-9;]*m/g, '')).toBe(
    diffText(diff, { isColoured: false }),
  );
});

test('scanned text cannot steer the terminal', () => {
  const hostile: ReportDiff = {
    ...diff,
    operations: [{ kind: 'vanished', operation: operation('GET', '/\u001b[2J'), causes: ['code'], isClosed: true }],
  };
  expect(diffText(hostile, { isColoured: false })).toContain('GET /\\u{1b}[2J');
});
