import type { FactBody } from '../../../../src/core/fact.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isPlug } from '../../../guards/elixir/plugs/plug-calls.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { moduleName } from '../../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../../routes/elixir/source-files.ts';
import { lookUp } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { textOf } from '../../constants.ts';
import { judgedTimeout } from '../../outbound-timeout.ts';
import { writtenValue } from '../durations.ts';
import { placeOfKey } from '../settings.ts';
import { clientModule, sentBy } from './clients.ts';
import { outboundFact } from '../../outbound-facts.ts';

export const outboundHardeningElixir = defineDetector({
  id: 'outbound-hardening-elixir',
  title: 'Hardening of outbound requests in Elixir (HTTPoison, Req, Finch, Tesla, httpc)',
  kind: 'practice',
  docs: 'https://hexdocs.pm/req/Req.html#new/1',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['HTTPoison', 'Req', 'Finch', 'Tesla', 'httpc', 'verify_none', 'hackney', 'insecure'],
  emits: ['practice', 'switch'],
  limits: [
    'Requests by a module of its own (`use HTTPoison.Base`, `use Tesla`) are not followed; how long Tesla waits without its Timeout is up to an adapter, and not told.',
    'Certificates that are not verified below a condition, or by a setting, are not judged: that may be for development.',
    'Of an address that a client chooses, any look at it in the same function counts as a check: what it lets through is not judged.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const certain = new Set<unknown>(certainNodes(file.module.body));
    return file.calls.flatMap(site => [
      ...requested(file, site),
      ...limitedTesla(site),
      ...(certain.has(site.call) ? unverified(file, site) : []),
    ]);
  },
});

/** The own machine is no third party. */
const OWN = /^(?:[a-z]+:\/\/)?(?:localhost|127\.\d|\[::1\])/i;

function requested(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const sent = sentBy(file, site);
  if (!sent) return [];
  const { client, address, timeout } = sent;
  const at = site.call.nameAt;
  if (address && OWN.test(textOf(file, address, site.inside))) return [];
  if (address && isChosenByClient(file, address, site))
    return [outboundFact(at, 'unsound', `${client} requests an address that the client chooses`)];
  const judged = judgedTimeout(client, timeout);
  return judged ? [outboundFact(at, judged.standing, judged.what)] : [];
}

/** `plug Tesla.Middleware.Timeout, timeout: 2_000`; without a word it is a second. Source: Tesla.Middleware.Timeout. */
function limitedTesla(site: CallSite): readonly PracticeFact[] {
  return isPlug(site) && moduleName(site.call.args[0]) === 'Tesla.Middleware.Timeout'
    ? [outboundFact(site.call.nameAt, 'sound', 'Tesla gives up after a time')]
    : [];
}

/** What a client sends reaches the actions of a controller as their second parameter. */
function isChosenByClient(file: ProgramFile, address: Expr, { inside }: CallSite): boolean {
  const first =
    address.kind === 'concat' ? address.parts.find(part => part.kind !== 'text' || part.value !== '') : address;
  const action = inside.at(-1);
  if (!first || !action || !isAction(action)) return false;
  return isPartOf(file, first, inside, action) && !CHECKS.test(sourceOf(file, action.at));
}

/** How many names and members that stand for others are followed. */
const MOST_STEPS = 8;

/** `params["url"]`, also by the name that a pattern gives it: `%{"url" => url}`. */
function isPartOf(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
  { parameters: [, params] }: FunctionNode,
): boolean {
  let current = expr;
  let isPart = false;
  for (let left = MOST_STEPS; left > 0; left--) {
    if (current.kind === 'member' || current.kind === 'index') {
      isPart = true;
      current = current.of;
      continue;
    }
    const bound = current.kind === 'name' ? lookUp(file, current.name, inside) : undefined;
    if (bound?.kind === 'parameter') return isPart && bound.parameter === params;
    if (bound?.kind !== 'value') return false;
    current = bound.value;
  }
  return false;
}

function isAction({ parameters }: FunctionNode): boolean {
  const [conn, , ...others] = parameters;
  const isConn = conn?.pattern.kind === 'name' && /^_?conn$/.test(conn.pattern.name);
  return isConn && parameters.length === 2 && others.length === 0;
}

const CHECKS =
  /\bURI\.|\.host\b|=~|String\.(?:starts_with|ends_with|contains|match)|Regex|valid|allow|safe|sanit|ssrf|check|verif|private|block|trusted/i;

/** Modules whose calls take options of TLS connections to others. */
const SENDERS: ReadonlySet<string> = new Set([
  'HTTPoison',
  'Req',
  'Finch',
  'Mint.HTTP',
  'Tesla',
  ':hackney',
  ':httpc',
  ':ssl',
  ':gen_smtp_client',
]);

/** Records and lists that are looked through. */
const DEPTH = 6;

/** `ssl: [verify: :verify_none]`, `hackney: [:insecure]`. Sources: Erlang, ssl; hackney. */
function unverified(file: ProgramFile, site: CallSite): readonly FactBody[] {
  const module = clientModule(site);
  if (module === undefined || !SENDERS.has(module)) return [];
  const found: Location[] = [];
  const look = (expr: Expr, depth: number): void => {
    if (depth > DEPTH) return;
    const value = writtenValue(file, expr, site.inside);
    if (value.kind === 'list') for (const item of value.items) look(item, depth + 1);
    if (value.kind !== 'record') return;
    for (const entry of value.entries) {
      if (entry.kind !== 'entry') continue;
      const given = writtenValue(file, entry.value, site.inside);
      const isOff = entry.key === 'verify' && given.kind === 'text' && given.value === 'verify_none';
      const isInsecure = entry.key === 'hackney' && given.kind === 'list' && given.items.some(isAtom('insecure'));
      if (isOff || isInsecure) found.push(placeOfKey(entry));
      else look(given, depth + 1);
    }
  };
  for (const arg of site.call.args) look(arg, 0);
  return found.flatMap((at): readonly FactBody[] => [
    outboundFact(at, 'unsound', 'certificates of the other side are not verified'),
    { kind: 'switch', at, name: 'tls-verification', isSafe: false, what: 'certificates are not verified' },
  ]);
}

function isAtom(name: string): (item: Expr) => boolean {
  return item => item.kind === 'text' && item.value === name;
}
