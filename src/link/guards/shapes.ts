/** Whether what a stranger brings has the shape that a pattern asks for. */
import type { Expr } from '../../core/program.ts';
import { every, hasShape, headOf, isAnything } from '../shapes.ts';
import { isEqual } from './equality.ts';
import { memberSeen, see } from './expressions.ts';
import { ABSENT, type Context, type Seen, type Way, booleanSeen, forkUnder } from './seen.ts';

/** What `matches` and `mismatches` give; anything where it cannot be told. */
export function shapeTest(
  context: Context,
  way: Way,
  operator: 'matches' | 'mismatches',
  subject: Seen,
  shape: Expr,
): Seen {
  const answer = fits(context, way, subject, shape);
  if (operator === 'mismatches') return booleanSeen(answer === false);
  return answer === undefined ? { kind: 'any' } : booleanSeen(answer);
}

function fits(context: Context, way: Way, subject: Seen, shape: Expr): boolean | undefined {
  if (isAnything(shape)) return true;
  switch (subject.kind) {
    case 'absent':
      return fitsAbsent(shape);
    case 'forged':
      return fitsForged(context, way, subject, shape);
    case 'known':
      return hasShape(subject.value, shape, (value, one) => same(context, way, { kind: 'known', value }, one));
    case 'list': {
      if (shape.kind !== 'list') return shape.kind === 'unknown' || shape.kind === 'name' ? undefined : false;
      const { head, hasRest } = headOf(shape);
      if (hasRest ? subject.items.length < head.length : subject.items.length !== head.length) return false;
      return every(head.map((item, index) => fits(context, way, subject.items[index] ?? ABSENT, item)));
    }
    case 'request':
    case 'object':
    case 'answer':
    case 'any':
      return fitsRecord(context, way, subject, shape);
    default:
      return undefined;
  }
}

/** A value that is written out in the shape, or named by it. */
function same(context: Context, way: Way, subject: Seen, shape: Expr): boolean | undefined {
  const [wanted] = see(context, forkUnder(way, ''), shape);
  return wanted && isEqual(way, subject, wanted.seen);
}

/** What says that something is not there, or did not work, as results of look-ups and checks do. */
const FAILURES: ReadonlySet<string> = new Set(['error', 'not_found', 'invalid', 'unauthorized', 'unauthenticated']);

/**
 * What is not there, or came of what is not there: nothing, an empty list, or a result that speaks of failure. It is no
 * struct, no text, and no result that speaks of success.
 */
function fitsAbsent(shape: Expr): boolean | undefined {
  switch (shape.kind) {
    case 'nothing':
      return true;
    case 'boolean':
      return !shape.value;
    case 'text':
      return FAILURES.has(shape.value) ? true : shape.value === 'ok' ? false : undefined;
    case 'number':
    case 'concat':
      return false;
    case 'record':
      return shape.entries.length === 0 ? undefined : false;
    case 'list': {
      const [first, ...rest] = shape.items;
      if (!first) return true;
      if (first.kind === 'spread') return undefined;
      if (first.kind === 'text') return every([fitsAbsent(first), ...rest.map(() => true)]);
      // `{user, token}` of what gave a pair; a list of one is of what was found.
      return rest.length > 0 && rest.every(item => item.kind !== 'spread') ? undefined : false;
    }
    default:
      return undefined;
  }
}

/** Whoever makes a credential up writes it as it is asked for, but does not know secrets. */
function fitsForged(context: Context, way: Way, subject: Seen, shape: Expr): boolean | undefined {
  if (shape.kind === 'nothing') return false;
  if (shape.kind === 'list') {
    const [first] = shape.items;
    // A credential is no result of a function.
    return first && !(first.kind === 'text' && (first.value === 'ok' || first.value === 'error')) ? undefined : false;
  }
  if (shape.kind === 'concat' || shape.kind === 'record' || shape.kind === 'unknown') return undefined;
  return same(context, way, subject, shape);
}

/** The fields that a shape asks for, of something that has fields. */
function fitsRecord(context: Context, way: Way, subject: Seen, shape: Expr): boolean | undefined {
  if (shape.kind !== 'record') {
    if (subject.kind === 'any' && subject.holds === 'absent') return fitsAbsent(shape);
    return subject.kind === 'answer' || (subject.kind === 'request' && subject.path.length === 0)
      ? shape.kind === 'nothing' || shape.kind === 'text' || shape.kind === 'list'
        ? false
        : undefined
      : undefined;
  }
  if (subject.kind === 'answer')
    return every(
      shape.entries.map(entry => (entry.kind === 'entry' && entry.key === 'halted' ? isTrue(entry.value) : undefined)),
    );
  const isWhole = subject.kind === 'request' && subject.path.length === 0;
  return every([
    isWhole ? true : undefined,
    ...shape.entries.map(entry => {
      if (entry.kind !== 'entry') return undefined;
      if (entry.key === '__struct__') return isWhole ? true : undefined;
      return fits(context, way, memberSeen(context, way, subject, entry.key), entry.value);
    }),
  ]);
}

function isTrue(shape: Expr): boolean | undefined {
  return shape.kind === 'boolean' ? shape.value : isAnything(shape) ? true : undefined;
}
