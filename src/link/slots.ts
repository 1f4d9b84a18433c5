import type { Value } from './value.ts';

/** Guards of a slot: any one of a list lets pass, functions do so by what they give back, and nothing is no guard. */
export function slotGuards(values: readonly Value[]): readonly Value[] {
  return values.map((value): Value => slotGuard(value, 0));
}

function slotGuard(value: Value, depth: number): Value {
  if (value.kind === 'list' && depth < 8)
    return { kind: 'composed', how: 'any', of: value.items.map(item => slotGuard(item, depth + 1)) };
  if (value.kind === 'either' && depth < 8)
    return { kind: 'either', options: value.options.map(option => slotGuard(option, depth + 1)) };
  return value.kind === 'closure' ? { kind: 'composed', how: 'decides', of: [value] } : value;
}
