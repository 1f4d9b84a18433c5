/** Whether a method stands before an action: `only`, `except`, `if`, `unless`. Source: AbstractController::Callbacks. */
import { derivesFrom, lineOf } from './ancestors.ts';
import { callClosure } from './calling.ts';
import type { Given } from './drawing/arguments.ts';
import { textsIn } from './drawing/arguments.ts';
import { type Machine, under } from './machine.ts';
import { methodOf } from './members.ts';
import { HOLE, type InstanceValue, type Value, flatten, fullNames, truth } from './value.ts';

/** Undefined where it cannot be told. */
export function callbackApplies(
  machine: Machine,
  self: InstanceValue,
  action: string,
  options: Given['options'],
): boolean | undefined {
  const only = isAmong(options.get('only'), action);
  const except = isAmong(options.get('except'), action);
  if (only === false || except === true) return false;
  let isSure = (options.has('only') ? only === true : true) && (options.has('except') ? except === false : true);
  for (const [word, wanted] of [
    ['if', true],
    ['unless', false],
  ] as const) {
    const conditions = options.get(word);
    for (const condition of conditions ? flatten(conditions) : []) {
      const answer = answerOf(machine, self, action, condition);
      if (answer === undefined) isSure = false;
      else if (answer !== wanted) return false;
    }
  }
  return isSure ? true : undefined;
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
