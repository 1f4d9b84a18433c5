/** Requests that a file sends over HTTP: which client, to where, with which options. */
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { exportOf } from '../../routes/javascript/origins.ts';
import { isGlobal, valueOf } from '../bindings.ts';
import { optionIn, textOf } from '../constants.ts';

export type OutboundRequest = {
  readonly site: CallSite;
  readonly client: string;
  readonly method?: string;
  /** Undefined when the request is made from a record of options alone. */
  readonly url?: Expr;
  /** Options of the request, then those of the instance that sends it. */
  readonly options: readonly (Expr | undefined)[];
  /** Base address of the instance, folded. */
  readonly base?: string;
  /** An instance was made; requests are sent with it elsewhere. */
  readonly isInstance?: true;
};

type Client = {
  readonly name: string;
  readonly modules: readonly string[];
  /** Calling these exports sends a request; `default` is the module's own value. */
  readonly sends: readonly string[];
  /** These make an instance with options of their own. */
  readonly makes?: readonly string[];
  readonly base?: readonly string[];
  /** An instance that is given no address gets it from another one. */
  readonly onlyWithBase?: true;
  /** Verbs that take a body before their options. */
  readonly bodyFirst?: boolean;
};

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options'] as const;
const WITH_BODY: ReadonlySet<string> = new Set(['post', 'put', 'patch']);

/** Sources: the READMEs of the packages. */
const CLIENTS: readonly Client[] = [
  {
    name: 'axios',
    modules: ['axios'],
    sends: ['default', 'request', ...VERBS],
    makes: ['create'],
    base: ['baseURL'],
    bodyFirst: true,
  },
  {
    name: 'got',
    modules: ['got'],
    sends: ['default', 'got', 'stream', ...VERBS],
    makes: ['extend', 'got.extend'],
    base: ['prefixUrl'],
  },
  {
    name: 'ky',
    modules: ['ky', 'ky-universal'],
    sends: ['default', ...VERBS],
    makes: ['create', 'extend'],
    base: ['prefixUrl', 'prefix', 'baseUrl'],
  },
  { name: 'undici', modules: ['undici'], sends: ['request', 'fetch', 'stream'], makes: ['Pool', 'Client'] },
  {
    name: 'fetch',
    modules: [
      'node-fetch',
      'cross-fetch',
      'isomorphic-fetch',
      'isomorphic-unfetch',
      'node-fetch-native',
      'make-fetch-happen',
    ],
    sends: ['default', 'fetch'],
  },
  {
    name: 'ofetch',
    modules: ['ofetch'],
    sends: ['ofetch', '$fetch', 'default'],
    makes: ['ofetch.create', '$fetch.create'],
    base: ['baseURL'],
  },
  { name: 'superagent', modules: ['superagent'], sends: ['default', ...VERBS], makes: ['agent'] },
  {
    name: 'request',
    modules: ['request', 'request-promise', 'request-promise-native'],
    sends: ['default', ...VERBS],
    makes: ['defaults'],
    base: ['baseUrl'],
  },
  { name: 'needle', modules: ['needle'], sends: ['default', ...VERBS], bodyFirst: true },
  {
    name: 'http',
    modules: ['http', 'https', 'node:http', 'node:https', 'follow-redirects'],
    sends: ['request', 'get', 'http.request', 'http.get', 'https.request', 'https.get'],
  },
  { name: 'openapi-fetch', modules: ['openapi-fetch'], sends: [], makes: ['default'], base: ['baseUrl'] },
  {
    name: 'openapi client',
    modules: ['@hey-api/client-fetch', '@hey-api/client-axios'],
    sends: [],
    makes: ['createClient'],
    base: ['baseUrl', 'baseURL'],
  },
  {
    name: 'openapi-client-axios',
    modules: ['openapi-client-axios'],
    sends: [],
    makes: ['default', 'OpenAPIClientAxios'],
  },
  { name: 'graphql-request', modules: ['graphql-request'], sends: ['request', 'default'], makes: ['GraphQLClient'] },
  {
    name: 'Apollo Client',
    modules: ['@apollo/client', '@apollo/client/core', '@apollo/client/link/http', 'apollo-link-http'],
    sends: [],
    makes: ['ApolloClient', 'HttpLink', 'createHttpLink'],
    base: ['uri'],
    onlyWithBase: true,
  },
  {
    name: 'urql',
    modules: ['urql', '@urql/core', '@urql/vue', '@urql/svelte'],
    sends: [],
    makes: ['createClient', 'Client'],
    base: ['url'],
  },
  { name: 'graphql-ws', modules: ['graphql-ws'], sends: [], makes: ['createClient'], base: ['url'] },
  {
    name: 'tRPC client',
    modules: ['@trpc/client'],
    sends: [],
    makes: ['httpLink', 'httpBatchLink', 'httpBatchStreamLink', 'unstable_httpBatchStreamLink'],
    base: ['url'],
  },
  {
    name: 'Connect',
    modules: ['@connectrpc/connect-node', '@connectrpc/connect-web', '@bufbuild/connect-node', '@bufbuild/connect-web'],
    sends: [],
    makes: ['createConnectTransport', 'createGrpcTransport', 'createGrpcWebTransport'],
    base: ['baseUrl'],
  },
  { name: 'gRPC', modules: ['nice-grpc', 'nice-grpc-web'], sends: [], makes: ['createChannel'] },
  { name: 'SOAP', modules: ['soap'], sends: ['createClient', 'createClientAsync'] },
  { name: 'wretch', modules: ['wretch'], sends: [], makes: ['default'] },
  {
    name: 'redaxios',
    modules: ['redaxios'],
    sends: ['default', ...VERBS],
    makes: ['create'],
    base: ['baseURL'],
    bodyFirst: true,
  },
  { name: 'wreck', modules: ['@hapi/wreck'], sends: ['request', ...VERBS], makes: ['defaults'], base: ['baseUrl'] },
];

