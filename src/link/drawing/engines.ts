/** What a routing table of Rails mounts: engines of the tree, and applications from outside it. Source: Rails guides, Getting Started with Engines. */
import type { Location } from '../../core/location.ts';
import type { RouterRules } from '../../core/facts/program.ts';
import { push } from '../events.ts';
import { type Machine, addRouter, rootRouter } from '../machine.ts';
import { loadModule } from '../modules.ts';
import { ROOT } from '../path-values.ts';
import type { Value } from '../value.ts';
import { routerOfApplication } from './applications.ts';
import { type Given, textIn } from './arguments.ts';
import { type EngineTable, type Table, drawingsOf, mergedPath, templatesIn } from './table.ts';

/** Controllers of Rails have filters, and their actions check for themselves where these do not. */
export const RAILS_RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-insisting' };

/** The name of a class, of the tree or not. */
export function nameOf(value: Value): string | undefined {
  if (value.kind === 'class') return value.cls.name;
  return value.kind === 'external' ? value.module : undefined;
}

/** `mount Engine => '/path'`, `mount Engine, at: '/path'`. */
export function mounted(machine: Machine, table: Table, given: Given): void {
  const { positional, pairs } = given;
  const app = positional[0]?.value;
  const path = textIn(given.options.get('at')) ?? textIn(positional[1]?.value) ?? pairs[0]?.key;
  if (!app || path === undefined) return;
  const standsOutside = applicationOutside(machine, table, { at: given.at, app, path });
  const engine = engineMounted(machine, table, app, standsOutside);
  if (!engine) {
    standsOutside();
    return;
  }
  for (const template of templatesIn(mergedPath(table.scope.path, path)))
    push(machine, table.router, {
      kind: 'mount',
      at: given.at,
      paths: [{ kind: 'text', text: template }],
      items: [{ kind: 'router', router: guardedEngine(machine, table, engine) }],
    });
}

/** A table that stands behind the guards of the place where it is mounted. */
function guardedEngine(machine: Machine, table: Table, engine: Table['router']): Table['router'] {
  const { guards } = table.scope;
  if (guards.length === 0) return engine;
  const { framework, at } = table.router;
  const around = addRouter(machine, { framework, at, role: 'router', rules: RAILS_RULES });
  push(machine, around, { kind: 'guard', at, paths: [], guards: [...guards], covers: 'below' });
  push(machine, around, { kind: 'mount', at, paths: ROOT, items: [{ kind: 'router', router: engine }] });
  return around;
}

/**
 * Puts an application that is not in the tree on a table: it answers whatever comes to its path. Who may call it, it may say
 * itself, or be told elsewhere (`Sidekiq::Web.use Rack::Auth::Basic`).
 */
function applicationOutside(
  machine: Machine,
  table: Table,
  { at, app, path }: { readonly at: Location; readonly app: Value; readonly path: string },
): () => void {
  const { scope } = table;
  const conditions = [...machine.conditions];
  const name = nameOf(app) ?? (app.kind === 'outcome' ? nameOf(app.of) : undefined) ?? 'what is mounted';
  const own: Value = { kind: 'unknown', why: 'it is not in the tree, and may ask who calls itself', name };
  return () => {
    const before = machine.conditions.splice(0, machine.conditions.length, ...conditions);
    for (const template of templatesIn(mergedPath(scope.path, path)))
      push(machine, table.router, {
        kind: 'route',
        at,
        methods: ['ANY'],
        paths: [{ kind: 'text', text: template }],
        guards: app.kind === 'closure' ? scope.guards : [...scope.guards, own],
        chain: [app],
      });
    machine.conditions.splice(0, machine.conditions.length, ...before);
  };
}

/** An engine or another application of the tree; where none is found later either, it stands outside. */
function engineMounted(
  machine: Machine,
  table: Table,
  app: Value,
  standsOutside: () => void,
): Table['router'] | undefined {
  if (app.kind === 'router') return app.router;
  if (app.kind === 'instance' && app.router) return app.router;
  const own = app.kind === 'class' ? routerOfApplication(machine, app) : undefined;
  if (own) return own;
  const name = nameOf(app);
  if (name === undefined) return undefined;
  const { engines } = drawingsOf(machine);
  if (!engines.has(name) && app.kind === 'class') loadRoutes(machine, app.scope.file);
  const known = engines.get(name) ?? [];
  const here = machine.program.componentOf(table.router.at.file);
  const meant = meantOf(machine, known, here);
  const [first] = meant;
  if (first && meant.length === 1) return first.router;
  // The table of the engine may be drawn later: it is looked for by its name then.
  const router = addRouter(machine, {
    framework: table.framework,
    at: table.router.at,
    role: 'router',
    rules: RAILS_RULES,
  });
  machine.late.push(() => {
    const found = meantOf(machine, engines.get(name) ?? [], here);
    if (found.length === 0) standsOutside();
    for (const one of found)
      push(machine, router, {
        kind: 'mount',
        at: one.at,
        paths: ROOT,
        items: [{ kind: 'router', router: one.router }],
      });
  });
  return router;
}

/** All tables of one engine: of several that have one name, of that which is nearest. */
function meantOf(machine: Machine, known: readonly EngineTable[], here: string): readonly EngineTable[] {
  const componentOf = ({ at }: EngineTable): string => machine.program.componentOf(at.file);
  const nearest = known.find(one => componentOf(one) === here) ?? known[0];
  if (!nearest) return [];
  return known.filter(one =>
    nearest.home === undefined
      ? one.home === undefined && componentOf(one) === componentOf(nearest)
      : one.home === nearest.home,
  );
}

/** The routes of an engine stand in the folder that its class is in, or above. */
function loadRoutes(machine: Machine, file: string): void {
  const parts = file.split('/').slice(0, -1);
  for (let length = parts.length; length >= 0; length--) {
    const path = [...parts.slice(0, length), 'config/routes.rb'].join('/');
    if (machine.program.modules.has(path)) {
      loadModule(machine, path);
      return;
    }
  }
}

/** An engine that nothing mounts is where a generator of the tree mounts it, for those who install it. */
export function mountInstalled(machine: Machine, engine: string, router: Table['router']): void {
  if (router.mounts > 0) return;
  const said = `mounts ${engine} at `;
  const places = machine.program.facts.flatMap(fact =>
    fact.kind === 'enables' && fact.what.startsWith(said) ? [{ at: fact.at, path: fact.what.slice(said.length) }] : [],
  );
  const [first, ...others] = places;
  if (!first || others.some(({ path }) => path !== first.path)) return;
  push(machine, rootRouter(machine, router.framework, router.at, router.rules), {
    kind: 'mount',
    at: first.at,
    paths: [{ kind: 'text', text: first.path }],
    items: [{ kind: 'router', router }],
  });
}
