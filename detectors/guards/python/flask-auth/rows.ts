import type { GuardRow } from '../guard-table.ts';

type Options = Partial<Pick<GuardRow, 'demands' | 'weaker' | 'mechanism' | 'effect'>>;

function demanding(
  modules: readonly string[],
  name: string,
  as: GuardRow['as'],
  does: string,
  options: Options,
): GuardRow {
  return { modules, name, as, effect: 'required', does, ...options };
}

const LOGIN = ['flask_login', 'flask_login.utils', 'quart_login', 'quart_auth', 'flask_user'];
const SECURITY = ['flask_security', 'flask_security.decorators', 'flask_principal'];
const JWT = ['flask_jwt_extended', 'flask_jwt_extended.view_decorators', 'quart_jwt_extended'];

/** Decorators that are put on functions bare. */
const VALUES: readonly GuardRow[] = [
  demanding(LOGIN, 'login_required', 'value', 'refuses who has not logged in', { mechanism: 'session' }),
  demanding(LOGIN, 'fresh_login_required', 'value', 'refuses who has not logged in', { mechanism: 'session' }),
  demanding(
    ['flask_security', 'flask_security.decorators'],
    'login_required',
    'value',
    'refuses who has not logged in',
    {
      mechanism: 'session',
    },
  ),
  demanding(
    ['flask_praetorian', 'flask_praetorian.decorators'],
    'auth_required',
    'value',
    'refuses requests without a valid JWT',
    {
      mechanism: 'jwt',
    },
  ),
  demanding(['flask_jwt_extended'], 'jwt_refresh_token_required', 'value', 'refuses requests without a valid JWT', {
    mechanism: 'jwt',
  }),
  demanding(['flask_jwt_extended'], 'fresh_jwt_required', 'value', 'refuses requests without a valid JWT', {
    mechanism: 'jwt',
  }),
  // Version 3 is put on functions bare; of version 4, which must be called, a bare name puts nothing before a function.
  {
    modules: ['flask_jwt_extended'],
    name: 'jwt_optional',
    as: 'value',
    effect: 'optional',
    mechanism: 'jwt',
    does: 'reads a JWT where there is one',
  },
  {
    modules: ['flask_jwt_extended'],
    name: 'jwt_required',
    as: 'value',
    effect: 'required',
    mechanism: 'jwt',
    does: 'refuses requests without a valid JWT',
  },
];

/** Sources: Flask-Login, API; Flask-JWT-Extended, API; Flask-Security, Decorators; Flask-HTTPAuth; Authlib; Flask-OIDC. */
export const ROWS: readonly GuardRow[] = [
  ...VALUES,
  demanding(JWT, 'jwt_required', 'call', 'refuses requests without a valid JWT', {
    mechanism: 'jwt',
    weaker: [{ option: 'optional', is: true, effect: 'optional' }],
  }),
  ...['roles_required', 'roles_accepted', 'permissions_required', 'permissions_accepted'].map(name =>
    demanding([...SECURITY, 'flask_user', 'flask_praetorian'], name, 'call', 'refuses who has not the role', {
      mechanism: 'session',
      demands: true,
    }),
  ),
  ...['auth_required', 'auth_token_required', 'http_auth_required'].map(name =>
    demanding(['flask_security', 'flask_security.decorators'], name, 'call', 'refuses who is not authenticated', {
      mechanism: name === 'http_auth_required' ? 'basic' : 'session',
    }),
  ),
  ...['auth_token_required', 'http_auth_required', 'auth_required'].map(name =>
    demanding(['flask_security', 'flask_security.decorators'], name, 'value', 'refuses who is not authenticated', {
      mechanism: name === 'http_auth_required' ? 'basic' : 'session',
    }),
  ),
  demanding(
    ['flask_httpauth', 'quart_httpauth', 'apiflask', 'apiflask.security'],
    'login_required',
    'method',
    'asks its callback whether the credentials are good',
    { mechanism: 'basic', weaker: [{ option: 'optional', is: true, effect: 'optional' }] },
  ),
  demanding(
    ['apiflask', 'apiflask.app', 'apiflask.blueprint'],
    'auth_required',
    'method',
    'asks the authentication object',
    {
      mechanism: 'bearer',
      weaker: [{ option: 'optional', is: true, effect: 'optional' }],
    },
  ),
  demanding(['flask_oidc'], 'require_login', 'method', 'refuses who has not logged in', { mechanism: 'oidc' }),
  demanding(['flask_oidc'], 'accept_token', 'method', 'refuses requests without a valid token', { mechanism: 'oidc' }),
  demanding(
    ['authlib.integrations.flask_oauth2', 'authlib.integrations.django_oauth2'],
    'ResourceProtector',
    'class',
    'refuses requests without a valid token',
    {
      mechanism: 'oauth2',
    },
  ),
  demanding(['flask_oauthlib.provider'], 'require_oauth', 'method', 'refuses requests without a valid token', {
    mechanism: 'oauth2',
    demands: true,
  }),
];
