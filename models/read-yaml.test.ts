/** What YAML allows and a model has no use for, and what is no YAML, is one line; nothing of it takes long. */
import { describe, expect, test } from 'vitest';
import { faultsOf, SMALL_DOMAINS } from './small-model.test-support.ts';

const MIB = 1024 * 1024;

describe('a file that holds no model is one fault', () => {
  test.each([
    ['nothing', '', '1 the file: expected a map with keys, found an empty file'],
    ['a comment', '# later\n', '1 the file: expected a map with keys, found an empty file'],
    [
      'prose',
      'Dear reader,\nthis is prose.\n',
      '1 the file: expected a map with the key kind, found "Dear reader, this is prose."',
    ],
    ['a list', '- a\n- b\n', '1 the file: expected a map with the key kind, found a list'],
    [
      'a null byte',
      'kind: domains\n\0',
      '2 the file: expected YAML, found an error in it: null byte is not allowed in input',
    ],
    [
      'a bracket that is left open',
      'kind: domains\nid: [ours\ntitle: Ours\n',
      '3 the file: expected YAML, found an error in it: deficient indentation',
    ],
    [
      'a tab',
      'kind: domains\nlevels:\n\tx: 1\n',
      '3 the file: expected YAML, found an error in it: tab characters must not be used in indentation',
    ],
    [
      'two documents',
      `${SMALL_DOMAINS}---\n${SMALL_DOMAINS}`,
      '34 the file: expected one document, found a second one',
    ],
    [
      'a tag',
      'kind: !!js/function "domains"',
      '1 the file: expected YAML, found an error in it: unknown scalar tag !<tag:yaml.org,2002:js/function>',
    ],
    ['lists without end', '['.repeat(MIB), '1 the file: expected at most 40 levels of lists and maps, found more'],
    [
      'dashes without end',
      '- '.repeat(MIB / 2),
      '1 the file: expected at most 40 levels of lists and maps, found more',
    ],
    [
      'maps without end',
      '{a: '.repeat(MIB / 4),
      '1 the file: expected at most 40 levels of lists and maps, found more',
    ],
  ])('%s', (_what, text, expected) => expect(faultsOf(text)).toEqual([expected]));
});

test('a key that stands twice is a fault at its second place, each in its map', () => {
  const text = SMALL_DOMAINS.replace('title: Our model', 'title: Our model\ntitle: Again').replace(
    'rule: {template: T-REPO}',
    'rule: {template: T-REPO, template: T-REPO}',
  );
  expect(faultsOf(text)).toEqual([
    '5 title: expected a key that stands once, found it again',
    '28 activities[testing.fuzzing].rule.template: expected a key that stands once, found it again',
  ]);
});

test('an alias is a fault wherever it stands, and nothing is unfolded', () => {
  const bomb = [
    'a: &a [x, x]',
    ...[...'bcdefghi'].map((name, at) => `${name}: &${name} [*${'abcdefgh'[at]}, *${'abcdefgh'[at]}]`),
  ];
  expect(faultsOf(bomb.join('\n'))).toHaveLength(16);
  expect(
    faultsOf(SMALL_DOMAINS.replace('title: Our model\nsource: written for a test', 'title: &t Our model\nsource: *t')),
  ).toEqual(['5 source: expected the thing itself, found an alias of it, "*t"']);
});

test('lines are counted as they end: by line feed, by carriage return, by both', () => {
  const wrong = SMALL_DOMAINS.replace('atLeast: 0.8', 'atLeast: 8');
  const expected = ['14 templates.T-REPO.established.atLeast: expected a number from 0 to 1, found 8'];
  expect([wrong, wrong.replaceAll('\n', '\r\n'), wrong.replaceAll('\n', '\r')].map(faultsOf)).toEqual([
    expected,
    expected,
    expected,
  ]);
});

test('as many faults as a file of the largest size can hold are found in a moment', () => {
  const keys = Array.from({ length: 60_000 }, (_, at) => `key${at}: 1`).join('\n');
  expect(faultsOf(`kind: domains\n${keys}\n`)).toHaveLength(60_000 + 9);
});

test('what is found is quoted and cut, keys of strange letters too', () => {
  const text = SMALL_DOMAINS.replace('id: ours', `id: "${'x'.repeat(5000)}!"\n"a\\nb": 1`);
  expect(faultsOf(text)).toEqual([
    `2 id: expected an id of lower-case words joined by dots and hyphens, found "${'x'.repeat(60)}…"`,
    '3 "a\\nb": expected one of the keys kind, id, version, title, source, parameters, templates, headline, dominantThreats, domains, activities, found "a\\nb"; nearest: id',
  ]);
});
