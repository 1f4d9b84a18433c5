/** What a self-assessment says, before anything is compared with it. */
import type { AuditClaim, AuditSetAside } from '../core/audit.ts';

/** One answer about one activity or measure of ours. */
export type Claim = Pick<
  AuditClaim,
  'line' | 'about' | 'claimed' | 'written' | 'owner' | 'date' | 'expires' | 'note' | 'via'
>;

export type ClaimsFormat = 'csv' | 'dsomm-progress' | 'dsomm-activities';

export type Claims = {
  readonly format: ClaimsFormat;
  /** In the order of the file. */
  readonly claims: readonly Claim[];
  /** What was answered and cannot be compared: shown, never dropped. */
  readonly setAside: readonly AuditSetAside[];
  /** Names of columns that were not read. */
  readonly ignored: readonly string[];
};

/** One thing wrong with a file of claims; lines count from 1. */
export type ClaimFault = { readonly line: number; readonly message: string };

/** A file is read whole or not at all: half a self-assessment would be another one. */
export type ReadClaims =
  | ({ readonly kind: 'read' } & Claims)
  | { readonly kind: 'faulty'; readonly faults: readonly [ClaimFault, ...ClaimFault[]] };

export const CLAIM_CAPS = {
  bytes: 5 * 1024 * 1024,
  rows: 100_000,
  recordCharacters: 128 * 1024,
  /** After so many a person mends the pattern, not the line. */
  faults: 100,
} as const;

export function faulty(line: number, message: string): Extract<ReadClaims, { kind: 'faulty' }> {
  return { kind: 'faulty', faults: [{ line, message }] };
}

/** The claims, or the faults where there are any; a file in which nothing is answered is at fault too. */
export function readOrFaulty(claims: Claims, faults: readonly ClaimFault[]): ReadClaims {
  const [first, ...others] = faults.toSorted((a, b) => a.line - b.line);
  if (first) return { kind: 'faulty', faults: [first, ...others] };
  if (claims.claims.length === 0 && claims.setAside.length === 0) return faulty(1, 'the file holds no claim');
  return { kind: 'read', ...claims };
}

/** Text of the file as a fault quotes it: short enough that the fault stays one readable line. */
export function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
