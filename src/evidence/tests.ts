/** Evidence from tests: which operation is tested in which respect, and how the tests run. */
import type { Evidence, Tier } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { TestAspect } from '../core/facts/test.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { compareLocations, placeOf } from '../core/location.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { linksIn } from './tests-link.ts';
import type { Link } from './tests-link.ts';
import { gradeOfFile } from './tests-reach.ts';

export { linkTests } from './tests-link.ts';

/** Places shown for one operation and aspect. */
const SHOWN = 5;

/** Test files that were read; empty where there are none, so that absence stays unknown. */
function looks(input: EvidenceInput): readonly string[] {
  return [
    ...new Set(
      [...factsOf(input.facts, 'test-assertion'), ...factsOf(input.facts, 'test-theatre')].map(fact => fact.at.file),
    ),
  ].toSorted();
}

type AspectRule = {
  readonly aspects: readonly TestAspect[];
  readonly words: string;
  /** Aspects that prove the signal only in part: configured at best. */
  readonly weak?: readonly TestAspect[];
};

const RULES: ReadonlyMap<string, AspectRule> = new Map<string, AspectRule>([
  ['test.authn-negative', { aspects: ['authn-negative'], words: 'a call without a valid credential is refused' }],
  [
    'test.authz-negative',
    { aspects: ['authz-role', 'authz-object'], words: 'another role or another user is refused' },
  ],
  // Whether the schema is closed is not known here: an open one lets additional data through.
  [
    'test.response-exposure',
    {
      aspects: ['response-exposure', 'schema-conformance'],
      weak: ['schema-conformance'],
      words: 'nothing more than intended is returned',
    },
  ],
  ['test.invalid-input', { aspects: ['invalid-input'], words: 'malformed input is refused' }],
  ['test.rate-limit', { aspects: ['rate-limit'], words: 'too many requests are throttled' }],
  ['test.abuse-case', { aspects: ['abuse-case'], words: 'an abuse case is refused' }],
]);

const UNGUARDED = { rule: 'A.4', why: 'the operation asks for no credential: it is refused for another reason' };

/** Aspects of one operation: the tests that count in one record, those that prove nothing in another that is nullified. */
function aspectDeriver(signal: string, { aspects, words, weak = [] }: AspectRule): Deriver {
  return {
    signal,
    looks,
    derive: input =>
      [
        ...byOperation(linksIn(input).filter(link => link.fact.aspects.some(aspect => aspects.includes(aspect)))),
      ].flatMap(links => {
        const isWeak = links.every(link =>
          link.fact.aspects.every(aspect => !aspects.includes(aspect) || weak.includes(aspect)),
        );
        const isDisputed = links.every(link => !link.aspects.some(aspect => aspects.includes(aspect)));
        return recordsOf(signal, links, words, input)
          .map(draft =>
            isWeak && draft.tier > 'E2'
              ? {
                  ...draft,
                  tier: 'E2' as const,
                  summary: `${draft.summary} Whether its schema is closed is not known.`,
                }
              : draft,
          )
          .map(draft => (isDisputed ? { ...draft, rejected: [...(draft.rejected ?? []), UNGUARDED] } : draft));
      }),
  };
}

function byOperation(links: readonly Link[]): readonly (readonly Link[])[] {
  const groups = Map.groupBy(links, link => link.operation.id);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group.toSorted((a, b) => compareLocations(a.fact.at, b.fact.at)));
}

function recordsOf(
  signal: string,
  links: readonly Link[],
  words: string,
  input: EvidenceInput,
): readonly EvidenceDraft[] {
  const counted = links.filter(link => link.theatre === undefined && link.fact.target !== 'mock');
  const void_ = links.filter(link => !counted.includes(link));
  return [
    ...(counted.length > 0 ? [countedRecord(signal, counted, words, input)] : []),
    ...(void_.length > 0 ? [voidRecord(signal, void_, words)] : []),
  ];
}

function countedRecord(signal: string, links: readonly Link[], words: string, input: EvidenceInput): EvidenceDraft {
  const runs = runOf(links, input);
  return {
    signal,
    subject: subjectOf(links),
    polarity: 'supports',
    tier: runs.tier,
    plane: 'repo',
    confidence: links.some(link => link.fact.target === 'real') ? 0.85 : 0.65,
    summary: `${nameOf(links)}: ${links.length === 1 ? 'a test asserts' : `${links.length} tests assert`} that ${words}${runs.words}.`,
    facts: factsFor(links),
    ...(runs.nullifiedBy.length > 0 ? { nullifiedBy: runs.nullifiedBy } : {}),
  };
}

function voidRecord(signal: string, links: readonly Link[], words: string): EvidenceDraft {
  return {
    signal,
    subject: subjectOf(links),
    polarity: 'supports',
    tier: 'E2',
    plane: 'repo',
    confidence: 0.85,
    summary: `${nameOf(links)}: tests that ${words} are there, and prove nothing.`,
    facts: factsFor(links),
    nullifiedBy: links
      .slice(0, SHOWN)
      .map(link => ({ kind: 'existence', why: theatreWords(link), at: link.theatre?.at ?? link.fact.at })),
    rejected: [...new Set(links.map(theatreWords))].map(why => ({ rule: 'G13', why })),
  };
}

