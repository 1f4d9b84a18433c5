import { HTTP_METHODS, type Method } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { HOLE, type Value, flatten, optionsOf } from './value.ts';

const KNOWN: readonly Method[] = [...HTTP_METHODS, 'ANY'];

/** Methods as given by a detector, or as words in the program; those that are no methods are left out. */
export function methodWords(methods: readonly Method[] | Expr, value: (expr: Expr) => Value): readonly Method[] {
  return isList(methods) ? methods : methodsIn(value(methods));
}

/** Methods that a value names, in any letters; `ALL` and `*` are ANY. */
export function methodsIn(value: Value): readonly Method[] {
  const words = flatten(value)
    .flatMap(item => optionsOf(item))
    .flatMap(item => (item.kind === 'text' && !item.value.includes(HOLE) ? [item.value.toUpperCase()] : []));
  return [
    ...new Set(
      words.flatMap(word => (word === 'ALL' || word === '*' ? ['ANY' as const] : KNOWN.filter(one => one === word))),
    ),
  ];
}

function isList(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}
