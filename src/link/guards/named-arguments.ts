import type { FunctionNode } from '../../core/program.ts';
import { NOTHING } from '../value.ts';
import type { Called, Seen } from './seen.ts';

/**
 * Arguments in the order of the parameters of a function: named ones where their names are, those that no parameter has by
 * name in what takes the rest of them.
 */
export function inPlace(fn: FunctionNode, { args, node }: Called): readonly Seen[] {
  if (args.length !== node.args.length || !node.args.some(arg => arg.kind === 'named')) return args;
  const placed: (Seen | undefined)[] = args.filter((_, index) => node.args[index]?.kind !== 'named');
  const others = new Map<string, Seen>();
  for (const [index, arg] of node.args.entries()) {
    const seen = args[index];
    if (arg.kind !== 'named' || !seen) continue;
    const place = fn.parameters.findIndex(({ pattern }) => pattern.kind === 'name' && pattern.name === arg.name);
    if (place >= 0) placed[place] = seen;
    else others.set(arg.name, seen);
  }
  const rest = fn.parameters.findIndex(parameter => parameter.isNamedRest);
  if (rest >= 0) {
    const gathered: Seen = { kind: 'object', fields: others };
    GATHERED.add(gathered);
    // After `*args`, which takes any number of values, it has no place of its own.
    placed[Math.max(rest, placed.length)] = gathered;
  }
  return Array.from(placed, seen => seen ?? ({ kind: 'known', value: NOTHING } satisfies Seen));
}

/** Named arguments that no parameter takes by its name: they stand last. */
const GATHERED = new WeakSet<Seen>();

export function isGathered(seen: Seen): boolean {
  return GATHERED.has(seen);
}

/** Arguments that a function was given and hands on as they are (`new(*args, **options)`), with the named ones at their places. */
export function handedOn(fn: FunctionNode, called: Called): readonly Seen[] {
  const gathered = called.args.find(isGathered);
  if (gathered?.kind !== 'object') return inPlace(fn, called);
  const placed: (Seen | undefined)[] = called.args.filter(seen => !isGathered(seen));
  for (const [name, seen] of gathered.fields ?? []) {
    const place = fn.parameters.findIndex(({ pattern }) => pattern.kind === 'name' && pattern.name === name);
    if (place >= 0) placed[place] = seen;
  }
  return Array.from(placed, seen => seen ?? ({ kind: 'known', value: NOTHING } satisfies Seen));
}
