import type { Tristate } from './operation.ts';

/** Served, as far as anything shows it: a description alone serves nothing. */
export function isServed(operation: { readonly implemented: Tristate; readonly exposed: Tristate }): boolean {
  return operation.implemented !== 'no' || operation.exposed === 'yes';
}
