import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const pyramid = defineDetector({
  id: 'pyramid',
  title: 'Pyramid',
  kind: 'framework',
  docs: 'https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/urldispatch.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['pyramid', '.add_route('],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'named-path', 'named-view'],
  limits: [
    'Views that are found by traversal have no path and are left out; so are services of Cornice.',
    'What a permission demands is said by access lists that are not read: it is unknown.',
    'Every `view_config` counts, whether `scan` finds it or not.',
  ],
  version: 1,
  detect: file => [...file.calls.flatMap(site => callFacts(file, site)), ...viewMethods(file)],
});

const FRAMEWORK = 'pyramid';
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

function callFacts(file: ProgramFile, { call, receiver, name }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  if (isFrom(file.originOf(call.callee), ['pyramid.config'], 'Configurator'))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (isView(file, call.callee)) return functionView(call);
  if (!receiver) return [];
  switch (name) {
    case 'add_route': {
      const route = argumentOf(call, 'name', 0);
      const path = argumentOf(call, 'pattern', 1) ?? argumentOf(call, 'path');
      return route && path ? [{ kind: 'named-path', ...base, at: path.at, on: receiver, name: route, path }] : [];
    }
    case 'add_static_view': {
      const path = argumentOf(call, 'name', 0);
      if (!path) return [];
      const below: Expr = {
        kind: 'concat',
        at: path.at,
        parts: [path, { kind: 'text', at: path.at, value: '/{*subpath}' }],
      };
      return [{ kind: 'route', ...base, at: path.at, on: receiver, methods: ['GET'], path: below, chain: [] }];
    }
    case 'add_view': {
      const handler = argumentOf(call, 'view', 0);
      return handler ? named(call, call, handler, undefined, receiver) : [];
    }
    case 'include':
      return included(call, receiver);
    case 'set_default_permission': {
      const permission = argumentOf(call, 'permission', 0);
      if (!permission) return [];
      const guard = { ...permission };
      return [demanded(guard), { kind: 'guard', ...base, on: receiver, guards: [guard] }];
    }
    default:
      return [];
  }
}

/** What a permission demands of strangers is not known, but that nothing is demanded is. */
function demanded(permission: Expr): ProgramFact {
  return {
    kind: 'guard-kind',
    at: permission.at,
    framework: FRAMEWORK,
    site: permission,
    effect: isOpen(permission) ? 'none' : 'unknown',
    why: 'whom the permission admits is said by access lists',
  };
}

/** `config.include('.routes', route_prefix='/api')` runs `includeme` with the configuration. */
function included(call: CallExpr, on: Expr): readonly ProgramFact[] {
  const given = argumentOf(call, 'callable', 0);
  if (!given || given.kind === 'spread') return [];
  const prefix = argumentOf(call, 'route_prefix', 1);
  const { at } = given;
  const isText = given.kind === 'text';
  // Packages that only set something up have no routes of the tree.
  if (isText && given.value.startsWith('pyramid_')) return [];
  const load: Expr = isText ? { kind: 'load', at, module: given } : given;
  const chain: readonly Expr[] = [
    { kind: 'member', at, nameAt: at, of: load, name: 'includeme' },
    ...(isText ? [] : [given]),
  ];
  return [
    {
      kind: 'mount',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      on,
      chain,
      calls: 'child',
      ...(prefix && { prefix }),
    },
  ];
}

function isView(file: ProgramFile, callee: Expr): boolean {
  const made = callee.kind === 'call' ? callee.callee : callee;
  return isFrom(file.originOf(made), ['pyramid.view'], 'view_config');
}

/** `view_config(route_name='x')(f)`. */
function functionView(site: CallExpr): readonly ProgramFact[] {
  const [handler] = site.args;
  if (site.callee.kind !== 'call' || !site.isDecorator || !handler) return [];
  return named(site.callee, { ...site }, handler);
}

/** Methods of classes with `view_config`; `view_defaults` on the class says the rest. */
function viewMethods(file: ProgramFile): readonly ProgramFact[] {
  const defaults = new Map(
    file.calls.flatMap(({ call }): readonly (readonly [string, CallExpr])[] => {
      const of = innermost(call);
      const made = call.callee.kind === 'call' ? call.callee : undefined;
      const isDefaults = made && isFrom(file.originOf(made.callee), ['pyramid.view'], 'view_defaults');
      return isDefaults && of.kind === 'class' ? [[of.cls.id, made]] : [];
    }),
  );
  return file.classes.flatMap(cls =>
    cls.members.flatMap((member): readonly ProgramFact[] =>
      member.kind === 'method'
        ? member.decorators.flatMap(({ expression }) =>
            expression.kind === 'call' && isView(file, expression.callee)
              ? named(
                  expression,
                  { ...expression },
                  { kind: 'function', at: member.nameAt, fn: member.fn },
                  defaults.get(cls.id),
                )
              : [],
          )
        : [],
    ),
  );
}

function innermost(call: CallExpr): Expr {
  let of: Expr = call;
  for (let depth = 0; depth < 20 && of.kind === 'call' && of.isDecorator && of.args[0]; depth++) of = of.args[0];
  return of;
}

/** A view for a route of a name; without a name it is found by traversal. */
function named(call: CallExpr, site: Expr, handler: Expr, byDefault?: CallExpr, on?: Expr): readonly ProgramFact[] {
  const option = (name: string): Expr | undefined =>
    argumentOf(call, name) ?? (byDefault && argumentOf(byDefault, name));
  const name = option('route_name');
  if (!name) return [];
  const methods = option('request_method');
  const permission = option('permission');
  const at = name.at;
  const guard: Expr | undefined = permission && { ...permission };
  return [
    ...(guard ? [demanded(guard)] : []),
    {
      kind: 'named-view',
      at,
      framework: FRAMEWORK,
      site,
      name,
      handler,
      ...(on && { on }),
      ...(methods && { methods }),
      ...(guard && { guards: [guard] }),
    },
  ];
}

function isOpen(permission: Expr): boolean {
  const name = permission.kind === 'name' || permission.kind === 'member' ? permission.name : '';
  return name === 'NO_PERMISSION_REQUIRED';
}
