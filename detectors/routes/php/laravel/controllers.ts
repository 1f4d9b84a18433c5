/** Middleware that controllers put before their own members. Source: Laravel, Controllers (Controller Middleware). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import type { Chains } from '../chains.ts';
import { argumentAt, guardsIn, isClass } from '../values.ts';

const MIDDLEWARE: readonly string[] = ['Illuminate\\Routing\\Controllers'];

export function ownGuards(file: ProgramFile, chains: Chains): readonly ProgramFact[] {
  return file.calls.flatMap(({ call, name, receiver }): readonly ProgramFact[] => {
    // `$this->middleware('auth')->only('store')`, in a constructor or the `boot` of one.
    if (name === 'middleware' && receiver?.kind === 'self') {
      const after = chains(call);
      const only = named(after.find(step => step.name === 'only')?.args, call, 'only');
      const except = named(after.find(step => step.name === 'except')?.args, call, 'except');
      const guards = guardsIn(call.args.filter((arg, index) => index === 0 || arg.kind !== 'record'));
      return [memberGuard(call, guards, { only, except, ofSelf: true })];
    }
    // `new Middleware('auth', only: ['store'])`, in the list of `HasMiddleware`.
    if (!call.isNew || !isClass(file, call.callee, MIDDLEWARE, 'Middleware')) return [];
    const guard = argumentAt(call, 0, 'middleware');
    if (!guard) return [];
    const only = argumentAt(call, 1, 'only');
    const except = argumentAt(call, 2, 'except');
    return [memberGuard(call, guardsIn([guard]), { only, except, ofSelf: false })];
  });
}

/** Names that a chained call is given, or that stand in the options: `['only' => ['store']]`. */
function named(args: readonly Expr[] | undefined, call: CallExpr, key: string): Expr | undefined {
  const [, options] = call.args;
  const entry =
    options?.kind === 'record' ? options.entries.find(one => one.kind === 'entry' && one.key === key) : undefined;
  const [first, ...others] = args ?? [];
  if (!first) return entry?.value;
  return others.length === 0 ? first : { kind: 'list', at: first.at, items: [first, ...others] };
}

function memberGuard(
  call: CallExpr,
  guards: readonly Expr[],
  {
    only,
    except,
    ofSelf,
  }: { readonly only: Expr | undefined; readonly except: Expr | undefined; readonly ofSelf: boolean },
): ProgramFact {
  return {
    kind: 'member-guard',
    at: call.nameAt,
    framework: 'laravel',
    site: call,
    guards: { kind: 'list', at: call.nameAt, items: guards },
    ...(only && only.kind !== 'nothing' && { only }),
    ...(except && except.kind !== 'nothing' && { except }),
    ...(ofSelf && { ofSelf: true as const }),
  };
}