function theatreWords({ theatre }: Link): string {
  switch (theatre?.why) {
    case 'skipped':
      return 'the test is skipped';
    case 'may-be-skipped':
      return 'a condition decides whether the test runs';
    case 'inverted':
      return 'the test passes when its assertion fails';
    case 'swallowed':
      return 'the test passes whatever the answer is: its assertions are caught or not reached';
    case 'no-assertion':
      return 'the test asserts nothing';
    case 'tautology':
      return 'the test asserts what is always true';
    case 'guard-mocked':
      return `the guard is replaced in the test (${theatre.what ?? ''})`;
    case 'mock-target':
    case undefined:
      return 'the test answers itself: the API is mocked';
  }
}

/** How the tests run: by themselves E2, in a pipeline as strong as its step. */
function runOf(
  links: readonly Link[],
  input: EvidenceInput,
): { readonly tier: Tier; readonly words: string; readonly nullifiedBy: Evidence['nullifiedBy'] } {
  const graded = [...new Set(links.map(link => link.fact.at.file))].flatMap(file => gradeOfFile(file, input) ?? []);
  const best = graded.toSorted((a, b) => (a.grade.tier < b.grade.tier ? 1 : a.grade.tier > b.grade.tier ? -1 : 0))[0];
  if (!best) return { tier: 'E2', words: '; no pipeline that is read runs it', nullifiedBy: [] };
  const { step, grade } = best;
  return {
    tier: grade.tier,
    words: `, run by ${step.tool} in ${step.pipeline}${grade.why === '' ? '' : ` (${grade.why})`}`,
    nullifiedBy: grade.nullifiedBy,
  };
}

function subjectOf(links: readonly Link[]): Evidence['subject'] {
  return { scope: 'operation', id: links[0]?.operation.id ?? '' };
}

function nameOf(links: readonly Link[]): string {
  const operation = links[0]?.operation;
  return operation ? `${operation.method} ${operation.path}` : '';
}

function factsFor(links: readonly Link[]): EvidenceDraft['facts'] {
  return links.slice(0, SHOWN).map(({ fact }) => ({
    at: fact.at,
    excerpt: fact.excerpt,
    what: `test "${fact.test}" asserts ${fact.statuses.join(' or ') || 'the answer'}`,
  }));
}

const statusCodes: Deriver = {
  signal: 'test.status-codes',
  looks,
  derive: input =>
    byOperation(linksIn(input).filter(link => link.fact.statuses.length > 0)).flatMap(links => {
      const counted = links.filter(link => link.theatre === undefined && link.fact.target !== 'mock');
      const statuses = new Set(counted.flatMap(link => link.fact.statuses));
      const succeeds = [...statuses].some(status => status < 400);
      const fails = [...statuses].some(status => status >= 400);
      return recordsOf('test.status-codes', links, 'status codes are as meant', input).map(draft =>
        draft.nullifiedBy?.some(one => one.kind === 'existence') || (succeeds && fails)
          ? draft
          : fails
            ? // A failure code is what the levels count; without the success beside it, it is no more than a test file.
              {
                ...draft,
                tier: draft.tier > 'E2' ? 'E2' : draft.tier,
                summary: `${draft.summary}; only failure is asserted`,
              }
            : {
                ...draft,
                rejected: [{ rule: 'A.4', why: 'only success is asserted' }],
              },
      );
    }),
};

const coverage: Deriver = {
  signal: 'test.op-coverage',
  looks,
  derive: input =>
    byOperation(linksIn(input).filter(link => link.theatre === undefined && link.fact.target !== 'mock')).map(
      links => ({
        signal: 'test.op-coverage',
        subject: subjectOf(links),
        polarity: 'supports',
        tier: 'E3',
        plane: 'repo',
        confidence: links.some(link => link.fact.target === 'real') ? 0.85 : 0.65,
        summary: `${nameOf(links)} is called by ${links.length === 1 ? 'a test' : `${links.length} requests of tests`}.`,
        facts: factsFor(links),
      }),
    ),
};

const theatre: Deriver = {
  signal: 'test.theatre',
  looks,
  derive: input =>
    byOperation(linksIn(input).filter(isTheatre)).map(links => ({
      signal: 'test.theatre',
      subject: subjectOf(links),
      polarity: 'contradicts',
      tier: 'E3',
      plane: 'repo',
      confidence: 0.85,
      summary: `${nameOf(links)}: ${[...new Set(links.map(theatreWords))].join('; ')} (${links
        .slice(0, SHOWN)
        .map(link => placeOf(link.fact.at))
        .join(', ')}).`,
      facts: factsFor(links),
    })),
};

/** A test that a condition may skip is not counted, and yet no theatre: nobody can tell. */
function isTheatre({ theatre: mark, fact }: Link): boolean {
  return fact.target === 'mock' || (mark !== undefined && mark.why !== 'may-be-skipped');
}

export const testDerivers: readonly Deriver[] = [
  ...[...RULES].map(([signal, rule]) => aspectDeriver(signal, rule)),
  statusCodes,
  coverage,
  theatre,
];
