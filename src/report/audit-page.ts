/** What an audit says, in the order in which a person wants to hear of it; the formats only set it. Nothing is escaped here. */
import type { Audit, AuditCitation, AuditClaim, AuditSetAside, AuditSubject, AuditVerdict } from '../core/audit.ts';
import { isPlane } from './explain/model.ts';
import { countText, placeText, planeText, plural } from './words.ts';

export type AuditPage = {
  readonly title: string;
  readonly summary: string;
  /** What must be known before anything below is believed. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly sections: readonly AuditSection[];
  readonly setAside: readonly { readonly title: string; readonly items: readonly string[] }[];
};

export type AuditSection = {
  readonly verdict: AuditVerdict;
  readonly title: string;
  readonly entries: readonly AuditEntry[];
};

/** One claim: its sentence, then what belongs to it, a list under each label. */
export type AuditEntry = { readonly head: string; readonly fields: readonly AuditField[] };
export type AuditField = { readonly label: string; readonly items: readonly string[] };

/** `explainBy` is what `explain` needs besides an id to see the same: a target, or `--report FILE`. */
export function auditPage(audit: Audit, explainBy: string): AuditPage {
  const { claimsFile, report, summary } = audit;
  const commit = report.commit === null ? '' : `, commit ${report.commit.slice(0, 7)}`;
  const owner = claimsFile.onlyOwner === null ? '' : `, claims of ${claimsFile.onlyOwner} only`;
  return {
    title: `Audit of ${claimsFile.name} against ${report.target}, ${report.generatedAt.slice(0, 10)}${commit}${owner}`,
    summary: `${plural(summary.claims, 'claim')}: ${countText(summary.supported)} supported, ${countText(summary.contradicted)} contradicted, ${countText(summary.unverifiable)} unverifiable`,
    warnings: report.complete ? [] : [`The report is incomplete: ${report.incompleteBecause.join('; ')}`],
    notes: notesOf(audit),
    sections: sectionsOf(audit, explainBy),
    setAside: SET_ASIDE.flatMap(({ why, title }) => {
      const items = audit.setAside.filter(item => item.why === why).map(setAsideText);
      return items.length === 0 ? [] : [{ title, items }];
    }),
  };
}

function notesOf({ summary, claimsFile, setAside }: Audit): readonly string[] {
  const { attestedOnly, nothingClaimed } = summary;
  return [
    ...(attestedOnly === 0 ? [] : [`supported by documents alone, attested and not observed: ${attestedOnly}`]),
    ...(nothingClaimed === 0
      ? []
      : [`supported, as nothing was claimed that could be contradicted: ${nothingClaimed}`]),
    ...(setAside.length === 0 ? [] : [`${plural(setAside.length, 'answer')} not compared, listed below`]),
    ...(claimsFile.format === 'csv' ? [] : ['DSOMM activities are compared with the activities they are mapped to']),
    ...(claimsFile.ignoredColumns.length === 0 ? [] : [`columns not read: ${claimsFile.ignoredColumns.join(', ')}`]),
  ];
}

const SECTIONS: readonly Pick<AuditSection, 'verdict' | 'title'>[] = [
  { verdict: 'contradicted', title: 'Contradicted' },
  { verdict: 'unverifiable', title: 'Unverifiable' },
  { verdict: 'supported', title: 'Supported' },
];

function sectionsOf(audit: Audit, explainBy: string): readonly AuditSection[] {
  const subjects = new Map(audit.subjects.map(subject => [subject.id, subject]));
  return SECTIONS.flatMap(({ verdict, title }) => {
    // Several owners may claim the same: what was seen of it is said once in a section.
    const saidAt = new Map<string, number>();
    const entries = audit.claims
      .filter(claim => claim.verdict === verdict)
      .map(claim => {
        const earlier = saidAt.get(claim.about);
        if (earlier === undefined) saidAt.set(claim.about, claim.line);
        return entryOf(claim, subjects.get(claim.about), { earlier, explainBy });
      });
    return entries.length === 0 ? [] : [{ verdict, title, entries }];
  });
}

type EntryContext = { readonly earlier: number | undefined; readonly explainBy: string };

function entryOf(claim: AuditClaim, subject: AuditSubject | undefined, context: EntryContext): AuditEntry {
  const observed = subject ? `, ${observedText(subject)}` : '';
  const owner = claim.owner === null ? '' : `, by ${claim.owner}`;
  return {
    head: `line ${claim.line}: ${claim.about}, claimed ${claim.claimed}${observed}${owner}`,
    fields: [
      field('answers', claim.via ? [`DSOMM: ${claim.via.name} (level ${claim.via.level}): ${claim.written}`] : []),
      field(
        'remark',
        claim.remarks.map(({ text }) => text),
      ),
      field('note', noteLines(claim.note)),
      ...(subject ? observedFields(claim, subject, context) : []),
    ].filter(({ items }) => items.length > 0),
  };
}

function field(label: string, items: readonly string[]): AuditField {
  return { label, items };
}

/** The beginning of a note: whoever wants a page of it has the file. */
function noteLines(note: string | null): readonly string[] {
  const lines = (note ?? '').split('\n').filter(line => line.trim() !== '');
  const begun = lines
    .slice(0, NOTE_LINES)
    .map(line => (line.length > NOTE_WIDTH ? `${line.slice(0, NOTE_WIDTH)}…` : line));
  return lines.length > NOTE_LINES
    ? [...begun, `and ${plural(lines.length - NOTE_LINES, 'line')} more in the file`]
    : begun;
}

const NOTE_LINES = 5;
const NOTE_WIDTH = 400;

/** What documents alone say is never called observed. */
function isAttested({ supporting }: AuditSubject): boolean {
  return supporting.observed.length === 0 && supporting.attested.length > 0;
}

const NOT_APPLICABLE = 'not-applicable';

/** `observed emerging .. established`, `attested emerging`, `insufficient evidence (non-existent .. emerging)`. */
function observedText(subject: AuditSubject): string {
  const { level, low, high } = subject;
  if (level === NOT_APPLICABLE) return 'not applicable';
  const interval = low === high ? String(low) : `${low} .. ${high}`;
  const isLevel = level === String(low) || level === String(high);
  const shownAs = isLevel ? interval : `${level.replaceAll('-', ' ')} (${interval})`;
  if (isAttested(subject)) return `attested ${shownAs}`;
  return isLevel ? `observed ${shownAs}` : shownAs;
}

function observedFields(claim: AuditClaim, subject: AuditSubject, context: EntryContext): readonly AuditField[] {
  if (context.earlier !== undefined) return [field('evidence', [`as for line ${context.earlier}`])];
  const more = `apiassay explain ${subject.id} ${context.explainBy}`;
  const cited = (citations: readonly AuditCitation[], most = SHOWN) => shown(citations.map(citationText), most, more);
  switch (claim.verdict) {
    case 'contradicted':
      return [
        field('asks', [subject.title]),
        field('rule', [subject.rule]),
        field('against it', cited(subject.opposing)),
        field('observed', cited(subject.supporting.observed, BRIEF)),
        field('attested, not observed', cited(subject.supporting.attested, BRIEF)),
        field('not counted', cited(subject.notCounted)),
        field('missing', shown(subject.missing.map(missingText), SHOWN, more)),
        field('not seen', unseen(subject)),
      ];
    case 'unverifiable':
      return [
        field('asks', [subject.title]),
        field('rule', [subject.rule]),
        field('observed', cited(subject.supporting.observed)),
        field('attested, not observed', cited(subject.supporting.attested)),
        field('to settle it', subject.level === NOT_APPLICABLE ? [] : settling(subject, more)),
      ];
    case 'supported':
      return [
        field('observed', cited(subject.supporting.observed, BRIEF)),
        field('attested, not observed', cited(subject.supporting.attested, BRIEF)),
        field('against it', cited(subject.opposing, BRIEF)),
      ];
  }
}

const SHOWN = 3;
const BRIEF = 1;

function shown(items: readonly string[], most: number, more: string): readonly string[] {
  return items.length <= most ? items : [...items.slice(0, most), `and ${items.length - most} more: ${more}`];
}

function citationText({ id, tier, summary, places, because }: AuditCitation): string {
  const where = places.slice(0, SHOWN).map(placeText);
  const rest = places.length > SHOWN ? ` and ${places.length - SHOWN} more places` : '';
  const why = because.map(({ rule, why: text, at }) => `${rule}: ${text}${at ? ` (${placeText(at)})` : ''}`);
  return [
    `${tier} ${summary} (${id})`,
    ...(where.length > 0 ? [`at ${where.join(', ')}${rest}`] : []),
    ...(why.length > 0 ? [`because ${why.join('; ')}`] : []),
  ].join(' · ');
}

function missingText({ what, subjects }: AuditSubject['missing'][number]): string {
  const names = subjects.slice(0, SHOWN).map(({ name, at }) => (at ? `${name} (${placeText(at)})` : name));
  const rest = subjects.length > SHOWN ? ` and ${subjects.length - SHOWN} more` : '';
  return names.length === 0 ? what : `${what}: ${names.join(', ')}${rest}`;
}

/** What could not be looked at, and so could not speak for the claim. */
function unseen({ notObserved, notSupported }: AuditSubject): readonly string[] {
  return [
    ...notObserved.map(({ plane, why }) => `${isPlane(plane) ? planeText(plane) : plane}: ${why}`),
    ...(notSupported.length === 0 ? [] : [`no detector yet for ${notSupported.join(', ')}`]),
  ];
}

function settling(subject: AuditSubject, more: string): readonly string[] {
  const items = [...unseen(subject), ...shown(subject.missing.map(missingText), SHOWN, more)];
  return items.length > 0 ? items : [`what its rule counts and could not be decided: ${more}`];
}

const SET_ASIDE: readonly { readonly why: AuditSetAside['why']; readonly title: string }[] = [
  { why: 'not-mapped', title: 'Not mapped to an activity of the models' },
  { why: 'no-answer', title: 'Not answered' },
  { why: 'not-applicable', title: 'Answered as not applicable' },
];

function setAsideText({ line, name, owner, written }: AuditSetAside): string {
  return `line ${line}: ${name}${written === '' ? '' : `, ${written}`}${owner === null ? '' : `, by ${owner}`}`;
}
