/** A saved report verified, scored again and under assumptions, and by a model of one's own. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportJson } from '../../src/report/json.ts';
import { digestOf } from '../../src/report/build-report.ts';
import type { Report, ReportDomains } from '../../src/core/report.ts';
import { apiassay, schemaErrors, workFolder } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const OWASP = join(ROOT, 'models/examples/owasp-api-2023.yaml');
const START_UP = join(ROOT, 'fixtures/scenarios/typical-start-up/situation.yaml');

const folder = workFolder();
const shop = join(folder('tree'), 'shop');
const saved = join(folder('saved'), 'report.json');

async function reportOf(...args: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await apiassay([...args, '--format', 'json']);
  expect([code, stderr]).toEqual([0, '']);
  const report = JSON.parse(stdout) as Report;
  expect(schemaErrors(report)).toEqual([]);
  return report;
}

function domainsOf(report: Report): ReportDomains {
  const found = report.assessments.find((each): each is ReportDomains => each.model === '42crunch');
  if (found === undefined) throw new Error('the report has no domains');
  return found;
}

function activityOf(report: Report, id: string): ReportDomains['domains'][number]['activities'][number] {
  const found = domainsOf(report)
    .domains.flatMap(domain => domain.activities)
    .find(each => each.id === id);
  if (found === undefined) throw new Error(`no activity ${id}`);
  return found;
}

/** The saved report with something changed, and a digest that fits again. */
function forged(name: string, change: (report: Report) => Report): string {
  const content = change(original);
  const file = join(folder('forged'), name);
  writeFileSync(file, reportJson({ ...content, digest: digestOf(content) }));
  return file;
}

let original: Report;

beforeAll(async () => {
  cpSync(join(ROOT, 'fixtures/express-shop'), shop, { recursive: true });
  const { code, stdout } = await apiassay(['scan', shop, '--quiet', '--format', 'json']);
  expect(code).toBe(0);
  original = JSON.parse(stdout) as Report;
  writeFileSync(saved, stdout);
}, 60_000);

describe('verify', () => {
  test('finds every number of a report in its evidence', async () => {
    const { code, stdout, stderr } = await apiassay(['verify', saved]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^verified: [\d,]+ numbers of 2 assessments follow from \d+ pieces of evidence\n$/);
  });

  test('names the first number that does not follow, although the digest fits', async () => {
    const file = forged('level.json', report => ({
      ...report,
      assessments: report.assessments.map(assessment =>
        assessment.kind === 'stages'
          ? assessment
          : {
              ...assessment,
              domains: assessment.domains.map(domain =>
                domain.id === 'testing' ? { ...domain, level: 'established' as const } : domain,
              ),
            },
      ),
    }));
    const { code, stdout } = await apiassay(['verify', file]);
    expect([code, stdout.split('\n')[0]]).toEqual([1, 'not verified: 42crunch › domains › testing › level']);
    expect(stdout).toContain('the report says   "established"');
  });

  test('finds evidence that was taken away', async () => {
    const file = forged('evidence.json', report => ({
      ...report,
      evidence: report.evidence.filter(({ signal }) => signal !== 'route.auth.middleware'),
    }));
    expect((await apiassay(['verify', file])).code).toBe(1);
  });

  test('refuses a digest that does not fit, although every verdict does', async () => {
    const file = join(folder('forged'), 'digest.json');
    writeFileSync(
      file,
      reportJson({ ...original, tool: { ...original.tool, version: '9.9.9' }, digest: original.digest }),
    );
    const { code, stdout } = await apiassay(['verify', file]);
    expect([code, stdout.includes('does not have the digest')]).toEqual([1, true]);
  });

  test('is undecided about a report that other models made', async () => {
    const ours = await reportOf('score', saved, '--model', OWASP);
    const file = join(folder('forged'), 'ours.json');
    writeFileSync(file, reportJson(ours));
    const without = await apiassay(['verify', file]);
    expect([without.code, without.stderr.includes('owasp-api-2023: no such model is known')]).toEqual([3, true]);
    expect((await apiassay(['verify', file, '--model', OWASP])).code).toBe(0);
  });
});

