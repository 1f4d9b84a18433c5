import { NOTHING, type Value } from '../value.ts';
import type { Context, Seen } from './seen.ts';

/** `reflector.get(KEY, …)` and its kin: what the operation's decorators put under the key. Source: NestJS, Reflection and metadata. */
export function metadataOf(
  context: Context,
  name: string,
  key: Seen | undefined,
  of: Value,
): { readonly key: string; readonly value: Value } | undefined {
  if (!/^(?:get|getAll|getAllAndOverride|getAllAndMerge)$/.test(name) || key?.kind !== 'known' || !isReflector(of))
    return undefined;
  const text = metadataKey(key.value);
  context.budget.hangsOnRequest = true;
  return text === undefined ? undefined : { key: text, value: context.request.metadata.get(text) ?? NOTHING };
}

function isReflector(of: Value): boolean {
  if (of.kind === 'unknown') return /reflector$/i.test(of.name ?? '');
  const origin = of.kind === 'outcome' ? of.of : of;
  return origin.kind === 'external' && origin.path.at(-1) === 'Reflector';
}

/** The key under which the name of a route is kept. */
export const ROUTE_NAME = '(name of the route)';

/** The key under which metadata is kept: a text, or the identity of a decorator made by the framework. */
export function metadataKey(value: Value): string | undefined {
  if (value.kind === 'text') return value.value;
  if (value.kind === 'outcome') return `${value.call.at.file}:${value.call.at.line}:${value.call.at.column}`;
  if (value.kind === 'closure') return value.fn.id;
  const maker = value.kind === 'marks' ? value.marks[0] : undefined;
  if (maker) return `${maker.at.file}:${maker.at.line}:${maker.at.column}`;
  return value.kind === 'external' ? value.path.join('.') : undefined;
}
