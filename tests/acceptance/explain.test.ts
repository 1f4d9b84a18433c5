/** Every figure unfolds to file and line: each activity, measure, signal and operation of a report, and each of its lists. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { Report, ReportActivity, ReportMeasure } from '../../src/core/report.ts';
import { apiassay, apiassayMany, controlsIn, schemaErrors, scanned, workFolder, type Ended } from '../support/cli.ts';

const folder = workFolder();
const saved = join(folder('saved'), 'report.json');
let report: Report;
let summary = '';

beforeAll(async () => {
  const shop = join(folder('tree'), 'shop');
  cpSync(join(import.meta.dirname, '../../fixtures/express-shop'), shop, { recursive: true });
  const scan = await scanned(shop);
  report = scan.report;
  writeFileSync(saved, scan.text);
  summary = (await apiassay(['render', saved])).stdout;
}, 60_000);

async function explained(ids: readonly string[]): Promise<readonly (Ended & { readonly id: string })[]> {
  const ended = await apiassayMany(ids.map(id => ['explain', id, '--report', saved]));
  return ended.map((one, index) => ({ ...one, id: ids[index] ?? '' }));
}

/** Ids that did not end well, with what was said. */
function troubles(ended: readonly (Ended & { readonly id: string })[]): readonly string[] {
  return ended
    .filter(
      ({ code, stdout, stderr }) =>
        code !== 0 || stderr !== '' || stdout.trim() === '' || controlsIn(stdout).length > 0,
    )
    .map(({ id, code, stderr }) => `${id}: ${code} ${stderr}`);
}

function nodes(): readonly (ReportActivity | ReportMeasure)[] {
  return report.assessments.flatMap<ReportActivity | ReportMeasure>(assessment =>
    assessment.kind === 'domains'
      ? assessment.domains.flatMap(domain => domain.activities)
      : assessment.stages.flatMap(stage => [...stage.practices.measures, ...stage.barometer.measures]),
  );
}

/** Places of evidence by id, as they are printed. */
function placesOf(ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  return report.evidence
    .filter(item => wanted.has(item.id))
    .flatMap(item => item.facts.map(({ file, line }) => `${file}:${line}`));
}

test('all 54 activities and 38 measures are explained with the word and the evidence that they have in the report', async () => {
  const all = nodes();
  const ended = await explained(all.map(node => node.id));
  expect([all.length, troubles(ended)]).toEqual([92, []]);
  for (const [index, node] of all.entries()) {
    const { stdout } = ended[index] ?? { stdout: '' };
    expect(stdout.startsWith(node.id)).toBe(true);
    expect(
      placesOf(node.evidence)
        .filter(place => !stdout.includes(place))
        .map(place => `${node.id} ${place}`),
    ).toEqual([]);
  }
});

test('all 150 signals are explained: those with evidence by its places, those without by where was looked or why not', async () => {
  const ended = await explained(report.signals.map(({ signal }) => signal));
  expect([ended.length, troubles(ended)]).toEqual([150, []]);
  for (const { id, stdout } of ended) {
    const places = report.evidence
      .filter(item => item.signal === id)
      .flatMap(item => item.facts.map(({ file, line }) => `${file}:${line}`));
    expect(places.filter(place => !stdout.includes(place)).map(place => `${id} ${place}`)).toEqual([]);
    expect(stdout).toMatch(/evidence|looked|no detector|found/);
  }
});

test('every domain, stage, API, component and piece of evidence is explained', async () => {
  const ids = [
    ...report.assessments.flatMap(assessment =>
      assessment.kind === 'domains'
        ? assessment.domains.map(({ id }) => id)
        : assessment.stages.map(({ stage }) => `stage${stage}`),
    ),
    ...report.apis.map(({ id }) => id),
    ...report.components.map(({ id }) => id),
    ...report.evidence.map(({ id }) => id),
  ];
  expect(troubles(await explained(ids))).toEqual([]);
});

test('every operation is explained, by method and path and by id, with each place that it was seen at', async () => {
  const names = report.endpoints.map(({ method, path }) => `${method} ${path}`);
  const [byName, byId] = [await explained(names), await explained(report.endpoints.map(({ id }) => id))];
  expect([troubles(byName), byId.map(({ stdout }) => stdout)]).toEqual([[], byName.map(({ stdout }) => stdout)]);
  for (const [index, { sources, auth, tests }] of report.endpoints.entries()) {
    const places = [...sources, ...auth.chain, ...tests].map(({ file, line }) => `${file}:${line}`);
    expect(places.filter(place => byName[index]?.stdout.includes(place) !== true)).toEqual([]);
  }
});

