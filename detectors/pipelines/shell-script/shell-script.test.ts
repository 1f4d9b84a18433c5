import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { textFile } from '../../../src/parse/text-file.ts';
import { shellScript } from './shell-script.ts';

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

test.each([
  ['#!/bin/sh\nnewman run c.json\necho done\n', 'shell ci:ci/a.sh: 2 newman no'],
  ['#!/bin/bash -e\nnewman run c.json\necho done\n', 'shell ci:ci/a.sh: 2 newman yes'],
  ['#!/bin/bash\nset -euo pipefail\nnewman run c.json | tee x\necho done\n', 'shell ci:ci/a.sh: 3 newman yes'],
  ['newman run c.json\n', 'shell ci:ci/a.sh: 1 newman yes'],
])('a shell script stops at a failure only when told to', (text, expected) => {
  expect(scripts(shellScript.detect(textFile('ci/a.sh', 'product', text)))).toEqual([expected]);
});
