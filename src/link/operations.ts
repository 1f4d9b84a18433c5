/** From routers and what was put on them to operations with their full path and everything that guards them. */
import { accessGuards } from './access.ts';
import { configureModules } from './class-modules.ts';
import { routerOfClass } from './classes.ts';
import { everywhere } from './everywhere.ts';
import { TOP } from './full-path.ts';
import { filterGuards } from './filters.ts';
import { push } from './events.ts';
import { type Machine, note, rootRouter } from './machine.ts';
import { ownExports } from './modules.ts';
import { rulesAt } from './language.ts';
import { ROOT } from './path-values.ts';
import { UNCALLED } from './uncalled.ts';
import type { Router } from './router.ts';
import { settingOf, withSettings } from './settings.ts';
import { settleMiddleware } from './project-settings.ts';
import { type Value, optionsOf } from './value.ts';
import { type Served, visit } from './visit.ts';

/** Operations of every router that serves: applications first, then routers that nothing mounts. */
export function operationsOf(machine: Machine): readonly Served[] {
  adoptClasses(machine);
  adoptFound(machine);
  settleMiddleware(machine);
  const roots = withoutTwins(
    machine,
    machine.routers.filter(router => router.role === 'application' && router.mounts === 0),
  );
  for (const root of roots) baseFromSettings(machine, root);
  const out: Served[] = [];
  for (const root of roots) {
    const modules = reachable(root);
    configureModules(machine, root, modules);
    visit(
      machine,
      root,
      {
        application: root,
        ...TOP,
        mounts: [],
        guards: [...accessGuards(machine, root), ...filterGuards(machine, root), ...everywhere(modules)],
        above: [],
        conditions: [],
      },
      out,
    );
  }
  const exported = exportedRouters(machine);
  const served = new Set(roots.map(root => machine.program.componentOf(root.at.file)));
  const placed = sitesOfMounted(machine);
  for (const router of machine.routers) {
    // What an expression gave elsewhere is served there; what it gave several times is the same each time.
    if (router.isValue && router.mounts === 0 && !isFirst(placed, router)) continue;
    if (
      router.role === 'application' ||
      router.mounts > 0 ||
      router.events.length === 0 ||
      router.isOffer ||
      (router.cls && isModule(router))
    )
      continue;
    const component = machine.program.componentOf(router.at.file);
    const application = roots.find(
      root => root.framework === router.framework && machine.program.componentOf(root.at.file) === component,
    );
    if (router.cls && application) {
      if (isFollowed(application)) {
        note(
          machine,
          'never-mounted',
          router.at,
          'no module of the application lists this controller; its routes are left out of the inventory',
        );
        continue;
      }
      visit(
        machine,
        router,
        {
          application,
          ...TOP,
          mounts: [],
          guards: everywhere(reachable(application)),
          unresolved: 'a module of the application could not be followed; it may list this controller',
          above: [],
          conditions: [],
        },
        out,
      );
      continue;
    }
    if (
      !router.assumed &&
      !router.isValue &&
      !router.cls &&
      !isUncalled(machine, router) &&
      (!exported.has(router) || rulesAt(machine, router.at.file).handsOutRouters === true) &&
      served.has(component) &&
      !reachable(router).some(other => other.role === 'application')
    ) {
      note(
        machine,
        'never-mounted',
        router.at,
        'nothing mounts or exports this router; its routes are left out of the inventory',
      );
      continue;
    }
    const why = router.assumed
      ? `${router.assumed}, and where it is mounted was not found`
      : 'no application that mounts it was found';
    visit(
      machine,
      router,
      { application: router, ...TOP, mounts: [], guards: [], unresolved: why, above: [], conditions: [] },
      out,
    );
  }
  return out;
}

/**
 * Where any router may serve by itself, one that nothing mounts is left out if another one that the same expression made is
 * mounted: it was made for something else.
 */
function withoutTwins(machine: Machine, roots: readonly Router[]): readonly Router[] {
  const mounted = new Set(
    machine.routers.flatMap(router => (router.role === 'application' && router.mounts > 0 ? [siteOf(router)] : [])),
  );
  return roots.filter(root => {
    const isTwin = rulesAt(machine, root.at.file).hasStructs === true && mounted.has(siteOf(root));
    if (isTwin && root.events.length > 0)
      note(
        machine,
        'never-mounted',
        root.at,
        'nothing mounts one of the routers that are made here, and another one is mounted; it is left out of the inventory',
      );
    return !isTwin;
  });
}

