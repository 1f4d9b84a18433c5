/**
 * Self-assessments kept with the OWASP DevSecOps Maturity Model: team progress (4.x) and filled-in activities (to 3.x).
 *
 * Source: https://github.com/devsecopsmaturitymodel/DevSecOps-MaturityModel, src/app/model/types.ts and INSTALL.md.
 */
import type { z } from 'zod';
import type { AuditSetAside } from '../core/audit.ts';
import { dataFile } from '../parse/data-file.ts';
import type { DataDocument } from '../parse/data-file.ts';
import { CLAIM_CAPS, faulty, quoted, readOrFaulty } from './claim.ts';
import type { Claim, ClaimFault, Claims, ReadClaims } from './claim.ts';
import { dayOf } from './dates.ts';
import { DsommFilledActivity, DsommProgress } from './dsomm-schema.ts';
import { DEFAULT_STAGES, claimedBy, scoreOf, stagesOf } from './dsomm-score.ts';
import type { Stages } from './dsomm-score.ts';
import { nameKey } from './questions.ts';
import type { DsommActivity, Questions } from './questions.ts';

/** What reading adds to: claims, what was set aside, and faults, each in the order of the file. */
type Found = { readonly claims: Claim[]; readonly setAside: AuditSetAside[]; readonly faults: ClaimFault[] };

/** `name` is the file as faults of the parser call it; YAML and JSON are both read. */
export function readDsomm(name: string, text: string, questions: Questions): ReadClaims {
  const parsed = dataFile(name, 'product', text);
  if (parsed.kind === 'not-applicable') return faulty(1, 'the file is not YAML');
  if (parsed.kind === 'failed')
    return faulty(parsed.diagnostic.at.line, parsed.diagnostic.message.replace(/; the file was left out$/, ''));
  const found: Found = { claims: [], setAside: [], faults: [] };
  const progress = parsed.file.documents.filter(({ value }) => isRecord(value) && 'progress' in value);
  if (progress.length > 0) {
    const lines = parsed.file.text.split(/\r\n|\r|\n/);
    for (const document of progress) readProgress(document, lines, questions, found);
    return ended('dsomm-progress', found);
  }
  const filled = parsed.file.documents.flatMap(document =>
    filledActivities(document.value, []).map(path => ({ document, path })),
  );
  if (filled.length === 0)
    return faulty(
      1,
      'neither a table with the columns activity and level, nor team progress of DSOMM (progress: …), nor activities of DSOMM with teamsImplemented or isImplemented',
    );
  for (const { document, path } of filled) readFilled(document, path, questions, found);
  return ended('dsomm-activities', found);
}

function ended(format: Claims['format'], { claims, setAside, faults }: Found): ReadClaims {
  if (claims.length + setAside.length > CLAIM_CAPS.rows) return faulty(1, `more than ${CLAIM_CAPS.rows} answers`);
  return readOrFaulty({ format, claims, setAside, ignored: [] }, faults.slice(0, CLAIM_CAPS.faults));
}

function readProgress(
  document: DataDocument,
  lines: readonly string[],
  { dsomm }: Questions,
  { claims, setAside, faults }: Found,
): void {
  const lineOf = (...path: readonly string[]) => document.locate(path).line;
  // An export without any progress has the key and nothing below it.
  const value = isRecord(document.value) ? { ...document.value, progress: document.value['progress'] ?? {} } : {};
  const checked = DsommProgress.safeParse(value);
  if (!checked.success) {
    faults.push(...faultsOf(checked.error, document, []));
    return;
  }
  const definition = checked.data.progressDefinition;
  const stages = definition ? stagesOf(definition) : DEFAULT_STAGES;
  if (!stages) {
    faults.push({ line: lineOf('progressDefinition'), message: 'a score is neither a percentage nor from 0 to 1' });
    return;
  }
  for (const [uuid, teams] of Object.entries(checked.data.progress)) {
    const title = commentAfter(lines[lineOf('progress', uuid) - 1]);
    const activity = dsomm.byUuid.get(uuid) ?? dsomm.byName.get(nameKey(title ?? ''));
    for (const [team, reached] of Object.entries(teams ?? {})) {
      const best = furthest(reached ?? {}, stages);
      if (best.kind === 'unknown') {
        faults.push({ line: lineOf('progress', uuid, team, best.title), message: stageText(best.title, stages) });
        continue;
      }
      const line = lineOf('progress', uuid, team, ...(best.kind === 'reached' ? [best.title] : []));
      const name = activity?.name ?? title ?? uuid;
      if (best.kind === 'none') {
        setAside.push({ line, name, owner: team, written: '', why: activity ? 'no-answer' : 'not-mapped' });
        continue;
      }
      const date = best.date === null ? null : dayOf(best.date);
      if (date === undefined) {
        faults.push({ line, message: `date ${quoted(best.date ?? '')} is not of the form 2026-03-31` });
        continue;
      }
      const rest = { line, owner: team, written: best.title, date, note: null };
      if (!activity) setAside.push({ line, name, owner: team, written: best.title, why: 'not-mapped' });
      else claims.push(...claimsAbout(activity, best.score, rest));
    }
  }
}

