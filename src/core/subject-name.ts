import type { Report } from './report.ts';

/** What a report is about, as a person says it: `acme`, or `team payments of acme`. */
export function subjectName({ target, view }: Pick<Report, 'target' | 'view'>): string {
  if (view === null) return target.name;
  return `${view.kind === 'api' ? 'API' : view.kind} ${view.name} of ${target.name}`;
}
