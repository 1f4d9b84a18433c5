import type { DescriptionFact } from '../../../src/core/facts/description.ts';
import type { Method } from '../../../src/core/facts/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { OpenapiNode } from '../../../src/parse/openapi.ts';
import { isConstrained, type Side, type Verdicts } from './constraints.ts';
import { messagesOf, type Messages } from './messages.ts';
import { securityOf } from './security.ts';
import { sensitiveFieldsOf, type SchemaFields } from './sensitive-fields.ts';
import { isTrue, textIn } from './values.ts';

export type OperationFact = Extract<DescriptionFact, { kind: 'description-operation' }>;

/** The document that an operation stands in, and where. */
export type OperationSite = {
  readonly document: string;
  readonly root: OpenapiNode;
  readonly declaredSchemes: ReadonlySet<string>;
  /** What was found out about the schemas of the document so far. */
  readonly verdicts: Verdicts;
  readonly schemaFields: SchemaFields;
  readonly path: string;
  readonly pathItem: OpenapiNode;
  readonly method: Method;
  readonly operation: OpenapiNode;
};

export function operationFact(site: OperationSite): OperationFact {
  const { document, root, declaredSchemes, path, pathItem, method, operation } = site;
  const messages = messagesOf(operation, pathItem);
  const parameters = [...(pathItem.get('parameters')?.items() ?? []), ...(operation.get('parameters')?.items() ?? [])];
  const operationId = textIn(operation.get('operationId'));
  const deprecated = deprecationOf(operation, messages);
  const sunset = sunsetOf(site, messages);
  const rateLimit = rateLimitOf(site, messages);
  return {
    kind: 'description-operation',
    at: operation.at(),
    document,
    protocol: 'http',
    method,
    path,
    ...(operationId === undefined ? {} : { operationId }),
    ...(deprecated ? { deprecated } : {}),
    ...(sunset === undefined ? {} : { sunset }),
    security: securityOf(operation, pathItem, root, declaredSchemes),
    parameters: messages.parameters,
    requestConstrained: constrained(messages.inputs, 'input', site.verdicts),
    responseConstrained: constrained(messages.outputs, 'output', site.verdicts),
    splitsReadAndWrite: splits(messages),
    errorResponses: messages.responses
      .filter(([status, response]) => /^(?:[45](?:\d\d|XX)|default)$/i.test(status) && hasSchema(response))
      .map(([status]) => status),
    ...(rateLimit ? { rateLimit } : {}),
    sensitiveFields: sensitiveFieldsOf([...messages.inputs, ...messages.outputs], parameters, site.schemaFields),
  };
}

function constrained(
  schemas: readonly (OpenapiNode | undefined)[],
  side: Side,
  verdicts: Verdicts,
): 'yes' | 'no' | 'none' {
  if (schemas.length === 0) return 'none';
  return schemas.every(schema => schema !== undefined && isConstrained(schema, side, verdicts)) ? 'yes' : 'no';
}

function hasSchema(response: OpenapiNode): boolean {
  return (
    response.get('schema') !== undefined ||
    (response.get('content')?.entries() ?? []).some(([, content]) => content.get('schema') !== undefined)
  );
}

/** `deprecated: true`, or a Deprecation header (RFC 9745) that a response documents. */
function deprecationOf(operation: OpenapiNode, messages: Messages): Location | undefined {
  const mark = operation.get('deprecated');
  return mark && isTrue(mark) ? mark.at() : headerNamed(messages, /^deprecation$/i)?.at();
}

const SUNSET_KEYS = ['x-sunset', 'x-sunset-date', 'x-sunsetDate', 'x-end-of-life'];

/** The date an extension gives for the operation, its path or the document; or the example of a Sunset header (RFC 8594). */
function sunsetOf(site: OperationSite, messages: Messages): string | undefined {
  const info = site.root.get('info');
  for (const node of [site.operation, site.pathItem, site.root, ...(info ? [info] : [])]) {
    for (const key of SUNSET_KEYS) {
      const date = dayOf(textIn(node.get(key)));
      if (date !== undefined) return date;
    }
  }
  const header = headerNamed(messages, /^sunset$/i);
  const schema = header?.get('schema');
  for (const value of [header?.get('example'), schema?.get('example'), schema?.get('const'), schema?.get('default')]) {
    const date = dayOf(textIn(value));
    if (date !== undefined) return date;
  }
  return undefined;
}

/** An ISO date or date-time as written, or an HTTP date, which is always in GMT. */
function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const iso = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:$|[T ])/.exec(text);
  if (iso) return iso[1];
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}

const LIMIT_HEADER = /^(?:x-)?rate-?limit(?:-|$)/i;
const LIMIT_EXTENSION = /^x-(?:rate-?limit|throttl|google-quota|quota)/i;

function rateLimitOf(site: OperationSite, messages: Messages): Location | undefined {
  const status = messages.responses.find(([code]) => code === '429');
  if (status) return status[1].at();
  const header = headerNamed(messages, LIMIT_HEADER);
  if (header) return header.at();
  for (const node of [site.operation, site.pathItem, site.root]) {
    const extension = node.entries().find(([key]) => LIMIT_EXTENSION.test(key));
    if (extension) return extension[1].at();
  }
  return undefined;
}

function headerNamed(messages: Messages, name: RegExp): OpenapiNode | undefined {
  for (const [, response] of messages.responses) {
    const header = response
      .get('headers')
      ?.entries()
      .find(([key]) => name.test(key));
    if (header) return header[1];
  }
  return undefined;
}

/**
 * What is written and what is read differ: other property sets, or fields marked as read-only or write-only. Two names
 * for one set of properties are one schema. An operation that only reads, or only writes, splits nothing.
 */
function splits(messages: Messages): boolean {
  const outputs = messages.outputs.filter(output => output !== undefined);
  if (messages.bodies.length === 0 || outputs.length === 0) return false;
  const all = [...messages.bodies, ...outputs].map(fieldsOf);
  if (all.some(fields => fields.some(([, field]) => isTrue(field.get('readOnly')) || isTrue(field.get('writeOnly')))))
    return true;
  const names = (schemas: readonly OpenapiNode[]): ReadonlySet<string> =>
    new Set(schemas.flatMap(schema => fieldsOf(schema).map(([name]) => name)));
  const written = names(messages.bodies);
  const read = names(outputs);
  return (
    written.size > 0 && read.size > 0 && (written.size !== read.size || [...written].some(name => !read.has(name)))
  );
}

/** Fields of a schema, of the parts of its `allOf`, and of the items of a list. */
function fieldsOf(schema: OpenapiNode): readonly (readonly [string, OpenapiNode])[] {
  const fields: (readonly [string, OpenapiNode])[] = [];
  const seen = new Set<string>();
  const queue = [schema];
  for (const each of queue) {
    if (seen.has(each.id) || seen.size > 100) continue;
    seen.add(each.id);
    fields.push(...(each.get('properties')?.entries() ?? []));
    queue.push(...(each.get('allOf')?.items() ?? []), ...[each.get('items')].filter(items => items !== undefined));
  }
  return fields;
}
