/** Operations, APIs and components: what serves them, who may call them. */
import type { Report, ReportEndpoint } from '../../core/report.ts';
import { AUTH_STATUSES, STATES, openWritesOf, operationName, placeText, plural, servedOf } from '../words.ts';
import { field, section, table } from './lines.ts';

type Lines = readonly string[];

export function listOperations(report: Report): Lines {
  const groups = STATES.map(state => ({
    state,
    endpoints: report.endpoints.filter(endpoint => endpoint.state === state),
  })).filter(({ endpoints }) => endpoints.length > 0);
  return [
    `operations · ${plural(report.endpoints.length, 'operation')} · ${groups.map(({ state, endpoints }) => `${endpoints.length} ${state}`).join(', ') || 'none was found'}`,
    ...groups.flatMap(({ state, endpoints }) =>
      section(
        `${state} (${endpoints.length})`,
        table(
          endpoints.map(endpoint => [operationName(endpoint), `auth ${endpoint.auth.status}`, firstPlace(endpoint)]),
        ),
      ),
    ),
  ];
}

/** By status, or only one of them; `writes` are the writes that answer without credentials. */
export function explainAuth(report: Report, only: ReportEndpoint['auth']['status'] | 'writes' | undefined): Lines {
  if (only === 'writes') {
    const open = openWritesOf(report);
    return [
      `auth:writes · ${plural(open.length, 'write')} answer without credentials`,
      ...section('riskiest first', authRows(open)),
    ];
  }
  const served = servedOf(report);
  const statuses = only ? [only] : AUTH_STATUSES;
  const groups = statuses.map(status => ({
    status,
    endpoints: served.filter(endpoint => endpoint.auth.status === status),
  }));
  return [
    `auth · ${plural(served.length, 'served operation')} · ${groups.map(({ status, endpoints }) => `${endpoints.length} ${status}`).join(', ')}`,
    ...groups.flatMap(({ status, endpoints }) => section(`${status} (${endpoints.length})`, authRows(endpoints))),
  ];
}

function authRows(endpoints: readonly ReportEndpoint[]): Lines {
  return table(endpoints.map(endpoint => [operationName(endpoint), firstPlace(endpoint), endpoint.auth.reason]));
}

/** All operations that a person may mean: by id, by component, method and path, or by the end of it. */
export function findOperation(report: Report, wanted: string): readonly ReportEndpoint[] {
  const spellings = (endpoint: ReportEndpoint) => [
    operationName(endpoint),
    `${endpoint.component}#${operationName(endpoint)}`,
    endpoint.path,
  ];
  const exact = report.endpoints.filter(endpoint => endpoint.id === wanted || spellings(endpoint).includes(wanted));
  if (exact.length > 0 || wanted.length < 2) return exact;
  return report.endpoints.filter(endpoint => endpoint.id.endsWith(wanted) || operationName(endpoint).endsWith(wanted));
}

