/** Guards that some part of an application puts on the whole of it. */
import type { ActiveGuard } from './authentication.ts';
import { EVERYWHERE } from './class-modules.ts';
import type { Router, RouterEvent } from './router.ts';

/** The guards that these routers put on everything, whichever of them a route belongs to. */
export function everywhere(routers: readonly Router[]): readonly ActiveGuard[] {
  return routers.flatMap(router =>
    router.events.flatMap((event): readonly ActiveGuard[] =>
      event.kind === 'guard' && isEverywhere(event)
        ? event.guards.map(value => ({
            value,
            at: event.at,
            paths: [],
            covers: 'below',
            prefix: '',
            syntax: router.rules.syntax,
            where: 'the whole application',
            conditions: event.conditions,
            ...(event.stage ? { stage: event.stage } : {}),
          }))
        : [],
    ),
  );
}

export function isEverywhere(event: Extract<RouterEvent, { kind: 'guard' }>): boolean {
  const [path] = event.paths;
  return path?.kind === 'text' && path.text === EVERYWHERE;
}
