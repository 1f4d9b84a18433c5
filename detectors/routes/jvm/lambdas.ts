/** Functions that are written where they are handed over: the blocks of builders, and handlers. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';

/** The value of an argument, whether it has a name or not. */
export function valueOf(arg: Expr): Expr {
  return arg.kind === 'named' ? arg.value : arg;
}

/** The function that an argument is, where it is written out. */
export function lambdaOf(arg: Expr | undefined): FunctionNode | undefined {
  const value = arg && valueOf(arg);
  return value?.kind === 'function' ? value.fn : undefined;
}

/** The argument of a name; without one of that name, `undefined`. */
export function namedArgument({ call }: CallSite, name: string): Expr | undefined {
  const found = call.args.find(arg => arg.kind === 'named' && arg.name === name);
  return found && valueOf(found);
}

/** Arguments without a name, in order. */
export function positional({ call }: CallSite): readonly Expr[] {
  return call.args.filter(arg => arg.kind !== 'named' && arg.kind !== 'spread');
}

/** The calls that functions of a file are handed to as they are written. */
export function ownersOf(file: ProgramFile): ReadonlyMap<FunctionNode, CallSite> {
  const owners = new Map<FunctionNode, CallSite>();
  for (const site of file.calls) {
    for (const arg of site.call.args) {
      const fn = lambdaOf(arg);
      if (fn) owners.set(fn, site);
    }
  }
  return owners;
}

/** The calls around a call whose blocks it stands in, innermost first. */
export function callsAround(owners: ReadonlyMap<FunctionNode, CallSite>, site: CallSite): readonly CallSite[] {
  return site.inside.flatMap(fn => owners.get(fn) ?? []);
}

/** Calls in a function, and in those inside it. */
export function callsWithin(file: ProgramFile, fn: FunctionNode): readonly CallSite[] {
  return file.calls.filter(site => site.inside.includes(fn));
}

/** An expression that stands nowhere in the file, for a guard that a call makes beside what it gives. */
export function madeAt(at: Location): Expr {
  return { kind: 'unknown', at, text: '', parts: [] };
}

/** `a.B` as an expression, from the text of a type. */
export function typeNamed(text: string, at: Location): Expr | undefined {
  const names = /^[\w$.]+/.exec(text.trim())?.[0].split('.') ?? [];
  const [first, ...members] = names;
  if (first === undefined || names.includes('')) return undefined;
  return members.reduce<Expr>((of, name) => ({ kind: 'member', at, of, name, nameAt: at }), {
    kind: 'name',
    at,
    name: first,
  });
}
