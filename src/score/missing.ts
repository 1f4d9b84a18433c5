import type { Missing } from '../core/assessment.ts';
import type { Activity } from '../../models/schema.ts';
import type { ItemState } from './answers.ts';
import type { Judged } from './conditions.ts';
import { byRiskAndName } from './order.ts';

/** So many items are listed by name; the proof unfolds to all of them. */
const LISTED = 100;

/** The items on the wrong side of each condition that fails, and of each that could not be settled. */
export function missingOf(judged: Judged, activity: Activity): readonly Missing[] {
  if (judged.low) return [];
  const inside = judged.inside.flatMap(each => missingOf(each, activity));
  const counted = judged.counted;
  if (counted === undefined) return judged.inside.length > 0 ? inside : [{ what: judged.text, subjects: [], more: 0 }];
  const isContradiction = 'contradicted' in judged.condition;
  const short = isContradiction ? counted.met : counted.missing;
  const entries: Missing[] = [];
  if (short.length > 0) entries.push({ what: judged.text, ...subjectsOf(short) });
  if (!isContradiction && counted.unknown.length > 0)
    entries.push({ what: `not known: ${activity.observable.otherwise}`, ...subjectsOf(counted.unknown) });
  return entries.length > 0 ? entries : [{ what: judged.text, subjects: [], more: 0 }];
}

function subjectsOf(states: readonly ItemState[]): Pick<Missing, 'subjects' | 'more'> {
  const subjects = [...states].sort(byRiskAndName).slice(0, LISTED);
  return { subjects: subjects.map(state => state.item.label), more: states.length - subjects.length };
}
