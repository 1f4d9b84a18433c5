import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { dataFile } from '../../../src/parse/data-file.ts';
import { githubActions } from './github-actions.ts';

const PATH = '.github/workflows/ci.yml';

function facts(text: string): readonly FactBody[] {
  const parsed = dataFile(PATH, 'product', text);
  return parsed.kind === 'parsed' ? githubActions.detect(parsed.file) : [];
}

/** `line tool verdict`, with what else is out of the ordinary. */
function steps(text: string): readonly string[] {
  return facts(text).flatMap(fact => {
    if (fact.kind !== 'pipeline-step') return [];
    const marks = [
      fact.skippable ? 'skippable' : '',
      fact.gatesDeploy ? 'gates-deploy' : '',
      fact.isRecorded ? 'recorded' : '',
      fact.triggers.length === 0 ? 'never' : '',
      fact.hasCredentials ? 'credentials' : '',
    ];
    return [[`${fact.at.line}`, fact.tool, fact.blocking, ...marks].filter(word => word !== '').join(' ')];
  });
}

function triggers(on: string): string {
  const [fact] = facts(`on: ${on}\njobs: { a: { runs-on: x, steps: [] } }`);
  return fact?.kind === 'pipeline'
    ? `${fact.triggers.join(' ')}${fact.paths.length > 0 ? ` paths ${fact.paths.join(' ')}` : ''}${fact.disabled === undefined ? '' : ` never: ${fact.disabled}`}`
    : 'no fact';
}

test.each([
  ['push', 'push-default push-other'],
  ['[push, pull_request]', 'pull-request push-default push-other'],
  ['{ pull_request: {}, schedule: [{ cron: "0 3 * * 1" }] }', 'pull-request schedule'],
  ['{ schedule: [{ cron: "0 3 * * 1" }] }', 'schedule'],
  ['{ push: { branches: [main] } }', 'push-default'],
  ['{ push: { branches: ["release/**"] } }', 'push-other'],
  ['{ push: { tags: ["v*"] } }', 'release'],
  ['{ push: { branches-ignore: ["**"] } }', ' never: the filters of its events leave nothing that starts it'],
  ['{ push: { branches-ignore: [gh-pages], paths-ignore: ["*.md"], tags-ignore: ["*"] } }', 'push-default push-other'],
  ['{ pull_request: { branches: ["release/*"] } }', 'unknown'],
  ['{ pull_request: { types: [closed] } }', 'unknown'],
  [
    '{ pull_request: { paths: ["api/**", "!api/docs/**"] }, push: { branches: [main], paths: ["api/**"] } }',
    'pull-request push-default paths api/**',
  ],
  ['{ pull_request: { paths: ["api/**"] }, push: { branches: [main] } }', 'pull-request push-default'],
  ['{ pull_request: null, merge_group: null }', 'pull-request merge-queue'],
  ['workflow_dispatch', 'manual'],
  ['{ workflow_call: { inputs: {} } }', 'called'],
  ['{ workflow_run: { workflows: [x] } }', 'unknown'],
  ['{ release: { types: [published] } }', 'release'],
  ['{}', ' never: it names no event that starts it'],
])('on: %s', (on, expected) => expect(triggers(on)).toBe(expected));

test('a workflow whose jobs are all switched off never runs', () => {
  const text =
    'on: push\njobs:\n  a:\n    if: false\n    steps:\n      - run: semgrep ci\n  b:\n    if: ${{ false }}\n    steps:\n      - run: semgrep ci\n';
  expect(facts(text)[0]).toEqual({
    kind: 'pipeline',
    at: { file: PATH, line: 1, column: 5, endLine: 1, endColumn: 9 },
    provider: 'github-actions',
    name: PATH,
    triggers: ['push-default', 'push-other'],
    paths: [],
    disabled: 'every job is switched off (`if: false`)',
  });
  expect(steps(text)).toEqual(['6 semgrep yes skippable never', '10 semgrep yes skippable never']);
});

