import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';

/** One call that is chained on another: `.prefix('/api')`. */
export type Step = { readonly name: string; readonly args: readonly Expr[] };

/** Which calls are chained on which, and which functions are the bodies of groups. */
export type Chains = {
  /** The calls chained on a call, the nearest first. */
  readonly after: (call: CallExpr) => readonly Step[];
  readonly groupOf: (fn: FunctionNode) => CallExpr | undefined;
};

export function chainsIn(sites: readonly CallSite[]): Chains {
  const outer = new Map<Expr, CallSite>();
  const groups = new Map<FunctionNode, CallExpr>();
  for (const site of sites) {
    if (site.receiver?.kind === 'call') outer.set(site.receiver, site);
    const [first] = site.call.args;
    if (site.name === 'group' && first?.kind === 'function') groups.set(first.fn, site.call);
  }
  return {
    after: call => {
      const steps: Step[] = [];
      for (let next = outer.get(call); next; next = outer.get(next.call)) {
        steps.push({ name: next.name, args: next.call.args });
      }
      return steps;
    },
    groupOf: fn => groups.get(fn),
  };
}

/** What the groups around a call put before it, the outermost first. */
export function groupsAround(
  site: CallSite,
  chains: Chains,
): { readonly prefixes: readonly Expr[]; readonly middleware: readonly Expr[] } {
  const steps = site.inside.toReversed().flatMap(fn => {
    const group = chains.groupOf(fn);
    return group ? chains.after(group) : [];
  });
  const argsOf = (...names: readonly string[]): readonly Expr[] =>
    steps.filter(({ name }) => names.includes(name)).flatMap(({ args }) => args);
  return { prefixes: argsOf('prefix'), middleware: argsOf('use', 'middleware') };
}
