/** What goes in and out of an operation, in one form for OpenAPI 2 and 3. */
import type { Parameter } from '../../../src/core/operation.ts';
import type { OpenapiNode } from '../../../src/parse/openapi.ts';
import { textIn } from './values.ts';

export type Messages = {
  readonly parameters: readonly Parameter[];
  /** Schemas of everything that is sent; `undefined` for a part that has none. */
  readonly inputs: readonly (OpenapiNode | undefined)[];
  /** Schemas of request bodies alone. */
  readonly bodies: readonly OpenapiNode[];
  /** Schemas of the bodies of successful responses, binary ones left out; `undefined` for a body without schema. */
  readonly outputs: readonly (OpenapiNode | undefined)[];
  readonly responses: readonly (readonly [string, OpenapiNode])[];
};

/** Parameters of the path hold for each of its operations, unless the operation repeats them by name and place. */
export function messagesOf(operation: OpenapiNode, pathItem: OpenapiNode): Messages {
  const own = operation.get('parameters')?.items() ?? [];
  const shared = pathItem.get('parameters')?.items() ?? [];
  const named = new Map(
    [...shared, ...own].map(node => [`${textIn(node.get('in'))} ${textIn(node.get('name'))}`, node]),
  );
  const sent = [...named.values()].filter(node => !isHttpHeader(node));
  const bodyParameters = sent.filter(node => textIn(node.get('in')) === 'body').map(node => node.get('schema'));
  const formFields = sent.filter(node => textIn(node.get('in')) === 'formData');
  const others = sent.filter(node => !['body', 'formData'].includes(textIn(node.get('in')) ?? ''));

  const media = operation.get('requestBody')?.get('content')?.entries() ?? [];
  const mediaSchemas = media.map(([, each]) => each.get('schema'));
  const bodies = [...bodyParameters, ...mediaSchemas];
  const responses = (operation.get('responses')?.entries() ?? []).filter(([status]) => !status.startsWith('x-'));
  return {
    parameters: [
      ...others.flatMap(parameterOf),
      ...formFields.flatMap(field => bodyField(textIn(field.get('name')), field)),
      ...uniqueByName(bodies.flatMap(body => propertiesOf(body))),
    ],
    inputs: [
      ...others.map(schemaOfParameter),
      ...formFields,
      ...bodies,
      ...(operation.get('requestBody') && media.length === 0 ? [undefined] : []),
    ],
    bodies: bodies.filter(body => body !== undefined),
    outputs: responses
      .filter(([status]) => /^2(?:\d\d|XX)$/i.test(status))
      .flatMap(([, response]) => outputsOf(response)),
    responses,
  };
}

/** Source: OpenAPI 3.0.3, Parameter Object: definitions of these header parameters are ignored. */
function isHttpHeader(node: OpenapiNode): boolean {
  return (
    textIn(node.get('in')) === 'header' &&
    /^(?:accept|content-type|authorization)$/i.test(textIn(node.get('name')) ?? '')
  );
}

const PLACES: ReadonlyMap<string, Parameter['in']> = new Map([
  ['path', 'path'],
  ['query', 'query'],
  ['header', 'header'],
  ['cookie', 'cookie'],
]);

function parameterOf(node: OpenapiNode): readonly Parameter[] {
  const name = textIn(node.get('name'));
  const place = PLACES.get(textIn(node.get('in')) ?? '');
  if (name === undefined || place === undefined) return [];
  const type = typeOf(schemaOfParameter(node));
  return [{ name, in: place, ...(type === undefined ? {} : { type }) }];
}

function bodyField(name: string | undefined, schema: OpenapiNode): readonly Parameter[] {
  const type = typeOf(schema);
  return name === undefined ? [] : [{ name, in: 'body', ...(type === undefined ? {} : { type }) }];
}

/** In OpenAPI 2 the parameter is its own schema. */
function schemaOfParameter(node: OpenapiNode): OpenapiNode | undefined {
  const content = node.get('content')?.entries()[0];
  if (content) return content[1].get('schema');
  return node.get('schema') ?? (node.get('type') ? node : undefined);
}

function typeOf(schema: OpenapiNode | undefined): string | undefined {
  const type = schema?.get('type');
  return Array.isArray(type?.value) ? type.value.filter(each => typeof each === 'string').join('|') : textIn(type);
}

/** Names of the fields at the top of a body, through `allOf`. */
function propertiesOf(schema: OpenapiNode | undefined, depth = 0): readonly Parameter[] {
  if (!schema || depth > 10) return [];
  const own = (schema.get('properties')?.entries() ?? []).flatMap(([name, property]) => bodyField(name, property));
  return [...own, ...(schema.get('allOf')?.items() ?? []).flatMap(part => propertiesOf(part, depth + 1))];
}

function uniqueByName(parameters: readonly Parameter[]): readonly Parameter[] {
  return [...new Map(parameters.map(parameter => [parameter.name, parameter])).values()];
}

/** Files, images and streams have no fields that could be closed. */
const BINARY =
  /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip|x-tar)|^text\/(?:event-stream|html|csv|calendar)/i;

function outputsOf(response: OpenapiNode): readonly (OpenapiNode | undefined)[] {
  const schema = response.get('schema');
  if (schema) return textIn(schema.get('type')) === 'file' ? [] : [schema];
  return (response.get('content')?.entries() ?? [])
    .filter(([media, content]) => !BINARY.test(media) && textIn(content.get('schema')?.get('format')) !== 'binary')
    .map(([, content]) => content.get('schema'));
}
