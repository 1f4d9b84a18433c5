/** Which subjects the words of a situation name. */
import type { Scope } from '../core/evidence.ts';
import type { ReportEndpoint, ReportState } from '../core/report.ts';
import { isServed } from '../core/served.ts';

export type Named = Pick<ReportState, 'apis' | 'endpoints' | 'coverage' | 'target'>;

const FINENESS: { readonly [S in Scope]: number } = { organisation: 0, repository: 1, api: 2, operation: 3 };

/** Subjects of one scope. */
export type Found = { readonly scope: Scope; readonly ids: readonly string[] };

/**
 * The subjects that `on` names, for a signal of this scope; a sentence when it names none. What is said of something coarser
 * holds for all that belongs to it. An API goes by its id, title or component.
 */
export function subjectsOn(state: Named, scope: Scope, on: string): Found | string {
  const found = namedBy(state, on);
  if (found === undefined)
    return `"${on}" names nothing: organisation, repositories, repository ID, apis, apis of REPOSITORY, api ID, operations, operations of API, operation METHOD /path of API`;
  if (FINENESS[found.scope] > FINENESS[scope])
    return `"${on}" names each ${found.scope}, and the signal is about each ${scope}`;
  return found.ids.length === 0 ? `"${on}" is not in the situation` : found;
}

function namedBy(state: Named, on: string): Found | undefined {
  const scanned = state.coverage.repositories.filter(row => row.status === 'scanned').map(row => row.name);
  const apis = (of: (api: ReportState['apis'][number]) => boolean): readonly string[] =>
    state.apis.filter(of).map(api => api.id);
  const served = (of: (operation: ReportEndpoint) => boolean): readonly string[] =>
    state.endpoints.filter(operation => isServed(operation) && of(operation)).map(operation => operation.id);
  const [, name = ''] = /^(?:repository|api|apis of|operations of) (.+)$/.exec(on) ?? [];
  const named = new Set(apis(api => [api.id, api.title, api.component].includes(name)));
  if (on === 'organisation') return { scope: 'organisation', ids: [state.target.organisation] };
  if (on === 'repositories') return { scope: 'repository', ids: scanned };
  if (on === 'apis') return { scope: 'api', ids: apis(() => true) };
  if (on === 'operations') return { scope: 'operation', ids: served(() => true) };
  if (on.startsWith('repository ')) return { scope: 'repository', ids: scanned.filter(each => each === name) };
  if (on.startsWith('apis of ')) return { scope: 'api', ids: apis(api => api.repository === name) };
  if (on.startsWith('api ')) return { scope: 'api', ids: [...named] };
  if (on.startsWith('operations of ')) return { scope: 'operation', ids: served(each => named.has(each.api)) };
  const [, method, path, api] = /^operation ([A-Z]+) (\S+) of (.+)$/.exec(on) ?? [];
  if (method === undefined || api === undefined) return undefined;
  const own = new Set(apis(each => [each.id, each.title, each.component].includes(api)));
  return {
    scope: 'operation',
    ids: state.endpoints
      .filter(each => each.method === method && each.path === path && own.has(each.api))
      .map(each => each.id),
  };
}
