/** Failures that a class of controllers answers in one place: `rescue_from`. Source: Active Support, Rescuable. */
import type { CallExpr, Expr, FunctionNode } from '../../core/program.ts';
import { classesAbove } from '../ancestors.ts';
import { selfIn } from '../guards/self.ts';
import { methodOf } from '../members.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { FAILURES_RUBY } from './leaks-ruby.ts';
import { leaksOfErrorIn } from './leaks-thrown.ts';
import type { Mapping } from './mappers-csharp.ts';

/** What the class of an action, its bases and what they take in do with a failure of any kind; the class itself first. */
export function rescueOf(machine: Machine, handler: ClosureValue): Mapping | undefined {
  const { self } = selfIn(handler);
  const cls = self?.kind === 'instance' ? self.of : undefined;
  if (!cls) return undefined;
  for (const above of classesAbove(cls)) {
    // What is said last is asked first.
    const call = rescuesIn(above).findLast(isOfAny);
    const fn = call && rescuer(machine, cls, call);
    if (fn && answers(fn)) return { fn, name: 'rescue_from', leaks: leaksOfErrorIn(FAILURES_RUBY, fn) };
  }
  return undefined;
}

/** Calls in the body of a class, also inside `included do … end`. */
function rescuesIn({ cls }: ClassValue): readonly CallExpr[] {
  const found: CallExpr[] = [];
  for (const member of cls.members) {
    if (member.kind !== 'method' || !member.isStatic) continue;
    visitNodes(member.fn.body, node => {
      if (node.kind === 'call' && nameOf(node.callee) === 'rescue_from') found.push(node);
    });
  }
  return found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

function nameOf(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** `rescue_from StandardError`, `rescue_from Exception, Timeout::Error`. */
function isOfAny({ args }: CallExpr): boolean {
  return args.some(
    arg => (arg.kind === 'name' || arg.kind === 'member' || arg.kind === 'text') && ALL.test(textOf(arg)),
  );
}

const ALL = /^(?:::)?(?:StandardError|Exception)$/;

/** It calls what answers: of the framework, or of the application by a name that says so. */
function answers(fn: FunctionNode): boolean {
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'call') found ||= isOwn(node.callee) && ANSWERS.test(nameOf(node.callee));
  });
  return found;
}

function isOwn(callee: Expr): boolean {
  return callee.kind === 'name' || (callee.kind === 'member' && callee.of.kind === 'self');
}

const ANSWERS = /^(?:render\w*|head|redirect_\w+|respond_\w+|json_\w+|\w*(?:error|failure)_response)$/;

function textOf(arg: Extract<Expr, { kind: 'name' | 'member' | 'text' }>): string {
  return arg.kind === 'text' ? arg.value : arg.name;
}

/** The block, or the method that `with:` names. */
function rescuer(machine: Machine, cls: ClassValue, { args }: CallExpr): FunctionNode | undefined {
  for (const arg of args) {
    if (arg.kind !== 'named' || (arg.name !== '&' && arg.name !== 'with')) continue;
    if (arg.value.kind === 'function') return arg.value.fn;
    const method = arg.value.kind === 'text' ? methodOf(machine, cls, arg.value.value, undefined) : undefined;
    if (method?.kind === 'closure') return method.fn;
  }
  return undefined;
}
