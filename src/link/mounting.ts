/** Mounts: routers, functions that register routes, and whole folders of them. */
import { rulesAt } from './language.ts';
import type { CallExpr, Expr } from '../core/program.ts';
import { FOLDER } from './builtins.ts';
import { push } from './events.ts';
import type { Registering } from './fire.ts';
import { callClosure } from './calling.ts';
import { routerOfClass } from './classes.ts';
import type { Frame } from './frame.ts';
import { behindGuards, routersBehind } from './handlers.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter, note } from './machine.ts';
import { methodOf } from './members.ts';
import { namedGuards } from './guard-names.ts';
import { includedValue } from './includes.ts';
import { loadModule } from './modules.ts';
import { ROOT, isPath, pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { withSupplied } from './supplied.ts';
import { mountEntries } from './served.ts';
import { withoutUnset } from './unset-prefixes.ts';
import { HOLE, NOTHING, type Value, flatten, optionsOf, unknown, asRouter, routersIn } from './value.ts';

/** Puts routers, functions and plugins on a router. */
export function mount(
  machine: Machine,
  frame: Frame,
  fact: Extract<Registering, { kind: 'mount' }>,
  router: Router,
  call?: CallExpr,
): void {
  let chain = fact.chain.map(item => operand(machine, frame, item));
  let prefix = fact.prefix && operand(machine, frame, fact.prefix);
  const [first] = chain;
  if (fact.prefixMayLead && !prefix && first && isPath(first)) {
    prefix = first;
    chain = chain.slice(1);
  }
  const paths = prefix ? withoutUnset(machine, { at: fact.at, path: fact.prefix }, pathsOf(prefix)) : ROOT;
  if (fact.entries) {
    for (const item of chain) mountEntries(machine, router, { at: fact.at, paths }, item);
    return;
  }
  const items = chain
    .flatMap(item => flatten(item))
    // One of several lists: all of what they hold may be mounted.
    .flatMap(item =>
      item.kind === 'either' && item.options.some(option => option.kind === 'list')
        ? item.options.flatMap(option => flatten(option))
        : [item],
    )
    .map(defaultOf)
    .map(asRouter)
    .map(item => (router.rules.mountsHandlers ? mountedHandler(machine, item, fact) : item))
    .map(item => (fact.classes ? ofClass(machine, item) : item))
    .filter(item => !fact.onlyRouters || routersIn(item).length > 0)
    // What one framework offers says nothing to a router of another one.
    .filter(item => !routersIn(item).some(one => one.isOffer === true && one.framework !== router.framework));
  if (fact.onlyRouters && items.length === 0) return;
  if (!fact.calls) {
    const options = {
      ...(fact.replacesPrefix && prefix && prefix.kind !== 'nothing' ? { replacesPrefix: true } : {}),
      ...(fact.isApart ? { isApart: true } : {}),
    };
    if (!fact.guards) {
      for (const part of byPaths(items, paths))
        push(machine, router, { kind: 'mount', at: fact.at, ...part, ...options });
      return;
    }
    // A router in between has the guards that are given with the mount.
    const between = addRouter(machine, {
      framework: router.framework,
      at: fact.at,
      role: 'router',
      rules: router.rules,
    });
    const guards = withSupplied(
      machine,
      fact.guards.flatMap(guard => flatten(operand(machine, frame, guard))),
    );
    push(machine, between, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
    push(machine, between, { kind: 'mount', at: fact.at, paths, items, ...options });
    push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router: between }] });
    return;
  }
  // What guards the functions that are called stands before nothing else.
  const holder = fact.guards
    ? addRouter(machine, { framework: router.framework, at: fact.at, role: 'router', rules: router.rules })
    : router;
  if (fact.guards) {
    const guards = withSupplied(
      machine,
      fact.guards.flatMap(guard => flatten(operand(machine, frame, guard))),
    );
    push(machine, holder, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
    push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router: holder }] });
  }
  const mounted: Value[] = [];
  for (const option of items.flatMap(value => optionsOf(value))) {
    const item = fact.members ? builderOf(machine, option, fact.members) : option;
    const isFile = fact.includes && item.kind === 'text' && !item.value.includes(HOLE);
    if (item.kind === 'closure' || isFile) {
      const child = plug(machine, fact, holder, { plugin: item, frame }, call);
      if (child) mounted.push({ kind: 'router', router: child });
    } else if (item.kind === 'router') mounted.push(item);
    else if (item.kind === 'unknown')
      note(machine, 'plugin-not-followed', fact.at, `what is registered here could not be followed: ${item.why}`);
  }
  if (mounted.length > 0) push(machine, holder, { kind: 'mount', at: fact.at, paths, items: mounted });
}

