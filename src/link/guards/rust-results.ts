/** `Option` and `Result`: what is asked of them, and what comes out of that. Source: the documentation of `std`. */
import { NOTHING } from '../value.ts';
import { callSeen, fail } from './calls.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  forkUnder,
  numberOf,
} from './seen.ts';

const NONE: Seen = { kind: 'known', value: NOTHING };

/** Methods that change nothing about what is there and what is not. */
export const SAME: ReadonlySet<string> = new Set(
  `as_deref as_deref_mut as_mut as_ref borrow clone cloned context copied flatten inspect inspect_err into_future map_err
  to_owned trace with_context wrap_err await in_current_span`.split(/\s+/),
);

/** Whether something is there: of `Option` and `Result`; undefined where it cannot be told, or is no such value. */
export function thereOf(of: Seen): boolean | undefined {
  switch (of.kind) {
    case 'absent':
    case 'rejected':
      return false;
    case 'promise':
    case 'forged':
      return true;
    case 'known':
      return of.value.kind === 'nothing' ? false : undefined;
    default:
      return undefined;
  }
}

/** A value that is known is there where it is asked for that. */
export function isPlainly(of: Seen): true | undefined {
  if (of.kind === 'object' || of.kind === 'list' || of.kind === 'answer' || of.kind === 'local') return true;
  return of.kind === 'known' && PLAIN.has(of.value.kind) ? true : undefined;
}

const PLAIN: ReadonlySet<string> = new Set(['text', 'number', 'boolean', 'list', 'record', 'instance', 'closure']);

/** `value?`: what is in it, or the end of the function. */
export function tried(context: Context, way: Way, of: Seen): readonly Step[] {
  if (of.kind === 'any' && of.holds === 'absent') return perhaps(way, of.name ?? 'what it is given to');
  if (thereOf(of) !== false) return [{ seen: of.kind === 'promise' ? of.of : of, way }];
  const fn = context.machine.closures.get(context.stack.at(-1) ?? '')?.fn;
  const isOption = fn?.returnType?.name === 'Option';
  way.end ??= { kind: 'returned', value: isOption ? ABSENT : of.kind === 'rejected' ? of : { kind: 'rejected' } };
  return [{ seen: ANY, way }];
}

/** What was handed something that is not there may have failed for that, or not. */
function perhaps(way: Way, name: string): readonly Step[] {
  const words = `what ${name.replace(/^\./, '')} does without it`;
  const failed = forkUnder(way, words);
  failed.end = { kind: 'returned', value: { kind: 'rejected' } };
  way.condition ??= words;
  return [
    { seen: ANY, way },
    { seen: ANY, way: failed },
  ];
}

