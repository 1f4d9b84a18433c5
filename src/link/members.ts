/** Members of values. */
import type { ClassMember, FunctionNode } from '../core/program.ts';
import { callClosure } from './calling.ts';
import { type Machine, propertyOf } from './machine.ts';
import { type ClassValue, type ClosureValue, HOLE, NOTHING, type Scope, type Value, either, unknown } from './value.ts';

/** What a member of a value is. Methods of built-in kinds are bound, to be called later. */
export function memberOf(machine: Machine, of: Value, name: string): Value {
  switch (of.kind) {
    case 'record': {
      const field = of.fields.get(name);
      if (field) return field;
      if (name === 'then' || name === 'catch' || name === 'finally' || name === 'hasOwnProperty')
        return { kind: 'method', of, name };
      return of.isOpen ? unknown(`a member of something not wholly known`, name) : NOTHING;
    }
    case 'instance': {
      const field = of.fields.get(name);
      if (field) return field;
      return methodOf(machine, of.of, name, of) ?? unknown('a member that is set elsewhere', name);
    }
    case 'class':
      return (
        of.statics.get(name) ?? (of.base ? memberOf(machine, of.base, name) : unknown('a member of a class', name))
      );
    case 'external':
      return { ...of, path: [...of.path, name] };
    case 'outcome':
      return of.of.kind === 'external'
        ? { kind: 'external', module: of.of.module, path: [...of.of.path, '()', name], from: of }
        : { kind: 'method', of, name };
    case 'either':
      return either(
        of.options.filter(option => option.kind !== 'nothing').map(option => memberOf(machine, option, name)),
      );
    case 'list':
      if (name === 'length') return of.isOpen ? unknown('a length') : { kind: 'number', value: of.items.length };
      return { kind: 'method', of, name };
    case 'unknown':
      return { kind: 'unknown', why: of.why, name: of.name === undefined ? name : `${of.name}.${name}`.slice(-80) };
    case 'nothing':
      return unknown('a member of nothing', name);
    case 'text':
      return name === 'length' ? unknown('a length') : { kind: 'method', of, name };
    case 'number':
    case 'boolean':
    case 'pattern':
    case 'closure':
    case 'guard':
    case 'sparing':
    case 'marks':
    case 'method':
      return { kind: 'method', of, name };
    case 'router':
      return propertyOf(machine, of.router, name) ?? { kind: 'method', of, name };
  }
}

/** A method of a class or of its bases, bound to an instance. */
export function methodOf(
  machine: Machine,
  cls: ClassValue,
  name: string,
  self: Value | undefined,
  depth = 0,
): Value | undefined {
  const member = cls.cls.members.find(
    (candidate): candidate is Extract<ClassMember, { kind: 'method' }> =>
      candidate.kind === 'method' && candidate.name === name && !candidate.isStatic,
  );
  if (member) {
    const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, cls, ...(self ? { self } : {}) };
    const closure = closureOf(machine, member.fn, scope, self);
    return member.accessor === 'get' ? callClosure(machine, closure, []) : closure;
  }
  if (cls.base?.kind === 'class' && depth < 20) return methodOf(machine, cls.base, name, self, depth + 1);
  if (cls.base && cls.base.kind !== 'nothing') return memberOf(machine, cls.base, name);
  return undefined;
}

/** What an element or a computed member of a value is. */
export function indexOf(machine: Machine, of: Value, key: Value): Value {
  if (key.kind === 'text' && !key.value.includes(HOLE)) return memberOf(machine, of, key.value);
  if (key.kind === 'number' && of.kind === 'list')
    return of.items[key.value] ?? (of.isOpen ? unknown('an element') : NOTHING);
  if (key.kind === 'number') return memberOf(machine, of, String(key.value));
  if (key.kind === 'either') return either(key.options.map(option => indexOf(machine, of, option)));
  if (of.kind === 'record' && !of.isOpen && of.fields.size > 0) return either([...of.fields.values()]);
  if (of.kind === 'list' && of.items.length > 0) return either(of.items);
  return unknown('a computed member');
}

/** A function as a value; the newest one of each function is kept, for those that nothing calls. */
export function closureOf(machine: Machine, fn: FunctionNode, scope: Scope, self?: Value): ClosureValue {
  const closure: ClosureValue =
    self && fn.bindsSelf ? { kind: 'closure', fn, scope, self } : { kind: 'closure', fn, scope };
  machine.closures.set(fn.id, closure);
  return closure;
}
