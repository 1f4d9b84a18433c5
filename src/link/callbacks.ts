/**
 * Methods that classes put before their actions, and take away again in classes below.
 *
 * Sources: Rails guides, Action Controller Overview, Filters; AbstractController::Callbacks; ActionController::HttpAuthentication.
 */
import type { DrawingFact } from '../core/facts/drawing.ts';
import type { Location } from '../core/location.ts';
import { opaqueInstance } from './calling.ts';
import type { Frame } from './frame.ts';
import { selfOf } from './frame.ts';
import { gemGuard, isHarmlessCallback } from './guards/ruby-gems.ts';
import { operand } from './interpreter.ts';
import { registrationGuard } from './drawing/gems.ts';
import { areSame, heededBy } from './callback-state.ts';
import { type OpenCondition, areOpposite, callbackApplies, conditionally, isOfDevise } from './callback-conditions.ts';
import type { Condition, Machine } from './machine.ts';
import { methodOf } from './members.ts';
import { noteName } from './guards/block-names.ts';
import { type Given, givenIn, textsIn } from './drawing/arguments.ts';
import {
  type ClassValue,
  type ClosureValue,
  type InstanceValue,
  type Value,
  either,
  fullNames,
  unknown,
} from './value.ts';

type CallbackFact = Extract<DrawingFact, { kind: 'callback' }>;

/** What a class says about methods before its actions, in the order in which it says it. */
export type Callback = {
  readonly does: CallbackFact['does'];
  readonly at: Location;
  readonly what: readonly Value[];
  readonly options: Given['options'];
  readonly conditions: readonly Condition[];
};

const CALLBACKS = new WeakMap<Machine, Map<string, Callback[]>>();

function callbacksOf(machine: Machine, cls: ClassValue): Callback[] {
  const all = CALLBACKS.get(machine) ?? new Map<string, Callback[]>();
  CALLBACKS.set(machine, all);
  const known = all.get(keyOf(cls)) ?? [];
  all.set(keyOf(cls), known);
  return known;
}

/** A class that is opened again elsewhere is one class. */
function keyOf({ cls }: ClassValue): string {
  return cls.name ?? cls.id;
}

/** Notes what a call in the body of a class says. */
export function noteCallback(machine: Machine, frame: Frame, fact: CallbackFact): void {
  const { callee } = fact.site;
  const on =
    callee.kind === 'member' && callee.of.kind !== 'self' ? operand(machine, frame, callee.of) : selfOf(frame.scope);
  machine.fired.add(fact.site);
  if (on?.kind !== 'class') return;
  const given = givenIn(machine, frame, fact.site, new Map());
  callbacksOf(machine, on).push({
    does: fact.does,
    at: fact.at,
    what: [...given.positional.map(({ value }) => value), ...(given.block ? [given.block] : [])],
    options: given.options,
    conditions: [...machine.conditions],
  });
}

/** A method that stands before an action. */
type Standing = {
  readonly name: string | undefined;
  readonly guard: Value;
  readonly at: Location;
  /** The condition that it stands under, and what it is without that. */
  readonly asked?: { readonly open: OpenCondition; readonly guard: Value };
};

const BEFORE = new WeakMap<Machine, Map<string, Before>>();

/** What stands before an action of a class, in the order in which it runs. */
export function guardsBefore(machine: Machine, cls: ClassValue, action: string): Before {
  const all = BEFORE.get(machine) ?? new Map<string, Before>();
  BEFORE.set(machine, all);
  const key = `${cls.cls.id} ${action}`;
  const known = all.get(key) ?? findBefore(machine, cls, action);
  all.set(key, known);
  return known;
}

function findBefore(machine: Machine, cls: ClassValue, action: string): Before {
  const self = opaqueInstance(machine, cls);
  const line = classLine(cls);
  const standing: Standing[] = brought(line, action);
  for (const above of line)
    for (const callback of callbacksOf(machine, above)) apply(machine, { cls, self, action }, standing, callback);
  const outside = baseOutside(line);
  const earlier: ClosureValue[] = [];
  const guards = joined(machine, self, standing).map(({ guard }) => {
    if (guard.kind !== 'closure') return guard;
    const heeded = heededBy(machine, cls, guard, earlier);
    earlier.push(guard);
    return sameAbove(machine, line, action, { ...guard, after: heeded });
  });
  return { guards: [...(outside ? [outside] : []), ...guards], ran: earlier };
}

/**
 * Of two guards of which one stands where a condition holds, and the other one where it does not, one of them stands there in any
 * case: `before_action :a, if: :token?`, `before_action :b, unless: :token?`.
 */
