/** Classes that stand for paths: `@Resource("/users") class Users`, and those that name another as their parent. */
import { markedClass } from './classes.ts';
import type { Machine } from './machine.ts';
import { typedValue } from './binding.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue } from './router.ts';
import { type ClassValue, NOTHING, type Value, optionsOf } from './value.ts';

/** Parents of parents. */
const DEPTH = 12;

/** The paths a value stands for; a class that is marked with a path stands for it, below that of its parent. */
export function pathsIn(machine: Machine, value: Value): readonly PathValue[] {
  const [only] = optionsOf(value);
  return (only?.kind === 'class' ? pathOfClass(machine, only, 0) : undefined) ?? pathsOf(value);
}

function pathOfClass(machine: Machine, cls: ClassValue, depth: number): readonly PathValue[] | undefined {
  const prefix = markedClass(machine, cls)?.marks.find(({ mark }) => mark.kind === 'prefix');
  if (prefix?.mark.kind !== 'prefix' || depth > DEPTH) return undefined;
  const own = pathsOf(prefix.evaluate(prefix.mark.prefix));
  const above = parentsOf(machine, cls).flatMap(parent => pathOfClass(machine, parent, depth + 1) ?? [])[0];
  return above ? own.map(path => below(above, path)) : own;
}

function below(above: PathValue, path: PathValue): PathValue {
  return above.kind === 'text' && path.kind === 'text' ? { kind: 'text', text: `${above.text}/${path.text}` } : path;
}

/** Classes that the properties of a class are declared as. */
function parentsOf(machine: Machine, cls: ClassValue): readonly ClassValue[] {
  const types = cls.cls.members.flatMap(member => {
    if (member.kind === 'field') return member.type ?? [];
    if (member.kind !== 'constructor') return [];
    return member.fn.parameters.flatMap(({ pattern }) => pattern.type ?? []);
  });
  return types.flatMap(type => {
    const value = typedValue(machine, cls.scope, type, NOTHING);
    return value.kind === 'instance' && value.of.cls.id !== cls.cls.id ? [value.of] : [];
  });
}
