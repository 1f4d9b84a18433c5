/** What the summary of a report says: phrases, each with the id under which `explain` unfolds it. */
import type {
  Report,
  ReportActivity,
  ReportDomain,
  ReportDomains,
  ReportEvidence,
  ReportStages,
} from '../core/report.ts';
import { subjectName } from '../core/subject-name.ts';
import { restsOnDocuments } from './attested.ts';
import { rollUpOf, viewPhrase, type RollUp } from './roll-up.ts';
import {
  AUTH_STATUSES,
  STATES,
  countText,
  gradeText,
  openWritesOf,
  operationName,
  planeText,
  plural,
  servedOf,
} from './words.ts';

/** A piece of the summary; `about` is what to give to `explain`. */
export type Phrase = { readonly text: string; readonly about: string };

export type DomainLine = {
  readonly title: string;
  /** One cell an activity, the best first. */
  readonly cells: readonly Cell[];
  readonly grade: Phrase;
  readonly fact: Phrase | undefined;
};

export type Cell = 'established' | 'emerging' | 'non-existent' | 'not-known';

export type NextStep = { readonly step: Phrase; readonly gain: string; readonly touches: string };

export type ModelLines = {
  readonly title: string;
  readonly domains: readonly DomainLine[];
  readonly overall: Phrase;
};

export type Summary = {
  readonly title: readonly Phrase[];
  /** What must be known before a verdict is read: the result is partial, or nothing was read. */
  readonly warnings: readonly Phrase[];
  /** The report is about a part of its target. */
  readonly view: Phrase | undefined;
  readonly domains: readonly DomainLine[];
  readonly overall: Phrase | undefined;
  /** Further models of domains, as they were given. */
  readonly further: readonly ModelLines[];
  readonly stages: { readonly name: string; readonly phrases: readonly Phrase[] } | undefined;
  /** Of an organisation. */
  readonly rollUp: RollUp | undefined;
  readonly auth: readonly Phrase[];
  readonly openWrites: { readonly count: Phrase; readonly worst: readonly Phrase[] } | undefined;
  readonly steps: readonly NextStep[];
  readonly notSeen: readonly Phrase[];
};

const WORST_SHOWN = 2;
const STEPS_SHOWN = 5;

export function summaryOf(report: Report): Summary {
  const [domains, ...further] = report.assessments.filter(
    (assessment): assessment is ReportDomains => assessment.kind === 'domains',
  );
  const stages = report.assessments.find((assessment): assessment is ReportStages => assessment.kind === 'stages');
  return {
    title: titleOf(report),
    warnings: warningsOf(report),
    view: viewPhrase(report),
    domains: domainLinesOf(report, domains?.domains ?? []),
    overall: domains && overallOf(domains),
    further: further.map(model => ({
      title: model.title,
      domains: domainLinesOf(report, model.domains),
      overall: overallOf(model),
    })),
    stages: stages && {
      name: `${stages.model.slice(0, 1).toUpperCase()}${stages.model.slice(1)}`,
      phrases: stagePhrases(stages),
    },
    rollUp: rollUpOf(report),
    auth: authPhrases(report),
    openWrites: openWrites(report),
    steps: nextSteps(report),
    notSeen: notSeen(report),
  };
}

function overallOf({ level, interval, model }: ReportDomains): Phrase {
  return { text: gradeText({ level, ...interval }), about: model };
}

function warningsOf({ assumptions, incompleteBecause, coverage, evidence }: Report): readonly Phrase[] {
  const partial = [
    ...assumptions.map(text => ({ text: `assumed, not seen: ${text}`, about: 'signals' })),
    ...incompleteBecause.map(text => ({ text: `incomplete: ${text}`, about: 'files' })),
  ];
  return coverage.files.read === 0 && evidence.length === 0
    ? [...partial, { text: 'no file was read: there is nothing to judge', about: 'files' }]
    : partial;
}

function titleOf(report: Report): readonly Phrase[] {
  const { target, components, apis, endpoints, coverage } = report;
  const commit = target.commit === null ? '' : ` @ ${target.commit.slice(0, 7)}`;
  const repositories =
    target.kind === 'organisation'
      ? [{ text: plural(coverage.repositories.length, 'repository', 'repositories'), about: 'repositories' }]
      : [];
  return [
    { text: `${subjectName(report)}${commit}`, about: 'files' },
    ...repositories,
    { text: plural(components.length, 'component'), about: 'components' },
    { text: plural(apis.length, 'API'), about: 'apis' },
    { text: plural(endpoints.length, 'operation'), about: 'operations' },
  ];
}

