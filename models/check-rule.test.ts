import { describe, expect, test } from 'vitest';
import { checkFaults, faultsOf, SMALL_DOMAINS, type FaultCase } from './small-model.test-support.ts';

describe('what can never be, or decides nothing', () => {
  test.each<FaultCase>([
    [
      'a tier that no signal reaches',
      'role: supports}',
      'role: supports, maxTier: E3}',
      [
        '27 activities[testing.fuzzing].rule.template: expected a template that its signals can satisfy, found "T-REPO": established asks for E4, and test.fuzz.spec-based reaches E3 at most',
      ],
    ],
    [
      'a tier that the named signals never reach',
      `rule: {template: T-REPO}
    items: {of: apis}
    signals:
`,
      `rule: {template: T-REPO, established: {share: E4, signals: [spec.openapi.present], atLeast: 0.5}}
    items: {of: apis}
    signals:
      - {signal: spec.openapi.present, role: supports}
`,
      [
        '27 activities[testing.fuzzing].rule.established.share: expected a tier that can be reached, found E4: spec.openapi.present reaches E1 at most',
      ],
    ],
    [
      'a share of the operations of what has none',
      'rule: {template: T-REPO}\n    items: {of: apis}',
      'rule: {template: T-REPO, emerging: {share: E3, each: {of: operations, atLeast: 0.8}, items: {of: repositories}, atLeast: 0.3}}\n    items: {of: apis}',
      [
        '27 activities[testing.fuzzing].rule.emerging.each: expected items of apis, of whose operations a share is counted, found "repositories"',
      ],
    ],
    [
      'a share of the operations of what a template does not name',
      '{share: E3, atLeast: 0.3}',
      '{share: E3, each: {of: operations, atLeast: 0.8}, atLeast: 0.3}',
      [
        '13 templates.T-REPO.emerging.each: expected items of apis, of whose operations a share is counted, found none beside it',
      ],
    ],
    [
      'ages of what no document answers',
      'role: supports}',
      'role: supports, age: {fresh: 10, stale: 20}}',
      [
        '30 activities[testing.fuzzing].signals[test.fuzz.spec-based].age: expected no ages, as no document answers "test.fuzz.spec-based", found them',
      ],
    ],
    [
      'a document that is stale before it is no longer fresh',
      'signals:\n',
      'signals:\n      - {signal: design.threat-model.file, role: corroborates, age: {fresh: 20, stale: 10}}\n',
      [
        '30 activities[testing.fuzzing].signals[design.threat-model.file].age.fresh: expected at most 10, the day from which it is stale, found 20',
      ],
    ],
    [
      'an existence that is never seen',
      `rule: {template: T-REPO}
    items: {of: apis}
    signals:
`,
      `rule: {template: T-REPO, emerging: {exists: E4, signals: [spec.openapi.present]}}
    items: {of: apis}
    signals:
      - {signal: spec.openapi.present, role: corroborates}
`,
      [
        '27 activities[testing.fuzzing].rule.emerging.exists: expected a tier that can be reached, found E4: spec.openapi.present reaches E1 at most',
      ],
    ],
    [
      'more different signals than there are',
      '{share: E3, atLeast: 0.3}',
      '{share: E3, distinct: 2, atLeast: 0.3}',
      [
        '27 activities[testing.fuzzing].rule.template: expected a template that its signals can satisfy, found "T-REPO": emerging asks for E3, and 2 different signals must reach it and 1 can',
      ],
    ],
    [
      'a signal finer than what a condition counts',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {share: E3, items: {of: organisation}, atLeast: 0.3}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.share: expected a tier that can be reached, found E3: test.fuzz.spec-based is about each api and is not seen on items of "organisation"',
      ],
    ],
    [
      'a signal finer than what is counted',
      'of: apis',
      'of: repositories',
      [
        '30 activities[testing.fuzzing].signals[test.fuzz.spec-based].signal: expected a signal that is seen on items of "repositories", found "test.fuzz.spec-based", which is about each api: count the finer, or let it corroborate',
      ],
    ],
    [
      'a filter that repositories do not know',
      'of: apis',
      'of: organisation, where: [external]',
      [
        '28 activities[testing.fuzzing].items.where[0]: expected no filter on items of "organisation", found "external"',
        '30 activities[testing.fuzzing].signals[test.fuzz.spec-based].signal: expected a signal that is seen on items of "organisation", found "test.fuzz.spec-based", which is about each api: count the finer, or let it corroborate',
      ],
    ],
    [
      'no signal that supports',
      'role: supports',
      'role: corroborates',
      [
        '27 activities[testing.fuzzing].rule.template: expected a template that its signals can satisfy, found "T-REPO": emerging asks for E3, and no signal in its list supports',
        '27 activities[testing.fuzzing].rule.template: expected a template that its signals can satisfy, found "T-REPO": established asks for E4, and no signal in its list supports',
      ],
    ],
    [
      'a role that the signal cannot have',
      'role: supports',
      'role: contradicts',
      [
        '30 activities[testing.fuzzing].signals[test.fuzz.spec-based].role: expected supports or corroborates, as it can have no other role, found "contradicts"',
      ],
    ],
    [
      'a contradiction by a signal that can only support',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {contradicted: all, signals: [test.fuzz.spec-based], atMost: 0}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.signals[0]: expected a signal that can contradict, found "test.fuzz.spec-based", which can only support',
      ],
    ],
    [
      'emerging above established in a template',
      '{share: E3, atLeast: 0.3}',
      '{share: E4, atLeast: 0.9}',
      ['13 templates.T-REPO.emerging.atLeast: expected at most 0.8, which established asks for, found 0.9'],
    ],
    [
      'emerging above the established of the template',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {all: [{share: E4, atLeast: 0.9}]}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.all[0].atLeast: expected at most 0.8, which established asks for, found 0.9',
      ],
    ],
    [
      'established below the emerging of the template',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, established: {share: E3, atLeast: 0.2}}',
      [
        '27 activities[testing.fuzzing].rule.established.atLeast: expected at least 0.3, which emerging asks for, found 0.2',
      ],
    ],
    [
      'fewer contradictions for emerging',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {contradicted: all, atMost: 0}, established: {contradicted: all, atMost: 0.5}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.atMost: expected at least 0.5, which established asks for, found 0',
      ],
    ],
    [
      'a count above what is listed',
      '{activity: testing.fuzzing, atLeast: emerging}',
      '{count: {of: [testing.fuzzing], atLeast: 2, level: emerging}}',
      ['21 domains[testing].gates.emerging.count.atLeast: expected at most 1, as many as it lists, found 2'],
    ],
    [
      'an inventory condition without a number',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {inventory: apis}}',
      ['27 activities[testing.fuzzing].rule.emerging: expected atLeast or atMost, found neither'],
    ],
    [
      'an inventory between two numbers that cross',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {inventory: apis, atLeast: 3, atMost: 1}}',
      ['27 activities[testing.fuzzing].rule.emerging.atLeast: expected at most 1, which is its atMost, found 3'],
    ],
    [
      'a gate on evidence',
      '{activity: testing.fuzzing, atLeast: emerging}',
      '{share: E3, atLeast: 0.5}',
      ['21 domains[testing].gates.emerging: expected a gate that names activities, found a condition on share'],
    ],
    [
      'the matrix in a model of domains',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, emerging: {matrix: pass, items: {of: apis}, atLeast: 0.5}}',
      [
        '27 activities[testing.fuzzing].rule.emerging.matrix: expected another condition, as only measures of a model with a matrix may ask for it, found "matrix"',
      ],
    ],
    [
      'a domain threshold of emerging above that of established',
      'emerging: 0.4',
      'emerging: 0.9',
      ['9 parameters.domain.emerging: expected at most 0.7, which is what established needs, found 0.9'],
    ],
    [
      'contradiction thresholds that cross',
      'emergingAbove: 0.02',
      'emergingAbove: 0.6',
      ['7 parameters.contradiction.emergingAbove: expected at most 0.5, which is nonExistentAbove, found 0.6'],
    ],
    [
      'more domains for the headline than there are',
      'headline: {domains: 1}',
      'headline: {domains: 2}',
      ['15 headline.domains: expected at most 1, which is the number of domains, found 2'],
    ],
  ])('%s', (...each) => checkFaults(SMALL_DOMAINS, each));
});

test('a share of other signals, of other items or at another tier is another measure', () => {
  const faults = [
    '{share: E3, atLeast: 0.9}',
    '{share: E4, of: hc, atLeast: 0.9}',
    '{share: E4, signals: [test.fuzz.spec-based], atLeast: 0.9}',
    '{any: [{share: E4, atLeast: 0.9}, {exists: E3}]}',
  ].map(rule => faultsOf(SMALL_DOMAINS.replace('{template: T-REPO}', `{template: T-REPO, emerging: ${rule}}`)));
  expect(faults).toEqual([[], [], [], []]);
});

test('one signal that reaches the tier is enough, and a share of nothing needs none', () => {
  const weak = '      - {signal: spec.openapi.present, role: supports}\n';
  expect(faultsOf(SMALL_DOMAINS.replace('    signals:\n', `    signals:\n${weak}`))).toEqual([]);
  expect(faultsOf(SMALL_DOMAINS.replace('{share: E4, atLeast: 0.8}', '{share: E4, distinct: 2, atLeast: 0}'))).toEqual(
    [],
  );
});
