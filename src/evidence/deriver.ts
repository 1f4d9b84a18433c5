import type { Evidence } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';

/** Evidence before it has its id; what was rejected or nullified is left out when there is nothing. */
export type EvidenceDraft = Omit<Evidence, 'id' | 'rejected' | 'nullifiedBy'> &
  Partial<Pick<Evidence, 'rejected' | 'nullifiedBy'>>;

/**
 * Answers one signal of the catalogue. It knows no maturity model. A signal without a deriver is `not-supported`.
 *
 * `looks` says in words where it looked, for the report of an absence; it is empty when this input holds no such place,
 * and then an absence is unknown, not a `no`.
 */
export type Deriver = {
  readonly signal: string;
  readonly derive: (input: EvidenceInput) => readonly EvidenceDraft[];
  readonly looks: (input: EvidenceInput) => readonly string[];
};