/** What is mounted below the paths, and beside it what says all of its own. */
function byPaths(
  items: readonly Value[],
  paths: readonly PathValue[],
): readonly { readonly items: readonly Value[]; readonly paths: readonly PathValue[] }[] {
  const whole = items.filter(keepsPaths);
  if (whole.length === 0) return [{ items, paths }];
  const below = items.filter(item => !keepsPaths(item));
  return [...(below.length > 0 ? [{ items: below, paths }] : []), { items: whole, paths: ROOT }];
}

function keepsPaths(item: Value): boolean {
  const routers = routersIn(item);
  return routers.length > 0 && routers.every(({ rules }) => rules.keepsPaths === true);
}

/** The router of a class whose marks say what it serves, given as an object or by its name. */
function ofClass(machine: Machine, item: Value): Value {
  const cls = item.kind === 'instance' ? item.of : item.kind === 'class' ? item : undefined;
  const router = cls && routerOfClass(machine, cls);
  return router ? { kind: 'router', router } : item;
}

/** A handler that something of a package stands around: the router behind it, with that before it. */
function mountedHandler(machine: Machine, item: Value, { at }: Registering): Value {
  const { routers, around } = routersBehind(item);
  const [router] = routers;
  return router && around.length > 0 ? behindGuards(machine, router, around, { nameAt: at }) : item;
}

/** Runs a plugin function on a router of its own, or on its parent's when it shares the scope; gives the child. */
function plug(
  machine: Machine,
  fact: Registering,
  parent: Router,
  { plugin, frame }: { readonly plugin: Value; readonly frame?: Frame },
  call?: CallExpr,
): Router | undefined {
  const shares =
    (plugin.kind === 'closure' && plugin.sharesScope === true) || (fact.kind === 'mount' && fact.calls === 'self');
  const child = shares
    ? parent
    : addRouter(machine, { framework: parent.framework, at: fact.at, role: 'router', rules: parent.rules });
  if (!shares) machine.parents.set(child, parent);
  if (!shares && frame && fact.kind === 'mount' && fact.guards) {
    const given = fact.guards.flatMap(guard => flatten(operand(machine, frame, guard)));
    const guards = withSupplied(machine, namedGuards(child, fact.at, given));
    push(machine, child, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
  }
  machine.building.push(child);
  if (plugin.kind === 'text' && frame) includedValue(machine, frame, plugin.value);
  if (plugin.kind !== 'closure') {
    machine.building.pop();
    return shares ? undefined : child;
  }
  callClosure(
    machine,
    // Builders that are blocks with a receiver are handed the router as `this`.
    rulesAt(machine, plugin.scope.file).hasReceivers
      ? { ...plugin, receiver: { kind: 'router', router: child } }
      : plugin,
    [{ kind: 'router', router: child }, { kind: 'record', fields: new Map(), isOpen: true }, unknown('done', 'done')],
    call,
  );
  machine.building.pop();
  return shares ? undefined : child;
}

/** The method of an object that registers its routes, when it has one of these. */
function builderOf(machine: Machine, value: Value, members: readonly string[]): Value {
  if (value.kind !== 'instance') return value;
  for (const name of members) {
    const method = methodOf(machine, value.of, name, value);
    if (method?.kind === 'closure') return method;
  }
  return value;
}

/** What a module namespace stands for where a plugin or router is expected. */
function defaultOf(value: Value): Value {
  if (value.kind !== 'record') return value;
  return value.fields.get('default') ?? value.fields.get('router') ?? value;
}

/**
 * Mounts the plugin of every file below a folder, under the names of its folders, with the hooks of `autohooks` files.
 * Source: README of `@fastify/autoload`.
 */
export function mountDirectory(
  machine: Machine,
  fact: Extract<Registering, { kind: 'mount-directory' }>,
  router: Router,
  value: (expr: Expr) => Value,
  call?: CallExpr,
): void {
  const folder = optionsOf(value(fact.directory)).find(option => option.kind === 'text');
  if (folder?.kind !== 'text' || !folder.value.startsWith(FOLDER) || folder.value.includes(HOLE)) {
    note(machine, 'plugin-not-followed', fact.at, 'the folder whose route files are loaded here is computed');
    return;
  }
  const base = folder.value.slice(FOLDER.length);
  const outer = fact.prefix ? pathsOf(value(fact.prefix)) : ROOT;
  const files = machine.program.filesBelow(base);
  const hooks = fact.hookFiles ? files.filter(isHookFile) : [];
  for (const file of files) {
    const state = isHookFile(file) ? undefined : loadModule(machine, file);
    if (!state) continue;
    const plugin = defaultOf(moduleValue(machine, file));
    if (plugin.kind !== 'closure' && plugin.kind !== 'router') continue;
    const own = state.scope.names.get('autoPrefix')?.value;
    const inside = folderOf(file)
      .slice(base.length)
      .split('/')
      .filter(part => part !== '');
    const below =
      own?.kind === 'text'
        ? own.value
        : fact.directoryPrefixes
          ? inside.map(part => (fact.directoryParameters ? parameterOf(part) : part)).join('/')
          : '';
    const holder = hookedRouter(
      machine,
      fact,
      router,
      hooks.filter(
        hook =>
          folderOf(hook) === folderOf(file) ||
          (fact.hookFiles === 'cascade' && folderOf(file).startsWith(`${folderOf(hook)}/`)),
      ),
      call,
    );
    const child = plugin.kind === 'router' ? plugin.router : plug(machine, fact, holder ?? router, { plugin }, call);
    if (!child) continue;
    const paths = outer.map((path): PathValue =>
      path.kind === 'text' ? { kind: 'text', text: `${path.text}/${below}` } : path,
    );
    if (holder)
      push(machine, holder, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router: child }] });
    push(machine, router, { kind: 'mount', at: fact.at, paths, items: [{ kind: 'router', router: holder ?? child }] });
  }
}

