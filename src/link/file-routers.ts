/** Routers that stand for files which are no programs: route files of Play. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { push } from './events.ts';
import { type Machine, addRouter, note, rootRouter } from './machine.ts';
import { pathsOf } from './path-values.ts';
import type { Router } from './router.ts';
import { type Value, routersIn } from './value.ts';

export type FileRouter = { readonly router: Router };

/** Makes the routers of all such files, before any of them is read. */
export function makeFileRouters(machine: Machine): void {
  const files = routerFiles(machine);
  const mounting = mountingFiles(machine, files);
  for (const [file, { framework, at, rules, isRoot, assumed }] of files) {
    const router =
      isRoot && !isServedByRoot(file, files, mounting)
        ? rootRouter(machine, framework, at, rules)
        : addRouter(machine, { framework, at, role: 'router', rules, ...(assumed === undefined ? {} : { assumed }) });
    machine.fileRouters.set(file, { router });
  }
}

type RouterFile = Extract<ProgramFact, { kind: 'router-file' }>;
type MountFile = Extract<ProgramFact, { kind: 'mount-file' }>;

function routerFiles(machine: Machine): ReadonlyMap<string, RouterFile> {
  const files = new Map<string, RouterFile>();
  for (const [file, facts] of machine.rootFacts) {
    const fact = facts.find(one => one.kind === 'router-file');
    if (fact?.kind === 'router-file') files.set(file, fact);
  }
  return files;
}

/** The files that mount a file, for each that is mounted. */
function mountingFiles(
  machine: Machine,
  files: ReadonlyMap<string, RouterFile>,
): ReadonlyMap<string, readonly string[]> {
  const mounting = new Map<string, readonly string[]>();
  for (const [file, facts] of machine.rootFacts) {
    if (!files.has(file)) continue;
    for (const fact of facts) {
      const target = fact.kind === 'mount-file' ? targetOf(fact, files.keys()) : undefined;
      if (target !== undefined) mounting.set(target, [...(mounting.get(target) ?? []), file]);
    }
  }
  return mounting;
}

/** Whether another root, which nothing mounts, mounts a file at last: the file is then served where that says, and nowhere else. */
function isServedByRoot(
  file: string,
  files: ReadonlyMap<string, RouterFile>,
  mounting: ReadonlyMap<string, readonly string[]>,
): boolean {
  const above = new Set(mounting.get(file));
  for (const one of above) {
    const next = mounting.get(one) ?? [];
    if (next.every(other => files.get(other)?.isRoot !== true) && one !== file && files.get(one)?.isRoot === true)
      return true;
    for (const other of next) above.add(other);
  }
  return false;
}

function targetOf(fact: MountFile, files: Iterable<string>): string | undefined {
  return nearest(
    fact.at.file,
    [...files].filter(
      file => file !== fact.at.file && fact.names.some(name => file === name || file.endsWith(`/${name}`)),
    ),
  );
}

/** Mounts what another file registers; of several of its name, the one nearest by its path. */
export function mountFile(machine: Machine, fact: MountFile, value: (expr: Expr) => Value): void {
  const prefix = value(fact.prefix);
  const own = machine.fileRouters.get(fact.at.file)?.router;
  const target = targetOf(fact, machine.fileRouters.keys());
  const router = target === undefined ? undefined : machine.fileRouters.get(target)?.router;
  const made = router || !fact.otherwise ? [] : routersIn(value(fact.otherwise));
  if (own && made.length > 0) {
    const items = made.map((one): Value => ({ kind: 'router', router: one }));
    push(machine, own, { kind: 'mount', at: fact.at, paths: pathsOf(prefix), items });
    return;
  }
  if (!own || !router) {
    note(
      machine,
      'unknown-router',
      fact.at,
      `${fact.names[0] ?? 'a file of routes'} was not found; what it serves is missing`,
    );
    return;
  }
  // What serves by itself is not moved by a file that only adds to it, for one environment.
  if (router.role === 'application') return;
  push(machine, own, { kind: 'mount', at: fact.at, paths: pathsOf(prefix), items: [{ kind: 'router', router }] });
}

function nearest(from: string, files: readonly string[]): string | undefined {
  const shared = (file: string): number => {
    const own = from.split('/');
    const other = file.split('/');
    const end = own.findIndex((part, index) => part !== other[index]);
    return end < 0 ? own.length : end;
  };
  return files.toSorted((a, b) => shared(b) - shared(a) || (a < b ? -1 : 1))[0];
}
