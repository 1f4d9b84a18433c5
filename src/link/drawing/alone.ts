/** Applications that nothing mounts: they are started by themselves. */
import { push } from '../events.ts';
import { type Machine, rootRouter } from '../machine.ts';
import { ROOT } from '../path-values.ts';
import type { Router } from '../router.ts';

const ALONE = new WeakMap<Machine, { readonly routers: Router[]; readonly run: Set<Router> }>();

/** A router of a class that may be started by itself: where nothing mounts it, and where no other one may be meant. */
export function standingAlone(machine: Machine, router: Router): Router {
  const state = ALONE.get(machine) ?? { routers: [], run: new Set<Router>() };
  if (!ALONE.has(machine)) {
    ALONE.set(machine, state);
    machine.last.push(() => serveAlone(machine, state));
  }
  state.routers.push(router);
  return router;
}

/** Of several classes that nothing mounts, those are served that are run; where the others are is not known. */
function serveAlone(
  machine: Machine,
  { routers, run }: { readonly routers: readonly Router[]; readonly run: ReadonlySet<Router> },
): void {
  const componentOf = (router: Router): string => machine.program.componentOf(router.at.file);
  const open = routers.filter(
    ({ mounts, events }) => mounts === 0 && events.some(({ kind }) => kind === 'route' || kind === 'mount'),
  );
  for (const router of open) {
    const rivals = open.filter(other => componentOf(other) === componentOf(router));
    if (rivals.length > 1 && !run.has(router)) continue;
    const root = rootRouter(machine, router.framework, router.at, router.rules);
    push(machine, root, { kind: 'mount', at: router.at, paths: ROOT, items: [{ kind: 'router', router }] });
  }
}

/** Says that something runs it. */
export function noteRun(machine: Machine, router: Router): void {
  ALONE.get(machine)?.run.add(router);
}
