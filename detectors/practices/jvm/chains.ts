/** Builders: what is called on what a library gives, one call after the other. */
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import { type CallSite, type Origin, type ProgramFile, isFrom } from '../../../src/parse/program-file.ts';
import { type Bound, type Placed, boundTo } from './values.ts';

export type Chain = {
  /** What the chain starts with: `Jwts.parserBuilder()`, `new RestTemplate()`, a field that something else fills. */
  readonly root: Placed;
  /** Calls on it, in the order in which they run as far as that can be told. */
  readonly steps: readonly Step[];
  /** It was handed to other code on the way, which may have called more. */
  readonly isShared: boolean;
  /** What the root is bound to, where it is a name that stands for no call. */
  readonly bound?: Bound;
};

export type Step = { readonly name: string; readonly call: CallExpr; readonly inside: Placed['inside'] };

const MOST_STEPS = 60;

/**
 * The chain that an expression ends: `a().b().c()`, through locals and fields of the file. What is called on a local elsewhere
 * in its function (`builder.setIssuer(x);`) is a step too, and so is what Kotlin's `apply` and `also` do.
 */
export function chainOf(file: ProgramFile, placed: Placed, isEnd = isRoot): Chain {
  const steps: Step[] = [];
  let isShared = false;
  let current = placed;
  for (let left = MOST_STEPS; left > 0; left--) {
    const { expr, inside } = current;
    if (expr.kind === 'call' && expr.callee.kind === 'member' && !expr.isNew && !isEnd(file, expr)) {
      steps.unshift(...scoped(file, expr, inside), { name: expr.callee.name, call: expr, inside });
      current = { expr: expr.callee.of, inside };
      continue;
    }
    const bound = boundTo(file, current);
    if (!bound) break;
    if (bound.kind === 'local' && bound.of && (expr.kind === 'name' || expr.kind === 'member')) {
      steps.unshift(...callsOn(file, expr.name, bound, steps));
      isShared ||= isHandedOn(file, expr.name, bound);
    }
    if (!bound.value) return { root: current, steps, isShared, bound };
    current = bound.value;
  }
  return { root: current, steps, isShared };
}

/** A call whose callee is imported begins a chain. */
function isRoot(file: ProgramFile, call: CallExpr): boolean {
  return file.originOf(call.callee) !== undefined;
}

/** Other calls on the same local, by itself or in a chain. */
function callsOn(file: ProgramFile, name: string, { of }: Bound, known: readonly Step[]): readonly Step[] {
  return file.calls.flatMap(({ call, name: called, receiver, inside }): readonly Step[] => {
    if (!receiver || !of || !inside.includes(of) || known.some(step => step.call === call)) return [];
    return rootName(receiver) === name ? [{ name: called, call, inside }] : [];
  });
}

function rootName(expr: Expr): string | undefined {
  let current = expr;
  while (current.kind === 'call' && current.callee.kind === 'member') current = current.callee.of;
  return current.kind === 'name' ? current.name : undefined;
}

function isHandedOn(file: ProgramFile, name: string, { of }: Bound): boolean {
  return file.calls.some(
    ({ call, inside }) =>
      of !== undefined && inside.includes(of) && call.args.some(arg => arg.kind === 'name' && arg.name === name),
  );
}

/** `builder.apply { issuer("x") }`: calls of a lambda's own body, on the builder or on `it`. */
function scoped(file: ProgramFile, call: CallExpr, inside: Placed['inside']): readonly Step[] {
  const name = call.callee.kind === 'member' ? call.callee.name : '';
  const [block] = call.args;
  if (!/^(?:apply|also|run|let|with)$/.test(name) || block?.kind !== 'function') return [];
  return file.calls
    .filter(site => site.inside[0] === block.fn && isOfBlock(site))
    .map(site => ({ name: site.name, call: site.call, inside: [block.fn, ...inside] }));
}

function isOfBlock({ receiver }: CallSite): boolean {
  if (!receiver || receiver.kind === 'self') return true;
  const root = rootName(receiver);
  return root === undefined || root === 'it' || root === 'this';
}

/** Where the root of a chain comes from: the callee of the call, or the type of the name that it is. */
export function originOfRoot(file: ProgramFile, { root, bound }: Chain): Origin | undefined {
  const { expr } = root;
  if (expr.kind === 'call') return file.originOf(expr.callee);
  if (bound?.type) return file.originOfType(bound.type);
  return file.originOf(expr);
}

/** Whether a chain starts with one of these dotted exports of a package. */
export function startsWith(
  file: ProgramFile,
  chain: Chain,
  module: string | readonly string[],
  names: readonly string[],
): boolean {
  const origin = originOfRoot(file, chain);
  return names.some(name => isFrom(origin, module, name));
}

export function stepNamed({ steps }: Chain, ...names: readonly string[]): Step | undefined {
  return steps.findLast(({ name }) => names.includes(name));
}
