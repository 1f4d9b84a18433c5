/** Clients by which Elixir sends requests over HTTP, and whether they give up after a time. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { moduleName } from '../../../routes/elixir/modules.ts';
import type { Timeout } from '../../outbound-timeout.ts';
import { writtenValue } from '../durations.ts';

type Client = {
  readonly name: string;
  /** A module, or of Erlang the atom that names one. */
  readonly module: string;
  readonly calls: RegExp;
  /** Positions of the address and of the options, by the name of the function. */
  readonly address: (name: string) => number;
  readonly options: (name: string) => number;
  readonly timeout: string;
  /** It gives up by itself unless it is told not to. */
  readonly isLimited: boolean;
};

/** Sources: HTTPoison, `request/5`; Req, `new/1`; Finch, `request/3`; Erlang, httpc. */
const CLIENTS: readonly Client[] = [
  {
    name: 'HTTPoison',
    module: 'HTTPoison',
    calls: /^(?:get|head|delete|options|post|put|patch|request)!?$/,
    address: name => (name.startsWith('request') ? 1 : 0),
    options: name => (name.startsWith('request') ? 4 : name.startsWith('p') ? 3 : 2),
    timeout: 'recv_timeout',
    isLimited: true,
  },
  {
    name: 'Req',
    module: 'Req',
    calls: /^(?:get|head|delete|post|put|patch|request)!?$|^new$/,
    address: () => 0,
    options: name => (/^(?:new|request)/.test(name) ? 0 : 1),
    timeout: 'receive_timeout',
    isLimited: true,
  },
  {
    name: 'Finch',
    module: 'Finch',
    calls: /^request!?$/,
    address: () => -1,
    options: () => 2,
    timeout: 'receive_timeout',
    isLimited: true,
  },
  {
    name: 'httpc',
    module: ':httpc',
    calls: /^request$/,
    address: () => 1,
    options: () => 2,
    timeout: 'timeout',
    isLimited: false,
  },
];

export type Sent = { readonly client: string; readonly address: Expr | undefined; readonly timeout: Timeout };

/** The request that a call sends, or the client that it makes. */
export function sentBy(file: ProgramFile, site: CallSite): Sent | undefined {
  const { call, name, inside } = site;
  const module = clientModule(site);
  const client = CLIENTS.find(one => one.module === module && one.calls.test(name));
  if (!client) return undefined;
  const address = call.args[client.address(name)];
  const url = address && writtenValue(file, address, inside);
  const of = url?.kind === 'list' ? url.items[0] : url;
  return { client: client.name, address: of, timeout: timeoutOf(file, site, client, url) };
}

/** The module of a client that a function is called on. */
export function clientModule({ receiver }: CallSite): string | undefined {
  return receiver?.kind === 'text' ? `:${receiver.value}` : moduleName(receiver);
}

function timeoutOf(
  file: ProgramFile,
  { call, name, inside }: CallSite,
  client: Client,
  first: Expr | undefined,
): Timeout {
  // `Req.get(url: "…")`, `Req.request(request, options)`.
  const isFirst = client.module === 'Req' && first?.kind === 'record';
  const given = call.args[isFirst ? 0 : client.options(name)];
  // A request of Req that is made elsewhere has options of its own, and these may be merged later on.
  const isMade = client.module === 'Req' && !isFirst && first !== undefined && !isAddress(first);
  const isLifted = client.isLimited && file.text.includes(`${client.timeout}: :infinity`);
  const none: Timeout = isMade || isLifted ? 'unknown' : client.isLimited ? 'default' : 'absent';
  if (!given || (isMade && client.options(name) === 0)) return none;
  const options = writtenValue(file, given, inside);
  const entries = options.kind === 'record' ? [options] : options.kind === 'list' ? options.items : undefined;
  if (!entries) return 'unknown';
  for (const entry of entries.flatMap(one => (one.kind === 'record' ? one.entries : []))) {
    if (entry.kind !== 'entry') return 'unknown';
    if (entry.key !== client.timeout) continue;
    const value = writtenValue(file, entry.value, inside);
    return value.kind === 'text' && value.value === 'infinity' ? 'absent' : 'given';
  }
  return none;
}

/** A text, or a name that says that it is one. */
function isAddress(expr: Expr): boolean {
  if (expr.kind === 'text' || expr.kind === 'concat') return true;
  return (expr.kind === 'name' || expr.kind === 'member') && /url|uri|link|endpoint|address/i.test(expr.name);
}
