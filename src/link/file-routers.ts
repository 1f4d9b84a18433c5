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
  for (const [file, facts] of machine.rootFacts)
    for (const fact of facts) {
      if (fact.kind !== 'router-file' || machine.fileRouters.has(file)) continue;
      const { framework, at, rules } = fact;
      const router = fact.isRoot
        ? rootRouter(machine, framework, at, rules)
        : addRouter(machine, { framework, at, role: 'router', rules });
      machine.fileRouters.set(file, { router });
    }
}

/** Mounts what another file registers; of several of its name, the one nearest by its path. */
export function mountFile(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'mount-file' }>,
  value: (expr: Expr) => Value,
): void {
  const prefix = value(fact.prefix);
  const own = machine.fileRouters.get(fact.at.file)?.router;
  const target = nearest(
    fact.at.file,
    [...machine.fileRouters.keys()].filter(
      file => file !== fact.at.file && fact.names.some(name => file === name || file.endsWith(`/${name}`)),
    ),
  );
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
