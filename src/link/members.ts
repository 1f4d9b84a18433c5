/** Members of values. */
import { rulesAt } from './language.ts';
import type { ClassMember, FunctionNode } from '../core/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { typedValue } from './binding.ts';
import { GLOBAL } from './builtins.ts';
import { httpConstant } from './builtins-go.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { type Machine, propertyOf } from './machine.ts';
import { pieceMember } from './pieces.ts';
import { isStruct, methodOfStruct, structMember } from './structs.ts';
import { implementedMethod } from './implementations.ts';
import { ofReceiver } from './mixins.ts';
import {
  type ClassValue,
  type ClosureValue,
  HOLE,
  type InstanceValue,
  NOTHING,
  type RecordValue,
  type Scope,
  type Value,
  either,
  fullNames,
  unknown,
  SET_OUTSIDE,
} from './value.ts';

/** What a member of a value is. Methods of built-in kinds are bound, to be called later. */
export function memberOf(machine: Machine, of: Value, name: string): Value {
  switch (of.kind) {
    case 'record':
      return recordMember(of, name);
    case 'instance':
      return memberOfInstance(machine, of, name);
    case 'class':
      return staticOf(machine, of, name);
    case 'external': {
      const member = { ...of, path: [...of.path, name] };
      const constant =
        httpConstant(member) ?? (machine.knownExports.size === 0 ? undefined : knownExport(machine, member));
      return constant ?? member;
    }
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
    case 'around':
    case 'supplied':
    case 'access':
    case 'view':
    case 'composed':
    case 'policy':
    case 'function-view':
    case 'attribute':
    case 'member-guard':
    case 'named-guard':
      return { kind: 'method', of, name };
    case 'piece':
      return pieceMember(machine, of, name) ?? { kind: 'method', of, name };
    case 'wrapped':
      return memberOf(machine, of.of, name);
    case 'router':
      if (of.router.rules.itself?.includes(name)) return of;
      return propertyOf(machine, of.router, name) ?? { kind: 'method', of, name };
  }
}

function memberOfInstance(machine: Machine, of: InstanceValue, name: string): Value {
  const field = of.fields.get(name);
  if (field) return field;
  if (isStruct(machine, of.of))
    return (
      structMember(machine, of, name) ??
      implementedMethod(machine, of.of, name) ??
      unknown('a member of a struct', name)
    );
  if (of.router?.rules.itself?.includes(name) && !hasMethod(of.of, name)) return of;
  // What the class holds is found before what a base outside the tree may have.
  if (hasMethod(of.of, name))
    return methodOf(machine, of.of, name, of) ?? abstractValue(machine, of.of, name) ?? NOTHING;
  if (rulesAt(machine, of.of.scope.file).objectMethods?.has(name)) return { kind: 'method', of, name };
  return (
    inheritedField(of.of, name) ?? methodOf(machine, of.of, name, of) ?? unknown('a member that is set elsewhere', name)
  );
}

function recordMember(of: RecordValue, name: string): Value {
  const found = of.fields.get(name) ?? of.find?.(name);
  if (found) return found;
  if (of.answers || name === 'then' || name === 'catch' || name === 'finally' || name === 'hasOwnProperty')
    return { kind: 'method', of, name };
  return of.isOpen ? unknown(`a member of something not wholly known`, name) : NOTHING;
}

/** What a getter without a body says of what it gives. */
function abstractValue(machine: Machine, cls: ClassValue, name: string): Value | undefined {
  for (const { cls: node, scope } of classesAbove(cls))
    for (const member of node.members)
      if (member.kind === 'method' && member.name === name && member.accessor === 'get' && member.fn.returnType)
        return typedValue(machine, scope, member.fn.returnType, unknown('a member that is set elsewhere', name));
  return undefined;
}

/** A constant that a detector knows. */
function knownExport(machine: Machine, of: Extract<Value, { kind: 'external' }>): Value | undefined {
  const [constant] = fullNames(of).flatMap(name => (machine.knownExports.has(name) ? [name] : []));
  const values = constant === undefined ? undefined : machine.knownExports.get(constant);
  return values && { kind: 'list', items: values.map(value => ({ kind: 'text', value })), isOpen: false };
}

function hasMethod(cls: ClassValue, name: string): boolean {
  return classesAbove(cls).some(({ cls: node }) =>
    node.members.some(member => member.kind === 'method' && member.name === name && !member.isStatic),
  );
}

/** A field that the class itself holds, seen through an instance. */
function inheritedField(cls: ClassValue, name: string): Value | undefined {
  for (const above of lineOf(cls)) {
    const found = above.kind === 'class' ? above.statics.get(name) : undefined;
    if (found) return isSettings(cls) ? either([found, unknown(SET_OUTSIDE, name)]) : found;
  }
  return undefined;
}

/** Whether the environment may set the fields of a class. Source: Pydantic, Settings management. */
function isSettings(cls: ClassValue): boolean {
  return lineOf(cls).some(
    above =>
      above.kind === 'external' &&
      fullNames(above).some(name => /^pydantic(?:_settings)?\.(?:\w+\.)?BaseSettings$/.test(name)),
  );
}

/** The static member of a class that is the object beside it (Scala). */
export const COMPANION = 'companion object';