export function explainOperation(report: Report, endpoint: ReportEndpoint): Lines {
  const { auth } = endpoint;
  const api = report.apis.find(({ id }) => id === endpoint.api);
  const described =
    endpoint.documented === 'yes'
      ? 'described'
      : endpoint.documented === 'no'
        ? 'not described'
        : 'description not known';
  const evidence = report.evidence.filter(({ subject }) => subject.scope === 'operation' && subject.id === endpoint.id);
  return [
    `${operationName(endpoint)} · ${endpoint.component} · ${endpoint.state}, ${described} · auth ${auth.status} · risk ${endpoint.risk}`,
    ...field('id', endpoint.id),
    ...(api
      ? field('api', `${api.title} ${api.version}`.trim() + (api.owner === null ? '' : `, owned by ${api.owner}`))
      : []),
    ...endpoint.sources.flatMap(source =>
      field(
        source.kind === 'description' ? 'described' : source.kind,
        table([[placeText(source), source.what, source.excerpt]]),
      ),
    ),
    ...(endpoint.handler ? field('handler', placeText(endpoint.handler)) : []),
    ...field('why', endpoint.reasons),
    ...field('auth', [
      `${auth.status} (from ${auth.source}): ${auth.reason}`,
      ...named('mechanisms', auth.mechanisms),
      ...named('scopes', auth.scopes),
    ]),
    ...field(
      'guards',
      auth.chain.length === 0
        ? ['none on this path']
        : table(auth.chain.map(link => [placeText(link), link.what, link.effect, link.why])),
    ),
    ...(auth.described === null ? [] : field('claimed', `the description says: ${auth.described}`)),
    ...field(
      'takes',
      endpoint.parameters.map(({ name, in: where, type }) => `${where} ${name}${type === null ? '' : `: ${type}`}`),
    ),
    ...(endpoint.responseType === null ? [] : field('gives', endpoint.responseType)),
    ...field('data', endpoint.dataClasses),
    ...(endpoint.conditional === null ? [] : field('only if', endpoint.conditional)),
    ...(endpoint.deprecated
      ? field('ends', endpoint.sunset === null ? 'deprecated, without a date' : `deprecated, until ${endpoint.sunset}`)
      : []),
    ...field(
      'tests',
      endpoint.tests.length === 0
        ? ['none']
        : table(endpoint.tests.map(test => [placeText(test), test.test, test.aspects.join(', ')])),
    ),
    ...section('evidence', table(evidence.map(item => [item.id, item.signal, item.tier, item.summary]))),
  ];
}

function named(name: string, items: readonly string[]): Lines {
  return items.length === 0 ? [] : [`${name}: ${items.join(', ')}`];
}

export function listApis(report: Report): Lines {
  const rows = report.apis.map(api => [
    api.id,
    `${api.title} ${api.version}`.trim(),
    api.protocol,
    api.component,
    plural(endpointsOf(report, api.id).length, 'operation'),
    `risk ${api.risk.class}`,
  ]);
  return [`apis · ${plural(report.apis.length, 'API')}`, ...section('each', table(rows))];
}

export function explainApi(report: Report, id: string): Lines | undefined {
  const api = report.apis.find(item => item.id === id || item.title === id);
  if (!api) return undefined;
  return [
    `${api.title} ${api.version} · ${api.protocol} · ${api.component} · risk ${api.risk.class}`,
    ...field('id', api.id),
    ...field('owner', api.owner ?? 'none found'),
    ...field('risk', api.risk.reasons),
    ...field('described', api.descriptions.length === 0 ? 'nowhere' : api.descriptions),
    ...section(
      'operations',
      table(
        endpointsOf(report, api.id).map(endpoint => [
          operationName(endpoint),
          endpoint.state,
          `auth ${endpoint.auth.status}`,
          firstPlace(endpoint),
        ]),
      ),
    ),
  ];
}

function endpointsOf(report: Report, api: string): readonly ReportEndpoint[] {
  return report.endpoints.filter(endpoint => endpoint.api === api);
}

export function listComponents(report: Report): Lines {
  const rows = report.components.map(component => [
    component.id,
    component.name,
    component.languages.join(', '),
    component.frameworks.join(', '),
    component.manifests.join(', '),
  ]);
  return [
    `components · ${plural(report.components.length, 'component')}`,
    ...section('folder, name, languages, frameworks, what made it one', table(rows)),
  ];
}

export function explainComponent(report: Report, id: string): Lines | undefined {
  const component = report.components.find(item => item.id === id);
  if (!component) return undefined;
  const endpoints = report.endpoints.filter(endpoint => endpoint.component === id);
  return [
    `${component.name} · ${component.path} · ${plural(endpoints.length, 'operation')}`,
    ...field('made by', component.manifests),
    ...field('languages', component.languages),
    ...field('uses', component.frameworks),
    ...section(
      'operations',
      table(
        endpoints.map(endpoint => [
          operationName(endpoint),
          endpoint.state,
          `auth ${endpoint.auth.status}`,
          firstPlace(endpoint),
        ]),
      ),
    ),
  ];
}

function firstPlace({ sources }: ReportEndpoint): string {
  const [source] = sources;
  return source ? placeText(source) : '(no place)';
}
