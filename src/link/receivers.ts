/** What `this` is in functions of Kotlin that are called on something: extension functions, and those of scope functions. */
import { rulesAt } from './language.ts';
import type { CallExpr, Pattern } from '../core/program.ts';
import { callClosure } from './calling.ts';
import { type Machine, addRouter, rootRouter } from './machine.ts';
import type { ClosureValue, Value } from './value.ts';

/** What an extension function is called on: as given, or a router where its declared type is one (`fun Route.users()`). */
export function receiverByType(machine: Machine, { fn, receiver }: ClosureValue): Value | undefined {
  if (!fn.receiver || receiver?.kind === 'router') return receiver;
  for (const fact of machine.factsAt.get(fn.receiver) ?? []) {
    if (fact.kind !== 'router') continue;
    const building = machine.building.findLast(router => router.framework === fact.framework);
    if (building) return { kind: 'router', router: building };
    // Whoever calls it, there is one application in a component.
    if (fact.role === 'application')
      return { kind: 'router', router: rootRouter(machine, fact.framework, fact.at, fact.rules) };
    const key = `receiver ${fn.id}#${fact.framework}`;
    const known = machine.roots.get(key);
    const router =
      known ??
      addRouter(machine, {
        framework: fact.framework,
        at: fn.receiver.at,
        role: 'router',
        rules: fact.rules,
        assumed: `extends ${fn.receiver.text}`,
      });
    machine.roots.set(key, router);
    return { kind: 'router', router };
  }
  return receiver;
}

/**
 * `x.apply { … }`, `x.run { … }` and `with(x) { … }` hand `x` over as `this`, `x.let { … }` and `x.also { … }` as the argument.
 * Source: Kotlin, Scope functions.
 */
export function scopeFunction(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  call: CallExpr,
): Value | undefined {
  if (machine.modules.get(call.at.file)?.module.language !== 'kotlin') return undefined;
  const [first, second] = args;
  if (callee.kind === 'external' && callee.path.at(-1) === 'with')
    return first && second?.kind === 'closure' && isObject(first)
      ? callClosure(machine, { ...second, receiver: first }, [first], call)
      : undefined;
  if (callee.kind !== 'method' || first?.kind !== 'closure' || !isObject(callee.of)) return undefined;
  const { of, name } = callee;
  if (name === 'apply' || name === 'run') {
    const given = callClosure(machine, { ...first, receiver: of }, [], call);
    return name === 'apply' ? of : given;
  }
  if (name !== 'also' && name !== 'let') return undefined;
  const given = callClosure(machine, first, [of], call);
  return name === 'also' ? of : given;
}

function isObject(value: Value): boolean {
  return value.kind === 'router' || value.kind === 'instance';
}

/** Whether a parameter of this type calls what it is given with a `this`: `Route.() -> Unit`. */
export function isReceiverType(machine: Machine, file: string, type: Pattern['type']): boolean {
  return (
    type !== undefined &&
    type.name === '' &&
    type.arguments.length === 1 &&
    rulesAt(machine, file).hasReceivers === true
  );
}
