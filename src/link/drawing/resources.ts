/** Sets of resources, and where the calls in their blocks stand. Source: ActionDispatch::Routing::Mapper::Resources. */
import type { Location } from '../../core/location.ts';
import type { Method } from '../../core/facts/program.ts';
import { pluralOf, singularOf } from '../builtins-ruby.ts';
import { callClosure } from '../calling.ts';
import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { type Given, isTrue, textIn, textsIn } from './arguments.ts';
import { scopedBy } from './options.ts';
import { addRoute } from './routes.ts';
import { type DrawScope, type Resource, type Table, inScope, mergedPath } from './table.ts';

/** Options that a set of resources takes itself; others are those of a scope around it. */
const OWN: ReadonlySet<string> = new Set(['as', 'controller', 'path', 'only', 'except', 'param', 'concerns']);

const PAGES: ReadonlySet<string> = new Set(['new', 'edit']);

const PLURAL_ACTIONS = ['index', 'create', 'new', 'edit', 'show', 'update', 'destroy'];
const SINGULAR_ACTIONS = ['new', 'edit', 'show', 'update', 'destroy', 'create'];

export function drawResources(machine: Machine, table: Table, isSingular: boolean, given: Given): void {
  for (const { value, at } of given.positional)
    for (const name of textsIn(value)) drawOne(machine, table, { isSingular, name, at }, given);
}

type Named = { readonly isSingular: boolean; readonly name: string; readonly at: Location };

function drawOne(machine: Machine, table: Table, { isSingular, name, at }: Named, given: Given): void {
  const others = new Map([...given.options].filter(([key]) => !OWN.has(key)));
  const drawHere = (): void => {
    const around = scopedBy(table.scope, undefined, others);
    const resource = resourceOf(table, around, isSingular, name, given.options);
    inScope(
      table,
      {
        ...around,
        level: isSingular ? 'resource' : 'resources',
        resource,
        controller: resource.controller,
        depth: around.isShallow ? around.depth + 1 : around.depth,
      },
      () => drawActions(machine, table, resource, at, given),
    );
  };
  // Resources in resources lie below one of those.
  const isInside = table.scope.level === 'resources' || table.scope.level === 'resource';
  if (!isInside) drawHere();
  else if (others.has('shallow') && isTrue(others.get('shallow')))
    inScope(table, { ...table.scope, isShallow: true }, () => resourceBlock(table, 'nested', drawHere));
  else resourceBlock(table, 'nested', drawHere);
}

function resourceOf(
  table: Table,
  scope: DrawScope,
  isSingular: boolean,
  name: string,
  options: ReadonlyMap<string, Value>,
): Resource {
  const only = options.has('only') ? textsIn(options.get('only')) : scope.only;
  const except = options.has('except') ? textsIn(options.get('except')) : scope.except;
  const all = (isSingular ? SINGULAR_ACTIONS : PLURAL_ACTIONS).filter(action => !table.isApiOnly || !PAGES.has(action));
  const actions = only ? only.filter(action => all.includes(action) || PAGES.has(action)) : all;
  return {
    isSingular,
    path: textIn(options.get('path')) ?? name,
    controller: textIn(options.get('controller')) ?? (isSingular ? pluralOf(name) : name),
    param: textIn(options.get('param')) ?? 'id',
    singular: isSingular ? name : singularOf(name),
    actions: actions.filter(action => options.has('only') || !except?.includes(action)),
  };
}

function drawActions(machine: Machine, table: Table, resource: Resource, at: Location, given: Given): void {
  const { block } = given;
  if (block) callClosure(machine, block, []);
  for (const name of textsIn(given.options.get('concerns'))) {
    const made = table.concerns.get(name);
    if (made?.kind === 'closure') callClosure(machine, made, []);
  }
  const add = (
    level: 'collection' | 'member' | 'new',
    action: string,
    methods: readonly Method[],
    below = '',
  ): void => {
    if (!resource.actions.includes(action)) return;
    resourceBlock(table, level, () =>
      addRoute(machine, table, { at, methods, path: mergedPath(table.scope.path, below), action }),
    );
  };
  const named = (action: string): string => table.scope.pathNames.get(action) ?? action;
  if (!resource.isSingular) add('collection', 'index', ['GET']);
  add('collection', 'create', ['POST']);
  add('new', 'new', ['GET']);
  add('member', 'edit', ['GET'], named('edit'));
  add('member', 'show', ['GET']);
  add('member', 'update', ['PATCH', 'PUT']);
  add('member', 'destroy', ['DELETE']);
}

/** Runs what stands at a place of the resources around. */
export function resourceBlock(table: Table, level: 'member' | 'collection' | 'new' | 'nested', run: () => void): void {
  const { scope } = table;
  const { resource } = scope;
  if (!resource) {
    run();
    return;
  }
  // What is shallow leaves out everything that stands before it, as soon as it is inside something else.
  const isShallow =
    scope.isShallow && !resource.isSingular && (level === 'member' || (level === 'nested' && scope.depth > 1));
  const start = isShallow && (level === 'member' || level === 'nested') ? scope.shallowPath : scope.path;
  inScope(table, { ...scope, level, path: mergedPath(start, placeOf(table, resource, level)) }, run);
}

function placeOf(table: Table, resource: Resource, level: 'member' | 'collection' | 'new' | 'nested'): string {
  if (level === 'new') return `${resource.path}/${table.scope.pathNames.get('new') ?? 'new'}`;
  if (resource.isSingular || level === 'collection') return resource.path;
  return level === 'member'
    ? `${resource.path}/:${resource.param}`
    : `${resource.path}/:${resource.singular}_${resource.param}`;
}
