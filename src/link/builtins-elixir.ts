/** Functions of Elixir whose result decides routes. Source: Elixir, Kernel, Enum, Keyword, Map. */
import { GLOBAL, type MethodCall } from './builtins.ts';
import { LOOP_LIMIT } from './machine.ts';
import { HOLE, NOTHING, type Value, fullNames, unknown } from './value.ts';

type Apply = (callee: Value, args: readonly Value[]) => Value;

/** What a call of a function of the language gives; undefined when it is none of these. */
export function elixirMethod(of: Value, { name, args }: MethodCall, apply: Apply): Value | undefined {
  if (of.kind !== 'external' || name !== '') return undefined;
  const [first, second, third] = args;
  if (of.module === GLOBAL || of.path.at(-1) === 'apply') {
    const function_ = of.path.at(-1);
    if (function_ === 'apply' && first && second) return applied(first, second, third, apply);
    return undefined;
  }
  const [full = ''] = fullNames(of);
  switch (full) {
    case 'Keyword.get':
    case 'Map.get':
    case 'Access.get':
    case 'Keyword.fetch!':
    case 'Map.fetch!':
      return first && second ? held(first, second, third) : undefined;
    case 'Keyword.merge':
    case 'Map.merge':
      return first?.kind === 'record' && second?.kind === 'record'
        ? {
            kind: 'record',
            fields: new Map([...first.fields, ...second.fields]),
            isOpen: first.isOpen || second.isOpen,
          }
        : undefined;
    case 'Enum.each':
    case 'Enum.map':
    case 'Enum.flat_map':
      if (first?.kind !== 'list' || second?.kind !== 'closure' || first.isOpen) return undefined;
      return {
        kind: 'list',
        items: first.items.slice(0, LOOP_LIMIT).map(item => apply(second, [item])),
        isOpen: first.items.length > LOOP_LIMIT,
      };
    case 'Path.join':
      return first?.kind === 'text' && second?.kind === 'text'
        ? { kind: 'text', value: `${first.value.replace(/\/$/, '')}/${second.value.replace(/^\//, '')}` }
        : undefined;
    case 'Atom.to_string':
    case 'String.to_atom':
    case 'to_string':
      return first?.kind === 'text' ? first : undefined;
    default:
      return undefined;
  }
}

/** `apply(__MODULE__, :router, [])`, `apply(fun, [a])`. */
function applied(of: Value, name: Value, args: Value | undefined, apply: Apply): Value | undefined {
  if (of.kind === 'closure' && name.kind === 'list') return apply(of, name.items);
  if (of.kind !== 'class' || name.kind !== 'text' || name.value.includes(HOLE)) return undefined;
  const member = of.statics.get(name.value);
  return member && apply(member, args?.kind === 'list' ? args.items : []);
}

function held(of: Value, key: Value, byDefault: Value | undefined): Value | undefined {
  if (key.kind !== 'text') return undefined;
  // Options that are not given are an empty list.
  if (of.kind === 'list') return of.items.length === 0 && !of.isOpen ? (byDefault ?? NOTHING) : undefined;
  if (of.kind !== 'record') return undefined;
  return (
    of.fields.get(key.value) ?? (of.isOpen ? unknown('a member of something not wholly known') : (byDefault ?? NOTHING))
  );
}
