/** Files that run where they are included, with the variables of that place. Source: PHP manual, include. */
import type { Statement } from '../core/program.ts';
import { execute } from './execution.ts';
import { fireRootFacts } from './fire.ts';
import type { Frame } from './frame.ts';
import { CALL_DEPTH, type Machine, type ModuleState, lookUp } from './machine.ts';
import { languageRules } from './language.ts';
import { importedValue } from './modules.ts';
import { type Scope, type Value, either, unknown } from './value.ts';

/** Runs a file of the tree in the scope that includes it, and gives what it returns. */
export function includedValue(machine: Machine, frame: Frame, specifier: string): Value {
  const target = machine.program.resolve(frame.scope.file, specifier);
  if (target.kind !== 'file') return unknown('a file that is not in the tree', specifier.replaceAll('\u0001', ''));
  const module = machine.program.modules.get(target.file) ?? machine.program.moduleAt?.(target.file);
  if (!module || !languageRules(module.language).includes)
    return importedValue(machine, frame.scope.file, '*', specifier) ?? unknown('a file that is not read', specifier);
  const key = `include ${target.file}`;
  const depth = machine.stack.length;
  if (machine.stack.includes(key) || depth > CALL_DEPTH) return unknown('a file that includes itself', target.file);
  const known = machine.modules.get(target.file);
  const before = known && machine.included.get(target.file);
  // What only declares, or has nothing to register, runs once.
  if (known && before && !machine.saying.has(target.file)) return before;
  const scope: Scope = { parent: frame.scope, names: frame.scope.names, file: target.file };
  const commonjs: ModuleState['commonjs'] = known?.commonjs ?? { kind: 'record', fields: new Map(), isOpen: false };
  machine.modules.set(target.file, { module, scope, commonjs, isDone: true });
  const own: Frame = { scope, memo: new Map(), returns: [] };
  const conditions = machine.conditions.length;
  machine.stack.push(key);
  execute(
    machine,
    own,
    module.body.filter(statement => !isKnownVariable(scope, statement)),
  );
  machine.stack.length = depth;
  // An early return leaves the file alone.
  machine.conditions.length = conditions;
  if (!known) fireRootFacts(machine, own, target.file);
  const value: Value = own.returns.length === 0 ? { kind: 'boolean', value: true } : either(own.returns);
  machine.included.set(target.file, value);
  return value;
}

/** A variable that is assigned somewhere in the file, and has a value already where it is included. */
function isKnownVariable(scope: Scope, statement: Statement): boolean {
  return (
    statement.kind === 'declare' &&
    !statement.value &&
    statement.pattern.kind === 'name' &&
    lookUp(scope, statement.pattern.name) !== undefined
  );
}
