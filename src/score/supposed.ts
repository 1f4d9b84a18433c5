import type { ReportEvidence } from '../core/report.ts';
import type { World } from './answers.ts';
import { assumedRecord } from './assumed-record.ts';
import { ofSignal, type Rated, type SignalRecords } from './records.ts';

/** Something that would be there: a signal on a subject (`scope:id`) at a rank; at rank 0 nothing speaks against it any more. */
export type Supposed = { readonly signal: string; readonly subject: string; readonly rank: number };

/** The world with that in place of what was seen of those signals on those subjects. */
export function supposing(world: World, supposed: readonly Supposed[]): World {
  const changed = new Map<string, SignalRecords>();
  for (const [signal, own] of Map.groupBy(supposed, each => each.signal)) {
    const subjects = new Set(own.map(each => each.subject));
    const kept = (world.records.get(signal)?.all ?? []).filter(
      ({ evidence: { subject } }) => !subjects.has(`${subject.scope}:${subject.id}`),
    );
    const added = own.filter(each => each.rank > 0).flatMap(each => ratedAs(world, each) ?? []);
    changed.set(signal, ofSignal([...kept, ...added]));
  }
  return {
    ...world,
    records: {
      get: signal => changed.get(signal) ?? world.records.get(signal),
      of: use => changed.get(use.signal) ?? world.records.of(use),
    },
    memo: new WeakMap(),
  };
}

/** As `--what-if` puts it: `SIGNAL=TIER@SUBJECT`. */
export function whatIfText({ signal, subject, rank }: Supposed): string {
  const id = subject.slice(subject.indexOf(':') + 1);
  return `${signal}=${rank === 0 ? 'no' : `E${rank}`}${subject.startsWith('organisation:') ? '' : `@${id}`}`;
}

/** Undefined for a signal that the catalogue does not have. */
function ratedAs({ input }: World, { signal, subject, rank }: Supposed): Rated | undefined {
  const known = input.signals.get(signal);
  if (known === undefined) return undefined;
  const at = subject.indexOf(':');
  // Subjects are written as `scope:id`, and ranks are those of tiers.
  const evidence = assumedRecord(known, `E${rank}` as ReportEvidence['tier'], input.today, {
    id: `supposed ${signal} ${subject}`,
    subject: { scope: subject.slice(0, at) as ReportEvidence['subject']['scope'], id: subject.slice(at + 1) },
    polarity: 'supports',
    summary: '',
  });
  return {
    evidence,
    effective: {
      rank: rank as Rated['effective']['rank'],
      isEmergingOnly: false,
      doubt: 0,
      isStale: false,
      lowered: [],
    },
  };
}
