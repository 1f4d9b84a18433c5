import type { FactBody } from '../../../src/core/fact.ts';
import type { ArtefactFact, Rejection } from '../../../src/core/facts/artefact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../src/parse/data-file.ts';
import { isRecord, isTemplated, recordOf, textOf } from '../data-values.ts';
import { likenessField } from '../likeness-field.ts';
import { isPlaceholderOwner } from '../placeholder.ts';
import { bringsOf } from '../scaffold.ts';

type Entry = Extract<ArtefactFact, { artefact: 'catalog-entry' }>['entry'];

export const backstage = defineDetector({
  id: 'backstage',
  title: 'Backstage catalogue entities',
  kind: 'governance',
  docs: 'https://backstage.io/docs/features/software-catalog/descriptor-format',
  reads: 'data',
  files: ['**/*.{yaml,yml}'],
  roles: ['product', 'documentation', 'example'],
  words: ['backstage.io/', 'scaffolder.backstage.io'],
  emits: ['artefact'],
  limits: [
    'Whether an owner exists in the organisation is known only where the tree holds its groups. Definitions are not followed here.',
  ],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] => file.documents.flatMap(document => entityOf(document, file.text)),
});

const ENTRIES: ReadonlyMap<string, Entry> = new Map([
  ['API', 'API'],
  ['Component', 'Component'],
  ['System', 'System'],
]);

function entityOf(document: DataDocument, text: string): readonly FactBody[] {
  const root = recordOf(document.value);
  const group = textOf(root['apiVersion']) ?? '';
  const kind = textOf(root['kind']) ?? '';
  const metadata = recordOf(root['metadata']);
  const spec = recordOf(root['spec']);
  const name = textOf(metadata['name']) ?? '';
  if (group.startsWith('scaffolder.backstage.io/') && kind === 'Template') {
    return [
      {
        kind: 'artefact',
        artefact: 'new-api-template',
        at: document.locate(['metadata', 'name']),
        tool: 'backstage',
        title: textOf(metadata['title']) ?? name,
        brings: bringsOf(text),
      },
    ];
  }
  if (group.startsWith('backstage.io/') && (kind === 'Group' || kind === 'User') && !isTemplated(name) && name !== '')
    return [
      {
        kind: 'artefact',
        artefact: 'catalog-owner',
        at: document.locate(['metadata', 'name']),
        name,
        isGroup: kind === 'Group',
      },
    ];
  if (!group.startsWith('backstage.io/') || !ENTRIES.has(kind)) return [];
  const type = textOf(spec['type']);
  const owner = textOf(spec['owner']);
  const lifecycle = textOf(spec['lifecycle']);
  const definition = definitionOf(spec['definition']);
  const riskClass = riskOf(recordOf(metadata['annotations']), recordOf(metadata['labels']));
  const rejected = rejectionsOf({ kind, name, type, owner });
  return [
    {
      kind: 'artefact',
      artefact: 'catalog-entry',
      at: document.locate(['metadata', 'name']),
      entry: ENTRIES.get(kind) ?? 'other',
      name,
      ...(type === undefined ? {} : { type }),
      ...(owner === undefined ? {} : { owner }),
      ...(lifecycle === undefined ? {} : { lifecycle }),
      ...(definition === undefined ? {} : { definition }),
      ...(riskClass === undefined ? {} : { riskClass }),
      catalogue: 'backstage',
      // Fields are alike in honest entries, too; only prose can be a template's.
      ...likenessField(textOf(metadata['description']) ?? '', [name]),
      ...(rejected.length > 0 ? { rejected } : {}),
    },
  ];
}

function rejectionsOf({
  kind,
  name,
  type,
  owner,
}: {
  readonly kind: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly owner: string | undefined;
}): readonly Rejection[] {
  const rejected: Rejection[] = [];
  if (kind === 'Component' && type !== undefined && /^(?:library|documentation|package|template|tool|cli)$/i.test(type))
    rejected.push({ rule: 'not-an-api', why: `a component of type ${type} is no API` });
  if (owner !== undefined && isPlaceholderOwner(owner))
    rejected.push({ rule: 'G16', why: `the owner ${owner} is a placeholder` });
  if (isTemplated(name)) rejected.push({ rule: 'G16', why: 'the entity is the skeleton of a template' });
  return rejected;
}

/** `$text: ./openapi.yaml` and its kin give the file; an inline document gives `inline`. */
function definitionOf(value: unknown): string | undefined {
  if (isRecord(value)) return textOf(Object.entries(value).find(([key]) => key.startsWith('$'))?.[1]);
  return textOf(value) === undefined ? undefined : 'inline';
}

const RISK_KEYS =
  /(?:^|[/.-])(?:risk(?:-?(?:tier|class|level))?|data-?class(?:ification)?|criticality|tier|service-tier)$/i;

function riskOf(...records: readonly { readonly [key: string]: unknown }[]): string | undefined {
  for (const record of records) {
    const found = Object.entries(record).find(([key, value]) => RISK_KEYS.test(key) && textOf(value) !== undefined);
    if (found) return textOf(found[1]);
  }
  return undefined;
}
