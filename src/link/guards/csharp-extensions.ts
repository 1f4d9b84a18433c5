/** Extension methods of C#, followed with what they are called on as their first argument. */
import type { FunctionNode, Parameter } from '../../core/program.ts';
import { memberOf } from '../members.ts';
import { importedValue } from '../modules.ts';
import type { ClosureValue, Value } from '../value.ts';
import { callSeen } from './calls.ts';
import { mayBeOf } from './csharp-roles.ts';
import type { Called, Context, Seen, Step, Way } from './seen.ts';

/** A call of an extension method of the tree, on something or by its class; undefined where it is none. */
export function extensionCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const isByClass = of.kind === 'known' && of.value.kind === 'class';
  const found: Value | undefined = isByClass
    ? memberOf(context.machine, of.value, called.name)
    : of.kind === 'known' && of.value.kind !== 'nothing'
      ? undefined
      : importedValue(context.machine, context.scope.file, called.name);
  if (found?.kind !== 'closure' || found.fn.receiver === undefined) return undefined;
  if (!isByClass && !mayBeOf(of, found.fn.receiver.name)) return undefined;
  const args = isByClass ? called.args : [of, ...called.args];
  const plain = plainFunction(found);
  if (!plain || !takes(plain, args.length)) return undefined;
  const local: Seen = { kind: 'local', fn: plain, visible: [], scope: found.scope };
  return callSeen(context, way, local, { ...called, args });
}

/** Whether a function may be called with so many arguments. */
function takes({ parameters }: FunctionNode, count: number): boolean {
  const needed = parameters.filter(({ isRest, pattern }) => !isRest && pattern.byDefault === undefined);
  return needed.length <= count && (count <= parameters.length || parameters.some(({ isRest }) => isRest));
}

/** The function as it would be without `this`: the front end declares what it is called on at the beginning of its body. */
function plainFunction({ fn }: ClosureValue): FunctionNode | undefined {
  const known = PLAIN.get(fn);
  if (known) return known;
  const [declared, ...body] = fn.body;
  if (declared?.kind !== 'declare' || declared.value?.kind !== 'self') return undefined;
  const first: Parameter = {
    at: declared.at,
    pattern: declared.pattern,
    isRest: false,
    decorators: [],
    isField: false,
  };
  const { receiver: _, ...rest } = fn;
  const plain: FunctionNode = { ...rest, parameters: [first, ...fn.parameters], body };
  PLAIN.set(fn, plain);
  return plain;
}

const PLAIN = new WeakMap<FunctionNode, FunctionNode>();
