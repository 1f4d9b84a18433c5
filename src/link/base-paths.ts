/** What stands before everything of a router, whenever that was registered. */
import type { Expr } from '../core/program.ts';
import type { Registering } from './fire.ts';
import type { Machine } from './machine.ts';
import { pathsOf } from './path-values.ts';
import type { Router } from './router.ts';
import { atInstallation } from './unset-prefixes.ts';
import type { Value } from './value.ts';

export function putBase(
  machine: Machine,
  fact: Extract<Registering, { kind: 'base-path' }>,
  router: Router,
  value: (expr: Expr) => Value,
): void {
  const given = pathsOf(value(fact.prefix));
  if (fact.forApplications) machine.applicationPaths.set(router.id, given);
  else if (fact.isSeen) router.prefixes.push([...given]);
  else
    router.basePaths.push({
      paths: fact.isOfInstallation ? atInstallation(machine, fact.at, given) : given,
      ...(fact.except ? { except: value(fact.except) } : {}),
    });
}
