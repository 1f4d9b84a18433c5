import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { decoratedMethods } from '../decorated-classes.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { localValues, mayBePath, nodesIn, textAt } from '../values.ts';
import { AUTHENTICATION, COMPONENT } from './authentication.ts';
import { routesOf } from './routes.ts';

export const loopback = defineDetector({
  id: 'loopback',
  title: 'LoopBack 4',
  kind: 'framework',
  docs: 'https://loopback.io/doc/en/lb4/Routes.html',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['@loopback/'],
  emits: ['route', 'guard-kind', 'base-path', 'named-value', 'named-lookup'],
  limits: [
    'CRUD controllers that are generated from models, and methods that a controller inherits, are not listed.',
    'A default strategy of the whole application, and `@authorize`, are not read.',
    'LoopBack 3 (`common/models/*.json`) is not read.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...decoratedMethods(file, PACKAGES).flatMap(method => routesOf(method, localValues(file.module))),
    ...basePaths(file),
    ...components(file),
  ],
});

const PACKAGES: readonly string[] = ['@loopback/rest', '@loopback/openapi-v3', AUTHENTICATION];

/** `this.basePath('/api')` of an application, or `app.restServer.basePath('/api')`. */
function basePaths(file: ProgramFile): readonly ProgramFact[] {
  return file.calls.flatMap(({ call, name, receiver }): readonly ProgramFact[] => {
    const [prefix] = call.args;
    if (name !== 'basePath' || !receiver || !prefix || call.args.length !== 1 || !mayBePath(prefix)) return [];
    return [{ kind: 'base-path', at: prefix.at, framework: 'loopback', site: call, prefix }];
  });
}

/** `this.component(AuthenticationComponent)`: without it, what `@authenticate` says is not asked for. */
function components(file: ProgramFile): readonly ProgramFact[] {
  return file.calls.flatMap(({ call, name }): readonly ProgramFact[] => {
    const [component] = call.args;
    if (name !== 'component' || !component) return [];
    if (!isFrom(file.originOf(component), AUTHENTICATION, 'AuthenticationComponent')) return [];
    const site = firstClass(file) ?? component;
    return [
      {
        kind: 'named-value',
        at: component.at,
        framework: 'loopback',
        site,
        name: textAt(component.at, COMPONENT),
        value: component,
      },
    ];
  });
}

/** The class of the application is made when its file is loaded, before anything asks for what it has. */
function firstClass(file: ProgramFile): Extract<ProgramFact, { kind: 'named-value' }>['site'] | undefined {
  for (const node of nodesIn(file.module.body)) {
    // The generic walk gives nodes without their type; a node of this kind is an expression.
    if (node['kind'] === 'class') return node as unknown as Extract<ProgramFact, { kind: 'named-value' }>['site'];
  }
  return undefined;
}
