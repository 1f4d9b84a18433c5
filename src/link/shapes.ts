/** Whether values have the shapes that patterns ask for. */
import type { Expr } from '../core/program.ts';
import { HOLE, NOTHING, type Value } from './value.ts';

/** An `unknown` with this text stands for anything in a shape. */
export function isAnything(shape: Expr): boolean {
  return shape.kind === 'unknown' && shape.text === '_';
}

/**
 * Undefined where it cannot be told. Items of a list are compared in their order and number, but for a spread at the end; a
 * record has to have the entries that the shape has, and may have more. `plain` settles what is neither.
 */
export function hasShape(
  value: Value,
  shape: Expr,
  plain: (value: Value, shape: Expr) => boolean | undefined,
): boolean | undefined {
  if (isAnything(shape)) return true;
  if (value.kind === 'unknown' || value.kind === 'either' || value.kind === 'outcome' || value.kind === 'method')
    return undefined;
  switch (shape.kind) {
    case 'list': {
      if (value.kind !== 'list') return isPlain(value) || value.kind === 'record' ? false : undefined;
      const { head, hasRest } = headOf(shape);
      if (!value.isOpen && (hasRest ? value.items.length < head.length : value.items.length !== head.length))
        return false;
      if (value.isOpen) return undefined;
      return every(head.map((item, index) => hasShape(value.items[index] ?? NOTHING, item, plain)));
    }
    case 'record': {
      if (value.kind !== 'record') return isPlain(value) || value.kind === 'list' ? false : undefined;
      return every(
        shape.entries.map(entry => {
          if (entry.kind !== 'entry') return undefined;
          const held = value.fields.get(entry.key);
          return held ? hasShape(held, entry.value, plain) : value.isOpen ? undefined : false;
        }),
      );
    }
    case 'concat': {
      if (value.kind !== 'text') return isPlain(value) || value.kind === 'list' ? false : undefined;
      const [first] = shape.parts;
      if (first?.kind !== 'text') return undefined;
      const known = value.value.split(HOLE)[0] ?? '';
      if (known.length < first.value.length)
        return value.value.includes(HOLE) && first.value.startsWith(known) ? undefined : false;
      return known.startsWith(first.value) ? (shape.parts.slice(1).every(isAnything) ? true : undefined) : false;
    }
    case 'unknown':
      return undefined;
    default:
      return plain(value, shape);
  }
}

/** The items of a shape before its rest. */
export function headOf(shape: Extract<Expr, { kind: 'list' }>): {
  readonly head: readonly Expr[];
  readonly hasRest: boolean;
} {
  const head = shape.items.filter(item => item.kind !== 'spread');
  return { head, hasRest: head.length < shape.items.length };
}

/** All hold; false where one does not, undefined where that cannot be told of one. */
export function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function isPlain(value: Value): boolean {
  return value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean' || value.kind === 'nothing';
}
