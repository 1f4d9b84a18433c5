import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { outboundDerivers } from './code-outbound.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'practice');

const CALM = "fetch('https://a.io', { signal: AbortSignal.timeout(500) });\n";
const BARE = "fetch('https://a.io');\n";

test.each([
  ['everywhere', CALM, ['+E3 repository acme/shop: 1 of 1 outbound requests have a timeout']],
  [
    'in one place only',
    CALM + BARE,
    ['+E3 repository acme/shop: 1 of 2 outbound requests have a timeout [rejected by incomplete]'],
  ],
  [
    'to an address that the client chooses',
    'export const load = async req => fetch(req.body.url);\n',
    ['-E3 repository acme/shop: src/a.js: fetch requests an address that the client chooses'],
  ],
  ['nowhere', '', []],
])('timeouts: %s', async (_, text, expected) => {
  const input = await inputOf({ detectors, files: { 'src/a.js': text }, operations: { '.': ['GET /orders'] } });
  expect(answers(outboundDerivers, 'route.outbound-hardening', input)).toEqual(expected);
});

test('what a page or a test calls says nothing of a service', async () => {
  const page = await inputOf({ detectors, files: { 'src/a.js': CALM } });
  const tested = await inputOf({ detectors, files: { 'test/a.js': CALM }, operations: { '.': ['GET /orders'] } });
  expect([page, tested].map(input => answers(outboundDerivers, 'route.outbound-hardening', input))).toEqual([[], []]);
  expect(outboundDerivers.flatMap(({ looks }) => looks(page))).toEqual([]);
});
