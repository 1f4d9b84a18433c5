/** The fields of DSOMM's files that become claims; the rest is left alone. */
import { z } from 'zod';

/**
 * Team progress, as version 4 of the DSOMM application exports it: for each activity (by UUID) and team the stages that were
 * reached, with their days. `progressDefinition` stands in `meta.yaml` and may be copied here where stages have own names.
 */
export const DsommProgress = z.object({
  progress: z.record(
    z.string(),
    z.record(z.string(), z.record(z.string(), z.string().nullable()).nullable()).nullable(),
  ),
  progressDefinition: z.record(z.string(), z.object({ score: z.union([z.string(), z.number()]) })).optional(),
});
export type DsommProgress = z.infer<typeof DsommProgress>;

/** One activity of `generated.yaml`, or of the files that it is generated from, up to version 3. */
export const DsommFilledActivity = z.object({
  uuid: z.string().optional(),
  isImplemented: z.boolean().nullish(),
  teamsImplemented: z.record(z.string(), z.union([z.boolean(), z.string(), z.null()])).nullish(),
  teamsEvidence: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  evidence: z.unknown().optional(),
});
export type DsommFilledActivity = z.infer<typeof DsommFilledActivity>;
