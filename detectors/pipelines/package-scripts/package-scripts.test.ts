import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { dataFile } from '../../../src/parse/data-file.ts';
import { packageScripts } from './package-scripts.ts';

function facts(path: string, text: string): readonly FactBody[] {
  const parsed = dataFile(path, 'product', text);
  return parsed.kind === 'parsed' ? packageScripts.detect(parsed.file) : [];
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

test('package scripts run under a plain shell, in the folder of their package', () => {
  const text =
    '{\n  "name": "@shop/api",\n  "scripts": {\n    "test": "jest --ci && newman run c.json",\n    "scan": "zap-baseline.py -t x; echo done",\n    "all": "npm run test && make -C ../tools lint",\n    "start": "node ."\n  }\n}\n';
  expect(scripts(facts('api/package.json', text))).toEqual([
    'npm api:test: 4 jest yes, 4 newman yes',
    'npm api:scan: 5 zap-baseline no',
    'npm api:all: 6 npm(api:test) yes, 6 make(tools:lint) yes',
    'npm api:start: ',
  ]);
});

test.each(['', '[]', '{}', '{"scripts":3}', '{"scripts":{"a":3}}'])(
  'a manifest without scripts gives no fact: %s',
  text => expect(facts('package.json', text)).toEqual([]),
);
