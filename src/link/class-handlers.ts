/** Handlers that are given as a class and the name of a method, in the ways that frameworks of PHP have for that. */
import type { NamedRules } from '../core/facts/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { controllerGuards, providedAction } from './controller-guards.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { handlerOf } from './views.ts';
import { namedGuards } from './guard-names.ts';
import { type Machine, propertiesAround } from './machine.ts';
import { importedValue } from './modules.ts';
import type { Router } from './router.ts';
import { speaksOfAuthentication } from './guards/vocabulary.ts';
import {
  type ClassValue,
  type NamedGuardValue,
  type Value,
  flatten,
  fullNames,
  isSame,
  optionsOf,
  unknown,
} from './value.ts';

/** A handler, with what its class puts before it. */
export type ClassHandler = { readonly handler: Value; readonly guards: readonly Value[] };

type Asked = { readonly router: Router; readonly rules: NamedRules; readonly at: NamedGuardValue['at'] };

/** The function that answers, where a handler is given by a class and a name; it stands before nothing else then. */
export function classHandler(machine: Machine, asked: Asked, given: Value): ClassHandler {
  const [value] = optionsOf(given);
  if (!value) return { handler: given, guards: [] };
  if (value.kind === 'closure') {
    // Whatever it holds runs when a request comes, and not when the program starts.
    machine.ran.add(value.fn.id);
    return { handler: value, guards: [] };
  }
  if (value.kind === 'text') return ofText(machine, asked, value.value);
  if (value.kind === 'list') {
    const [of, name] = value.items;
    if (of && name?.kind === 'text') {
      const cls = of.kind === 'text' ? classNamed(machine, asked, of.value) : of;
      return memberOf(machine, asked, cls, name.value);
    }
    return notFound('a handler that was not found');
  }
  if (value.kind === 'class' || value.kind === 'instance' || value.kind === 'external')
    return memberOf(machine, asked, value, '__invoke');
  return { handler: value, guards: value.kind === 'unknown' ? [unknown(value.why, value.name ?? 'the handler')] : [] };
}

/** `Class@method`, `Class::method`; a method of the controller around; or a class that is called. */
function ofText(machine: Machine, asked: Asked, text: string): ClassHandler {
  const [cls = '', method] = text.split(/@|::|:/);
  if (method !== undefined) return memberOf(machine, asked, classNamed(machine, asked, cls), method);
  const [controller] = propertiesAround(machine, asked.router, 'controller');
  if (controller && controller.kind !== 'nothing') return memberOf(machine, asked, controller, text);
  return memberOf(machine, asked, classNamed(machine, asked, text), '__invoke');
}

/** A class by a name that is written as text, below the namespaces of the routers around. */
function classNamed(machine: Machine, { router, rules, at }: Asked, written: string): Value {
  const namespaces = written.startsWith('\\') ? [] : namespacesAround(machine, router);
  const full = [
    ...(namespaces.length > 0 || written.startsWith('\\') ? namespaces : []),
    written.replace(/^\\/, ''),
  ].join('\\');
  const found = byFullName(machine, at.file, full);
  if (found?.kind === 'class' || written.startsWith('\\')) return found ?? missing(full);
  const below = byFullName(machine, at.file, `${rules.namespace}\\${full}`);
  return below?.kind === 'class' ? below : (found ?? missing(full));
}

function missing(name: string): Value {
  return unknown('its class was not found', name);
}

function byFullName(machine: Machine, file: string, full: string): Value | undefined {
  const last = full.lastIndexOf('\\');
  return importedValue(machine, file, full.slice(last + 1), last < 0 ? '\\' : full.slice(0, last));
}

/** Namespaces that the groups around give, from the outside inwards; one with a backslash in front starts anew. */
function namespacesAround(machine: Machine, router: Router): readonly string[] {
  const found: string[] = [];
  for (const value of propertiesAround(machine, router, 'namespace')) {
    const [text] = optionsOf(value);
    if (text?.kind !== 'text') continue;
    found.unshift(text.value.replace(/^\\|\\$/g, ''));
    if (text.value.startsWith('\\')) break;
  }
  return found.filter(name => name !== '');
}

function memberOf(machine: Machine, asked: Asked, of: Value, name: string): ClassHandler {
  const [one] = optionsOf(of);
  const cls = one?.kind === 'class' ? one : one?.kind === 'instance' ? one.of : undefined;
  if (one?.kind === 'external' && isBrought(asked.rules, one, name)) return { handler: one, guards: [] };
  if (!cls) return notFound(one?.kind === 'external' ? 'a handler that a package brings' : 'its class was not found');
  const self = opaqueInstance(machine, cls);
  const handler =
    handlerOf(machine, cls, name, self) ??
    handlerOf(machine, cls, '__call', self) ??
    providedAction(asked.rules, cls, name) ??
    lineOf(cls).find(above => above.kind === 'external' && isBrought(asked.rules, above, name));
  return {
    handler: handler ?? unknown('a method that was not found', name),
    guards: [
      ...namedGuards(asked.router, asked.at, ofClass(machine, asked.rules, cls, name)),
      ...(handler || isInherited(cls) ? [] : [unknown('a method that was not found', name)]),
    ],
  };
}

/** Whether a package says that this member of a class or trait of its own answers whoever calls. */
function isBrought({ brings }: NamedRules, of: Extract<Value, { kind: 'external' }>, name: string): boolean {
  return brings !== undefined && fullNames(of).some(full => brings.get(full.replaceAll('.', '\\'))?.includes(name));
}

function isInherited(cls: ClassValue): boolean {
  return lineOf(cls).some(above => above.kind !== 'class');
}

function notFound(why: string): ClassHandler {
  return { handler: unknown(why, 'the handler'), guards: [unknown(why, 'the handler')] };
}

/** What a class says that stands before one of its members: in its constructor, or by a static method. */
function ofClass(machine: Machine, rules: NamedRules, cls: ClassValue, name: string): readonly Value[] {
  const declared = (machine.ownGuards.get(cls.cls.id) ?? []).flatMap(guard => before(guard, name));
  const method = rules.guardsOfClass === undefined ? undefined : cls.statics.get(rules.guardsOfClass);
  const listed = method?.kind === 'closure' ? flatten(callClosure(machine, method, [])) : [];
  const unseen = lineOf(cls).flatMap((above): readonly Value[] => {
    if (above.kind === 'class') return [];
    // What it only takes members from, or promises to have, stands before nothing unless it says so.
    const isBase = classesAbove(cls).some(one => one.base !== undefined && isSame(one.base, above));
    if (!isBase && above.kind === 'external' && !speaksOfAuthentication(above.path.join('.'))) return [];
    const isHarmless =
      above.kind === 'external' &&
      fullNames(above).some(full => rules.harmlessBases.some(base => full.replaceAll('.', '\\').startsWith(base)));
    return isHarmless ? [] : [unknown('what its class derives from was not found', cls.cls.name)];
  });
  return [
    ...declared,
    ...listed.flatMap(guard => before(guard, name)),
    ...controllerGuards(machine, rules, cls, name),
    ...unseen,
  ];
}

/** A guard, where it stands before the member of a name. */
function before(guard: Value, name: string): readonly Value[] {
  if (guard.kind !== 'member-guard') return [guard];
  const lower = name.toLowerCase();
  const names = (list: readonly string[]): boolean => list.some(one => one.toLowerCase() === lower);
  if (guard.only && !names(guard.only)) return [];
  return guard.except && names(guard.except) ? [] : guard.guards;
}
