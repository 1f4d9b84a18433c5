/** What `plug` puts somewhere: a function by its name, or the `call` of a module; with options, and under a guard. */
import { callAt } from '../../../../src/core/program-nodes.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type ElixirModule, functionOf, inFunction, moduleAt, moduleName } from '../../../routes/elixir/modules.ts';
import { knownFunction, knownModule } from './known-plugs.ts';

/** `plug …` in the code of a module, a pipeline or a macro. */
export function isPlug(site: CallSite): boolean {
  return site.name === 'plug' && !site.receiver && site.call.args.length > 0 && !inFunction(site);
}

export type Plugged = { readonly guard: Expr; readonly facts: readonly ProgramFact[]; readonly mounts?: Expr };

/** The value that a plug is, with what is known of it. */
export function guardOf(
  module: ElixirModule | undefined,
  written: Expr | undefined,
  options: Expr | undefined,
): Plugged {
  const of = written && unguarded(written);
  if (!of) return { guard: written ?? NONE, facts: [] };
  const name = moduleName(of);
  if (name !== undefined) {
    const site: Expr = { ...of };
    const known = knownModule(name, site, of.at, options && withoutGuard(options), module);
    if (known) return { guard: site, facts: [known] };
    const mounts = moduleAt(name, of.at);
    const given = options && unguarded(options);
    const guard = functionOf(mounts, 'call', of.at);
    if (!given) return { guard, facts: [], mounts };
    const made = callAt(of.at, functionOf(mounts, 'init', of.at), [given]);
    return { guard: behind(of.at, name.split('.').slice(-1).join(''), guard, made), facts: [], mounts };
  }
  if (of.kind !== 'text') return { guard: of, facts: [] };
  const isOwn = module?.cls.members.some(member => member.kind === 'method' && member.name === of.value) === true;
  const site: Expr = { kind: 'name', at: of.at, name: of.value };
  const known = isOwn ? undefined : knownFunction(of.value, site, of.at);
  if (known) return { guard: site, facts: [known] };
  const given = options && unguarded(options);
  return { guard: given ? behind(of.at, of.value, site, given) : site, facts: [] };
}

const NONE: Expr = { kind: 'nothing', at: { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 } };

/** `plug :authorize, :admin` calls the function with these options, that of a module with what its `init` makes of them. */
function behind(at: Expr['at'], name: string, function_: Expr, options: Expr): Expr {
  const conn: Expr = { kind: 'name', at, name: 'conn' };
  return {
    kind: 'function',
    at,
    fn: {
      id: `${at.file}#${at.line}:${at.column}~plug`,
      at,
      name,
      parameters: [
        { at, pattern: { kind: 'name', at, name: 'conn' }, isRest: false, decorators: [], isField: false },
        { at, pattern: { kind: 'name', at, name: '_options' }, isRest: false, decorators: [], isField: false },
      ],
      body: [{ kind: 'return', at, value: callAt(at, function_, [conn, options]) }],
      isAsync: false,
      bindsSelf: false,
      decorators: [],
      doc: '',
    },
  };
}

/** `:auth when action in [:create]`: what stands before the guard. */
export function unguarded(expr: Expr): Expr | undefined {
  return expr.kind === 'unknown' && expr.text === 'when' ? expr.parts[0] : expr;
}

/** Options without the guard that stands behind them, or behind the last of them: `allow_blank: true when action == :show`. */
function withoutGuard(options: Expr): Expr | undefined {
  if (options.kind !== 'record') return unguarded(options);
  const last = options.entries.at(-1);
  const value = last?.kind === 'entry' ? unguarded(last.value) : undefined;
  if (last?.kind !== 'entry' || !value) return options;
  return { ...options, entries: [...options.entries.slice(0, -1), { ...last, value }] };
}

/** The guard of a plug: it stands at the end of the last argument. */
export function conditionOf(args: readonly Expr[]): Expr | undefined {
  const last = args.at(-1);
  const inner = last?.kind === 'record' ? last.entries.at(-1)?.value : last;
  return inner?.kind === 'unknown' && inner.text === 'when' ? inner.parts[1] : undefined;
}
