/** Two teams of one organisation: the whole, each of them, and how its weight spreads, through the command. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report, ReportDomains } from '../../src/core/report.ts';
import { apiassay, controlsIn, schemaErrors, workFolder, type Ended } from '../support/cli.ts';

const SITUATION = `
situation: 1
title: Two teams of a shop
story: One team tests every answer of a small API; the other guards the money and tests nothing.
looks: as-it-is
is: as-it-is
today: '2026-06-01'
organisation: acme
scope: organisation
read: [repo, ci, host, gwx, run, att]
repositories:
  - {id: acme/shop}
  - {id: acme/ledger}
  - {id: acme/mono}
apis:
  - id: shelves
    repository: acme/shop
    owner: web
    risk: low
    exposed: yes
    operations: [GET /shelves, 'POST /shelves', 'GET /shelves/{id}']
  - id: prices
    repository: acme/mono
    owner: web
    risk: low
    exposed: no
    operations: [GET /prices]
  - id: ledger
    repository: acme/ledger
    owner: money
    risk: critical
    exposed: yes
    gateway: true
    operations: [GET /entries, 'POST /entries', 'DELETE /entries/{id}']
  - id: rates
    repository: acme/mono
    owner: money
    risk: high
    exposed: yes
    operations: [GET /rates]
evidence:
  - {signal: org.standard.published, on: organisation, tier: E1, observedAt: '2026-05-01'}
  - {signal: ci.apisec-test.gating, on: [repository acme/shop, repository acme/mono], tier: E4, observedAt: '2026-05-30'}
  - {signal: test.authn-negative, on: [operations of shelves, operations of prices], tier: E4, observedAt: '2026-05-30'}
  - {signal: test.status-codes, on: [operations of shelves, operations of prices], tier: E4, observedAt: '2026-05-30'}
  - {signal: test.invalid-input, on: [operations of shelves, operations of prices], tier: E4, observedAt: '2026-05-30'}
  - {signal: test.response-exposure, on: [operations of shelves, operations of prices], tier: E4, observedAt: '2026-05-30'}
`;

const folder = workFolder();
const work = folder('acme');
const of = (name: string): string => join(work, name);

beforeAll(async () => {
  writeFileSync(of('acme.yaml'), SITUATION);
  for (const [name, args] of [
    ['acme.json', []],
    ['web.json', ['--of', 'team:web']],
    ['money.json', ['--of', 'team:money']],
  ] as const) {
    const { code, stderr } = await apiassay([
      'score',
      of('acme.yaml'),
      ...args,
      '--format',
      'json',
      '--output',
      of(name),
    ]);
    if (code !== 0 || stderr !== '') throw new Error(`${name}: ${code} ${stderr}`);
  }
}, 60_000);

function reportOf(name: string): Report {
  const document: unknown = JSON.parse(readFileSync(of(name), 'utf8'));
  expect(schemaErrors(document)).toEqual([]);
  // Just held to the schema.
  return document as Report;
}

function domainsOf(report: Report): ReportDomains {
  const found = report.assessments.find((each): each is ReportDomains => each.kind === 'domains');
  if (found === undefined) throw new Error('no model of domains');
  return found;
}

function levelOf(name: string, activity: string): string | undefined {
  return domainsOf(reportOf(name))
    .domains.flatMap(domain => domain.activities)
    .find(({ id }) => id === activity)?.level;
}

/** It ended well, and printed nothing that a terminal obeys. */
function said({ code, stdout, stderr }: Ended): string {
  expect([code, stderr, controlsIn(stdout)]).toEqual([0, '', []]);
  return stdout;
}

test('the whole is judged on pooled items, and is no mean of its teams', () => {
  expect(['web.json', 'money.json', 'acme.json'].map(name => levelOf(name, 'testing.authn-bypass'))).toEqual([
    'established',
    'non-existent',
    'non-existent',
  ]);
});