describe('the figures of the summary', () => {
  test('auth: the counts are those of the list, and each operation of it has its place', async () => {
    const { code, stdout } = await apiassay(['explain', 'auth', '--report', saved]);
    expect(code).toBe(0);
    const [, required, none, optional, unknown] =
      /Authentication {2}(\d+) required · (\d+) none · (\d+) optional · (\d+) unknown/.exec(summary) ?? [];
    for (const [word, count] of Object.entries({ required, none, optional, unknown })) {
      const section = new RegExp(`^  ${word} \\(\\d+\\)\\n((?:    .*\\n)*)`, 'm').exec(stdout)?.[1] ?? '';
      const lines = section.split('\n').filter(line => line !== '');
      expect([word, lines.length, lines.every(line => /\s\S+:\d+\s/.test(line))]).toEqual([word, Number(count), true]);
    }
  });

  test('inventory: every operation of each state is listed with a place', async () => {
    const { code, stdout } = await apiassay(['explain', 'inventory', '--report', saved]);
    expect(code).toBe(0);
    const first = summary.split('\n')[0] ?? '';
    expect(first).toContain(`${report.endpoints.length} operations`);
    const lines = stdout.split('\n').map(line => line.trim().replaceAll(/ {2,}/g, '  '));
    const expected = report.endpoints.map(
      ({ method, path, auth, sources: [source] }) =>
        `${method} ${path}  auth ${auth.status}  ${source?.file}:${source?.line}`,
    );
    expect(expected.filter(line => !lines.includes(line))).toEqual([]);
  });

  test('files: what was read, and every place that a person should know', async () => {
    const { code, stdout } = await apiassay(['explain', 'files', '--report', saved]);
    expect([
      code,
      summary.includes(`${report.coverage.files.read} files read, ${report.coverage.files.failed.length} not`),
    ]).toEqual([0, true]);
    expect(stdout).toContain(`${report.coverage.files.read} files read`);
    const lines = stdout.split('\n').map(line => line.trim().replaceAll(/ {2,}/g, '  '));
    const expected = report.diagnostics.map(
      ({ file, line, code: diagnostic, message }) => `${file}:${line}  ${diagnostic}  ${message}`,
    );
    expect(expected.filter(line => !lines.includes(line))).toEqual([]);
  });

  test('visibility and signals: every plane and every signal with its reason', async () => {
    const [visibility, signals] = await Promise.all(
      ['visibility', 'signals'].map(id => apiassay(['explain', id, '--report', saved])),
    );
    expect([visibility?.code, signals?.code]).toEqual([0, 0]);
    for (const { why } of report.visibility) expect(visibility?.stdout).toContain(why);
    for (const { signal } of report.signals) expect(signals?.stdout).toContain(signal);
    const unsupported = report.signals.filter(({ status }) => status === 'not-supported').length;
    expect(summary.replaceAll(/\s+/g, ' ')).toContain(
      `${unsupported} of ${report.signals.length} signals (no detector yet)`,
    );
  });

  test('roadmap: each step that the summary prints is in it', async () => {
    const { code, stdout } = await apiassay(['explain', 'roadmap', '--report', saved]);
    expect(code).toBe(0);
    const printed = [...summary.matchAll(/(\S+) → |(stage \d: .+)/g)].map(match => match[1] ?? match[2] ?? '');
    expect([printed.length, printed.filter(id => !stdout.includes(id))]).toEqual([5, []]);
  });
});

test.each([
  ['testing.release-gatin', 'did you mean testing.release-gating?'],
  ['stage2.practices.gatway-added', 'did you mean stage2.practices.gateway-added'],
  ['ci.dast.gatin', 'did you mean ci.dast.gating'],
  ['GET /v1/order', 'did you mean GET /v1/orders'],
  ['no-such-thing-at-all', 'apiassay explain inventory lists the operations'],
  ['', 'nothing in the report is called ""'],
  ['__proto__', 'nothing in the report is called "__proto__"'],
])('an id that nothing has, %j, is a usage error that helps on', async (id, message) => {
  const { code, stdout, stderr } = await apiassay(['explain', id, '--report', saved]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});

describe('all 92 activities and measures', () => {
  test('are the ones of the models, each evaluated or with its reason', () => {
    const { models } = loadModels();
    const known = models.flatMap(model =>
      (model.kind === 'domains' ? model.activities : model.measures).map(({ id }) => id),
    );
    expect(
      nodes()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(known.toSorted());
    expect(schemaErrors(report)).toEqual([]);
    const mute = nodes().filter(node =>
      'level' in node
        ? ['insufficient-evidence', 'not-observed', 'not-observable', 'not-applicable'].includes(node.level) &&
          node.notObserved.length + node.notSupported.length + node.missing.length === 0
        : node.satisfaction === 'unknown' && node.rule === '',
    );
    expect(mute.map(({ id }) => id)).toEqual([]);
  });

  test('an empty folder: every one says why it is not known, and none is said not to exist', async () => {
    const empty = (await scanned(folder('empty'))).report;
    const words = empty.assessments.flatMap(assessment =>
      assessment.kind === 'domains'
        ? assessment.domains
            .flatMap(domain => [domain, ...domain.activities])
            .map(({ id, level, rule }) => ({ id, word: level, rule }))
        : assessment.stages
            .flatMap(stage => [...stage.practices.measures, ...stage.barometer.measures])
            .map(({ id, satisfaction, rule }) => ({ id, word: String(satisfaction), rule })),
    );
    expect(words.length).toBe(92 + 6);
    expect(
      words.filter(
        ({ word }) =>
          !['not-observed', 'not-observable', 'not-applicable', 'insufficient-evidence', 'unknown'].includes(word),
      ),
    ).toEqual([]);
    expect(words.filter(({ rule }) => rule.trim() === '')).toEqual([]);
  });
});
