/**
 * Handlers of Go: functions, and whatever has a method that answers; and functions that make a handler of a handler, which
 * stand around it. Source: https://pkg.go.dev/net/http#Handler.
 */
import type { CallExpr, FunctionNode } from '../core/program.ts';
import { callClosure } from './calling.ts';
import { guardedRouter } from './compose.ts';
import { handlerParameter, makesHandler } from './guards/go-roles.ts';
import { rulesAt } from './language.ts';
import type { Machine } from './machine.ts';
import { methodOfStruct, functionIn, isStruct } from './structs.ts';
import type { Router } from './router.ts';
import { type ClosureValue, type Scope, type Value, asRouter, either, optionsOf, routersIn } from './value.ts';

/** Methods by which something answers. */
const ANSWERING: readonly string[] = ['ServeHTTP', 'Handle', 'ServeHTTPC'];

/** What answers: the method of a struct, or the function that a type was given to. */
export function answering(machine: Machine, value: Value): Value {
  if (value.kind === 'either') return either(value.options.map(option => answering(machine, option)));
  if (value.kind !== 'instance' || value.router || !isStruct(machine, value.of)) return value;
  const inner = functionIn(value);
  const method = ANSWERING.map(name => methodOfStruct(machine, value.of, name, value)).find(
    found => found?.kind === 'closure',
  );
  if (!inner) return method ?? value;
  if (method?.kind !== 'closure') return inner;
  // The type of a function has a method that calls it: what it does besides stands around the function.
  const marker = markerFor(machine, method.fn, method.scope);
  const fields = new Map([...value.fields].map(([name, field]) => [name, field === inner ? marker : field]));
  const by = methodOfStruct(machine, value.of, ANSWERING[0] ?? '', { ...value, fields });
  return by?.kind === 'closure'
    ? { kind: 'wrapped', guards: [{ kind: 'around', by, inner: marker }], of: inner }
    : inner;
}

/**
 * What a call gives that puts a function of the tree around a handler: the handler, behind it. Undefined where it is no
 * such call.
 */
export function wrappedHandler(
  machine: Machine,
  callee: ClosureValue,
  args: readonly Value[],
  call: CallExpr,
): Value | undefined {
  if (!rulesAt(machine, callee.scope.file).hasStructs || !makesHandler(callee.fn)) return undefined;
  const index = handlerParameter(callee.fn);
  const given = args[index];
  if (!given || MARKERS.has(given)) return undefined;
  const of = answering(machine, asRouter(given));
  const isHandler = optionsOf(of).some(
    ({ kind }) => kind === 'closure' || kind === 'wrapped' || kind === 'router' || kind === 'outcome',
  );
  if (!isHandler) return undefined;
  const marker = markerFor(machine, callee.fn, callee.scope);
  const made = callClosure(
    machine,
    callee,
    args.map((arg, position) => (position === index ? marker : arg)),
    call,
  );
  const guards = optionsOf(made).flatMap(option => guardsIn(machine, option, marker));
  nameAfter(machine, callee.fn, guards);
  if (guards.length === 0) return of;
  const guard = either(guards);
  const [router] = routersIn(of);
  return router ? behindGuards(machine, router, [guard], call) : { kind: 'wrapped', guards: [guard], of };
}

/** Handlers around handlers that are looked through. */
const LAYERS = 8;

/** The routers that a handler is, or that something of a package was given to stand before: `handlers.ProxyHeaders(router)`. */
export function routersBehind(handler: Value): {
  readonly routers: readonly Router[];
  readonly around: readonly Value[];
} {
  const around: Value[] = [];
  let rest = handler;
  for (let layer = 0; layer < LAYERS; layer++) {
    const routers = routersIn(rest);
    if (routers.length > 0 || rest.kind !== 'outcome') return { routers, around };
    around.push(rest);
    const given = [...rest.args, ...(rest.of.kind === 'outcome' ? rest.of.args : [])];
    const inner = given.find(arg => routersIn(arg).length > 0 || arg.kind === 'outcome');
    if (!inner) break;
    rest = inner;
  }
  return { routers: [], around: [] };
}

/** A router behind something that stands around it is one of its own. */
export function behindGuards(
  machine: Machine,
  router: Router,
  guards: readonly Value[],
  { nameAt }: Pick<CallExpr, 'nameAt'>,
): Value {
  const { framework, rules } = router;
  return guardedRouter(machine, router, guards, {
    framework,
    at: nameAt,
    rules: { ...rules, guards: 'after', staysInside: true },
  });
}

/** A function that makes a handler of a handler, as what stands around whatever comes after it. */
export function aroundNext(machine: Machine, guard: ClosureValue): Value | undefined {
  if (!rulesAt(machine, guard.scope.file).hasStructs || !makesHandler(guard.fn)) return undefined;
  const known = AROUND.get(guard.scope)?.get(guard.fn);
  if (known) return known;
  const steps = machine.steps;
  machine.steps = 0;
  const marker = markerFor(machine, guard.fn, guard.scope);
  const index = handlerParameter(guard.fn);
  const made = callClosure(
    machine,
    guard,
    guard.fn.parameters
      .slice(0, index + 1)
      .map((_, position): Value => (position === index ? marker : { kind: 'unknown', why: 'what a framework gives' })),
  );
  machine.steps = steps;
  const value = either(optionsOf(made).flatMap(option => guardsIn(machine, option, marker)));
  AROUND.set(guard.scope, (AROUND.get(guard.scope) ?? new Map<FunctionNode, Value>()).set(guard.fn, value));
  return value;
}

/** What a function makes goes by its name. */
function nameAfter(machine: Machine, { id, name }: FunctionNode, guards: readonly Value[]): void {
  const known = name ?? machine.namesOf.get(id);
  for (const guard of guards)
    if (known !== undefined && guard.kind === 'around' && guard.by.fn.name === undefined)
      machine.namesOf.set(guard.by.fn.id, machine.namesOf.get(guard.by.fn.id) ?? known);
}

const AROUND = new WeakMap<Scope, Map<FunctionNode, Value>>();

/** What a made handler does before the marker. */
function guardsIn(machine: Machine, made: Value, marker: ClosureValue): readonly Value[] {
  if (made.kind === 'wrapped') return [...made.guards, ...guardsIn(machine, made.of, marker)];
  const by = answering(machine, made);
  if (by.kind === 'wrapped') return guardsIn(machine, by, marker);
  if (by.kind === 'closure') return by.fn === marker.fn ? [] : [{ kind: 'around', by, inner: marker }];
  return by.kind === 'nothing' ? [] : [by];
}

/** Stands for the handler that comes after. */
function markerFor(machine: Machine, { id, at }: FunctionNode, scope: Scope): ClosureValue {
  const known = MARKER_OF.get(machine) ?? new Map<string, ClosureValue>();
  MARKER_OF.set(machine, known);
  const marker: ClosureValue = known.get(id) ?? {
    kind: 'closure',
    fn: {
      id: `${id} next`,
      at,
      name: 'next',
      parameters: [],
      body: [],
      isAsync: false,
      bindsSelf: false,
      decorators: [],
      doc: '',
    },
    scope,
  };
  known.set(id, marker);
  MARKERS.add(marker);
  return marker;
}

const MARKER_OF = new WeakMap<Machine, Map<string, ClosureValue>>();
const MARKERS = new WeakSet<Value>();
