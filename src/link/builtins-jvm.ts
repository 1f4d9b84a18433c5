/** Methods of the standard library of Java and Kotlin whose result decides routes: collections and texts. */
import type { MethodCall } from './builtins.ts';
import { HOLE, type Value } from './value.ts';

/** What a call gives; undefined when it is none of these. */
export function jvmMethod(of: Value, { name, args }: MethodCall): Value | undefined {
  if (of.kind === 'external' && name === '') return staticCall(of.path.slice(-2).join('.'), args);
  if (of.kind === 'list') return SAME_LIST.has(name) ? of : undefined;
  if (of.kind === 'text') return textMethod(of.value, name, args);
  return undefined;
}

/** What makes of a list something with the same elements. */
const SAME_LIST: ReadonlySet<string> = new Set([
  'stream',
  'parallelStream',
  'toList',
  'toSet',
  'toArray',
  'toTypedArray',
  'collect',
  'sorted',
  'distinct',
  'iterator',
]);

function staticCall(name: string, args: readonly Value[]): Value | undefined {
  const [first, ...rest] = args;
  switch (name) {
    case 'List.of':
    case 'Set.of':
    case 'Arrays.asList':
    case 'Arrays.stream':
    case 'Stream.of':
    case 'ImmutableList.of':
    case 'ImmutableSet.of':
    case 'Lists.newArrayList':
    case 'Sets.newHashSet':
      return first?.kind === 'list' && rest.length === 0 ? first : { kind: 'list', items: [...args], isOpen: false };
    case 'List.copyOf':
    case 'Set.copyOf':
    case 'Collections.unmodifiableList':
    case 'Collections.unmodifiableSet':
      return first;
    case 'Collections.emptyList':
    case 'Collections.emptySet':
      return { kind: 'list', items: [], isOpen: false };
    case 'Map.of':
    case 'ImmutableMap.of':
      return recordOf(args);
    case 'String.valueOf':
      return first?.kind === 'text' ? first : undefined;
    case 'String.format':
      return first?.kind === 'text' ? formatted(first.value, rest) : undefined;
    case 'String.join': {
      const items = rest.length === 1 && rest[0]?.kind === 'list' ? rest[0].items : rest;
      return first?.kind === 'text'
        ? { kind: 'text', value: items.map(item => (item.kind === 'text' ? item.value : HOLE)).join(first.value) }
        : undefined;
    }
    default:
      return undefined;
  }
}

function recordOf(args: readonly Value[]): Value {
  const fields = new Map<string, Value>();
  let isOpen = false;
  for (let index = 0; index + 1 < args.length; index += 2) {
    const [key, value] = [args[index], args[index + 1]];
    if (key?.kind === 'text' && value) fields.set(key.value, value);
    else isOpen = true;
  }
  return { kind: 'record', fields, isOpen };
}

/** `%s` and `%d` in their order; anything else of the format makes a hole. */
function formatted(format: string, args: readonly Value[]): Value {
  let next = 0;
  const value = format.replace(/%(?:%|n|([sd])|[^a-zA-Z]*[a-zA-Z])/g, (whole, plain: string | undefined) => {
    if (whole === '%%') return '%';
    const arg = args[next++];
    return plain !== undefined && (arg?.kind === 'text' || arg?.kind === 'number') ? String(arg.value) : HOLE;
  });
  return { kind: 'text', value };
}

function textMethod(text: string, name: string, args: readonly Value[]): Value | undefined {
  switch (name) {
    case 'strip':
    case 'trim':
      return { kind: 'text', value: text.trim() };
    case 'formatted':
    case 'format':
      return formatted(text, args);
    case 'lowercase':
      return { kind: 'text', value: text.toLowerCase() };
    case 'uppercase':
      return { kind: 'text', value: text.toUpperCase() };
    default:
      return undefined;
  }
}
