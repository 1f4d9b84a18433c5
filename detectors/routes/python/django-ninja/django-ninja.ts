import type { Mechanism, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const djangoNinja = defineDetector({
  id: 'django-ninja',
  title: 'Django Ninja',
  kind: 'framework',
  docs: 'https://django-ninja.dev/guides/routers/',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['ninja'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-export'],
  limits: [
    'Controllers of `ninja_extra` are not read.',
    'The description and its pages (`/docs`, `/openapi.json`) are not listed.',
  ],
  version: 1,
  detect: file => [...guards(file), ...file.calls.flatMap(site => callFacts(file, site))],
});

const FRAMEWORK = 'django-ninja';
const MODULES = ['ninja', 'ninja_extra', 'ninja.main', 'ninja.router'];
const RULES: RouterRules = { syntax: 'braces', guards: 'always', itself: ['urls'] };
/** The nearest `auth` counts, and of a list any one. Source: Django Ninja, Authentication. */
const SLOT = 'auth';

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
]);

function callFacts(file: ProgramFile, { call, receiver, name }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const origin = file.originOf(call.callee);
  if (['NinjaAPI', 'NinjaExtraAPI', 'Router'].some(one => isFrom(origin, MODULES, one)))
    return [{ kind: 'router', ...base, role: 'router', rules: RULES, ...authOf(call) }];
  if (!file.module.imports.some(({ module }) => /^ninja(?:_extra)?(?:\.|$)/.test(module))) return [];
  if (name === 'add_router' && receiver) {
    const prefix = argumentOf(call, 'prefix', 0);
    const given = argumentOf(call, 'router', 1);
    if (!prefix || !given) return [];
    const router = named(given);
    const auth = argumentOf(call, 'auth');
    return [
      ...(auth ? [{ kind: 'guard', ...base, on: router, guards: [auth], slot: SLOT } as const] : []),
      { kind: 'mount', ...base, at: prefix.at, on: receiver, prefix, chain: [router] },
    ];
  }
  return registered(call);
}

/** `api.get('/x')(f)`, which is what a decorator is. */
function registered(site: CallSite['call']): readonly ProgramFact[] {
  const [handler] = site.args;
  const inner = site.callee;
  if (inner.kind !== 'call' || inner.callee.kind !== 'member' || !handler) return [];
  const { name, of } = inner.callee;
  const isAny = name === 'api_operation';
  const verb = METHODS.get(name);
  if (!verb && !isAny) return [];
  const path = argumentOf(inner, 'path', isAny ? 1 : 0);
  const methods = isAny ? argumentOf(inner, 'methods', 0) : undefined;
  if (!path || (isAny && !methods)) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: FRAMEWORK,
      site,
      on: of,
      methods: methods ?? (verb ? [verb] : []),
      path: converted(path),
      chain: [handler],
      ...authOf(inner),
    },
  ];
}

/** `{int:id}` is a parameter with one of Django's converters. Source: Django Ninja, Path parameters. */
function converted(path: Expr): Expr {
  if (path.kind !== 'text') return path;
  return {
    ...path,
    value: path.value.replace(
      /\{(\w+):(\w+)\}/g,
      (_, type: string, name: string) => `{${type === 'path' ? '*' : ''}${name}}`,
    ),
  };
}

function authOf(call: CallSite['call']): { readonly guards?: readonly Expr[]; readonly slot?: string } {
  const auth = argumentOf(call, 'auth');
  return auth ? { guards: [auth], slot: SLOT } : {};
}

/** `'news.api.router'` is that name of that module. */
function named(given: Expr): Expr {
  const dot = given.kind === 'text' ? given.value.lastIndexOf('.') : -1;
  if (given.kind !== 'text' || dot < 0) return given;
  const { at, value } = given;
  const module: Expr = { kind: 'text', at, value: value.slice(0, dot) };
  return { kind: 'member', at, nameAt: at, of: { kind: 'load', at, module }, name: value.slice(dot + 1) };
}

type Row = Export & { readonly mechanism: Mechanism; readonly verifiedBy?: string };

function rows(mechanism: Mechanism, ...names: readonly string[]): readonly Row[] {
  return ['ninja.security', 'ninja.security.http', 'ninja.security.apikey', 'ninja.security.session'].flatMap(module =>
    names.map(name => ({ module, name, mechanism, verifiedBy: 'authenticate' })),
  );
}

const ROWS: readonly Row[] = [
  ...['django_auth', 'django_auth_superuser', 'django_auth_is_staff'].map((name): Row => ({
    module: 'ninja.security',
    name,
    mechanism: 'session',
  })),
  ...rows('bearer', 'HttpBearer'),
  ...rows('basic', 'HttpBasicAuth'),
  ...rows('api-key', 'APIKeyHeader', 'APIKeyQuery', 'APIKeyCookie'),
  { module: 'ninja.security', name: 'SessionAuth', mechanism: 'session' },
  { module: 'ninja_jwt.authentication', name: 'JWTAuth', mechanism: 'jwt' },
  { module: 'ninja_jwt.authentication', name: 'AsyncJWTAuth', mechanism: 'jwt' },
];

function guards(file: ProgramFile): readonly ProgramFact[] {
  return loadedRows(file, ROWS).map(({ row, at }) => ({
    kind: 'guard-export',
    at,
    framework: FRAMEWORK,
    site: exportAt(at, row.module),
    ...row,
    effect: 'required',
    why: `${row.module} ${row.name} refuses who sends no good credential`,
  }));
}
