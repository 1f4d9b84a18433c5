/** Clients that Java and Kotlin code makes to send requests over HTTP, and whether they give up after a time. */
import type { Timeout } from '../../outbound-timeout.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Chain, type Step, chainOf, startsWith } from '../chains.ts';
import { type Placed, boundTo } from '../values.ts';

export type Client = {
  readonly name: string;
  /** `unknown` where its settings are made elsewhere. */
  readonly timeout: Timeout;
};

type Row = {
  readonly name: string;
  readonly module: readonly string[];
  readonly roots: readonly string[];
  /** Call that ends the chain; without one, the root itself is the client. */
  readonly end?: string;
  /** Calls that bound how long an answer takes. */
  readonly timeouts: readonly string[];
  /** Calls, or positions of arguments of the root, that hand over what may hold a timeout. */
  readonly settings: readonly string[];
  /** It gives up by itself unless it is told not to. */
  readonly hasDefault?: true;
};

const FACTORY = ['setReadTimeout', 'setConnectionRequestTimeout', 'readTimeout', 'setTimeout'];

/** Sources: reference documentation of each client, on its defaults. */
const ROWS: readonly Row[] = [
  {
    name: 'RestTemplate',
    module: ['org.springframework.web.client'],
    roots: ['RestTemplate'],
    timeouts: [],
    settings: ['setRequestFactory'],
  },
  {
    name: 'RestTemplate',
    module: ['org.springframework.boot.web.client', 'org.springframework.boot.restclient'],
    roots: ['RestTemplateBuilder'],
    end: 'build',
    timeouts: ['setReadTimeout', 'readTimeout'],
    settings: ['requestFactory', 'requestFactorySettings', 'customizers', 'additionalCustomizers', 'configure'],
  },
  {
    name: 'WebClient',
    module: ['org.springframework.web.reactive.function.client'],
    roots: ['WebClient.create'],
    timeouts: [],
    settings: [],
  },
  {
    name: 'WebClient',
    module: ['org.springframework.web.reactive.function.client'],
    roots: ['WebClient.builder'],
    end: 'build',
    timeouts: [],
    settings: ['clientConnector', 'exchangeFunction', 'apply', 'filter', 'filters'],
  },
  {
    name: 'RestClient',
    module: ['org.springframework.web.client'],
    roots: ['RestClient.create'],
    timeouts: [],
    settings: [],
  },
  {
    name: 'RestClient',
    module: ['org.springframework.web.client'],
    roots: ['RestClient.builder'],
    end: 'build',
    timeouts: [],
    settings: ['requestFactory', 'apply'],
  },
  {
    name: 'java.net.http',
    module: ['java.net.http'],
    roots: ['HttpRequest.newBuilder'],
    end: 'build',
    timeouts: ['timeout'],
    settings: [],
  },
  {
    name: 'Apache HttpClient',
    module: [
      'org.apache.http.impl.client',
      'org.apache.hc.client5.http.impl.classic',
      'org.apache.hc.client5.http.impl.async',
    ],
    roots: ['HttpClients.createDefault', 'HttpAsyncClients.createDefault', 'DefaultHttpClient'],
    timeouts: [],
    settings: [],
  },
  {
    name: 'Apache HttpClient',
    module: [
      'org.apache.http.impl.client',
      'org.apache.hc.client5.http.impl.classic',
      'org.apache.hc.client5.http.impl.async',
    ],
    roots: ['HttpClients.custom', 'HttpClientBuilder.create', 'HttpAsyncClients.custom'],
    end: 'build',
    timeouts: [],
    settings: ['setDefaultRequestConfig', 'setConnectionManager', 'setDefaultSocketConfig'],
  },
  {
    name: 'the client of JAX-RS',
    module: ['javax.ws.rs.client', 'jakarta.ws.rs.client'],
    roots: ['ClientBuilder.newClient'],
    timeouts: [],
    settings: ['property', 'register'],
  },
  {
    name: 'the client of JAX-RS',
    module: ['javax.ws.rs.client', 'jakarta.ws.rs.client'],
    roots: ['ClientBuilder.newBuilder'],
    end: 'build',
    timeouts: ['readTimeout'],
    settings: ['property', 'withConfig', 'register'],
  },
  // Ten seconds to connect, to read and to write.
  { name: 'OkHttp', module: ['okhttp3'], roots: ['OkHttpClient'], timeouts: [], settings: [], hasDefault: true },
  {
    name: 'OkHttp',
    module: ['okhttp3'],
    roots: ['OkHttpClient.Builder'],
    end: 'build',
    timeouts: ['readTimeout', 'callTimeout'],
    settings: [],
    hasDefault: true,
  },
  // Ten seconds to connect, sixty to read.
  {
    name: 'Feign',
    module: ['feign'],
    roots: ['Feign.builder'],
    end: 'target',
    timeouts: [],
    settings: ['options'],
    hasDefault: true,
  },
];

