import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { addressOf, hostOf, OUTBOUND_WORDS, type OutboundRequest, outboundRequests } from '../outbound-requests.ts';
import { isChecked, requestInput } from '../request-input.ts';
import { outboundFact } from '../../outbound-facts.ts';

export const outboundHardening = defineDetector({
  id: 'outbound-hardening',
  title: 'Hardening of outbound requests',
  kind: 'practice',
  docs: 'https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...OUTBOUND_WORDS, 'rejectUnauthorized'],
  emits: ['practice'],
  limits: [
    'Of an address that a client chooses, any check by name in the same function counts as one: what it lets through is not judged.',
    "Timeouts of Node's own http client, and those that another file sets, are not read.",
  ],
  version: 1,
  detect: file => [
    ...outboundRequests(file).flatMap(request => judged(file, request)),
    ...file.calls.flatMap(site => withoutTls(file, site)),
  ],
});

function judged(file: ProgramFile, request: OutboundRequest): readonly PracticeFact[] {
  const { site, client, isInstance } = request;
  if (isInstance) return [];
  const { nameAt } = site.call;
  const address = addressOf(file, request);
  // The own origin and the own machine are no third parties.
  if (/^(?:\/(?!\/)|(?:\{\}\/)?\.{1,2}\/)/.test(address) || /^(?:localhost|127\.)/.test(hostOf(address) ?? ''))
    return [];
  if (isChosenByClient(file, request))
    return [outboundFact(nameAt, 'unsound', `${client} requests an address that the client chooses`)];
  // It gives up after ten seconds unless it is told otherwise.
  if (client === 'ky') return [outboundFact(nameAt, 'sound', 'ky gives up after a time by itself')];
  switch (timeoutOf(file, request)) {
    case 'given':
      return [outboundFact(nameAt, 'sound', `${client} gives up after a time`)];
    case 'absent':
      return client === 'http' ? [] : [outboundFact(nameAt, 'partial', `${client} has no timeout of its own`)];
    case 'unknown':
      return [];
  }
}

const TIMEOUTS = [
  'timeout',
  'signal',
  'headersTimeout',
  'bodyTimeout',
  'responseTimeout',
  'response_timeout',
  'open_timeout',
];

function timeoutOf(file: ProgramFile, { options, site }: OutboundRequest): 'given' | 'absent' | 'unknown' {
  const found = options.flatMap(option =>
    TIMEOUTS.map(key => {
      const value = optionIn(file, option, key, site.inside);
      return value.kind === 'given' ? limitOf(file, site, key, value.value) : value.kind;
    }),
  );
  if (found.includes('given') || isChained(file, site)) return 'given';
  return found.includes('unknown') ? 'unknown' : 'absent';
}

/** A signal may be someone's button as well as a clock: only one that a clock gives is a timeout. */
function limitOf(file: ProgramFile, { inside }: CallSite, key: string, value: Expr): 'given' | 'absent' | 'unknown' {
  if (key !== 'signal') return value.kind === 'number' && value.value === 0 ? 'absent' : 'given';
  const signal = valueOf(file, value, inside);
  const isClock = signal.kind === 'call' && signal.callee.kind === 'member' && signal.callee.name === 'timeout';
  const [fn] = inside;
  const isTimed = file.calls.some(
    ({ name, inside: around }) => name === 'setTimeout' && fn !== undefined && around.includes(fn),
  );
  return isClock || isTimed ? 'given' : 'unknown';
}

/** `superagent.get(url).timeout(1000)`. */
function isChained(file: ProgramFile, { call }: CallSite): boolean {
  return file.calls.some(({ name, receiver }) => {
    let root = receiver;
    while (name === 'timeout' && root?.kind === 'call' && root !== call)
      root = root.callee.kind === 'member' ? root.callee.of : undefined;
    return name === 'timeout' && root === call;
  });
}

/** The whole address, or what stands first in it, is sent by the client, and nothing in the function checks it. */
function isChosenByClient(file: ProgramFile, { url, base, site }: OutboundRequest): boolean {
  const { inside } = site;
  if (!url || base !== undefined || inside.length === 0) return false;
  const value = valueOf(file, url, inside);
  const first = value.kind === 'concat' ? value.parts.find(part => part.kind !== 'text' || part.value !== '') : value;
  const input = first && first.kind !== 'text' ? requestInput(file, first, inside) : undefined;
  if (!input || input.path.length === 0) return false;
  return !isChecked(file, inside, input.part) && !looksAtHost(file, site);
}

/** `new URL(address)` and a look at its host before the request. */
function looksAtHost(file: ProgramFile, { inside }: CallSite): boolean {
  const [fn] = inside;
  const text = fn
    ? file.text
        .split('\n')
        .slice(fn.at.line - 1, fn.at.endLine)
        .join('\n')
    : '';
  return /\.(?:hostname|host|origin|protocol|startsWith|test|match|includes)\b/.test(text);
}

/** `rejectUnauthorized: false` in whatever a client or an agent is given. */
function withoutTls(file: ProgramFile, { call }: CallSite): readonly PracticeFact[] {
  return call.args.flatMap(arg => {
    const entries = arg.kind === 'record' ? arg.entries : [];
    const nested = entries.flatMap(entry =>
      entry.kind === 'entry' && entry.value.kind === 'record' && /^(?:https|ssl|tls|agentOptions)$/.test(entry.key)
        ? entry.value.entries
        : [],
    );
    return [...entries, ...nested].flatMap((entry): readonly PracticeFact[] =>
      entry.kind === 'entry' &&
      entry.key === 'rejectUnauthorized' &&
      entry.value.kind === 'boolean' &&
      !entry.value.value &&
      isHttp(file, call)
        ? [outboundFact(entry.at, 'unsound', 'certificates of the other side are not verified')]
        : [],
    );
  });
}

/** Agents and clients of HTTP; a database without verified TLS is another matter. */
function isHttp(file: ProgramFile, call: CallSite['call']): boolean {
  const module = file.originOf(call.callee)?.module;
  return (
    module !== undefined &&
    /^(?:(?:node:)?https?|axios|got|undici|request|needle|https-proxy-agent|node-fetch|agentkeepalive)$/.test(module)
  );
}
