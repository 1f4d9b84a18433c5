import type { EvidenceInput } from '../core/inventory.ts';

/** Components that serve an API by code or description. What only a gateway knows has no component in the tree. */
export function servingComponents({ inventory }: EvidenceInput): ReadonlySet<string> {
  return new Set(
    inventory.operations
      .filter(({ sources }) => sources.some(({ kind }) => kind === 'code' || kind === 'description'))
      .map(({ component }) => component),
  );
}
