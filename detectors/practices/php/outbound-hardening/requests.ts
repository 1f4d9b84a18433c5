/**
 * Requests that a PHP file sends over HTTP, and clients that it makes: with which limits, and whether they verify whom they
 * talk to. Sources: Guzzle, Request Options; PHP, `curl_setopt`; Laravel, HTTP Client; Symfony, HttpClient; WordPress, HTTP API.
 */
import type { Timeout } from '../../outbound-timeout.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { argument, isFalse, sourceOf } from '../../calls.ts';
import { type Option, optionIn } from '../../constants.ts';
import { importsOne, isCallOf, libraryNames } from '../../library-calls.ts';
import { chainOf, stepNamed } from '../chains.ts';

export type Outbound = {
  readonly client: string;
  /** Absent where a client is made and no address is asked for. */
  readonly url?: Expr;
  readonly timeout: Timeout;
  /** Where certificates are told not to be verified. */
  readonly unverified?: Expr;
};

export function outboundAt(file: ProgramFile, site: CallSite): Outbound | undefined {
  return (
    guzzle(file, site) ??
    laravel(file, site) ??
    symfony(file, site) ??
    curl(file, site) ??
    plain(file, site) ??
    wordpress(file, site)
  );
}

const VERB = /^(?:get|post|put|patch|delete|head|options|request|send)(?:Async)?$/;

/** Options of a call: those that switch the verification off, and the limit. */
function optionsOf(
  file: ProgramFile,
  options: Expr | undefined,
  site: CallSite,
  names: { readonly verify: readonly string[]; readonly limits: readonly string[] },
): { readonly timeout: 'given' | 'absent' | 'unknown'; readonly unverified?: Expr } {
  const given = (name: string): Option => optionIn(file, options, name, site.inside);
  const off = names.verify
    .map(given)
    .find(option => option.kind === 'given' && isOff(valueOf(file, option.value, site.inside)));
  const limits = names.limits.map(given);
  const isLimited = limits.some(limit => limit.kind === 'given' && !isOff(valueOf(file, limit.value, site.inside)));
  const timeout = isLimited ? 'given' : limits.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'absent';
  return { timeout, ...(off?.kind === 'given' ? { unverified: off.value } : {}) };
}

function isOff(value: Expr): boolean {
  return isFalse(value) || (value.kind === 'number' && value.value === 0);
}

const GUZZLE = { verify: ['verify'], limits: ['timeout'] };