const HEAD = 'on: [pull_request]\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n';

test.each([
  [
    'the ZAP action does not fail by default',
    '      - uses: zaproxy/action-api-scan@v0\n        with: { target: openapi.yaml }\n',
    ['6 zap-api-scan no recorded'],
  ],
  [
    'the ZAP action fails when told to',
    '      - uses: zaproxy/action-api-scan@v0\n        with: { target: openapi.yaml, fail_action: true }\n',
    ['6 zap-api-scan yes recorded'],
  ],
  [
    'the ZAP action whose script ignores warnings has nothing to fail by',
    '      - uses: zaproxy/action-api-scan@v0\n        with: { target: x, fail_action: true, cmd_options: "-a -I ${{ inputs.more }}" }\n',
    ['6 zap-api-scan no recorded'],
  ],
  [
    'what does not matter decides nothing when it is computed',
    '      - uses: zaproxy/action-api-scan@v0\n        with: { target: x, cmd_options: "${{ inputs.more }}" }\n',
    ['6 zap-api-scan no recorded'],
  ],
  [
    'Sonar waits for its gate when told so in its arguments',
    '      - uses: SonarSource/sonarqube-scan-action@v5\n        with: { args: "-Dsonar.projectKey=a -Dsonar.qualitygate.wait=true" }\n',
    ['6 sonar yes recorded'],
  ],
  [
    'Trivy with an empty exit code',
    '      - uses: aquasecurity/trivy-action@v0\n        with: { image-ref: x, exit-code: "" }\n',
    ['6 trivy no'],
  ],
  [
    'a computed input is unknown',
    '      - uses: zaproxy/action-api-scan@v0\n        with: { target: x, fail_action: "${{ inputs.strict }}" }\n',
    ['6 zap-api-scan unknown recorded'],
  ],
  [
    'a pipe without pipefail under the implicit shell',
    '      - run: st run openapi.yaml --url "$URL" | tee out.txt\n',
    ['6 schemathesis no'],
  ],
  [
    'a pipe under an explicit bash',
    '      - shell: bash\n        run: st run openapi.yaml --url "$URL" | tee out.txt\n',
    ['7 schemathesis yes'],
  ],
  [
    'a status that is raised again',
    '      - run: |\n          set +e; zap-api-scan.py -t spec.yaml -f openapi; rc=$?; set -e\n          upload_report; exit $rc\n',
    ['7 zap-api-scan yes'],
  ],
  [
    '|| true inside several lines',
    '      - run: |\n          npm ci\n          newman run c.json || true\n          echo done\n',
    ['8 newman no'],
  ],
  [
    'continue-on-error on the step',
    '      - run: newman run c.json\n        continue-on-error: true\n',
    ['6 newman no'],
  ],
  [
    'continue-on-error by expression',
    '      - run: newman run c.json\n        continue-on-error: ${{ matrix.experimental }}\n',
    ['6 newman unknown'],
  ],
  [
    'a step that is switched off',
    '      - if: false\n        run: newman run c.json\n',
    ['7 newman yes skippable never'],
  ],
  [
    'a step under a condition that is not known',
    "      - if: vars.SCAN != ''\n        run: newman run c.json\n",
    ['6 newman yes skippable'].map(row => row.replace('6', '7')),
  ],
  [
    'the starter of StackHawk',
    '      - uses: stackhawk/hawkscan-action@v2\n        continue-on-error: true\n        with: { apiKey: "${{ secrets.HAWK_API_KEY }}" }\n',
    ['6 stackhawk no recorded'],
  ],
  [
    'Escape without watch',
    '      - uses: Escape-Technologies/action@v1\n        with: { application_id: x }\n',
    ['6 escape no recorded'],
  ],
  [
    'Escape with watch',
    '      - uses: Escape-Technologies/action@v1\n        with: { application_id: x, watch: true }\n',
    ['6 escape yes recorded'],
  ],
  [
    '42Crunch audit with failures ignored',
    '      - uses: 42Crunch/api-security-audit-action@v3\n        with: { ignore-failures: true }\n',
    ['6 42c-audit no recorded'],
  ],
  [
    'CodeQL does not block by itself',
    '      - uses: github/codeql-action/init@v3\n      - uses: github/codeql-action/analyze@v3\n',
    ['7 codeql no recorded'],
  ],
  [
    'dependency review that warns',
    '      - uses: actions/dependency-review-action@v4\n        with: { warn-only: true }\n',
    ['6 dependency-review no'],
  ],
  [
    'Akto without waiting',
    '      - uses: akto-api-security/run-scan@v1\n        with: { WAIT_TIME_FOR_RESULT: 0 }\n',
    ['6 akto no recorded'],
  ],
  [
    'a docker action',
    '      - uses: docker://ghcr.io/zaproxy/zaproxy:stable\n        with: { args: zap-api-scan.py -t x -f openapi -I }\n',
    ['6 zap-api-scan no'],
  ],
  [
    'a command handed to a retry action',
    '      - uses: nick-fields/retry@v3\n        with:\n          timeout_minutes: 5\n          command: npm run test:api\n',
    ['9 npm-script yes'],
  ],
  ['a tool in a name is nothing', '      - name: Run OWASP ZAP and Semgrep\n        run: echo hello\n', []],
  ['a composite action of the repository', '      - uses: ./.github/actions/scan\n', ['6 composite yes']],
  [
    'a secret in the environment of the step',
    '      - run: newman run c.json\n        env: { TOKEN: "${{ secrets.API_TOKEN }}" }\n',
    ['6 newman yes credentials'],
  ],
  [
    'the token of the host is no credential',
    '      - uses: zaproxy/action-baseline@v0\n        with: { token: "${{ secrets.GITHUB_TOKEN }}", target: x }\n',
    ['6 zap-baseline no recorded'],
  ],
  ['PowerShell is not decided', '      - shell: pwsh\n        run: newman run c.json\n', ['7 newman unknown']],
  ['Python is no shell', '      - shell: python\n        run: import os\n', []],
  [
    'a result that is uploaded',
    '      - run: semgrep scan --sarif > x.sarif\n      - uses: github/codeql-action/upload-sarif@v3\n',
    ['6 semgrep no recorded'],
  ],
])('%s', (_name, body, expected) => expect(steps(HEAD + body)).toEqual(expected));

