import { expect, test } from 'vitest';
import { githubActions } from '../../../detectors/pipelines/github-actions/github-actions.ts';
import { compositeAction } from '../../../detectors/pipelines/composite-action/composite-action.ts';
import { makefile } from '../../../detectors/pipelines/makefile/makefile.ts';
import { packageScripts } from '../../../detectors/pipelines/package-scripts/package-scripts.ts';
import { shellScript } from '../../../detectors/pipelines/shell-script/shell-script.ts';
import { k6Script } from '../../../detectors/pipelines/tool-config/k6-script.ts';
import { sonarProperties } from '../../../detectors/pipelines/tool-config/sonar-properties.ts';
import { postmanCollection, stackhawkConfig } from '../../../detectors/pipelines/tool-config/tool-config.ts';
import { factsIn } from '../../../tests/support/facts-in.ts';
import { resolveSteps } from './resolve.ts';

const DETECTORS = [
  githubActions,
  compositeAction,
  makefile,
  packageScripts,
  shellScript,
  k6Script,
  postmanCollection,
  stackhawkConfig,
  sonarProperties,
];

/** `tool verdict at file:line`, with the calls that lead there and what is out of the ordinary. */
async function resolved(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return resolveSteps(await factsIn(DETECTORS, files)).map(step =>
    [
      step.unresolved === undefined ? `${step.tool} ${step.blocking}` : `unresolved: ${step.unresolved}`,
      `at ${step.at.file}:${step.at.line}`,
      ...(step.skippable ? ['skippable'] : []),
      ...(step.gatesDeploy ? ['gates-deploy'] : []),
      ...step.via.map(({ what }) => `via ${what}`),
    ].join(', '),
  );
}

const CI = '.github/workflows/ci.yml';
const job = (...runs: readonly string[]): string =>
  `on: pull_request\njobs:\n  a:\n    steps:\n${runs.map(run => `      - ${run}\n`).join('')}`;

test('a step leads through scripts, targets and files to the tool', async () => {
  expect(
    await resolved({
      [CI]: job('run: npm run scan'),
      'package.json': '{\n  "scripts": { "scan": "make -C ci scan" }\n}',
      'ci/Makefile': 'scan:\n\t./run.sh\n',
      'ci/run.sh': '#!/bin/bash -e\nnewman run c.json\n',
    }),
  ).toEqual(['newman yes, at ci/run.sh:2, via package script scan, via make scan in ci, via script ci/run.sh']);
});

test('what any hop swallows is swallowed', async () => {
  expect(
    await resolved({
      [CI]: job('run: npm run scan', 'run: npm run lax'),
      'package.json': '{\n  "scripts": { "scan": "make scan",\n "lax": "newman run c.json || true" }\n}',
      Makefile: 'scan:\n\t-semgrep ci\n',
    }),
  ).toEqual([
    'semgrep no, at Makefile:2, via package script scan, via make scan',
    'newman no, at package.json:3, via package script lax',
  ]);
});

test('pre and post hooks run with the script', async () => {
  expect(
    await resolved({
      [CI]: job('run: npm test'),
      'package.json': '{ "scripts": { "pretest": "semgrep ci", "test": "jest", "posttest": "newman run c.json" } }',
    }),
  ).toEqual(['semgrep', 'jest', 'newman'].map(tool => `${tool} yes, at package.json:1, via package script test`));
});

test('a task of the workspace is the script of that name in every package', async () => {
  expect(
    await resolved({
      [CI]: job('run: pnpm turbo run test', 'run: pnpm --filter @x/api test'),
      'api/package.json': '{ "name": "@x/api", "scripts": { "test": "vitest run" } }',
      'web/package.json': '{ "name": "@x/web", "scripts": { "test": "jest" } }',
    }),
  ).toEqual([
    'vitest yes, at api/package.json:1, via package script test in the packages of the workspace',
    'jest yes, at web/package.json:1, via package script test in the packages of the workspace',
    'vitest yes, at api/package.json:1, via package script test in the packages of the workspace',
  ]);
});

test('scripts that call each other end', async () => {
  expect(
    await resolved({
      [CI]: job('run: npm run a'),
      'package.json': '{ "scripts": { "a": "npm run b", "b": "npm run a && jest" } }',
    }),
  ).toEqual(['jest yes, at package.json:1, via package script a, via package script b']);
});