/** Whether all of a router was made by functions that nothing calls, in a language whose functions hand routers out. */
function isUncalled(machine: Machine, router: Router): boolean {
  return (
    rulesAt(machine, router.at.file).handsOutRouters === true &&
    router.events.every(({ conditions }) => conditions.some(({ words }) => words === UNCALLED))
  );
}

/** Where routers stand that something mounts, of those that are values. */
function sitesOfMounted(machine: Machine): Set<string> {
  return new Set(machine.routers.flatMap(router => (router.isValue && router.mounts > 0 ? [siteOf(router)] : [])));
}

function isFirst(seen: Set<string>, router: Router): boolean {
  const site = siteOf(router);
  if (seen.has(site)) return false;
  seen.add(site);
  return true;
}

function siteOf({ at }: Router): string {
  return `${at.file}:${at.line}:${at.column}:${at.endLine}:${at.endColumn}`;
}

/** Whether everything mounted below a router could be followed. */
function isFollowed(root: Router): boolean {
  return reachable(root).every(router =>
    router.events.every(
      event =>
        event.kind !== 'mount' || event.items.every(item => optionsOf(item).every(option => option.kind !== 'unknown')),
    ),
  );
}

/** Routers that some module hands out: someone outside what was read may mount them. */
function exportedRouters(machine: Machine): ReadonlySet<Router> {
  const found = new Set<Router>();
  const add = (value: Value, depth: number): void => {
    for (const option of optionsOf(value)) {
      if (option.kind === 'router') found.add(option.router);
      else if ((option.kind === 'instance' || option.kind === 'class') && option.router) found.add(option.router);
      else if (option.kind === 'record' && depth < 3) for (const field of option.fields.values()) add(field, depth + 1);
    }
  };
  for (const file of machine.modules.keys()) for (const value of ownExports(machine, file)) add(value, 0);
  return found;
}

function isModule(router: Router): boolean {
  return router.prefixes.length === 0 && router.events.every(event => event.kind !== 'route');
}

/** What settings put before everything that an application serves. */
function baseFromSettings(machine: Machine, root: Router): void {
  const { file } = root.at;
  const parts = (root.rules.baseSettings ?? []).flatMap(names => {
    const found = names.map(name => settingOf(machine, file, name)).find(value => value !== undefined);
    return found === undefined ? [] : [withSettings(machine, file, found)];
  });
  const text = parts.join('/');
  if (text !== '') root.basePaths.push({ paths: [{ kind: 'text', text }] });
}

/** What the framework finds by itself serves at the root of its component, unless something mounts it. */
function adoptFound(machine: Machine): void {
  for (const router of machine.routers.filter(({ isFound, mounts }) => isFound && mounts === 0)) {
    if (router.events.length === 0) continue;
    const root = rootRouter(machine, router.framework, router.at, router.rules);
    const paths = router.foundAt === undefined ? ROOT : [{ kind: 'text' as const, text: router.foundAt }];
    push(machine, root, { kind: 'mount', at: router.at, paths, items: [{ kind: 'router', router }] });
  }
}

/** Classes among the mounted items become the routers they stand for. */
function adoptClasses(machine: Machine): void {
  for (const router of machine.routers) {
    for (const [index, event] of router.events.entries()) {
      if (event.kind !== 'mount') continue;
      const items = event.items.flatMap((item): readonly Value[] => {
        const given = optionsOf(item).find(option => option.kind === 'class' || option.kind === 'instance');
        const cls = given?.kind === 'instance' ? given.of : given;
        const child = cls?.kind === 'class' ? routerOfClass(machine, cls) : undefined;
        if (!child) return [item];
        child.mounts++;
        return [{ kind: 'router', router: child }];
      });
      router.events[index] = { ...event, items };
    }
  }
}

function reachable(root: Router): readonly Router[] {
  const seen = new Set<Router>([root]);
  for (const router of seen) {
    for (const event of router.events) {
      if (event.kind !== 'mount') continue;
      for (const item of event.items.flatMap(value => optionsOf(value)))
        if (item.kind === 'router') seen.add(item.router);
    }
  }
  return [...seen];
}
