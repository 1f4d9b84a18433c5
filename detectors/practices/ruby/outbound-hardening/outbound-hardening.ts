import type { FactBody } from '../../../../src/core/fact.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { textOf } from '../../constants.ts';
import { isCallOf } from '../../library-calls.ts';
import { chainNames } from '../chain-names.ts';
import { optionOf } from '../options.ts';
import { isSentByClient } from '../request-input.ts';
import { OPENERS, type OutboundRow, ROWS } from './rows.ts';
import { outboundFact, unverifiedTls } from '../../outbound-facts.ts';

export const outboundHardeningRuby = defineDetector({
  id: 'outbound-hardening-ruby',
  title: 'Hardening of outbound requests in Ruby',
  kind: 'practice',
  docs: 'https://docs.ruby-lang.org/en/master/Net/HTTP.html',
  reads: 'ruby',
  files: RUBY_FILES,
  words: [
    'Faraday',
    'HTTParty',
    'Net::HTTP',
    'RestClient',
    'HTTP',
    'HTTPX',
    'Typhoeus',
    'Excon',
    'URI',
    'VERIFY_NONE',
    'open',
  ],
  emits: ['practice', 'switch'],
  limits: [
    'The limit of a minute that Net::HTTP has without a word, and the libraries that are built on it, counts as one.',
    'Limits that an adapter of Faraday brings, and redirects, are not read.',
    'Of an address that a client chooses, any look at it in the same method counts as a check: what it lets through is not judged.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => [...requested(file, site), ...opened(file, site)]),
    ...unverified(file),
  ],
});

/** The own machine is no third party. */
const OWN = /^(?:[a-z]+:\/\/)?(?:localhost|127\.\d|\[::1\])/i;

function requested(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const row = ROWS.find(one => isCallOf(file, site, one));
  if (!row) return [];
  const { call, inside } = site;
  const address = row.address === undefined ? undefined : addressOf(file, site, row.address);
  if (address && OWN.test(textOf(file, address, inside))) return [];
  if (address && isChosenByClient(file, address, site))
    return [outboundFact(call.nameAt, 'unsound', `${row.client} requests an address that the client chooses`)];
  const limit = limitOf(file, site, row);
  if (limit === 'unknown') return [];
  return limit === 'absent'
    ? [outboundFact(call.nameAt, 'partial', `${row.client} has no timeout of its own`)]
    : [
        outboundFact(
          call.nameAt,
          'sound',
          `${row.client} gives up after a time${limit === 'default' ? ' by itself' : ''}`,
        ),
      ];
}

function addressOf(file: ProgramFile, site: CallSite, at: number | string): Expr | undefined {
  if (typeof at === 'number') return site.call.args.filter(arg => arg.kind !== 'named')[at];
  const given = optionOf(file, site, at, 0);
  return given.kind === 'given' ? given.value : undefined;
}

/** `timeout: nil` asks for no limit. */
function limitOf(
  file: ProgramFile,
  site: CallSite,
  { isLimited, timeouts }: OutboundRow,
): 'given' | 'absent' | 'unknown' | 'default' {
  const options = timeouts.map(name => optionOf(file, site, name, 1));
  const given = options.find(({ kind }) => kind === 'given');
  if (given?.kind === 'given') return valueOf(file, given.value, site.inside).kind === 'nothing' ? 'absent' : 'given';
  const outer = site.inside.at(-1);
  const around = outer ? sourceOf(file, outer.at) : file.text;
  if (/timeout\s{0,4}=\s{0,4}nil\b/.test(around)) return 'unknown';
  // `http.read_timeout = 5`, `faraday.options.timeout = 5`.
  if (/\.(?:read_|open_)?timeout\s{0,4}=[^=]/.test(around)) return 'given';
  if (OTHER_ADAPTER.test(around)) return 'unknown';
  // A library that waits for ever by itself may be told elsewhere not to: by options, or by what it is called on.
  const isOpen = options.some(({ kind }) => kind === 'unknown') || /\.timeout\b/.test(file.text);
  return isLimited ? 'default' : isOpen ? 'unknown' : 'absent';
}

