import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { textFile } from '../../../src/parse/text-file.ts';
import { makefile } from './makefile.ts';

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
  ['.IGNORE:', ['no', 'no']],
  ['.IGNORE: fuzz other', ['no', 'yes']],
  ['MAKEFLAGS += --ignore-errors', ['no', 'no']],
  ['MAKEFLAGS += -ki', ['no', 'no']],
  ['MAKEFLAGS += --silent', ['yes', 'yes']],
])('%s', (line, expected) => {
  const text = `${line}\nfuzz:\n\tst run a.yaml\nlint:\n\tspectral lint a.yaml\n`;
  const facts = makefile.detect(textFile('Makefile', 'product', text));
  const named = facts.filter(fact => fact.kind === 'script' && fact.name !== '');
  expect(named.flatMap(fact => (fact.kind === 'script' ? fact.steps.map(step => step.blocking) : []))).toEqual(
    expected,
  );
});

test('makefile targets: prerequisites are calls, `-` ignores failures, variables with literal text are filled in', () => {
  const text = `SPEC = openapi.yaml
SCAN := schemathesis run $(SPEC)
.PHONY: test fuzz
test: lint fuzz
\t@newman run c.json
fuzz:
\t-$(SCAN) --url http://localhost
\tset -e; \\
\tst run $(SPEC)
lint:
\t$(MAKE) -C sub check
other: ; semgrep ci
`;
  expect(scripts(makefile.detect(textFile('ci/Makefile', 'product', text)))).toEqual([
    'make ci:: 4 make(ci:lint) yes, 4 make(ci:fuzz) yes, 5 newman yes',
    'make ci:test: 4 make(ci:lint) yes, 4 make(ci:fuzz) yes, 5 newman yes',
    'make ci:fuzz: 7 schemathesis no, 8 schemathesis yes',
    'make ci:lint: 11 make(ci/sub:check) yes',
    'make ci:other: 12 semgrep yes',
  ]);
});
