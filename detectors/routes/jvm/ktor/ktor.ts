import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { ownersOf } from '../lambdas.ts';
import { providerOf } from './authentication.ts';
import { ROUTING, RULES } from './packages.ts';
import { routingOf } from './routes.ts';

export const ktor = defineDetector({
  id: 'ktor',
  title: 'Ktor',
  kind: 'framework',
  docs: 'https://ktor.io/docs/server-routing.html',
  reads: 'jvm',
  files: ['**/*.{kt,kts}'],
  words: ['io.ktor.', 'ktoropenapi', 'ktorswaggerui', 'dev.forst.ktor'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'auth-provider', 'mark'],
  limits: [
    'Interceptors and plugins of the application that speak of refusing are reported as unknown; their bodies are not followed.',
    'What sessions hold is taken as it is: whether their cookie is signed is not judged.',
    'Static files and the pages of documentation plugins are no operations.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const owners = ownersOf(file);
    return [
      ...typedRouters(file),
      ...resources(file),
      ...file.calls.flatMap(site => [...routingOf(file, owners, site), ...providerOf(file, site)]),
    ];
  },
});

/** Types that routes are built on; extension functions of them are called with one. */
const TYPES: ReadonlyMap<string, 'application' | 'router'> = new Map([
  ['Application', 'application'],
  ['Route', 'router'],
  ['Routing', 'router'],
  ['RoutingRoot', 'router'],
  ['RoutingNode', 'router'],
]);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const role = TYPES.get(type.name);
    if (!role || !isFrom(file.originOfType(type), ROUTING, type.name)) return [];
    return [{ kind: 'router', at: type.at, framework: 'ktor', site: type, role, rules: RULES }];
  });
}

/** `@Resource("/users") class Users`: the class stands for the path. */
function resources(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls =>
    cls.decorators.flatMap(({ expression: site }): readonly ProgramFact[] => {
      if (site.kind !== 'call') return [];
      const origin = file.originOf(site.callee);
      const isResource =
        isFrom(origin, 'io.ktor.resources', 'Resource') ||
        isFrom(origin, ['io.ktor.locations', 'io.ktor.server.locations'], 'Location');
      const [given] = site.args;
      const prefix = given?.kind === 'named' ? given.value : given;
      if (!isResource || !prefix) return [];
      return [{ kind: 'mark', at: prefix.at, framework: 'ktor', site, mark: { kind: 'prefix', prefix } }];
    }),
  );
}