test('a step that runs on some events only keeps these, and can be passed by skipping on the others', () => {
  const text =
    "on: [pull_request, push]\njobs:\n  a:\n    if: github.event_name == 'push' && github.ref == 'refs/heads/main'\n    steps:\n      - run: semgrep ci\n";
  expect(facts(text).flatMap(fact => (fact.kind === 'pipeline-step' ? [[fact.triggers, fact.skippable]] : []))).toEqual(
    [[['push-default', 'push-other'], true]],
  );
});

test('a deploy that needs the job is gated by it, unless it runs whatever happened', () => {
  const text = `on: push
jobs:
  scan:
    steps:
      - run: newman run c.json
  build:
    needs: scan
    steps:
      - run: make image
  deploy:
    needs: [build]
    steps:
      - run: kubectl apply -f k8s
  eager:
    needs: [scan]
    if: always()
    environment: production
    steps:
      - run: echo
  careful:
    needs: [other]
    if: \${{ !cancelled() && needs.other.result == 'success' }}
    environment: production
    steps:
      - run: echo
  other:
    steps:
      - run: st run a.yaml
  alone:
    steps:
      - run: newman run d.json
      - run: flyctl deploy
`;
  expect(steps(text)).toEqual([
    '5 newman yes gates-deploy',
    '9 make yes gates-deploy',
    '13 kubectl yes',
    '28 schemathesis yes gates-deploy',
    '31 newman yes gates-deploy',
    '32 platform-deploy yes',
  ]);
});

