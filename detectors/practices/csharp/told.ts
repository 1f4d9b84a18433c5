/** What a file says of an object by named values where it is made, and by assignments to its members. */
import type { Expr, FunctionNode, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { certainNodes } from '../../guards/javascript/switches/certain.ts';
import { nodesIn } from '../../routes/javascript/values.ts';

export type Assigned = {
  readonly target: Extract<Expr, { kind: 'member' }>;
  readonly value: Expr;
  /** No branch decides about it. */
  readonly isCertain: boolean;
};

/** Made once for each body: every call in it asks for the same. */
const KNOWN = new WeakMap<readonly Statement[], readonly Assigned[]>();

/** `parameters.ValidateIssuer = …` in the innermost function, or at the top of the file; those of functions inside are among them. */
export function assignmentsIn(file: ProgramFile, [fn]: readonly FunctionNode[]): readonly Assigned[] {
  const body = fn ? fn.body : file.module.body;
  const known = KNOWN.get(body);
  if (known) return known;
  const certain = new Set<unknown>(certainNodes(body));
  const found = [...nodesIn(body)].flatMap((node): readonly Assigned[] => {
    if (node['kind'] !== 'assign' && node['kind'] !== 'assigned') return [];
    // The generic walk has forgotten the types of what it passes.
    const { target, value } = node as unknown as { readonly target: Expr; readonly value: Expr };
    return target.kind === 'member' ? [{ target, value, isCertain: certain.has(node) }] : [];
  });
  KNOWN.set(body, found);
  return found;
}

/** Values by their name; `open` where a branch decides about one. The last one counts. */
export type Told = ReadonlyMap<string, Expr | 'open'>;

export function toldBy(args: readonly Expr[], assigned: readonly Assigned[]): Told {
  const told = new Map<string, Expr | 'open'>();
  for (const arg of args) if (arg.kind === 'named') told.set(arg.name, arg.value);
  for (const { target, value, isCertain } of assigned) told.set(target.name, isCertain ? value : 'open');
  return told;
}

/** Whether a switch is on; `open` where that cannot be told. */
export function switchIn(told: Told, name: string): boolean | 'open' | undefined {
  const value = told.get(name);
  if (value === undefined || value === 'open') return value;
  return value.kind === 'boolean' ? value.value : 'open';
}

/** `(a, b) => true`, `delegate { return true; }`: whatever it is asked, it says yes. */
export function saysYes(expr: Expr | 'open' | undefined): boolean {
  if (expr === undefined || expr === 'open' || expr.kind !== 'function') return false;
  const [only, ...others] = expr.fn.body;
  return (
    others.length === 0 &&
    only?.kind === 'return' &&
    only.value !== undefined &&
    only.value.kind === 'boolean' &&
    only.value.value
  );
}
