/** Limits that a class of controllers puts on its actions (`rate_limit`), and those of the application. Sources: Rails 8 API, ActionController::RateLimiting; rack-attack, README. */
import type { CallExpr, ClassNode, Expr } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { classesAbove } from '../ancestors.ts';
import { innermost } from '../calling.ts';
import { selfIn } from '../guards/self.ts';
import type { Machine } from '../machine.ts';
import type { ClosureValue, Value } from '../value.ts';
import { certainCalls } from './certain-calls.ts';

/** Where the class of an action, or one above it, limits how often it may be called. */
export function rateLimitOf(machine: Machine, given: Value | undefined): Location | undefined {
  const handler = given && innermost(given);
  if (handler?.kind !== 'closure' || machine.modules.get(handler.fn.at.file)?.module.language !== 'ruby')
    return undefined;
  return ofClass(handler) ?? ofApplication(machine, handler.fn.at.file);
}

function ofClass(handler: ClosureValue): Location | undefined {
  const { self } = selfIn(handler);
  const line = self?.kind === 'instance' ? classesAbove(self.of) : [];
  const action = line.map(({ cls }) => actionIn(cls, handler)).find(name => name !== undefined);
  if (action === undefined) return undefined;
  for (const { cls } of line)
    for (const member of cls.members) {
      if (member.kind !== 'method' || !member.isStatic || member.name !== 'static') continue;
      const limit = certainCalls(member.fn.body).find(({ call }) => isLimit(call) && covers(call, action));
      if (limit) return limit.call.nameAt;
    }
  return undefined;
}

const THROTTLES = new WeakMap<Machine, ReadonlyMap<string, Location>>();

/** A throttle of rack-attack in the same part of the build, which stands before all of its applications. */
function ofApplication(machine: Machine, file: string): Location | undefined {
  const known = THROTTLES.get(machine) ?? throttlesIn(machine);
  THROTTLES.set(machine, known);
  return known.get(machine.program.build.partOf(file));
}

/** The first one of each part. */
function throttlesIn({ program }: Machine): ReadonlyMap<string, Location> {
  const found = new Map<string, Location>();
  for (const fact of program.facts) {
    if (fact.kind !== 'guard-kind' || fact.framework !== 'rack-attack') continue;
    const part = program.build.partOf(fact.at.file);
    if (!found.has(part)) found.set(part, fact.at);
  }
  return found;
}

/** The name of the action: that of the method in the class that has it. */
function actionIn({ members }: ClassNode, { fn }: ClosureValue): string | undefined {
  const found = members.find(member => member.kind === 'method' && member.fn.id === fn.id);
  return found?.kind === 'method' ? found.name : undefined;
}

/** `rate_limit to: 10, within: 3.minutes`, on no condition. */
function isLimit({ callee, args }: CallExpr): boolean {
  if (callee.kind !== 'member' || callee.of.kind !== 'self' || callee.name !== 'rate_limit') return false;
  const names = args.flatMap(arg => (arg.kind === 'named' ? [arg.name] : []));
  return names.includes('to') && names.includes('within') && !names.includes('if') && !names.includes('unless');
}

function covers({ args }: CallExpr, action: string): boolean {
  const only = names(args, 'only');
  const except = names(args, 'except');
  if (only === 'unknown' || except === 'unknown') return false;
  return (only === undefined || only.includes(action)) && !except?.includes(action);
}

function names(args: readonly Expr[], option: string): readonly string[] | 'unknown' | undefined {
  const given = args.flatMap(arg => (arg.kind === 'named' && arg.name === option ? [arg.value] : []))[0];
  if (!given) return undefined;
  const items = given.kind === 'list' ? given.items : [given];
  const texts = items.flatMap(item => (item.kind === 'text' ? [item.value] : []));
  return texts.length === items.length ? texts : 'unknown';
}
