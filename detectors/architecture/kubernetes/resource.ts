/** Kubernetes resources of a document, `List` items taken apart. */
import type { Location } from '../../../src/core/location.ts';
import type { DataDocument } from '../../../src/parse/data-file.ts';
import { isRecord, listOf, recordOf, textOf } from '../../governance/data-values.ts';
import type { Data } from '../../governance/data-values.ts';

export type Resource = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly annotations: Data;
  readonly labels: Data;
  readonly value: Data;
  readonly locate: (path: readonly (string | number)[]) => Location;
};

/** Empty for a document that is no resource (it has no `apiVersion` and `kind`). */
export function resourcesOf(document: DataDocument): readonly Resource[] {
  return read(document.value, [], document);
}

function read(value: unknown, keys: readonly (string | number)[], document: DataDocument): readonly Resource[] {
  if (!isRecord(value)) return [];
  const kind = textOf(value['kind']);
  const apiVersion = textOf(value['apiVersion']);
  if (kind === undefined || apiVersion === undefined) return [];
  // A list holds resources, never another list.
  if (kind.endsWith('List') && keys.length === 0 && Array.isArray(value['items'])) {
    return listOf(value['items']).flatMap((item, index) => read(item, ['items', index], document));
  }
  const metadata = recordOf(value['metadata']);
  return [
    {
      apiVersion,
      kind,
      name: textOf(metadata['name']) ?? '',
      annotations: recordOf(metadata['annotations']),
      labels: recordOf(metadata['labels']),
      value,
      locate: path => document.locate([...keys, ...path]),
    },
  ];
}
