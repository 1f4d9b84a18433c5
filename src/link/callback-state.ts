/**
 * What callbacks leave for those that come after them: fields of the controller, attributes that are kept for the time of a request,
 * the session. One that leaves nothing that another one looks at need not be followed before it.
 */
import type { FunctionNode } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { withParts } from './callback-conditions.ts';
import { saysWhoCalls } from './guards/ruby-request.ts';
import type { Machine } from './machine.ts';
import type { ClassValue, ClosureValue } from './value.ts';
import { type Node, visitNodes } from './walk.ts';

/** Names under which something is kept, and looked at; and methods of the class that are called on the way. */
type State = {
  /** All functions that it may run; undefined where it asks its class what that is. */
  readonly functions?: string;
  readonly keeps: ReadonlySet<string>;
  readonly looks: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
};

const STATES = new WeakMap<Machine, { readonly own: Map<string, State>; readonly all: Map<string, State> }>();

/** Those of the functions that ran before which leave something that a function looks at, or one of those that do. */
export function heededBy(
  machine: Machine,
  cls: ClassValue,
  closure: ClosureValue,
  earlier: readonly ClosureValue[],
): readonly ClosureValue[] {
  const wanted = new Set(stateOf(machine, cls, closure).looks);
  const kept: ClosureValue[] = [];
  for (const one of earlier.toReversed()) {
    const { keeps, looks } = stateOf(machine, cls, one);
    if (![...keeps].some(name => wanted.has(name))) continue;
    kept.unshift(one);
    for (const name of looks) wanted.add(name);
  }
  return kept;
}

/** Functions that one function calls, all together. */
const LIMIT = 300;

/** What differs from class to class though the methods are the same. */
const OF_CLASSES: ReadonlySet<string> = new Set([
  'class',
  'controller_name',
  'controller_path',
  'respond_to?',
  'send',
  '__send__',
  'public_send',
  'method',
  'instance_variable_get',
  'instance_variable_set',
]);

/** Whether functions do the same in a class as in one that it derives from. */
export function areSame(
  machine: Machine,
  cls: ClassValue,
  above: ClassValue,
  closures: readonly ClosureValue[],
): boolean {
  return closures.every(closure => {
    const { functions } = stateOf(machine, cls, closure);
    return functions !== undefined && functions === stateOf(machine, above, closure).functions;
  });
}

/** What a function does, with all methods of its class that it calls. */
function stateOf(machine: Machine, cls: ClassValue, { fn }: ClosureValue): State {
  const states = STATES.get(machine) ?? { own: new Map<string, State>(), all: new Map<string, State>() };
  STATES.set(machine, states);
  const key = `${cls.cls.id} ${fn.id}`;
  const known = states.all.get(key);
  if (known) return known;
  const ownOf = (one: FunctionNode): State => {
    const state = states.own.get(one.id) ?? ownState(one);
    states.own.set(one.id, state);
    return state;
  };
  const keeps = new Set<string>();
  const looks = new Set<string>();
  const seen = new Set<string>();
  const waiting: FunctionNode[] = [...withParts(fn)];
  for (let next = waiting.pop(); next && seen.size < LIMIT; next = waiting.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    const own = ownOf(next);
    for (const name of own.keeps) keeps.add(name);
    for (const name of own.looks) looks.add(name);
    for (const name of own.calls) waiting.push(...methodsNamed(cls, name));
  }
  const asksClass = [...looks].some(name => OF_CLASSES.has(name)) || seen.size >= LIMIT;
  const state: State = {
    keeps,
    looks,
    calls: new Set(),
    ...(asksClass ? {} : { functions: [...seen].toSorted().join() }),
  };
  states.all.set(key, state);
  return state;
}

/** All methods of a name that a class has or overrides: `super` may call any. */
function methodsNamed(cls: ClassValue, name: string): readonly FunctionNode[] {
  return classesAbove(cls).flatMap(({ cls: { members } }) =>
    members.flatMap(member =>
      member.kind === 'method' && member.name === name && !member.isStatic ? [member.fn] : [],
    ),
  );
}

/** Where somebody is signed in, and where that is asked: sessions, and methods of gems. */
const SESSION = 'session';
const OF_SESSIONS = /^(?:session|cookies|warden|rodauth|current_\w+|(?:\w+_)?(?:signed_in|logged_in)\?)$/;
const SIGNING_IN = /sign_?in|log_?in/;

function ownState({ body }: FunctionNode): State {
  const keeps = new Set<string>();
  const looks = new Set<string>();
  const calls = new Set<string>();
  // What is assigned is not looked at by that; `@a ||= b` finds for itself what it finds.
  const targets = new Set<Node>();
  visitNodes(body, node => {
    if (node.kind === 'assign' || node.kind === 'assigned') {
      targets.add(node.target);
      if (node.target.kind === 'member' && node.target.of.kind === 'self') {
        const { name } = node.target;
        keeps.add(name.startsWith('@') ? name : `@${name}`);
      }
      for (const name of attributeNames(node.target)) keeps.add(name);
      if (isSession(node.target)) keeps.add(SESSION);
      return;
    }
    if (targets.has(node)) return;
    if (node.kind !== 'member') return;
    if (node.of.kind === 'name' && node.of.name === 'super') calls.add(node.name);
    for (const name of attributeNames(node)) looks.add(name);
    if (node.of.kind !== 'self') return;
    looks.add(node.name);
    if (node.name.startsWith('@')) return;
    calls.add(node.name);
    if (OF_SESSIONS.test(node.name)) looks.add(SESSION);
    else if (SIGNING_IN.test(node.name)) keeps.add(SESSION);
  });
  // What a method finds once, and keeps for itself (`return @a if @a`), it finds again.
  for (const name of keeps) if (name.startsWith('@')) looks.delete(name);
  return { keeps, looks, calls };
}

/**
 * `Current.user`: an attribute that is kept for the time of a request. Those that say who calls may be got from each other
 * (`delegate :user, to: :session`); what the others hold is not known anyway.
 */
function attributeNames(node: Node): readonly string[] {
  if (node.kind !== 'member' || node.of.kind !== 'name' || !/^[A-Z]/.test(node.of.name)) return [];
  return saysWhoCalls(node.name) || node.name === 'current' ? [node.of.name] : [];
}

/** `session[:user_id]`, `cookies.signed[:token]`. */
function isSession(node: Node): boolean {
  if (node.kind === 'call') return isSession(node.callee);
  if (node.kind !== 'member') return false;
  return node.of.kind === 'self' ? /^(?:session|cookies)$/.test(node.name) : isSession(node.of);
}
