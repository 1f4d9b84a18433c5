/** Functions that are called on what they extend, as its members. */
import type { CallExpr, Expr } from '../core/program.ts';
import { type Frame, selfOf } from './frame.ts';
import { operand } from './interpreter.ts';
import { type Machine, lookUp } from './machine.ts';
import { importedValue } from './modules.ts';
import type { ClosureValue, Value } from './value.ts';

/** An extension function takes `this` from what it is called on; by its plain name, from where the call stands. */
export function extension(machine: Machine, frame: Frame, written: Expr, callee: Value): Value | undefined {
  if (callee.kind === 'closure') {
    if (!takesReceiver(callee) || (written.kind !== 'name' && written.kind !== 'member')) return undefined;
    const self = written.kind === 'name' ? selfOf(frame.scope) : operand(machine, frame, written.of);
    return self && { ...callee, receiver: self };
  }
  if (written.kind !== 'member' || (callee.kind !== 'unknown' && callee.kind !== 'method')) return undefined;
  const named = lookUp(frame.scope, written.name)?.value ?? importedValue(machine, frame.scope.file, written.name);
  return named?.kind === 'closure' && takesReceiver(named)
    ? { ...named, receiver: operand(machine, frame, written.of) }
    : undefined;
}

/** An extension method of C#, where what it is called on has no such method itself, and the first argument fits. */
export function extensionMethod(machine: Machine, frame: Frame, call: CallExpr, callee: Value): Value | undefined {
  const written = call.callee;
  if (written.kind !== 'member' || callee.kind === 'closure' || callee.kind === 'class') return undefined;
  const found = importedValue(machine, frame.scope.file, written.name);
  if (found?.kind !== 'closure' || found.fn.receiver === undefined || !mayTake(found.fn, call.args)) return undefined;
  return { ...found, receiver: operand(machine, frame, written.of) };
}

/** Whether the arguments may be those of a function: overloads differ in how many they are, and in texts and functions among them. */
function mayTake(fn: ClosureValue['fn'], args: readonly Expr[]): boolean {
  if (args.length > fn.parameters.length && !fn.parameters.some(({ isRest }) => isRest)) return false;
  return args.every((arg, index) => {
    const taken = fn.parameters[index]?.pattern.type;
    if (!taken || arg.kind === 'named') return true;
    if (arg.kind === 'function') return TAKES_FUNCTIONS.test(taken.name);
    const isText = arg.kind === 'text' || arg.kind === 'concat';
    return !isText || TAKES_TEXTS.test(taken.name);
  });
}

const TAKES_FUNCTIONS = /^(?:Action|Func|Predicate|Comparison|Expression|object|dynamic|\w*Delegate|\w*Handler|T\w?|)$/;
const TAKES_TEXTS = /^(?:string|String|object|dynamic|IEnumerable|Uri|ReadOnlySpan|PathString|Array|T\w?|)$/;

function takesReceiver({ fn, receiver, takesReceiver: isToTake }: ClosureValue): boolean {
  return isToTake === true || (fn.receiver !== undefined && !receiver);
}
