/** Classes that decide who may call, and classes that read credentials. Sources: Django REST framework 3.16, Permissions and Authentication; the packages' own documentation. */
import type { Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';

type GuardExport = Extract<ProgramFact, { kind: 'guard-export' }>;
type Row = Export & Pick<GuardExport, 'effect' | 'mechanism' | 'spares'> & { readonly does: string };

const PERMISSIONS = 'rest_framework.permissions';

/** Methods that change nothing. */
export const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'] as const;

function required(module: string, ...names: readonly string[]): readonly Row[] {
  return names.map(name => ({ module, name, effect: 'required', does: 'refuses who is not known' }));
}

/** They say who calls; that somebody must is for permissions to say. */
function readers(module: string, mechanism: Mechanism, ...names: readonly string[]): readonly Row[] {
  return names.map(name => ({
    module,
    name,
    effect: 'none',
    mechanism,
    does: 'finds out who calls, and refuses nobody without',
  }));
}

const ROWS: readonly Row[] = [
  ...required(PERMISSIONS, 'IsAuthenticated', 'IsAdminUser', 'DjangoModelPermissions', 'DjangoObjectPermissions'),
  ...['IsAuthenticatedOrReadOnly', 'DjangoModelPermissionsOrAnonReadOnly'].map((name): Row => ({
    module: PERMISSIONS,
    name,
    effect: 'required',
    spares: SAFE_METHODS,
    does: 'refuses who is not known and would change something',
  })),
  { module: PERMISSIONS, name: 'AllowAny', effect: 'none', does: 'lets everybody pass' },
  { module: PERMISSIONS, name: 'BasePermission', effect: 'none', does: 'lets everybody pass' },
  ...required(
    'oauth2_provider.contrib.rest_framework',
    'TokenHasScope',
    'TokenHasReadWriteScope',
    'TokenHasResourceScope',
    'IsAuthenticatedOrTokenHasScope',
  ),
  ...required('rest_framework_api_key.permissions', 'HasAPIKey'),
  ...readers('rest_framework.authentication', 'session', 'SessionAuthentication'),
  ...readers('rest_framework.authentication', 'bearer', 'TokenAuthentication'),
  ...readers('rest_framework.authentication', 'basic', 'BasicAuthentication'),
  ...readers('rest_framework.authentication', 'custom', 'BaseAuthentication', 'RemoteUserAuthentication'),
  ...readers('rest_framework_simplejwt.authentication', 'jwt', 'JWTAuthentication', 'JWTStatelessUserAuthentication'),
  ...readers('rest_framework_jwt.authentication', 'jwt', 'JSONWebTokenAuthentication'),
  ...readers('dj_rest_auth.jwt_auth', 'jwt', 'JWTCookieAuthentication', 'JWTAuthentication'),
  ...readers('knox.auth', 'bearer', 'TokenAuthentication'),
  ...readers('oauth2_provider.contrib.rest_framework', 'oauth2', 'OAuth2Authentication'),
  ...readers('mozilla_django_oidc.contrib.drf', 'oidc', 'OIDCAuthentication'),
  { module: 'rest_framework.authtoken.views', name: 'obtain_auth_token', effect: 'none', does: 'gives tokens' },
];

/** What the file takes of them. */
export function permissions(file: ProgramFile): readonly ProgramFact[] {
  return loadedRows(file, ROWS).map(({ row: { does, ...row }, at }) => ({
    kind: 'guard-export',
    at,
    framework: 'djangorestframework',
    site: exportAt(at, row.module),
    ...row,
    why: `${row.module} ${row.name} ${does}`,
  }));
}

const CONSTANTS = [{ module: PERMISSIONS, name: 'SAFE_METHODS' }];

export function constants(file: ProgramFile): readonly ProgramFact[] {
  return loadedRows(file, CONSTANTS).map(({ row, at }) => ({
    kind: 'known-export',
    at,
    framework: 'djangorestframework',
    site: exportAt(at, row.module),
    ...row,
    value: SAFE_METHODS,
  }));
}
