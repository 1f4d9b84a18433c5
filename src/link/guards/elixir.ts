/**
 * How plugs read credentials, verify them and refuse requests.
 *
 * A plug is given the connection and gives one back. One that is halted goes no further: it is a refusal as a value, which
 * functions hand on. Sources: Plug.Conn; Plug.BasicAuth; Phoenix.Controller; Phoenix.Token; Guardian; Joken; Pow; Plug.Crypto.
 */
import { fullNames, type KnownGuard, NOTHING, type Value } from '../value.ts';
import { elixirVerification } from './elixir-verification.ts';
import { connMember, sessionMember } from './elixir-conn.ts';
import { elixirFunction } from './elixir-language.ts';
import { listOf, partlyText, textOf } from './elixir-values.ts';
import { memberOf } from '../members.ts';
import { callSeen, fail } from './calls.ts';
import { memberSeen, readCredential } from './expressions.ts';
import type { Origin } from './language.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  numberOf,
  truthOf,
} from './seen.ts';
import { STATUS_SYMBOLS } from './status-symbols.ts';
import { credentialAt } from './vocabulary.ts';
import type { GuardStyle } from './explore.ts';

/** The first parameter of a plug, an action or an error handler is the connection. */
export function elixirRole(index: number): Seen {
  if (index === 0) return { kind: 'request', path: [] };
  return index === 1 ? ANY : { kind: 'known', value: NOTHING };
}

/** `conn` in the block of a route, which a macro brings. */
export function elixirValue(value: Value): Seen | undefined {
  const isConn =
    value.kind === 'external' && value.path.length === 1 && value.path[0] === 'conn' && value.module.startsWith('<');
  return isConn ? { kind: 'request', path: [] } : undefined;
}

/**
 * What a plug gives back: a connection that is not halted goes on, whatever status it has. Hooks of LiveView give `{:cont, socket}`
 * or `{:halt, socket}`.
 */
export function elixirEnded(way: Way, style: GuardStyle): void {
  if (style !== 'middleware' || way.end?.kind !== 'returned') return;
  const { value } = way.end;
  if (value.kind === 'rejected' || value.kind === 'answer') return;
  const verdict = value.kind === 'list' ? textOf(value.items[0]) : undefined;
  if (verdict === 'halt') {
    way.end = { kind: 'returned', value: { kind: 'rejected', status: way.status ?? 'any' } };
    return;
  }
  const isConn = (value.kind === 'request' && value.path.length === 0) || verdict === 'cont';
  // What comes of a function that is not known may be halted.
  if (!isConn) way.condition ??= 'what it gives back';
  way.end = { kind: 'returned', value: { kind: 'pass' } };
}

/** What a call does to a stranger that means something in Elixir; undefined for any other. */
export function elixirCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const names = origin ? fullNames(origin) : [];
  const { name, args } = called;
  return (
    ofLibrary(context, way, names, args) ??
    applied(context, way, called) ??
    ofConnection(context, way, called) ??
    reading(context, way, called) ??
    elixirVerification(way, names, called) ??
    elixirFunction(context, way, name, args)
  );
}

/** A module made of plugs runs them in order, until one of them halts. Source: Plug.Builder. */
export function elixirMethodCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const member = of.kind === 'known' && of.value.kind === 'class' ? of.value.statics.get(called.name) : undefined;
  if (member?.kind !== 'list') return undefined;
  const [conn = ANY, ...options] = called.args;
  let steps: readonly Step[] = [{ seen: conn, way }];
  for (const plug of member.items)
    steps = steps.flatMap(step =>
      step.way.end || step.seen.kind === 'rejected' || step.seen.kind === 'answer'
        ? [step]
        : plug.kind === 'guard'
          ? [knownPlug(context, step, plug)]
          : callSeen(context, step.way, { kind: 'known', value: plug }, { ...called, args: [step.seen, ...options] }),
    );
  return steps;
}

/** The plug that a module of a library brings along. */
function ofLibrary(
  context: Context,
  way: Way,
  names: readonly string[],
  [conn]: readonly Seen[],
): readonly Step[] | undefined {
  const [known] = names.flatMap(name => context.machine.guardExports.get(name) ?? []);
  return known && conn ? [knownPlug(context, { seen: conn, way }, known)] : undefined;
}

