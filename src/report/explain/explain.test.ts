import { describe, expect, test } from 'vitest';
import {
  described,
  operation,
  removeCart,
  sampleParts,
  sampleReport,
  zapRuns,
  reportOf,
} from '../../../tests/support/sample-report.ts';
import type { Report } from '../../core/report.ts';
import { summaryOf } from '../summary.ts';
import type { Phrase, Summary } from '../summary.ts';
import { explain } from './explain.ts';

const PLACE = /[\w./-]+:\d+/;

function textOf(report: Report, id: string): string {
  const explanation = explain(report, id);
  if (explanation.kind !== 'found') throw new Error(`explain ${id}: ${JSON.stringify(explanation)}`);
  return explanation.text;
}

function phrasesOf(summary: Summary): readonly Phrase[] {
  return [
    ...summary.title,
    ...summary.warnings,
    ...summary.domains.flatMap(({ grade, fact }) => (fact ? [grade, fact] : [grade])),
    ...(summary.overall ? [summary.overall] : []),
    ...(summary.stages?.phrases ?? []),
    ...summary.auth,
    ...(summary.openWrites ? [summary.openWrites.count, ...summary.openWrites.worst] : []),
    ...summary.steps.map(({ step }) => step),
    ...summary.notSeen,
  ];
}

describe('every figure and phrase of the summary unfolds', () => {
  const report = sampleReport();
  const phrases = phrasesOf(summaryOf(report));

  test.each(phrases.map(({ text, about }) => [text, about]))('%s → explain %s', (text, about) => {
    const unfolded = unfold(report, about, 2);
    for (const figure of text.match(/\d[\d,]*/g) ?? []) expect(unfolded).toContain(figure);
    expect(unfolded.length).toBeGreaterThan(0);
  });

  test.each(
    phrases
      .filter(({ text, about }) => !NO_PLACE.has(about) && !text.startsWith('0 '))
      .map(({ text, about }) => [text, about]),
  )('%s → file and line by %s', (_text, about) => {
    expect(unfold(report, about, 3)).toMatch(PLACE);
  });

  /** What was not there to be looked at has no line; these say why instead. */
  const unseen: readonly [string, RegExp][] = [
    ['visibility', /no token for github\.com/],
    ['protection', /no gateway configuration was given/],
  ];
  test.each(unseen)('%s says why nothing was seen', (about, why) => {
    expect(unfold(report, about, 2)).toMatch(why);
  });
});

/** Explanations that speak of what was not seen, or that list folders. */
const NO_PLACE = new Set(['visibility', 'protection', 'protection.secure-transport', 'components']);

/** The explanation with those of the ids it names, `depth` times: what a person reads who follows it. */
function unfold(report: Report, id: string, depth: number): string {
  const explanation = explain(report, id);
  if (explanation.kind !== 'found') return '';
  if (depth <= 1) return explanation.text;
  const named = new Set(
    explanation.text
      .match(/[a-z0-9]+(?:[.-][a-z0-9-]+)+|stage\d|^ {4}(?:inventory|testing|protection)(?![.\w-])/gm)
      ?.map(name => name.trim()) ?? [],
  );
  return [
    explanation.text,
    ...[...named].filter(other => other !== id).map(other => unfold(report, other, depth - 1)),
  ].join('\n');
}

test('an activity shows rule, numbers, and what was seen but does not count, with its place', () => {
  expect(textOf(sampleReport(), 'testing.release-gating')).toMatchInlineSnapshot(`
    "testing.release-gating · non-existent · confidence 0.5
      asks      Question of testing.release-gating?
      rule      T-API: 1 of 1 APIs at tier E1 or better
      counted   C_E1  1 of 3  0 not known  0.3333 unweighted, over 3 items
      firm      thresholds 0.1 stricter: emerging
                thresholds 0.1 looser: emerging

      proof
        emerging  holds: yes
          yes  1 of 3 APIs at E1
        established  holds: no
          no   1 of 3 APIs at E3

      seen, not counted
        + E2  ZAP runs nightly but cannot fail the build  (ev-456a9b8035a9, repository acme/shop)
                .github/workflows/zap.yml:31  zap-api-scan in job dast  uses: zaproxy/action-api-scan@v0.9.0
                rejected by G5: fail_action is false by default
                enforcement taken away: continue-on-error: true (.github/workflows/zap.yml:33)

      next steps
        Make the job dast required on main  (Testing → emerging; testing.release-gating)
            .github/workflows/zap.yml:31
            branch rule of main
    "
  `);
});

test('an operation shows its places, guards, claims and tests', () => {
  expect(textOf(sampleReport(), 'POST /v1/books')).toMatchInlineSnapshot(`
    "POST /v1/books · shop · matched, described · auth required · risk medium
      id        op-4fa24a4225ca
      api       Shop 1.0.0
      code      shop/src/routes.ts:24  express  router.post('/v1/books', handler)
      described shop/openapi.yaml:124  Shop  /v1/books:
      why       no gateway configuration was found
      auth      required (from code): requireUser refuses requests without a session
                mechanisms: session
                scopes: stock:write
      guards    shop/src/app.ts:12  requireUser (mount /v1)  required  answers 401 when there is no session
      claimed   the description says: required
      tests     none
    "
  `);
});

test.each([
  ['its id', removeCart.id],
  ['method and path', 'DELETE /v1/carts/{id}'],
  ['component, method and path', 'shop#DELETE /v1/carts/{id}'],
  ['a unique end', 'carts/{id}'],
])('an operation is found by %s', (_how, id) => {
  expect(textOf(sampleReport(), id)).toBe(textOf(sampleReport(), removeCart.id));
});

test('an end that several operations share is answered with all of them', () => {
  expect(explain(sampleReport(), 'books')).toEqual({
    kind: 'ambiguous',
    candidates: ['shop#GET /books', 'shop#GET /v1/books', 'shop#POST /v1/books'],
  });
});

test.each([
  ['testing.release-gatin', ['testing.release-gating']],
  ['evidense', []],
  ['DELETE /v1/cart/{id}', ['DELETE /v1/carts/{id}']],
  ['inventry', ['inventory']],
])('%s is unknown; the nearest are named', (id, nearest) => {
  expect(explain(sampleReport(), id)).toEqual({ kind: 'unknown', nearest });
});

test.each([
  described.id,
  zapRuns.id,
  'spec.openapi.present',
  'api-shop',
  'shop',
  'shop/openapi.yaml',
  'files',
  'roadmap',
  'signals',
  'stage2.practices',
  'inventory',
  'testing',
])('%s leads to a place', id => {
  expect(unfold(sampleReport(), id, 2)).toMatch(PLACE);
});

test('scanned text cannot steer the terminal', () => {
  const parts = sampleParts();
  const hostile = operation('GET', '/\u001b[2J', 3);
  const report = reportOf({ ...parts, inventory: { ...parts.inventory, operations: [hostile] } });
  expect(textOf(report, 'operations')).toContain('GET /\\u{1b}[2J');
  expect(textOf(report, hostile.id)).not.toContain('\u001b');
});
