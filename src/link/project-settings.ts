/** What settings of a project say, and the applications that they make. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { callClosure } from './calling.ts';
import { push } from './events.ts';
import { type Machine, addRouter, note } from './machine.ts';
import { importedValue } from './modules.ts';
import { memberOf } from './members.ts';
import { ROOT } from './path-values.ts';
import type { Router } from './router.ts';
import { mountEntries } from './served.ts';
import { type Value, either, flatten, isSame, optionsOf, unknown } from './value.ts';

/** A value of a setting, and the file that gives it. */
export type Setting = { readonly file: string; readonly value: Value };

type SettingFact = Extract<ProgramFact, { kind: 'application-routes' | 'project-setting' }>;

/** Notes a setting, or makes the application whose routes it names. */
export function noteSetting(machine: Machine, fact: SettingFact, value: (expr: Expr) => Value): void {
  const { file } = fact.at;
  if (fact.kind === 'project-setting') {
    machine.projectSettings.set(fact.name, [
      ...(machine.projectSettings.get(fact.name) ?? []),
      { file, value: value(fact.value) },
    ]);
    return;
  }
  const routes = value(fact.routes);
  const name = value(fact.name);
  const isList = (option: Value): boolean => option.kind === 'list' || option.kind === 'router';
  if (!optionsOf(routes).some(isList)) {
    note(machine, 'plugin-not-followed', fact.at, 'the list of routes that this setting names was not found');
    return;
  }
  // Settings for several situations name the same list; another project of the tree has another one.
  const first = optionsOf(routes).find(isList);
  const known = machine.settled.find(({ list }) => list === first || (list && first && isSame(list, first)));
  if (known) {
    known.files.push(file);
    return;
  }
  const router = addRouter(machine, { framework: fact.framework, at: fact.at, role: 'application', rules: fact.rules });
  machine.settled.push({ router, list: first, files: [file], middleware: fact.middleware });
  mountEntries(
    machine,
    router,
    { at: fact.at, paths: ROOT, what: name.kind === 'text' ? name.value : 'a list' },
    routes,
  );
}

/** Puts the middleware that settings list before everything of their applications. */
export function settleMiddleware(machine: Machine): void {
  for (const { router, files, middleware } of machine.settled) {
    const [file] = files.filter(one => !isForDevelopment(one)).concat(files);
    const listed = middleware !== undefined && file !== undefined ? settingNear(machine, middleware, file) : undefined;
    if (!listed || file === undefined) continue;
    const guards = optionsOf(listed)
      .flatMap(option => flatten(option))
      .map(item => madeMiddleware(machine, namedValue(machine, file, item)));
    push(machine, router, { kind: 'guard', at: router.at, paths: [], covers: 'below', guards: guards.map(standing) });
  }
}

/** A function makes the one that runs, when it is given the next. Source: Django, Writing your own middleware. */
function madeMiddleware(machine: Machine, value: Value): Value {
  if (value.kind !== 'closure') return value;
  const made = callClosure(machine, value, [unknown('what comes next', 'get_response')]);
  return made.kind === 'closure' ? made : value;
}

/** Middleware guards only where it refuses: what it merely reads is for those that come after. */
function standing(of: Value): Value {
  return { kind: 'composed', how: 'refuses', of: [of] };
}

/** `'package.module.name'` in settings is that name of that module. */
export function namedValue(machine: Machine, file: string, value: Value): Value {
  if (value.kind !== 'text') return value;
  const dot = value.value.lastIndexOf('.');
  if (dot < 0) return unknown('a name that is no dotted one', value.value);
  const [module, name] = [value.value.slice(0, dot), value.value.slice(dot + 1)];
  return (
    importedValue(machine, file, name, module) ??
    memberOf(machine, importedValue(machine, file, '*', module) ?? unknown('a module that was not found', module), name)
  );
}

/** What a setting is for a file: what settings nearest to it say, by the folders that they share; undefined where none do. */
export function settingNear(machine: Machine, name: string, file: string): Value | undefined {
  const values = nearest(machine.projectSettings.get(name) ?? [], file, one => one.file);
  return values.length === 0 ? undefined : either(values.map(({ value }) => value));
}

/** Whether the application that a file belongs to is known, so that what its settings do not say has its default. */
export function hasApplication(machine: Machine): boolean {
  return machine.settled.length > 0;
}

function nearest<T>(all: readonly T[], file: string, fileOf: (one: T) => string): readonly T[] {
  const deployed = all.filter(one => !isForDevelopment(fileOf(one)));
  const candidates = deployed.length > 0 ? deployed : all;
  const depths = candidates.map(one => sharedFolders(fileOf(one), file));
  const most = Math.max(...depths, 0);
  return candidates.filter((_, index) => depths[index] === most);
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

/** Settings that are made for work on the code and for tests, as their names say. */
function isForDevelopment(file: string): boolean {
  return /(?:^|[/_.-])(?:dev|devel|develop|development|local|test|tests|testing|ci|example|sample|debug|build)(?:[_.-][^/]*)?\.py$/.test(
    file,
  );
}

/** A list of routes that settings named, with its application. */
export type Settled = {
  readonly router: Router;
  readonly list: Value | undefined;
  readonly files: string[];
  readonly middleware: string | undefined;
};
