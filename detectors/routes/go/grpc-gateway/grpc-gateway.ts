import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';

const GATEWAY: GoRouters = {
  framework: 'grpc-gateway',
  modules: ['github.com/grpc-ecosystem/grpc-gateway/v2/runtime', 'github.com/grpc-ecosystem/grpc-gateway/runtime'],
  rules: { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking' },
  makers: new Map([['NewServeMux', 'application']]),
  types: new Map([['ServeMux', 'application']]),
  verbs: new Map(),
  takes: 'handler',
  byMethod: new Set(['HandlePath']),
};

export const grpcGateway = defineDetector({
  id: 'grpc-gateway',
  title: 'grpc-gateway',
  kind: 'framework',
  docs: 'https://grpc-ecosystem.github.io/grpc-gateway/docs/operations/inject_router/',
  reads: 'go',
  files: GO_FILES,
  words: wordsOf(GATEWAY),
  emits: ['router', 'route'],
  limits: ['What is served for a service of a .proto file is read from its description alone.'],
  version: 1,
  detect: (file): readonly FactBody[] => [...routersIn(file, GATEWAY), ...registrationsIn(file, GATEWAY)],
});
