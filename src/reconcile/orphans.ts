import { normalisePath, operationId, type OperationMethod } from '../core/operation.ts';
import { leadsTo, type Gateways } from './exposure.ts';
import { emptyDraft, type Draft } from './join.ts';

/**
 * Gateway routes that lead to no operation that is known: what they expose is not seen, so each is an operation of its own.
 * A route that could lead to a known operation of any component is none, since its upstream may go by another name; nor is
 * any route while there are operations whose full path is not known.
 */
export function orphanDrafts(gateways: Gateways, known: readonly Draft[]): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  if (known.some(draft => draft.isUnresolved)) return [];
  for (const route of gateways.routes) {
    if (route.isCatchAll || route.match === 'regex' || known.some(draft => leadsTo(route, draft.method, draft.path)))
      continue;
    const path = route.match === 'exact' ? route.path : `${route.path === '/' ? '' : route.path}/{*}`;
    const methods: readonly OperationMethod[] = route.methods.length === 0 ? ['ANY'] : route.methods;
    for (const method of methods) {
      const id = operationId(route.component, method, path);
      if (known.some(draft => draft.id === id)) continue;
      const note = `the ${route.product} route ${normalisePath(route.path)} leads to ${route.upstream || 'an upstream without name'}, where no operation is known`;
      drafts.set(id, {
        ...emptyDraft({ id, component: route.component, protocol: 'http', method, path }),
        notes: [note],
        gatewayRoute: route,
      });
    }
  }
  return [...drafts.values()];
}