function isHookFile(file: string): boolean {
  return /(?:^|\/)[_.]?auto_?hooks\.[cm]?[jt]s$/i.test(file);
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/** `_id` is `:id`; `__country-__city` is `:country-:city`. */
function parameterOf(part: string): string {
  return part.startsWith('__') ? part.replaceAll('__', ':') : part.replace(/^_/, ':');
}

/** A router of its own between a plugin and its parent, with what hook files put on it. */
function hookedRouter(
  machine: Machine,
  fact: Registering,
  parent: Router,
  hooks: readonly string[],
  call?: CallExpr,
): Router | undefined {
  if (hooks.length === 0) return undefined;
  const holder = addRouter(machine, { framework: parent.framework, at: fact.at, role: 'router', rules: parent.rules });
  machine.parents.set(holder, parent);
  for (const file of hooks) {
    loadModule(machine, file);
    const hook = defaultOf(moduleValue(machine, file));
    if (hook.kind === 'closure') plug(machine, fact, holder, { plugin: { ...hook, sharesScope: true } }, call);
    else note(machine, 'plugin-not-followed', fact.at, `the hooks of ${file} could not be followed`);
  }
  return holder;
}

function moduleValue(machine: Machine, file: string): Value {
  const state = machine.modules.get(file);
  const commonjs = state?.commonjs.fields.get('exports');
  if (commonjs && (commonjs.kind !== 'record' || commonjs.fields.size > 0)) return commonjs;
  const exported = state?.module.exports.find(
    candidate => candidate.kind !== 'all-from' && candidate.exported === 'default',
  );
  if (!state || !exported) return NOTHING;
  if (exported.kind === 'local') return state.scope.names.get(exported.local)?.value ?? NOTHING;
  if (exported.kind === 'value')
    return operand(machine, { scope: state.scope, memo: new Map(), returns: [] }, exported.value);
  return NOTHING;
}
