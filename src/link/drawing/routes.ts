/** Single routes: their path, method, and the action that answers. Source: ActionDispatch::Routing::Mapper, `map_match`, `add_route`. */
import type { Location } from '../../core/location.ts';
import type { Method } from '../../core/facts/program.ts';
import { push } from '../events.ts';
import { ACTION } from '../guards/ruby-request.ts';
import { type Machine, note } from '../machine.ts';
import { KNOWN_METHODS } from '../registering.ts';
import { HOLE, type Value } from '../value.ts';
import { actionOf } from '../named-actions.ts';
import { type Given, textIn, textsIn } from './arguments.ts';
import { resourceBlock } from './resources.ts';
import { type Table, inScope, mergedPath, templatesIn } from './table.ts';

export type Route = {
  readonly at: Location;
  readonly methods: readonly Method[];
  /** The whole path. */
  readonly path: string;
  /** The controller, where it is not that of the scope. */
  readonly controller?: string | undefined;
  readonly action?: string | undefined;
  /** What answers in place of an action: a redirect, a Rack application. */
  readonly app?: Value | undefined;
};

/** Puts a route on the table. */
export function addRoute(machine: Machine, table: Table, route: Route): void {
  const { scope, router } = table;
  // Without a controller, the module is one: `namespace :webhooks do post 'stripe' end`.
  const controller = route.controller ?? scope.controller ?? (scope.modules.length > 0 ? '' : undefined);
  const action = route.action ?? scope.action;
  const served = route.app
    ? { guards: [], handler: route.app }
    : controller === undefined || action === undefined
      ? { guards: [unresolved(route)], handler: unresolved(route) }
      : actionOf(machine, { file: route.at.file, names: namesOf(table, controller), action });
  for (const path of templatesIn(route.path))
    push(machine, router, {
      kind: 'route',
      at: route.at,
      methods: route.methods,
      paths: [{ kind: 'text', text: path }],
      guards: [...scope.guards, ...served.guards],
      chain: [served.handler],
      ...(action === undefined ? {} : { metadata: new Map([[ACTION, { kind: 'text', value: action }]]) }),
    });
}

function unresolved({ at }: Route): Value {
  return { kind: 'unknown', why: 'which action answers could not be told', name: `${at.file}:${at.line}` };
}

/** Full paths that a controller may have: in the modules of the scopes, and in those of the engine. */
function namesOf(table: Table, controller: string): readonly string[] {
  const inside = controller.startsWith('/')
    ? controller.slice(1)
    : [...table.scope.modules, controller].filter(part => part !== '').join('/');
  return [...table.engine.map(module => `${module}/${inside}`), inside];
}

/** `get 'path', to: 'controller#action'` and its like. */
export function matched(machine: Machine, table: Table, given: Given, verbs: readonly string[]): void {
  const methods = methodsOf(machine, given, verbs);
  if (methods.length === 0) return;
  for (const { value, at, isSymbol = false } of given.positional)
    for (const path of textsIn(value))
      place(machine, table, { given, methods, path, at, to: given.options.get('to'), isSymbol });
  for (const { key, at, value } of given.pairs) place(machine, table, { given, methods, path: key, at, to: value });
  if (given.positional.some(({ value }) => textsIn(value).length === 0))
    note(machine, 'computed-path', given.at, 'the path of this route is computed');
}

function methodsOf(machine: Machine, given: Given, verbs: readonly string[]): readonly Method[] {
  if (verbs.includes('all')) return ['ANY'];
  const methods = verbs.flatMap(verb => KNOWN_METHODS.filter(method => method === verb.toUpperCase()));
  if (methods.length === 0) note(machine, 'computed-method', given.at, 'the method of this route is computed');
  return [...new Set(methods)];
}

type Placed = {
  readonly given: Given;
  readonly methods: readonly Method[];
  readonly path: string;
  readonly at: Location;
  readonly to: Value | undefined;
  /** It names an action rather than a path. */
  readonly isSymbol?: boolean;
};

