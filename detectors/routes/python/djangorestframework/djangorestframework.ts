import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Attribute } from '../../../../src/core/facts/serving.ts';
import type { CallExpr, Decorator } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { constants, permissions } from './permissions.ts';
import { routerBases, routerFacts } from './routers.ts';
import { API_VIEW, apiViewBases } from './views.ts';

export const djangorestframework = defineDetector({
  id: 'djangorestframework',
  title: 'Django REST framework',
  kind: 'framework',
  docs: 'https://www.django-rest-framework.org/',
  reads: 'python',
  files: PYTHON_FILES,
  words: [
    'rest_framework',
    'REST_FRAMEWORK',
    'drf_spectacular',
    'dj_rest_auth',
    'oauth2_provider',
    'knox',
    'mozilla_django_oidc',
    'outer.register(',
  ],
  emits: [
    'router',
    'resource',
    'mark',
    'view-base',
    'router-base',
    'guard-export',
    'known-export',
    'function-view',
    'view-attribute',
    'project-setting',
  ],
  limits: [
    'Routes of a router whose class changes `routes` or `get_routes` are those of the router that it derives from.',
    'Permissions about single objects (`has_object_permission`) are not taken for a guard.',
    'Suffixes of formats (`/users.json`) are not listed.',
  ],
  version: 1,
  detect: file => [
    ...apiViewBases(file),
    ...routerBases(file),
    ...permissions(file),
    ...constants(file),
    ...settings(file),
    ...file.calls.flatMap(site => [...routerFacts(file, site), ...callFacts(file, site)]),
    ...file.decorators.flatMap(mappedAction),
  ],
});

const FRAMEWORK = 'djangorestframework';
const DECORATORS = 'rest_framework.decorators';

function callFacts(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  if (!origin) return [];
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const of = (name: string): boolean => isFrom(origin, DECORATORS, name);
  if (of('api_view')) {
    const methods = argumentOf(call, 'http_method_names', 0);
    return [{ kind: 'function-view', ...base, view: API_VIEW, ...(methods && { methods }) }];
  }
  for (const name of ['permission_classes', 'authentication_classes']) {
    const value = of(name) ? argumentOf(call, name, 0) : undefined;
    if (value) return [{ kind: 'view-attribute', ...base, attribute: { name, value } }];
  }
  if (of('action')) return [{ kind: 'mark', ...base, mark: actionOf(call, argumentOf(call, 'detail', 1)) }];
  const isDetail = of('detail_route');
  return isDetail || of('list_route')
    ? [{ kind: 'mark', ...base, mark: actionOf(call, { kind: 'boolean', at: call.nameAt, value: isDetail }) }]
    : [];
}

function actionOf(call: CallExpr, detail: ReturnType<typeof argumentOf>): Mark {
  const methods = argumentOf(call, 'methods', 0);
  const path = argumentOf(call, 'url_path', 2);
  const attributes = call.args.flatMap((arg): readonly Attribute[] =>
    arg.kind === 'named' && arg.name.endsWith('_classes') ? [{ name: arg.name, value: arg.value }] : [],
  );
  return {
    kind: 'action',
    ...(methods && { methods }),
    ...(path && { path }),
    ...(detail && { detail }),
    ...(attributes.length > 0 && { attributes }),
  };
}

/** `@publish.mapping.delete`: a further method of the action `publish`. */
function mappedAction({ expression }: Decorator): readonly ProgramFact[] {
  if (expression.kind !== 'member' || expression.of.kind !== 'member' || expression.of.name !== 'mapping') return [];
  const action = expression.of.of;
  const methods = METHODS.filter(method => method.toLowerCase() === expression.name);
  // In the body of a class, what it defined before is a member of it.
  if ((action.kind !== 'name' && action.kind !== 'member') || methods.length === 0) return [];
  return [
    {
      kind: 'mark',
      at: expression.nameAt,
      framework: FRAMEWORK,
      site: expression,
      mark: { kind: 'action', methods, of: action.name },
    },
  ];
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

function settings(file: ProgramFile): readonly ProgramFact[] {
  const name = 'REST_FRAMEWORK';
  const declared = file.module.body.flatMap((statement): readonly ProgramFact[] =>
    statement.kind === 'declare' &&
    statement.pattern.kind === 'name' &&
    statement.pattern.name === name &&
    statement.value
      ? [
          {
            kind: 'project-setting',
            at: statement.pattern.at,
            framework: FRAMEWORK,
            site: { ...statement.value },
            name,
            value: { kind: 'name', at: statement.pattern.at, name },
          },
        ]
      : [],
  );
  const inClasses = file.classes.flatMap(({ members }) =>
    members.flatMap((member): readonly ProgramFact[] =>
      member.kind === 'field' && member.name === name && member.value
        ? [
            {
              kind: 'project-setting',
              at: member.nameAt,
              framework: FRAMEWORK,
              site: { ...member.value },
              name,
              value: member.value,
            },
          ]
        : [],
    ),
  );
  return [...declared, ...inClasses];
}