/** Adapters of Faraday that are not known to give up by themselves. */
const OTHER_ADAPTER = /\badapter[ (]{1,3}(?!:net_http|:excon|:httpclient|Faraday\.default_adapter)/;

/** The whole address, or what stands first in it, is sent by the client, and nothing in the method looks at it. */
function isChosenByClient(file: ProgramFile, given: Expr, { inside }: CallSite): boolean {
  const value = valueOf(file, given, inside);
  const first = value.kind === 'concat' ? value.parts.find(part => part.kind !== 'text' || part.value !== '') : value;
  const outer = inside.at(-1);
  if (!first || !isSentByClient(file, first, inside)) return false;
  return !outer || !CHECKS.test(sourceOf(file, outer.at));
}

const CHECKS =
  /\.(?:host|hostname|scheme|start_with\?|end_with\?|include\?|match\?|match)\b|=~|URI::HTTPS?\b|IPAddr|Resolv|valid|allow|white.?list|safe|sanit|ssrf|check|verif|private|block|trusted/i;

/** `URI.open(params[:url])`, `URI.parse(params[:url]).read`, and `open` of Kernel with what a client sends. */
function opened(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver } = site;
  const isOpener = isCallOf(file, site, OPENERS) || (name === 'open' && receiver?.kind === 'self');
  const isOfAddress = (name === 'open' || name === 'read') && receiver?.kind === 'call' && isAddress(receiver.callee);
  const address = isOpener ? call.args[0] : isOfAddress && receiver.kind === 'call' ? receiver.args[0] : undefined;
  return address && address.kind !== 'named' && isChosenByClient(file, address, site)
    ? [outboundFact(call.nameAt, 'unsound', 'open-uri requests an address that the client chooses')]
    : [];
}

/** `URI(…)`, `URI.parse(…)`. */
function isAddress(callee: Expr): boolean {
  if (callee.kind !== 'member') return false;
  if (callee.of.kind === 'self') return callee.name === 'URI';
  return callee.of.kind === 'name' && callee.of.name === 'URI' && callee.name === 'parse';
}

const SWITCHES: ReadonlySet<string> = new Set([
  'verify',
  'verify_ssl',
  'verify_mode',
  'ssl_verify_mode',
  'ssl_verifypeer',
  'ssl_verify_peer',
]);

/** What a file has to speak of beside a switch of a name that others have, too. */
const CLIENTS = /\b(?:Faraday|HTTParty|Net::HTTP|RestClient|HTTP|HTTPX|Typhoeus|Excon|URI|OpenSSL)\b/;

/** `http.verify_mode = OpenSSL::SSL::VERIFY_NONE`, `ssl: { verify: false }`. A branch that decides about it may be for development. */
function unverified(file: ProgramFile): readonly FactBody[] {
  if (!CLIENTS.test(file.text)) return [];
  const what = 'certificates of the other side are not verified';
  return certainNodes(file.module.body).flatMap(node => switchedOff(node).flatMap(at => unverifiedTls(at, what)));
}

function switchedOff(node: ReturnType<typeof certainNodes>[number]): readonly Location[] {
  switch (node.kind) {
    case 'assign':
    case 'assigned':
      return node.target.kind === 'member' && isOff(node.target.name, node.value, node.target.of)
        ? [node.target.nameAt]
        : [];
    case 'call':
      return ofCall(node);
    case 'record':
      return node.entries.flatMap(entry =>
        entry.kind === 'entry' && entry.key === 'ssl' ? insideOf(entry.value) : [],
      );
    default:
      return [];
  }
}

/** `HTTParty.get(url, verify: false)`, `Faraday.new(ssl: { verify: false })`. */
function ofCall({ callee, args }: Extract<Expr, { kind: 'call' }>): readonly Location[] {
  return args.flatMap((arg): readonly Location[] => {
    if (arg.kind === 'record') return plainOf(callee, arg);
    if (arg.kind !== 'named') return [];
    if (arg.name === 'ssl') return insideOf(arg.value);
    return isOff(arg.name, arg.value, callee) ? [arg.nameAt] : [];
  });
}

function plainOf(callee: Expr, { entries }: Extract<Expr, { kind: 'record' }>): readonly Location[] {
  return entries.flatMap(entry =>
    entry.kind === 'entry' && isOff(entry.key, entry.value, callee) ? [entry.keyAt] : [],
  );
}

function insideOf(value: Expr): readonly Location[] {
  if (value.kind !== 'record') return [];
  return value.entries.flatMap(entry =>
    entry.kind === 'entry' && /^(?:verify|verify_mode)$/.test(entry.key) && isNone(entry.value) ? [entry.keyAt] : [],
  );
}

/** `verify: false` means certificates where a client is told it. */
function isOff(name: string, value: Expr, of: Expr): boolean {
  if (!SWITCHES.has(name) || !isNone(value)) return false;
  return name !== 'verify' || chainNames(of).some(one => /^(?:HTTParty|ssl|default_options)$/.test(one));
}

function isNone(value: Expr): boolean {
  if (value.kind === 'boolean') return !value.value;
  return (value.kind === 'name' || value.kind === 'member') && /(?:^|::)VERIFY_NONE$/.test(value.name);
}
