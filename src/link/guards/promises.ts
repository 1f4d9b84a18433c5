/** Promises that are reacted to. */
import { callSeen } from './calls.ts';
import { ANY, type Called, type Context, type Seen, type Step, TRUTHY, type Way, forkUnder } from './seen.ts';

/** `then`, `catch` and `finally`: which of the functions runs, and what comes out. */
export function chain(context: Context, way: Way, of: Seen, { name, args, node }: Called): readonly Step[] {
  const [first, second] = args;
  const isRejected = of.kind === 'rejected';
  const inner = of.kind === 'promise' ? of.of : of;
  if (name === 'finally')
    return react(context, way, first, { name: '', args: [], node }).map(step => ({
      seen: step.seen.kind === 'rejected' ? step.seen : of,
      way: step.way,
    }));
  const failed = (before: Way, handler: Seen | undefined): readonly Step[] => {
    if (!handler) return [{ seen: of, way: before }];
    if (isRejected && of.status !== undefined) before.error = of.status;
    return react(context, before, handler, { name: '', args: [TRUTHY], node });
  };
  if (isRejected) return failed(way, name === 'catch' ? first : second);
  const handler = name === 'then' ? second : first;
  // What is asked outside the tree may fail as well as succeed.
  const mayFail = of.kind === 'any' && handler ? failed(forkUnder(way, 'whether a promise fails'), handler) : [];
  return [
    ...(name === 'then' ? react(context, way, first, { name: '', args: [inner], node }) : [{ seen: of, way }]),
    ...mayFail,
  ];
}

/** Calls a function that reacts to a promise: what it throws is a rejection, what it gives a promise. */
function react(context: Context, way: Way, handler: Seen | undefined, called: Called): readonly Step[] {
  if (!handler) return [{ seen: ANY, way }];
  return callSeen(context, way, handler, called).map(asPromise);
}

export function asPromise(step: Step): Step {
  const { seen, way } = step;
  if (way.end?.kind === 'threw') {
    delete way.end;
    return { seen: { kind: 'rejected', ...(way.error === undefined ? {} : { status: way.error }) }, way };
  }
  return {
    seen:
      seen.kind === 'promise' || seen.kind === 'rejected' || seen.kind === 'any' ? seen : { kind: 'promise', of: seen },
    way,
  };
}
