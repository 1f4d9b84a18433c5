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
  if (rest >= 0) placed[rest] = { kind: 'object', fields: others };
  return Array.from(placed, seen => seen ?? ({ kind: 'known', value: NOTHING } satisfies Seen));
}
