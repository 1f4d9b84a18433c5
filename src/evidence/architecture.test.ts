import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { architectureDerivers } from './architecture.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'architecture');

const WSDL = '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>\n';

test('each API has its style and how many share it, and product attributes that are in the tree', async () => {
  const input = await inputOf({
    detectors,
    operations: { orders: ['GET /orders'], users: ['GET /users'] },
    files: { 'CHANGELOG.md': '- add GET /orders\n' },
  });
  const say = (signal: string): readonly string[] => answers(architectureDerivers, signal, input);
  expect(say('arch.protocols')).toEqual([
    '+E3 api api:orders: orders speaks HTTP, the style of 2 of 2 APIs.',
    '+E3 api api:users: users speaks HTTP, the style of 2 of 2 APIs.',
  ]);
  expect(say('arch.legacy-share')).toEqual([]);
  expect(say('arch.api-product')).toEqual([
    '+E1 api api:orders: orders has changelog, version.',
    '+E1 api api:users: users has changelog, version.',
  ]);
  expect(say('arch.integration-clients')).toEqual([]);
});

test('a legacy interface stands for the APIs of its component', async () => {
  const input = await inputOf({
    detectors,
    operations: { '.': ['GET /orders'], users: ['GET /users'] },
    files: { 'old/quote.wsdl': WSDL, 'WEB-INF/web.xml': '<web-app version="3.0"/>\n' },
  });
  const say = (signal: string): readonly string[] => answers(architectureDerivers, signal, input);
  expect(say('arch.protocols')).toEqual([
    '+E3 api api:.: . speaks HTTP, the style of 2 of 3 APIs.',
    '+E3 api api:users: users speaks HTTP, the style of 2 of 3 APIs.',
    '-E3 api api:.: 1 of 3 APIs speaks SOAP or XML-RPC, beside ..',
  ]);
  expect(say('arch.legacy-share')).toEqual(['-E3 api api:.: 2 legacy interfaces stand beside ..']);
});

test('one whose component serves no API holds for the repository; one of tests for nothing', async () => {
  const input = await inputOf({
    detectors,
    operations: { users: ['GET /users'] },
    files: { 'old/quote.wsdl': WSDL, 'test/other.wsdl': WSDL },
  });
  const say = (signal: string): readonly string[] => answers(architectureDerivers, signal, input);
  expect(say('arch.protocols')).toEqual([
    '+E3 api api:users: users speaks HTTP, the style of 1 of 2 APIs.',
    '-E3 repository acme/shop: 1 of 2 APIs speaks SOAP or XML-RPC, and no API of the inventory stands beside it.',
  ]);
  expect(say('arch.legacy-share')).toEqual([
    '-E3 repository acme/shop: 1 legacy interface stands where no API of the inventory is served.',
  ]);
});

test('each host that is called is an API consumed; calls to no constant host are one more', async () => {
  const call = {
    kind: 'consumed-api',
    detector: 'axios',
    fileRole: 'product',
    component: 'orders',
    excerpt: '',
    client: 'axios',
    at: { file: 'orders/pay.js', line: 1, column: 1, endLine: 1, endColumn: 2 },
  } as const;
  const input = await inputOf({
    detectors,
    files: {},
    facts: [
      { ...call, host: 'pay.test' },
      { ...call, host: 'pay.test' },
      { ...call, host: 'mail.test' },
      call,
      { ...call, client: 'stripe', isSdk: true },
      { ...call, host: 'mock.test', fileRole: 'test' },
    ],
    operations: { orders: ['GET /orders'] },
  });
  expect(answers(architectureDerivers, 'arch.integration-clients', input)).toEqual([
    '+E3 organisation acme: The code calls pay.test.',
    '+E3 organisation acme: The code calls mail.test.',
    '+E2 organisation acme: The code calls APIs whose host is not a constant.',
    '+E3 organisation acme: The code calls an API by stripe.',
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
    '+E2 organisation acme: The code calls APIs whose host is not a constant.',
  ]);
});
