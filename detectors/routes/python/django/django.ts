import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassMember, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { guardExports } from './guards.ts';
import { DJANGO_VIEW, viewBases } from './views.ts';

export const django = defineDetector({
  id: 'django',
  title: 'Django',
  kind: 'framework',
  docs: 'https://docs.djangoproject.com/en/stable/topics/http/urls/',
  reads: 'python',
  files: PYTHON_FILES,
  words: [
    'django.urls',
    'django.conf.urls',
    'urlpatterns',
    'ROOT_URLCONF',
    'MIDDLEWARE',
    'as_view',
    'django.views',
    'django import views',
    'django.contrib.auth',
    'django.contrib.admin.views',
    'django.contrib.syndication',
    'django.utils.decorators',
    'braces',
    'guardian',
    'graphene_django',
    'strawberry',
  ],
  emits: [
    'router',
    'alias',
    'view',
    'view-base',
    'guard-export',
    'guard-kind',
    'member-guard',
    'decision',
    'application-routes',
    'project-setting',
  ],
  limits: [
    'Lists of routes that packages bring along (`admin.site.urls`, `include("allauth.urls")`) are noted, not listed.',
    'Paths of an `include` and of what it includes are joined by a slash, also where none is written.',
    'HEAD, OPTIONS and TRACE are not listed; of generic views, PUT and DELETE are not where no class of the tree defines them.',
    'Below `i18n_patterns` the language is a parameter; WebSocket consumers are not listed.',
    'Settings whose files are named for development, tests or examples count only where there are no others.',
  ],
  version: 1,
  detect: file => [
    ...viewBases(file),
    ...guardExports(file),
    ...settings(file),
    ...file.calls.flatMap(site => callFacts(file, site)),
  ],
});

const URLS = ['django.urls', 'django.urls.conf', 'django.conf.urls', 'django.conf.urls.defaults'];
const PATHS: RouterRules = { syntax: 'flask', guards: 'always' };
const EXPRESSIONS: RouterRules = { syntax: 'regex', guards: 'always' };

function callFacts(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  if (name === 'as_view' && receiver) return ofDjango(file) ? [viewFact(site, receiver)] : [];
  const origin = file.originOf(call.callee);
  if (!origin) return [];
  const base = { framework: 'django', site: call, at: call.nameAt } as const;
  if (isFrom(origin, URLS, 'path')) return entry(site, 'route', PATHS);
  if (isFrom(origin, URLS, 're_path')) return entry(site, 'route', EXPRESSIONS);
  if (isFrom(origin, URLS, 'url')) return entry(site, 'regex', EXPRESSIONS);
  if (isFrom(origin, ['django.conf.urls.i18n'], 'i18n_patterns')) return translated(site);
  const [first] = call.args;
  if (!first) return [];
  if (isFrom(origin, URLS, 'include')) {
    const value = argumentOf(call, 'arg', 0);
    return value ? [{ kind: 'alias', ...base, value, member: 'urlpatterns' }] : [];
  }
  if (isFrom(origin, 'rest_framework.urlpatterns', 'format_suffix_patterns'))
    return [{ kind: 'alias', ...base, value: first }];
  if (isFrom(origin, 'django.utils.decorators', 'method_decorator')) {
    const member = argumentOf(call, 'name', 1);
    return [{ kind: 'member-guard', ...base, guards: first, ...(member && { member }) }];
  }
  if (isFrom(origin, 'django.contrib.auth.decorators', 'user_passes_test'))
    return [{ kind: 'decision', ...base, by: first, about: 'principal' }];
  if (isFrom(origin, 'django.views.decorators.http', 'require_http_methods'))
    return [{ kind: 'guard-kind', ...base, effect: 'none', methods: first, why: 'lets some methods through' }];
  return [];
}

/** `path(route, view)`. */
function entry({ call }: CallSite, pathName: string, rules: RouterRules): readonly ProgramFact[] {
  const path = argumentOf(call, pathName, 0);
  const handler = argumentOf(call, 'view', 1) ?? passedOn(call);
  if (!path || !handler) return [];
  return [
    {
      kind: 'router',
      at: call.nameAt,
      framework: 'django',
      site: call,
      role: 'router',
      rules,
      serves: { path, handler },
    },
  ];
}

/** `path(route, *args)`: the view is the first of what is handed on. */
function passedOn({ args: [, second] }: CallSite['call']): Expr | undefined {
  if (second?.kind !== 'spread' || second.isNamed) return undefined;
  const { at, value } = second;
  return { kind: 'index', at, of: value, key: { kind: 'number', at, value: 0 } };
}

/** `i18n_patterns(path(…), …, prefix_default_language=False)`. Source: Django, Internationalization: in URL patterns. */
function translated({ call }: CallSite): readonly ProgramFact[] {
  const bare = argumentOf(call, 'prefix_default_language');
  const items = call.args.filter(arg => arg.kind !== 'named');
  const at = call.nameAt;
  const path: Expr = { kind: 'text', at, value: bare?.kind === 'boolean' && !bare.value ? '' : '<language>/' };
  const handler: Expr = { kind: 'list', at, items };
  return [
    { kind: 'router', at, framework: 'django', site: call, role: 'router', rules: PATHS, serves: { path, handler } },
  ];
}

function viewFact({ call }: CallSite, of: Expr): ProgramFact {
  const [actions] = call.args;
  const attributes = call.args.flatMap(arg => (arg.kind === 'named' ? [{ name: arg.name, value: arg.value }] : []));
  return {
    kind: 'view',
    at: call.nameAt,
    framework: 'django',
    site: call,
    of,
    byDefault: DJANGO_VIEW,
    ...(actions && actions.kind !== 'named' && actions.kind !== 'spread' && { actions }),
    ...(attributes.length > 0 && { attributes }),
  };
}

/** Whether a file may speak of Django's views: other frameworks have `as_view`, too. */
function ofDjango(file: ProgramFile): boolean {
  return file.module.imports.some(({ module }) => /^(?:django|rest_framework)(?:\.|$)/.test(module));
}

/** Settings, at the top of a module or in a class of `django-configurations`. */
function settings(file: ProgramFile): readonly ProgramFact[] {
  const declared = file.module.body.flatMap((statement): readonly ProgramFact[] =>
    statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.value
      ? setting(statement.pattern.name, statement.value, {
          kind: 'name',
          at: statement.pattern.at,
          name: statement.pattern.name,
        })
      : [],
  );
  const inClasses = file.classes.flatMap(({ members }) =>
    members.flatMap((member: ClassMember) =>
      member.kind === 'field' && member.value ? setting(member.name, member.value, member.value) : [],
    ),
  );
  return [...declared, ...inClasses];
}

function setting(name: string, written: Expr, value: Expr): readonly ProgramFact[] {
  const base = { at: written.at, framework: 'django', site: { ...written } } as const;
  if (name === 'ROOT_URLCONF')
    return [
      {
        kind: 'application-routes',
        ...base,
        name: written,
        routes: {
          kind: 'member',
          at: written.at,
          nameAt: written.at,
          of: { kind: 'load', at: written.at, module: written },
          name: 'urlpatterns',
        },
        rules: PATHS,
        middleware: 'MIDDLEWARE',
      },
    ];
  return name === 'MIDDLEWARE' || name === 'MIDDLEWARE_CLASSES'
    ? [{ kind: 'project-setting', ...base, name: 'MIDDLEWARE', value }]
    : [];
}