/** Packages that answer requests in place of others: what such a file calls is nobody's API. */
const MOCKS: readonly string[] = ['msw', 'nock', 'axios-mock-adapter', 'fetch-mock', 'jest-fetch-mock', 'supertest'];

/** Words of files that send requests. */
export const OUTBOUND_WORDS: readonly string[] = [
  ...new Set(['fetch', 'HttpService', ...CLIENTS.flatMap(({ modules }) => modules)]),
];

export function outboundRequests(file: ProgramFile): readonly OutboundRequest[] {
  if (file.module.imports.some(({ module }) => MOCKS.includes(module.split('/')[0] ?? ''))) return [];
  const services = injectedServices(file);
  return file.calls.flatMap(site => requestOf(file, site, services) ?? []);
}

function requestOf(file: ProgramFile, site: CallSite, services: ReadonlySet<string>): OutboundRequest | undefined {
  const { call, name, receiver, inside } = site;
  const origin = file.originOf(call.callee);
  for (const client of CLIENTS) {
    const taken = exportOf(origin, client.modules);
    if (taken === undefined) continue;
    if (client.makes?.includes(taken)) {
      const instance = instanceOf(file, site, client);
      return client.onlyWithBase && instance.base === undefined ? undefined : instance;
    }
    return client.sends.includes(taken) && !call.isNew ? sent(site, client, lastOf(taken)) : undefined;
  }
  if (isGlobalFetch(file, call.callee, inside)) return { site, client: 'fetch', ...urlOf(call, 1) };
  if (!receiver) return undefined;
  if (isService(receiver, services)) {
    const client = { name: 'axios', modules: [], sends: [], bodyFirst: true };
    return [...VERBS, 'request'].some(verb => verb === name) ? sent(site, client, name) : undefined;
  }
  return ofInstance(file, site, receiver);
}

/** `api.get(…)` where `api` is a constant that one of the clients made. */
function ofInstance(file: ProgramFile, site: CallSite, receiver: Expr): OutboundRequest | undefined {
  const made = valueOf(file, receiver, site.inside);
  if (made.kind !== 'call') return undefined;
  const origin = file.originOf(made.callee);
  const client = CLIENTS.find(({ modules, makes }) => makes?.includes(exportOf(origin, modules) ?? '') === true);
  const verb = site.name.toLowerCase();
  if (!client || ![...VERBS, 'request', 'fetch', 'stream'].some(one => one === verb)) return undefined;
  const instance = instanceOf(file, { ...site, call: made }, client);
  const request = sent(site, client, verb);
  return {
    ...request,
    options: [...request.options, ...instance.options],
    ...(instance.base === undefined ? {} : { base: instance.base }),
  };
}

