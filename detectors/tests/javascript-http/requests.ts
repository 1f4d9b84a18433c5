/** Requests that a test file sends, whatever client it uses. */
import type { Method } from '../../../src/core/facts/program.ts';
import type { CallExpr, Expr, RecordEntry } from '../../../src/core/program.ts';
import { isFrom } from '../../../src/parse/program-file.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import type { Bindings, Use } from './bindings.ts';
import { lookUp } from './bindings.ts';
import { dotted, entryOf, recordOf, rootName, textOf } from './values.ts';

export type Client =
  | 'supertest'
  | 'agent'
  | 'inject'
  | 'app-request'
  | 'fetch'
  | 'axios'
  | 'playwright'
  | 'cypress'
  | 'chain';

export type Request = {
  readonly call: CallExpr;
  /** The call and the calls chained on it, innermost first. */
  readonly chain: readonly CallExpr[];
  readonly method: Method;
  /** As in `test-assertion`. */
  readonly path: string;
  readonly pathExpr: Expr | undefined;
  /** Absolute address as written, when the request names a host. */
  readonly host: string | undefined;
  readonly client: Client;
  /** The application, agent or client instance that it is sent through. */
  readonly through: Expr | undefined;
  /** Options with headers; `unknown` when they cannot be read. */
  readonly options: readonly RecordEntry[] | 'unknown' | undefined;
  readonly body: Expr | undefined;
  readonly use: Use;
};

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['del', 'DELETE'],
  ['head', 'HEAD'],
  ['options', 'OPTIONS'],
]);

export type Sources = {
  readonly file: ProgramFile;
  readonly bindings: Bindings;
  readonly byReceiver: ReadonlyMap<Expr, CallExpr>;
  readonly lines: readonly string[];
  readonly traits: Traits;
};

/** What the file says of its clients as a whole; gathered once. */
export type Traits = {
  /** Names on which a credential is set for all requests (`agent.set(…)`). */
  readonly credentialed: ReadonlySet<string>;
  /** Cookies or headers that a browser or context brings along. */
  readonly sharesState: boolean;
  /** Defaults or interceptors of a client. */
  readonly hasDefaults: boolean;
};

export function sourcesOf(file: ProgramFile, bindings: Bindings): Sources {
  const credentialed = file.calls.flatMap(site =>
    (site.name === 'set' || site.name === 'auth') && site.receiver?.kind === 'name' ? [site.receiver.name] : [],
  );
  return {
    file,
    bindings,
    byReceiver: callsByReceiver(file),
    lines: file.text.split('\n'),
    traits: {
      credentialed: new Set(credentialed),
      sharesState: /storageState|extraHTTPHeaders|cy\.login|cy\.session|setCookie|httpCredentials/.test(file.text),
      hasDefaults: /\.defaults\b|interceptors|globalSetup|setDefaultHeaders|request\.setDefault/.test(file.text),
    },
  };
}

export function requestsOf(sources: Sources): readonly Request[] {
  return sources.file.calls.flatMap(site => requestOf(site, sources) ?? []);
}

/** Each call by the expression it is called on, to walk a chain outwards. */
function callsByReceiver(file: ProgramFile): ReadonlyMap<Expr, CallExpr> {
  return new Map(file.calls.flatMap(site => (site.receiver ? [[site.receiver, site.call] as const] : [])));
}

type Draft = {
  readonly method: Method | undefined;
  readonly address: Expr | undefined;
  readonly base?: Expr | undefined;
  readonly client: Client;
  readonly through?: Expr | undefined;
  readonly options?: Expr | undefined;
  readonly body?: Expr | undefined;
};

function requestOf(site: CallSite, sources: Sources): Request | undefined {
  const { call } = site;
  const use: Use = { at: call.at, inside: site.inside };
  const draft = draftOf(site, use, sources);
  if (!draft?.method) return undefined;
  const { bindings } = sources;
  const written = draft.address ? textOf(draft.address, bindings, use) : '{}';
  const base = draft.base ? textOf(draft.base, bindings, use) : '';
  const { path, host } = splitAddress(
    /^\w+:\/\//.test(written)
      ? written
      : base === ''
        ? written
        : `${base.replace(/\/+$/, '')}${written.startsWith('/') ? '' : '/'}${written}`,
  );
  const options = draft.options ? (recordOf(draft.options, bindings, use) ?? 'unknown') : undefined;
  const body =
    draft.body ??
    (Array.isArray(options)
      ? (entryOf(options, 'body') ??
        entryOf(options, 'payload') ??
        entryOf(options, 'data') ??
        entryOf(options, 'json'))
      : undefined);
  return {
    call,
    chain: chainOf(call, sources.byReceiver),
    method: draft.method,
    path,
    pathExpr: draft.address,
    host,
    client: draft.client,
    through: draft.through,
    options,
    body,
    use,
  };
}

