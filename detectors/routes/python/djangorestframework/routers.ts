/** Routers, and view sets that are registered on them. Sources: Django REST framework 3.16, Routers; drf-nested-routers. */
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';
import { ACTIONS } from './views.ts';

const RULES: RouterRules = { syntax: 'regex', guards: 'always', itself: ['urls', 'get_urls'] };
const MODULES = ['rest_framework.routers', 'rest_framework_nested.routers', 'rest_framework_extensions.routers'];
const PLAIN = ['SimpleRouter', 'ExtendedSimpleRouter'];
const WITH_ROOT = ['DefaultRouter', 'ExtendedDefaultRouter'];
const NESTED = ['NestedSimpleRouter', 'NestedDefaultRouter'];
const FRAMEWORK = 'djangorestframework';

/** `DefaultRouter()`, `NestedSimpleRouter(parent, 'domains', lookup='domain')`, `router.register('users', UserViewSet)`. */
export function routerFacts(file: ProgramFile, { call, receiver, name }: CallSite): readonly ProgramFact[] {
  if (name === 'register' && receiver) return registered(call, receiver);
  const origin = file.originOf(call.callee);
  if (!origin) return [];
  const base = {
    kind: 'router',
    at: call.nameAt,
    framework: FRAMEWORK,
    site: call,
    role: 'router',
    rules: RULES,
  } as const;
  if (PLAIN.some(one => isFrom(origin, MODULES, one))) return [base];
  if (WITH_ROOT.some(one => isFrom(origin, MODULES, one))) return [{ ...base, serves: { handler: rootView(call) } }];
  if (!NESTED.some(one => isFrom(origin, MODULES, one))) return [];
  const below = argumentOf(call, 'parent_router', 0);
  const prefix = argumentOf(call, 'parent_prefix', 1);
  return below && prefix ? [{ ...base, below, prefix: nestedPrefix(call, prefix) }] : [];
}

/** What an item of the parent is called by: `domains/{domain_pk}`. */
function nestedPrefix(call: CallExpr, prefix: Expr): Expr {
  const { at } = prefix;
  const text = (value: string): Expr => ({ kind: 'text', at, value });
  const lookup = argumentOf(call, 'lookup', 2);
  return {
    kind: 'concat',
    at,
    parts: [prefix, text('/(?P<'), ...(lookup ? [lookup, text('_')] : []), text('pk>[^/.]+)/')],
  };
}

function rootView(call: CallExpr): Expr {
  const at = call.nameAt;
  return { kind: 'member', at, nameAt: at, of: exportAt(at, 'rest_framework.routers'), name: 'APIRootView' };
}

function registered(call: CallExpr, on: Expr): readonly ProgramFact[] {
  const path = argumentOf(call, 'prefix', 0);
  const handler = argumentOf(call, 'viewset', 1);
  if (!path || !handler) return [];
  return [
    {
      kind: 'resource',
      at: path.at,
      framework: FRAMEWORK,
      site: call,
      on,
      path,
      handler,
      routes: ACTIONS.map(([member, method, place]) => ({ member, method, on: place })),
      parameter: { attributes: ['lookup_url_kwarg', 'lookup_field'], byDefault: 'pk' },
    },
  ];
}

const BASES: readonly Export[] = MODULES.flatMap(module =>
  ['BaseRouter', ...PLAIN, ...WITH_ROOT].map(name => ({ module, name })),
);

/** Classes of the tree may derive from the framework's routers. */
export function routerBases(file: ProgramFile): readonly ProgramFact[] {
  return loadedRows(file, BASES).map(({ row, at }) => ({
    kind: 'router-base',
    at,
    framework: FRAMEWORK,
    site: exportAt(at, row.module),
    ...row,
    role: 'router',
    rules: RULES,
  }));
}
