/** Which files detectors for frameworks of Scala read, and how they look at names. */
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

export const SCALA_FILES: readonly string[] = ['**/*.scala'];

/** Whether a file imports something of these packages, or below them. */
export function imports(file: ProgramFile, packages: readonly string[]): boolean {
  return file.module.imports.some(({ module, imported }) =>
    module
      .split(',')
      .some(one => packages.some(name => one === name || one.startsWith(`${name}.`) || `${one}.${imported}` === name)),
  );
}

/**
 * Whether a plain name is this one of a package: imported from it, or declared nowhere in the file, so that a base of a class
 * may give it (`trait Routes extends Directives`). What the tree declares under the name is found when the name is looked up.
 */
export function isGiven(file: ProgramFile, name: Expr, packages: readonly string[]): boolean {
  const origin = file.originOf(name);
  if (!origin) return false;
  // `Directives.get`: a member of an object of the package, which its name says.
  if (name.kind === 'member')
    return (
      (name.of.kind === 'name' || name.of.kind === 'member') &&
      /^\p{Lu}/u.test(name.of.name) &&
      isNamedIn(file, name.of, packages)
    );
  if (name.kind !== 'name') return false;
  return isOf(origin.module, packages) || isFree(file, name.name);
}

/** Whether an object is imported from one of these packages by its name. */
function isNamedIn(file: ProgramFile, of: Expr, packages: readonly string[]): boolean {
  const root = of.kind === 'member' ? of.of : of;
  const binding = root.kind === 'name' ? file.module.imports.find(({ local }) => local === root.name) : undefined;
  return binding !== undefined && !isFree(file, binding.local) && isOf(binding.module, packages);
}

function isOf(module: string, packages: readonly string[]): boolean {
  return module.split(',').some(one => packages.some(known => one === known || one.startsWith(`${known}.`)));
}

/** Whether a name is imported by nothing of its own. */
function isFree(file: ProgramFile, name: string): boolean {
  const last = file.module.imports.at(-1);
  const own = file.module.imports.find(binding => binding.local === name);
  return own !== undefined && last !== undefined && own.module === last.module;
}

/** The name that a call goes by: `get` in `get(…)` and `Directives.get(…)`. */
export function calledName({ callee }: CallExpr): string {
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
}

/** `a ~ b`: the two sides of a call of an operator. */
export function sidesOf(expr: Expr, ...operators: readonly string[]): readonly [Expr, Expr] | undefined {
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || !operators.includes(expr.callee.name)) return undefined;
  const [right] = expr.args;
  return right && [expr.callee.of, right];
}

export function textAt(at: Expr['at'], value: string): Expr {
  return { kind: 'text', at, value };
}
