/** Functions around a handler: `asyncHandler(fn)`, `withSession(fn)`. What answers is the function inside. */
import type { CallExpr, FunctionNode } from '../core/program.ts';
import type { ClosureValue, ExternalValue, Scope, Value } from './value.ts';
import { visitNodes } from './walk.ts';

/** A function that hands its request to another one. */
export type Wrapper = { readonly around: ClosureValue; readonly inner: ClosureValue };

export type Unwrapped = {
  /** Outermost first. */
  readonly wrappers: readonly Wrapper[];
  readonly handler: Value;
};

/** Wrappers around wrappers that are looked through. */
const MOST_LAYERS = 8;

/**
 * The function that answers behind the functions that only surround it.
 *
 * A wrapper was made by a function that was given the handler: it calls a name from around it, which is no name of its
 * module, with its own request. A function of the module that is called by its name is a step of the handler's own work.
 */
export function unwrapped(value: Value): Unwrapped {
  const wrappers: Wrapper[] = [];
  let handler = value;
  while (handler.kind === 'closure' && wrappers.length < MOST_LAYERS) {
    const inner = handedTo(handler);
    if (!inner || wrappers.some(({ around }) => around.fn === inner.fn)) break;
    wrappers.push({ around: handler, inner });
    handler = inner;
  }
  return { wrappers, handler };
}

function handedTo({ fn, scope }: ClosureValue): ClosureValue | undefined {
  const calls: { readonly closure: ClosureValue; readonly call: CallExpr }[] = [];
  visitNodes(fn.body, node => {
    if (node.kind !== 'call' || !handsRequest(fn, node)) return;
    const name = calledName(node);
    const value = name === undefined ? undefined : given(scope, name);
    if (value?.kind === 'closure' && value.fn !== fn) calls.push({ closure: value, call: node });
  });
  // Of several, the last one answers: those before it look at the request first.
  return calls.toSorted((a, b) => a.call.at.line - b.call.at.line || a.call.at.column - b.call.at.column).at(-1)
    ?.closure;
}

/** What a function around gave to this name; names of the module itself are no parameters of anything. */
function given(scope: Scope, name: string): Value | undefined {
  for (let current: Scope = scope; current.parent; current = current.parent) {
    const found = current.names.get(name);
    if (found) return found.value;
  }
  return undefined;
}

/** `fn` in `fn(req)`, `fn.call(this, req)` and `fn.apply(this, arguments)`. */
function calledName({ callee }: CallExpr): string | undefined {
  if (callee.kind === 'name') return callee.name;
  return isIndirect(callee) && callee.of.kind === 'name' ? callee.of.name : undefined;
}

function isIndirect(callee: CallExpr['callee']): callee is Extract<CallExpr['callee'], { kind: 'member' }> {
  return callee.kind === 'member' && (callee.name === 'call' || callee.name === 'apply');
}

/** Whether a call is given what the function was given: its first parameter, or all of them. */
function handsRequest(fn: FunctionNode, { callee, args }: CallExpr): boolean {
  const [parameter] = fn.parameters;
  const request = parameter?.pattern.kind === 'name' ? parameter.pattern.name : undefined;
  const first = args[isIndirect(callee) ? 1 : 0];
  const value = first?.kind === 'spread' ? first.value : first;
  return value?.kind === 'name' && (value.name === request || value.name === 'arguments');
}

/**
 * The only function that something of a package was given to make a handler of: `withTracing(handler)`. What it does besides
 * calling it is not known, so that a refusal of the function stands, and nothing else that it lets pass.
 */
export function givenToLibrary(
  value: Value,
): { readonly closure: ClosureValue; readonly library: ExternalValue } | undefined {
  if (value.kind !== 'outcome') return undefined;
  const [closure, ...others] = value.args.filter(arg => arg.kind === 'closure');
  let origin: Value = value.of;
  while (origin.kind === 'outcome' || origin.kind === 'method') origin = origin.of;
  return closure && others.length === 0 && origin.kind === 'external' ? { closure, library: origin } : undefined;
}