/** Methods of `Option` and `Result`, where it is known whether something is there. */
export function onOption(
  context: Context,
  way: Way,
  of: Seen,
  called: Called,
  isThere: boolean,
): readonly Step[] | undefined {
  const { name, args, node } = called;
  const [first, second] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const inner = of.kind === 'promise' ? of.of : of;
  const run = (fn: Seen | undefined, given: readonly Seen[]): readonly Step[] =>
    fn ? callSeen(context, way, fn, { name: '', args: given, node }) : one(ANY);
  switch (name) {
    case 'unwrap':
    case 'expect':
      if (isThere) return one(inner);
      fail(way, 'any');
      return one(ANY);
    case 'unwrap_err':
    case 'err':
      return one(isThere ? NONE : ANY);
    case 'ok':
      return one(isThere ? inner : of.kind === 'rejected' ? NONE : of);
    case 'unwrap_or_default':
      return one(isThere ? inner : ABSENT);
    case 'unwrap_or':
      return one(isThere ? inner : isFalsy(first) ? ABSENT : (first ?? ANY));
    case 'unwrap_or_else':
      if (isThere) return one(inner);
      if (of.kind !== 'rejected') return run(first, []);
      return run(first, [ANY]).map(step => (isAnswerToError(first, step.seen) ? { ...step, seen: of } : step));
    case 'or':
    case 'or_else':
      return isThere ? one(of) : name === 'or' ? one(first ?? ANY) : run(first, []);
    case 'ok_or':
    case 'ok_or_else':
      if (isThere) return one({ kind: 'promise', of: inner });
      return name === 'ok_or'
        ? one(refusal(first))
        : run(first, []).map(step => ({ ...step, seen: refusal(step.seen) }));
    // Source: Rocket, outcome::IntoOutcome.
    case 'or_error':
    case 'or_failure':
    case 'or_forward':
    case 'into_outcome':
    case 'into_forward':
      return one(isThere ? { kind: 'promise', of: inner } : refusal(first));
    case 'map_err':
      return isThere || !first ? one(of) : run(first, [ANY]).map(step => ({ ...step, seen: refusal(step.seen) }));
    case 'map':
      if (!isThere) return one(of);
      return run(first, [inner]).map(step => ({
        ...step,
        seen: of.kind === 'promise' && step.seen.kind !== 'promise' ? { kind: 'promise', of: step.seen } : step.seen,
      }));
    case 'and_then':
    case 'then':
      return isThere ? run(first, [inner]) : one(of);
    case 'map_or':
      return isThere ? run(second, [inner]) : one(first ?? ANY);
    case 'map_or_else':
      return isThere ? run(second, [inner]) : run(first, [ANY]);
    case 'is_some_and':
    case 'is_ok_and':
      return isThere ? run(first, [inner]) : one(booleanSeen(false));
    case 'filter':
      return isThere ? run(first, [inner]).map(step => ({ ...step, seen: of })) : one(of);
    default:
      return SAME.has(name) ? one(of) : undefined;
  }
}

/** `.unwrap_or_else(error_to_response)`: the failure is answered, with a status that could not be told. */
function isAnswerToError(fn: Seen | undefined, made: Seen): boolean {
  if (made.kind !== 'any' && !(made.kind === 'answer' && made.status === 'any')) return false;
  const name = fn?.kind === 'known' && fn.value.kind === 'closure' ? (fn.value.fn.name ?? '') : '';
  return /err(?:or)?(?:_|$)|^reject|_reject/.test(name);
}

function isFalsy(seen: Seen | undefined): boolean {
  if (seen?.kind !== 'known') return false;
  const { value } = seen;
  return (
    value.kind === 'nothing' ||
    (value.kind === 'text' && value.value === '') ||
    (value.kind === 'boolean' && !value.value)
  );
}

/** What `Err(e)` is. */
export function refusal(error: Seen | undefined): Seen {
  const status = error && (statusIn(error) ?? (error.kind === 'answer' ? error.status : undefined));
  return { kind: 'rejected', ...(status === undefined ? {} : { status }) };
}

/** A status, or one that stands first in a tuple. */
export function statusIn(seen: Seen): number | undefined {
  if (seen.kind === 'list') return seen.items[0] && numberOf(seen.items[0]);
  if (seen.kind === 'known' && seen.value.kind === 'list') {
    const [first] = seen.value.items;
    return first && numberOf({ kind: 'known', value: first });
  }
  return numberOf(seen);
}

/** `StatusCode::UNAUTHORIZED.into_response()`, `(StatusCode::FORBIDDEN, "no").into_response()`, `HttpResponse::Unauthorized().finish()`. */
export function answered(of: Seen, name: string, args: readonly Seen[]): Seen | undefined {
  if (name === 'into_response' || name === 'into' || name === 'to_response' || name === 'error_response') {
    const status = statusIn(of);
    if (status !== undefined && status >= 100) return { kind: 'answer', status };
  }
  if (of.kind !== 'answer') return undefined;
  const [first] = args;
  if (name === 'status' || name === 'set_status' || name === 'with_status')
    return { kind: 'answer', status: (first && numberOf(first)) ?? 'any' };
  // What a builder gives is a response, or the result of making one.
  return of;
}
