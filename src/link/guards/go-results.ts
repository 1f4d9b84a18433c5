/** Results and errors of Go: values that stand beside each other, and zero values in place of what is not there. */
import { ABSENT, ANY, FORGED, type Seen, booleanSeen, truthOf } from './seen.ts';

/** Something that is there and is no answer: an error, as far as it matters. */
export const ERROR: Seen = { kind: 'object', name: 'error' };

/** The error of a credential that is not there or was made up: it is none of what only a good one may come to. */
const STRANGERS = 'error of a stranger';
const OF_STRANGER: Seen = { kind: 'object', name: STRANGERS };

/** An error that a package made once, for others to ask for: `var ErrNoToken = errors.New("no token")`. */
export function sentinel(where: string): Seen {
  return { kind: 'object', name: `error ${where}` };
}

export function isError(seen: Seen | undefined): boolean {
  return seen?.kind === 'object' && /^error(?: |$)/.test(seen.name ?? '');
}

/**
 * `errors.Is(err, target)`: whether it is the error that was made once; undefined where it is another one, which may hold
 * that, unless both were made of nothing else.
 */
export function isErrorOf(error: Seen | undefined, target: Seen | undefined): boolean | undefined {
  if (!error || !target) return undefined;
  if (error.kind === 'known' && error.value.kind === 'nothing') return false;
  if (error.kind !== 'object' || target.kind !== 'object' || !isError(error) || !isError(target)) return undefined;
  // Whether a token has expired is asked of those that were issued.
  if (error.name === STRANGERS) return /expired/i.test(target.name ?? '') ? false : undefined;
  if (error.name === 'error' || target.name === 'error') return undefined;
  return error.name === target.name;
}

const ERROR_NAME = /^e$|err(?:or)?\d*$/i;

/** `err` beside something that could not be got is an error; beside something that is not there it may be one. */
export function goBound(name: string, seen: Seen): Seen {
  if (!ERROR_NAME.test(name)) return seen;
  if (seen.kind === 'absent') return seen.isFailed ? OF_STRANGER : ANY;
  return seen.kind === 'forged' ? ANY : seen;
}

/**
 * What several names are bound to, where it is no list: the result, and what says whether there is one. That it failed is
 * handed to the name of the error, and is false for any other.
 */
export function goResults(seen: Seen, count: number): readonly Seen[] | undefined {
  if (seen.kind === 'list' || (seen.kind === 'known' && seen.value.kind === 'list')) return undefined;
  const others = Array.from({ length: Math.max(0, count - 1) }, (): Seen => ANY);
  switch (seen.kind) {
    case 'absent':
      return [ABSENT, ...others.map(() => seen)];
    case 'forged':
      return [FORGED, ...others];
    case 'known': {
      // `v, ok := m[key]`.
      const isThere = seen.value.kind === 'nothing' ? false : truthOf(seen) === true ? true : undefined;
      return [seen, ...(isThere === undefined ? others : others.map(() => booleanSeen(isThere)))];
    }
    default:
      return [seen, ...others];
  }
}

/** Whether two are the same, where `nil`, "" or 0 are among them; undefined for what is told as everywhere else. */
export function goEquals(left: Seen, right: Seen): boolean | undefined {
  const isNil = (seen: Seen): boolean => seen.kind === 'known' && seen.value.kind === 'nothing';
  if (isNil(right)) return isNothing(left);
  if (isNil(left)) return isNothing(right);
  if (isError(left) && isError(right)) return isErrorOf(left, right);
  if (left.kind === 'absent') return isZero(right);
  return right.kind === 'absent' ? isZero(left) : undefined;
}

function isNothing(seen: Seen): boolean | undefined {
  switch (seen.kind) {
    case 'absent':
      return seen.isFailed !== true;
    case 'known':
      return seen.value.kind === 'nothing' ? true : truthOf(seen) === undefined ? undefined : false;
    case 'any':
      return undefined;
    case 'request':
      // A request that is served has these. Source: https://pkg.go.dev/net/http#Request.
      return seen.path.length === 0 || /^(?:Header|URL|Body|Request)$/.test(seen.path.at(-1) ?? '') ? false : undefined;
    default:
      return false;
  }
}

function isZero(seen: Seen): boolean | undefined {
  if (seen.kind !== 'known') return undefined;
  const { value } = seen;
  if (value.kind === 'text') return value.value === '';
  if (value.kind === 'number') return value.value === 0;
  return value.kind === 'boolean' ? !value.value : undefined;
}

/** Whether the first is less: the length of what is not there is 0. */
export function goLess(left: Seen, right: Seen): boolean | undefined {
  const [a, b] = [sizeOf(left), sizeOf(right)];
  return a === undefined || b === undefined || (left.kind !== 'absent' && right.kind !== 'absent') ? undefined : a < b;
}

function sizeOf(seen: Seen): number | undefined {
  if (seen.kind === 'absent') return 0;
  return seen.kind === 'known' && seen.value.kind === 'number' ? seen.value.value : undefined;
}