function joined(machine: Machine, self: InstanceValue, standing: readonly Standing[]): readonly Standing[] {
  const left: Standing[] = [];
  for (const one of standing) {
    const index = left.findIndex(({ asked }) => asked && one.asked && areOpposite(asked.open, one.asked.open));
    const before = left[index];
    if (!before?.asked || !one.asked) {
      left.push(one);
      continue;
    }
    const both = conditionally(machine, self, {
      open: [before.asked.open],
      guard: before.asked.guard,
      other: one.asked.guard,
    });
    if (both) left[index] = { name: before.name, at: before.at, guard: both };
    else left.push(one);
  }
  return left;
}

/**
 * The same function before the same action of the class that one derives from, where it does the same there: what it does is then
 * found out once for all classes that derive from that one.
 */
function sameAbove(machine: Machine, line: readonly ClassValue[], action: string, guard: ClosureValue): ClosureValue {
  const [above, cls] = line.slice(-2);
  if (!above || !cls) return guard;
  const idsOf = ({ fn, after = [] }: ClosureValue): string =>
    [fn, ...after.map(one => one.fn)].map(one => one.id).join();
  const same = guardsBefore(machine, above, action).guards.find(
    (one): one is ClosureValue => one.kind === 'closure' && idsOf(one) === idsOf(guard),
  );
  return same && areSame(machine, cls, above, [guard, ...(guard.after ?? [])]) ? same : guard;
}

/** What stands before an action, and those of it that are functions of the tree. */
export type Before = { readonly guards: readonly Value[]; readonly ran: readonly ClosureValue[] };

/** What a base of Devise puts before its actions. */
function brought(line: readonly ClassValue[], action: string): Standing[] {
  const [top] = line;
  const base = top?.base;
  if (!top || base?.kind !== 'external' || !fullNames(base).includes('Devise::RegistrationsController')) return [];
  const guard = registrationGuard(top.cls.nameAt, action);
  return guard ? [{ name: 'authenticate_scope!', guard, at: top.cls.nameAt }] : [];
}

/** A class and its bases in the tree, the topmost first. */
function classLine(cls: ClassValue): readonly ClassValue[] {
  const line: ClassValue[] = [];
  for (let current: Value | undefined = cls; current?.kind === 'class' && line.length < DEPTH; current = current.base)
    line.unshift(current);
  return line;
}

const DEPTH = 20;

/** What a base of a gem puts before actions is not known, save for those of Rails itself. */
function baseOutside(line: readonly ClassValue[]): Value | undefined {
  const base = line[0]?.base;
  if (!base || base.kind === 'nothing') return undefined;
  if (base.kind === 'external') {
    const [name = ''] = fullNames(base);
    if (OPEN_BASES.test(name)) return undefined;
    return unknown(`what ${name} puts before its actions is not in the tree`, name);
  }
  return unknown('what its class derives from was not found', line[0]?.cls.name);
}

/** Bases that let everybody pass. Those of Devise say themselves which of their actions ask for a session. */
const OPEN_BASES =
  /^(?:ActionController::(?:Base|API|Metal)|AbstractController::Base|ActionMailbox::BaseController|Rails::\w+Controller|Devise(?:::\w+)?Controller|DeviseController|Doorkeeper::\w*Controller|Clearance::\w+Controller|Turbo::\w+|Hanami::Action|Object)$/;

type Asked = { readonly cls: ClassValue; readonly self: InstanceValue; readonly action: string };

