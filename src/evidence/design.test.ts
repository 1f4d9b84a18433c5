import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import type { Estate } from '../../tests/support/evidence-of.ts';
import { similarity } from '../core/likeness.ts';
import { startOf } from '../core/location.ts';
import { designDerivers } from './design.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'governance');
const operations = { orders: ['GET /orders', 'GET /orders/{id}'], users: ['GET /users'] };

async function say(
  signal: string,
  files: Readonly<Record<string, string>>,
  more: Partial<Estate> = {},
): Promise<readonly string[]> {
  return answers(designDerivers, signal, await inputOf({ detectors, files, operations, ...more }));
}

const model = (text: string, date = '2026-05-01'): string =>
  `# Threats\nDate: ${date}\n\n| Threat | Mitigation |\n|---|---|\n| ${text} | the handler compares the owner with the caller, see the test of it |\n`;

test('a threat model counts for the APIs whose operations or component it names, and for no other', async () => {
  const signal = 'design.threat-model.file';
  expect(await say(signal, { 'docs/threat-model.md': model('reads of GET /orders/{orderId}') })).toEqual([
    '+E1 api api:orders: A threat model (markdown) states 1 threats, 1 of them treated.',
  ]);
  expect(await say(signal, { 'docs/threat-model.md': model('the users component is flooded with requests') })).toEqual([
    '+E1 api api:users: A threat model (markdown) states 1 threats, 1 of them treated.',
  ]);
  expect(await say(signal, { 'docs/threat-model.md': model('somebody attacks us from the outside') })).toEqual([
    '+E1 repository acme/shop: A threat model (markdown) states 1 threats, 1 of them treated. [rejected by G15]',
  ]);
});

test('models that a script filled in for two APIs are alike, whatever the names in them (G15)', async () => {
  const filled = (name: string): string =>
    model(
      `somebody reads what the ${name} component keeps of other customers, by trying numbers one after the other until one fits`,
    );
  const input = await inputOf({
    detectors,
    operations,
    files: {
      'docs/orders-threat-model.md': filled('orders'),
      'docs/users-threat-model.md': filled('users'),
      'threat-model.md': model(
        'GET /orders is flooded by a crowd of machines at the start of a sale, and nobody can pay',
      ),
      'whole-threat-model.md': model(
        'the orders component trusts what the users component says of a caller, and never asks',
      ),
    },
  });
  const drafts = designDerivers
    .filter(({ signal }) => signal === 'design.threat-model.file')
    .flatMap(({ derive }) => derive(input));
  const [orders, users, ...others] = drafts.map(({ likeness }) => likeness);
  expect(drafts.map(({ subject, rejected }) => [subject.id, rejected])).toEqual(
    ['api:orders', 'api:users', 'api:orders', 'api:orders', 'api:users'].map(id => [id, undefined]),
  );
  expect(similarity(orders ?? '', users ?? '')).toBeGreaterThanOrEqual(0.9);
  // One names an operation, the other speaks of both: neither is a template that was filled in.
  expect(others).toEqual([undefined, undefined, undefined]);
});

test('a model without threats, of a test folder or of the future is shown and not counted', async () => {
  const signal = 'design.threat-model.file';
  const empty = '{"summary": {"title": "orders"}, "detail": {"diagrams": [{"cells": [{"data": {"name": "API"}}]}]}}';
  expect(await say(signal, { 'tm.json': empty })).toEqual([
    '+E1 api api:orders: A threat model (threat-dragon) states 0 threats, 0 of them treated. [rejected by no-threats]',
  ]);
  expect(await say(signal, { 'test/threat-model.md': model('GET /orders') })).toEqual([
    '+E1 api api:orders: A threat model (markdown) states 1 threats, 1 of them treated. [rejected by G2]',
  ]);
  expect(await say(signal, { 'threat-model.md': model('GET /orders', '2026-07-01') })).toEqual([
    '+E1 api api:orders: A threat model (markdown) states 1 threats, 1 of them treated. [rejected by D.6]',
  ]);
  // How old is too old, the scorer decides.
  expect(await say(signal, { 'threat-model.md': model('GET /orders', '2024-05-01') })).toEqual([
    '+E1 api api:orders: A threat model (markdown) states 1 threats, 1 of them treated.',
  ]);
});

test('a model of last year is stale once the surface has changed since', async () => {
  const files = { 'threat-model.md': model('GET /orders', '2025-05-01') };
  expect(await say('design.threat-model.stale', files, { changed: { 'orders/app.js': '2026-02-02' } })).toEqual([
    '-E3 api api:orders: The model is of 2025-05-01; files that make up the surface of orders last changed on 2026-02-02.',
  ]);
  expect(await say('design.threat-model.stale', files, { changed: { 'orders/app.js': '2025-02-02' } })).toEqual([]);
});

