import { describe, expect, test } from 'vitest';
import { compositeAction } from '../../detectors/pipelines/composite-action/composite-action.ts';
import { githubActions } from '../../detectors/pipelines/github-actions/github-actions.ts';
import { packageScripts } from '../../detectors/pipelines/package-scripts/package-scripts.ts';
import { javascriptHttpTests } from '../../detectors/tests/javascript-http/javascript-http.ts';
import { factsIn } from '../../tests/support/facts-in.ts';
import { code, description, reconciled } from '../../tests/support/reconciled.ts';
import type { Fact } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import { ciDerivers } from './ci.ts';
import { REQUIRED_CHECK } from './pipelines/grade.ts';

const DETECTORS = [githubActions, compositeAction, packageScripts, javascriptHttpTests];
const CI = '.github/workflows/ci.yml';

/** `supports E3 subject | summary`, with what nullifies and what rejects it. */
async function evidence(
  signal: string,
  files: Readonly<Record<string, string>>,
  more: readonly Fact[] = [],
): Promise<readonly string[]> {
  const described = description('api.yaml', [['GET /a', {}]]);
  const facts = [...(await factsIn(DETECTORS, files)), ...described, ...more];
  const { inventory, linked } = reconciled({ code: [code('GET /a')], facts: described });
  const names = new Map(inventory.apis.map(api => [api.id, `API ${api.title}`]));
  const input = {
    repository: 'org/shop',
    organisation: 'org',
    facts,
    inventory,
    linked,
    visibility: [],
    today: '2026-01-01',
    changedAt: () => undefined,
  };
  return ciDerivers
    .filter(deriver => deriver.signal === signal)
    .flatMap(deriver => deriver.derive(input))
    .map(draft => {
      expect(draft.facts.length).toBeGreaterThan(0);
      const nullified = (draft.nullifiedBy ?? [])
        .map(({ kind, at, isRecorded }) => ` {${kind}${isRecorded ? ', recorded' : ''} at ${at?.line ?? 'no place'}}`)
        .join('');
      const rejected = (draft.rejected ?? []).map(({ rule }) => ` [${rule}]`).join('');
      return `${draft.polarity} ${draft.tier} ${names.get(draft.subject.id) ?? draft.subject.id} | ${draft.summary}${nullified}${rejected}`;
    });
}

function required(...checks: readonly string[]): readonly Fact[] {
  return checks.map(value => ({
    kind: 'setting',
    at: startOf('settings.json'),
    name: REQUIRED_CHECK,
    value,
    detector: 'x',
    fileRole: 'product',
    component: '.',
    excerpt: value,
  }));
}

const job = (run: string, on = 'pull_request', more = ''): Readonly<Record<string, string>> => ({
  [CI]: `on: ${on}\njobs:\n  scan:\n${more}    steps:\n      - run: ${run}\n`,
});