/** `apply(module, :name, [a, b])`, `apply(fun, [a])`; and the name of the action that a plug stands before. */
function applied(context: Context, way: Way, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const [of, second, third] = args;
  if (name === 'action_name' && of?.kind === 'request') {
    context.budget.hangsOnRequest = true;
    const [action] = [...context.request.metadata.keys()].filter(key => key.startsWith('action '));
    const value = action?.slice('action '.length);
    return [{ seen: value === undefined ? ANY : { kind: 'known', value: { kind: 'text', value } }, way }];
  }
  if (name !== 'apply' || !of || !second) return undefined;
  const given = third ?? second;
  const items = given.kind === 'list' ? given.items : undefined;
  const word = third ? textOf(second) : undefined;
  const found =
    of.kind === 'known' && of.value.kind === 'class' && word !== undefined
      ? memberOf(context.machine, of.value, word)
      : undefined;
  const member = found?.kind === 'closure' || found?.kind === 'wrapped' ? found : undefined;
  const callee: Seen | undefined = member ? { kind: 'known', value: member } : third ? undefined : of;
  // What is applied is not known, and neither is what it makes of a stranger.
  if (!callee || !items) return [{ seen: ANY, way }];
  return callSeen(context, way, callee, { ...called, name: word ?? name, args: items });
}

/** A plug of a library among others. */
function knownPlug(context: Context, { seen, way }: Step, { effect, mechanism, what }: KnownGuard): Step {
  if (effect === 'none' || context.caller === 'anyone') return { seen, way };
  way.reads.add(what);
  way.isVerified = true;
  if (mechanism) way.mechanisms.add(mechanism);
  if (effect === 'required') return { seen: { kind: 'rejected', status: 401 }, way };
  if (effect === 'unknown') way.condition ??= what;
  if (effect === 'optional') context.budget.hasKept = true;
  return { seen, way };
}

// The connection

function statusOf(seen: Seen | undefined): number | 'any' {
  if (seen?.kind === 'known' && seen.value.kind === 'text') return STATUS_SYMBOLS.get(seen.value.value) ?? 'any';
  return (seen && numberOf(seen)) ?? 'any';
}

/** Functions that send an answer, with the place of the status among their arguments. */
const SENDING: ReadonlyMap<string, number | undefined> = new Map<string, number | undefined>([
  ['send_resp', 1],
  ['send_file', 1],
  ['send_chunked', 1],
  ['json', undefined],
  ['text', undefined],
  ['html', undefined],
  ['render', undefined],
  ['send_download', undefined],
]);

/** Functions that give the connection back with something changed. */
const CHANGING =
  /^(?:assign|assign_new|merge_assigns|attach_hook|put_flash|fetch_\w+|put_\w+|delete_\w+|merge_\w+|configure_session|clear_session|clear_flash|register_before_send|update_\w+|protect_from_forgery|accepts|scrub_params|renew_session|prepend_resp_headers|set_layout|inform|upgrade_adapter|sign_in|remember_me|log_in|authenticate_conn)$/;

/** Those that keep something for whoever comes after. */
export const KEEPING =
  /^(?:assign|assign_new|merge_assigns|put_(?:private|session|assigns?|current_\w+|user\w*)|set_\w+|sign_in|log_in)$/;

const OPEN: Seen = { kind: 'request', path: [] };

const ONLY_CONNECTIONS = /^(?:send_resp|send_file|send_chunked|resp|put_status|put_resp_\w+)$/;

function ofConnection(context: Context, way: Way, { name, args, node }: Called): readonly Step[] | undefined {
  const [first] = args;
  if (!first) return undefined;
  // What could not be followed is a connection where only one will do.
  const conn: Seen = first.kind === 'any' && !first.holds && ONLY_CONNECTIONS.test(name) ? OPEN : first;
  const isOpen = conn.kind === 'request' && conn.path.length === 0;
  const isConn = isOpen || conn.kind === 'rejected' || conn.kind === 'answer';
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (name === 'halt') {
    if (conn.kind === 'rejected' || conn.kind === 'answer') return one(conn);
    const status = way.status ?? 'any';
    // What is answered in place of the operation with success is no refusal of who calls.
    if (status === 'any' || status >= 300) return one({ kind: 'rejected', status });
    way.hasAnswered = false;
    return one({ kind: 'answer', status });
  }
  if (!isConn) return undefined;
  if (name === 'put_status') {
    if (!way.hasAnswered) way.status = statusOf(args[1]);
    return one(conn);
  }
  if (name === 'resp') {
    way.status = statusOf(args[1]);
    return one(conn);
  }
  if (name === 'redirect') {
    way.status = 302;
    way.hasAnswered = true;
    return one(conn);
  }
  if (SENDING.has(name)) {
    const at = SENDING.get(name);
    if (at !== undefined) way.status = args.length > at ? statusOf(args[at]) : (way.status ?? 'any');
    way.status ??= 200;
    way.hasAnswered = true;
    return one(conn);
  }
  if (name === 'basic_auth') {
    readCredential(context, way, 'authorization header', { mechanism: 'basic', isCarried: false });
    return one(context.caller === 'anyone' ? conn : { kind: 'rejected', status: 401 });
  }
  if (name === 'request_basic_auth') {
    way.status = 401;
    return one(conn);
  }
  return changed(context, way, { name, args, node }, conn);
}