describe('the surface has changed since the model', () => {
  const stale = async (more: Partial<Estate>, files = { 'threat-model.md': model('GET /orders', '2026-03-01') }) =>
    say('design.threat-model.stale', files, more);
  const on = (at: string) => ({ at, by: at });

  test('by a file with operations that came later, however young the model is', async () => {
    expect(await stale({ introduced: { 'orders/app.js': on('2026-04-01') } })).toEqual([
      '-E3 api api:orders: The model is of 2026-03-01; operations of orders came with a file that was added on 2026-04-01.',
    ]);
    expect(await stale({ introduced: { 'orders/app.js': on('2026-03-01') } })).toEqual([]);
    expect(await stale({ introduced: { 'users/app.js': on('2026-04-01') } })).toEqual([]);
  });

  test('not by a change to a file that was there, as long as the model is fresh', async () => {
    expect(await stale({ changed: { 'orders/app.js': '2026-06-01' } })).toEqual([]);
  });

  test('not by what came in with the model', async () => {
    const introduced = { 'orders/app.js': on('2026-04-01'), 'threat-model.md': on('2026-04-01') };
    expect(await stale({ introduced })).toEqual([]);
  });

  test('and the newest model decides', async () => {
    const files = {
      'docs/threat-model.md': model('GET /orders', '2025-03-01'),
      'threat-model.md': model('GET /orders', '2026-05-01'),
    };
    expect(await stale({ introduced: { 'orders/app.js': on('2026-04-01') } }, files)).toEqual([]);
  });
});

test('links count when what they name is in the tree', async () => {
  const files = { 'threat-model.md': model('GET /orders, tests/orders.test.ts, SEC-1') };
  const seen = {
    kind: 'test-theatre',
    detector: 'vitest',
    fileRole: 'test',
    component: 'orders',
    excerpt: '',
    test: 'x',
    why: 'skipped',
    at: startOf('tests/orders.test.ts'),
  } as const;
  const assertion = {
    ...seen,
    kind: 'test-assertion',
    method: 'GET',
    path: '/orders',
    credentials: 'none',
    statuses: [401],
    aspects: [],
    target: 'real',
  } as const;
  expect(await say('design.threat-model.linked', files, { facts: [assertion] })).toEqual([
    '+E3 api api:orders: Mitigations lead to tests that exist: tests/orders.test.ts.',
  ]);
  expect(await say('design.threat-model.linked', files, { facts: [seen] })).toEqual([
    '+E3 api api:orders: Mitigations name work that is not in the tree. [rejected by unresolved-link]',
  ]);
  expect(await say('design.threat-model.linked', files)).toEqual([
    '+E3 api api:orders: Mitigations name work that is not in the tree. [rejected by unresolved-link]',
  ]);
});

test('abuse cases and matrices count for operations that exist', async () => {
  const cases = (path: string): Readonly<Record<string, string>> => ({
    'docs/abuse-cases.md': `# Abuse\n\n- As an attacker I call ${path} with the number of somebody else and read what that person ordered.\n`,
  });
  expect(await say('design.abuse-cases.documented', cases('GET /orders/{id}'))).toEqual([
    '+E1 api api:orders: Abuse holds 1 abuse cases.',
  ]);
  expect(await say('design.abuse-cases.documented', cases('the API'))).toEqual([
    '+E1 repository acme/shop: Abuse holds 1 abuse cases. [rejected by generic]',
  ]);
  const matrix = (path: string): Readonly<Record<string, string>> => ({
    'docs/authorization.md': `| Operation | Roles |\n|---|---|\n| GET ${path} | admin |\n| POST ${path} | admin |\n`,
  });
  expect(await say('design.authz-matrix', matrix('/users'))).toEqual([
    '+E1 api api:users: authorization states who may call which operation.',
  ]);
  expect(await say('design.authz-matrix', matrix('/gone'))).toEqual([
    '+E1 repository acme/shop: authorization states who may call which operation. [rejected by unknown-operations]',
  ]);
});

test('a decision on security counts when it is accepted and dated', async () => {
  const adr = (status: string): Readonly<Record<string, string>> => ({
    'docs/adr/1.md': `# Delegate login to Keycloak\n\n- Status: ${status}\n- Date: 2026-01-01\n\nWe compared three ways and chose the one that our people know how to run.\n`,
  });
  expect(await say('design.adr.security', adr('accepted'))).toEqual([
    '+E1 repository acme/shop: A decision record (accepted) is about authentication: Delegate login to Keycloak.',
  ]);
  expect(await say('design.adr.security', adr('proposed'))).toEqual([
    '+E1 repository acme/shop: A decision record (proposed) is about authentication: Delegate login to Keycloak. [rejected by not-accepted]',
  ]);
});
