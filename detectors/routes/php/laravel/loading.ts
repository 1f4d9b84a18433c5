/** Files of routes that providers and `bootstrap/app.php` load. Sources: Laravel, Routing; Package Development (Routes). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { argumentAt, noHandler, textAt } from '../values.ts';
import { LARAVEL_RULES } from './rules.ts';

export function loadingFacts({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (!receiver) return [];
  if (name === 'loadRoutesFrom') {
    const [path] = call.args;
    return path ? [included(call, path, {})] : [];
  }
  return name === 'withRouting' ? routing(call) : [];
}

/** `->withRouting(web: …, api: …, apiPrefix: 'v1', then: f, health: '/up')`, with the defaults of the skeleton. */
function routing(call: CallExpr): readonly ProgramFact[] {
  const using = argumentAt(call, 0, 'using');
  const web = argumentAt(call, 1, 'web');
  const api = argumentAt(call, 2, 'api');
  const health = argumentAt(call, 6, 'health');
  const prefix = argumentAt(call, 7, 'apiPrefix');
  const then = argumentAt(call, 8, 'then');
  const calling: ProgramFact[] = [using, then].flatMap(fn =>
    fn && fn.kind !== 'nothing' ? [included(call, fn, {})] : [],
  );
  return [
    ...calling,
    ...(api && api.kind !== 'nothing'
      ? [included(call, api, { prefix: prefix ?? textAt(api.at, 'api'), guards: [textAt(api.at, 'api')] })]
      : []),
    ...(web && web.kind !== 'nothing' ? [included(call, web, { guards: [textAt(web.at, 'web')] })] : []),
    ...(health?.kind === 'text'
      ? [
          {
            kind: 'route' as const,
            at: health.at,
            framework: 'laravel',
            site: call,
            implicit: { otherwise: 'root' as const, rules: LARAVEL_RULES },
            methods: ['GET' as const],
            path: health,
            chain: [noHandler(health.at)],
          },
        ]
      : []),
  ];
}

function included(
  call: CallExpr,
  path: Expr,
  { prefix, guards }: { readonly prefix?: Expr; readonly guards?: readonly Expr[] },
): ProgramFact {
  return {
    kind: 'mount',
    at: path.at,
    framework: 'laravel',
    site: call,
    implicit: { otherwise: 'root', rules: LARAVEL_RULES },
    chain: [path],
    calls: 'child',
    includes: true,
    ...(prefix && { prefix }),
    ...(guards && { guards }),
  };
}
