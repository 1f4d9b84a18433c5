/** Modules that classes take members from, and what these do to whoever takes them in. Source: Ruby, Modules; Active Support, Concern. */
import { callClosure } from './calling.ts';
import { type Machine, lookUp } from './machine.ts';
import { closureOf } from './members.ts';
import type { ClassValue, ClosureValue, Scope, Value } from './value.ts';

/** A module, and whether its members become those of instances or of the class itself. */
export type Mixed = { readonly into: 'instances' | 'class'; readonly value: Value };

/** Modules in the order in which members are looked for: what comes later in the text comes first. */
export function mixedInto(mixed: readonly Mixed[]): readonly Value[] {
  return mixed.flatMap(({ into, value }) => (into === 'instances' ? [value] : [])).toReversed();
}

/** Runs what modules do to a class that takes them in, in the order of the text. */
export function mixIn(machine: Machine, cls: ClassValue, mixed: readonly Mixed[]): void {
  const done = new Set<string>();
  for (const { into, value } of mixed) {
    if (value.kind !== 'class') continue;
    if (into === 'class') lend(machine, cls, value, done);
    // A module does nothing to another one: it waits for the class.
    else if (cls.cls.form !== 'interface') include(machine, cls, value, done, 0);
  }
}

/** Modules of modules that are followed. */
const DEPTH = 12;

function include(machine: Machine, cls: ClassValue, module: ClassValue, done: Set<string>, depth: number): void {
  if (done.has(module.cls.id) || depth > DEPTH) return;
  done.add(module.cls.id);
  for (const other of (module.others ?? []).toReversed())
    if (other.kind === 'class') include(machine, cls, other, done, depth + 1);
  const methods = lookUp(module.scope, `${module.cls.name ?? ''}::ClassMethods`)?.value;
  if (methods?.kind === 'class') lend(machine, cls, methods, done);
  for (const member of module.cls.members) {
    if (member.kind !== 'method' || !member.isStatic) continue;
    const scope: Scope = { parent: module.scope, names: new Map(), file: module.scope.file, self: cls, cls };
    if (member.name === '(included)') callClosure(machine, { kind: 'closure', fn: member.fn, scope }, []);
    if (member.name === 'included')
      callClosure(machine, closureOf(machine, member.fn, { ...scope, self: module }, module), [cls]);
  }
}

/** Methods of a module become those of the class itself. */
function lend(machine: Machine, cls: ClassValue, module: ClassValue, done: Set<string>, depth = 0): void {
  if (done.has(`class ${module.cls.id}`) || depth > DEPTH) return;
  done.add(`class ${module.cls.id}`);
  for (const other of module.others ?? []) if (other.kind === 'class') lend(machine, cls, other, done, depth + 1);
  for (const member of module.cls.members) {
    if (member.kind !== 'method' || member.isStatic || cls.statics.has(member.name)) continue;
    const scope: Scope = { parent: module.scope, names: new Map(), file: module.scope.file, self: cls, cls };
    cls.statics.set(member.name, closureOf(machine, member.fn, scope, cls));
  }
}

/** A method of a class, as it is of a class that has it from there: it runs with that one as `this`. */
export function ofReceiver(cls: ClassValue, found: Value): Value {
  const isMethod = (value: Value): value is ClosureValue => value.kind === 'closure' && value.self?.kind === 'class';
  return isMethod(found) && found.self !== cls ? { ...found, self: cls } : found;
}