test('a team has its own APIs, and is told what it inherits', async () => {
  const { view, apis, evidence } = reportOf('web.json');
  const inherited = evidence.filter(({ id }) => view?.inherited.includes(id));
  expect({
    apis: apis.map(({ id }) => id),
    inherited: inherited.map(({ signal, subject }) => `${signal} on ${subject.id}`).toSorted(),
    whole: view?.whole,
  }).toEqual({
    apis: ['shelves', 'prices'],
    inherited: ['ci.apisec-test.gating on acme/mono', 'org.standard.published on acme'],
    whole: { apis: 4, repositories: 3, scanned: 3, excluded: 0 },
  });
  const summary = said(await apiassay(['render', of('web.json')]));
  expect(summary).toContain('team web of acme');
  expect(summary.replace(/\s+/g, ' ')).toContain('2 of 4 APIs of acme; 2 of');
  expect(said(await apiassay(['explain', 'inherited', '--report', of('web.json')]))).toContain('acme/mono');
  const direct = said(await apiassay(['score', of('acme.yaml'), '--of', 'team:web']));
  expect(direct.replace(/\s+/g, ' ')).toContain('acme.yaml --of team:web,');
});

test('the report of a team verifies, and one that was changed does not', async () => {
  expect(said(await apiassay(['verify', of('web.json')]))).toMatch(/^verified: /);
  const report = reportOf('web.json');
  const better = { ...report, view: null };
  writeFileSync(of('changed.json'), JSON.stringify(better));
  const { code, stdout } = await apiassay(['verify', of('changed.json')]);
  expect([code, stdout.startsWith('not verified')]).toEqual([1, true]);
});

test('a saved report of the whole gives the same view as the situation', async () => {
  const again = said(await apiassay(['score', of('acme.json'), '--of', 'team:web', '--format', 'json']));
  expect(again).toBe(readFileSync(of('web.json'), 'utf8'));
});

test('a part is not compared with the whole silently', async () => {
  const text = said(await apiassay(['diff', of('acme.json'), of('web.json')]));
  expect(text).toContain('the reports are of different targets: acme and team web of acme');
});

describe('what cannot be had', () => {
  test.each([
    [
      'a team that is not there',
      'team:wob',
      'no team is called "wob"; nearest: team:web; apiassay explain teams lists them',
    ],
    [
      'an API that is not there',
      'api:legder',
      'no API is called "legder"; nearest: api:ledger; apiassay explain apis lists them',
    ],
    ['a kind that is not there', 'squad:web', 'a part is KIND:NAME, with KIND one of team, component, api, repository'],
  ])('%s', async (_what, part, message) => {
    const { code, stdout, stderr } = await apiassay(['score', of('acme.yaml'), '--of', part]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a part of a part', async () => {
    const { code, stderr } = await apiassay(['explain', 'testing', '--report', of('web.json'), '--of', 'api:prices']);
    expect([code, stderr.includes('this report is already about team web')]).toEqual([2, true]);
  });
});

test('explain teams lists them with the lists that --of is named by', async () => {
  const text = said(await apiassay(['explain', 'teams', '--report', of('acme.yaml')]));
  expect(text).toMatch(/^ {4}money +2 APIs +\d+ %/m);
  expect(text).toMatch(/^ {4}web +2 APIs +\d+ %/m);
});

test('explain distribution says for how much of the weight a level is true', async () => {
  const { distribution } = domainsOf(reportOf('acme.json'));
  const testing = distribution.filter(({ domain, by }) => domain === 'testing' && by === 'team');
  expect(testing.map(({ value, levels }) => [value, levels.established + levels.emerging])).toEqual([
    ['money', 0],
    ['web', 1],
  ]);
  const text = said(await apiassay(['explain', 'distribution', '--report', of('acme.json')]));
  expect(text).toMatch(/^ {4}team +web +\d+ % +100 %/m);
  expect(said(await apiassay(['render', of('acme.json')]))).toContain('Scanned  3 of 3 repositories (100 %)');
});

test('explain of one part of a saved report is that of its view', async () => {
  const direct = said(await apiassay(['explain', 'testing', '--report', of('web.json')]));
  expect(said(await apiassay(['explain', 'testing', '--report', of('acme.json'), '--of', 'team:web']))).toBe(direct);
  expect(direct).toMatch(/known +\d+ of \d+ that apply = /);
});

test('explain matrix shows each API against each risk, and why', async () => {
  const text = said(await apiassay(['explain', 'matrix', '--report', of('acme.json')]));
  expect(text).toMatch(/^ {4}API +API1 .*passes$/m);
  expect(text).toMatch(/^ {4}ledger( +(?:yes|no|\?|n-a)){11}$/m);
  expect(said(await apiassay(['explain', 'matrix:ledger', '--report', of('acme.json')]))).toContain('must be');
});
