import { describe, expect, test } from 'vitest';
import { checkFaults, faultsOf, SMALL_DOMAINS, type FaultCase } from './small-model.test-support.ts';

test('the small model has no fault', () => {
  expect(faultsOf(SMALL_DOMAINS)).toEqual([]);
});

describe('names that lead nowhere or lead round', () => {
  test.each<FaultCase>([
    [
      'an unknown signal',
      'test.fuzz.spec-based',
      'ci.fuz.gating',
      [
        '30 activities[testing.fuzzing].signals[ci.fuz.gating].signal: expected a signal of the catalogue, found "ci.fuz.gating"; nearest: ci.sca.gating',
      ],
    ],
    [
      'an unknown signal in a rule',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {exists: E3, signals: [test.fuz.spec-based]}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.signals[0]: expected a signal of the catalogue, found "test.fuz.spec-based"; nearest: test.fuzz.spec-based',
      ],
    ],
    [
      'a signal of a rule that is not listed',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {exists: E3, signals: [test.contract]}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.signals[0]: expected a signal that stands in the list "signals" beside the rule, found "test.contract"; nearest: test.fuzz.spec-based',
      ],
    ],
    [
      'a signal of a template that is not listed',
      '{share: E3, atLeast: 0.3}',
      '{share: E3, signals: [test.contract], atLeast: 0.3}',
      [
        '27 activities[testing.fuzzing].rule.template: expected a template that its signals can satisfy, found "T-REPO": emerging counts test.contract, which is not in its list',
      ],
    ],
    [
      'an unknown signal that exempts',
      'items: {of: apis}',
      'items: {of: apis, exemptBy: [route.auth.anonymous]}',
      [
        '28 activities[testing.fuzzing].items.exemptBy[0]: expected a signal of the catalogue, found "route.auth.anonymous"; nearest: route.auth.central',
      ],
    ],
    [
      'a gate of an unknown activity',
      '{activity: testing.fuzzing,',
      '{activity: testing.fuzzy,',
      [
        '21 domains[testing].gates.emerging.activity: expected an activity of the model, found "testing.fuzzy"; nearest: testing.fuzzing',
      ],
    ],
    [
      'an unknown activity in a count',
      '{activity: testing.fuzzing, atLeast: emerging}',
      '{count: {of: [testing.fuzzing, testing.fuzzy], atLeast: 1, level: emerging}}',
      [
        '21 domains[testing].gates.emerging.count.of[1]: expected an activity of the model, found "testing.fuzzy"; nearest: testing.fuzzing',
      ],
    ],
    [
      'an unknown template',
      'template: T-REPO}',
      'template: T-REPOS}',
      [
        '27 activities[testing.fuzzing].rule.template: expected a rule template of the model, found "T-REPOS"; nearest: T-REPO',
      ],
    ],
    [
      'an unknown domain',
      'domain: testing',
      'domain: tests',
      ['25 activities[testing.fuzzing].domain: expected a domain of the model, found "tests"; nearest: testing'],
    ],
    [
      'an unknown anchor',
      'headline: {domains: 1}',
      'headline: {domains: 1, anchor: tests}',
      ['15 headline.anchor: expected a domain of the model, found "tests"; nearest: testing'],
    ],
    [
      'a threat that doubles an unknown activity',
      `domains:
`,
      `dominantThreats:
  - {id: fraud, threat: Fraud, words: [pay], doubles: [testing.fuzz]}
domains:
`,
      [
        '17 dominantThreats[fraud].doubles[0]: expected an activity of the model, found "testing.fuzz"; nearest: testing.fuzzing',
      ],
    ],
    [
      'the id of a bundled model',
      'id: ours',
      'id: salt',
      [
        '2 id: expected an id that no other model has, found "salt", which is that of Salt API security maturity, five stages',
      ],
    ],
    [
      'a domain that stands twice',
      `activities:
`,
      `  - {id: testing, title: Testing, levels: {non-existent: none, emerging: some, established: all}}
activities:
`,
      ['22 domains[testing].id: expected an entry that stands once, found "testing" again'],
    ],
    [
      'a signal that stands twice',
      `role: supports}
`,
      `role: supports}
      - {signal: test.fuzz.spec-based, role: corroborates}
`,
      [
        '31 activities[testing.fuzzing].signals[test.fuzz.spec-based].signal: expected an entry that stands once, found "test.fuzz.spec-based" again',
      ],
    ],
    [
      'activities in a circle',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {activity: testing.fuzzing, atLeast: emerging}}',
      [
        '27 activities[testing.fuzzing].rule: expected activities that do not wait for each other, found a circle: testing.fuzzing → testing.fuzzing',
      ],
    ],
    [
      'a circle through a template',
      '{share: E3, atLeast: 0.3}',
      '{activity: testing.fuzzing, atLeast: emerging}',
      [
        '27 activities[testing.fuzzing].rule: expected activities that do not wait for each other, found a circle: testing.fuzzing → testing.fuzzing',
      ],
    ],
    [
      'a domain without activities',
      `activities:
`,
      `  - {id: design, title: Design, levels: {non-existent: none, emerging: some, established: all}}
activities:
`,
      ['22 domains[design]: expected an activity whose domain is "design", found none'],
    ],
  ])('%s', (...each) => checkFaults(SMALL_DOMAINS, each));
});

/** A model of these activities, each of which waits for those after it. */
function waiting(asks: Readonly<Record<string, readonly string[]>>): string {
  const start = SMALL_DOMAINS.indexOf('  - id: testing.fuzzing');
  const activities = Object.entries(asks).map(([id, others]) => {
    const rule = others.map(other => `{activity: ${other}, atLeast: emerging}`).join(', ');
    return SMALL_DOMAINS.slice(start)
      .replace('testing.fuzzing', id)
      .replace(
        '{template: T-REPO}',
        rule === '' ? '{template: T-REPO}' : `{template: T-REPO, emerging: {all: [${rule}]}}`,
      );
  });
  return SMALL_DOMAINS.slice(0, start).replace('testing.fuzzing', Object.keys(asks)[0] ?? '') + activities.join('');
}

test('each circle of activities is a fault with the way round; chains and diamonds are none', () => {
  expect(faultsOf(waiting({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
  expect(faultsOf(waiting({ a: ['b'], b: ['c'], c: ['b'], d: ['e'], e: ['d'] }))).toEqual([
    '37 activities[b].rule: expected activities that do not wait for each other, found a circle: b → c → b',
    '57 activities[d].rule: expected activities that do not wait for each other, found a circle: d → e → d',
  ]);
});
