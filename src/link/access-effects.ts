import type { AccessEffect, GuardEffect } from '../core/facts/program.ts';

/** What an access rule is as a guard: who lets everybody pass guards nothing, and who refuses everybody refuses strangers. */
export const GUARD_OF_ACCESS: Readonly<Record<AccessEffect, GuardEffect>> = {
  open: 'none',
  required: 'required',
  optional: 'optional',
  denied: 'required',
  unknown: 'unknown',
};
