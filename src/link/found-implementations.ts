/** Classes that a program finds by an interface of its own, and hands its routers to (C#): `foreach (var e in found) e.Map(group)`. */
import type { CallExpr } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { rulesAt } from './language.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './members.ts';
import { type ClassValue, type Value, routersIn } from './value.ts';

/**
 * A method is called on something that is not known, and is handed a router: where interfaces of the tree declare it, whatever
 * implements them is called so once all modules are there. What a type parameter stands for is one of them, and not known.
 */
export function callFound(machine: Machine, args: readonly Value[], call: CallExpr): void {
  const { callee } = call;
  if (callee.kind !== 'member' || !rulesAt(machine, call.at.file).hasNamespaces) return;
  if (callee.of.kind === 'name' && /^T(?:\p{Lu}\w*)?$/u.test(callee.of.name)) return;
  if (!args.some(arg => routersIn(arg).length > 0)) return;
  const { name } = callee;
  machine.late.push(() => {
    for (const cls of [...machine.classes.values()].toSorted((a, b) => (a.cls.id < b.cls.id ? -1 : 1))) {
      if (cls.cls.form !== undefined || cls.cls.isAbstract || !declares(cls, name)) continue;
      const method = cls.statics.get(name) ?? methodOf(machine, cls, name, opaqueInstance(machine, cls));
      if (method?.kind !== 'closure') continue;
      machine.steps = 0;
      callClosure(machine, method, args, call);
    }
  });
}

/** Whether an interface that a class implements, or an abstract class above it, declares a method. */
function declares(cls: ClassValue, name: string): boolean {
  return classesAbove(cls).some(({ cls: { form, members } }) =>
    members.some(
      member =>
        member.kind === 'method' && member.name === name && (form === 'interface' || member.isAbstract === true),
    ),
  );
}
