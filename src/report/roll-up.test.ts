import { describe, expect, test } from 'vitest';
import { described, sampleAssessments, sampleParts, sampleReport, zapRuns } from '../../tests/support/sample-report.ts';
import type { Assessment } from '../core/assessment.ts';
import type { Report } from '../core/report.ts';
import { reportState, sealReport } from './build-report.ts';
import { explain } from './explain/explain.ts';
import { reportMarkdown } from './markdown.ts';
import { rollUpOf, viewPhrase } from './roll-up.ts';
import { terminalSummary } from './terminal.ts';

const parts = sampleParts();
const wide = { columns: 100, isColoured: false };

const matrix: Extract<Assessment, { kind: 'stages' }>['matrix'] = [
  {
    api: 'api-shop',
    passes: 'unknown',
    threats: ['payment'],
    risks: [
      { id: 'API1', applies: 'yes', mustHold: true, mitigated: 'yes', why: 'every object is checked' },
      { id: 'API4', applies: 'unknown', mustHold: false, mitigated: 'no', why: 'no limit was seen' },
      { id: 'API7', applies: 'no', mustHold: false, mitigated: 'no', why: 'nothing is fetched' },
      { id: 'API8', applies: 'yes', mustHold: true, mitigated: 'no', why: 'errors leak' },
    ],
  },
];

const state = reportState({
  ...parts,
  target: { ...parts.target, kind: 'organisation', name: 'acme' },
  coverage: {
    ...parts.coverage,
    repositories: [
      { name: 'acme/shop', status: 'scanned', why: null, commit: null },
      { name: 'acme/dark', status: 'failed', why: 'no access', commit: null },
      { name: 'acme/old', status: 'excluded', why: 'archived', commit: null },
    ],
  },
});
const assessments = sampleAssessments.map(each => ({
  ...each,
  assessment: each.assessment.kind === 'stages' ? { ...each.assessment, matrix } : each.assessment,
}));
const organisation = sealReport(state, assessments);
const view = sealReport(
  {
    ...state,
    view: {
      kind: 'team',
      name: 'shelves',
      inherited: [zapRuns.id],
      limits: [{ evidence: described.id, most: 0, why: 'G15: the same text stands for 60 subjects' }],
      whole: { apis: 41, repositories: 2, scanned: 1, excluded: 1 },
    },
  },
  assessments,
);

function textOf(report: Report, id: string): string {
  const explanation = explain(report, id);
  if (explanation.kind !== 'found') throw new Error(`explain ${id}: ${JSON.stringify(explanation)}`);
  return explanation.text;
}

describe('the summary of an organisation', () => {
  test('says what of it was scanned, and for how much of its external weight a level is true', () => {
    expect(rollUpOf(organisation)).toEqual({
      scanned: { text: '1 of 3 repositories (33 %, 1 left out)', about: 'repositories' },
      external: [{ text: 'Inventory 85 % (30 % established, 15 % not known)', about: 'distribution' }],
    });
    expect(terminalSummary(organisation, wide)).toContain(`
  Scanned  1 of 3 repositories (33 %, 1 left out)
           emerging or better by external weight: Inventory 85 % (30 % established, 15 % not known)
`);
    expect(reportMarkdown(organisation)).toContain(`
**Scanned:** 1 of 3 repositories (33 %, 1 left out)

**Emerging or better by external weight:** Inventory 85 % (30 % established, 15 % not known)
`);
  });

  test('is not that of one repository', () => {
    expect(rollUpOf(sampleReport())).toBeUndefined();
  });
});

describe('the summary of a part', () => {
  test('names it, and says how much of the whole it is and what it inherits', () => {
    expect(viewPhrase(view)?.text).toBe(
      '1 of 41 APIs of acme; 1 of 2 pieces of evidence inherited from the organisation or from shared repositories, not its own',
    );
    const [title = ''] = terminalSummary(view, wide).split('\n');
    expect(title).toContain('team shelves of acme');
    expect(reportMarkdown(view)).toContain('# API security maturity of team shelves of acme');
  });

  test('keeps the scanned share of the whole', () => {
    expect(rollUpOf(view)?.scanned.text).toBe('1 of 3 repositories (33 %, 1 left out)');
  });

  test('marks inherited evidence wherever it is listed', () => {
    expect(textOf(view, zapRuns.id)).toContain('inherited it is about more than this part');
    expect(textOf(view, zapRuns.signal)).toContain(', inherited)');
    expect(textOf(organisation, zapRuns.signal)).not.toContain('inherited');
  });
});

