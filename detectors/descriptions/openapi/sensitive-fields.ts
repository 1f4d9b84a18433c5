import { compareLocations } from '../../../src/core/location.ts';
import type { DataClass, DescriptionFact } from '../../../src/core/facts/description.ts';
import type { OpenapiNode } from '../../../src/parse/openapi.ts';
import { isRecord } from '../../../src/parse/openapi-references.ts';
import { classOfName } from '../sensitive-names.ts';
import { isTrue, textIn } from './values.ts';

export type SensitiveField = Extract<DescriptionFact, { kind: 'description-operation' }>['sensitiveFields'][number];

const MAX_SCHEMAS = 2_000;

/** Extensions by which authors mark a field; none is a standard, so each is taken at its name. Design-governance §4. */
const MARKS = [
  'x-pii',
  'x-sensitive',
  'x-sensitivity',
  'x-data-classification',
  'x-data-class',
  'x-classification',
  'x-privacy',
  'x-gdpr',
  'x-phi',
  'x-42c-sensitivity',
  'x-personal-data',
];

/** Fields of these schemas and their parts whose names suggest personal, payment, health or credential data, each place once. */
export function sensitiveFieldsOf(
  schemas: readonly (OpenapiNode | undefined)[],
  parameters: readonly OpenapiNode[],
  known: SchemaFields,
): readonly SensitiveField[] {
  const found = new Map<string, SensitiveField>();
  const take = (each: Named): void => {
    if (!found.has(each.key)) found.set(each.key, each.field);
  };
  for (const parameter of parameters) {
    const name = textIn(parameter.get('name'));
    if (name !== undefined && textIn(parameter.get('in')) !== 'header') fieldOf(name, parameter).forEach(take);
  }
  const seen = new Set<string>();
  const queue = schemas.filter(schema => schema !== undefined);
  for (const schema of queue) {
    if (seen.has(schema.id) || seen.size >= MAX_SCHEMAS) continue;
    seen.add(schema.id);
    const own = known.get(schema.id) ?? readSchema(schema);
    known.set(schema.id, own);
    own.fields.forEach(take);
    queue.push(...own.parts);
  }
  return [...found.values()].toSorted((a, b) => compareLocations(a.at, b.at) || (a.name < b.name ? -1 : 1));
}

type Named = { readonly key: string; readonly field: SensitiveField };

/** What each schema of one document holds itself, by its id: most are shared by many operations. */
export type SchemaFields = Map<string, { readonly fields: readonly Named[]; readonly parts: readonly OpenapiNode[] }>;

function readSchema(schema: OpenapiNode): {
  readonly fields: readonly Named[];
  readonly parts: readonly OpenapiNode[];
} {
  const properties = schema.get('properties')?.entries() ?? [];
  const nested = ['items', 'additionalProperties'].flatMap(key => schema.get(key) ?? []);
  const combined = ['allOf', 'oneOf', 'anyOf'].flatMap(key => schema.get(key)?.items() ?? []);
  const parts = [...properties.map(([, property]) => property), ...nested, ...combined].filter(isSchemaWithParts);
  return { fields: properties.flatMap(([name, property]) => fieldOf(name, property)), parts };
}

/** Plain fields are most of a schema, and lead nowhere. */
function isSchemaWithParts(node: OpenapiNode): boolean {
  return (
    isRecord(node.value) &&
    ['properties', 'items', 'additionalProperties', 'allOf', 'oneOf', 'anyOf'].some(key => node.get(key) !== undefined)
  );
}

function fieldOf(name: string, node: OpenapiNode): readonly Named[] {
  const dataClass = textIn(node.get('type')) === 'boolean' ? undefined : classOfName(name);
  if (!dataClass) return [];
  return [
    {
      key: `${node.id} ${name}`,
      field: { name, class: dataClass, annotated: isAnnotated(node, dataClass), at: node.at() },
    },
  ];
}

/** A mark beside a reference counts as one on what it leads to. `format: password` and `writeOnly` mark credentials alone. */
function isAnnotated(node: OpenapiNode, dataClass: DataClass): boolean {
  const written = isRecord(node.written) ? node.written : {};
  const isMarked = (value: unknown): boolean =>
    value !== undefined && value !== false && value !== null && value !== '';
  if (MARKS.some(mark => isMarked(node.get(mark)?.value) || isMarked(written[mark]))) return true;
  return (
    dataClass === 'credentials' &&
    (textIn(node.get('format')) === 'password' || isTrue(node.get('writeOnly')) || written['writeOnly'] === true)
  );
}
