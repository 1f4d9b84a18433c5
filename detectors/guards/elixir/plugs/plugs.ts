import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import {
  atomsOf,
  type ElixirModule,
  inFunction,
  isInMacro,
  type Modules,
  modulesOf,
  type Use,
} from '../../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../../routes/elixir/source-files.ts';
import { hooksIn } from './hooks.ts';
import { conditionOf, guardOf, isPlug, unguarded } from './plug-calls.ts';

export const plugs = defineDetector({
  id: 'plugs',
  title: 'Plugs of controllers, routers and endpoints',
  kind: 'guard',
  docs: 'https://hexdocs.pm/plug/Plug.Builder.html',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['plug ', 'plug(', 'on_mount ', 'on_mount(', 'Pow.Plug.Base'],
  emits: ['class-guard', 'guard-kind', 'guard-export'],
  limits: [
    'What a plug makes of its options at compile time is not followed.',
    'Limits that a program keeps by itself (`Hammer.check_rate`) and those of PlugAttack are not read.',
  ],
  version: 3,
  detect: (file): readonly FactBody[] => {
    const modules = modulesOf(file);
    return [
      ...file.calls.flatMap(site => (isPlug(site) && !isInPipeline(modules, site) ? plugged(modules, site) : [])),
      ...file.calls.flatMap(site => (site.name === 'on_mount' ? hooked(site) : [])),
      ...modules.all.flatMap(({ uses }) => uses.flatMap(baseOf)),
    ];
  },
});

/** `on_mount {ShopWeb.UserAuth, :ensure_authenticated}` in the code of a page of LiveView: before it is mounted. */
function hooked(site: CallSite): readonly ProgramFact[] {
  const [given] = site.call.args;
  if (site.receiver || !given || inFunction(site)) return [];
  const guards = hooksIn(given);
  return [
    { kind: 'class-guard', at: given.at, framework: 'plugs', site: site.call, guards, parameters: 3, only: ['mount'] },
  ];
}

/** `use Pow.Plug.Base`: the plug finds out who calls, and refuses nobody. Source: Pow, Custom Pow plugs. */
function baseOf({ module, call }: Use): readonly ProgramFact[] {
  if (module !== 'Pow.Plug.Base') return [];
  return [
    {
      kind: 'guard-export',
      at: call.nameAt,
      framework: 'plugs',
      site: { kind: 'text', at: call.nameAt, value: module },
      module,
      name: 'call',
      effect: 'optional',
      mechanism: 'session',
      why: 'it finds out who calls where a credential is sent',
    },
  ];
}

function isInPipeline(modules: Modules, site: CallSite): boolean {
  return site.inside.some(fn => modules.ownerOf(fn)?.name === 'pipeline');
}

/** Modules whose plugs together are what their `call` does. Sources: Plug.Builder; Guardian.Plug.Pipeline. */
const BUILDERS: ReadonlySet<string> = new Set(['Plug.Builder', 'Guardian.Plug.Pipeline']);

function plugged(modules: Modules, site: CallSite): readonly ProgramFact[] {
  const { call } = site;
  const [written, options] = call.args;
  const module = modules.around(call.at);
  if (!written || isStep(written)) return [];
  const { guard, facts, mounts } = guardOf(module, written, options);
  const isBuilder = !isInMacro(site) && module?.uses.some(use => BUILDERS.has(use.module)) === true;
  return [
    ...facts,
    {
      kind: 'class-guard',
      at: (unguarded(written) ?? written).at,
      framework: 'plugs',
      site: call,
      guards: [guard],
      parameters: 2,
      ...(mounts && { mounts }),
      ...(isBuilder && { into: 'call' }),
      ...actionsOf(conditionOf(call.args), module),
    },
  ];
}

/** `plug :match` and `plug :dispatch` are the router itself. */
function isStep(written: Expr): boolean {
  return written.kind === 'text' && (written.value === 'match' || written.value === 'dispatch');
}

type Actions = Pick<Extract<ProgramFact, { kind: 'class-guard' }>, 'only' | 'except' | 'isPartial'>;

/** `when action in [:create, :update]`. Source: Phoenix.Controller, Plugs. */
function actionsOf(condition: Expr | undefined, module: ElixirModule | undefined): Actions {
  if (!condition) return {};
  if (condition.kind !== 'operation') return { isPartial: true };
  const [first, second] = condition.operands;
  if (condition.operator === 'not' && first?.kind === 'operation') {
    const inner = actionsOf(first, module);
    return inner.only ? { except: inner.only } : { isPartial: true };
  }
  const isAction = first?.kind === 'name' && first.name === 'action';
  const names = isAction ? atomsOf(second, module) : undefined;
  if (!names) return { isPartial: true };
  if (condition.operator === 'in' || condition.operator === 'equal') return { only: names };
  return condition.operator === 'not-equal' ? { except: names } : { isPartial: true };
}
