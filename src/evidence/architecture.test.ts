import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { architectureDerivers } from './architecture.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'architecture');

test('styles, units, legacy interfaces and product attributes are counted from what is in the tree', async () => {
  const input = await inputOf({
    detectors,
    operations: { orders: ['GET /orders'], users: ['GET /users'] },
    files: {
      'compose.yaml': 'services:\n  orders: { build: ./orders }\n',
      'users/Dockerfile.test': 'FROM node\nCMD ["x"]\n',
      'k8s/orders.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\n',
      'old/quote.wsdl': '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>\n',
      'CHANGELOG.md': '- add GET /orders\n',
    },
  });
  const say = (signal: string): readonly string[] => answers(architectureDerivers, signal, input);
  expect(say('arch.protocols')).toEqual([
    '+E3 organisation acme: 2 of 3 APIs speak HTTP.',
    '-E3 organisation acme: 1 of 3 APIs speak SOAP or XML-RPC.',
  ]);
  expect(say('arch.cloud-native')).toEqual([
    '+E3 organisation acme: 1 unit(s) run as or on containers.',
    '+E3 organisation acme: 1 unit(s) run as or on an orchestrator.',
    '+E3 organisation acme: 1 of 2 components that serve APIs are deployable by themselves.',
  ]);
  expect(say('arch.legacy-share')).toEqual(['-E3 organisation acme: 1 legacy interface(s) beside 2 API(s).']);
  expect(say('arch.api-product')).toEqual([
    '+E1 api api:orders: orders has changelog, version.',
    '+E1 api api:users: users has changelog, version.',
  ]);
  expect(say('arch.integration-clients')).toEqual([]);
});

test('calls of other APIs are clients, with the hosts that are known', async () => {
  const call = {
    kind: 'consumed-api',
    detector: 'axios',
    fileRole: 'product',
    component: 'orders',
    excerpt: '',
    client: 'axios',
    host: 'pay.test',
    at: { file: 'orders/pay.js', line: 1, column: 1, endLine: 1, endColumn: 2 },
  } as const;
  const input = await inputOf({ detectors, files: {}, facts: [call, { ...call, fileRole: 'test' }] });
  expect(answers(architectureDerivers, 'arch.integration-clients', input)).toEqual([
    '+E3 organisation acme: The code calls other APIs in 1 places, of 1 known hosts: pay.test.',
  ]);
});

test('a page that calls an address from elsewhere may call its own server; a service calls another one', async () => {
  const call = {
    kind: 'consumed-api',
    detector: 'http-clients',
    fileRole: 'product',
    component: 'web',
    excerpt: '',
    client: 'fetch',
    at: { file: 'web/api.js', line: 1, column: 1, endLine: 1, endColumn: 2 },
  } as const;
  const say = async (operations: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> =>
    answers(
      architectureDerivers,
      'arch.integration-clients',
      await inputOf({ detectors, files: {}, facts: [call], operations }),
    );
  expect(await say({ orders: ['GET /orders'] })).toEqual([]);
  expect(await say({ web: ['GET /orders'] })).toEqual([
    '+E3 organisation acme: The code calls other APIs in 1 places, of hosts that are not constants.',
  ]);
});