function apply(machine: Machine, asked: Asked, standing: Standing[], callback: Callback): void {
  const { answer, open } = callbackApplies(machine, asked.self, asked.action, callback.options);
  if (answer === false) return;
  const isThere = answer === true && callback.conditions.every(({ isQuiet }) => isQuiet);
  const isSure = isThere && open.length === 0;
  const under = (guard: Value, isSkipped: boolean): Value => {
    if (isSure) return guard;
    const asking = isThere ? conditionally(machine, asked.self, { open, guard, isSkipped }) : undefined;
    return asking ?? either([guard, NO_GUARD]);
  };
  switch (callback.does) {
    case 'put':
    case 'put-first': {
      const [first, ...others] = open;
      const put = callback.what.flatMap(what =>
        standingFor(machine, asked, callback, what, guard => ({
          guard: under(guard, false),
          ...(isThere && first && others.length === 0 ? { asked: { open: first, guard } } : {}),
        })),
      );
      // What is put again stands where it is put last.
      for (const one of put) {
        const index = standing.findIndex(({ name }) => name !== undefined && name === one.name);
        if (index >= 0 && isSure) standing.splice(index, 1);
      }
      if (callback.does === 'put') standing.push(...put);
      else standing.unshift(...put);
      return;
    }
    case 'basic':
      standing.push({
        name: undefined,
        at: callback.at,
        guard: under(
          {
            kind: 'guard',
            at: callback.at,
            what: 'http_basic_authenticate_with',
            effect: 'required',
            mechanism: 'basic',
            scopes: [],
            limiter: false,
            why: 'it refuses requests without the name and password',
          },
          false,
        ),
      });
      return;
    case 'ability':
      standing.push({
        name: ABILITY,
        at: callback.at,
        guard: under(
          unknown('what the rules of the application say of a stranger is not followed', 'abilities'),
          false,
        ),
      });
      return;
    case 'skip-ability':
      for (let index = standing.length - 1; index >= 0; index--)
        if (standing[index]?.name === ABILITY && isSure) standing.splice(index, 1);
      return;
    case 'skip':
    case 'skip-all': {
      const names = new Set(callback.what.flatMap(what => textsIn(what)));
      for (let index = standing.length - 1; index >= 0; index--) {
        const one = standing[index];
        if (!one || (callback.does === 'skip' && !names.has(one.name ?? ''))) continue;
        if (isSure) standing.splice(index, 1);
        else standing[index] = { name: one.name, at: one.at, guard: under(one.guard, true) };
      }
    }
  }
}

/** Stands for what CanCanCan puts before actions. */
const ABILITY = '(ability)';

const NO_GUARD: Value = { kind: 'boolean', value: false };

function standingFor(
  machine: Machine,
  { cls, self }: Asked,
  { at, options }: Callback,
  what: Value,
  under: (guard: Value) => Pick<Standing, 'guard' | 'asked'>,
): readonly Standing[] {
  if (what.kind === 'closure') noteName(machine, what.fn);
  if (what.kind === 'closure') return [{ name: undefined, at, ...under(blockOf(machine, cls, what, self)) }];
  const names = textsIn(what);
  if (names.length === 0 && what.kind !== 'list')
    return [{ name: undefined, at, ...under(unknown('what stands there could not be followed')) }];
  return names.flatMap((name): readonly Standing[] => {
    const guard = namedGuard(machine, cls, { self, name, at, options });
    return guard ? [{ name, at, ...under(guard) }] : [];
  });
}

const METHODS = new WeakMap<Machine, Map<string, ClosureValue>>();

/** A block with the instances of a class as `this`; it has a scope of its own for each class, by which what it does is known. */
function blockOf(machine: Machine, cls: ClassValue, block: ClosureValue, self: InstanceValue): ClosureValue {
  const known = METHODS.get(machine) ?? new Map<string, ClosureValue>();
  METHODS.set(machine, known);
  const key = `${cls.cls.id} ${block.fn.id}`;
  const made = known.get(key) ?? { ...block, scope: { ...block.scope }, receiver: self, self };
  known.set(key, made);
  return made;
}

/** One closure for each method of a class: what it does is then found out once for all actions that it stands before. */
function methodNamed(machine: Machine, cls: ClassValue, name: string, self: InstanceValue): ClosureValue | undefined {
  const known = METHODS.get(machine) ?? new Map<string, ClosureValue>();
  METHODS.set(machine, known);
  const key = `${cls.cls.id} ${name}`;
  const method = known.get(key) ?? methodOf(machine, cls, name, self);
  if (method?.kind !== 'closure') return undefined;
  known.set(key, method);
  return method;
}

/** The method of a name, of the tree or of a gem. */
function namedGuard(
  machine: Machine,
  cls: ClassValue,
  {
    self,
    name,
    at,
    options,
  }: {
    readonly self: InstanceValue;
    readonly name: string;
    readonly at: Location;
    readonly options: Given['options'];
  },
): Value | undefined {
  const method = methodNamed(machine, cls, name, self);
  if (method) {
    machine.namesOf.set(method.fn.id, name);
    return method;
  }
  // In its own controllers, which are there to sign in, Devise's method asks nobody. Source: Devise, Controllers::Helpers.
  if (isOfDevise(self) && /^authenticate_\w+!$/.test(name) && name !== 'authenticate_scope!') return undefined;
  const known = gemGuard(machine, cls.scope.file, { name, at, options });
  if (known) return known;
  return isHarmlessCallback(name) ? undefined : unknown('the method is not in the tree', name);
}
