/** `live "/users", UserLive.Index, :index`, and the hooks of its session. Sources: Phoenix.LiveView.Router; Phoenix.LiveView, `on_mount`. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { hooksIn } from '../../../guards/elixir/plugs/hooks.ts';
import { functionOf, type Modules, optionOf, plainArguments } from '../modules.ts';
import { targetOf } from './scopes.ts';

type Base = Pick<Extract<ProgramFact, { kind: 'route' }>, 'at' | 'framework' | 'site' | 'implicit'>;

/** A page is got, and mounted behind the hooks of the session around it. What happens in it later goes over a socket. */
export function liveRoute(modules: Modules, site: CallSite, base: Base): readonly ProgramFact[] {
  const [path, target, action] = plainArguments(site.call);
  if (!path || path.kind === 'record' || !target || target.kind === 'text' || target.kind === 'record') return [];
  return [
    {
      kind: 'route',
      ...base,
      at: path.at,
      methods: ['GET'],
      path,
      chain: [functionOf(targetOf(modules, site, target), 'mount', target.at)],
      guards: sessionHooks(modules, site),
      ...(action?.kind === 'text' && { marks: `action ${action.value}` }),
    },
  ];
}

/** `live_session :admin, on_mount: [{ShopWeb.UserAuth, :ensure_authenticated}] do … end`. */
function sessionHooks(modules: Modules, site: CallSite): readonly Expr[] {
  return site.inside.toReversed().flatMap(fn => {
    const owner = modules.ownerOf(fn);
    const given = owner?.name === 'live_session' ? optionOf(owner.call.args, 'on_mount') : undefined;
    return given ? hooksIn(given) : [];
  });
}
