import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../origins.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { type LocalValues, localValues } from '../values.ts';
import { guardFacts } from './authentication.ts';
import { guardsOf, serviceOf } from './hooks.ts';
import { servicesOf } from './services.ts';

export const feathers = defineDetector({
  id: 'feathers',
  title: 'Feathers',
  kind: 'framework',
  docs: 'https://feathersjs.com/api/services.html',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['feathers', '.use', '.hooks', '.configure'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias'],
  limits: [
    'Methods of a service on many entries at once (`PATCH /messages`), custom methods and sockets are not listed.',
    'Hooks of a service count where they are registered in the file that registers the service, or on the application.',
    'A hook that looks at `params.user` by itself is not read as a guard.',
    'Middleware of Express or Koa on the application is read as a guard of what comes after it.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [
      ...typedApplications(file),
      ...file.calls.flatMap(site => [...applicationOf(file, site), ...guardFacts(file, site, local)]),
      ...servicesOf(file, local),
      ...applicationHooks(file, local),
    ];
  },
});

const RULES: RouterRules = { syntax: 'express', guards: 'always' };

const PACKAGES: readonly string[] = ['@feathersjs/feathers', '@feathersjs/express', '@feathersjs/koa', 'feathers'];
const TRANSPORTS: readonly string[] = ['@feathersjs/express', '@feathersjs/koa'];

/** `feathers()`, and `express(feathers())`, which is the same application with a transport. */
function applicationOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const [first] = call.args;
  const base = { at: call.nameAt, framework: 'feathers', site: call } as const;
  if (first && (isFrom(origin, TRANSPORTS, 'default') || isFrom(origin, TRANSPORTS, 'koa')))
    return [{ kind: 'alias', ...base, value: first }];
  const exported = exportOf(origin, PACKAGES);
  if (exported === 'feathers' || (exported === 'default' && isFrom(origin, ['@feathersjs/feathers', 'feathers'])))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  // `app.configure(services)` calls the function with the application.
  if (name !== 'configure' || !receiver || !first || call.args.length !== 1) return [];
  return [{ kind: 'mount', ...base, on: receiver, chain: [first], calls: 'self' }];
}

/** The type that the generator declares in `declarations.ts`, or one of the packages. */
function typedApplications(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    if (origin?.path.at(-1) !== 'Application' || !isFrom(origin, PACKAGES, 'Application')) return [];
    return [{ kind: 'router', at: type.at, framework: 'feathers', site: type, role: 'application', rules: RULES }];
  });
}

/** `app.hooks({ around: { all: […] } })`: before every method of every service. */
function applicationHooks(file: ProgramFile, local: LocalValues): readonly ProgramFact[] {
  return file.calls.flatMap((site): readonly ProgramFact[] => {
    const { call, name, receiver } = site;
    const [hooks] = call.args;
    if (name !== 'hooks' || !receiver || !hooks || serviceOf(receiver, local)) return [];
    return [
      {
        kind: 'guard',
        at: call.nameAt,
        framework: 'feathers',
        site: call,
        on: receiver,
        guards: guardsOf(hooks, 'all', local),
      },
    ];
  });
}
