import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { type LocalValues, memberOf, mayBePath, optionOf, textAt } from '../values.ts';
import { guardsOf, serviceOf } from './hooks.ts';

/** The methods of a service over REST. Source: Feathers, Services, REST. */
const METHODS: readonly { readonly name: string; readonly method: Method; readonly ofOne: boolean }[] = [
  { name: 'find', method: 'GET', ofOne: false },
  { name: 'get', method: 'GET', ofOne: true },
  { name: 'create', method: 'POST', ofOne: false },
  { name: 'update', method: 'PUT', ofOne: true },
  { name: 'patch', method: 'PATCH', ofOne: true },
  { name: 'remove', method: 'DELETE', ofOne: true },
];

/** `app.use(path, service, { methods })`: a route for each method that the service turns out to have. */
export function servicesOf(file: ProgramFile, local: LocalValues): readonly ProgramFact[] {
  return file.calls.flatMap(site => serviceRoutes(file, site, local));
}

function serviceRoutes(
  file: ProgramFile,
  { call, name, receiver }: CallSite,
  local: LocalValues,
): readonly ProgramFact[] {
  const [path, service, options] = call.args;
  if (name !== 'use' || !receiver || !path || !service || !mayBePath(path) || !mayBeService(service)) return [];
  const served = methodNames(options, local);
  const hooks = hooksOf(file, path, local);
  return METHODS.filter(one => !served || served.has(one.name)).map((one): ProgramFact => ({
    kind: 'route',
    at: path.at,
    framework: 'feathers',
    site: call,
    on: receiver,
    methods: [one.method],
    path: pathOf(path, one.ofOne),
    guards: hooks.flatMap(given => [...guardsOf(given, 'all', local), ...guardsOf(given, one.name, local)]),
    chain: [memberOf(service, one.name)],
    onlyIfDefined: true,
  }));
}

function mayBeService(expr: Expr): boolean {
  return ['call', 'name', 'member', 'record', 'class'].includes(expr.kind);
}

function pathOf(path: Expr, ofOne: boolean): Expr {
  const parts = [textAt(path.at, '/'), path, ...(ofOne ? [textAt(path.at, '/:id')] : [])];
  return { kind: 'concat', at: path.at, parts };
}

/** `{ methods: ['find', 'get'] }`; undefined when nothing is said, or what is said is not written out. */
function methodNames(options: Expr | undefined, local: LocalValues): ReadonlySet<string> | undefined {
  const given = optionOf(options, 'methods', local);
  const methods = given && local.valueOf(given);
  if (methods?.kind !== 'list' || methods.items.some(({ kind }) => kind !== 'text')) return undefined;
  return new Set(methods.items.flatMap(item => (item.kind === 'text' ? [item.value] : [])));
}

/** What `app.service(path).hooks(…)` of the same file is given. */
function hooksOf(file: ProgramFile, path: Expr, local: LocalValues): readonly Expr[] {
  return file.calls.flatMap(({ call, name, receiver }) => {
    const of = name === 'hooks' && receiver ? serviceOf(receiver, local) : undefined;
    const [hooks] = call.args;
    return of && hooks && isSamePath(of, path, local) ? [hooks] : [];
  });
}

/** `messages` and `/messages` are one service. */
function isSamePath(one: Expr, other: Expr, local: LocalValues): boolean {
  const [a, b] = [local.valueOf(one), local.valueOf(other)];
  if (a.kind === 'text' && b.kind === 'text') return a.value.replace(/^\//, '') === b.value.replace(/^\//, '');
  return a.kind === 'name' && b.kind === 'name' && a.name === b.name;
}
