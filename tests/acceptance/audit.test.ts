/** A self-assessment held against a real repository, as its users do it: files in, documents and exit codes out. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Audit } from '../../src/core/audit.ts';
import { reportJson } from '../../src/report/json.ts';
import { apiassay, controlsIn, scanned, workFolder } from '../support/cli.ts';
import { sampleReport } from '../support/sample-report.ts';

const ROOT = join(import.meta.dirname, '../..');
const DATA = join(import.meta.dirname, 'data');
const ANSWERS = join(DATA, 'answers.csv');
const PROGRESS = join(DATA, 'team-progress.yaml');

const folder = workFolder();
const saved = join(folder('saved'), 'report.json');
const shop = join(folder('tree'), 'shop');

beforeAll(async () => {
  cpSync(join(ROOT, 'fixtures/express-shop'), shop, { recursive: true });
  writeFileSync(saved, (await scanned(shop)).text);
}, 60_000);

async function audited(...args: readonly string[]): Promise<Audit> {
  const { code, stdout, stderr } = await apiassay(['audit', ...args, '--format', 'json', '--quiet']);
  expect([code, stderr]).toEqual([0, '']);
  // Each test that reads it holds it to the schema first.
  return JSON.parse(stdout) as Audit;
}

/** `line about claimed verdict`, with the codes of its remarks. */
function verdicts({ claims }: Audit): readonly string[] {
  return claims.map(({ line, about, claimed, verdict, remarks }) =>
    [line, about, claimed, verdict, ...remarks.map(({ code }) => code)].join(' '),
  );
}

/** What a person reads in the fixture: which claims of `answers.csv` hold, which do not, which cannot be known. */
const OF_ANSWERS = [
  '2 testing.release-gating established unverifiable',
  '4 testing.response-codes established contradicted',
  '5 protection.brute-force established supported expired stale',
  '6 inventory.source-discovery emerging supported',
  '7 development.spec-implementation non-existent supported observed-higher nothing-claimed',
  '8 design.account-reset established unverifiable not-applicable',
  '9 governance.privacy-compliance established unverifiable',
  '10 stage3.practices.documents-readily 1 contradicted',
  '11 stage3.practices.owasp-external 0.5 contradicted',
  '12 stage5.practices.all-mediated 1 unverifiable',
];

describe('a table', () => {
  test('is compared with a scan and with a saved report alike', async () => {
    const byScan = await audited(ANSWERS, shop);
    const byReport = await audited(ANSWERS, '--report', saved);
    expect(verdicts(byScan)).toEqual(OF_ANSWERS);
    expect(byReport).toEqual(byScan);
    expect(byScan.summary).toMatchObject({ claims: 10, supported: 3, contradicted: 3, unverifiable: 4 });
    expect(byScan.setAside.map(({ line, name, why }) => [line, name, why])).toEqual([
      [13, 'testing.data-exposure', 'no-answer'],
      [14, 'design.compliance', 'not-applicable'],
    ]);
  });

  test('is cited with places that exist', async () => {
    const { subjects } = await audited(ANSWERS, '--report', saved);
    const codes = subjects.find(({ id }) => id === 'testing.response-codes');
    const files = codes?.supporting.observed.map(({ places }) => places[0]?.file);
    expect([...new Set(files)].toSorted()).toEqual(['openapi.yaml', 'test/orders.test.ts']);
    const places = subjects
      .flatMap(({ supporting, opposing, notCounted }) => [...supporting.observed, ...opposing, ...notCounted])
      .flatMap(citation => citation.places);
    const beyond = places.filter(({ file, line }) => readFileSync(join(shop, file), 'utf8').split('\n').length < line);
    expect([places.length > 50, beyond]).toEqual([true, []]);
  });

  test('ends in a document that the published schema holds for valid', async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schema/audit.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema);
    expect([validate(await audited(ANSWERS, '--report', saved)), validate.errors]).toEqual([true, null]);
    expect([validate(await audited(PROGRESS, '--report', saved)), validate.errors]).toEqual([true, null]);
  });
});

describe('team progress of DSOMM', () => {
  test('is compared through the crosswalk, and what is not mapped is listed', async () => {
    const audit = await audited(PROGRESS, '--report', saved);
    expect(verdicts(audit)).toEqual([
      '6 testing.release-gating established unverifiable',
      '8 testing.release-gating emerging supported',
      '11 design.authn-methods established contradicted stale',
      '11 design.authz-model established unverifiable stale',
      '11 development.central-enforcement established contradicted stale',
      '11 protection.jwt-validation established contradicted stale',
      '14 testing.rate-limits emerging contradicted',
      '17 inventory.source-discovery emerging supported',
      '17 inventory.central-register emerging unverifiable',
    ]);
    expect(audit.setAside).toEqual([
      { line: 20, name: 'Version control', owner: 'Shop', written: 'Fully implemented', why: 'not-mapped' },
    ]);
  });

  test('of one team alone', async () => {
    expect(verdicts(await audited(PROGRESS, '--report', saved, '--owner', 'Billing'))).toEqual([
      '8 testing.release-gating emerging supported',
    ]);
  });
});

