/** Services and routes of a Kong configuration, with their places in the document. */
import { isRecord, textOf } from '../../governance/data-values.ts';
import type { Data } from '../../governance/data-values.ts';

export type Keys = readonly (string | number)[];

export type KongService = {
  readonly name: string;
  readonly keys: Keys;
  readonly value: Data;
  /** Host behind it as the file writes it. */
  readonly host: string;
  /** Path put before every request, without trailing slash; undefined when the tree does not tell it. */
  readonly path: string | undefined;
};

export type KongRoute = {
  readonly name: string;
  readonly keys: Keys;
  readonly value: Data;
  readonly service: KongService | undefined;
};

/** The name in `service: { name: x }`, or in `service: x` of older files. */
export function referenceOf(value: unknown): string | undefined {
  return textOf(isRecord(value) ? (value['name'] ?? value['id'] ?? value['username']) : value);
}