/** `new Client(['timeout' => 5, 'verify' => false])`, and `$client->get($url, [...])` of a file that names Guzzle. */
function guzzle(file: ProgramFile, site: CallSite): Outbound | undefined {
  const { call, name, receiver, inside } = site;
  const client = 'Guzzle';
  if (call.isNew && libraryNames(file, call.callee, inside).includes('GuzzleHttp.Client')) {
    const options = optionsOf(file, call.args[0], site, GUZZLE);
    // Each request may bring a limit of its own.
    const isLater = options.timeout === 'absent' && /['"]timeout['"]|RequestOptions::TIMEOUT/.test(file.text);
    return { client, ...options, ...(isLater ? { timeout: 'unknown' } : {}) };
  }
  if (!receiver || !VERB.test(name) || !importsOne(file, ['GuzzleHttp'])) return undefined;
  if (!isLikeClient(receiver)) return undefined;
  const isGeneral = name.startsWith('request');
  const url = name.startsWith('send') ? undefined : call.args[isGeneral ? 1 : 0];
  const { unverified } = optionsOf(file, call.args[isGeneral ? 2 : 1], site, GUZZLE);
  return { client, ...(url && { url }), timeout: 'unknown', ...(unverified && { unverified }) };
}

function isLikeClient(receiver: Expr): boolean {
  if (receiver.kind === 'call')
    return receiver.isNew || (receiver.callee.kind === 'member' && /client/i.test(receiver.callee.name));
  return (receiver.kind === 'name' || receiver.kind === 'member') && /client|guzzle|http/i.test(receiver.name);
}

/** `Http::withoutVerifying()->timeout(5)->get($url)`; without a word it gives up after half a minute. */
function laravel(file: ProgramFile, site: CallSite): Outbound | undefined {
  const { call, name, inside } = site;
  if (!/^(?:get|post|put|patch|delete|head|send)$/.test(name)) return undefined;
  const chain = chainOf(call);
  if (!libraryNames(file, chain.root, inside).includes('Illuminate\\Support\\Facades.Http')) return undefined;
  const made = stepNamed(chain.calls, 'withoutVerifying');
  const options = stepNamed(chain.calls, 'withOptions')?.args[0];
  const said = optionsOf(file, options, site, GUZZLE);
  const limit = stepNamed(chain.calls, 'timeout')?.args[0];
  const isEndless = limit && isOff(valueOf(file, limit, inside));
  const url = call.args[name === 'send' ? 1 : 0];
  return {
    client: 'the HTTP client of Laravel',
    ...(url && { url }),
    timeout: isEndless ? 'absent' : limit || said.timeout === 'given' ? 'given' : 'default',
    ...(made ? { unverified: made } : said.unverified && { unverified: said.unverified }),
  };
}

const SYMFONY = { verify: ['verify_peer', 'verify_host'], limits: ['timeout', 'max_duration'] };
const SYMFONY_MODULES = ['Symfony\\Contracts\\HttpClient', 'Symfony\\Component\\HttpClient'];

/** `HttpClient::create([...])` and `$client->request('GET', $url, [...])`; without a word the limit is that of PHP's own streams. */
function symfony(file: ProgramFile, site: CallSite): Outbound | undefined {
  const { call, name, receiver } = site;
  const client = 'the HttpClient of Symfony';
  const isMade = isCallOf(file, site, { calls: ['Symfony\\Component\\HttpClient.HttpClient.create'] });
  const isAsked =
    name === 'request' && receiver !== undefined && isLikeClient(receiver) && importsOne(file, SYMFONY_MODULES);
  if (!isMade && !isAsked) return undefined;
  const [, url] = call.args;
  const { timeout, unverified } = optionsOf(file, call.args[isMade ? 0 : 2], site, SYMFONY);
  return {
    client,
    ...(isAsked && url && { url }),
    timeout: timeout === 'absent' ? 'default' : timeout,
    ...(unverified && { unverified }),
  };
}

/** `curl_init($url)`, judged with what is set in the same function. */
function curl(file: ProgramFile, site: CallSite): Outbound | undefined {
  const client = 'cURL';
  const setting = isCallOf(file, site, { calls: ['\\.curl_setopt'] });
  if (setting) {
    const [, option, value] = site.call.args;
    const name = option?.kind === 'name' ? option.name.replace(/^\\/, '') : '';
    if (!value) return undefined;
    if (name === 'CURLOPT_URL') return { client, url: value, timeout: 'unknown' };
    return VERIFIES.has(name) && isOff(valueOf(file, value, site.inside))
      ? { client, timeout: 'unknown', unverified: value }
      : undefined;
  }
  if (isCallOf(file, site, { calls: ['\\.curl_setopt_array'] })) {
    const entries = optionsGiven(file, site);
    const off = entries.find(({ name, value }) => VERIFIES.has(name) && isOff(valueOf(file, value, site.inside)));
    const url = entries.find(({ name }) => name === 'CURLOPT_URL')?.value;
    return off || url
      ? { client, ...(url && { url }), timeout: 'unknown', ...(off && { unverified: off.value }) }
      : undefined;
  }
  if (!isCallOf(file, site, { calls: ['\\.curl_init'] })) return undefined;
  const [url] = site.call.args;
  return { client, ...(url && { url }), timeout: limitOfCurl(file, site) };
}

const VERIFIES: ReadonlySet<string> = new Set(['CURLOPT_SSL_VERIFYPEER', 'CURLOPT_SSL_VERIFYHOST']);

/** `curl_setopt_array($ch, [CURLOPT_URL => …])`. */
function optionsGiven(
  file: ProgramFile,
  { call, inside }: CallSite,
): readonly { readonly name: string; readonly value: Expr }[] {
  const given = call.args[1] && valueOf(file, call.args[1], inside);
  if (given?.kind !== 'record') return [];
  return given.entries.flatMap(entry =>
    entry.kind === 'computed' && entry.key.kind === 'name'
      ? [{ name: entry.key.name.replace(/^\\/, ''), value: entry.value }]
      : [],
  );
}

/** A handle that is kept or handed on may get its limit elsewhere. */
function limitOfCurl(file: ProgramFile, { inside: [fn] }: CallSite): Outbound['timeout'] {
  const source = fn ? sourceOf(file, fn.at) : file.text;
  if (/\bCURLOPT_TIMEOUT(?:_MS)?\b/.test(source)) return 'given';
  const isWhole = /\bcurl_exec\b/.test(source) && !/\bcurl_setopt_array\s{0,4}\([^[\]]{1,60}\$/.test(source);
  return isWhole && !/\bCURLOPT_TIMEOUT(?:_MS)?\b/.test(file.text) ? 'absent' : 'unknown';
}

/** `file_get_contents($url)` gives up by itself; `stream_context_create(['ssl' => ['verify_peer' => false]])` verifies nobody. */
function plain(file: ProgramFile, site: CallSite): Outbound | undefined {
  const [first] = site.call.args;
  const client = 'PHP';
  if (!first) return undefined;
  if (isCallOf(file, site, { calls: ['\\.file_get_contents', '\\.fopen'] }))
    return { client, url: first, timeout: 'unknown' };
  if (!isCallOf(file, site, { calls: ['\\.stream_context_create'] })) return undefined;
  const ssl = optionIn(file, first, 'ssl', site.inside);
  if (ssl.kind !== 'given') return undefined;
  const { unverified } = optionsOf(file, ssl.value, site, { verify: ['verify_peer', 'verify_peer_name'], limits: [] });
  return unverified && { client, timeout: 'unknown', unverified };
}

const WORDPRESS = { verify: ['sslverify'], limits: ['timeout'] };

/** `wp_remote_get($url, ['sslverify' => false])`; without a word it gives up after five seconds. */
function wordpress(file: ProgramFile, site: CallSite): Outbound | undefined {
  const isSafe = isCallOf(file, site, { calls: names('wp_safe_remote') });
  if (!isSafe && !isCallOf(file, site, { calls: names('wp_remote') })) return undefined;
  const given = argument(file, site.call, site.inside, { index: 0 });
  const { timeout, unverified } = optionsOf(file, site.call.args[1], site, WORDPRESS);
  return {
    client: 'the HTTP API of WordPress',
    // The safe ones refuse addresses of the own network.
    ...(given.kind === 'given' && !isSafe && { url: given.value }),
    timeout: timeout === 'absent' ? 'default' : timeout,
    ...(unverified && { unverified }),
  };
}

function names(stem: string): readonly string[] {
  return ['get', 'post', 'head', 'request'].map(verb => `\\.${stem}_${verb}`);
}