/** Functions that give the connection back with something changed, or kept for whoever comes after. */
function changed(context: Context, way: Way, { name, args, node }: Called, conn: Seen): readonly Step[] | undefined {
  const maker = args[2];
  if (name === 'assign_new' && maker?.kind === 'local') return keptWhenMade(context, way, { name, args, node }, maker);
  if (KEEPING.test(name)) {
    context.budget.hasKept = true;
    if (context.caller !== 'anyone') noteGranted(context, way, name, args);
  }
  return CHANGING.test(name) ? [{ seen: conn, way }] : undefined;
}

/** `assign_new(socket, :user, fn -> … end)`: strangers have it where the function gives it to them in any case. */
function keptWhenMade(
  context: Context,
  way: Way,
  { args: [conn = ANY, key = ANY], node }: Called,
  maker: Extract<Seen, { kind: 'local' }>,
): readonly Step[] {
  context.budget.hasKept = true;
  const steps = callSeen(context, way, maker, { name: '', args: [], node });
  const isForAll = steps.every(step => step.seen.kind !== 'absent' && truthOf(step.seen) !== false);
  const [first] = steps;
  if (isForAll && first && context.caller !== 'anyone')
    noteGranted(context, first.way, 'assign', [conn, key, first.seen]);
  return steps.map(step => ({ seen: conn, way: step.way }));
}

/** What is kept for a stranger, too, as nothing that is read of a credential would be. */
function noteGranted(context: Context, way: Way, name: string, [, key, value]: readonly Seen[]): void {
  const granted = (context.budget.granted ??= new Set());
  const isThere = (seen: Seen): boolean =>
    seen.kind === 'any' ? way.reads.size === 0 && seen.holds === undefined : truthOf(seen) === true;
  const word = textOf(key);
  if (name !== 'merge_assigns' && word !== undefined && value) {
    if (isThere(value)) granted.add(word);
    if (context.caller === 'without') noteWithheld(context, word, value);
  }
  if (name !== 'merge_assigns' || !key) return;
  if (key.kind === 'object') for (const [field, seen] of key.fields ?? []) if (isThere(seen)) granted.add(field);
  if (key.kind === 'known' && key.value.kind === 'record')
    for (const [field, held] of key.value.fields) if (isThere({ kind: 'known', value: held })) granted.add(field);
}

function noteWithheld(context: Context, word: string, value: Seen): void {
  const isNothing = value.kind === 'absent' || truthOf(value) === false;
  if (isNothing) (context.budget.withheld ??= new Set()).add(word);
  else (context.budget.kept ??= new Set()).add(word);
}

// What is read of it