function domainLinesOf(report: Report, domains: readonly ReportDomain[]): readonly DomainLine[] {
  const said = new Set<string>();
  return domains.map(domain => {
    const fact = domainFact(report, domain, said);
    if (fact) said.add(fact.about);
    return {
      title: domain.title,
      cells: domain.activities.map(cellOf).toSorted((a, b) => CELLS.indexOf(a) - CELLS.indexOf(b)),
      grade: {
        text: `${gradeText(domain)}${domain.isBorderline ? ', borderline' : ''}${restsOnDocuments(report, domain) ? ', attested' : ''}`,
        about: domain.id,
      },
      fact,
    };
  });
}

const CELLS: readonly Cell[] = ['established', 'emerging', 'non-existent', 'not-known'];

function cellOf({ level }: ReportActivity): Cell {
  return level === 'established' || level === 'emerging' || level === 'non-existent' ? level : 'not-known';
}

/**
 * The one fact worth a line beside a level: for the inventory, what is amiss in it; where nothing was seen, why not; else
 * what speaks against, what was seen and does not count, the best that was found, or a gate that fails. What stands
 * beside an earlier domain is not said again while there is something else to say.
 */
function domainFact(report: Report, domain: ReportDomain, said: ReadonlySet<string>): Phrase | undefined {
  const amiss = domain.id === 'inventory' ? statesPhrase(report) : undefined;
  if (amiss) return amiss;
  const unseen = mostFrequent(
    domain.activities.flatMap(activity =>
      activity.notObserved.map(({ why }) => ({ text: firstSentence(why), about: activity.id })),
    ),
  );
  if (unseen && (domain.level === 'not-observed' || domain.level === 'not-observable')) return unseen;
  const gate = domain.gates.find(({ holds }) => holds === 'no');
  const phrases = [
    strongest(report, domain, { polarity: 'contradicts', side: 'evidence' }, said),
    strongest(report, domain, { polarity: 'supports', side: 'notCounted' }, said),
    strongest(report, domain, { polarity: 'supports', side: 'evidence' }, said),
    gate && { text: firstSentence(gate.text), about: domain.id },
    unseen,
  ].filter(phrase => phrase !== undefined);
  return phrases[0];
}

/** The first sentence of a text, without its full stop: what fits a line. `explain` shows the rest. */
function firstSentence(text: string): string {
  const end = text.search(/[.;] (?=\p{L})/u);
  return (end < 0 ? text : text.slice(0, end)).replace(/\.$/, '');
}

function statesPhrase(report: Report): Phrase | undefined {
  const counts = STATES.filter(state => state !== 'matched')
    .map(state => ({ state, count: report.endpoints.filter(endpoint => endpoint.state === state).length }))
    .filter(({ count }) => count > 0);
  if (counts.length === 0) return undefined;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return {
    text: `${counts.map(({ state, count }) => `${countText(count)} ${state}`).join(', ')} ${total === 1 ? 'operation' : 'operations'}`,
    about: 'operations',
  };
}

type Side = { readonly polarity: ReportEvidence['polarity']; readonly side: 'evidence' | 'notCounted' };

/**
 * The first of the strongest pieces of evidence of one side, with how many there are like it. Evidence is sorted, so the
 * choice is the same every time.
 */
function strongest(
  report: Report,
  domain: ReportDomain,
  { polarity, side }: Side,
  said: ReadonlySet<string>,
): Phrase | undefined {
  const ids = new Set(domain.activities.flatMap(activity => activity[side]));
  const all = report.evidence.filter(item => ids.has(item.id) && item.polarity === polarity && item.facts.length > 0);
  const [best] = all
    .filter(item => !said.has(item.id) && !said.has(item.signal))
    .toSorted((a, b) => (a.tier < b.tier ? 1 : a.tier > b.tier ? -1 : 0));
  if (!best) return undefined;
  const alike = all.filter(({ signal }) => signal === best.signal).length;
  const text = firstSentence(best.summary);
  if (alike === 1) return { text, about: best.id };
  const shared = best.subject.scope === 'operation' ? withoutOperation(report, best.subject.id, text) : undefined;
  return shared === undefined
    ? { text: `${text} (and ${countText(alike - 1)} more)`, about: best.signal }
    : { text: `${plural(alike, 'operation')}${shared}`, about: best.signal };
}

/** What is said of one operation, without its name and its own reason: what it shares with those like it. */
function withoutOperation(report: Report, id: string, text: string): string | undefined {
  const endpoint = report.endpoints.find(candidate => candidate.id === id);
  const name = endpoint && operationName(endpoint);
  if (name === undefined || !text.startsWith(name)) return undefined;
  const [shared = ''] = text.slice(name.length).replace(/^:/, '').split(/: |\n/);
  const phrase = shared.trim();
  const verb = /^(?:is|answers|reads|demands|shows|allows)(?= )/.exec(phrase)?.[0];
  if (verb === undefined) return phrase === '' ? undefined : `: ${phrase}`;
  return ` ${verb === 'is' ? 'are' : verb.slice(0, -1)}${phrase.slice(verb.length)}`;
}

