import type { Activity, Condition, DomainModel } from '../../models/schema.ts';

/** The rule of an activity: its own conditions where it states them, else those of its template. */
export function ruleOf(
  activity: Activity,
  model: DomainModel,
): { readonly emerging: Condition; readonly established: Condition; readonly name: string } {
  const { rule } = activity;
  const template = model.templates[rule.template];
  // The loader has checked that the template exists; without one, nothing could ever be reached.
  const never: Condition = { share: 'E5', of: 'all', distinct: 1, atLeast: 1 };
  const own = rule.emerging !== undefined || rule.established !== undefined ? ', own thresholds' : '';
  const mode = rule.mode === 'control' ? '' : `, ${rule.mode}`;
  return {
    emerging: rule.emerging ?? template?.emerging ?? never,
    established: rule.established ?? template?.established ?? never,
    name: `${rule.template}${own}${mode}`,
  };
}
