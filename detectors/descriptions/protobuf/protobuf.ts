import type { FactBody } from '../../../src/core/fact.ts';
import type { Method } from '../../../src/core/facts/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { ProtobufFile, ProtobufMethod, ProtobufService } from '../../../src/parse/protobuf.ts';

export const protobuf = defineDetector({
  id: 'protobuf',
  title: 'Protocol Buffers services',
  kind: 'description',
  docs: 'https://protobuf.dev/programming-guides/proto3/#services',
  reads: 'protobuf',
  files: ['**/*.proto'],
  roles: ['product', 'test', 'example', 'documentation', 'vendored', 'generated'],
  words: ['service'],
  emits: ['description', 'description-operation', 'service'],
  limits: [
    'Of messages, the names of fields are read: constraints and sensitive fields are not known, nor messages of other files.',
    'Authentication that custom options state is not read: it is unstated.',
    'HTTP bindings in a service configuration file (`http:` rules in YAML) are not read.',
  ],
  version: 3,
  detect: file => {
    const [first] = file.services;
    if (!first) return [];
    const description: FactBody = {
      kind: 'description',
      at: first.at,
      format: 'protobuf',
      formatVersion: file.syntax,
      title: file.package === '' ? first.name : file.package,
      version: /(?:^|\.)(v\d+(?:(?:alpha|beta)\d*)?)(?:\.|$)/.exec(file.package)?.[1] ?? '',
      basePaths: [''],
      servers: [],
      schemes: [],
      valid: 'unknown',
      invalidBecause: 'imports are not followed',
    };
    return [
      description,
      ...file.services.map(service => servedService(file, service)),
      ...file.services.flatMap(service => service.methods.flatMap(method => operationsOf(file, service, method))),
    ];
  },
});

/** What code that serves it is looked up by. */
function servedService(file: ProtobufFile, { name, at, methods }: ProtobufService): FactBody {
  return {
    kind: 'service',
    at,
    framework: 'protobuf',
    site: { kind: 'nothing', at },
    name,
    package: file.package,
    methods: methods.map(method => method.name),
    safe: methods.flatMap(method => (method.isSafe ? [method.name] : [])),
    takes: Object.fromEntries(methods.map(({ name: method, input }) => [method, file.messages.get(input) ?? []])),
    streams: methods.flatMap(method => (method.isStream ? [method.name] : [])),
  };
}

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['GET', 'GET'],
  ['HEAD', 'HEAD'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['PATCH', 'PATCH'],
  ['DELETE', 'DELETE'],
  ['OPTIONS', 'OPTIONS'],
  ['*', 'ANY'],
]);

function operationsOf(file: ProtobufFile, service: ProtobufService, method: ProtobufMethod): readonly FactBody[] {
  const name = file.package === '' ? service.name : `${file.package}.${service.name}`;
  const common = {
    kind: 'description-operation',
    document: file.path,
    operationId: `${name}.${method.name}`,
    ...(method.deprecated ? { deprecated: method.deprecatedAt ?? method.at } : {}),
    security: { status: 'unstated', schemes: [], scopes: [], at: method.at },
    requestConstrained: 'no',
    responseConstrained: 'no',
    splitsReadAndWrite: false,
    errorResponses: [],
    sensitiveFields: [],
  } as const;
  const rpc: FactBody = {
    ...common,
    at: method.at,
    protocol: 'grpc',
    method: 'RPC',
    path: `/${name}/${method.name}`,
    parameters: [],
  };
  const http = method.http.flatMap((binding): readonly FactBody[] => {
    const verb = METHODS.get(binding.method);
    if (!verb) return [];
    const path = pathOf(binding.path);
    const parameters = [...path.matchAll(/\{\*?([^{}*]+)\}/g)].map(([, parameter = '']) => ({
      name: parameter,
      in: 'path' as const,
    }));
    return [{ ...common, at: binding.at, protocol: 'http', method: verb, path, parameters }];
  });
  return [rpc, ...http];
}

/**
 * The template of a binding in OpenAPI's form: `/v1/{name=shelves/*}` matches a fixed segment and one of any value, so
 * it is `/v1/shelves/{name}`; `**` is a catch-all. Source: google/api/http.proto, path template syntax.
 */
function pathOf(template: string): string {
  return template.replace(/\{([^{}=]+)=([^{}]*)\}/g, (_, name: string, segments: string) =>
    segments
      .split('/')
      .map(segment => (segment === '**' ? `{*${name}}` : segment === '*' ? `{${name}}` : segment))
      .join('/'),
  );
}