describe('what-if', () => {
  test('scores as if a signal were there, and marks what was assumed', async () => {
    const before = activityOf(original, 'testing.authn-bypass');
    const report = await reportOf('score', saved, '--what-if', 'test.authn-negative=E4');
    const after = activityOf(report, 'testing.authn-bypass');
    expect([before.low, after.low]).toEqual(['non-existent', 'established']);
    expect(report.assumptions).toEqual(['test.authn-negative=E4']);
    const assumed = report.evidence.filter(each => each.assumed);
    expect(assumed.length).toBeGreaterThan(0);
    expect(assumed.every(({ facts, summary }) => facts.length === 0 && summary.startsWith('Assumed, not seen'))).toBe(
      true,
    );
  });

  test('takes a signal away, and touches only the subjects that are named', async () => {
    const report = await reportOf(
      'score',
      saved,
      '--what-if',
      'route.auth.middleware=no@DELETE /v1/admin/books/{isbn}',
    );
    expect(
      report.evidence.filter(each => each.assumed).map(({ polarity, subject }) => [polarity, subject.scope]),
    ).toEqual([['contradicts', 'operation']]);
  });

  test.each([
    ['test.authn-negativ', 'did you mean test.authn-negative?'],
    ['test.authn-negative=E9', 'no, or a tier from E1 to E5'],
    ['test.authn-negative@GET /nowhere', 'no operation is called "GET /nowhere"'],
    ['route.undocumented', 'can only speak against a level'],
  ])('refuses %s', async (assumption, message) => {
    const { code, stdout, stderr } = await apiassay(['score', saved, '--what-if', assumption]);
    expect([code, stdout, stderr.includes(message)]).toEqual([2, '', true]);
  });

  test('does not build on a report that rests on assumptions already', async () => {
    const file = join(folder('forged'), 'assumed.json');
    writeFileSync(file, reportJson(await reportOf('score', saved, '--what-if', 'test.authn-negative')));
    const { code, stderr } = await apiassay(['score', file]);
    expect([code, stderr.includes('rests on assumptions')]).toEqual([2, true]);
    expect((await apiassay(['verify', file])).stdout).toMatch(/of them assumed\n$/);
  });
});

describe('a model of one’s own', () => {
  test('is scored beside the others', async () => {
    const report = await reportOf('score', saved, '--model', OWASP);
    expect(report.assessments.map(({ model }) => model)).toEqual(['42crunch', 'owasp-api-2023', 'salt']);
    expect(domainsOf(report)).toEqual(domainsOf(original));
  });

  test('with faults ends before anything is scored, one line a fault', async () => {
    const file = join(folder('models'), 'faulty.yaml');
    writeFileSync(file, 'kind: domains\nid: ours\n');
    for (const args of [
      ['scan', shop],
      ['score', saved],
      ['explain', 'testing', '--report', saved],
    ]) {
      const { code, stdout, stderr } = await apiassay([...args, '--model', file]);
      expect([code, stdout]).toEqual([2, '']);
      expect(
        stderr
          .trim()
          .split('\n')
          .every(line => /faulty\.yaml:\d+ \S+: expected /.test(line)),
      ).toBe(true);
    }
  });
});

test('a situation is scored as a scan is, and explained', async () => {
  const report = await reportOf('score', START_UP);
  expect(report.target).toMatchObject({ kind: 'organisation', organisation: 'fernway' });
  const { code, stdout } = await apiassay(['explain', 'testing.authn-bypass', '--report', START_UP]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/weight [\d.]+ of [\d.]+ = 25 %/);
});

test('a fault in a situation is a line that a person can act on', async () => {
  const file = join(folder('situations'), 'situation.yaml');
  writeFileSync(file, 'situation: 1\ntitle: x\n');
  const { code, stdout, stderr } = await apiassay(['score', file]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/situations\/situation\.yaml:1 story: expected /);
});

describe('explain', () => {
  test('prints the sums of each condition, and every item with its evidence and place', async () => {
    const { stdout } = await apiassay(['explain', 'development.central-enforcement', '--report', saved, '--verbose']);
    const { coverage } = activityOf(original, 'development.central-enforcement');
    for (const { numerator, denominator } of coverage)
      expect(stdout).toContain(`weight ${numerator} of ${denominator} = `);
    expect(stdout).toMatch(
      /missing DELETE \/v1\/carts\/\{id\}  weight [\d.]+\n +contradicts  route\.auth\.middleware  ev-\w+  src\/routes\/carts\.ts:13/,
    );
    expect(stdout).toMatch(
      /met {5}DELETE \/v1\/admin\/books\/\{isbn\}  weight [\d.]+\n +E3 {2}route\.auth\.middleware  ev-\w+  src\/auth\.ts:27/,
    );
  });

  test('adds up: the weights of the items are those of the sum', async () => {
    const { stdout } = await apiassay(['explain', 'development.central-enforcement', '--report', saved, '--verbose']);
    const [, block = ''] = stdout.split('C_E3 of route.auth.middleware, gateway.auth.enforced is');
    const [, numerator] = /weight ([\d.]+) of/.exec(block) ?? [];
    const lines = block.split(/\n +(?:yes|no|\?) {2,}C_E3 of route\.auth\.central/)[0]?.split('\n') ?? [];
    const met = lines.flatMap(line => /met {5}.* weight ([\d.]+)/.exec(line)?.[1] ?? []);
    expect(met.reduce((sum, weight) => sum + Number(weight), 0)).toBeCloseTo(Number(numerator), 2);
  });
});
