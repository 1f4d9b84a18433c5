/** Routers that stand in for those of callers that were not met yet. */
import type { FunctionNode } from '../core/program.ts';
import type { Machine } from './machine.ts';
import type { Router } from './router.ts';
import type { Value } from './value.ts';

/** Keeps in mind that a function that nothing had called was run with a router that was made up for it. */
export function noteMadeUp(machine: Machine, fn: FunctionNode, value: Value): void {
  if (value.kind !== 'router' || value.router.assumed === undefined) return;
  machine.madeUp.set(fn.id, [...(machine.madeUp.get(fn.id) ?? []), value.router]);
}

/**
 * Something calls a function after all: what it put on routers that were made up is dropped, and what is in it runs anew.
 * Routers that others have taken over meanwhile keep what they have.
 */
export function dropMadeUp(machine: Machine, fn: FunctionNode): void {
  const routers = machine.madeUp.get(fn.id);
  if (!routers) return;
  machine.madeUp.delete(fn.id);
  for (const router of routers) if (router.mounts === 0) forget(machine, router);
  for (const id of machine.ran) if (isInside(id, fn)) machine.ran.delete(id);
}

function forget(machine: Machine, router: Router): void {
  const events = router.events.splice(0);
  for (const event of events) {
    if (event.kind !== 'mount') continue;
    for (const item of event.items) {
      if (item.kind !== 'router') continue;
      item.router.mounts--;
      // What was made for it alone goes with it.
      const isOwn = item.router.derivedFrom === router || machine.parents.get(item.router) === router;
      if (isOwn && item.router.mounts === 0) forget(machine, item.router);
    }
  }
}

/** Function ids are `file#line:column`. */
function isInside(id: string, { at }: FunctionNode): boolean {
  const hash = id.lastIndexOf('#');
  if (id.slice(0, hash) !== at.file) return false;
  const line = Number(id.slice(hash + 1).split(':')[0]);
  return line >= at.line && line <= at.endLine;
}
