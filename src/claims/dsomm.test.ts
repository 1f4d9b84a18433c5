import { describe, expect, test } from 'vitest';
import { QUESTIONS } from '../../tests/support/questions.ts';
import type { ReadClaims } from './claim.ts';
import { readClaims } from './read-claims.ts';

function read(text: string, name = 'team-progress.yaml'): ReadClaims {
  return readClaims(name, text, QUESTIONS);
}

/** `line about claimed owner date`, then what was set aside or is wrong. */
function said(text: string, name?: string): readonly string[] {
  const result = read(text, name);
  if (result.kind === 'faulty') return result.faults.map(({ line, message }) => `${line} fault: ${message}`);
  return [
    ...result.claims.map(({ line, about, claimed, owner, date }) =>
      [line, about, claimed, owner ?? '-', date ?? '-'].join(' '),
    ),
    ...result.setAside.map(({ line, name: title, owner, why }) => `${line} ${title} ${owner ?? '-'}: ${why}`),
  ];
}

const LOAD_TESTS = 'ab5725aa-4d53-47b9-96df-c14b3fa93bcd';
const COMPONENTS = '2a44b708-734f-4463-b0cb-86dc46344b2f';

describe('team progress', () => {
  test('the furthest stage is claimed since its day', () => {
    expect(
      read(`progress:
  ${LOAD_TESTS}:  # Load tests
    'Team A':
      'Started': 2025-11-03
      'Fully implemented': 2026-04-20
      'Partly implemented': 2026-01-12
`),
    ).toEqual({
      kind: 'read',
      format: 'dsomm-progress',
      claims: [
        {
          line: 5,
          about: 'testing.rate-limits',
          claimed: 'established',
          written: 'Fully implemented',
          owner: 'Team A',
          date: '2026-04-20',
          expires: null,
          note: null,
          via: { model: 'dsomm', name: 'Load tests', level: 4 },
        },
      ],
      setAside: [],
      ignored: [],
    });
  });

  test.each([
    ['Not implemented', 'non-existent'],
    ['Started', 'emerging'],
    ['Partly implemented', 'emerging'],
    ['fully implemented', 'established'],
    ['30%', 'emerging'],
    ['100 %', 'established'],
  ])('%s of an activity of level 4 claims %s', (stage, claimed) => {
    expect(said(`progress:\n  ${LOAD_TESTS}:\n    A:\n      '${stage}': 2026-01-01\n`)).toEqual([
      `4 testing.rate-limits ${claimed} A 2026-01-01`,
    ]);
  });

  test('an activity of level 1 is the basic form of a practice; it claims of each that it is mapped to', () => {
    expect(said(`progress:\n  ${COMPONENTS}:\n    A: {Fully implemented: 2026-01-01}\n`)).toEqual([
      '3 inventory.source-discovery emerging A 2026-01-01',
      '3 inventory.central-register emerging A 2026-01-01',
    ]);
  });

  test('what is mapped to nothing, or has no stage, is set aside', () => {
    expect(
      said(`progress:
  066084c6-1135-4635-9cc5-9e75c7c5459f:  # Version control
    A: {Started: 2026-01-01}
  11111111-2222-3333-4444-555555555555:
    A: {Started: 2026-01-01}
  ${LOAD_TESTS}:
    A: {}
    B:
`),
    ).toEqual([
      '3 Version control A: not-mapped',
      '5 11111111-2222-3333-4444-555555555555 A: not-mapped',
      '7 Load tests A: no-answer',
      '8 Load tests B: no-answer',
    ]);
  });

  test('a file may define its stages', () => {
    const stages =
      "progressDefinition:\n  Open: {score: 0%, definition: x}\n  Half: {score: 0.5}\n  Done: {score: '100%'}\n";
    expect(
      said(`${stages}progress:\n  ${LOAD_TESTS}:\n    A: {Half: 2026-01-01}\n    B: {Done: 2026-01-02}\n`),
    ).toEqual(['7 testing.rate-limits emerging A 2026-01-01', '8 testing.rate-limits established B 2026-01-02']);
    expect(said(`progressDefinition:\n  Open: {score: most}\nprogress: {}\n`)).toEqual([
      '1 fault: a score is neither a percentage nor from 0 to 1',
    ]);
  });

  test.each([
    [
      'a stage that nobody defined',
      `progress:\n  ${LOAD_TESTS}:\n    A:\n      Done: 2026-01-01\n`,
      [
        '4 fault: stage "Done" is not known; accepted: not implemented, started, partly implemented, fully implemented; the file may define its own under progressDefinition, as meta.yaml does',
      ],
    ],
    [
      'a day that is none',
      `progress:\n  ${LOAD_TESTS}:\n    A:\n      Started: 1.2.2026\n`,
      ['4 fault: date "1.2.2026" is not of the form 2026-03-31'],
    ],
    ['an export without progress', 'progress:\n', ['1 fault: the file holds no claim']],
    [
      'a list in place of teams',
      `progress:\n  ${LOAD_TESTS}: [A]\n`,
      [`2 fault: "${LOAD_TESTS}": Invalid input: expected record, received array`],
    ],
    ['a key that stands twice', 'progress:\n  a: {}\n  a: {}\n', ['3 fault: mapping key repeated']],
    ['text that is no YAML', 'progress: [', [expect.stringMatching(/^\d+ fault: /)]],
  ])('a file is refused for %s', (_what, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('filled-in activities', () => {
  test('teams answer with yes or no, and their evidence is the note', () => {
    expect(
      read(
        `---
meta:
  version: 3.9.0
---
Test and Verification:
  Dynamic depth for applications:
    Load tests:
      uuid: ${LOAD_TESTS}
      level: 4
      implementation:
        - uuid: ${COMPONENTS}
          name: k6
      isImplemented: false
      teamsImplemented:
        Default: false
        B: true
      teamsEvidence:
        B: |
          Nightly run
`,
        'generated.yaml',
      ),
    ).toEqual({
      kind: 'read',
      format: 'dsomm-activities',
      claims: [
        {
          line: 15,
          about: 'testing.rate-limits',
          claimed: 'non-existent',
          written: 'false',
          owner: 'Default',
          date: null,
          expires: null,
          note: null,
          via: { model: 'dsomm', name: 'Load tests', level: 4 },
        },
        {
          line: 16,
          about: 'testing.rate-limits',
          claimed: 'established',
          written: 'true',
          owner: 'B',
          date: null,
          expires: null,
          note: 'Nightly run',
          via: { model: 'dsomm', name: 'Load tests', level: 4 },
        },
      ],
      setAside: [],
      ignored: [],
    });
  });

  test('a name does where there is no UUID, and an untouched activity says nothing', () => {
    expect(
      said(`D:
  S:
    load  Tests: {isImplemented: true}
    Alerting: {isImplemented: false, evidence: ''}
    Version control: {isImplemented: true}
    PII logging concept: {teamsImplemented: {A: }}
`),
    ).toEqual([
      '3 testing.rate-limits established - -',
      '5 Version control -: not-mapped',
      '6 PII logging concept A: no-answer',
    ]);
  });

  test.each([
    [
      'an answer that nobody agreed on',
      'D:\n  S:\n    Load tests:\n      teamsImplemented: {A: perhaps}\n',
      ['4 fault: answer "perhaps" is not known; accepted: true, false, a percentage'],
    ],
    [
      'a template that nobody filled in',
      'D:\n  S:\n    Load tests: {isImplemented: false}\n',
      ['1 fault: the file holds no claim'],
    ],
    ['evidence alone', 'evidence:\n  a: []\n', [expect.stringContaining('1 fault: neither a table')]],
  ])('a file is refused for %s', (_what, text, expected) => {
    expect(said(text, 'generated.yaml')).toEqual(expected);
  });
});

describe('hostile files', () => {
  test('aliases that multiply are refused', () => {
    const rows = Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`);
    expect(said(`a0: &a0 [x]\n${rows.join('\n')}\nprogress: *a12\n`)).toEqual([
      expect.stringMatching(/fault: .*alias/),
    ]);
  });

  test('nesting without end is refused', () => {
    expect(said(`progress: ${'['.repeat(100_000)}`)).toEqual([expect.stringContaining('levels deep')]);
  });

  test('names of the prototype are UUIDs and teams like any other', () => {
    expect(said('progress:\n  constructor:\n    toString: {Started: 2026-01-01}\n')).toEqual([
      '3 constructor toString: not-mapped',
    ]);
  });

  test('a comment of blanks takes no longer than its text', () => {
    expect(said(`progress:\n  a: #${' '.repeat(1_000_000)}x\n    A: {Started: 2026-01-01}\n`)).toEqual([
      '3 x A: not-mapped',
    ]);
  });

  test('a file beyond the cap is not read', () => {
    expect(said(`# ${'x'.repeat(5 * 1024 * 1024)}\n`)).toEqual(['1 fault: the file is larger than 5 MiB']);
  });
});

test.each([
  ['answers.csv', 'id,level\ntesting.rate-limits,yes\n', 'csv'],
  ['answers.TSV', 'id\tlevel\ntesting.rate-limits\tyes\n', 'csv'],
  ['stdin', 'id;level\ntesting.rate-limits;yes\n', 'csv'],
  ['stdin', `progress: {${LOAD_TESTS}: {A: {Started: 2026-01-01}}}\n`, 'dsomm-progress'],
  ['generated.yml', 'D: {S: {Load tests: {isImplemented: true}}}\n', 'dsomm-activities'],
  ['progress.json', `{"progress": {"${LOAD_TESTS}": {"A": {"Started": "2026-01-01"}}}}`, 'dsomm-progress'],
])('%s is known for what it is', (name, text, format) => {
  expect(read(text, name)).toMatchObject({ kind: 'read', format });
});