test.each([
  ['scanned', rollUpOf(organisation)?.scanned],
  ['external', rollUpOf(organisation)?.external[0]],
])('every figure of %s unfolds', (_name, phrase) => {
  for (const figure of phrase?.text.match(/\d+/g) ?? [])
    expect(textOf(organisation, phrase?.about ?? '')).toContain(figure);
});

test('every figure of the part unfolds', () => {
  for (const figure of viewPhrase(view)?.text.match(/\d+/g) ?? []) expect(textOf(view, 'inherited')).toContain(figure);
});

test('explain inherited', () => {
  expect(textOf(organisation, 'inherited')).toBe('inherited · nothing: the report is about the whole of its target\n');
});

test('explain distribution', () => {
  expect(textOf(organisation, 'distribution')).toMatchInlineSnapshot(`
    "distribution · for how much of the weight of APIs a level is true
      note      each API is judged on its own; what was not read is weight of which nothing is known
                what could not be seen to be internal counts as external

      Inventory · emerging .. established together
        by                      weight  emerging or better  established  emerging  non-existent  not known
        all                     100 %   75 %                25 %         50 %      5 %           20 %
        exposure  external      80 %    85 %                30 %         55 %      0 %           15 %
        team      shelves       80 %    85 %                30 %         55 %      0 %           15 %
        team      (none known)  20 %    30 %                0 %          30 %      25 %          45 %
    "
  `);
});

test('explain teams', () => {
  expect(textOf(organisation, 'teams')).toMatchInlineSnapshot(`
    "teams · 0 teams of 1 API
      note      the team of an API is its owner, or the one owner of the other APIs of its repository
                per cent of its weight: established/emerging/non-existent/not known
                each API is judged on its own; what was not read is weight of which nothing is known

      each
        team          APIs   weight  Inventory   Testing  Protection
        (none known)  1 API  20 %    0/30/25/45
    "
  `);
});

test('explain matrix', () => {
  expect(textOf(organisation, 'matrix')).toMatchInlineSnapshot(`
    "matrix · which risks each API mitigates
      note      ? is not known, n-a does not apply; apiassay explain matrix:API gives the reasons

      Salt API security maturity model: 0 of 1 API pass
        API   API1  API4  API7  API8  passes
        Shop  yes   ?     n-a   no    ?
    "
  `);
});

test('explain matrix:API, by title and by id', () => {
  expect(textOf(organisation, 'matrix:Shop')).toMatchInlineSnapshot(`
    "Shop · Salt API security maturity model · passes: ?
      id        api-shop
      threats   payment

      risks: mitigated, whether it must be, why
        API1  yes  must be  every object is checked
        API4  ?             whether it applies is not known; no limit was seen
        API7  n-a           it does not apply; nothing is fetched
        API8  no   must be  errors leak
    "
  `);
  expect(textOf(organisation, 'matrix:api-shop')).toBe(textOf(organisation, 'matrix:Shop'));
  expect(explain(organisation, 'matrix:Shpo').kind).toBe('unknown');
});

test('explain of a domain shows its arithmetic', () => {
  expect(textOf(organisation, 'testing').split('\n  gates')[0]).toMatchInlineSnapshot(`
    "Testing · non-existent
      rule      no gate of emerging holds
      firm      thresholds 0.1 stricter: emerging
                thresholds 0.1 looser: emerging

      arithmetic: an activity weighs 1, and 2 where its threat dominates
        known        1 of 1 that apply = 100 %  50 % needed  reached
        emerging     1 of 1 known = 100 %       40 % needed  reached
        established  0 of 1 that apply = 0 %    70 % needed  not reached

      counts twice
        inventory.accuracy  payment dominates 60 % of API weight

      activities
        testing.release-gating  non-existent  T-API: 1 of 1 APIs at tier E1 or better

      next steps
        Make the job dast required on main  (Testing → emerging; testing.release-gating)
            .github/workflows/zap.yml:31
            branch rule of main
    "
  `);
});
