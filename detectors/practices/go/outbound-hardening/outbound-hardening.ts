import type { FactBody } from '../../../../src/core/fact.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Location } from '../../../../src/core/location.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { argument, dottedName, isTrue, sourceOf } from '../../calls.ts';
import { textOf } from '../../constants.ts';
import { isSentByClient } from '../request-input.ts';
import { outboundFact, unverifiedTls } from '../../outbound-facts.ts';

export const outboundHardeningGo = defineDetector({
  id: 'outbound-hardening-go',
  title: 'Hardening of outbound requests in Go',
  kind: 'practice',
  docs: 'https://pkg.go.dev/net/http#Client',
  reads: 'go',
  files: GO_FILES,
  words: ['net/http', 'crypto/tls', 'InsecureSkipVerify'],
  emits: ['practice', 'switch'],
  limits: [
    'Clients of the standard library are judged where they are made; the limits of other libraries are not read.',
    'A client without a limit is not judged where the file gives its requests a context that ends, or a transport of its own.',
    'Of an address that a client chooses, any look at it in the same function counts as a check: what it lets through is not judged.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site => [...requested(file, site), ...made(file, site), ...byDefault(file, site)]),
    ...unverified(file),
  ],
});

const NAME = 'net/http';

/** A function that requests an address, or makes a request of it: which argument it is, and whether the client without a limit sends it. */
type Request = { readonly address: number; readonly isSent: boolean };

const REQUESTS: ReadonlyMap<string, Request> = new Map<string, Request>([
  ['net/http.Get', { address: 0, isSent: true }],
  ['net/http.Head', { address: 0, isSent: true }],
  ['net/http.Post', { address: 0, isSent: true }],
  ['net/http.PostForm', { address: 0, isSent: true }],
  ['net/http.NewRequest', { address: 1, isSent: false }],
  ['net/http.NewRequestWithContext', { address: 2, isSent: false }],
]);

function requested(file: ProgramFile, { call, inside }: CallSite): readonly PracticeFact[] {
  const known = REQUESTS.get(dottedName(file, call.callee) ?? '');
  const given = known && call.args[known.address];
  if (!known || !given) return [];
  // The own machine is no third party.
  if (/^(?:[a-z]+:\/\/)?(?:localhost|127\.\d|\[::1\])/i.test(textOf(file, given, inside))) return [];
  if (isChosenByClient(file, given, inside))
    return [outboundFact(call.nameAt, 'unsound', `${NAME} requests an address that the client chooses`)];
  return known.isSent && !changesDefault(file)
    ? [outboundFact(call.nameAt, 'partial', `${NAME} has no timeout of its own`)]
    : [];
}

/** The whole address, or what stands first in it, is sent by the client, and nothing in the function looks at it. */
function isChosenByClient(
  file: ProgramFile,
  given: Parameters<typeof valueOf>[1],
  inside: CallSite['inside'],
): boolean {
  const [fn] = inside;
  const value = valueOf(file, given, inside);
  const first = value.kind === 'concat' ? value.parts.find(part => part.kind !== 'text' || part.value !== '') : value;
  if (!fn || !first || !isSentByClient(file, first, inside)) return false;
  return !CHECKS.test(sourceOf(file, fn.at));
}

const CHECKS =
  /\burl\.Parse|\bstrings\.(?:HasPrefix|Contains|HasSuffix)|\.Hostname\(|\.Host\b|\bregexp\.|MatchString|slices\.Contains|valid|allow|white.?list|safe|sanit|ssrf|check|verif|private|block|trusted/i;

/** `http.DefaultClient.Timeout = …`, `http.DefaultClient = …`. */
function changesDefault(file: ProgramFile): boolean {
  return /\bhttp\.DefaultClient(?:\.\w+)?\s{0,4}=[^=]/.test(file.text);
}

/** `http.DefaultClient.Do(request)`. */
function byDefault(file: ProgramFile, { call, receiver, name }: CallSite): readonly PracticeFact[] {
  const isDefault =
    receiver?.kind === 'member' &&
    dottedName(file, receiver) === 'net/http.DefaultClient' &&
    /^(?:Do|Get|Head|Post|PostForm)$/.test(name);
  return isDefault && !changesDefault(file) && !endsByContext(file)
    ? [outboundFact(call.nameAt, 'partial', `${NAME} has no timeout of its own`)]
    : [];
}

function endsByContext(file: ProgramFile): boolean {
  return /\bcontext\.With(?:Timeout|Deadline)\b/.test(file.text);
}

/** `http.Client{Timeout: 10 * time.Second}`; without a limit, or with one of zero, it waits for ever. */
function made(file: ProgramFile, { call, inside }: CallSite): readonly PracticeFact[] {
  if (!call.isNew || dottedName(file, call.callee) !== 'net/http.Client') return [];
  const given = argument(file, call, inside, { name: 'Timeout' });
  const value = given.kind === 'given' ? valueOf(file, given.value, inside) : undefined;
  if (value && !(value.kind === 'number' && value.value === 0))
    return [outboundFact(call.nameAt, 'sound', `${NAME} gives up after a time`)];
  const hasTransport = argument(file, call, inside, { name: 'Transport' }).kind === 'given';
  if (hasTransport || endsByContext(file) || /\.Timeout\s{0,4}=[^=]/.test(file.text)) return [];
  return [outboundFact(call.nameAt, 'partial', `${NAME} has no timeout of its own`)];
}

/** `tls.Config{InsecureSkipVerify: true}`, unless code of its own verifies. A branch that decides about it may be for development. */
function unverified(file: ProgramFile): readonly FactBody[] {
  if (/\bVerifyPeerCertificate\b|\bVerifyConnection\b/.test(file.text)) return [];
  const what = 'certificates of the other side are not verified';
  return certainNodes(file.module.body).flatMap((node): readonly FactBody[] => {
    const at = switchedOff(file, node);
    return at ? unverifiedTls(at, what) : [];
  });
}

function switchedOff(file: ProgramFile, node: ReturnType<typeof certainNodes>[number]): Location | undefined {
  if (node.kind === 'assign' && node.target.kind === 'member' && node.target.name === 'InsecureSkipVerify')
    return isTrue(node.value) ? node.target.nameAt : undefined;
  if (node.kind !== 'call' || dottedName(file, node.callee) !== 'crypto/tls.Config') return undefined;
  for (const arg of node.args)
    if (arg.kind === 'named' && arg.name === 'InsecureSkipVerify' && isTrue(arg.value)) return arg.nameAt;
  return undefined;
}
