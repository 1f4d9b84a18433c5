/** Groups of routes: what stands before all of them. Source: Laravel, Routing (Route Groups). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { entryOf, guardsIn, textAt } from '../values.ts';
import { isStart } from './receiver.ts';
import { ATTRIBUTES, isOnRouter } from './routes.ts';
import { implicitIn, LARAVEL_RULES } from './rules.ts';

export function groupFacts(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { name, receiver } = site;
  if (!ATTRIBUTES.has(name) || !isOnRouter(file, receiver)) return [];
  return name === 'group' ? group(file, site) : attribute(file, site);
}

/** `Route::prefix('admin')`, alone or on what another attribute gave. */
function attribute(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name } = site;
  const [first] = call.args;
  const guards = name === 'middleware' ? guardsIn(call.args) : name === 'can' ? [textAt(call.nameAt, 'can')] : [];
  return [
    routerOf(file, site, { ...(name === 'prefix' && first && { prefix: first }), guards }),
    ...(first && (name === 'controller' || name === 'namespace') ? [property(site, name, first)] : []),
    ...(first && (name === 'name' || name === 'as') ? [property(site, '(name of the route)', first)] : []),
    ...(name === 'withoutMiddleware' ? [without(site, guardsIn(call.args))] : []),
  ];
}

/** `Route::group(['prefix' => 'admin'], f)`; what makes its routes may be a function or a file. */
function group(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, receiver } = site;
  const [first, second] = call.args;
  const routes = second ?? first;
  if (!routes) return [];
  const attributes = second ? first : undefined;
  const prefix = entryOf(attributes, 'prefix');
  const middleware = entryOf(attributes, 'middleware');
  const namespace = entryOf(attributes, 'namespace');
  const controller = entryOf(attributes, 'controller');
  const excluded = entryOf(attributes, 'excluded_middleware');
  const name = entryOf(attributes, 'as');
  return [
    routerOf(file, site, { ...(prefix && { prefix }), guards: middleware ? guardsIn([middleware]) : [] }),
    ...(namespace ? [property(site, 'namespace', namespace)] : []),
    ...(controller ? [property(site, 'controller', controller)] : []),
    ...(excluded ? [without(site, guardsIn([excluded]))] : []),
    ...(name ? [property(site, '(name of the route)', name)] : []),
    {
      kind: 'mount',
      // Facts of one site fire in the order of their places: what is said of the group comes before its routes.
      at: routes.at,
      framework: 'laravel',
      site: call,
      on: call,
      chain: [routes],
      calls: 'self',
      ...(routes.kind !== 'function' && receiver && { includes: true as const }),
    },
  ];
}

function routerOf(
  file: ProgramFile,
  { call, receiver }: CallSite,
  { prefix, guards }: { readonly prefix?: Expr; readonly guards: readonly Expr[] },
): ProgramFact {
  return {
    kind: 'router',
    at: call.nameAt,
    framework: 'laravel',
    site: call,
    role: 'router',
    rules: LARAVEL_RULES,
    ...(receiver && !isStart(file, receiver) && { from: receiver }),
    implicit: implicitIn(file.path),
    ...(prefix && { prefix }),
    ...(guards.length > 0 && { guards }),
  };
}

/** What the linker takes from all routes of the group, of what stands before them. */
function without(site: CallSite, guards: readonly Expr[]): ProgramFact {
  return property(site, '#without', { kind: 'list', at: site.call.nameAt, items: guards });
}

function property({ call }: CallSite, name: string, value: Expr): ProgramFact {
  return {
    kind: 'property',
    at: call.nameAt,
    framework: 'laravel',
    site: call,
    on: call,
    name: textAt(call.nameAt, name),
    value,
  };
}
