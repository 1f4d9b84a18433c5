/** Classes of Django REST framework and its common companions whose heirs answer requests. Source: Django REST framework 3.16, API guide. */
import type { Method, PolicyRules, ProgramFact, ViewRules } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { DJANGO_VIEW } from '../django/views.ts';
import { LOGIN_NOT_REQUIRED } from '../django/guards.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';

const POLICY: PolicyRules = {
  attribute: 'permission_classes',
  method: 'get_permissions',
  memberName: 'action',
  decides: 'has_permission',
  credentials: { attribute: 'authentication_classes', reads: 'authenticate' },
  setting: {
    name: 'REST_FRAMEWORK',
    policy: 'DEFAULT_PERMISSION_CLASSES',
    credentials: 'DEFAULT_AUTHENTICATION_CLASSES',
  },
};

/** Views of the framework are out of reach for Django's own middleware that demands a login. Source: `APIView.as_view`. */
export const API_VIEW: ViewRules = {
  ...DJANGO_VIEW,
  around: ['dispatch'],
  before: ['initial'],
  policy: POLICY,
  metadata: LOGIN_NOT_REQUIRED,
};

/** Actions of view sets by the mixins that bring them. */
export const ACTIONS: readonly (readonly [member: string, method: Method, on: 'collection' | 'item'])[] = [
  ['list', 'GET', 'collection'],
  ['create', 'POST', 'collection'],
  ['retrieve', 'GET', 'item'],
  ['update', 'PUT', 'item'],
  ['partial_update', 'PATCH', 'item'],
  ['destroy', 'DELETE', 'item'],
];

const ALL_ACTIONS = ACTIONS.map(([member]) => member);
const READS = ['list', 'retrieve'];
const UPDATES = ['put', 'patch'];

type Row = Export & { readonly provides: readonly string[]; readonly rules?: ViewRules };

function rows(modules: readonly string[], given: Readonly<Record<string, readonly string[]>>): readonly Row[] {
  return modules.flatMap(module => Object.entries(given).map(([name, provides]) => ({ module, name, provides })));
}

/** Views that say themselves that everybody may call. */
function open(module: string, method: string, ...names: readonly string[]): readonly Row[] {
  const { policy: _, ...rules } = API_VIEW;
  return names.map(name => ({ module, name, provides: [method], rules }));
}

const ROOTS: readonly Row[] = rows(['rest_framework.routers'], { APIRootView: ['get'] });

const ROWS: readonly Row[] = [
  ...rows(['rest_framework.views', 'rest_framework'], { APIView: [] }).filter(
    ({ module }) => module !== 'rest_framework',
  ),
  ...rows(['rest_framework.generics', 'rest_framework_gis.generics', 'rest_framework_json_api.views'], {
    GenericAPIView: [],
    CreateAPIView: ['post'],
    ListAPIView: ['get'],
    RetrieveAPIView: ['get'],
    DestroyAPIView: ['delete'],
    UpdateAPIView: UPDATES,
    ListCreateAPIView: ['get', 'post'],
    RetrieveUpdateAPIView: ['get', ...UPDATES],
    RetrieveDestroyAPIView: ['get', 'delete'],
    RetrieveUpdateDestroyAPIView: ['get', ...UPDATES, 'delete'],
  }),
  ...rows(['rest_framework.viewsets', 'rest_framework_json_api.views', 'rest_framework_mongoengine.viewsets'], {
    ViewSetMixin: [],
    ViewSet: [],
    GenericViewSet: [],
    ReadOnlyModelViewSet: READS,
    ModelViewSet: ALL_ACTIONS,
  }),
  ...ROOTS,
  ...open('rest_framework.authtoken.views', 'post', 'ObtainAuthToken'),
  ...open(
    'rest_framework_simplejwt.views',
    'post',
    'TokenObtainPairView',
    'TokenRefreshView',
    'TokenVerifyView',
    'TokenBlacklistView',
    'TokenObtainSlidingView',
    'TokenRefreshSlidingView',
  ),
  ...open(
    'rest_framework_jwt.views',
    'post',
    'ObtainJSONWebTokenView',
    'RefreshJSONWebTokenView',
    'VerifyJSONWebTokenView',
  ),
  ...open(
    'drf_spectacular.views',
    'get',
    'SpectacularAPIView',
    'SpectacularJSONAPIView',
    'SpectacularYAMLAPIView',
    'SpectacularSwaggerView',
    'SpectacularSwaggerSplitView',
    'SpectacularRedocView',
  ),
  ...open('dj_rest_auth.views', 'post', 'LoginView', 'LogoutView', 'PasswordResetView', 'PasswordResetConfirmView'),
  ...open('dj_rest_auth.registration.views', 'post', 'RegisterView', 'VerifyEmailView', 'ResendEmailVerificationView'),
];

/** Mixins bring actions, and are no views by themselves. */
const MIXINS: readonly Row[] = ['rest_framework.mixins'].flatMap(module =>
  Object.entries({
    ListModelMixin: ['list'],
    CreateModelMixin: ['create'],
    RetrieveModelMixin: ['retrieve'],
    UpdateModelMixin: ['update', 'partial_update'],
    DestroyModelMixin: ['destroy'],
  }).map(([name, provides]) => ({ module, name, provides, rules: { members: [] } })),
);

/** What the file takes of them. */
export function apiViewBases(file: ProgramFile): readonly ProgramFact[] {
  const found = loadedRows(file, [...ROWS, ...MIXINS]);
  // A router with a root serves one of them without the file's naming it.
  const [root] = found.some(({ row }) => row.name === 'APIRootView') ? [] : ROOTS;
  const at = root && file.text.includes('DefaultRouter') ? file.module.body[0]?.at : undefined;
  return [...found, ...(root && at ? [{ row: root, at }] : [])].map(
    ({ row: { module, name, provides, rules = API_VIEW }, at }) => ({
      kind: 'view-base',
      at,
      framework: 'djangorestframework',
      site: exportAt(at, module),
      module,
      name,
      view: { ...rules, provides },
    }),
  );
}
