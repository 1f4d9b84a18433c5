/**
 * How Rust reads credentials, verifies them and refuses requests. `Ok(x)` is seen as a promise of x and `Err(e)` as a rejected
 * one, which `?`, `unwrap` and patterns open; a value of `Option` is what is in it, or nothing.
 *
 * Sources: the documentation of `std` (Option, Result), axum (extract, middleware), axum-extra, Actix Web (FromRequest, dev),
 * Rocket (request guards, Outcome), Salvo (Depot, FlowCtrl), Poem, jsonwebtoken.
 */
import type { Value } from '../value.ts';
import { opaqueInstance } from '../calling.ts';
import { methodOf } from '../members.ts';
import { callSeen } from './calls.ts';
import type { GuardStyle } from './explore.ts';
import { follow, targetOf } from './follow.ts';
import { EXTRACTING, extracted, onRequest, onResponse } from './rust-request.ts';
import { SAME, answered, isPlainly, onOption, statusIn, thereOf, tried } from './rust-results.ts';
import { ANY, type Called, type Context, FORGED, type Seen, type Step, type Way, booleanSeen } from './seen.ts';

/** Methods that ask for the form of a text, or take it apart: whoever makes a credential up gives it that form. */
const FORM: ReadonlySet<string> = new Set(
  `as_bytes as_deref as_ref as_str borrow bytes chars clone cloned collect concat copied credentials decode deref encoded
  expect first from_utf8 get get_token inner into into_bytes into_inner into_string iter last next nth ok parse password pop
  replace rsplit rsplit_once rsplitn scheme skip split split_at split_off split_once split_terminator split_whitespace splitn
  strip_prefix strip_suffix take to_ascii_lowercase to_bytes to_lowercase to_owned to_str to_string to_vec token trim trim_end
  trim_matches trim_start trim_start_matches trim_end_matches try_into unwrap unwrap_or unwrap_or_default user_id username
  value name`.split(/\s+/),
);
const ASKING: ReadonlySet<string> = new Set(
  'contains ends_with eq_ignore_ascii_case is_ascii is_char_boundary is_empty len starts_with is_http_only count'.split(
    ' ',
  ),
);

const TESTS: ReadonlyMap<string, boolean> = new Map([
  ['is_some', true],
  ['is_ok', true],
  ['is_none', false],
  ['is_err', false],
]);

/** What a method does to a stranger that means something in Rust; undefined for any other. */
export function rustMethod(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (name === '?') return tried(context, way, of);
  const isThere = thereOf(of);
  const test = TESTS.get(name);
  const isSome = isThere ?? isPlainly(of);
  if (test !== undefined && args.length === 0) return one(isSome === undefined ? ANY : booleanSeen(isSome === test));
  // Some releases give a part of the request as something that may have been taken out of it.
  const isPart = of.kind === 'request' && OPENING.has(name);
  const option = isThere === undefined && !isPart ? undefined : onOption(context, way, of, called, isThere ?? true);
  if (option) return option;
  if (of.kind === 'next') return HANDING_ON.has(name) ? one(passed(way)) : name === 'skip_rest' ? one(ANY) : undefined;
  if (args.some(arg => arg.kind === 'request' && arg.path.length === 0) && name === 'call') return one(passed(way));
  if (of.kind === 'forged') return onForged(context, way, of, called);
  if (of.kind === 'request') return onRequest(context, way, of, called);
  // What was handed something that is not there: what is made of its result tells no more than that.
  if (of.kind === 'any' && of.holds === 'absent' && (SAME.has(name) || MAPPING.has(name))) return one(of);
  if (of.kind === 'object' && of.of) return onMade(context, way, of, called);
  if (of.kind === 'response') return onResponse(way, of, called);
  const answer = answered(of, name, args);
  if (answer) return one(answer);
  if (EXTRACTING.has(name)) return extracted(context, way, of, called);
  return undefined;
}

const MAPPING: ReadonlySet<string> = new Set(['into', 'into_response', 'map', 'map_err', 'map_ok']);

/** A method of a type of the tree sees what the object was made with. */
function onMade(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'object' }>,
  { name, args }: Called,
): readonly Step[] | undefined {
  if (!of.of) return undefined;
  const self = opaqueInstance(context.machine, of.of);
  const method = methodOf(context.machine, of.of, name, self);
  if (method?.kind === 'closure') return follow(context, way, { ...targetOf(method), seenSelf: of }, args);
  return SAME.has(name) || name === 'into' ? [{ seen: of, way }] : undefined;
}

const OPENING: ReadonlySet<string> = new Set([
  'ok_or',
  'ok_or_else',
  'unwrap',
  'expect',
  'and_then',
  'map',
  'map_err',
  'ok',
]);
const HANDING_ON: ReadonlySet<string> = new Set(['run', 'call', 'call_next', 'call_ref', 'oneshot']);

function passed(way: Way): Seen {
  way.hasPassed = true;
  return ANY;
}

/** Whoever makes a credential up gives it the form that it is asked to have. */
function onForged(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'forged' }>,
  called: Called,
): readonly Step[] | undefined {
  const { name, args, node } = called;
  if (ASKING.has(name)) return [{ seen: ANY, way }];
  if (!FORM.has(name)) return undefined;
  const fns = args.filter(arg => arg.kind === 'local');
  const [fn] = fns;
  if (!fn) return [{ seen: { kind: 'forged', isWhole: false }, way }];
  return callSeen(context, way, fn, { name: '', args: [of], node }).map(step => ({ ...step, seen: FORGED }));
}

/** A status by itself, or first in a tuple, is an answer. */
export function rustEnded(way: Way, style: GuardStyle): void {
  if (way.end?.kind !== 'returned') return;
  const { value } = way.end;
  // A handler that gives what something made without the credential may give a refusal.
  if (style === 'handler' && value.kind === 'any' && value.holds === 'absent')
    way.doubt ??= `what ${(value.name ?? 'something else').replace(/^\./, '')} does without it`;
  const inner = value.kind === 'promise' ? value.of : value;
  const status = statusIn(inner);
  if (status === undefined || status < 100 || status > 599) return;
  way.end = { kind: 'returned', value: { kind: 'answer', status } };
}

/** Variants of an enumeration of a package are the same where they have the same name. */
export function rustEquals(left: Seen, right: Seen): boolean | undefined {
  if (left.kind !== 'known' || right.kind !== 'known') return undefined;
  const [a, b] = [left.value, right.value];
  if (a.kind !== 'external' || b.kind !== 'external' || a.path.length < 2 || a.path.at(-2) !== b.path.at(-2))
    return undefined;
  const [name = '', other = ''] = [a.path.at(-1), b.path.at(-1)];
  return VARIANT.test(name) && VARIANT.test(other) ? name === other : undefined;
}

const VARIANT = /^[A-Z]+[a-z]\w*$/;

/** `Method::OPTIONS` is what the request's method is compared with. */
export function rustValue(_context: Context, _way: Way, value: Value): Seen | undefined {
  if (value.kind !== 'external' || value.path.at(-2) !== 'Method') return undefined;
  const word = (value.path.at(-1) ?? '').toUpperCase();
  return { kind: 'known', value: { kind: 'text', value: word } };
}
