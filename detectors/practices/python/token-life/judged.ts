import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { secondsOf } from './lives.ts';

export type Judged = Pick<PracticeFact, 'standing' | 'what'>;

export const NEVER: Judged = { standing: 'unsound', what: 'tokens are issued that never expire' };

/** Access tokens live for an hour at most; of refresh tokens a longer life is the point. */
const HOUR = 3_600;

export function ofLife(file: ProgramFile, life: Expr, inside: readonly FunctionNode[], isRefresh: boolean): Judged {
  const seconds = secondsOf(file, life, inside);
  if (seconds === undefined) return { standing: 'partial', what: 'tokens expire after a time that is configured' };
  if (isRefresh) return { standing: 'sound', what: 'refresh tokens expire' };
  if (seconds <= HOUR) return { standing: 'sound', what: 'tokens expire within an hour' };
  return { standing: 'partial', what: `tokens expire after ${Math.round(seconds / HOUR)} hours` };
}
