import { describe, expect, test } from 'vitest';
import { CI, evidence, job, required } from '../../../tests/support/ci-evidence.ts';

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