/** Functions that read something of the connection. A header gives a list, which is empty where it was not sent. */
function reading(context: Context, way: Way, { name, args }: Called): readonly Step[] | undefined {
  const [of, key] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const isConn = of?.kind === 'request' && of.path.length === 0;
  if (!of) return undefined;
  const word = textOf(key);
  switch (name) {
    case 'get_req_header': {
      if (!isConn || word === undefined) return undefined;
      const credential = credentialAt(['headers', word.toLowerCase()]);
      if (!credential) return one(ANY);
      const seen = readCredential(context, way, `${word.toLowerCase()} header`, credential);
      return one(seen.kind === 'absent' ? listOf([]) : seen.kind === 'forged' ? listOf([seen]) : ANY);
    }
    case 'get_session': {
      if (!isConn) return undefined;
      if (args.length === 1) return one({ kind: 'request', path: ['session'] });
      return one(word === undefined ? ANY : sessionMember(context, way, word));
    }
    case 'parse_basic_auth': {
      if (!isConn) return undefined;
      const seen = readCredential(context, way, 'authorization header', { mechanism: 'basic', isCarried: true });
      if (seen.kind === 'absent') return one({ kind: 'known', value: { kind: 'text', value: 'error' } });
      return one(seen.kind === 'forged' ? listOf([FORGED, FORGED]) : ANY);
    }
    case 'current_resource':
    case 'current_claims':
    case 'current_token':
    case 'current_user':
    case 'get_current_user':
      return isConn && args.length <= 3
        ? one(
            readCredential(context, way, `${name}()`, {
              mechanism: name === 'current_user' ? 'session' : 'jwt',
              isCarried: false,
            }),
          )
        : undefined;
    case 'authenticated?':
    case 'signed_in?':
    case 'logged_in?': {
      if (!isConn) return undefined;
      const seen = readCredential(context, way, name, { mechanism: 'session', isCarried: false });
      return one(seen.kind === 'absent' ? booleanSeen(false) : ANY);
    }
    case 'keyfind': {
      // `List.keyfind(conn.req_headers, "authorization", 0)`.
      if (of.kind !== 'request' || of.path.at(-1) !== 'req_headers' || word === undefined) return undefined;
      const seen = headerMember(context, way, word);
      return one(
        seen.kind === 'absent'
          ? { kind: 'known', value: NOTHING }
          : seen.kind === 'forged'
            ? listOf([key ?? ANY, seen])
            : ANY,
      );
    }
    case 'get':
    case 'get_in':
    case 'fetch!':
    case 'fetch':
    case 'pop':
    case 'has_key?':
      return gotten(context, way, name, args);
    case 'into':
    case 'new':
    case 'to_map':
      return of.kind === 'request' ? one(of) : undefined;
    default:
      return undefined;
  }
}

function headerMember(context: Context, way: Way, name: string): Seen {
  const credential = credentialAt(['headers', name.toLowerCase()]);
  return credential ? readCredential(context, way, `${name.toLowerCase()} header`, credential) : ANY;
}

/** `Map.get(conn.assigns, :current_user)`, `get_in(conn.assigns, [:scope, :user])`. */
function gotten(context: Context, way: Way, name: string, args: readonly Seen[]): readonly Step[] | undefined {
  const [of, key, byDefault] = args;
  if (!of || !key) return undefined;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const listed =
    key.kind === 'list'
      ? key.items
      : key.kind === 'known' && key.value.kind === 'list'
        ? key.value.items.map((value): Seen => ({ kind: 'known', value }))
        : [key];
  const words = listed.map(one => (isNamedInPart(of) ? partlyText(one) : textOf(one)));
  if (of.kind === 'known') return ofKnown(of.value, name, words, byDefault).map(seen => ({ seen, way }));
  if (of.kind !== 'request' && of.kind !== 'absent' && of.kind !== 'object' && of.kind !== 'any') return undefined;
  if (of.kind === 'any' && of.holds === undefined) return undefined;
  if (words.some(word => word === undefined)) return one(of.kind === 'absent' ? ABSENT : ANY);
  const seen = words.reduce<Seen>((held, word) => memberSeen(context, way, held, word ?? ''), of);
  if (name === 'has_key?') return one(seen.kind === 'absent' ? booleanSeen(false) : ANY);
  if (name === 'fetch')
    return one(
      seen.kind === 'absent'
        ? { kind: 'known', value: { kind: 'text', value: 'error' } }
        : listOf([{ kind: 'known', value: { kind: 'text', value: 'ok' } }, seen]),
    );
  if (name === 'fetch!' && seen.kind === 'absent') fail(way, undefined);
  return one(seen.kind === 'absent' && byDefault ? byDefault : seen);
}

/** Cookies and what a session holds may be named for whom or what they are: `"sess_#{account_id}"`. */
function isNamedInPart(of: Seen): boolean {
  return of.kind === 'request' && /^(?:cookies|req_cookies|session)$/.test(of.path[0] ?? '');
}

/** An option among those that are written out. */
function ofKnown(
  of: Value,
  name: string,
  words: readonly (string | undefined)[],
  byDefault: Seen | undefined,
): readonly Seen[] {
  const [word] = words;
  const isEmpty = of.kind === 'list' && of.items.length === 0 && !of.isOpen;
  if ((of.kind !== 'record' && !isEmpty) || word === undefined || words.length > 1) return [ANY];
  const held = of.kind === 'record' ? of.fields.get(word) : undefined;
  if (of.kind === 'record' && of.isOpen && !held) return [ANY];
  if (name === 'has_key?') return [booleanSeen(held !== undefined)];
  if (name === 'fetch') return [ANY];
  return [held ? { kind: 'known', value: held } : (byDefault ?? { kind: 'known', value: NOTHING })];
}

export function elixirMember(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
): Seen | undefined {
  return connMember(context, way, of, name);
}