function instanceOf(file: ProgramFile, site: CallSite, client: Client): OutboundRequest {
  const [first, second] = site.call.args;
  const isAddress = client.base === undefined;
  const options = isAddress ? second : first;
  const base = isAddress ? first : baseIn(file, client.base ?? [], options, site.inside);
  return {
    site,
    client: client.name,
    options: [options],
    isInstance: true,
    ...(base === undefined ? {} : { base: textOf(file, base, site.inside) }),
  };
}

function baseIn(
  file: ProgramFile,
  keys: readonly string[],
  options: Expr | undefined,
  inside: readonly FunctionNode[],
): Expr | undefined {
  for (const key of keys) {
    const option = optionIn(file, options, key, inside);
    if (option.kind === 'given') return option.value;
  }
  return undefined;
}

function sent(site: CallSite, client: Pick<Client, 'name' | 'bodyFirst'>, verb: string): OutboundRequest {
  const isVerb = VERBS.some(one => one === verb);
  const at = client.bodyFirst === true && WITH_BODY.has(verb) ? 2 : 1;
  return {
    site,
    client: client.name,
    ...(isVerb ? { method: (verb === 'del' ? 'delete' : verb).toUpperCase() } : {}),
    ...urlOf(site.call, at),
  };
}

/** The first argument is the address, or a record that holds it. */
function urlOf(call: CallExpr, optionsAt: number): Pick<OutboundRequest, 'url' | 'options'> {
  const [first] = call.args;
  if (first?.kind !== 'record') return { ...(first && { url: first }), options: [call.args[optionsAt]] };
  const entry = first.entries.findLast(one => one.kind === 'entry' && (one.key === 'url' || one.key === 'uri'));
  return { ...(entry && { url: entry.value }), options: [first] };
}

function isGlobalFetch(file: ProgramFile, callee: Expr, inside: readonly FunctionNode[]): boolean {
  if (callee.kind === 'name') return callee.name === 'fetch' && isGlobal(file, 'fetch', inside);
  return (
    callee.kind === 'member' &&
    callee.name === 'fetch' &&
    callee.of.kind === 'name' &&
    ['globalThis', 'window', 'global', 'self'].includes(callee.of.name) &&
    isGlobal(file, callee.of.name, inside)
  );
}

function lastOf(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** Fields that NestJS fills with its `HttpService`. */
function injectedServices(file: ProgramFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const cls of file.classes) {
    for (const member of cls.members) {
      if (member.kind !== 'constructor') continue;
      for (const { pattern } of member.fn.parameters) {
        const origin = pattern.type && file.originOfType(pattern.type);
        if (pattern.kind === 'name' && exportOf(origin, ['@nestjs/axios', '@nestjs/common']) === 'HttpService')
          names.add(pattern.name);
      }
    }
  }
  return names;
}

function isService(receiver: Expr, services: ReadonlySet<string>): boolean {
  if (receiver.kind !== 'member') return false;
  if (receiver.name === 'axiosRef') return isService(receiver.of, services);
  return receiver.of.kind === 'self' && services.has(receiver.name);
}

/** Host of an address that is constant as far as there; undefined for a computed one, and for one of the same origin. */
export function hostOf(address: string): string | undefined {
  const [, host] = /^(?:https?|wss?):\/\/(?:[^/?#@]{0,200}@)?([^/?#:{}]{1,253})(?=[/?#:]|$)/i.exec(address) ?? [];
  return host?.toLowerCase();
}

/** The address a request goes to, its base before it. */
export function addressOf(file: ProgramFile, { url, base, site }: OutboundRequest): string {
  const address = url ? textOf(file, url, site.inside) : '';
  if (base === undefined || /^\w+:\/\//.test(address)) return address;
  return `${base.replace(/\/+$/, '')}/${address.replace(/^\//, '')}`;
}
