/** Methods of the standard library of Scala whose result decides routes: collections, options, futures and texts. */
import type { MethodCall } from './builtins.ts';
import { jvmMethod } from './builtins-jvm.ts';
import type { Apply } from './language.ts';
import { type Value, NOTHING } from './value.ts';

/** What a call gives; undefined when it is none of these. */
export function scalaMethod(of: Value, called: MethodCall, apply: Apply): Value | undefined {
  const { name, args } = called;
  const [first] = args;
  if (name === '->') return first && { kind: 'list', items: [of, first], isOpen: false };
  if (name === 'pipe' && first) return apply(first, [of]);
  if (name === 'tap') return of;
  if (of.kind === 'list') return listMethod(of, name, args, apply) ?? jvmMethod(of, called);
  return jvmMethod(of, called);
}

function listMethod(
  of: Extract<Value, { kind: 'list' }>,
  name: string,
  args: readonly Value[],
  apply: Apply,
): Value | undefined {
  const [first] = args;
  const list = (items: readonly Value[], isOpen = of.isOpen): Value => ({ kind: 'list', items: [...items], isOpen });
  switch (name) {
    case '++':
    case ':::':
    case 'concat':
      if (!first) return of;
      // `a ::: b` is a method of b.
      return first.kind === 'list'
        ? list(
            name === ':::' ? [...first.items, ...of.items] : [...of.items, ...first.items],
            of.isOpen || first.isOpen,
          )
        : list([...of.items, first], true);
    case ':+':
    case '+':
      return first && list([...of.items, first]);
    case '::':
    case '+:':
    case 'prepended':
      return first && list([first, ...of.items]);
    case 'foreach':
      for (const item of of.items) if (first) apply(first, [item]);
      return NOTHING;
    case 'toList':
    case 'toSeq':
    case 'toVector':
    case 'toSet':
    case 'toIndexedSeq':
    case 'distinct':
    case 'widen':
    case 'reverse':
      return of;
    case 'flatten':
      return list(of.items.flatMap(item => (item.kind === 'list' ? item.items : [item])));
    case 'head':
      return of.items[0];
    case 'reduceLeft':
    case 'reduceRight':
    case 'fold':
    case 'foldLeft': {
      // `foldLeft(z)(f)` is given the function by a second call.
      const start = name.startsWith('fold') && first ? [first, ...of.items] : of.items;
      const whole: Value = { kind: 'list', items: [...start], isOpen: of.isOpen };
      return name.startsWith('fold') ? { kind: 'method', of: whole, name: 'reduce' } : reduced(start, first, apply);
    }
    default:
      return undefined;
  }
}

function reduced(items: readonly Value[], by: Value | undefined, apply: Apply): Value {
  const [first = NOTHING, ...rest] = items;
  return by ? rest.reduce((left, right) => apply(by, [left, right]), first) : NOTHING;
}
