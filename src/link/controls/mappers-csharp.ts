/**
 * What stands around or behind endpoints of ASP.NET and answers their failures: middleware that catches, `IExceptionHandler` and
 * exception filters. Sources: ASP.NET Core, Handle errors; Middleware; Filters, Exception filters.
 */
import type { CallExpr, Expr, FunctionNode, Statement } from '../../core/program.ts';
import { opaqueInstance } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import type { ClassValue, ClosureValue, Value } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { FAILURES_CSHARP } from './leaks-csharp.ts';
import type { Leak } from './leaks.ts';
import { generalBodies, leaksOfCaughtBy, leaksOfErrorBy } from './leaks-thrown.ts';

/** A function that turns failures into answers, and what it shows of them. */
export type Mapping = { readonly fn: FunctionNode; readonly name: string; readonly leaks: readonly Leak[] };

/** `try { await next(context); } catch (Exception e) { … }` of middleware: a function, or a class with `InvokeAsync`. */
export function aroundCSharp(machine: Machine, given: Value): Mapping | undefined {
  // What counts as a guard only where it refuses is still what stands around.
  const value = given.kind === 'composed' ? (given.of[0] ?? given) : given;
  const cls = value.kind === 'class' ? value : value.kind === 'instance' ? value.of : undefined;
  const closure = cls ? (ownMethod(machine, cls, 'InvokeAsync') ?? ownMethod(machine, cls, 'Invoke')) : value;
  if (closure?.kind !== 'closure') return undefined;
  const { fn } = closure;
  const around = attemptIn(fn.body);
  const [body] = around ? generalBodies(FAILURES_CSHARP, around).filter(one => !isFiltered(one)) : [];
  if (!body || !around || !callsNext(around.body)) return undefined;
  const helpers = cls ? helpersIn(cls, body) : [];
  const isAnswer = answersIn(body) || helpers.some(helper => answersIn(helper.body));
  if (!isAnswer) return undefined;
  const leaks = [
    ...leaksOfCaughtBy(FAILURES_CSHARP, fn),
    ...helpers.flatMap(helper => leaksOfErrorBy(FAILURES_CSHARP, helper)),
  ];
  return { fn, name: cls?.cls.name ?? 'a middleware', leaks };
}

/** `TryHandleAsync` of an `IExceptionHandler`, `OnException` of a filter: each is handed every failure. */
export function handlerCSharp(machine: Machine, cls: ClassValue): Mapping | undefined {
  const method = ['TryHandleAsync', 'OnException', 'OnExceptionAsync']
    .map(name => ownMethod(machine, cls, name))
    .find(found => found !== undefined);
  if (!method) return undefined;
  const { fn } = method;
  const isHandler =
    answersIn(fn.body) || setsResult(fn.body) || helpersIn(cls, fn.body).some(one => answersIn(one.body));
  // One that asks what it was handed for its class, before all else, is for some failures.
  if (!isHandler || asksFirst(fn)) return undefined;
  return { fn, name: cls.cls.name ?? 'a handler', leaks: leaksOfErrorBy(FAILURES_CSHARP, fn) };
}

function ownMethod(machine: Machine, cls: ClassValue, name: string): ClosureValue | undefined {
  if (!cls.cls.members.some(member => member.kind === 'method' && member.name === name)) return undefined;
  const method = methodOf(machine, cls, name, opaqueInstance(machine, cls));
  return method?.kind === 'closure' ? method : undefined;
}

/** `catch (Exception e) when (…)`: what the condition does not hold for is thrown on. */
function isFiltered([only, ...others]: readonly Statement[]): boolean {
  return only?.kind === 'branch' && others.length === 0;
}

function attemptIn(body: readonly Statement[]): Extract<Statement, { kind: 'attempt' }> | undefined {
  for (const statement of body) {
    if (statement.kind === 'attempt' && statement.hasHandler) return statement;
    if (statement.kind === 'block') return attemptIn(statement.body);
  }
  return undefined;
}

/** `next(context)`, `_next.Invoke(context)`, `await next()`. */
function callsNext(body: readonly Statement[]): boolean {
  return callsIn(body).some(({ callee }) => {
    const called = callee.kind === 'member' && callee.name === 'Invoke' ? callee.of : callee;
    const name = called.kind === 'name' || called.kind === 'member' ? called.name : '';
    return /^_{0,2}(?:next|nextDelegate|requestDelegate)$/i.test(name);
  });
}

function callsIn(body: readonly Statement[]): readonly CallExpr[] {
  const found: CallExpr[] = [];
  visitNodes(body, node => {
    if (node.kind === 'call') found.push(node);
  });
  return found;
}

/** Something is written to the answer. */
function answersIn(body: readonly Statement[]): boolean {
  return callsIn(body).some(call => FAILURES_CSHARP.sends(call) || isExecuted(call));
}

/** `Results.Problem().ExecuteAsync(context)`, `problemDetailsService.WriteAsync(…)`. */
function isExecuted({ callee }: CallExpr): boolean {
  return callee.kind === 'member' && /^(?:ExecuteAsync|ExecuteResultAsync|TryWriteAsync|WriteAsync)$/.test(callee.name);
}

/** `context.Result = new ObjectResult(…)`. */
function setsResult(body: readonly Statement[]): boolean {
  let found = false;
  visitNodes(body, node => {
    if ((node.kind === 'assign' || node.kind === 'assigned') && node.target.kind === 'member')
      found ||= node.target.name === 'Result' && node.value.kind !== 'nothing';
  });
  return found;
}

/** `if (exception is not NotFoundException) return false;`, `if (context.Exception is ApiException) { … }` and nothing else. */
function asksFirst({ body }: FunctionNode): boolean {
  const [first, ...others] = body.filter(({ kind }) => kind !== 'declare');
  if (first?.kind !== 'branch') return false;
  let asksClass = false;
  visitNodes([first.test], node => {
    if (node.kind === 'operation') asksClass ||= ASKS_CLASS.has(node.operator);
  });
  const ends = (statements: readonly Statement[]): boolean =>
    statements.every(statement => statement.kind === 'return' && isFalseOrNothing(statement.value));
  const isForOne = first.otherwise.length === 0 && ends(others);
  const isForOthers = first.then.length > 0 && ends(first.then);
  return asksClass && (isForOne || isForOthers);
}

const ASKS_CLASS: ReadonlySet<string> = new Set(['instance-of', 'matches', 'mismatches', 'type-of', 'not']);

/** `return;`, `return false;`, `return ValueTask.FromResult(false);`. */
function isFalseOrNothing(value: Expr | undefined): boolean {
  if (value?.kind === 'call') return value.args.length === 1 && isFalseOrNothing(value.args[0]);
  return value === undefined || value.kind === 'nothing' || (value.kind === 'boolean' && !value.value);
}

/** Methods of the class that a body calls: `await HandleExceptionAsync(context, exception)`. */
function helpersIn({ cls }: ClassValue, body: readonly Statement[]): readonly FunctionNode[] {
  const names = new Set(
    callsIn(body).flatMap(({ callee }) => {
      if (callee.kind === 'name') return [callee.name];
      return callee.kind === 'member' && callee.of.kind === 'self' ? [callee.name] : [];
    }),
  );
  return cls.members.flatMap(member => (member.kind === 'method' && names.has(member.name) ? [member.fn] : []));
}
