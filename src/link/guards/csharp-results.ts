/** Comparisons of C# in which what is not there is an empty value, and what is there is not null. */
import { type Seen, numberOf } from './seen.ts';

/** Whether the first is less; what is not there has no elements. Undefined for what is told as everywhere else. */
export function csharpLess(left: Seen, right: Seen): boolean | undefined {
  const [first, second] = [countOf(left), countOf(right)];
  return first === undefined || second === undefined ? undefined : first < second;
}

function countOf(seen: Seen): number | undefined {
  return seen.kind === 'absent' ? 0 : numberOf(seen);
}

/** Whether two are the same, where one of them is null, or a value that is not there has its default. */
export function csharpEquals(left: Seen, right: Seen): boolean | undefined {
  if (isNull(right) && isThere(left)) return false;
  if (isNull(left) && isThere(right)) return false;
  if (left.kind === 'absent') return isDefault(right);
  return right.kind === 'absent' ? isDefault(left) : undefined;
}

function isNull(seen: Seen): boolean {
  return seen.kind === 'known' && seen.value.kind === 'nothing';
}

function isThere(seen: Seen): boolean {
  return seen.kind === 'object' || seen.kind === 'response' || (seen.kind === 'request' && seen.path.length < 2);
}

/** 0, `Guid.Empty`. */
function isDefault(seen: Seen): boolean | undefined {
  if (seen.kind !== 'known') return undefined;
  if (seen.value.kind === 'number') return seen.value.value === 0;
  const name = seen.value.kind === 'external' ? seen.value.path.at(-1) : undefined;
  return name !== undefined && /^(?:Empty|Zero|MinValue|None)$/.test(name) ? true : undefined;
}