describe('tiers by the resolution order', () => {
  test.each([
    [
      'on demand only',
      job('semgrep ci', 'workflow_dispatch'),
      [],
      `supports E2 org/shop | semgrep runs on manual (${CI}:5); it runs only on manual. {effect at 1}`,
    ],
    [
      'on a schedule, which no change waits for (G6)',
      job('semgrep ci', '{ schedule: [{ cron: "0 1 * * 1" }] }'),
      [],
      `supports E2 org/shop | semgrep runs on schedule (${CI}:5); it runs only on schedule.`,
    ],
    [
      'on a branch that may be the default one',
      job('semgrep ci', '{ push: { branches: [next] } }'),
      [],
      `supports E2 org/shop | semgrep runs on push-other (${CI}:5); it runs only on push-other.`,
    ],
    [
      'on pull requests',
      job('semgrep ci'),
      [],
      `supports E3 org/shop | semgrep runs on pull-request (${CI}:5); it fails its job; whether the check is required is not known.`,
    ],
    [
      'on pull requests, required',
      job('semgrep ci'),
      required('scan'),
      `supports E4 org/shop | semgrep runs on pull-request (${CI}:5), and its check is required.`,
    ],
    [
      'another check is required',
      job('semgrep ci'),
      required('other'),
      `supports E3 org/shop | semgrep runs on pull-request (${CI}:5); its check is not required. {enforcement, recorded at 5}`,
    ],
    [
      'required, but a condition can skip it',
      job('semgrep ci', 'pull_request', "    if: github.actor != 'bot'\n"),
      required('scan'),
      `supports E3 org/shop | semgrep runs on pull-request (${CI}:6); a condition can skip it, and a skipped check counts as passed. {enforcement, recorded at 6}`,
    ],
    [
      'required, but not run on pull requests',
      job('semgrep ci', 'push'),
      required('scan'),
      `supports E3 org/shop | semgrep runs on push-default, push-other (${CI}:5); it does not run on pull requests. {enforcement, recorded at 5}`,
    ],
    [
      'swallowed',
      job('semgrep ci || true'),
      required('scan'),
      `supports E2 org/shop | semgrep runs on pull-request (${CI}:5); \`|| true\` makes a failure count as success. {enforcement at 5}`,
    ],
    [
      'switched off',
      job('semgrep ci', 'pull_request', '    if: false\n'),
      required('scan'),
      `supports E2 org/shop | semgrep runs never (${CI}:6); every job is switched off (\`if: false\`). {effect at 6}`,
    ],
    [
      'path filters except the API',
      job(
        'semgrep ci',
        '{ push: { paths-ignore: ["**/*.ts", "*.yaml"] }, pull_request: { paths: ["**", "!**/*.ts", "!*.yaml"] } }',
      ),
      [],
      `supports E2 org/shop | semgrep runs on pull-request, push-default, push-other (${CI}:5); the path filters of its workflow leave out the code of the API. {effect at 5}`,
    ],
    [
      'path filters except the API on one event of two',
      job('semgrep ci', '{ push: { paths-ignore: ["**/*.ts", "*.yaml"] }, pull_request: null }'),
      [],
      `supports E3 org/shop | semgrep runs on pull-request, push-default, push-other (${CI}:5); it fails its job; whether the check is required is not known.`,
    ],
    [
      'path filters leave out the API',
      job('semgrep ci', '{ pull_request: { paths: [docs/**] } }'),
      [],
      `supports E2 org/shop | semgrep runs on pull-request (${CI}:5); the path filters of its workflow leave out the code of the API. {effect at 5}`,
    ],
  ])('%s', async (_name, files, settings, expected) =>
    expect(await evidence('ci.sast.gating', files, settings)).toEqual([expected]),
  );

  test('a softened step whose result is kept still runs', async () => {
    const files = {
      [CI]: 'on: pull_request\njobs:\n  a:\n    steps:\n      - uses: github/codeql-action/analyze@v3\n',
    };
    expect(await evidence('ci.sast.gating', files)).toEqual([
      `supports E3 org/shop | codeql runs on pull-request (${CI}:5); the analysis passes with alerts; only a ruleset or a required code-scanning result blocks. {enforcement, recorded at 5}`,
    ]);
  });

  test('a deployment that waits for it makes it enforced, from the tree alone', async () => {
    const files = {
      [CI]: 'on: push\njobs:\n  scan:\n    steps:\n      - run: semgrep ci\n  deploy:\n    needs: scan\n    steps:\n      - run: flyctl deploy\n',
    };
    const expected = `supports E4 org/shop | semgrep runs on push-default, push-other (${CI}:5), and a deployment waits for it.`;
    expect(await evidence('ci.sast.gating', files)).toEqual([expected]);
    expect(await evidence('ci.deploy.requires-security', files)).toEqual([expected]);
  });

  test('a deployment that somebody starts is one, and what it waits for is enforced there', async () => {
    const files = {
      [CI]: 'on: workflow_dispatch\njobs:\n  scan:\n    steps:\n      - run: semgrep ci\n  deploy:\n    needs: scan\n    steps:\n      - run: flyctl deploy\n',
    };
    expect((await evidence('ci.sast.gating', files))[0]).toMatch(/^supports E4 .* a deployment waits for it\.$/);
  });

  test('the check of a job that always runs and looks at the result stands for it', async () => {
    const files = {
      [CI]: 'on: pull_request\njobs:\n  scan:\n    strategy: { matrix: { os: [a, b] } }\n    steps:\n      - run: semgrep ci\n  all:\n    needs: scan\n    if: always()\n    steps:\n      - run: if [ "${{ needs.scan.result }}" != success ]; then exit 1; fi\n',
    };
    expect((await evidence('ci.sast.gating', files, required('all')))[0]).toMatch(/^supports E4 /);
    expect((await evidence('ci.sast.gating', files, required('scan (a)')))[0]).toMatch(/^supports E4 /);
    expect((await evidence('ci.sast.gating', files, required('scanner')))[0]).toMatch(/^supports E3 /);
  });
});

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
