/** Whether a value is a schema, a class or a function that constrains what it is given. */
import type { ClassMember } from '../../core/program.ts';
import { evaluate } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import { type ClassValue, type Value, optionsOf } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { OPEN_DECORATORS, OPEN_SCHEMAS, SCHEMA_PACKAGES } from './schema-packages.ts';

/** The package a value was made by, and the names that were called for it, outermost last: `zod`, `['object', 'strict']`. */
export function makingOf(value: Value): { readonly module: string; readonly names: readonly string[] } | undefined {
  switch (value.kind) {
    case 'external':
      return { module: value.module, names: value.path };
    case 'outcome':
      return makingOf(value.of);
    case 'method': {
      const of = makingOf(value.of);
      return of && { module: of.module, names: [...of.names, value.name] };
    }
    default:
      return undefined;
  }
}

/** Whether a value is a schema of a known package that does not let anything pass. */
export function isSchema(value: Value): boolean {
  const options = optionsOf(value);
  return options.length > 0 && options.every(option => option.kind !== 'external' && isConstraining(option));
}

function isConstraining(value: Value): boolean {
  const making = makingOf(value);
  if (!making || !SCHEMA_PACKAGES.has(making.module)) return false;
  if (making.names.some(name => OPEN_SCHEMAS.has(name))) return false;
  // `z.record(z.any())` and `z.array(z.unknown())` say no more than that it is an object or a list.
  const isHolder = making.names.includes('record') || making.names.includes('array');
  const held = value.kind === 'outcome' ? value.args.at(-1) : undefined;
  return !(isHolder && held && OPEN_SCHEMAS.has(makingOf(held)?.names.at(-1) ?? ''));
}

/**
 * Whether a class says of its fields what they may hold: by decorators of `class-validator`, its own or those of a class
 * that it is made from (`extends PartialType(Other)`), or by a zod schema (`extends createZodDto(schema)`).
 */
export function constrainsFields(machine: Machine, cls: ClassValue, depth = 0): boolean {
  if (depth > BASES) return false;
  if (cls.cls.members.some(member => member.kind === 'field' && isConstrained(machine, cls, member))) return true;
  const { base } = cls;
  if (!base) return false;
  if (base.kind === 'class') return constrainsFields(machine, base, depth + 1);
  if (base.kind !== 'outcome') return false;
  const making = makingOf(base);
  if (making?.module === 'nestjs-zod') return base.args.some(isSchema);
  return base.args.some(arg => arg.kind === 'class' && constrainsFields(machine, arg, depth + 1));
}

/** Classes that a class is made from, one after another. */
const BASES = 6;

function isConstrained(machine: Machine, cls: ClassValue, field: Extract<ClassMember, { kind: 'field' }>): boolean {
  return field.decorators.some(({ expression }) => {
    const callee = expression.kind === 'call' ? expression.callee : expression;
    const value = evaluate(machine, { scope: cls.scope, memo: new Map(), returns: [] }, callee);
    if (value.kind !== 'closure') return isRule(value);
    // A decorator of the tree that is made of those of the package.
    let found = false;
    visitNodes(value.fn.body, node => {
      if (found || node.kind !== 'call') return;
      const { callee: inner } = node;
      if (inner.kind !== 'name' && inner.kind !== 'member') return;
      found = isRule(evaluate(machine, { scope: value.scope, memo: new Map(), returns: [] }, inner));
    });
    return found;
  });
}

function isRule(value: Value): boolean {
  return (
    value.kind === 'external' && value.module === 'class-validator' && !OPEN_DECORATORS.has(value.path.at(-1) ?? '')
  );
}