test('a condition on the step lets the deploy through; a condition on the job holds it back', () => {
  const text = `on: push
jobs:
  a:
    if: vars.X == 'y'
    steps:
      - run: newman run c.json
      - run: st run a.yaml
        if: vars.X == 'y'
  deploy:
    needs: a
    steps:
      - run: flyctl deploy
`;
  expect(steps(text)).toEqual([
    '6 newman yes skippable gates-deploy',
    '7 schemathesis yes skippable',
    '12 platform-deploy yes skippable',
  ]);
});

test('a matrix job reports a check a leg, and a job that always runs may stand for it', () => {
  const text = `on: pull_request
jobs:
  test:
    name: Tests \${{ matrix.name }}
    strategy: { matrix: { name: [a, b] } }
    steps:
      - run: npm test
  plain:
    strategy: { matrix: { os: [x, y] } }
    needs: test
    steps:
      - run: npm test
  all:
    name: All
    needs: test
    if: always()
    steps:
      - run: |
          if [ "\${{ needs.test.result }}" != "success" ]; then
            exit 1
          fi
`;
  expect(
    facts(text).flatMap(fact => (fact.kind === 'pipeline-step' ? [[fact.check, fact.alsoChecks, fact.needs]] : [])),
  ).toEqual([
    ['Tests *', ['All'], []],
    ['plain (*)', [], ['Tests *']],
  ]);
});

test('a reusable workflow is followed by path, or stands in another repository', () => {
  const text = `on: pull_request
jobs:
  a:
    uses: ./.github/workflows/scan.yml
    secrets: inherit
  b:
    uses: org/ci/.github/workflows/scan.yml@v1
`;
  expect(
    facts(text).flatMap(fact =>
      fact.kind === 'pipeline-step'
        ? [[fact.tool, fact.blocking, fact.call?.name, fact.external, fact.hasCredentials]]
        : [],
    ),
  ).toEqual([
    ['reusable', 'yes', '.github/workflows/scan.yml', undefined, true],
    ['reusable', 'unknown', undefined, 'org/ci/.github/workflows/scan.yml@v1', false],
  ]);
});

test('a step in full', () => {
  const text =
    'on: pull_request\njobs:\n  scan:\n    name: API scan\n    defaults: { run: { working-directory: api } }\n    steps:\n      - run: |\n          npm ci\n          npx spectral lint openapi.yaml -r rules.yaml || true\n';
  expect(facts(text)[1]).toEqual({
    kind: 'pipeline-step',
    at: { file: PATH, line: 9, column: 15, endLine: 9, endColumn: 28 },
    provider: 'github-actions',
    pipeline: PATH,
    job: 'scan',
    check: 'API scan',
    activity: 'spec-lint',
    tool: 'spectral',
    triggers: ['pull-request'],
    blocking: 'no',
    softened: [
      {
        at: { file: PATH, line: 9, column: 59, endLine: 9, endColumn: 63 },
        what: '`|| true` makes a failure count as success',
      },
    ],
    skippable: false,
    gatesDeploy: false,
    waitingJobs: [],
    alsoChecks: [],
    needs: [],
    isRecorded: false,
    folder: 'api',
    targets: ['openapi.yaml'],
    hasCredentials: false,
    isApiAware: true,
    ruleset: 'api/rules.yaml',
  });
});

test.each([
  '',
  '[]',
  'on: push',
  'jobs: 3',
  'on: 1\njobs: { a: 3, b: { steps: 4 }, c: { steps: [1, { run: 3 }, { uses: [] }] } }',
  'jobs: { a: { needs: a, steps: [{ run: "npm test" }] } }',
])('a file that is no workflow, or a broken one, is no fact and no failure: %s', text => {
  expect(steps(text).length).toBeLessThan(2);
});
