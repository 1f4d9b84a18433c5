import { z } from 'zod';

const optionalText = z.string().optional().catch(undefined);
const record = z.record(z.string(), z.unknown()).catch({});
/** A list where one item may stand alone. */
const texts = z.union([z.string().transform(one => [one]), z.array(z.string())]).catch([]);
/** A condition is text, or a bare `true` or `false`. */
const condition = z.union([z.string(), z.boolean()]).optional().catch(undefined);
const runDefaults = z
  .object({ run: z.object({ shell: optionalText, 'working-directory': optionalText }).catch({}) })
  .catch({ run: {} });

export const Step = z.object({
  if: condition,
  uses: optionalText,
  run: optionalText,
  shell: optionalText,
  'working-directory': optionalText,
  with: record,
  env: record,
  'continue-on-error': z.unknown().optional(),
});
export type Step = z.infer<typeof Step>;

export const Job = z.object({
  name: optionalText,
  if: condition,
  needs: texts.default([]),
  uses: optionalText,
  with: record.default({}),
  secrets: z.unknown().optional(),
  'continue-on-error': z.unknown().optional(),
  environment: z.unknown().optional(),
  env: record.default({}),
  'runs-on': z.unknown().optional(),
  defaults: runDefaults.default({ run: {} }),
  strategy: z.object({ matrix: z.unknown().optional() }).optional().catch(undefined),
  steps: z.array(z.unknown()).catch([]).default([]),
});
export type Job = z.infer<typeof Job>;

/** The fields of a workflow that become facts; the rest is left alone. */
export const Workflow = z.object({
  name: optionalText,
  on: z.unknown().optional(),
  env: record.default({}),
  defaults: runDefaults.default({ run: {} }),
  jobs: z.record(z.string(), z.unknown()),
});
export type Workflow = z.infer<typeof Workflow>;
