import type { Machine } from './machine.ts';
import type { Router, RouterEvent } from './router.ts';
import { optionsOf } from './value.ts';

/** An event that has not been put under the conditions of the moment. */
type NewEvent = RouterEvent extends infer Event
  ? Event extends RouterEvent
    ? Omit<Event, 'conditions'>
    : never
  : never;

/** Puts an event on a router, under the conditions of the moment; what it mounts is counted as mounted. */
export function push(machine: Machine, router: Router, event: NewEvent): void {
  machine.registered++;
  const withCondition: RouterEvent = { ...event, conditions: [...machine.conditions] };
  if (withCondition.kind !== 'mount') {
    router.events.push(withCondition);
    return;
  }
  const mounted = withCondition.items
    .flatMap(item => optionsOf(item))
    .flatMap(item => (item.kind === 'router' ? [item.router] : []));
  const isView = mounted.length === 1 && mounted[0]?.derivedFrom === router;
  const taken =
    router.rules.mounts === 'copy' && !isView ? new Map(mounted.map(child => [child, child.events.length])) : undefined;
  router.events.push(taken ? { ...withCondition, taken } : withCondition);
  for (const child of mounted) {
    child.mounts++;
    // Whoever mounts a view of a router serves that router's routes: it is no application of its own any more.
    if (!isView) for (let base = child.derivedFrom; base; base = base.derivedFrom) base.mounts++;
  }
}