export const CLIENT_WORDS: readonly string[] = [...new Set(ROWS.flatMap(({ module }) => module))];

/** The client, or the request where that holds the timeout, that a call makes. */
export function clientAt(file: ProgramFile, site: CallSite): Client | undefined {
  const candidates = ROWS.filter(({ end, roots }) =>
    end === undefined ? roots.some(root => root.split('.').at(-1) === site.name) : end === site.name,
  );
  if (candidates.length === 0) return undefined;
  const chain = chainOf(file, { expr: site.call, inside: site.inside });
  const row = candidates.find(({ module, roots }) => startsWith(file, chain, module, roots));
  // A builder that is handed over may hold a timeout already, save one that always has one.
  if (!row) return undefined;
  if (chain.bound && !row.hasDefault && row.name !== 'RestTemplate') return { name: row.name, timeout: 'unknown' };
  return { name: row.name, timeout: timeoutOf(file, site, chain, row) };
}

function timeoutOf(file: ProgramFile, site: CallSite, chain: Chain, row: Row): Client['timeout'] {
  const steps = [...chain.steps, ...laterSteps(file, site)];
  const given = steps.filter(({ name }) => row.timeouts.includes(name));
  if (given.some(({ call }) => isZero(call.args[0]))) return 'absent';
  if (given.length > 0) return 'given';
  if (row.hasDefault) return 'default';
  const { expr, inside } = chain.root;
  // `new RestTemplate(factory)`; the address of a request is no setting.
  const args = expr.kind === 'call' && row.name === 'RestTemplate' ? expr.args.map(arg => ({ expr: arg, inside })) : [];
  const handed = steps.filter(({ name }) => row.settings.includes(name)).flatMap(argsOf);
  const found = [...args, ...handed].map(setting => settingHolds(file, setting));
  if (found.includes('given')) return 'given';
  return found.includes('unknown') || chain.isShared ? 'unknown' : 'absent';
}

function argsOf({ call, inside }: Step): readonly Placed[] {
  return call.args.map(expr => ({ expr, inside }));
}

/** `template.setRequestFactory(factory)` on the local or field that the client was put into. */
function laterSteps(file: ProgramFile, site: CallSite): readonly Step[] {
  return file.calls.flatMap(({ call, name, receiver, inside }): readonly Step[] => {
    if (!receiver || (receiver.kind !== 'name' && receiver.kind !== 'member')) return [];
    return boundTo(file, { expr: receiver, inside })?.value?.expr === site.call ? [{ name, call, inside }] : [];
  });
}

function isZero(expr: Expr | undefined): boolean {
  if (expr?.kind === 'number') return expr.value === 0;
  return expr?.kind === 'member' && expr.name === 'ZERO';
}

const TIMEOUT = /timeout/i;
const CONNECT = /connect(?:ion)?_?timeout|CONNECT_TIMEOUT/i;
const MOST_NODES = 80;

/** Whether something that is handed to a client bounds the time of an answer, as far as the file shows how it is made. */
function settingHolds(file: ProgramFile, setting: Placed): 'given' | 'absent' | 'unknown' {
  const left: Placed[] = [setting];
  let isOpen = false;
  for (let count = 0; count < MOST_NODES; count++) {
    const next = left.shift();
    if (!next) return isOpen ? 'unknown' : 'absent';
    const { root, steps, bound, isShared } = chainOf(file, next);
    const calls = [
      ...steps,
      ...(root.expr.kind === 'call' ? [{ name: nameOf(root.expr), call: root.expr, inside: root.inside }] : []),
    ];
    for (const step of calls) {
      const names = [step.name, ...step.call.args.map(nameOf)].filter(name => TIMEOUT.test(name));
      if (names.some(name => !CONNECT.test(name) || FACTORY.includes(name))) return 'given';
      left.push(...argsOf(step));
    }
    // A method of the file, a parameter or an injected field may hold anything.
    const isPlain = root.expr.kind === 'text' || root.expr.kind === 'number' || root.expr.kind === 'boolean';
    const isMade = root.expr.kind === 'call' && file.originOf(root.expr.callee) !== undefined;
    isOpen ||= isShared || bound !== undefined || (!isMade && !isPlain && root.expr.kind !== 'function');
    if (root.expr.kind === 'function') return TIMEOUT.test(file.text) ? 'given' : 'unknown';
  }
  return 'unknown';
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'call') return nameOf(expr.callee);
  if (expr.kind === 'text') return expr.value.slice(0, 80);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}
