import type { FactBody } from '../../../src/core/fact.ts';
import type { DescriptionFact } from '../../../src/core/facts/description.ts';
import type { Method } from '../../../src/core/facts/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { OpenapiFile, OpenapiNode } from '../../../src/parse/openapi.ts';
import { operationFact } from './operation.ts';
import { sampleOf } from './samples.ts';
import type { SchemaFields } from './sensitive-fields.ts';
import { schemesOf } from './security.ts';
import { hasClearText, serversOf } from './servers.ts';
import { textIn } from './values.ts';

export const openapi = defineDetector({
  id: 'openapi',
  title: 'OpenAPI',
  kind: 'description',
  docs: 'https://spec.openapis.org/oas/latest.html',
  reads: 'openapi',
  files: ['**/*.{yaml,yml,json}'],
  // Descriptions elsewhere are read too, so that the report can say why they do not count.
  roles: ['product', 'test', 'example', 'documentation', 'vendored', 'generated'],
  words: ['openapi', 'swagger'],
  emits: ['description', 'description-operation'],
  limits: [
    'Servers of a single path or operation do not change its base path.',
    'Webhooks and callbacks are requests that the service sends; they are no operations of it.',
    'References to named anchors, `$dynamicRef`, `$id` and `$self` are not followed.',
    'OpenAPI 3.2 is read, but no validator knows it yet. Documents above 2 MB are read and not validated.',
    'Validation runs in the process of the scan, bounded by size; a limit in time would need a process of its own.',
    'Whether a field is sensitive is guessed from English names.',
  ],
  version: 2,
  detect: file => [descriptionOf(file), ...operationsOf(file)],
});

function descriptionOf(file: OpenapiFile): DescriptionFact {
  const { root, validation } = file;
  const info = root.get('info');
  const servers = serversOf(root);
  const contact = contactOf(info);
  const generatedBy = generatorOf(file);
  const riskClass = riskClassOf(root);
  const title = textIn(info?.get('title')) ?? '';
  const sample = sampleOf(title, servers.urls);
  return {
    kind: 'description',
    at: (root.get('openapi') ?? root.get('swagger') ?? root).at(),
    format: 'openapi',
    formatVersion: file.formatVersion,
    title,
    version: textIn(info?.get('version')) ?? '',
    basePaths: servers.basePaths,
    servers: servers.urls,
    ...(contact === undefined ? {} : { contact }),
    schemes: schemesOf(root, hasClearText(servers.urls)),
    ...(generatedBy === undefined ? {} : { generatedBy }),
    ...(riskClass ? { riskClass } : {}),
    ...(sample === undefined ? {} : { sample }),
    valid: validation.valid,
    ...(validation.because === undefined ? {} : { invalidBecause: validation.because }),
  };
}

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['head', 'HEAD'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['trace', 'TRACE'],
  ['query', 'QUERY'],
]);

function operationsOf(file: OpenapiFile): readonly FactBody[] {
  const { root } = file;
  const schemes = root.get('securityDefinitions') ?? root.get('components')?.get('securitySchemes');
  const schemaFields: SchemaFields = new Map();
  const document = {
    document: file.path,
    root,
    declaredSchemes: new Set((schemes?.entries() ?? []).map(([name]) => name)),
    verdicts: new Map<string, boolean>(),
    schemaFields,
  };
  return (root.get('paths')?.entries() ?? []).flatMap(([key, pathItem]) => {
    if (key.startsWith('x-')) return [];
    // A query or fragment in the key is a habit of some gateways; the path is what stands before it.
    const path = `/${key.replace(/[?#].*$/, '').replace(/^\/+/, '')}`;
    return methodsOf(pathItem).map(([method, operation]) =>
      operationFact({ ...document, path, pathItem, method, operation }),
    );
  });
}

function methodsOf(pathItem: OpenapiNode): readonly (readonly [Method, OpenapiNode])[] {
  // `additionalOperations` of 3.2 holds methods by their name in capitals.
  const named = [...pathItem.entries(), ...(pathItem.get('additionalOperations')?.entries() ?? [])];
  return named.flatMap(([key, operation]) => {
    const method = METHODS.get(key.toLowerCase());
    return method && typeof operation.value === 'object' && operation.value !== null
      ? [[method, operation] as const]
      : [];
  });
}

function contactOf(info: OpenapiNode | undefined): string | undefined {
  const contact = info?.get('contact');
  return (
    textIn(contact?.get('email')) ??
    textIn(contact?.get('name')) ??
    textIn(contact?.get('url')) ??
    textIn(info?.get('x-owner'))
  );
}

const GENERATOR_KEYS = ['x-generator', 'x-generated-by', 'x-generated-from'];

/** Marks that generators leave: an extension, springdoc's defaults, or a comment above the document. */
function generatorOf(file: OpenapiFile): string | undefined {
  const info = file.root.get('info');
  for (const node of [file.root, ...(info ? [info] : [])]) {
    for (const key of GENERATOR_KEYS) {
      const name = textIn(node.get(key));
      if (name !== undefined) return name;
    }
  }
  const server = file.root.get('servers')?.items()[0];
  if (textIn(server?.get('description')) === 'Generated server url') return 'springdoc';
  const comment =
    /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n){0,20}?[ \t]*#[^\n]*?\b((?:auto-?)?generated (?:by|with|from|using) [^\n]{1,80}|do not edit)/i.exec(
      file.text.slice(0, 2_000),
    );
  return comment?.[1]?.trim();
}

const RISK_KEYS = [
  'x-risk-tier',
  'x-risk-class',
  'x-risk-classification',
  'x-risk',
  'x-data-classification',
  'x-data-class',
  'x-tier',
];

function riskClassOf(
  root: OpenapiNode,
): { readonly value: string; readonly at: ReturnType<OpenapiNode['at']> } | undefined {
  const info = root.get('info');
  for (const node of [...(info ? [info] : []), root]) {
    for (const key of RISK_KEYS) {
      const found = node.get(key);
      const value = textIn(found);
      if (found && value !== undefined) return { value, at: found.at() };
    }
  }
  return undefined;
}
