import type { FactBody } from '../../../src/core/fact.ts';
import type { ArtefactFact } from '../../../src/core/facts/artefact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { listOf, recordOf, textOf } from '../data-values.ts';
import { likenessField } from '../likeness-field.ts';
import { isPlaceholderOwner } from '../placeholder.ts';

type Catalogue = NonNullable<Extract<ArtefactFact, { artefact: 'catalog-entry' }>['catalogue']>;
type Seen = {
  readonly catalogue: Catalogue;
  readonly keys: readonly (string | number)[];
  readonly name: string;
  readonly type?: string | undefined;
  readonly owner?: string | undefined;
  readonly lifecycle?: string | undefined;
  readonly riskClass?: string | undefined;
  readonly description?: string | undefined;
};

export const serviceCatalogue = defineDetector({
  id: 'service-catalogue',
  title: 'Service descriptors of OpsLevel, Cortex, Port and Datadog',
  kind: 'governance',
  docs: 'https://docs.opslevel.com/docs/opslevel-yml',
  reads: 'data',
  files: [
    '**/{opslevel,cortex,port,service.datadog,entity.datadog}.{yml,yaml}',
    '**/.cortex/catalog/*.{yml,yaml}',
    '**/.port/**/*.{yml,yaml}',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['What the catalogue itself holds beyond the descriptor is not in the tree.'],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const seen = read(file.path, recordOf(document.value));
      if (!seen) return [];
      const { owner, type, lifecycle, riskClass } = seen;
      return [
        {
          kind: 'artefact',
          artefact: 'catalog-entry',
          at: document.locate(seen.keys),
          entry: 'Component',
          name: seen.name,
          ...(type === undefined ? {} : { type }),
          ...(owner === undefined ? {} : { owner }),
          ...(lifecycle === undefined ? {} : { lifecycle }),
          ...(riskClass === undefined ? {} : { riskClass }),
          catalogue: seen.catalogue,
          ...likenessField(seen.description ?? '', [seen.name]),
          ...(owner !== undefined && isPlaceholderOwner(owner)
            ? { rejected: [{ rule: 'G16', why: `the owner ${owner} is a placeholder` }] }
            : {}),
        },
      ];
    }),
});

function read(path: string, root: { readonly [key: string]: unknown }): Seen | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file.startsWith('opslevel')) {
    const service = recordOf(root['service'] ?? root['component']);
    const name = textOf(service['name']);
    const keys = [root['service'] === undefined ? 'component' : 'service', 'name'];
    return name === undefined
      ? undefined
      : {
          catalogue: 'opslevel',
          keys,
          name,
          owner: textOf(service['owner']),
          lifecycle: textOf(service['lifecycle']),
          riskClass: textOf(service['tier']),
          description: textOf(service['description']),
        };
  }
  if (file.includes('datadog')) {
    // Version 3 has the shape of a resource, the versions before it keys of their own.
    const metadata = recordOf(root['metadata']);
    const spec = recordOf(root['spec']);
    const old = textOf(root['dd-service']);
    const name = old ?? textOf(metadata['name']);
    if (name === undefined) return undefined;
    return {
      catalogue: 'datadog',
      keys: old === undefined ? ['metadata', 'name'] : ['dd-service'],
      name,
      owner: textOf(root['team']) ?? textOf(metadata['owner']),
      lifecycle: textOf(root['lifecycle']) ?? textOf(spec['lifecycle']),
      riskClass: textOf(root['tier']) ?? textOf(spec['tier']),
      description: textOf(root['description']) ?? textOf(metadata['description']),
    };
  }
  if (file.startsWith('port') || path.includes('.port/')) {
    const properties = recordOf(root['properties']);
    const name = textOf(root['title']) ?? textOf(root['identifier']);
    if (name === undefined || textOf(root['blueprint']) === undefined) return undefined;
    return {
      catalogue: 'port',
      keys: [root['title'] === undefined ? 'identifier' : 'title'],
      name,
      type: textOf(root['blueprint']),
      owner: textOf(root['team']) ?? textOf(properties['owner']),
      lifecycle: textOf(properties['lifecycle']),
      riskClass: textOf(properties['tier']),
      description: textOf(properties['description']),
    };
  }
  const info = recordOf(root['info']);
  const name = textOf(info['x-cortex-tag']) ?? textOf(info['title']);
  if (name === undefined || !Object.keys(info).some(key => key.startsWith('x-cortex-'))) return undefined;
  const owners = recordOf(info['x-cortex-owners']);
  const owner =
    textOf(recordOf(listOf(info['x-cortex-owners'])[0])['name']) ??
    textOf(recordOf(listOf(owners['teams'])[0])['name']);
  return {
    catalogue: 'cortex',
    keys: ['info', info['x-cortex-tag'] === undefined ? 'title' : 'x-cortex-tag'],
    name,
    type: textOf(info['x-cortex-type']),
    owner,
    description: textOf(info['description']),
  };
}
