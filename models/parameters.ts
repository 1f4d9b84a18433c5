/** Numbers that every model is scored with. Sources: scoring §D.5, §D.6, §D.8, §D.9, §D.12, §D.14. */
import { z } from 'zod';

const Share = z.number().min(0).max(1);
const Days = z.number().int().min(0);
const Ages = z.strictObject({ fresh: Days, ageing: Days });
const Weight = z.number().positive();

export const ScoringParameters = z.strictObject({
  weights: z.strictObject({
    risk: z.strictObject({ critical: Weight, high: Weight, medium: Weight, low: Weight }),
    /** The largest share of all weight that one component may have. */
    largestShare: Share,
    /** How often an operation counts that writes, is privileged or returns sensitive data. */
    grave: Weight,
  }),
  /** Share of API weight from which on a threat is dominant for the whole. */
  dominantThreat: Share,
  staleness: z.strictObject({ run: Ages, settings: Ages, window: Ages, document: Ages }),
  newEvidence: z.strictObject({ days: Days, repositories: z.number().int().min(2) }),
  likeness: z.strictObject({ similarity: Share, subjects: z.number().int().min(2) }),
  tail: z.strictObject({ critical: Share, unknown: Share }),
  borderline: Share,
  sensitivity: Share,
});
export type ScoringParameters = z.infer<typeof ScoringParameters>;
