/** What the code of a class puts before its own members or routes, while it runs. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { push } from './events.ts';
import type { Machine } from './machine.ts';
import { ROOT } from './path-values.ts';
import { type ClassValue, NOTHING, type Value, asRouter, either, flatten, routersIn } from './value.ts';

type ClassGuard = Extract<ProgramFact, { kind: 'class-guard' }>;

/** Puts guards on the class that is being made. */
export function guardClass(machine: Machine, fact: ClassGuard, value: (expr: Expr) => Value): void {
  const cls = machine.making.at(-1);
  if (!cls) return;
  // What puts guards somewhere does something, however often it is called.
  for (const id of machine.stack) machine.idleSteps.delete(id);
  const mounted = fact.mounts && value(fact.mounts);
  if (mounted && cls.router && routersIn(mounted).length > 0) {
    push(machine, cls.router, { kind: 'mount', at: fact.at, paths: ROOT, items: [asRouter(mounted)] });
    return;
  }
  // A member that guards others has guards before itself by now, which are not meant.
  const guards = fact.guards.flatMap(guard => {
    const given = value(guard);
    return flatten(given.kind === 'wrapped' ? given.of : given);
  });
  if (fact.into !== undefined) {
    const before = cls.statics.get(fact.into);
    const all = [...(before?.kind === 'list' ? before.items : []), ...guards];
    cls.statics.set(fact.into, { kind: 'list', items: all, isOpen: false });
    return;
  }
  if (cls.router) {
    push(machine, cls.router, { kind: 'guard', at: fact.at, paths: [], covers: 'below', guards });
    return;
  }
  guardMembers(cls, fact, machine.conditions.some(({ isQuiet }) => !isQuiet) ? guards.map(perhaps) : guards);
}

/** A guard of which it is not known whether it stands there. */
function perhaps(guard: Value): Value {
  return either([guard, NOTHING]);
}

function guardMembers(cls: ClassValue, fact: ClassGuard, guards: readonly Value[]): void {
  for (const member of cls.cls.members) {
    // Functions of one name are one here, whatever they take; and what stands between router and action may hand on more.
    if (member.kind !== 'method' || member.fn.parameters.length < fact.parameters) continue;
    const { name } = member;
    if (name === 'static' || fact.except?.includes(name) || (fact.only && !fact.only.includes(name))) continue;
    const of = cls.statics.get(name);
    if (!of) continue;
    const put = fact.isPartial ? guards.map(perhaps) : guards;
    cls.statics.set(
      name,
      of.kind === 'wrapped' ? { ...of, guards: [...of.guards, ...put] } : { kind: 'wrapped', guards: put, of },
    );
  }
}

export function defineMember(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'defines' }>,
  value: (expr: Expr) => Value,
): void {
  machine.making.at(-1)?.statics.set(fact.name, value(fact.value));
}
