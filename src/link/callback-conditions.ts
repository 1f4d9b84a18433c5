/** Whether a method stands before an action: `only`, `except`, `if`, `unless`. Source: AbstractController::Callbacks. */
import { callAt } from '../core/program-nodes.ts';
import { idAt } from '../core/location.ts';
import type { Expr, FunctionNode, Statement } from '../core/program.ts';
import { derivesFrom, lineOf } from './ancestors.ts';
import { callClosure } from './calling.ts';
import type { Given } from './drawing/arguments.ts';
import { textsIn } from './drawing/arguments.ts';
import { type Machine, under } from './machine.ts';
import { methodOf } from './members.ts';
import { type ClosureValue, HOLE, type InstanceValue, type Value, flatten, fullNames, truth } from './value.ts';

/** What a condition is, and whether it has to hold (`if`) or not (`unless`). */
export type OpenCondition = { readonly condition: Value; readonly wanted: boolean };

/**
 * Whether the callback stands there: undefined where the names of its actions are not wholly known. `open` are conditions that
 * only a request decides.
 */
export type Applies = { readonly answer: boolean | undefined; readonly open: readonly OpenCondition[] };

export function callbackApplies(
  machine: Machine,
  self: InstanceValue,
  action: string,
  options: Given['options'],
): Applies {
  const only = isAmong(options.get('only'), action);
  const except = isAmong(options.get('except'), action);
  const open: OpenCondition[] = [];
  if (only === false || except === true) return { answer: false, open };
  const isNamed = (options.has('only') ? only === true : true) && (options.has('except') ? except === false : true);
  for (const [word, wanted] of [
    ['if', true],
    ['unless', false],
  ] as const) {
    const conditions = options.get(word);
    for (const condition of conditions ? flatten(conditions) : []) {
      const answer = answerOf(machine, self, action, condition);
      if (answer === undefined) open.push({ condition, wanted });
      else if (answer !== wanted) return { answer: false, open: [] };
    }
  }
  return { answer: isNamed ? true : undefined, open };
}

const CONDITIONAL = new WeakMap<Machine, Map<string, ClosureValue>>();

/** The functions that stand under conditions, and blocks that are conditions, by the function that asks these. */
const PARTS = new WeakMap<FunctionNode, readonly FunctionNode[]>();

/** A function, and where it asks conditions, what it calls. */
export function withParts(fn: FunctionNode): readonly FunctionNode[] {
  return [fn, ...(PARTS.get(fn) ?? [])];
}

/** A guard that stands where all conditions hold, or (`isSkipped`) where they do not; `other` stands where they do not hold. */
export type Conditional = {
  readonly open: readonly OpenCondition[];
  readonly guard: Value;
  readonly isSkipped?: boolean;
  readonly other?: Value;
};

/**
 * A method that asks the conditions of a guard, so that they are followed for who calls as the guard itself is (`unless:
 * :signed_in?`). Undefined where a condition is nothing that could be asked.
 */
export function conditionally(
  machine: Machine,
  self: InstanceValue,
  { open, guard, isSkipped = false, other }: Conditional,
): ClosureValue | undefined {
  const at = guard.kind === 'closure' ? guard.fn.at : guard.kind === 'guard' ? guard.at : undefined;
  if (!at || open.some(({ condition }) => condition.kind !== 'text' && condition.kind !== 'closure')) return undefined;
  const ids = open.map(({ condition, wanted }) => `${wanted} ${idOf(condition)}`);
  const id = `${isSkipped} ${idOf(guard)} ${other ? idOf(other) : ''} ${ids.join()}`;
  const key = `${self.of.cls.id} ${id}`;
  const made = CONDITIONAL.get(machine) ?? new Map<string, ClosureValue>();
  CONDITIONAL.set(machine, made);
  const known = made.get(key);
  if (known) return known;
  const names = new Map([[GUARD, { value: guard, depth: 0 }]]);
  if (other) names.set(OTHER, { value: other, depth: 0 });
  const tests = open.map(({ condition, wanted }, index): Expr => {
    const name = `(condition ${index})`;
    if (condition.kind !== 'text') names.set(name, { value: bound(condition, self), depth: 0 });
    const callee: Expr =
      condition.kind === 'text'
        ? { kind: 'member', at, of: { kind: 'self', at }, name: condition.value, nameAt: at }
        : { kind: 'name', at, name };
    const asked = callAt(callee.at, callee);
    return wanted ? asked : { kind: 'operation', at, operator: 'not', operands: [asked] };
  });
  const block: Expr = { kind: 'named', at, name: BLOCK, nameAt: at, value: { kind: 'name', at, name: BLOCK } };
  const callNamed = (name: string): Statement => ({
    kind: 'evaluate',
    at,
    value: callAt(at, { kind: 'name', at, name }, [block]),
  });
  const call = callNamed(GUARD);
  const without = other ? [callNamed(OTHER)] : [];
  const [first] = tests;
  const test: Expr = first && tests.length === 1 ? first : { kind: 'operation', at, operator: 'and', operands: tests };
  const fn: FunctionNode = {
    id: `${id} conditional`,
    at,
    parameters: [{ at, pattern: { kind: 'name', at, name: BLOCK }, isRest: false, decorators: [], isField: false }],
    body: [{ kind: 'branch', at, test, then: isSkipped ? [] : [call], otherwise: isSkipped ? [call] : without }],
    isAsync: false,
    bindsSelf: true,
    decorators: [],
    doc: '',
  };
  PARTS.set(
    fn,
    [guard, ...(other ? [other] : []), ...open.map(({ condition }) => condition)].flatMap(part =>
      part.kind === 'closure' ? withParts(part.fn) : [],
    ),
  );
  const scope = { parent: self.of.scope, names, file: self.of.scope.file, self, cls: self.of };
  const closure: ClosureValue = { kind: 'closure', fn, scope, self };
  machine.namesOf.set(fn.id, nameOfGuard(machine, guard));
  made.set(key, closure);
  return closure;
}

