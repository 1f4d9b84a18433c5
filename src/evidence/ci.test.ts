import { expect, test } from 'vitest';
import { CI, evidence, job, required } from '../../tests/support/ci-evidence.ts';
import { reconciled } from '../../tests/support/reconciled.ts';
import type { Fact } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import { ciDerivers } from './ci.ts';

test('a failure that stops nothing is shown with the construct', async () => {
  expect(await evidence('ci.step.nonblocking', job('trivy image app'))).toEqual([
    'contradicts E3 org/shop | A failure of trivy in job scan stops nothing: `--exit-code` is 0 by default.',
  ]);
  expect(await evidence('ci.step.nonblocking', job('trivy image --exit-code 1 app'))).toEqual([]);
});

test('a required check that can be skipped is a contradiction, and only with host knowledge', async () => {
  const files = job('semgrep ci', 'pull_request', "    if: vars.X == 'y'\n");
  expect(await evidence('ci.required-but-skippable', files, required('scan'))).toEqual([
    'contradicts E3 org/shop | The required check of semgrep can be passed without it: a condition can skip it, and a skipped check counts as passed.',
  ]);
  expect(await evidence('ci.required-but-skippable', files)).toEqual([]);
});

test('generic tests are no API security tests; tests of a security aspect of a known operation are', async () => {
  const refused =
    "import request from 'supertest';\nimport { app } from '../src/app';\nit('a', async () => { await request(app).get('/a').expect(401); });\n";
  const scripts = { 'package.json': '{ "scripts": { "test": "jest" } }' };
  expect(await evidence('ci.apisec-test.gating', { ...job('npm test'), ...scripts })).toEqual([]);
  expect(
    await evidence('ci.apisec-test.gating', { ...job('npm test'), ...scripts, 'test/a.test.ts': refused }),
  ).toEqual([
    'supports E3 org/shop | jest runs on pull-request (package.json:1); it fails its job; whether the check is required is not known.',
  ]);
  expect(await evidence('ci.apisec-test.gating', { ...job('npx jest test/other'), 'test/a.test.ts': refused })).toEqual(
    [],
  );
  expect(await evidence('ci.apisec-test.gating', job('newman run c.json'))).toEqual([
    `supports E3 org/shop | newman runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known. [A.4]`,
  ]);
  expect((await evidence('ci.apisec-test.gating', job('st run api.yaml')))[0]).toMatch(
    /^supports E3 org\/shop \| schemathesis/,
  );
});