function mostFrequent(phrases: readonly Phrase[]): Phrase | undefined {
  const count = (phrase: Phrase) => phrases.filter(({ text }) => text === phrase.text).length;
  return phrases.toSorted((a, b) => count(b) - count(a))[0];
}

function stagePhrases({ model, level, interval, nextStage, barometer }: ReportStages): readonly Phrase[] {
  const range = interval.low === interval.high ? '' : ` (${interval.low} .. ${interval.high})`;
  const next = nextStage && {
    text: `${nextStage.satisfied} of ${nextStage.of} practices of stage ${nextStage.stage}`,
    about: `stage${nextStage.stage}`,
  };
  return [
    { text: `stage ${level} of 5${range}`, about: model },
    ...(next ? [next] : []),
    { text: adoptionText(level, barometer), about: model },
  ];
}

function adoptionText(practices: number, adoption: number): string {
  const ahead = Math.abs(adoption - practices);
  const stages = `${ahead === 1 ? 'one stage' : `${ahead} stages`}`;
  if (ahead === 0) return 'adoption and security are level';
  return adoption > practices ? `adoption is ${stages} ahead of security` : `security is ${stages} ahead of adoption`;
}

function authPhrases(report: Report): readonly Phrase[] {
  const served = servedOf(report);
  return AUTH_STATUSES.map(status => ({
    text: `${countText(served.filter(endpoint => endpoint.auth.status === status).length)} ${status}`,
    about: `auth:${status}`,
  }));
}

function openWrites(report: Report): Summary['openWrites'] {
  const open = openWritesOf(report);
  if (open.length === 0) return undefined;
  const verb = open.length === 1 ? 'answers' : 'answer';
  return {
    count: { text: `${plural(open.length, 'write')} ${verb} without credentials`, about: 'auth:writes' },
    worst: open.slice(0, WORST_SHOWN).map(endpoint => ({ text: operationName(endpoint), about: endpoint.id })),
  };
}

/** Steps of all models, by what they move for the work they cost; a step that moves two models is told once. */
function nextSteps(report: Report): readonly NextStep[] {
  const steps = report.assessments.flatMap(assessment => assessment.roadmap).toSorted((a, b) => b.value - a.value);
  const seen = new Set<string>();
  const distinct = steps.filter(({ step }) => !seen.has(step) && seen.add(step));
  return distinct.slice(0, STEPS_SHOWN).map(({ step, gain, touches, more, about }) => ({
    step: { text: firstSentence(step), about },
    gain,
    touches: touchesText(step, touches, more),
  }));
}

/** Where a step is taken, unless its sentence has said so. */
function touchesText(step: string, touches: readonly string[], more: number): string {
  const [only = '', ...others] = touches;
  if (others.length > 0) return plural(touches.length + more, 'place');
  return step.includes(only) ? '' : only;
}

function notSeen(report: Report): readonly Phrase[] {
  const { files, languagesNotRead, repositories } = report.coverage;
  const planes = [...new Set(report.visibility.filter(row => row.readable !== 'yes').map(row => row.plane))];
  const failedRepositories = repositories.filter(({ status }) => status === 'failed' || status === 'invisible').length;
  const withoutDetector = report.signals.filter(({ status }) => status === 'not-supported').length;
  return [
    ...planes.map(plane => ({ text: planePhrase(report, plane), about: 'visibility' })),
    ...languagesNotRead.map(({ language, files: count }) => ({
      text: `${language} (${plural(count, 'file')}: not read yet, nothing is claimed about them)`,
      about: 'files',
    })),
    ...(failedRepositories > 0
      ? [
          {
            text: `${plural(failedRepositories, 'repository', 'repositories')} that could not be read`,
            about: 'repositories',
          },
        ]
      : []),
    ...(withoutDetector > 0
      ? [
          {
            text: `${withoutDetector} of ${plural(report.signals.length, 'signal')} (no detector yet)`,
            about: 'signals',
          },
        ]
      : []),
    { text: `${plural(files.read, 'file')} read, ${countText(files.failed.length)} not`, about: 'files' },
  ];
}

function planePhrase(report: Report, plane: Report['visibility'][number]['plane']): string {
  const rows = report.visibility.filter(row => row.plane === plane && row.readable !== 'yes');
  const why = rows.every(row => row.readable === 'not-given')
    ? 'not given'
    : (rows.find(row => row.readable === 'no')?.why ?? 'not readable');
  return `${planeText(plane)} (${why})`;
}
