import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { CallSite } from '../../../src/parse/program-file.ts';

/** One call that is chained on another: `->middleware('auth')`. */
export type Step = { readonly name: string; readonly args: readonly Expr[]; readonly call: CallExpr };

/** The calls chained on a call, the nearest first. */
export type Chains = (call: CallExpr) => readonly Step[];

export function chainsIn(sites: readonly CallSite[]): Chains {
  const outer = new Map<Expr, CallSite>();
  for (const site of sites) if (site.receiver?.kind === 'call') outer.set(site.receiver, site);
  return call => {
    const steps: Step[] = [];
    for (let next = outer.get(call); next; next = outer.get(next.call))
      steps.push({ name: next.name, args: next.call.args, call: next.call });
    return steps;
  };
}
