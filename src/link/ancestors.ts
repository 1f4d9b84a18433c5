/** What a class takes its members from. */
import type { ClassValue, Value } from './value.ts';
import { fullNames, isSame } from './value.ts';

/** Classes above classes that are followed. */
const DEPTH = 20;
/** Ancestors of one class that are kept. */
const LIMIT = 200;

/**
 * A class and its ancestors, in the order in which members are looked for: itself, its bases from left to right, each
 * before what several of them share. Bases outside the tree are among them as they are.
 *
 * Source: Python, The Python 2.3 Method Resolution Order, of which this is the order wherever that one is defined for
 * trees and diamonds; for Java and Kotlin, a superclass comes before interfaces; modules that are mixed in come before it.
 */
export function lineOf(cls: ClassValue): readonly Value[] {
  const parts = cls.parts?.length ?? 0;
  const known = LINES.get(cls);
  if (known?.parts === parts) return known.line;
  const upwards: Value[] = [];
  gather(cls, { upwards, entered: [] }, 0);
  const line = upwards.toReversed();
  LINES.set(cls, { parts, line });
  return line;
}

const LINES = new WeakMap<ClassValue, { readonly parts: number; readonly line: readonly Value[] }>();

type Gathered = { readonly upwards: Value[]; readonly entered: Value[] };

/** From the right to the left and from above: of those met more than once, the last place in the line counts. */
function gather(value: Value, { upwards, entered }: Gathered, depth: number): void {
  if (value.kind === 'nothing' || depth > DEPTH || entered.length >= LIMIT) return;
  if (entered.some(other => isSame(value, other))) return;
  entered.push(value);
  if (value.kind === 'class') {
    const own = value.base ? [value.base] : [];
    const others = value.others ?? [];
    // Modules that are mixed in stand between a class and its base. Source: Ruby, Modules, `Module#ancestors`.
    const bases = value.cls.mixins ? [...others, ...own] : [...(value.parts ?? []), ...own, ...others];
    for (const base of bases.toReversed()) gather(base, { upwards, entered }, depth + 1);
  }
  upwards.push(value);
}

/** Whether a class is the part that stands for all of it: the one that says what it extends, or else carries most annotations. */
export function isMainPart(cls: ClassValue): boolean {
  const { parts = [] } = cls;
  const weight = ({ cls: node }: ClassValue): number => (node.extends ? 100 : 0) + Math.min(node.decorators.length, 99);
  return parts.every(other => {
    const difference = weight(cls) - weight(other);
    return difference > 0 || (difference === 0 && cls.cls.id <= other.cls.id);
  });
}

/** The classes of the tree among them. */
export function classesAbove(cls: ClassValue): readonly ClassValue[] {
  return lineOf(cls).flatMap(value => (value.kind === 'class' ? [value] : []));
}

/** Whether a class comes from one of these of packages; from none in particular when there are none to name. */
export function derivesFrom(cls: ClassValue, names: readonly string[] | undefined): boolean {
  return (
    !names ||
    lineOf(cls).some(above => above.kind === 'external' && fullNames(above).some(name => names.includes(name)))
  );
}
