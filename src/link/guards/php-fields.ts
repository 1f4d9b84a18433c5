/** Fields of the object whose method is followed, as that assigns them on the way. */
import type { Expr } from '../../core/program.ts';
import { memberOf } from '../members.ts';
import { type Context, type Seen, type Way, fieldOf, setField } from './seen.ts';

/** `$this->route = …`: what is not known leaves a field the object that it is declared to be; a plain value it may change. */
export function assignField(context: Context, way: Way, target: Expr, seen: Seen): boolean {
  if (target.kind !== 'member' || target.of.kind !== 'self' || context.self !== context.origin) return false;
  const name = keyOf(target.name);
  const isObject =
    context.self !== undefined && memberOf(context.machine, context.self, target.name).kind === 'instance';
  if (!isObject || seen.kind !== 'any' || seen.holds !== undefined || fieldOf(way, name)) setField(way, name, seen);
  return true;
}

/** What a field of that object holds by now; undefined where nothing on the way has assigned it. */
export function fieldSeen(context: Context, way: Way, of: Seen, name: string): Seen | undefined {
  if (of.kind !== 'known' || context.origin === undefined || of.value !== context.origin) return undefined;
  return fieldOf(way, keyOf(name));
}

function keyOf(name: string): string {
  return `->${name}`;
}
