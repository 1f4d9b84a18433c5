/** How long something lasts, as Go code writes it. Source: https://pkg.go.dev/time#Duration. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';
import { dottedName, sourceOf } from '../calls.ts';

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['time.Nanosecond', 1e-9],
  ['time.Microsecond', 1e-6],
  ['time.Millisecond', 1e-3],
  ['time.Second', 1],
  ['time.Minute', 60],
  ['time.Hour', 3_600],
]);

const MOST_STEPS = 12;

/** Seconds of `24 * time.Hour`; undefined for what is computed otherwise. */
export function secondsOf(file: ProgramFile, expr: Expr, inside: readonly FunctionNode[]): number | undefined {
  const factors = factorsOf(file, expr, inside, MOST_STEPS);
  if (!factors) return undefined;
  const units = factors.filter(({ isUnit }) => isUnit);
  const product = factors.reduce((sum, { value }) => sum * value, 1);
  // A number alone counts nanoseconds.
  if (units.length === 0) return product * 1e-9;
  return units.length === 1 ? product : undefined;
}

type Factor = { readonly value: number; readonly isUnit: boolean };

function factorsOf(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
  left: number,
): readonly Factor[] | undefined {
  if (left === 0) return undefined;
  const unit = expr.kind === 'member' ? SECONDS.get(dottedName(file, expr) ?? '') : undefined;
  if (unit !== undefined) return [{ value: unit, isUnit: true }];
  const value = valueOf(file, expr, inside);
  if (value.kind === 'number') return [{ value: value.value, isUnit: false }];
  if (value !== expr) return factorsOf(file, value, inside, left - 1);
  // `time.Duration(15)` is the number.
  if (
    value.kind === 'call' &&
    value.args.length === 1 &&
    value.args[0] &&
    dottedName(file, value.callee) === 'time.Duration'
  )
    return factorsOf(file, value.args[0], inside, left - 1);
  if (value.kind !== 'operation' || value.operator !== 'arithmetic') return undefined;
  // The form keeps factors and does not say what is done with them.
  if (/[-/%&|^<>]/.test(sourceOf(file, value.at))) return undefined;
  const factors = value.operands.map(operand => factorsOf(file, operand, inside, left - 1));
  return factors.some(one => one === undefined) ? undefined : factors.flatMap(one => one ?? []);
}