const GUARD = '(guard)';
const OTHER = '(other guard)';
/** The name under which a method has the block that it is called with. */
const BLOCK = '&';

/** Whether one condition is the opposite of the other. */
export function areOpposite(one: OpenCondition, other: OpenCondition): boolean {
  return one.wanted !== other.wanted && idOf(one.condition) === idOf(other.condition);
}

/** A block of the class runs with its instances as `this`. */
function bound(condition: Value, self: InstanceValue): Value {
  return condition.kind === 'closure' ? { ...condition, self, receiver: self } : condition;
}

function idOf(value: Value): string {
  if (value.kind === 'closure') return value.fn.id;
  if (value.kind === 'guard') return `${value.what} ${idAt(value.at)}`;
  return value.kind === 'text' ? `:${value.value}` : value.kind;
}

function nameOfGuard(machine: Machine, guard: Value): string {
  if (guard.kind === 'closure') return machine.namesOf.get(guard.fn.id) ?? 'a function';
  return guard.kind === 'guard' ? guard.what : 'a function';
}

function isAmong(list: Value | undefined, action: string): boolean | undefined {
  if (!list || list.kind === 'nothing') return undefined;
  const names = textsIn(list);
  if (names.includes(action)) return true;
  const isWhole = flatten(list).every(item => item.kind === 'text' && !item.value.includes(HOLE));
  return isWhole && (list.kind !== 'list' || !list.isOpen) ? false : undefined;
}

function answerOf(machine: Machine, self: InstanceValue, action: string, condition: Value): boolean | undefined {
  if (condition.kind === 'boolean') return condition.value;
  if (condition.kind === 'closure') return answered(machine, self, action, { ...condition, receiver: self });
  if (condition.kind !== 'text') return undefined;
  const name = condition.value;
  if (name === 'devise_controller?') return isOfDevise(self);
  const method = methodOf(machine, self.of, name, self);
  return method?.kind === 'closure' ? answered(machine, self, action, method) : undefined;
}

function answered(
  machine: Machine,
  self: InstanceValue,
  action: string,
  closure: Extract<Value, { kind: 'closure' }>,
): boolean | undefined {
  const [line, ...others] = closure.fn.body.filter(one => one.kind !== 'declare');
  const value = line?.kind === 'return' && others.length === 0 ? line.value : undefined;
  // Tests of what the class or the environment is, written out.
  const isNot = value?.kind === 'operation' && value.operator === 'not';
  const asked = isNot ? value.operands[0] : value;
  if (asked?.kind === 'call' && asked.callee.kind === 'member') {
    const { name, of } = asked.callee;
    const known =
      name === 'devise_controller?' && of.kind === 'self'
        ? isOfDevise(self)
        : ENVIRONMENTS.get(`${nameOf(of)}.${name}`);
    if (known !== undefined) return known !== isNot;
  }
  if (asked?.kind === 'operation' && asked.operator === 'equal') {
    const [first, second] = asked.operands;
    const isAction = first?.kind === 'call' && first.callee.kind === 'member' && first.callee.name === 'action_name';
    if (isAction && second?.kind === 'text') return (second.value === action) !== isNot;
  }
  return truth(under(machine, 'a condition', () => callClosure(machine, closure, [])));
}

/** What holds where an application is in use. */
const ENVIRONMENTS: ReadonlyMap<string, boolean> = new Map([
  ['Rails.env.production?', true],
  ['Rails.env.development?', false],
  ['Rails.env.test?', false],
  ['Rails.env.local?', false],
]);

function nameOf(of: Extract<Value, { kind: 'closure' }>['fn']['body'][number] | unknown): string {
  // Names of constants and calls without arguments, as written.
  const expr = of as {
    readonly kind?: string;
    readonly name?: string;
    readonly callee?: unknown;
    readonly of?: unknown;
  };
  if (expr.kind === 'name') return expr.name ?? '';
  if (expr.kind === 'call') return nameOf(expr.callee);
  return expr.kind === 'member' ? `${nameOf(expr.of)}.${expr.name ?? ''}` : '';
}

export function isOfDevise(self: InstanceValue): boolean {
  return (
    derivesFrom(self.of, ['DeviseController']) ||
    lineOf(self.of).some(
      above => above.kind === 'external' && fullNames(above).some(name => name.startsWith('Devise::')),
    )
  );
}
