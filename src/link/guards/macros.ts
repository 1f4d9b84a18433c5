/** Macros of the tree that return from the function they are called in. */
import type { FunctionNode } from '../../core/program.ts';
import type { Scope } from '../value.ts';
import { bindSeen } from './expressions.ts';
import { ANY, type Context, type Seen, type Step, type Way, merge } from './seen.ts';
import { run } from './statements.ts';

/** What such a macro returns is what the function returns that it is called in. See `FunctionNode.endsCaller`. */
export function endedBy(
  context: Context,
  way: Way,
  { fn, scope }: { readonly fn: FunctionNode; readonly scope: Scope },
  args: readonly Seen[],
): readonly Step[] {
  const activation = ++context.budget.activations;
  way.scopes.set(activation, new Map());
  const inner: Context = {
    ...context,
    scope,
    depth: context.depth + 1,
    stack: [...context.stack, fn.id],
    visible: [activation],
  };
  for (const [index, parameter] of fn.parameters.entries()) bindSeen(inner, way, parameter.pattern, args[index] ?? ANY);
  const ways = context.stack.includes(fn.id) ? [way] : run(inner, [way], fn.body);
  return merge(ways).map(after => {
    after.end ??= { kind: 'returned', value: ANY };
    after.scopes.delete(activation);
    return { seen: ANY, way: after };
  });
}