/** Path without query, and the host when one is named. A computed start is `{?}`: it may hold a host, a prefix, or both. */
export function splitAddress(written: string): { readonly path: string; readonly host: string | undefined } {
  const withHost = /^(?:https?|wss?):\/\/([^/?#]*)(.*)$/s.exec(written);
  const rest = (withHost ? (withHost[2] ?? '') : written).replace(/[?#].*$/s, '');
  if (!withHost && rest.startsWith('{}')) return { path: `{?}${rest.slice(2)}`, host: undefined };
  const path = `/${rest
    .split('/')
    .filter(segment => segment !== '')
    .join('/')}`;
  return { path, host: withHost?.[1] };
}

function chainOf(call: CallExpr, byReceiver: ReadonlyMap<Expr, CallExpr>): readonly CallExpr[] {
  const chain = [call];
  for (let next = byReceiver.get(call); next && chain.length < 100; next = byReceiver.get(next)) chain.push(next);
  return chain;
}

const FUNCTIONS: readonly string[] = ['axios', 'got', 'ky', 'node-fetch', 'undici', 'cross-fetch', 'superagent'];

function draftOf(site: CallSite, use: Use, sources: Sources): Draft | undefined {
  if (!site.receiver) return functionDraft(site, use, sources);
  return (
    throughAgent(site, site.receiver, use, sources) ??
    throughLibrary(site, site.receiver, use, sources) ??
    throughApplication(site, site.receiver, use, sources)
  );
}

/** `fetch(url)`, `axios({ … })`, `inject(app, { … })`. */
function functionDraft({ call }: CallSite, use: Use, sources: Sources): Draft | undefined {
  const [first, second] = call.args;
  const origin = sources.file.originOf(call.callee);
  if (call.callee.kind === 'name' && call.callee.name === 'fetch' && !origin)
    return fetchDraft(first, second, use, sources);
  if (isFrom(origin, 'light-my-request')) return injectDraft(second, first, use, sources);
  if (call.isNew || !['default', 'fetch', 'request'].some(exported => isFrom(origin, FUNCTIONS, exported)))
    return undefined;
  const record = recordOf(first, sources.bindings, use);
  if (!record) return fetchDraft(first, second, use, sources);
  return {
    method: methodOf(entryOf(record, 'method'), sources.bindings, use),
    address: entryOf(record, 'url'),
    base: entryOf(record, 'baseURL'),
    client: 'axios',
    options: first,
  };
}

function throughAgent({ call, name }: CallSite, receiver: Expr, use: Use, sources: Sources): Draft | undefined {
  const method = METHODS.get(name);
  if (!method || !isAgent(receiver, use, sources)) return undefined;
  return {
    method,
    address: call.args[0],
    base: urlOfAgent(receiver, use, sources),
    client: isPersistent(receiver, use, sources) ? 'agent' : 'supertest',
    through: receiver,
  };
}

function throughLibrary(site: CallSite, receiver: Expr, use: Use, sources: Sources): Draft | undefined {
  const { call, name } = site;
  const [first, second] = call.args;
  const method = METHODS.get(name);
  const origin = sources.file.originOf(receiver);
  if (dotted(receiver) === 'cy' && name === 'request') return cypressDraft(call, use, sources);
  if (isFrom(origin, 'frisby'))
    return name === 'fetch'
      ? fetchDraft(first, second, use, sources)
      : method && { method, address: first, client: 'chain', body: second };
  if (method && isFrom(origin, ['superagent', 'needle']))
    return { method, address: first, client: 'chain', options: second };
  if (method && isSpec(receiver, use, sources)) return { method, address: first, client: 'chain' };
  if (isFrom(origin, ['axios', 'got', 'ky']) || isAxiosInstance(receiver, use, sources))
    return axiosDraft(site, use, sources, axiosBase(receiver, use, sources));
  return method && isPlaywright(receiver, use, sources)
    ? { method, address: first, client: 'playwright', through: receiver, options: second }
    : undefined;
}

/** `app.inject(…)`, and `app.request('/x')`, `app.fetch(new Request(…))` of applications that take web requests. */
function throughApplication({ call, name }: CallSite, receiver: Expr, use: Use, sources: Sources): Draft | undefined {
  const [first, second] = call.args;
  if (name === 'inject') return injectDraft(first, receiver, use, sources);
  if ((name !== 'request' && name !== 'fetch' && name !== 'handle') || !looksLikeApplication(receiver, sources))
    return undefined;
  if (first?.kind === 'call' && first.isNew && rootName(first.callee) === 'Request')
    return { ...fetchDraft(first.args[0], first.args[1], use, sources), client: 'app-request', through: receiver };
  // An argument that is not known at all may be anything, a name of an event for one.
  if (name !== 'request' || !first || textOf(first, sources.bindings, use) === '{}') return undefined;
  return { ...fetchDraft(first, second, use, sources), client: 'app-request', through: receiver };
}

function methodOf(expr: Expr | undefined, bindings: Bindings, use: Use): Method | undefined {
  if (!expr) return 'GET';
  return METHODS.get(textOf(expr, bindings, use).toLowerCase());
}

function fetchDraft(address: Expr | undefined, init: Expr | undefined, use: Use, { bindings }: Sources): Draft {
  const record = recordOf(init, bindings, use);
  return {
    method: methodOf(record && entryOf(record, 'method'), bindings, use),
    address,
    client: 'fetch',
    options: init,
  };
}

/** `app.inject('/x')` and `app.inject({ method, url, headers, payload })`. */
function injectDraft(
  request: Expr | undefined,
  app: Expr | undefined,
  use: Use,
  { bindings }: Sources,
): Draft | undefined {
  const record = recordOf(request, bindings, use);
  if (record)
    return {
      method: methodOf(entryOf(record, 'method'), bindings, use),
      address: entryOf(record, 'url') ?? entryOf(record, 'path'),
      client: 'inject',
      through: app,
      options: request,
    };
  return request?.kind === 'text' || request?.kind === 'concat'
    ? { method: 'GET', address: request, client: 'inject', through: app }
    : undefined;
}

function axiosDraft(
  { call, name }: CallSite,
  use: Use,
  { bindings }: Sources,
  base: Expr | undefined,
): Draft | undefined {
  const [first, second, third] = call.args;
  const method = METHODS.get(name);
  if (name === 'request') {
    const record = recordOf(first, bindings, use);
    return record
      ? {
          method: methodOf(entryOf(record, 'method'), bindings, use),
          address: entryOf(record, 'url'),
          base: entryOf(record, 'baseURL') ?? base,
          client: 'axios',
          options: first,
        }
      : undefined;
  }
  if (!method) return undefined;
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return {
    method,
    address: first,
    base,
    client: 'axios',
    options: hasBody ? third : second,
    ...(hasBody ? { body: second } : {}),
  };
}

/** `cy.request(url)`, `cy.request(method, url, body)`, `cy.request({ … })`. */
function cypressDraft(call: CallExpr, use: Use, { bindings }: Sources): Draft | undefined {
  const [first, second, third] = call.args;
  const record = recordOf(first, bindings, use);
  if (record)
    return {
      method: methodOf(entryOf(record, 'method'), bindings, use),
      address: entryOf(record, 'url'),
      client: 'cypress',
      options: first,
    };
  const method = first?.kind === 'text' ? METHODS.get(first.value.toLowerCase()) : undefined;
  return method
    ? { method, address: second, client: 'cypress', body: third }
    : { method: second ? 'POST' : 'GET', address: first, client: 'cypress', body: second };
}

/** `request(app)`, `request.agent(app)`, `chai.request(app)`, or a name bound to one of these. */
function agentCall(receiver: Expr, use: Use, sources: Sources): CallExpr | undefined {
  if (receiver.kind === 'name') {
    const bound = lookUp(sources.bindings, receiver.name, use);
    return bound?.value.kind === 'call' && bound.member === undefined
      ? agentCall(bound.value, use, sources)
      : undefined;
  }
  if (receiver.kind !== 'call') return undefined;
  const origin = sources.file.originOf(receiver.callee);
  if (isFrom(origin, ['supertest', 'supertest-session', 'superwstest'])) return receiver;
  if (isFrom(origin, ['chai-http', 'chai'])) return receiver;
  const text = dotted(receiver.callee);
  if (text === 'chai.request' || text === 'chai.request.execute' || text === 'chai.request.agent') return receiver;
  // `.keepOpen()` of chai-http gives the same agent.
  return receiver.callee.kind === 'member' && receiver.callee.name === 'keepOpen'
    ? agentCall(receiver.callee.of, use, sources)
    : undefined;
}

function isAgent(receiver: Expr, use: Use, sources: Sources): boolean {
  return agentCall(receiver, use, sources) !== undefined;
}

function isPersistent(receiver: Expr, use: Use, sources: Sources): boolean {
  const call = agentCall(receiver, use, sources);
  const callee = call?.callee;
  const isNamed = callee?.kind === 'member' && callee.name === 'agent';
  const origin = callee && sources.file.originOf(callee);
  return isNamed || isFrom(origin, 'supertest', 'agent') || isFrom(origin, 'supertest-session');
}

/** What `request(…)` was given: an application, a server, or the address of one. */
export function targetOfAgent(receiver: Expr | undefined, use: Use, sources: Sources): Expr | undefined {
  const call = receiver && agentCall(receiver, use, sources);
  return call?.args[0];
}

function urlOfAgent(receiver: Expr, use: Use, sources: Sources): Expr | undefined {
  const target = targetOfAgent(receiver, use, sources);
  return target && /^(?:\w+:\/\/|\{\}\/)/.test(textOf(target, sources.bindings, use)) ? target : undefined;
}

/** `spec()` and `pactum.spec()`. */
function isSpec(receiver: Expr, use: Use, sources: Sources): boolean {
  if (receiver.kind === 'name') {
    const bound = lookUp(sources.bindings, receiver.name, use);
    return bound?.value.kind === 'call' && isSpec(bound.value, use, sources);
  }
  return receiver.kind === 'call' && isFrom(sources.file.originOf(receiver.callee), 'pactum');
}

function instanceCall(receiver: Expr, use: Use, sources: Sources): CallExpr | undefined {
  if (receiver.kind !== 'name') return undefined;
  const value = lookUp(sources.bindings, receiver.name, use)?.value;
  if (value?.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const makes = value.callee.name === 'create' || value.callee.name === 'extend';
  return makes && isFrom(sources.file.originOf(value.callee.of), ['axios', 'got', 'ky']) ? value : undefined;
}

function isAxiosInstance(receiver: Expr, use: Use, sources: Sources): boolean {
  return instanceCall(receiver, use, sources) !== undefined;
}

function axiosBase(receiver: Expr, use: Use, sources: Sources): Expr | undefined {
  const record = recordOf(instanceCall(receiver, use, sources)?.args[0], sources.bindings, use);
  return record && (entryOf(record, 'baseURL') ?? entryOf(record, 'prefixUrl'));
}

/** Options with which an instance was made, for its headers. */
export function instanceOptions(
  receiver: Expr | undefined,
  use: Use,
  sources: Sources,
): readonly RecordEntry[] | 'unknown' | undefined {
  const call = receiver && instanceCall(receiver, use, sources);
  if (!call?.args[0]) return undefined;
  return recordOf(call.args[0], sources.bindings, use) ?? 'unknown';
}

/** The `request` fixture of Playwright, `page.request`, or a context made by `request.newContext()`. */
function isPlaywright(receiver: Expr, use: Use, sources: Sources): boolean {
  if (
    !sources.file.module.imports.some(
      binding => binding.module === '@playwright/test' || binding.module === 'playwright',
    )
  )
    return false;
  if (receiver.kind === 'member') return receiver.name === 'request';
  if (receiver.kind !== 'name') return false;
  const isFixture = use.inside.some(fn =>
    fn.parameters.some(
      parameter =>
        parameter.pattern.kind === 'record' &&
        parameter.pattern.entries.some(
          entry => entry.key === 'request' && entry.pattern.kind === 'name' && entry.pattern.name === receiver.name,
        ),
    ),
  );
  if (isFixture) return true;
  const value = lookUp(sources.bindings, receiver.name, use)?.value;
  return value?.kind === 'call' && value.callee.kind === 'member' && value.callee.name === 'newContext';
}

/** Something imported or made in the file that may be a Hono, Elysia or similar application; no client of a library. */
function looksLikeApplication(receiver: Expr, { file }: Sources): boolean {
  const origin = file.originOf(receiver);
  const name = rootName(receiver) ?? '';
  if (origin)
    return (
      /^[.~@#]/.test(origin.module) &&
      /app|server|api|router|route|handler|hono|default/i.test(`${name} ${origin.path.join(' ')}`)
    );
  return /app|server|api|router|route|handler|hono/i.test(name);
}
