/**
 * Values of Go: structs, whose methods stand beside their type as functions `Type.method`, wherever in the package; types
 * that are named, of functions above all; and the several results of one call.
 */
import type { CallExpr } from '../core/program.ts';
import { lineOf } from './ancestors.ts';
import { runCallbacks } from './calling.ts';
import type { Frame } from './frame.ts';
import { evaluate } from './interpreter.ts';
import { rulesAt } from './language.ts';
import { type Machine, lookUp } from './machine.ts';
import { closureOf, memberOf } from './members.ts';
import { importedValue } from './modules.ts';
import {
  type ClassValue,
  type ClosureValue,
  type InstanceValue,
  type RecordValue,
  type Value,
  NOTHING,
  either,
  optionsOf,
  routersIn,
  unknown,
} from './value.ts';

/** Where an instance of a type that is no struct keeps what it is: the function that `HandlerFunc(f)` converts. */
const CONVERTED = '()';

/** Types that embed types that are followed. */
const DEPTH = 12;

/**
 * What `T{…}` makes: an instance with these fields; of a type outside the tree, a record, whose other members are those of
 * what its type is. What is left out of a struct that says anything is the zero value of its type.
 */
export function literalValue(machine: Machine, frame: Frame, callee: Value, call: CallExpr): Value {
  const given = call.args.map(arg => ({
    name: arg.kind === 'named' ? arg.name : undefined,
    value: evaluate(machine, frame, arg),
  }));
  const [type] = optionsOf(callee).filter((option): option is ClassValue => option.kind === 'class');
  if (!type) {
    // What holds functions may call them: commands, hooks, options of a server.
    const functions = given.flatMap(({ value }) => (value.kind === 'closure' ? [value] : []));
    if (functions.length > 0) machine.deferred.push(() => runCallbacks(machine, functions));
    return outsideStruct(callee, call, given);
  }
  const instance: InstanceValue = { kind: 'instance', of: type, fields: new Map() };
  const names = fieldsOf(type);
  for (const [index, { name, value }] of given.entries()) {
    const field = name ?? names[index]?.name;
    if (field !== undefined) setField(instance, field, value);
  }
  if (given.length > 0)
    for (const { name, zero } of names) if (zero && !instance.fields.has(name)) instance.fields.set(name, zero);
  return instance;
}

function outsideStruct(
  callee: Value,
  call: CallExpr,
  given: readonly { readonly name: string | undefined; readonly value: Value }[],
): RecordValue {
  const fields = new Map(given.map(({ name, value }, index) => [name ?? String(index), value]));
  if (callee.kind !== 'external') return { kind: 'record', fields, isOpen: true };
  const made: Value = { kind: 'outcome', of: callee, call, args: given.map(({ value }) => value) };
  const find = (name: string): Value => ({
    kind: 'external',
    module: callee.module,
    path: [...callee.path, '()', name],
    from: made,
  });
  return { kind: 'record', fields, isOpen: true, find, made };
}

/** The fields of a type in order, with the zero values of those that can only be one thing. */
function fieldsOf(type: ClassValue): readonly { readonly name: string; readonly zero: Value | undefined }[] {
  return type.cls.members.flatMap(member => {
    if (member.kind !== 'field') return [];
    const of = member.type;
    const zero =
      of === undefined || of.qualifier.length > 0
        ? undefined
        : of.name === 'Array' || of.text.startsWith('func')
          ? NOTHING
          : ZEROS.get(of.name);
    return [{ name: member.name, zero }];
  });
}

/** What a field of a struct is that nothing was assigned to, where that can only be one thing. */
export function zeroOfField(machine: Machine, instance: InstanceValue, name: string): Value | undefined {
  return isStruct(machine, instance.of) ? fieldsOf(instance.of).find(field => field.name === name)?.zero : undefined;
}

const ZEROS: ReadonlyMap<string, Value> = new Map([
  ['string', { kind: 'text', value: '' }],
  ['bool', { kind: 'boolean', value: false }],
  ['int', { kind: 'number', value: 0 }],
]);

/** Sets a field; one that embeds a router makes the whole a router. */
export function setField(instance: InstanceValue, name: string, value: Value): void {
  instance.fields.set(name, value);
  const [router] = routersIn(value);
  if (router && embeddedIn(instance.of).includes(name)) instance.router = router;
}

/** Names of the fields that lend their members. */
function embeddedIn({ cls }: ClassValue): readonly string[] {
  return (cls.others ?? []).flatMap(other => (other.kind === 'name' || other.kind === 'member' ? [other.name] : []));
}

/** Whether members of an instance are found as those of structs are. */
export function isStruct(machine: Machine, of: ClassValue): boolean {
  return rulesAt(machine, of.scope.file).hasStructs === true;
}

