/** Paths with names, and the views that are put on them by these names. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { type Machine, note } from './machine.ts';
import { methodsIn } from './method-words.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { serveValue } from './served.ts';
import { type Value, flatten } from './value.ts';

/** A path of a router that has a name in its component. */
export type NamedPath = {
  readonly component: string;
  readonly framework: string;
  readonly name: string;
  readonly router: Router;
  readonly paths: readonly PathValue[];
};

export function notePath(
  machine: Machine,
  router: Router,
  fact: Extract<ProgramFact, { kind: 'named-path' }>,
  value: (expr: Expr) => Value,
): void {
  const name = value(fact.name);
  if (name.kind !== 'text') return;
  const component = machine.program.componentOf(fact.at.file);
  const paths = pathsOf(value(fact.path));
  machine.namedPaths.push({ component, framework: fact.framework, name: name.value, router, paths });
}

/** Puts a view on every path of its name: of its own folder and below where there are such, else of its component. */
export function putOnPaths(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'named-view' }>,
  value: (expr: Expr) => Value,
): void {
  const name = value(fact.name);
  if (name.kind !== 'text') return;
  const component = machine.program.componentOf(fact.at.file);
  const all = machine.namedPaths.filter(
    path => path.component === component && path.framework === fact.framework && path.name === name.value,
  );
  const folder = fact.at.file.slice(0, fact.at.file.lastIndexOf('/') + 1);
  const near = all.filter(({ router }) => router.at.file.startsWith(folder));
  const found = near.length > 0 ? near : all;
  if (found.length === 0)
    note(
      machine,
      'never-mounted',
      fact.at,
      `no path has the name ${name.value}; the view is left out of the inventory`,
    );
  const methods = fact.methods ? methodsIn(value(fact.methods)) : [];
  for (const { router, paths } of found)
    serveValue(
      machine,
      router,
      {
        at: fact.at,
        paths,
        ...(methods.length > 0 ? { methods } : {}),
        guards: (fact.guards ?? []).flatMap(guard => flatten(value(guard))),
      },
      value(fact.handler),
    );
}
