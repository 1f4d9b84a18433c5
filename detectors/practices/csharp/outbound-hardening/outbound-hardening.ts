import type { FactBody } from '../../../../src/core/fact.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { CSHARP_FILES, lastName } from '../../../routes/csharp/names.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { textOf } from '../../constants.ts';
import { argumentAt, isCallOf, type LibraryCall } from '../../library-calls.ts';
import { memberAssignments } from '../../member-assignments.ts';
import { secondsOf } from '../durations.ts';
import { isSentByClient } from '../request-input.ts';
import { saysYes } from '../told.ts';
import { types } from '../type-names.ts';
import { outboundFact, unverifiedTls } from '../../outbound-facts.ts';

export const outboundHardeningCSharp = defineDetector({
  id: 'outbound-hardening-csharp',
  title: 'Hardening of outbound requests in C#',
  kind: 'practice',
  docs: 'https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.timeout',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['Http', 'RestClient', 'ValidationCallback', 'WebRequest'],
  emits: ['practice', 'switch'],
  limits: [
    'Clients are judged where they are made or registered; the limit of a hundred seconds that HttpClient has without a word counts as one.',
    'Retries and limits by Polly are not read, nor are redirects.',
    'Of an address that a client chooses, any look at it in the same method counts as a check: what it lets through is not judged.',
  ],
  version: 1,
  detect: file => {
    const waiting = endless(file);
    // Where the file asks for no limit at all, that is what is told, unless requests bring one of their own.
    const limits = waiting.length === 0 ? file.calls.flatMap(site => made(file, site)) : waiting;
    return [
      ...(waiting.length > 0 && /\bCancelAfter\b/.test(file.text) ? [] : limits),
      ...file.calls.flatMap(site => requested(file, site)),
      ...unverified(file),
    ];
  },
});

const CLIENT: LibraryCall = { calls: types('System.Net.Http', 'HttpClient') };
const REST_CLIENT: LibraryCall = { calls: types('RestSharp', 'RestClient') };

/** The own machine is no third party. */
const OWN = /^(?:[a-z]+:\/\/)?(?:localhost|127\.\d|\[::1\])/i;

/** `new HttpClient { Timeout = … }`, `services.AddHttpClient(…)`: it gives up after a hundred seconds unless it is said. */
function made(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const name = clientMade(file, site);
  if (name === undefined) return [];
  const named = argumentAt(file, site, 'BaseAddress');
  const base = named.kind === 'given' || name !== 'RestSharp' ? named : argumentAt(file, site, 0);
  if (base.kind === 'given' && OWN.test(textOf(file, base.value, site.inside))) return [];
  const isSaid =
    argumentAt(file, site, 'Timeout').kind === 'given' || /\.Timeout\s{0,4}=[^=]/.test(sourceOf(file, site.call.at));
  return [outboundFact(site.call.nameAt, 'sound', `${name} gives up after a time${isSaid ? '' : ' by itself'}`)];
}

function clientMade(file: ProgramFile, site: CallSite): string | undefined {
  if (site.call.isNew && isCallOf(file, site, CLIENT)) return 'HttpClient';
  if (site.call.isNew && isCallOf(file, site, REST_CLIENT)) return 'RestSharp';
  return site.name === 'AddHttpClient' && site.receiver ? 'HttpClient' : undefined;
}

/** `client.Timeout = Timeout.InfiniteTimeSpan`. */
function endless(file: ProgramFile): readonly PracticeFact[] {
  if (!/\bHttpClient\b|\bRestClient/.test(file.text)) return [];
  const assigned = memberAssignments(file, ['Timeout']).map(({ target, value, inside }) => ({
    at: target.nameAt,
    value,
    inside,
  }));
  const given = file.calls.flatMap(site => {
    const option = site.call.isNew ? argumentAt(file, site, 'Timeout') : undefined;
    const isClient = clientMade(file, site) !== undefined;
    return option?.kind === 'given' && isClient
      ? [{ at: option.value.at, value: option.value, inside: site.inside }]
      : [];
  });
  return [...assigned, ...given]
    .filter(({ value, inside }) => isEndless(file, value, inside))
    .map(({ at }) => outboundFact(at, 'partial', 'HttpClient has no timeout of its own'));
}

