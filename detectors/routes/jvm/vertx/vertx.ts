import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { handlerFacts } from './handlers.ts';
import { routeFacts } from './routes.ts';
import { RULES, WEB } from './rules.ts';

export const vertx = defineDetector({
  id: 'vertx',
  title: 'Vert.x Web',
  kind: 'framework',
  docs: 'https://vertx.io/docs/vertx-web/java/',
  reads: 'jvm',
  files: ['**/*.{java,kt}'],
  words: ['io.vertx.ext.web', 'io.vertx.rxjava', 'io.vertx.reactivex', 'io.vertx.mutiny'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias', 'unresolved'],
  limits: [
    'Handlers are taken in the order of the program: `order()` is not read.',
    'What a `RouterBuilder` serves is in its API description; it is reported as unresolved.',
    'Paths given as regular expressions (`getWithRegex`) are listed as they are written.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...typedRouters(file),
    ...file.calls.flatMap(site => [...factoryFacts(file, site), ...handlerFacts(file, site)]),
    ...routeFacts(file),
  ],
});

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    isFrom(file.originOfType(type), WEB, 'Router')
      ? [{ kind: 'router', at: type.at, framework: 'vertx', site: type, role: 'application', rules: RULES }]
      : [],
  );
}

function factoryFacts(file: ProgramFile, { call }: CallSite): readonly FactBody[] {
  const origin = file.originOf(call.callee);
  if (isFrom(origin, WEB, 'Router.router'))
    return [{ kind: 'router', at: call.nameAt, framework: 'vertx', site: call, role: 'application', rules: RULES }];
  const builders = [
    'io.vertx.ext.web.openapi',
    'io.vertx.ext.web.openapi.router',
    'io.vertx.ext.web.api.contract.openapi3',
  ];
  const isBuilder =
    isFrom(origin, builders, 'RouterBuilder.create') || isFrom(origin, builders, 'OpenAPI3RouterFactory.create');
  if (!isBuilder) return [];
  const what = 'a router that is built from an API description: its operations are those of the description';
  return [{ kind: 'unresolved', at: call.nameAt, reason: 'unknown-router', what }];
}
