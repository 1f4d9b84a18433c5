/** Methods and functions of Rust's standard library whose result decides routes: what only wraps a value, texts, lists. */
import type { MethodCall } from './builtins.ts';
import type { Apply } from './language.ts';
import { speaksOfAuthentication } from './guards/vocabulary.ts';
import { HOLE, type Value, fullNames, routersIn, unknown } from './value.ts';

/** What a call gives; undefined when it is none of these. */
export function rustMethod(of: Value, { name, args }: MethodCall, apply: Apply): Value | undefined {
  if (name === '') return of.kind === 'external' ? functionOf(of, args) : undefined;
  const [first, second] = args;
  // Of what is not known it may have run any number of times: once shows what it does to a router.
  if (name === 'fold' && of.kind !== 'list' && first && second && routersIn(first).length > 0)
    return apply(second, [first, unknown('an element')]);
  switch (of.kind) {
    case 'text':
      return textMethod(of, name, args);
    case 'list':
      return listMethod(of, name, args, apply);
    case 'router':
      // Builders give themselves back.
      return name === 'split_for_parts' ? { kind: 'list', items: [of, unknown('a description')], isOpen: false } : of;
    case 'guard':
      // Guards are made by builders, too.
      return of;
    case 'closure':
    case 'class':
    case 'instance':
    case 'record':
    case 'wrapped':
    case 'number':
    case 'boolean':
      return RUST_OBJECT_METHODS.has(name) ? of : undefined;
    case 'nothing':
      // `None.unwrap_or(x)`
      return name === 'unwrap_or' ? first : undefined;
    default:
      return undefined;
  }
}

/** Methods that give what they are called on, or what is in it. Source: the documentation of `std`. */
export const RUST_OBJECT_METHODS: ReadonlySet<string> = new Set([
  '?',
  'as_deref',
  'as_mut',
  'as_ref',
  'as_str',
  'borrow',
  'boxed',
  'clone',
  'cloned',
  'copied',
  'deref',
  'expect',
  'into',
  'into_boxed_str',
  'into_iter',
  'into_inner',
  'iter',
  'leak',
  'ok',
  'ok_or',
  'ok_or_else',
  'map_err',
  'or_else',
  'to_owned',
  'to_string',
  'to_vec',
  'unwrap',
  'unwrap_or',
  'unwrap_or_default',
  'unwrap_or_else',
  'with_context',
  'context',
]);

/** Functions that give what they are given, in a wrapper or not: by the names at the end of their path. */
const GIVING: ReadonlySet<string> = new Set([
  'Ok',
  'Some',
  'Arc.new',
  'Box.new',
  'Box.pin',
  'Rc.new',
  'Cow.Borrowed',
  'Cow.Owned',
  'Cow.from',
  'Data.new',
  'LazyLock.new',
  'Mutex.new',
  'RwLock.new',
  'String.from',
  'Vec.from',
]);

/** Futures that are there already. Sources: the documentation of `std`, `futures` and `actix-utils`. */
const READY = /^(?:std|core|futures|futures_util|actix_utils)\b.*\b(?:ready|ok)$/;

function functionOf(of: Extract<Value, { kind: 'external' }>, args: readonly Value[]): Value | undefined {
  const [first] = args;
  const path = of.path.slice(-2).join('.');
  if (path === 'String.new') return { kind: 'text', value: '' };
  if (path === 'Vec.new' || path === 'Vec.with_capacity') return { kind: 'list', items: [], isOpen: false };
  // What is put around a service serves it: `Shared::new(NormalizePath::trim_trailing_slash(app))`.
  const services = args.filter(arg => routersIn(arg).length > 0);
  const [service] = services;
  const names = fullNames(of).join(' ');
  // A description that is made of a router serves nothing of it.
  if (service && services.length === 1 && !/OpenApi\b/.test(names) && !speaksOfAuthentication(names)) return service;
  if (first && READY.test(names)) return first;
  return first && (GIVING.has(path) || GIVING.has(of.path.at(-1) ?? '')) ? first : undefined;
}

function textMethod(of: Extract<Value, { kind: 'text' }>, name: string, args: readonly Value[]): Value | undefined {
  if (RUST_OBJECT_METHODS.has(name)) return of;
  const text = (value: string): Value => ({ kind: 'text', value });
  const [first] = args;
  switch (name) {
    case 'trim':
      return text(of.value.trim());
    case 'to_lowercase':
    case 'to_ascii_lowercase':
      return text(of.value.toLowerCase());
    case 'to_uppercase':
    case 'to_ascii_uppercase':
      return text(of.value.toUpperCase());
    case 'trim_end_matches':
    case 'trim_start_matches':
      if (first?.kind !== 'text' || first.value === '' || of.value.includes(HOLE)) return undefined;
      return text(trimmed(of.value, first.value, name === 'trim_end_matches'));
    default:
      return undefined;
  }
}

function trimmed(text: string, part: string, atEnd: boolean): string {
  let rest = text;
  while (rest !== '' && (atEnd ? rest.endsWith(part) : rest.startsWith(part)))
    rest = atEnd ? rest.slice(0, -part.length) : rest.slice(part.length);
  return rest;
}

function listMethod(
  of: Extract<Value, { kind: 'list' }>,
  name: string,
  args: readonly Value[],
  apply: Apply,
): Value | undefined {
  const [first, second] = args;
  if (RUST_OBJECT_METHODS.has(name) || name === 'collect' || name === 'rev' || name === 'chain') {
    if (name !== 'chain' || first?.kind !== 'list') return of;
    return { kind: 'list', items: [...of.items, ...first.items], isOpen: of.isOpen || first.isOpen };
  }
  switch (name) {
    case 'fold': {
      if (!first || !second) return undefined;
      return of.items.reduce((result, item) => apply(second, [result, item]), first);
    }
    case 'for_each':
      if (first) for (const item of of.items) apply(first, [item]);
      return { kind: 'nothing' };
    case 'extend':
    case 'append':
      if (first?.kind === 'list') of.items.push(...first.items);
      else of.isOpen = true;
      return { kind: 'nothing' };
    case 'concat':
      return {
        kind: 'list',
        items: of.items.flatMap(item => (item.kind === 'list' ? item.items : [item])),
        isOpen: of.isOpen,
      };
    default:
      return undefined;
  }
}
