/** Classes of Django whose heirs answer requests. Source: Django 5.2, Built-in class-based views API. */
import type { Method, ProgramFact, ViewRules } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';

const MEMBERS: readonly (readonly [string, Method])[] = [
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
];

/** How `View` answers: each method by the member of its name, if the class lets it through. */
export const DJANGO_VIEW: ViewRules = {
  members: MEMBERS.map(([member, method]) => ({ member, methods: [method] })),
  around: ['dispatch'],
  allowed: 'http_method_names',
};

const READS = ['get'];
const FORMS = ['get', 'post'];

/** Modules, the classes in them, and the members that these have of their own. */
const TABLE: readonly (readonly [readonly string[], readonly string[], readonly string[]])[] = [
  [['django.views', 'django.views.generic', 'django.views.generic.base'], ['View'], []],
  [['django.views.generic', 'django.views.generic.base'], ['TemplateView', 'RedirectView'], READS],
  [['django.views.generic', 'django.views.generic.list'], ['ListView', 'BaseListView'], READS],
  [['django.views.generic', 'django.views.generic.detail'], ['DetailView', 'BaseDetailView'], READS],
  [
    ['django.views.generic', 'django.views.generic.dates'],
    [
      'ArchiveIndexView',
      'YearArchiveView',
      'MonthArchiveView',
      'WeekArchiveView',
      'DayArchiveView',
      'TodayArchiveView',
      'DateDetailView',
    ],
    READS,
  ],
  [
    ['django.views.generic', 'django.views.generic.edit'],
    [
      'FormView',
      'CreateView',
      'UpdateView',
      'DeleteView',
      'ProcessFormView',
      'BaseFormView',
      'BaseCreateView',
      'BaseUpdateView',
    ],
    FORMS,
  ],
  [['django.views.generic.edit'], ['DeletionMixin'], ['post']],
  [['django.views.i18n'], ['JavaScriptCatalog', 'JSONCatalog'], READS],
  [
    ['django.contrib.auth.views'],
    ['LoginView', 'PasswordResetView', 'PasswordResetConfirmView', 'PasswordChangeView'],
    FORMS,
  ],
  [['django.contrib.auth.views'], ['LogoutView'], ['post']],
  [
    ['django.contrib.auth.views'],
    ['PasswordResetDoneView', 'PasswordResetCompleteView', 'PasswordChangeDoneView'],
    READS,
  ],
  [['django.contrib.syndication.views'], ['Feed'], READS],
  [['graphene_django.views', 'strawberry.django.views'], ['GraphQLView', 'AsyncGraphQLView'], FORMS],
];

type Row = Export & { readonly provides: readonly string[] };

const ROWS: readonly Row[] = TABLE.flatMap(([modules, names, provides]) =>
  modules.flatMap(module => names.map(name => ({ module, name, provides }))),
);

/** What the file takes of them. */
export function viewBases(file: ProgramFile): readonly ProgramFact[] {
  return loadedRows(file, ROWS).map(({ row: { module, name, provides }, at }) => ({
    kind: 'view-base',
    at,
    framework: 'django',
    site: exportAt(at, module),
    module,
    name,
    view: { ...DJANGO_VIEW, provides },
  }));
}