const LEVELS = ['member', 'collection', 'new'] as const;

/** A route where its call stands: in the block of resources it is one of a member of them. */
function place(machine: Machine, table: Table, placed: Placed): void {
  const { options } = placed.given;
  const on = LEVELS.find(level => level === textIn(options.get('on')));
  if (on && table.scope.resource) return resourceBlock(table, on, () => addMatched(machine, table, placed));
  if (table.scope.level === 'resources')
    return resourceBlock(table, 'nested', () => addMatched(machine, table, placed));
  if (table.scope.level === 'resource') return resourceBlock(table, 'member', () => addMatched(machine, table, placed));
  return addMatched(machine, table, placed);
}

const CANONICAL: ReadonlySet<string> = new Set(['index', 'create', 'new', 'show', 'update', 'destroy']);

function addMatched(machine: Machine, table: Table, { given, methods, path, at, to, isSymbol }: Placed): void {
  const { scope } = table;
  const { options } = given;
  if (path.replaceAll(HOLE, '') === '' && path !== '') {
    note(machine, 'computed-path', at, 'the path of this route is computed');
    return;
  }
  const isOfResource = scope.level === 'member' || scope.level === 'collection' || scope.level === 'new';
  const named = textIn(options.get('path'));
  const below =
    isSymbol && isOfResource && CANONICAL.has(path) && named === undefined
      ? ''
      : (named ?? (isSymbol ? scope.pathNames.get(path) : undefined) ?? path);
  const target = textIn(to);
  const [controller, action] = target?.includes('#')
    ? splitTarget(target)
    : (shorthand(path, options, to) ?? [
        textIn(options.get('controller')),
        target ?? textIn(options.get('action')) ?? scope.action ?? actionNamed(path),
      ]);
  addRoute(machine, table, {
    at,
    methods,
    path: mergedPath(scope.path, below),
    controller: controller === '' || controller === undefined ? undefined : controller,
    action,
    ...(to && target === undefined ? { app: to } : {}),
  });
}

function splitTarget(target: string): readonly [string, string] {
  const at = target.lastIndexOf('#');
  return [target.slice(0, at), target.slice(at + 1)];
}

/** `get 'photos/show'` is answered by `photos#show`. */
function shorthand(
  path: string,
  options: ReadonlyMap<string, Value>,
  to: Value | undefined,
): readonly [string, string] | undefined {
  if (to || options.has('action') || options.has('controller')) return undefined;
  const plain = path.replace(/\(\.:format\)$/, '');
  if (!/^\/?[-\w]+\/[-\w/]+$/.test(plain)) return undefined;
  const [controller, action] = splitTarget(
    plain
      .replace(/^\//, '')
      .replace(/\/([^/]*)$/, '#$1')
      .replaceAll('-', '_'),
  );
  return [controller, action];
}

function actionNamed(path: string): string | undefined {
  return /^[\w-]+$/.test(path) ? path.replaceAll('-', '_') : undefined;
}

/** `root 'home#index'`, `root to: 'home#index'`. */
export function rooted(machine: Machine, table: Table, given: Given): void {
  const [first] = given.positional;
  const to = given.options.get('to') ?? first?.value ?? given.pairs[0]?.value;
  if (!to) return;
  const target = textIn(to);
  const [controller, action] = target?.includes('#') ? splitTarget(target) : [undefined, undefined];
  const add = (): void =>
    addRoute(machine, table, {
      at: first?.at ?? given.at,
      methods: ['GET'],
      path: table.scope.path,
      controller: controller ?? textIn(given.options.get('controller')),
      action: action ?? textIn(given.options.get('action')),
      ...(target === undefined ? { app: to } : {}),
    });
  const { scope } = table;
  if (scope.level === 'resources' && scope.resource)
    inScope(table, { ...scope, path: mergedPath(scope.path, scope.resource.path) }, add);
  else add();
}