/** A member of a class itself, or of what it inherits from. */
function staticOf(machine: Machine, cls: ClassValue, name: string): Value {
  const instance = objectOf(machine, cls);
  if (instance !== cls) return memberOf(machine, instance, name);
  const line = lineOf(cls);
  const own = inheritedField(cls, name);
  if (own) return ofReceiver(cls, own);
  if (rulesAt(machine, cls.scope.file).objectMethods?.has(name)) return { kind: 'method', of: cls, name };
  const companion = cls.statics.get(COMPANION);
  if (companion) return memberOf(machine, companion, name);
  const holder = line.find(
    (above): above is ClassValue =>
      above.kind === 'class' && above.cls.members.some(member => member.kind === 'method' && member.name === name),
  );
  if (holder && rulesAt(machine, holder.scope.file).hasUnboundMethods) {
    const method = methodOf(machine, holder, name, undefined);
    if (method) return method;
  }
  const outside = line.find(above => above.kind !== 'class');
  return outside ? memberOf(machine, outside, name) : unknown('a member of a class', name);
}

/** A method of a class or of its bases, bound to an instance; of overloads, the one that takes so many arguments. */
export function methodOf(
  machine: Machine,
  cls: ClassValue,
  name: string,
  self: Value | undefined,
  count?: number,
): Value | undefined {
  if (isStruct(machine, cls)) return methodOfStruct(machine, cls, name, self);
  const line = lineOf(cls);
  for (const above of line) {
    if (above.kind !== 'class') continue;
    const members = above.cls.members.filter(
      (candidate): candidate is Extract<ClassMember, { kind: 'method' }> =>
        candidate.kind === 'method' && candidate.name === name && !candidate.isStatic && candidate.isAbstract !== true,
    );
    const member = members.find(({ fn }) => fn.parameters.length === count) ?? members[0];
    if (!member) continue;
    const scope: Scope = {
      parent: above.scope,
      names: new Map(),
      file: above.scope.file,
      cls: above,
      ...(self ? { self } : {}),
    };
    const closure = closureOf(machine, member.fn, scope, self);
    if (member.accessor !== 'get') return closure;
    return member.isOnce ? madeOnce(machine, closure, name) : callClosure(machine, closure, []);
  }
  const outside = line.find(above => above.kind !== 'class');
  return outside && memberOf(machine, outside, name);
}

/** A method that is asked for by its name alone, as the function that it is; undefined for any other. */
export function getterOf(machine: Machine, cls: ClassValue, name: string, self: Value): ClosureValue | undefined {
  for (const above of classesAbove(cls)) {
    const member = above.cls.members.find(
      (candidate): candidate is Extract<ClassMember, { kind: 'method' }> =>
        candidate.kind === 'method' && candidate.name === name && candidate.isAbstract !== true,
    );
    if (!member) continue;
    if (member.accessor !== 'get' || member.isOnce) return undefined;
    const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, cls: above, self };
    return closureOf(machine, member.fn, scope, self);
  }
  return undefined;
}

/** The value of a member that is made once; whoever asks for it first, it stands under no condition of theirs. */
function madeOnce(machine: Machine, closure: ClosureValue, name: string): Value {
  const { self } = closure;
  const conditions = machine.conditions.splice(0);
  const value = callClosure(machine, closure, []);
  machine.conditions.push(...conditions);
  if (self?.kind === 'instance') self.fields.set(name, value);
  return value;
}

/** The instance of an object, by whose name it goes; any other value as it is. */
export function objectOf(machine: Machine, value: Value): Value {
  return value.kind === 'class' && value.cls.form === 'object' && rulesAt(machine, value.scope.file).makesObjects
    ? opaqueInstance(machine, value)
    : value;
}

/** What an element or a computed member of a value is. */
export function indexOf(machine: Machine, of: Value, key: Value): Value {
  // What stands beside the type is for frameworks. Source: Python, `typing.Annotated`.
  if (of.kind === 'external' && of.path.at(-1) === 'Annotated') return key;
  // `FastAPIUsers[User, int]` is the class. Source: Python, Generic Alias Type.
  if (of.kind === 'external' && /^[A-Z]\w*[a-z]/.test(of.path.at(-1) ?? '') && isTypeKey(key)) return of;
  if (key.kind === 'text' && !key.value.includes(HOLE)) return memberOf(machine, of, key.value);
  if (key.kind === 'number' && of.kind === 'list')
    return of.items[key.value] ?? (of.isOpen ? unknown('an element') : NOTHING);
  if (key.kind === 'number') return memberOf(machine, of, String(key.value));
  if (key.kind === 'either') return either(key.options.map(option => indexOf(machine, of, option)));
  if (of.kind === 'record' && !of.isOpen && of.fields.size > 0) return either([...of.fields.values()]);
  if (of.kind === 'list' && of.items.length > 0) return either(of.items);
  return unknown('a computed member');
}

function isTypeKey(key: Value): boolean {
  if (key.kind === 'list') return key.items.length > 0 && key.items.every(isTypeKey);
  if (key.kind === 'external') return key.module === GLOBAL || /^[A-Z]\w*[a-z]/.test(key.path.at(-1) ?? '');
  return key.kind === 'class';
}

/** A function as a value; the newest one of each function is kept, for those that nothing calls. */
export function closureOf(machine: Machine, fn: FunctionNode, scope: Scope, self?: Value): ClosureValue {
  const closure: ClosureValue =
    self && fn.bindsSelf ? { kind: 'closure', fn, scope, self } : { kind: 'closure', fn, scope };
  machine.closures.set(fn.id, closure);
  return closure;
}
