import type { Expr } from '../../../src/core/program.ts';

/** Whether a call is made on nothing in particular: on whatever `self` is. */
export function isBare(receiver: Expr | undefined): boolean {
  return receiver === undefined || receiver.kind === 'self';
}
