/** What a framework resolves for the parameters of a function before it calls it. */
import type { Expr, Parameter } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { extractedFor } from './extractors.ts';
import { classOf } from './frame.ts';
import { operand } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './members.ts';
import { type ClassValue, type ClosureValue, type Scope, type Value, flatten, optionsOf } from './value.ts';

export type Supplied = Extract<Value, { kind: 'supplied' }>;

/** What needs what, and so on. */
const DEPTH = 12;

/** The functions that run before a handler because it needs what they give, in the order in which they run. */
export function suppliedTo(machine: Machine, handler: Value | undefined, depth = 0): readonly Value[] {
  if (handler?.kind === 'wrapped') return suppliedTo(machine, handler.of, depth);
  if (handler?.kind !== 'closure' || depth > DEPTH) return [];
  const cls = handler.fn.bindsSelf && depth === 0 ? classOf(handler.scope) : undefined;
  return [
    ...(cls ? suppliedToClass(machine, cls) : []),
    ...handler.fn.parameters.flatMap(parameter => suppliedBy(machine, handler, parameter)),
  ].flatMap(supplied => opened(machine, [supplied], depth + 1));
}

/** Guards, each after those that its own parameters need. */
export function withSupplied(machine: Machine, guards: readonly Value[]): readonly Value[] {
  return opened(machine, guards, 0);
}

/** Whether a guard is what a framework resolves, and no function in the way of every request. */
export function isSupplied(value: Value): boolean {
  return value.kind === 'supplied' || (value.kind === 'closure' && value.isSupplied === true);
}

function opened(machine: Machine, guards: readonly Value[], depth: number): readonly Value[] {
  return guards.flatMap((guard): readonly Value[] => {
    if (guard.kind === 'supplied') return guard.guards.flatMap(one => openedOne(machine, one, guard, depth + 1));
    return guard.kind === 'closure' && guard.fn.parameters.length > 0
      ? [...suppliedTo(machine, guard, depth), guard]
      : [guard];
  });
}

/** A function that is called for what it gives; of a class its constructor, of an object what calling it does. */
function openedOne(machine: Machine, guard: Value, supplied: Supplied, depth: number): readonly Value[] {
  switch (guard.kind) {
    case 'supplied':
      return opened(machine, [guard], depth);
    case 'closure':
      return [...suppliedTo(machine, guard, depth), { ...guard, isSupplied: true }];
    case 'wrapped':
      return [...guard.guards, ...openedOne(machine, guard.of, supplied, depth)];
    case 'class':
      return depth > DEPTH ? [] : suppliedToClass(machine, guard).flatMap(inner => opened(machine, [inner], depth + 1));
    case 'instance': {
      const called = methodOf(machine, guard.of, '__call__', guard);
      return called?.kind === 'closure'
        ? openedOne(machine, called, supplied, depth)
        : [{ ...supplied, guards: [guard] }];
    }
    default:
      return [{ ...supplied, guards: [guard] }];
  }
}

/** What is resolved for a class before one of it is made: said by its fields, the nearest of each name, and its constructor. */
function suppliedToClass(machine: Machine, cls: ClassValue): readonly Supplied[] {
  const names = new Set<string>();
  const found: Supplied[] = [];
  let isMade = false;
  for (const { cls: node, scope } of classesAbove(cls)) {
    for (const member of node.members) {
      if (member.kind === 'constructor' && !isMade) {
        isMade = true;
        const made: ClosureValue = { kind: 'closure', fn: member.fn, scope };
        found.push(...member.fn.parameters.flatMap(parameter => suppliedBy(machine, made, parameter)));
      }
      if (member.kind !== 'field' || names.has(member.name)) continue;
      names.add(member.name);
      found.push(...suppliedIn(machine, scope, member.value, member.annotation));
    }
  }
  return found;
}

/** What is resolved for one parameter of a function: said by its default, or in its annotation. */
export function suppliedBy(machine: Machine, closure: ClosureValue, parameter: Parameter): readonly Supplied[] {
  const extracted = extractedFor(machine, closure, parameter);
  return extracted
    ? [extracted]
    : suppliedIn(machine, closure.scope, parameter.pattern.byDefault, parameter.annotation);
}

function suppliedIn(
  machine: Machine,
  scope: Scope,
  byDefault: Expr | undefined,
  annotation: Expr | undefined,
): readonly Supplied[] {
  const declared = annotation ? valuesOf(machine, scope, annotation) : [];
  return [...(byDefault ? valuesOf(machine, scope, byDefault) : []), ...declared].flatMap(
    (item): readonly Supplied[] => {
      if (item.kind !== 'supplied') return [];
      // `Depends()` alone resolves what the parameter is declared to be.
      return [item.guards.length > 0 || item.part ? item : { ...item, guards: declared.filter(isMadeOfTree) }];
    },
  );
}

function isMadeOfTree(value: Value): boolean {
  return value.kind === 'class' || value.kind === 'closure';
}

function valuesOf(machine: Machine, scope: Scope, expr: Expr): readonly Value[] {
  return flatten(operand(machine, { scope, memo: new Map(), returns: [] }, expr)).flatMap(item => optionsOf(item));
}
