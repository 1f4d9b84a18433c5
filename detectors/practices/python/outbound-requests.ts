/** Requests that a Python file sends over HTTP: by which client, to where, with which limits. Sources: the documentation of the clients. */
import type { Timeout } from '../outbound-timeout.ts';
import type { Expr } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';
import { type Option, textOf } from '../constants.ts';
import { argument, dottedName, makerOf } from '../calls.ts';

export type OutboundRequest = {
  readonly site: CallSite;
  readonly client: 'requests' | 'httpx' | 'aiohttp' | 'urllib' | 'urllib3';
  readonly url: Option;
  readonly timeout: Timeout;
  /** Where certificates are told not to be verified. */
  readonly unverified?: Expr;
};

const VERB = /^(?:get|post|put|patch|delete|head|options|request|stream|send|open|urlopen)$/;

/** What makes an object that sends requests, by the client that it is of. */
const MAKERS: ReadonlyMap<string, OutboundRequest['client']> = new Map([
  ['requests.Session', 'requests'],
  ['requests.session', 'requests'],
  ['requests.sessions.Session', 'requests'],
  ['httpx.Client', 'httpx'],
  ['httpx.AsyncClient', 'httpx'],
  ['aiohttp.ClientSession', 'aiohttp'],
  ['urllib3.PoolManager', 'urllib3'],
]);

export const OUTBOUND_WORDS: readonly string[] = ['requests', 'httpx', 'aiohttp', 'urllib'];

export function outboundRequests(file: ProgramFile): readonly OutboundRequest[] {
  return file.calls.flatMap(site => requestAt(file, site) ?? []);
}

function requestAt(file: ProgramFile, site: CallSite): OutboundRequest | undefined {
  const { call, name, receiver, inside } = site;
  const dotted = dottedName(file, call.callee) ?? '';
  const [, module, verb = ''] = /^(requests|httpx)(?:\.api)?\.(\w+)$/.exec(dotted) ?? [];
  if ((module === 'requests' || module === 'httpx') && VERB.test(verb)) {
    const timeout = limitOf(file, site, module);
    return { site, client: module, url: urlOf(file, site, verb), timeout, ...unverifiedBy(file, site) };
  }
  if (dotted === 'urllib.request.urlopen') {
    const given = argument(file, call, inside, { name: 'timeout', index: 2 });
    return {
      site,
      client: 'urllib',
      url: argument(file, call, inside, { name: 'url', index: 0 }),
      timeout: given.kind,
    };
  }
  const maker = VERB.test(name) ? makerOf(file, receiver, inside) : undefined;
  const client = MAKERS.get(maker?.name ?? '');
  if (!maker || !client || name === 'send' || name === 'open') return undefined;
  const made = { ...site, call: maker.made };
  return {
    site,
    client,
    url: urlOf(file, site, name),
    timeout: limitWith(file, site, made, client),
    ...(unverifiedBy(file, site) ?? unverifiedBy(file, made)),
  };
}

/** The limit of a call, else that of the object it is made on. A session of requests has none, unless an adapter brings one. */
function limitWith(
  file: ProgramFile,
  site: CallSite,
  made: CallSite,
  client: OutboundRequest['client'],
): OutboundRequest['timeout'] {
  const own = limitOf(file, site, client);
  if (client === 'requests') return own === 'absent' && /\.mount\s{0,4}\(/.test(file.text) ? 'unknown' : own;
  const isUnsaid = argument(file, site.call, site.inside, { name: 'timeout' }).kind === 'absent';
  return isUnsaid ? limitOf(file, made, client) : own;
}

/** `request('GET', url)` has the address second. */
function urlOf(file: ProgramFile, { call, inside }: CallSite, verb: string): Option {
  return argument(file, call, inside, { name: 'url', index: verb === 'request' || verb === 'stream' ? 1 : 0 });
}

/** `timeout=None` asks for no limit; httpx and aiohttp have one where nothing is said. */
function limitOf(
  file: ProgramFile,
  { call, inside }: CallSite,
  client: OutboundRequest['client'],
): OutboundRequest['timeout'] {
  const given = argument(file, call, inside, { name: 'timeout' });
  if (given.kind === 'unknown') return 'unknown';
  if (given.kind === 'given') return valueOf(file, given.value, inside).kind === 'nothing' ? 'absent' : 'given';
  return client === 'httpx' || client === 'aiohttp' ? 'default' : 'absent';
}

const SWITCHES: readonly string[] = ['verify', 'ssl', 'verify_ssl'];

/** `verify=False`, `ssl=False`, `connector=TCPConnector(ssl=False)`, `cert_reqs='CERT_NONE'`. */
function unverifiedBy(file: ProgramFile, { call, inside }: CallSite): { readonly unverified: Expr } | undefined {
  for (const name of SWITCHES) {
    const given = argument(file, call, inside, { name });
    if (given.kind !== 'given') continue;
    const value = valueOf(file, given.value, inside);
    if (value.kind === 'boolean' && !value.value) return { unverified: given.value };
  }
  const certificates = argument(file, call, inside, { name: 'cert_reqs' });
  if (certificates.kind === 'given' && /CERT_NONE/.test(wordOf(certificates.value)))
    return { unverified: certificates.value };
  const connector = argument(file, call, inside, { name: 'connector' });
  const made = connector.kind === 'given' ? valueOf(file, connector.value, inside) : undefined;
  if (made?.kind !== 'call' || !/(?:^|\.)TCPConnector$/.test(dottedName(file, made.callee) ?? '')) return undefined;
  const ssl = argument(file, made, inside, { name: 'ssl' });
  return ssl.kind === 'given' && ssl.value.kind === 'boolean' && !ssl.value.value
    ? { unverified: ssl.value }
    : undefined;
}

function wordOf(expr: Expr): string {
  return expr.kind === 'text' ? expr.value : expr.kind === 'member' ? expr.name : '';
}

/** The address as text, as far as it is constant; `{}` stands for what is computed. */
export function addressOf(file: ProgramFile, { url, site }: OutboundRequest): string {
  return url.kind === 'given' ? textOf(file, url.value, site.inside) : '{}';
}