type Furthest =
  | { readonly kind: 'reached'; readonly title: string; readonly score: number; readonly date: string | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly title: string };

/** The stage with the highest score; its day is since when. */
function furthest(reached: { readonly [title: string]: string | null }, stages: Stages): Furthest {
  let best: Furthest = { kind: 'none' };
  for (const [title, date] of Object.entries(reached)) {
    const score = scoreOf(title, stages);
    if (score === undefined) return { kind: 'unknown', title };
    if (best.kind !== 'reached' || score > best.score) best = { kind: 'reached', title, score, date };
  }
  return best;
}

function stageText(title: string, stages: Stages): string {
  return `stage ${quoted(title)} is not known; accepted: ${[...stages.keys()].join(', ')}; the file may define its own under progressDefinition, as meta.yaml does`;
}

/** The name that the export of the application writes behind a UUID. */
function commentAfter(line: string | undefined): string | undefined {
  return /^\s*[^\s#]+:\s+#(.*)$/.exec(line ?? '')?.[1]?.trim() || undefined;
}

/** Dimension, sub-dimension, activity; one more for files that wrap them. */
const MOST_LEVELS = 4;

/** Paths to the activities that somebody may have filled in. */
function filledActivities(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (!isRecord(value) || path.length > MOST_LEVELS) return [];
  if (path.length > 0 && ('teamsImplemented' in value || 'isImplemented' in value)) return [path];
  return Object.entries(value).flatMap(([key, item]) => filledActivities(item, [...path, key]));
}

function readFilled(
  document: DataDocument,
  path: readonly string[],
  { dsomm }: Questions,
  { claims, setAside, faults }: Found,
): void {
  const checked = DsommFilledActivity.safeParse(at(document.value, path));
  if (!checked.success) {
    faults.push(...faultsOf(checked.error, document, path));
    return;
  }
  const { data } = checked;
  const name = path.at(-1) ?? '';
  const activity = dsomm.byUuid.get(data.uuid ?? '') ?? dsomm.byName.get(nameKey(name));
  for (const { owner, answer, where } of answersOf(data)) {
    const { line } = document.locate([...path, ...where]);
    const written = String(answer ?? '');
    const score = answer === null ? undefined : scoreOf(answer, DEFAULT_STAGES);
    if (answer !== null && score === undefined) {
      faults.push({ line, message: `answer ${quoted(written)} is not known; accepted: true, false, a percentage` });
    } else if (!activity || score === undefined) {
      const why = activity ? 'no-answer' : 'not-mapped';
      setAside.push({ line, name: activity?.name ?? name, owner, written, why });
    } else {
      claims.push(...claimsAbout(activity, score, { line, owner, written, date: null, note: noteOf(data, owner) }));
    }
  }
}

type FilledAnswer = {
  readonly owner: string | null;
  readonly answer: boolean | string | null;
  readonly where: readonly string[];
};

/** Of teams where there are any. `isImplemented: false` is what an untouched file says of everything: it is no answer. */
function answersOf({ teamsImplemented, isImplemented }: DsommFilledActivity): readonly FilledAnswer[] {
  const teams = Object.entries(teamsImplemented ?? {});
  if (teams.length > 0) return teams.map(([owner, answer]) => ({ owner, answer, where: ['teamsImplemented', owner] }));
  return isImplemented === true ? [{ owner: null, answer: true, where: ['isImplemented'] }] : [];
}

function noteOf({ teamsEvidence, evidence }: DsommFilledActivity, owner: string | null): string | null {
  const own = owner === null ? evidence : (teamsEvidence?.[owner] ?? (isRecord(evidence) ? evidence[owner] : evidence));
  return typeof own === 'string' && own.trim() !== '' ? own.trim() : null;
}

/** One answer is about each activity of ours that DSOMM's is mapped to. */
function claimsAbout(
  { name, level, about }: DsommActivity,
  score: number,
  rest: Pick<Claim, 'line' | 'owner' | 'written' | 'date' | 'note'>,
): readonly Claim[] {
  const claimed = claimedBy(score, level);
  return about.map(id => ({ ...rest, about: id, claimed, expires: null, via: { model: 'dsomm', name, level } }));
}

function faultsOf(error: z.ZodError, document: DataDocument, base: readonly string[]): readonly ClaimFault[] {
  return error.issues.map(({ path, message }) => {
    const keys = [...base, ...path.map(String)];
    return { line: document.locate(keys).line, message: `${quoted(keys.at(-1) ?? 'the file')}: ${message}` };
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
