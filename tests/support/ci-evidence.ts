/** Evidence from pipelines, a line each, for an API with one described operation. */
import { expect } from 'vitest';
import { compositeAction } from '../../detectors/pipelines/composite-action/composite-action.ts';
import { githubActions } from '../../detectors/pipelines/github-actions/github-actions.ts';
import { packageScripts } from '../../detectors/pipelines/package-scripts/package-scripts.ts';
import { javascriptHttpTests } from '../../detectors/tests/javascript-http/javascript-http.ts';
import type { Fact } from '../../src/core/fact.ts';
import { startOf } from '../../src/core/location.ts';
import { ciDerivers } from '../../src/evidence/ci.ts';
import { REQUIRED_CHECK } from '../../src/evidence/pipelines/grade.ts';
import { factsIn } from './facts-in.ts';
import { code, description, reconciled } from './reconciled.ts';

const DETECTORS = [githubActions, compositeAction, packageScripts, javascriptHttpTests];
/** The workflow that `job` writes. */
export const CI = '.github/workflows/ci.yml';

/** `supports E3 subject | summary`, with what nullifies and what rejects it. */
export async function evidence(
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

/** What a host says that requires these checks. */
export function required(...checks: readonly string[]): readonly Fact[] {
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

/** A workflow of one job with one step. */
export const job = (run: string, on = 'pull_request', more = ''): Readonly<Record<string, string>> => ({
  [CI]: `on: ${on}\njobs:\n  scan:\n${more}    steps:\n      - run: ${run}\n`,
});
