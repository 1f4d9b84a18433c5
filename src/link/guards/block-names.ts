/** Blocks that stand before others have no name: they go by what they call. */
import type { FunctionNode } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import { visitNodes } from '../walk.ts';
import { speaksOfAuthentication } from './vocabulary.ts';

/** Parts of the request, which say nothing of what is done with them. */
const PARTS: ReadonlySet<string> = new Set([
  'session',
  'reset_session',
  'cookies',
  'headers',
  'verify_authenticity_token',
]);

/** `before { authenticate! }` is called `authenticate!`. */
export function noteName(machine: Machine, fn: FunctionNode): void {
  if (machine.namesOf.has(fn.id)) return;
  const names: string[] = [];
  visitNodes(fn.body, node => {
    if (node.kind === 'call' && node.callee.kind === 'member' && node.callee.of.kind === 'self')
      names.push(node.callee.name);
  });
  const name = names.toSorted().find(one => !PARTS.has(one) && speaksOfAuthentication(one));
  if (name !== undefined) machine.namesOf.set(fn.id, name);
}
