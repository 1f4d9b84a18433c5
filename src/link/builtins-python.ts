/** Methods of Python's lists, dictionaries and texts whose result decides routes. */
import type { MethodCall } from './builtins.ts';
import { LOOP_LIMIT } from './machine.ts';
import { HOLE, NOTHING, type Value, unknown } from './value.ts';

type Apply = (callee: Value, args: readonly Value[]) => Value;

/** What a call of a method, or (with an empty name) of a built-in function, gives; undefined when it is none of these. */
export function pythonMethod(of: Value, { name, args }: MethodCall, apply: Apply): Value | undefined {
  switch (of.kind) {
    case 'list':
      return listMethod(of, name, args);
    case 'record':
      return recordMethod(of, name, args);
    case 'text':
      return textMethod(of.value, name, args);
    case 'external':
      return name === '' ? builtIn(of.path.at(-1) ?? '', of.module, args, apply) : undefined;
    default:
      return undefined;
  }
}

function listMethod(of: Extract<Value, { kind: 'list' }>, name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  if (of.items.length > LOOP_LIMIT) {
    of.isOpen = true;
    return undefined;
  }
  switch (name) {
    case 'append':
    case 'add':
      if (first) of.items.push(first);
      return NOTHING;
    case 'extend':
    case 'update':
      if (first?.kind === 'list') {
        of.items.push(...first.items.slice(0, LOOP_LIMIT));
        of.isOpen ||= first.isOpen;
      } else {
        of.isOpen = true;
        if (first) of.items.push(first);
      }
      return NOTHING;
    case 'insert':
      if (first?.kind === 'number' && second) of.items.splice(first.value, 0, second);
      else if (second) of.items.push(second);
      return NOTHING;
    case 'copy':
      return { kind: 'list', items: [...of.items], isOpen: of.isOpen };
    default:
      return undefined;
  }
}

function recordMethod(of: Extract<Value, { kind: 'record' }>, name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  const list = (items: Value[]): Value => ({ kind: 'list', items, isOpen: of.isOpen });
  const key = first?.kind === 'text' && !first.value.includes(HOLE) ? first.value : undefined;
  switch (name) {
    case 'items':
      return list(
        [...of.fields].map(([field, value]): Value => ({
          kind: 'list',
          items: [{ kind: 'text', value: field }, value],
          isOpen: false,
        })),
      );
    case 'keys':
      return list([...of.fields.keys()].map(value => ({ kind: 'text', value })));
    case 'values':
      return list([...of.fields.values()]);
    case 'get':
    case 'pop':
      if (key === undefined) return unknown('an entry of a dictionary');
      return of.fields.get(key) ?? (of.isOpen ? unknown('an entry of a dictionary', key) : (second ?? NOTHING));
    case 'update':
      if (first?.kind !== 'record') {
        of.isOpen = true;
        return NOTHING;
      }
      for (const [field, value] of first.fields) of.fields.set(field, value);
      of.isOpen ||= first.isOpen;
      return NOTHING;
    case 'setdefault':
      if (key !== undefined && !of.fields.has(key)) of.fields.set(key, second ?? NOTHING);
      return key === undefined ? unknown('an entry of a dictionary') : (of.fields.get(key) ?? NOTHING);
    default:
      return undefined;
  }
}

function textMethod(text: string, name: string, args: readonly Value[]): Value | undefined {
  const [first] = args;
  const asText = (value: string): Value => ({ kind: 'text', value });
  const characters = first?.kind === 'text' ? first.value : undefined;
  switch (name) {
    case 'upper':
      return asText(text.toUpperCase());
    case 'lower':
      return asText(text.toLowerCase());
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return asText(stripped(text, name, characters));
    case 'join':
      if (first?.kind !== 'list') return unknown('a joined text');
      return asText(
        first.items.map(item => (item.kind === 'text' ? item.value : HOLE)).join(text) + (first.isOpen ? HOLE : ''),
      );
    case 'removeprefix':
      return asText(characters !== undefined && text.startsWith(characters) ? text.slice(characters.length) : text);
    case 'removesuffix':
      return asText(characters && text.endsWith(characters) ? text.slice(0, -characters.length) : text);
    default:
      return undefined;
  }
}

function stripped(text: string, name: 'strip' | 'lstrip' | 'rstrip', characters: string | undefined): string {
  const isGone = (character: string | undefined): boolean =>
    character !== undefined && (characters === undefined ? character.trim() === '' : characters.includes(character));
  let [start, end] = [0, text.length];
  if (name !== 'rstrip') while (start < end && isGone(text[start])) start++;
  if (name !== 'lstrip') while (end > start && isGone(text[end - 1])) end--;
  return text.slice(start, end);
}

/** Functions of the language. */
function builtIn(name: string, module: string, args: readonly Value[], apply: Apply): Value | undefined {
  if (module !== '<global>') return undefined;
  const [first, second] = args;
  switch (name) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'sorted':
    case 'reversed':
    case 'frozenset':
      return first?.kind === 'list'
        ? { kind: 'list', items: [...first.items], isOpen: first.isOpen }
        : first
          ? undefined
          : { kind: 'list', items: [], isOpen: false };
    case 'dict':
      return first?.kind === 'record'
        ? { kind: 'record', fields: new Map(first.fields), isOpen: first.isOpen }
        : undefined;
    case 'str':
      return first?.kind === 'text'
        ? first
        : first?.kind === 'number'
          ? { kind: 'text', value: String(first.value) }
          : undefined;
    case 'enumerate':
      return first?.kind === 'list'
        ? {
            kind: 'list',
            items: first.items.map((item, index): Value => ({
              kind: 'list',
              items: [{ kind: 'number', value: index }, item],
              isOpen: false,
            })),
            isOpen: first.isOpen,
          }
        : undefined;
    case 'map':
      return first && second?.kind === 'list'
        ? {
            kind: 'list',
            items: second.items.slice(0, LOOP_LIMIT).map(item => apply(first, [item])),
            isOpen: second.isOpen,
          }
        : undefined;
    default:
      return undefined;
  }
}
