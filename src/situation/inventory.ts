import { digest } from '../core/operation.ts';
import type { ReportEndpoint, ReportState } from '../core/report.ts';
import type { Situation, SituationOperation } from './schema.ts';

/** One row a repository; a situation that names none has one, called as the organisation. */
export function repositoriesOf({ repositories, organisation }: Situation): ReportState['coverage']['repositories'] {
  const rows = repositories.length === 0 ? [{ id: organisation, scanned: true }] : repositories;
  return rows.map(({ id, scanned }) => ({
    name: id,
    status: scanned ? ('scanned' as const) : ('failed' as const),
    why: scanned ? null : 'could not be read',
    commit: null,
  }));
}

/** Each API is a component of its own. */
export function inventoryOf(situation: Situation): Pick<ReportState, 'components' | 'apis' | 'endpoints'> {
  const [first] = repositoriesOf(situation);
  const apis = situation.apis.map(api => {
    const repository = api.repository ?? first?.name ?? situation.organisation;
    return { ...api, repository, component: `${repository}/${api.id}` };
  });
  return {
    components: apis.map(({ id, component }) => ({
      id: component,
      path: component,
      name: id,
      manifests: [],
      languages: [],
      frameworks: [],
    })),
    apis: apis.map(api => ({
      id: api.id,
      title: api.title ?? api.id,
      version: api.version,
      protocol: api.protocol,
      component: api.component,
      repository: api.repository,
      owner: api.owner ?? null,
      risk: { class: api.risk, reasons: ['so given'] },
      descriptions: [],
    })),
    endpoints: apis.flatMap(api => api.operations.map(operation => endpointOf(api, operation))),
  };
}

type PlacedApi = Situation['apis'][number] & { readonly component: string };

function endpointOf(api: PlacedApi, operation: SituationOperation): ReportEndpoint {
  const [method = '', path = '/'] = operation.op.split(' ');
  const stated = STATES[operation.state];
  const place = { file: api.component, line: 1, column: 1 };
  const isMapped = operation.gateway ?? api.gateway;
  return {
    id: `op-${digest(`${api.component}#${operation.op}`)}`,
    method,
    path,
    protocol: api.protocol,
    component: api.component,
    api: api.id,
    state: operation.state,
    documented: operation.documented ?? stated.documented,
    implemented: operation.implemented ?? stated.implemented,
    exposed: operation.exposed ?? stated.exposed ?? api.exposed,
    reasons: [],
    sources: [
      { kind: 'code', ...place, what: 'so given', excerpt: operation.op },
      ...(isMapped ? [{ kind: 'gateway' as const, ...place, what: 'gateway', excerpt: operation.op }] : []),
    ],
    auth: {
      status: operation.auth,
      reason: 'so given',
      mechanisms: [],
      scopes: operation.scopes,
      chain: [],
      source: 'code',
      described: null,
    },
    parameters: [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => ({ name, in: 'path' as const, type: null })),
    dataClasses: operation.data,
    deprecated: operation.deprecated || operation.state === 'zombie',
    sunset: null,
    risk: operation.risk ?? api.risk,
    tests: [],
    conditional: null,
    handler: null,
    responseType: null,
  };
}

type Stated = Pick<ReportEndpoint, 'documented' | 'implemented'> & { readonly exposed?: ReportEndpoint['exposed'] };

/** What a state says of an operation, unless the situation says otherwise. */
const STATES: { readonly [S in SituationOperation['state']]: Stated } = {
  matched: { documented: 'yes', implemented: 'yes' },
  drifted: { documented: 'yes', implemented: 'yes' },
  zombie: { documented: 'yes', implemented: 'yes' },
  shadow: { documented: 'no', implemented: 'yes' },
  phantom: { documented: 'yes', implemented: 'no', exposed: 'no' },
  orphan: { documented: 'no', implemented: 'no', exposed: 'yes' },
  unresolved: { documented: 'unknown', implemented: 'yes' },
};