test('a chain that is too long is unknown', async () => {
  const scripts = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index, all) => [name, index < 5 ? `npm run ${all[index + 1]}` : 'jest']),
  );
  expect((await resolved({ [CI]: job('run: npm run a'), 'package.json': JSON.stringify({ scripts }) }))[0]).toMatch(
    /^unresolved: more than 5 calls deep/,
  );
});

test('what is not there is unknown; what is there and runs no tool is nothing', async () => {
  expect(
    await resolved({
      [CI]: job('run: npm run gone', 'run: ./gone.sh', 'run: npm start', 'uses: ./.github/actions/gone'),
      'package.json': '{ "scripts": { "start": "node ." } }',
    }),
  ).toEqual([
    `unresolved: there is no script gone in ., at ${CI}:5`,
    `unresolved: there is no script gone.sh that is read, at ${CI}:6`,
    `unresolved: there is no action .github/actions/gone that is read, at ${CI}:8`,
  ]);
});

test('a reusable workflow takes the triggers and the place of its caller, and a remote one is external', async () => {
  const files = {
    [CI]: 'on: pull_request\njobs:\n  scan:\n    uses: ./.github/workflows/scan.yml\n  remote:\n    uses: org/ci/.github/workflows/x.yml@v1\n  deploy:\n    needs: scan\n    uses: ./.github/workflows/deploy.yml\n',
    '.github/workflows/scan.yml':
      'on: workflow_call\njobs:\n  zap:\n    steps:\n      - run: zap-api-scan.py -t x -f openapi\n',
    '.github/workflows/deploy.yml': 'on: workflow_call\njobs:\n  go:\n    steps:\n      - run: flyctl deploy\n',
  };
  expect(await resolved(files)).toEqual([
    'zap-api-scan yes, at .github/workflows/scan.yml:5, gates-deploy, via workflow .github/workflows/scan.yml',
    `unresolved: it stands in another repository, at ${CI}:6`,
    'platform-deploy yes, at .github/workflows/deploy.yml:5, via workflow .github/workflows/deploy.yml',
  ]);
  expect(resolveSteps(await factsIn(DETECTORS, files)).map(step => [step.check, step.triggers])).toEqual([
    ['scan / zap', ['pull-request']],
    ['remote', ['pull-request']],
    ['deploy / go', ['pull-request']],
  ]);
});

test('a composite action is followed, and its soft steps stay soft', async () => {
  expect(
    await resolved({
      [CI]: job('uses: ./.github/actions/scan'),
      '.github/actions/scan/action.yml':
        'runs:\n  using: composite\n  steps:\n    - run: newman run c.json\n      shell: bash\n    - run: st run a.yaml | tee x\n      shell: sh\n',
    }),
  ).toEqual([
    'newman yes, at .github/actions/scan/action.yml:4, via action .github/actions/scan',
    'schemathesis no, at .github/actions/scan/action.yml:6, via action .github/actions/scan',
  ]);
});

test('the file that configures a tool decides whether it can fail', async () => {
  const collection = (script: string): string =>
    `{ "info": { "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }, "item": [{ "event": [{ "listen": "test", "script": { "exec": ["${script}"] } }] }] }`;
  expect(
    await resolved({
      [CI]: job(
        'run: k6 run load.js',
        'run: k6 run free.js',
        'run: k6 run gone.js',
        'run: newman run empty.json',
        'run: newman run full.json',
        'uses: stackhawk/hawkscan-action@v2',
      ),
      'load.js': 'import http from "k6/http";\nexport const options = { thresholds: { a: ["b"] } };\n',
      'free.js': 'import http from "k6/http";\n',
      'empty.json': collection(''),
      'full.json': collection('pm.test(1)'),
      'stackhawk.yml': 'app: { host: x }\nhawk: { failureThreshold: high }\n',
    }),
  ).toEqual([
    `k6 yes, at ${CI}:5`,
    `k6 no, at ${CI}:6`,
    `k6 unknown, at ${CI}:7`,
    `newman no, at ${CI}:8`,
    `newman yes, at ${CI}:9`,
    `stackhawk yes, at ${CI}:10`,
  ]);
});

test('a properties file makes the analysis of Sonar wait, and does not undo what swallows its failure', async () => {
  const steps = { [CI]: job('run: sonar-scanner', 'run: sonar-scanner || true') };
  expect(await resolved(steps)).toEqual([`sonar no, at ${CI}:5`, `sonar no, at ${CI}:6`]);
  expect(await resolved({ ...steps, 'sonar-project.properties': 'sonar.qualitygate.wait=true\n' })).toEqual([
    `sonar yes, at ${CI}:5`,
    `sonar no, at ${CI}:6`,
  ]);
});
