/** `forward "/graphql", Absinthe.Plug, schema: Schema`. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { moduleAt, moduleName, type Modules, optionOf, plainArguments } from '../modules.ts';
import { namedIn } from './scopes.ts';

type Base = Pick<Extract<ProgramFact, { kind: 'route' }>, 'at' | 'framework' | 'site' | 'implicit'>;

/** A router of the tree is mounted; a server of GraphQL is one operation; of any other plug it is not known what it serves. */
export function forwarded(modules: Modules, site: CallSite, base: Base): readonly ProgramFact[] {
  const args = plainArguments(site.call);
  const [path, second] = args;
  const target = second?.kind === 'record' || !second ? optionOf(args, 'to') : second;
  if (!path || !target) return [];
  const name = moduleName(target);
  if (name !== undefined && /(?:^|\.)Absinthe\.Plug$/.test(name)) return graphql(path, target, base);
  const of = name === undefined ? target : moduleAt(namedIn(modules, site, name), target.at);
  return [{ kind: 'mount', ...base, prefix: path, chain: [of], onlyRouters: true }];
}

/** Resolvers may ask who calls, field by field: what a plug before it refuses alone is known. */
function graphql(path: Expr, target: Expr, base: Base): readonly ProgramFact[] {
  const handler: Expr = { kind: 'unknown', at: target.at, text: 'Absinthe.Plug', parts: [] };
  return [
    { kind: 'route', ...base, at: path.at, methods: ['POST'], path, chain: [handler] },
    {
      kind: 'guard-kind',
      at: target.at,
      framework: base.framework,
      site: handler,
      effect: 'unknown',
      why: 'resolvers of the schema may ask who calls, field by field',
    },
  ];
}