/** A member of a struct that is no field of its own: a method, or what something that it embeds has. */
export function structMember(machine: Machine, instance: InstanceValue, name: string, depth = 0): Value | undefined {
  const own = methodOfStruct(machine, instance.of, name, instance);
  if (own) return own;
  if (depth > DEPTH) return undefined;
  const held = embeddedIn(instance.of).flatMap((field, index) =>
    optionsOf(instance.fields.get(field) ?? embeddedValue(instance, field, index)),
  );
  for (const option of held) {
    if (option.kind !== 'instance') continue;
    const found = option.fields.get(name) ?? structMember(machine, option, name, depth + 1);
    if (found) return found;
  }
  // Of what is no struct of the tree, any name may be a member.
  for (const option of held) {
    if (option.kind === 'instance' || option.kind === 'nothing' || option.kind === 'unknown') continue;
    const found = memberOf(machine, option, name);
    if (found.kind !== 'nothing' && found.kind !== 'unknown') return found;
  }
  return undefined;
}

/** What is embedded, and was not said when the whole was made: it has the methods of its type. */
function embeddedValue(instance: InstanceValue, field: string, index: number): Value {
  const type = instance.of.others?.[index];
  if (type?.kind !== 'class' || type.cls.form === 'interface') return NOTHING;
  const made: InstanceValue = { kind: 'instance', of: type, fields: new Map() };
  instance.fields.set(field, made);
  return made;
}

/** A method of a type, called on `self`; also those of a type that it is made of, `type A B`. */
export function methodOfStruct(
  machine: Machine,
  type: ClassValue,
  name: string,
  self: Value | undefined,
): Value | undefined {
  for (const above of lineOf(type)) {
    if (above.kind !== 'class' || above.cls.name === undefined) continue;
    if (above !== type && above !== type.base) continue;
    const local = `${above.cls.name}.${name}`;
    const { file } = above.scope;
    const found = lookUp(above.scope, local)?.value ?? importedValue(machine, file, local, '.');
    if (found?.kind === 'closure') return closureOf(machine, found.fn, found.scope, self);
  }
  return undefined;
}

/** All methods of a type by name, those of types of the tree that it embeds last. */
export function methodsOfStruct(
  machine: Machine,
  type: ClassValue,
  self: Value,
  depth = 0,
): ReadonlyMap<string, ClosureValue> {
  const found = new Map<string, ClosureValue>();
  if (depth > DEPTH || type.cls.name === undefined) return found;
  const start = `${type.cls.name}.`;
  for (const file of packageFiles(machine, type.scope.file)) {
    const module = machine.program.modules.get(file) ?? machine.program.moduleAt?.(file);
    for (const exported of module?.exports ?? []) {
      const name =
        exported.kind === 'local' && exported.exported.startsWith(start) ? exported.exported.slice(start.length) : '';
      const method = name === '' ? undefined : methodOfStruct(machine, type, name, self);
      if (method?.kind === 'closure') found.set(name, method);
    }
  }
  for (const above of [...(type.base ? [type.base] : []), ...(type.others ?? [])]) {
    if (above.kind !== 'class') continue;
    for (const [name, method] of methodsOfStruct(machine, above, self, depth + 1))
      if (!found.has(name)) found.set(name, method);
  }
  return found;
}

/** The files of the package that a file belongs to. */
function packageFiles(machine: Machine, file: string): readonly string[] {
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  return machine.program
    .filesBelow(folder)
    .filter(path => path.endsWith('.go') && !path.endsWith('_test.go'))
    .filter(path => path.slice(0, Math.max(path.lastIndexOf('/'), 0)) === folder);
}

/** `T(x)`: a function that gets a type with methods is still that function; anything else is what it was. */
export function converted(type: ClassValue, args: readonly Value[]): Value {
  const [value] = args;
  if (!value) return unknown('a conversion of nothing');
  const isFunction = value.kind === 'closure' || value.kind === 'method' || value.kind === 'wrapped';
  if (!isFunction || type.cls.form === 'interface') return value;
  return { kind: 'instance', of: type, fields: new Map([[CONVERTED, value]]) };
}

/** The function that an instance of a function type is. */
export function functionIn(value: Value): Value | undefined {
  return value.kind === 'instance' ? value.fields.get(CONVERTED) : undefined;
}

/** `f(g())`: several results of one call are the arguments of another one, where it takes as many. */
export function spreadResults(callee: Value, { args }: CallExpr, given: readonly Value[]): readonly Value[] {
  const [only, ...others] = given;
  const isCall = args.length === 1 && args[0]?.kind === 'call' && !args[0].isNew;
  if (!isCall || others.length > 0 || only?.kind !== 'list' || only.isOpen) return given;
  const isTaken =
    callee.kind === 'closure' && callee.fn.parameters.length > 1 && callee.fn.parameters.length === only.items.length;
  return isTaken ? only.items : given;
}

/**
 * The results of a call, for so many names: those of a function of the tree are a list. Of anything else the first is what
 * it gives, and the last says whether it could.
 */
export function resultsOf(value: Value, count: number): Value {
  if (value.kind === 'list') return value;
  if (value.kind === 'either' && value.options.some(option => option.kind === 'list')) {
    const lists = value.options.map(option => resultsOf(option, count));
    return {
      kind: 'list',
      items: Array.from({ length: count }, (_, index) =>
        either(lists.map(list => (list.kind === 'list' ? (list.items[index] ?? NOTHING) : list))),
      ),
      isOpen: false,
    };
  }
  return {
    kind: 'list',
    items: Array.from({ length: count }, (_, index) => (index === 0 ? value : unknown('a further result'))),
    isOpen: false,
  };
}
