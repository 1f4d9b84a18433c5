/** What the operation itself settles of the route that a request has. Source: Laravel, Requests (Inspecting the Request Path / Route). */
import { HOLE, type Value } from '../value.ts';
import { ROUTE_NAME } from './metadata.ts';
import { textOf } from './php-answers.ts';
import { ANY, type Context, type Seen, booleanSeen } from './seen.ts';

/** `$request->routeIs('admin.*')`, `$request->route()->getName()`; undefined for any other call. */
export function routeCall(
  context: Context,
  path: readonly string[],
  method: string,
  args: readonly Seen[],
): Seen | undefined {
  const isRoot = path.length === 0;
  const isRoute = path.length === 1 && path[0] === ROUTE;
  if (isRoot && method === 'route' && args.length === 0) return { kind: 'request', path: [ROUTE] };
  const isNamed = (isRoot && method === 'routeIs') || (isRoute && method === 'named');
  if (!isNamed && !(isRoute && method === 'getName')) return undefined;
  const name = context.request.metadata.get(ROUTE_NAME);
  context.budget.hangsOnRequest = true;
  if (!name || !isKnown(name)) return ANY;
  if (!isNamed) return { kind: 'known', value: name };
  const patterns = args.flatMap(arg =>
    arg.kind === 'list' ? arg.items : arg.kind === 'known' && arg.value.kind === 'list' ? itemsOf(arg.value) : [arg],
  );
  const answers = patterns.map(one => matches(textOf(one), name));
  if (answers.includes(true)) return booleanSeen(true);
  return answers.includes(undefined) ? ANY : booleanSeen(false);
}

const ROUTE = 'route';

function itemsOf({ items }: Extract<Value, { kind: 'list' }>): readonly Seen[] {
  return items.map(value => ({ kind: 'known', value }));
}

function isKnown(name: Value): boolean {
  return name.kind === 'nothing' || (name.kind === 'text' && !name.value.includes(HOLE));
}

/** Whether a pattern with stars is that of a name; a route without one has none. */
function matches(pattern: string | undefined, name: Value): boolean | undefined {
  if (name.kind !== 'text') return false;
  if (pattern === undefined || pattern.includes(HOLE)) return undefined;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name.value;
  if (!name.value.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = name.value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.value.length - last.length >= from && name.value.endsWith(last);
}
