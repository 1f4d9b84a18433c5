/** The words in which a report's values are said, the same in every format. */
import { isPublicByNature } from '../core/public-operations.ts';
import type { Report, ReportDomain, ReportEndpoint, ReportPlace } from '../core/report.ts';

export type Verdict = ReportDomain['level'];

export function verdictText(verdict: Verdict): string {
  return VERDICTS[verdict];
}

const VERDICTS: { readonly [V in Verdict]: string } = {
  'non-existent': 'non-existent',
  emerging: 'emerging',
  established: 'established',
  'insufficient-evidence': 'insufficient evidence',
  'not-observed': 'not observed',
  'not-observable': 'not observable',
  'not-applicable': 'not applicable',
};

type Graded = { readonly level: Verdict; readonly low: string; readonly high: string };

/**
 * The level with its interval: `emerging`, `emerging .. established`, `emerging (non-existent .. established)`.
 * Where there is no level and everything is possible, the interval would say nothing and is left out.
 */
export function gradeText({ level, low, high }: Graded): string {
  if (low === high && low === level) return verdictText(level);
  if (level === low && isLevel(level)) return `${low} .. ${high}`;
  if (!isLevel(level) && ((low === 'non-existent' && high === 'established') || low === high))
    return verdictText(level);
  return low === high ? `${verdictText(level)} (${low})` : `${verdictText(level)} (${low} .. ${high})`;
}

function isLevel(verdict: Verdict): boolean {
  return verdict === 'non-existent' || verdict === 'emerging' || verdict === 'established';
}

/** What a plane is called where a person reads it. */
export function planeText(plane: Report['visibility'][number]['plane']): string {
  return PLANES[plane];
}

const PLANES: { readonly [P in Report['visibility'][number]['plane']]: string } = {
  repo: 'source',
  ci: 'pipeline run history',
  host: 'hosting settings',
  gwx: 'gateway state',
  run: 'traffic',
  att: 'attested documents',
};

/** States in the order in which a person wants to hear of them. */
export const STATES: readonly ReportEndpoint['state'][] = [
  'shadow',
  'zombie',
  'drifted',
  'orphan',
  'phantom',
  'unresolved',
  'matched',
];

export const AUTH_STATUSES: readonly ReportEndpoint['auth']['status'][] = ['required', 'none', 'optional', 'unknown'];

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'MUTATION', 'ANY']);
const RISKS: readonly ReportEndpoint['risk'][] = ['critical', 'high', 'medium', 'low'];

/** What something answers to: everything but operations that are only described. */
export function servedOf(report: Report): readonly ReportEndpoint[] {
  return report.endpoints.filter(endpoint => endpoint.state !== 'phantom');
}

/** Writes that answer without credentials, the riskiest first; without those that must (signing in, health, webhooks …). */
export function openWritesOf(report: Report): readonly ReportEndpoint[] {
  return servedOf(report)
    .filter(endpoint => endpoint.auth.status === 'none' && WRITES.has(endpoint.method) && !isPublicByNature(endpoint))
    .toSorted((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk));
}

export function operationName(endpoint: Pick<ReportEndpoint, 'method' | 'path'>): string {
  return `${endpoint.method} ${endpoint.path}`;
}

/** `file:line`, the form that terminals and editors open. */
export function placeText(place: ReportPlace): string {
  return `${place.file}:${place.line}`;
}

/** `1,204`: grouped without a locale, so that every machine writes the same. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 operation`, `12 operations`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