function isEndless(file: ProgramFile, value: Expr, inside: readonly FunctionNode[]): boolean {
  return lastName(value) === 'InfiniteTimeSpan' || (secondsOf(file, value, inside) ?? 0) < 0;
}

/** Methods of HttpClient that take the address first. */
const REQUESTS =
  /^(?:Get(?:Async|StringAsync|StreamAsync|ByteArrayAsync|FromJsonAsync)|(?:Post|Put|Patch)(?:Async|AsJsonAsync)|DeleteAsync)$/;
const MESSAGE: LibraryCall = { calls: types('System.Net.Http', 'HttpRequestMessage') };
const WEB_REQUEST: LibraryCall = { calls: types('System.Net', 'WebRequest').map(one => `${one}.Create`) };

function requested(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver, inside } = site;
  const isOfClient = REQUESTS.test(name) && receiver !== undefined && isClient(file, receiver);
  const index = isOfClient || isCallOf(file, site, WEB_REQUEST) ? 0 : isCallOf(file, site, MESSAGE) ? 1 : undefined;
  const given = index === undefined ? undefined : argumentAt(file, site, index);
  return given?.kind === 'given' && isChosenByClient(file, given.value, inside)
    ? [outboundFact(call.nameAt, 'unsound', 'HttpClient requests an address that the client chooses')]
    : [];
}

/** A cache has a `GetAsync`, too. */
function isClient(file: ProgramFile, receiver: Expr): boolean {
  const name = receiver.kind === 'call' ? lastName(receiver.callee) : lastName(receiver);
  if (/http/i.test(name) || name === 'CreateClient') return true;
  return new RegExp(`\\bHttpClient\\??\\s+${name.replace(/\W/g, '')}\\b`).test(file.text) && name !== '';
}

/** The whole address, or what stands first in it, is sent by the client, and nothing in the method looks at it. */
function isChosenByClient(file: ProgramFile, given: Expr, inside: readonly FunctionNode[]): boolean {
  const value = valueOf(file, given, inside);
  const first = value.kind === 'concat' ? value.parts.find(part => part.kind !== 'text' || part.value !== '') : value;
  const outer = inside.at(-1);
  if (!outer || !first || !isSentByClient(file, first, inside)) return false;
  return !CHECKS.test(sourceOf(file, outer.at));
}

const CHECKS =
  /\.(?:StartsWith|EndsWith|Contains|Host|IdnHost|IsLoopback|Scheme|Authority)\b|\bUri\.(?:TryCreate|IsWellFormed\w*)|\bRegex\b|IsMatch|valid|allow|white.?list|safe|sanit|ssrf|check|verif|private|block|trusted/i;

const CALLBACKS: readonly string[] = [
  'ServerCertificateCustomValidationCallback',
  'ServerCertificateValidationCallback',
  'RemoteCertificateValidationCallback',
];

/** `ServerCertificateCustomValidationCallback = (…) => true`. A branch that decides about it may be for development. */
function unverified(file: ProgramFile): readonly FactBody[] {
  const assigned = memberAssignments(file, CALLBACKS).flatMap(({ target, value }) =>
    isAnyTaken(value) ? [target.nameAt] : [],
  );
  const given = certainNodes(file.module.body).flatMap(node =>
    node.kind === 'named' && CALLBACKS.includes(node.name) && isAnyTaken(node.value) ? [node.nameAt] : [],
  );
  const what = 'certificates of the other side are not verified';
  return [...assigned, ...given].flatMap(at => unverifiedTls(at, what));
}

/** `+=` adds one to those that are there. */
function isAnyTaken(value: Expr): boolean {
  if (value.kind === 'concat') return value.parts.some(isAnyTaken);
  return saysYes(value) || lastName(value) === 'DangerousAcceptAnyServerCertificateValidator';
}
