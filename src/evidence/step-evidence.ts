import type { Evidence, Subject } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { EvidenceDraft } from './deriver.ts';
import { CI_CONFIDENCE, gradeOf, stepFacts, stepSummary } from './pipelines/grade.ts';
import type { ResolvedStep } from './pipelines/resolve.ts';

/** Evidence that one step gives for a signal: graded, with what softens it and, in `rejected`, what was not believed. */
export function stepEvidence(
  signal: string,
  subject: Subject,
  step: ResolvedStep,
  input: EvidenceInput,
  rejected: Evidence['rejected'] = [],
): EvidenceDraft {
  const grade = gradeOf(step, input);
  return {
    signal,
    subject,
    polarity: 'supports',
    tier: grade.tier,
    plane: 'repo',
    confidence: CI_CONFIDENCE,
    summary: stepSummary(step, grade),
    facts: stepFacts(step),
    ...(grade.nullifiedBy.length > 0 ? { nullifiedBy: grade.nullifiedBy } : {}),
    ...(rejected.length > 0 ? { rejected } : {}),
  };
}
