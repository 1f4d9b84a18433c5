/** What the making of a controller does to a request: constructors of it and of its bases run before any action. */
import type { FunctionNode, Statement } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { opaqueInstance } from './calling.ts';
import type { Machine } from './machine.ts';
import type { ClassValue, Scope, Value } from './value.ts';
import { unknown } from './value.ts';
import { visitNodes } from './walk.ts';

/**
 * Constructors, and methods of these names that the framework calls at once after them, as guards that count where they
 * refuse. A base's runs where the heir has none of its own, or calls it; where that hangs on something, so does what it asks.
 *
 * Sources: PHP manual, Constructors and Destructors; CodeIgniter, Controllers (Constructor).
 */
export function constructorGuards(machine: Machine, cls: ClassValue, names: readonly string[]): readonly Value[] {
  return ['__construct', ...names].flatMap(name => runsOf(machine, cls, name));
}

function runsOf(machine: Machine, cls: ClassValue, name: string): readonly Value[] {
  const guards: Value[] = [];
  for (const above of classesAbove(cls)) {
    const fn = functionNamed(above, name);
    if (!fn) continue;
    guards.push(guardOf(machine, cls, above, fn));
    const call = callOfBase(fn, name);
    if (call === 'sure') continue;
    if (call === 'perhaps' && isDefinedAbove(above, name))
      guards.push(unknown('whether it is run hangs on a condition', 'the constructor of a base class'));
    break;
  }
  return guards;
}

function functionNamed({ cls }: ClassValue, name: string): FunctionNode | undefined {
  for (const member of cls.members) {
    if (member.kind === 'constructor' && name === '__construct') return member.fn;
    if (member.kind === 'method' && member.name === name && !member.isStatic) return member.fn;
  }
  return undefined;
}

function isDefinedAbove(cls: ClassValue, name: string): boolean {
  return classesAbove(cls)
    .slice(1)
    .some(above => functionNamed(above, name) !== undefined);
}

function guardOf(machine: Machine, cls: ClassValue, above: ClassValue, fn: FunctionNode): Value {
  const self = opaqueInstance(machine, cls);
  const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, self, cls: above };
  return { kind: 'composed', how: 'makes', of: [{ kind: 'closure', fn, scope, self }] };
}

/** Whether a function calls the one that it overrides: where it stands for itself, it does. */
function callOfBase(fn: FunctionNode, name: string): 'sure' | 'perhaps' | undefined {
  const isCall = (statement: Statement): boolean => {
    const value = statement.kind === 'evaluate' ? statement.value : undefined;
    return value?.kind === 'call' && isBase(value.callee, name);
  };
  for (const statement of fn.body) {
    if (isCall(statement)) return 'sure';
    // What returns early, on some way, does not come to it.
    if (mayReturn(statement)) break;
  }
  let isThere = false;
  visitNodes(fn.body, node => {
    isThere ||= node.kind === 'call' && isBase(node.callee, name);
  });
  return isThere ? 'perhaps' : undefined;
}

function mayReturn(statement: Statement): boolean {
  let returns = false;
  visitNodes(
    [statement],
    node => {
      returns ||= node.kind === 'return';
    },
    node => node.kind !== 'function' && node.kind !== 'class',
  );
  return returns;
}

function isBase(callee: Parameters<typeof isSuper>[0], name: string): boolean {
  return name === '__construct'
    ? isSuper(callee)
    : callee.kind === 'member' && callee.name === name && isSuper(callee.of);
}

function isSuper(value: Extract<Statement, { kind: 'evaluate' }>['value']): boolean {
  return value.kind === 'name' && value.name === 'super';
}
