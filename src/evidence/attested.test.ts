import { readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { loadModels } from '../../models/load.ts';
import { inputOf, lineOf } from '../../tests/support/evidence-of.ts';
import { attestableBy } from '../attestable.ts';
import { attestedEvidence } from './attested.ts';

const detectors = DETECTORS.filter(({ id }) => id.startsWith('attestation'));
const operations = { orders: ['GET /orders', 'GET /orders/{id}', 'GET /health'], users: ['GET /users', 'GET /health'] };
const attestable = attestableBy(loadModels());

async function say(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { evidence, diagnostics } = attestedEvidence(await inputOf({ detectors, files, operations }), attestable);
  return [
    ...evidence.map(draft => `${draft.confidence} ${lineOf(draft)}`),
    ...diagnostics.map(({ message }) => message),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

const WHOLE: Fields = {
  attestation: 1,
  signal: 'design.threat-model.file',
  subject: 'orders',
  date: '2026-05-01',
  author: 'ann',
  approver: 'eve',
  expires: '2027-05-01',
  summary: 'Threats were modelled at the whiteboard.',
};
const SAID = 'Attested by ann, approved by eve, not observed: Threats were modelled at the whiteboard.';

const sayOf = (fields: Fields): Promise<readonly string[]> =>
  say({ 'attestations/a.json': JSON.stringify({ ...WHOLE, ...fields }) });

describe('who says it, and who else looked', () => {
  test.each<[string, Fields, string]>([
    ['somebody else approved it', {}, `0.7 +E1 api api:orders: ${SAID}`],
    ['nobody did', { approver: undefined }, `0.5 +E1 api api:orders: ${SAID.replace(', approved by eve', '')}`],
    [
      'the author did',
      { approver: 'Ann <ANN@shop.test>' },
      `0.5 +E1 api api:orders: ${SAID.replace(', approved by eve', '')}`,
    ],
  ])('%s', async (_, fields, expected) => {
    expect(await sayOf(fields)).toEqual([expected]);
  });
});

describe('of what', () => {
  test.each<[string, Fields, readonly string[]]>([
    ['a title', { subject: 'Users' }, [`0.7 +E1 api api:users: ${SAID}`]],
    ['a path', { subject: 'GET /orders/{orderId}' }, [`0.7 +E1 api api:orders: ${SAID}`]],
    [
      'the organisation, which stands in for each API',
      { subject: 'organisation' },
      [`0.7 +E1 organisation acme: ${SAID}`],
    ],
    ['two', { subject: ['orders', '/users'] }, [`0.7 +E1 api api:orders: ${SAID}`, `0.7 +E1 api api:users: ${SAID}`]],
    [
      'one that is there and one that is not',
      { subject: ['orders', 'invoices'] },
      [`0.7 +E1 api api:orders: ${SAID}`, `0.7 +E1 repository acme/shop: ${SAID} [rejected by unmatched]`],
    ],
    [
      'a path of two components',
      { subject: '/health' },
      [`0.7 +E1 repository acme/shop: ${SAID} [rejected by unmatched]`],
    ],
    ['nothing', { subject: undefined }, [`0.7 +E1 repository acme/shop: ${SAID} [rejected by unmatched]`]],
    [
      'an API, of what is asked of the organisation',
      { signal: 'org.training.api-specific' },
      [`0.7 +E1 repository acme/shop: ${SAID} [rejected by unmatched]`],
    ],
  ])('%s', async (_, fields, expected) => {
    expect(await sayOf(fields)).toEqual(expected);
  });
});

describe('what counts for nothing', () => {
  test.each<[string, Fields, string]>([
    ['past its end', { expires: '2026-06-29' }, `0.7 +E1 api api:orders: ${SAID} [rejected by expired]`],
    ['undated', { date: undefined }, `0.7 +E1 api api:orders: ${SAID} [rejected by undated]`],
    ['of a day to come', { date: '2026-07-01' }, `0.7 +E1 api api:orders: ${SAID} [rejected by D.6]`],
    [
      'without author',
      { author: undefined },
      `0.7 +E1 api api:orders: ${SAID.replace('by ann', 'by nobody')} [rejected by no-author]`,
    ],
    [
      'a template',
      { summary: 'TODO: say what was done here' },
      `0.7 +E1 api api:orders: ${SAID.replace(/: .*/, ': TODO: say what was done here')} [rejected by G16]`,
    ],
    [
      'what can be observed',
      { signal: 'gateway.rate-limit' },
      `0.7 +E1 api api:orders: ${SAID} [rejected by observable]`,
    ],
    [
      'an unknown signal',
      { signal: 'org.training' },
      'org.training is neither a signal nor an activity; the attestation counts for nothing',
    ],
    [
      'no signal',
      { signal: undefined },
      'it names neither a signal nor an activity; the attestation counts for nothing',
    ],
    [
      'an activity that several signals decide',
      { signal: undefined, activity: 'stage1.practices.manual-inventory' },
      'stage1.practices.manual-inventory is decided by several signals: name org.api-register.central or org.api-register.manual; the attestation counts for nothing',
    ],
    [
      'an activity that is observed',
      { signal: undefined, activity: 'testing.rate-limits' },
      'testing.rate-limits is decided by what can be observed, which is not attested; the attestation counts for nothing',
    ],
  ])('%s', async (_, fields, expected) => {
    expect(await sayOf(fields)).toEqual([expected]);
  });
});

describe('the documentation', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/attestations.md'), 'utf8');
  const block = (language: string): string =>
    new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? '';

  test('shows files that are read as it says', async () => {
    expect(await say({ 'attestations/a.yaml': block('yaml'), 'attestations/b.md': block('markdown') })).toEqual([
      '0.7 +E1 organisation acme: Attested by ann.berg, approved by eve.lund, not observed: All 14 developers of the backend teams took the API security course; two joined later and take it in May.',
      '0.7 +E1 api api:orders: Attested by ann.berg, approved by eve.lund, not observed: We went through the order and user operations at the whiteboard and found four ways to read what belongs to others.',
      '0.7 +E1 api api:users: Attested by ann.berg, approved by eve.lund, not observed: We went through the order and user operations at the whiteboard and found four ways to read what belongs to others.',
    ]);
  });

  test('lists the signals that can be attested', () => {
    const section = text.slice(text.indexOf('## What can be attested'), text.indexOf('## What is rejected'));
    const listed = [...section.matchAll(/`([a-z.-]+)`/g)].map(match => match[1]);
    const meant = [...attestable].flatMap(([id, named]) => (named.kind === 'signal' && named.isAttestable ? [id] : []));
    expect(listed).toEqual(meant.toSorted());
  });
});
