import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { dataFile } from '../../../src/parse/data-file.ts';
import { compositeAction } from './composite-action.ts';

function facts(path: string, text: string): readonly FactBody[] {
  const parsed = dataFile(path, 'product', text);
  return parsed.kind === 'parsed' ? compositeAction.detect(parsed.file) : [];
}

/** `runner name: line tool verdict, …` */
function scripts(facts: readonly FactBody[]): readonly string[] {
  return facts.flatMap(fact => {
    if (fact.kind !== 'script') return [];
    const steps = fact.steps.map(
      step =>
        `${step.at.line} ${step.call ? `${step.call.runner}(${step.call.folder ?? '?'}:${step.call.name})` : step.tool} ${step.blocking}${step.skippable ? '?' : ''}`,
    );
    return [`${fact.runner} ${fact.folder}:${fact.name}: ${steps.join(', ')}`];
  });
}

test('a composite action holds steps like a job, and may swallow their failures', () => {
  const text = `name: scan
runs:
  using: composite
  steps:
    - run: newman run c.json
      shell: bash
    - run: st run a.yaml
      shell: bash
      continue-on-error: true
    - uses: zaproxy/action-baseline@v0
      with: { target: x }
      if: inputs.zap == 'true'
    - run: semgrep ci
      shell: bash
      continue-on-error: \${{ inputs.lenient == 'true' }}
`;
  expect(scripts(facts('.github/actions/scan/action.yml', text))).toEqual([
    'composite .github/actions/scan:.github/actions/scan: 5 newman yes, 7 schemathesis no, 10 zap-baseline no?, 13 semgrep unknown',
  ]);
  expect(facts('action.yml', 'runs: { using: node20, main: x.js }')).toEqual([]);
});
