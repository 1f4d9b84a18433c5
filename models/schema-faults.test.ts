/** What the schema refuses is a line that a person can act on: where, what was expected, what was found. */
import { describe, test } from 'vitest';
import { checkFaults, SMALL_DOMAINS, type FaultCase } from './small-model.test-support.ts';

describe('the schema refuses', () => {
  test.each<FaultCase>([
    [
      'an unknown key',
      'rule: {template: T-REPO}',
      'rule: {template: T-REPO, establishd: {share: E3, atLeast: 1}}',
      [
        '27 activities[testing.fuzzing].rule.establishd: expected one of the keys template, mode, emerging, established, found "establishd"; nearest: established',
      ],
    ],
    [
      'a misspelt key is missing and unknown',
      'title: Fuzzing',
      'titel: Fuzzing',
      [
        '23 activities[testing.fuzzing].title: expected text of at least 3 characters, found nothing',
        '24 activities[testing.fuzzing].titel: expected one of the keys id, title, domain, levels, rule, items, signals, observable, notApplicable, minimumEvidence, crosswalk, found "titel"; nearest: title',
      ],
    ],
    [
      'a threshold out of range',
      'atLeast: 0.8',
      'atLeast: 1.5',
      ['14 templates.T-REPO.established.atLeast: expected a number from 0 to 1, found 1.5'],
    ],
    [
      'a threshold in quotes',
      'atLeast: 0.8',
      'atLeast: "0.8"',
      ['14 templates.T-REPO.established.atLeast: expected a number from 0 to 1, found "0.8"'],
    ],
    [
      'a number where text is needed',
      'version: "1"',
      'version: 2023.1',
      ['3 version: expected text, found 2023.1: put it in quotes'],
    ],
    [
      'a key without value',
      'title: Our model',
      'title:',
      ['4 title: expected text of at least 3 characters, found nothing'],
    ],
    [
      'a text that is too short',
      'title: Our model',
      'title: Us',
      ['4 title: expected text of at least 3 characters, found "Us"'],
    ],
    [
      'a map where text is needed',
      'title: Fuzzing',
      'title: {en: Fuzzing}',
      ['24 activities[testing.fuzzing].title: expected text of at least 3 characters, found a map'],
    ],
    [
      'a share of what nothing counts one by one',
      '{share: E3, atLeast: 0.3}',
      '{share: E3, each: {of: apis, atLeast: 0.8}, atLeast: 0.3}',
      ['13 templates.T-REPO.emerging.each.of: expected operations, found "apis"; nearest: operations'],
    ],
    [
      'a number of what nothing counts',
      '{share: E3, atLeast: 0.3}',
      '{inventory: servces, atLeast: 2}',
      [
        '13 templates.T-REPO.emerging.inventory: expected one of apis, operations, services, protocols, apis-or-clients, consumed-apis, zombies, shadows, found "servces"; nearest: services',
      ],
    ],
    [
      'an age that is no whole number of days',
      'role: supports}',
      'role: supports, age: {fresh: 1.5, stale: 10}}',
      [
        '30 activities[testing.fuzzing].signals[test.fuzz.spec-based].age.fresh: expected a whole number, 0 or more, found 1.5',
      ],
    ],
    [
      'an empty list',
      `signals:
      - {signal: test.fuzz.spec-based, role: supports}`,
      'signals: []',
      ['29 activities[testing.fuzzing].signals: expected a list of one entry or more, found an empty list'],
    ],
    [
      'an id in other letters',
      'id: testing.fuzzing',
      'id: Testing Fuzzing',
      ['23 activities[0].id: expected an id of lower-case words joined by dots and hyphens, found "Testing Fuzzing"'],
    ],
    [
      'a kind that does not exist',
      'kind: domains',
      'kind: domain',
      ['1 kind: expected one of domains, stages, found "domain"; nearest: domains'],
    ],
    [
      'no kind',
      `kind: domains
`,
      '',
      ['1 kind: expected one of domains, stages, found nothing'],
    ],
    [
      'a tier that does not exist',
      'share: E3',
      'share: E6',
      ['13 templates.T-REPO.emerging.share: expected one of E0, E1, E2, E3, E4, E5, found "E6"; nearest: E5'],
    ],
    [
      'a level that does not exist',
      'atLeast: emerging',
      'atLeast: emergent',
      [
        '21 domains[testing].gates.emerging.atLeast: expected one of non-existent, emerging, established, found "emergent"; nearest: emerging',
      ],
    ],
    [
      'a filter that does not exist',
      'items: {of: apis}',
      'items: {of: apis, where: [externl]}',
      [
        '28 activities[testing.fuzzing].items.where[0]: expected one of inventory, external, internal, non-public, with-input, with-object-id, privileged, authz-relevant, sensitive, personal-data, credential, recovery, business-flow, high-risk, deprecated, api-bearing, found "externl"; nearest: external',
      ],
    ],
    [
      'a role that does not exist',
      'role: supports',
      'role: support',
      [
        '30 activities[testing.fuzzing].signals[test.fuzz.spec-based].role: expected one of supports, corroborates, contradicts, nullifies, found "support"; nearest: supports',
      ],
    ],
    [
      'a condition that does not exist',
      '{share: E3, atLeast: 0.3}',
      '{shares: E3, atLeast: 0.3}',
      [
        '13 templates.T-REPO.emerging.shares: expected one of the keys share, contradicted, unsettled, exists, activity, count, matrix, inventory, all, any, found "shares"; nearest: share',
      ],
    ],
    [
      'a condition that does not exist, named last',
      '{share: E3, atLeast: 0.3}',
      '{atLeast: 0.3, shares: E3}',
      [
        '13 templates.T-REPO.emerging.shares: expected one of the keys share, contradicted, unsettled, exists, activity, count, matrix, inventory, all, any, found "shares"; nearest: share',
      ],
    ],
    [
      'a threshold without a condition',
      '{share: E3, atLeast: 0.3}',
      '{atLeast: 0.3}',
      [
        '13 templates.T-REPO.emerging: expected a map with one of the keys share, contradicted, unsettled, exists, activity, count, matrix, inventory, all, any, found a map',
      ],
    ],
    [
      'two conditions in one',
      '{share: E3, atLeast: 0.3}',
      '{share: E3, atLeast: 0.3, contradicted: all}',
      [
        '13 templates.T-REPO.emerging.contradicted: expected one of the keys share, of, signals, items, distinct, each, beside, atLeast, found "contradicted"; nearest: distinct',
      ],
    ],
    [
      'text where a condition is needed',
      '{share: E3, atLeast: 0.3}',
      'often',
      [
        '13 templates.T-REPO.emerging: expected a map with one of the keys share, contradicted, unsettled, exists, activity, count, matrix, inventory, all, any, found "often"',
      ],
    ],
    [
      'a condition deep in a rule',
      '{share: E3, atLeast: 0.3}',
      '{all: [{any: [{share: E3, atLeast: 0.3}, {share: E3, atLeast: 3}]}]}',
      ['13 templates.T-REPO.emerging.all[0].any[1].atLeast: expected a number from 0 to 1, found 3'],
    ],
    [
      'several faults, by line',
      'title: Our model',
      `title: Us
author: me
keywords: [api]`,
      [
        '4 title: expected text of at least 3 characters, found "Us"',
        '5 author: expected one of the keys kind, id, version, title, source, parameters, templates, headline, dominantThreats, domains, activities, found "author"; nearest: title',
        '6 keywords: expected one of the keys kind, id, version, title, source, parameters, templates, headline, dominantThreats, domains, activities, found "keywords"; nearest: kind',
      ],
    ],
  ])('%s', (...each) => checkFaults(SMALL_DOMAINS, each));
});