test('a scanner knows the API when it has the description and a credential', async () => {
  const scan = (more: string): Readonly<Record<string, string>> => ({
    [CI]: `on: pull_request\njobs:\n  a:\n    steps:\n      - run: zap-api-scan.py -t api.yaml -f openapi ${more}\n`,
  });
  expect(await evidence('ci.dast.api-aware', scan(''))).toEqual([
    `supports E3 API Shop | zap-api-scan runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known. [G14]`,
  ]);
  expect((await evidence('ci.dast.api-aware', scan('-z "${{ secrets.API_TOKEN }}"')))[0]).not.toMatch(/\[/);
  const baseline = {
    [CI]: 'on: { schedule: [{ cron: "0 1 * * 1" }] }\njobs:\n  a:\n    steps:\n      - uses: zaproxy/action-baseline@v0\n        with: { target: https://shop.test }\n',
  };
  expect(await evidence('ci.dast.api-aware', baseline)).toEqual([
    `supports E2 API Shop | zap-baseline runs on schedule (${CI}:5); it runs only on schedule; the action reports and does not fail unless \`fail_action\` is true. {enforcement, recorded at 5} [A.4] [A.4] [G14]`,
  ]);
});

test('drift is looked for on a schedule', async () => {
  const plan = (on: string): Readonly<Record<string, string>> => job('terraform plan -detailed-exitcode', on);
  expect((await evidence('ci.drift-detection', plan('{ schedule: [{ cron: "0 1 * * *" }] }')))[0]).toMatch(
    /^supports E3 API Shop .*known\.$/,
  );
  expect((await evidence('ci.drift-detection', plan('pull_request')))[0]).toMatch(/\[A\.4\]$/);
});

test('one job on two triggers is one stage', async () => {
  expect(await evidence('ci.stages.breadth', job('semgrep ci', '[pull_request, push]'))).toEqual([
    'supports E3 org/shop | Security steps run at 1 stage: pull request.',
  ]);
  const two = {
    [CI]: 'on: [pull_request, push]\njobs:\n  a:\n    steps:\n      - run: semgrep ci\n  b:\n    steps:\n      - run: npm audit\n',
  };
  expect(await evidence('ci.stages.breadth', two)).toEqual([
    'supports E3 org/shop | Security steps run at 2 stages: pull request, main.',
  ]);
});

test('descriptions are linted, compared and published', async () => {
  expect(await evidence('spec.lint.spectral-in-ci', job('spectral lint api.yaml'))).toEqual([
    `supports E3 org/shop | spectral runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known.`,
  ]);
  expect((await evidence('spec.lint.spectral-in-ci', job('spectral lint other.yaml')))[0]).toMatch(/\[G2\]$/);
  expect(await evidence('spec.breaking-change-check', job('oasdiff breaking a.yaml api.yaml'))).toEqual([
    `supports E2 org/shop | oasdiff runs on pull-request (${CI}:5); changes are printed and do not fail it without \`--fail-on\`. {enforcement at 5}`,
  ]);
  expect(await evidence('spec.published-to-registry', job('redocly push api.yaml', 'push'))).toEqual([
    `supports E3 API Shop | ${CI} publishes the API description on push-default, push-other.`,
  ]);
  expect((await evidence('spec.published-to-registry', job('redocly push api.yaml', 'workflow_dispatch')))[0]).toMatch(
    /^supports E2 /,
  );
});

test('security rules count where a linter uses them', async () => {
  const ruleset: Fact = {
    kind: 'artefact',
    artefact: 'lint-ruleset',
    at: startOf('rules.yaml'),
    tool: 'spectral',
    extends: [],
    activeRules: 9,
    failingSecurityRules: 4,
    securityRules: 4,
    detector: 'x',
    fileRole: 'product',
    component: '.',
    excerpt: '',
  };
  expect(await evidence('spec.lint.security-ruleset', job('spectral lint api.yaml -r rules.yaml'), [ruleset])).toEqual([
    'supports E2 org/shop | spectral is configured in rules.yaml: 4 security rules at a failing severity.',
    `supports E3 org/shop | spectral runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known.`,
  ]);
  expect(
    await evidence('spec.lint.security-ruleset', job('spectral lint api.yaml -r mine.yaml'), [ruleset]),
  ).toHaveLength(1);
  const mild: Fact = { ...ruleset, failingSecurityRules: 0, neverFails: true, switchedOff: ['owasp:a', 'owasp:b'] };
  const lint = (more: string): Readonly<Record<string, string>> => job(`spectral lint api.yaml -r rules.yaml ${more}`);
  expect(await evidence('spec.lint.security-ruleset', lint(''), [mild])).toEqual([]);
  // Told to fail from a lower severity on, it fails by them all.
  expect(await evidence('spec.lint.security-ruleset', lint('--fail-severity=warn'), [mild])).toEqual([
    `supports E3 org/shop | spectral runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known; self-chosen ruleset (G18): 2 security rules are switched off (owasp:a, owasp:b).`,
  ]);
  expect((await evidence('spec.lint.spectral-in-ci', lint(''), [mild])).at(-1)).toBe(
    `supports E2 org/shop | spectral runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known; no rule of rules.yaml fails the run at the default severity. {enforcement at 1}`,
  );
  expect((await evidence('spec.lint.spectral-in-ci', lint('-F warn'), [mild])).at(-1)).toMatch(
    /^supports E3 .*known\.$/,
  );
});

test('pipelines of other repositories are shared templates', async () => {
  const files = { [CI]: 'on: pull_request\njobs:\n  a:\n    uses: org/ci/.github/workflows/x.yml@v1\n' };
  expect(await evidence('ci.pipeline.shared-template', files)).toEqual([
    'supports E3 org/shop | org/shop runs the shared pipeline org/ci/.github/workflows/x.yml@v1.',
  ]);
});

test('a pipeline that runs is evidence; one that holds a check and never runs is evidence against it', async () => {
  expect(await evidence('ci.workflow.enabled', job('npx jest'))).toEqual([
    `supports E3 org/shop | ${CI} runs on pull-request.`,
  ]);
  expect(await evidence('ci.workflow.enabled', job('npx jest', '{ pull_request: { paths: [docs/**] } }'))).toEqual([
    `supports E3 org/shop | ${CI} runs on pull-request, for changes below docs/**. [G6]`,
  ]);
  expect(await evidence('ci.workflow.enabled', job('echo'))).toEqual([]);
  expect(await evidence('ci.workflow.enabled', job('semgrep ci', 'pull_request', '    if: false\n'))).toEqual([
    `contradicts E3 org/shop | ${CI} holds security checks and never runs: every job is switched off (\`if: false\`).`,
  ]);
  expect(await evidence('ci.workflow.enabled', job('npx jest', 'workflow_dispatch'))).toEqual([]);
});

test('discovery counts when it recurs', async () => {
  expect(await evidence('traffic.discovery-job', job('noir -b .', '{ schedule: [{ cron: "0 1 * * *" }] }'))).toEqual([
    `supports E3 org | api-discovery discovers APIs on a schedule (${CI}).`,
  ]);
  expect((await evidence('traffic.discovery-job', job('noir -b .')))[0]).toMatch(/^supports E2 /);
});

test('without pipelines an absence is unknown', () => {
  const { inventory, linked } = reconciled({});
  const input = {
    repository: 'org/shop',
    organisation: 'org',
    facts: [],
    inventory,
    linked,
    visibility: [],
    today: '2026-01-01',
    changedAt: () => undefined,
  };
  expect(ciDerivers.flatMap(deriver => [...deriver.looks(input), ...deriver.derive(input)])).toEqual([]);
});
