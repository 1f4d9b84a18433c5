import type { Report } from '../core/report.ts';
import { canonicalJson } from '../core/canonical-json.ts';

/** The report as programs read it (design §5). */
export function reportJson(report: Report): string {
  return canonicalJson(report);
}