describe('what a person sees', () => {
  test('the sum first, then contradicted, unverifiable and supported, with no control character', async () => {
    const { code, stdout, stderr } = await apiassay(['audit', ANSWERS, '--report', saved]);
    expect([code, stderr, controlsIn(stdout)]).toEqual([0, '', []]);
    expect(stdout.split('\n')[1]).toBe('10 claims: 3 supported, 3 contradicted, 4 unverifiable');
    expect(
      stdout
        .split('\n')
        .filter(line => /^[A-Z]/.test(line))
        .slice(1),
    ).toEqual(['Contradicted', 'Unverifiable', 'Supported', 'Not answered', 'Answered as not applicable']);
    expect(stdout).toContain('openapi.yaml:96');
  });

  test('that a report is incomplete, before any verdict', async () => {
    const file = join(folder('incomplete'), 'report.json');
    writeFileSync(file, reportJson(sampleReport({ incompleteBecause: ['acme/pay could not be read'] })));
    const { code, stdout } = await apiassay(['audit', ANSWERS, '--report', file]);
    expect([code, stdout.split('\n')[2]]).toEqual([0, '! The report is incomplete: acme/pay could not be read']);
  });

  test('Markdown goes to a file', async () => {
    const file = join(folder('out'), 'audit.md');
    const ended = await apiassay(['audit', '-', '--report', saved, '--format', 'markdown', '-o', file], {
      input: readFileSync(ANSWERS, 'utf8'),
    });
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toMatch(
      /^# Audit of stdin against shop, 2026-11-14\n\n\*\*10 claims: 3 supported, 3 contradicted, 4 unverifiable\*\*\n/,
    );
  });
});

describe('exit codes', () => {
  test('1 when a contradicted claim is to fail, 0 when there is none', async () => {
    const failing = await apiassay(['audit', ANSWERS, '--report', saved, '--fail-on', 'contradicted']);
    const passing = await apiassay([
      'audit',
      PROGRESS,
      '--report',
      saved,
      '--owner',
      'Billing',
      '--fail-on',
      'contradicted',
    ]);
    expect([failing.code, passing.code]).toEqual([1, 0]);
  });

  test('2 when claims cannot be read: one line a fault, and no document', async () => {
    const file = join(folder('broken'), 'broken.csv');
    writeFileSync(file, 'id,level\ntesting.rate-limit,yes\ntesting.rate-limits,\u001b[31mred\n');
    expect(await apiassay(['audit', file, shop])).toEqual({
      code: 2,
      stdout: '',
      stderr: `broken.csv:2 no activity or measure is called "testing.rate-limit"; the nearest is testing.rate-limits
broken.csv:3 level "\\u{1b}[31mred" is not known; accepted: non-existent (none, no, 0), emerging (partial, 1), established (yes, full, implemented, 2, 3), n/a
`,
    });
  });

  test.each([
    ['no file', ['nowhere.csv'], 'apiassay: cannot read nowhere.csv: '],
    ['a folder', [DATA], `apiassay: cannot read ${DATA}: `],
    [
      'an owner that is not there',
      [ANSWERS, '--owner', 'Sales'],
      'apiassay: there is no claim of "Sales"; the file has those of Legal, Platform, Shop',
    ],
    ['both from stdin', ['-', '--report', '-'], 'apiassay: claims and report cannot both be read from stdin'],
    ['a report that is none', [ANSWERS, '--report', ANSWERS], `apiassay: ${ANSWERS} is not JSON`],
  ])('2 for %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await apiassay(['audit', ...args]);
    expect([code, stdout, stderr.startsWith(message)]).toEqual([2, '', true]);
  });

  test.each([
    ['is too large', Buffer.alloc(5 * 1024 * 1024 + 1, 0x20), 'large.csv:1 the file is larger than 5 MiB\n'],
    ['is no UTF-8', Buffer.from('id,level\n\xff\n', 'latin1'), 'large.csv:2 not UTF-8: save the file as UTF-8\n'],
  ])('2 for a file that %s', async (_what, bytes, message) => {
    const file = join(folder('bytes'), 'large.csv');
    writeFileSync(file, bytes);
    expect(await apiassay(['audit', file, shop])).toEqual({ code: 2, stdout: '', stderr: message });
  });
});
