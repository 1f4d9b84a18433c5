import type { Missing } from '../core/assessment.ts';
import type { Activity } from '../../models/schema.ts';
import type { ItemState } from './answers.ts';
import type { Judged } from './conditions.ts';
import { byRiskAndName } from './order.ts';

/** The items on the wrong side of each condition that fails, and of each that could not be settled. */
export function missingOf(judged: Judged, activity: Activity): readonly Missing[] {
  if (judged.low) return [];
  const inside = judged.inside.flatMap(each => missingOf(each, activity));
  const counted = judged.counted;
  if (counted === undefined) return judged.inside.length > 0 ? inside : [{ what: judged.text, subjects: [] }];
  const isContradiction = 'contradicted' in judged.condition;
  const short = isContradiction ? counted.met : counted.missing;
  const entries: Missing[] = [];
  if (short.length > 0) entries.push({ what: judged.text, subjects: subjectsOf(short) });
  if (!isContradiction && counted.unknown.length > 0)
    entries.push({ what: `not known: ${activity.observable.otherwise}`, subjects: subjectsOf(counted.unknown) });
  return entries.length > 0 ? entries : [{ what: judged.text, subjects: [] }];
}

function subjectsOf(states: readonly ItemState[]): readonly string[] {
  return [...states].sort(byRiskAndName).map(state => state.item.label);
}
