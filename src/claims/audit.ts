/** Claims beside a report: each is supported, contradicted or neither. */
import { AUDIT_SCHEMA_VERSION } from '../core/audit.ts';
import type { Audit, AuditClaim, AuditRemark, AuditSubject, AuditVerdict, ClaimedLevel } from '../core/audit.ts';
import type { Report } from '../core/report.ts';
import { subjectName } from '../core/subject-name.ts';
import { observedOf } from './audit-subjects.ts';
import type { Observed } from './audit-subjects.ts';
import type { Claim, Claims } from './claim.ts';
import { monthsBefore } from './dates.ts';

export type AuditContext = {
  readonly toolVersion: string;
  /** What the file is called, and the SHA-256 of its bytes in hexadecimal. */
  readonly file: { readonly name: string; readonly sha256: string };
  /** Only the claims of this owner or team, as written; undefined: all. */
  readonly owner?: string | undefined;
};

/**
 * Compares every claim with the interval of the report: up to its low end it is supported, above its high end contradicted,
 * in between unverifiable. What the report calls not applicable, or does not hold at all, is unverifiable.
 */
export function auditClaims(claims: Claims, report: Report, context: AuditContext): Audit {
  const observed = observedOf(report);
  const day = report.generatedAt.slice(0, 10);
  const isAsked = (item: { readonly owner: string | null }) =>
    context.owner === undefined || item.owner === context.owner;
  const judged = claims.claims.filter(isAsked).map(claim => judge(claim, observed(claim.about), day));
  const ids = [...new Set(judged.map(({ about }) => about))].toSorted();
  return {
    schemaVersion: AUDIT_SCHEMA_VERSION,
    tool: { name: 'apiassay', version: context.toolVersion },
    claimsFile: {
      name: context.file.name,
      sha256: context.file.sha256,
      format: claims.format,
      ignoredColumns: claims.ignored,
      onlyOwner: context.owner ?? null,
    },
    report: {
      target: subjectName(report),
      commit: report.target.commit,
      generatedAt: report.generatedAt,
      digest: report.digest,
      complete: report.complete,
      incompleteBecause: report.incompleteBecause,
    },
    summary: summaryOf(judged),
    claims: judged,
    subjects: ids.flatMap(id => observed(id)?.subject ?? []),
    setAside: claims.setAside.filter(isAsked),
  };
}

/** Owners that claims and answers name, so that a person who asked for one that is not there can be told. */
export function ownersOf({ claims, setAside }: Claims): readonly string[] {
  return [...new Set([...claims, ...setAside].flatMap(({ owner }) => owner ?? []))].toSorted();
}

function judge(claim: Claim, observed: Observed | undefined, day: string): AuditClaim {
  if (!observed) {
    const remark = { code: 'not-in-report', text: 'the report holds nothing of this name' } as const;
    return { ...claim, verdict: 'unverifiable', remarks: [remark, ...agesOf(claim, day)] };
  }
  const { subject, isApplicable } = observed;
  if (!isApplicable) {
    const remark = { code: 'not-applicable', text: 'the report holds it for not applicable' } as const;
    return { ...claim, verdict: 'unverifiable', remarks: [remark, ...agesOf(claim, day)] };
  }
  const verdict = verdictOf(claim.claimed, subject);
  const remarks = [...(verdict === 'supported' ? supportRemarks(claim.claimed, subject) : []), ...agesOf(claim, day)];
  return { ...claim, verdict, remarks };
}

function verdictOf(claimed: ClaimedLevel, { low, high }: AuditSubject): AuditVerdict {
  if (rank(claimed) <= rank(low)) return 'supported';
  return rank(claimed) > rank(high) ? 'contradicted' : 'unverifiable';
}

/** Of an activity and a measure alike, from 0 to 1. */
function rank(level: ClaimedLevel): number {
  switch (level) {
    case 'non-existent':
      return 0;
    case 'emerging':
      return 0.5;
    case 'established':
      return 1;
    default:
      return level;
  }
}

function supportRemarks(claimed: ClaimedLevel, { low, supporting }: AuditSubject): readonly AuditRemark[] {
  const isNothing = rank(claimed) === 0;
  const isAttested = supporting.observed.length === 0 && supporting.attested.length > 0;
  const higher = `${isAttested ? 'attested' : 'observed'} higher: ${low}`;
  return [
    ...(rank(claimed) < rank(low) ? [{ code: 'observed-higher', text: higher } as const] : []),
    ...(isNothing ? [{ code: 'nothing-claimed', text: 'claims nothing that could be contradicted' } as const] : []),
    ...(isAttested && !isNothing ? [{ code: 'attested-only', text: 'attested, not observed' } as const] : []),
  ];
}

/** Documents older than this say nothing any more. Source: scoring §D.6, f.doc. */
const STALE_AFTER_MONTHS = 18;

function agesOf({ date, expires }: Claim, day: string): readonly AuditRemark[] {
  const isStale = date !== null && date < monthsBefore(day, STALE_AFTER_MONTHS);
  return [
    ...(expires !== null && expires < day
      ? [{ code: 'expired', text: `expired claim: it was to hold until ${expires}` } as const]
      : []),
    ...(isStale ? [{ code: 'stale', text: `stale claim: it is of ${date}, more than 18 months old` } as const] : []),
  ];
}

function summaryOf(claims: readonly AuditClaim[]): Audit['summary'] {
  const count = (verdict: AuditVerdict) => claims.filter(claim => claim.verdict === verdict).length;
  const remarked = (code: AuditRemark['code']) =>
    claims.filter(({ remarks }) => remarks.some(remark => remark.code === code)).length;
  return {
    claims: claims.length,
    supported: count('supported'),
    contradicted: count('contradicted'),
    unverifiable: count('unverifiable'),
    attestedOnly: remarked('attested-only'),
    nothingClaimed: remarked('nothing-claimed'),
  };
}
