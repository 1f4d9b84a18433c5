import { defineDetector } from '../../../../src/detector.ts';
import type { Mechanism } from '../../../../src/core/facts/program.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { type GuardRow, guardsIn } from '../guard-table.ts';

export const fastapiSecurity = defineDetector({
  id: 'fastapi-security',
  title: 'FastAPI and Starlette: security schemes and middleware',
  kind: 'guard',
  docs: 'https://fastapi.tiangolo.com/reference/security/',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['fastapi', 'starlette'],
  emits: ['guard-kind', 'guard-export'],
  limits: [
    'A scheme only reads the credential: what it is put on is not known to be protected until something verifies that.',
    'What a backend of `AuthenticationMiddleware` accepts is not looked into.',
  ],
  version: 1,
  detect: file => guardsIn(file, 'fastapi', ROWS),
});

const SECURITY = ['fastapi.security', 'fastapi.security.oauth2', 'fastapi.security.http', 'fastapi.security.api_key'];

function scheme(name: string, mechanism: Mechanism): GuardRow {
  return {
    modules: [...SECURITY, 'fastapi.security.open_id_connect_url'],
    name,
    as: 'class',
    effect: 'unknown',
    hands: 'demanded',
    mechanism,
    weaker: [{ option: 'auto_error', is: false, effect: 'optional', hands: 'if-sent' }],
    does: 'hands the credential on as it was sent; nothing in it verifies that',
  };
}

function harmless(modules: readonly string[], name: string, does: string): GuardRow {
  return { modules, name, as: 'class', effect: 'none', does };
}

/** Sources: FastAPI, Security tools; Starlette, Middleware and Authentication. */
const ROWS: readonly GuardRow[] = [
  scheme('OAuth2PasswordBearer', 'bearer'),
  scheme('OAuth2AuthorizationCodeBearer', 'bearer'),
  scheme('OAuth2', 'oauth2'),
  scheme('HTTPBearer', 'bearer'),
  scheme('HTTPBasic', 'basic'),
  scheme('HTTPDigest', 'basic'),
  scheme('HTTPBase', 'bearer'),
  scheme('APIKeyHeader', 'api-key'),
  scheme('APIKeyQuery', 'api-key'),
  scheme('APIKeyCookie', 'session'),
  scheme('OpenIdConnect', 'oidc'),
  harmless(SECURITY, 'OAuth2PasswordRequestForm', 'reads the form of a login'),
  harmless(SECURITY, 'OAuth2PasswordRequestFormStrict', 'reads the form of a login'),
  harmless(SECURITY, 'SecurityScopes', 'says which scopes are asked for'),
  harmless(
    ['starlette.middleware.sessions', 'fastapi.middleware.sessions'],
    'SessionMiddleware',
    'keeps a session for whoever comes',
  ),
  harmless(
    ['starlette.middleware.trustedhost', 'fastapi.middleware.trustedhost'],
    'TrustedHostMiddleware',
    'looks at the host alone',
  ),
  {
    modules: ['starlette.middleware.authentication', 'fastapi.middleware.authentication'],
    name: 'AuthenticationMiddleware',
    as: 'class',
    effect: 'optional',
    mechanism: 'custom',
    does: 'says who is calling; what its backend refuses is not known',
  },
  {
    modules: ['starlette.authentication', 'fastapi.authentication'],
    name: 'requires',
    as: 'call',
    effect: 'required',
    mechanism: 'custom',
    demands: true,
    does: 'refuses requests without the scopes',
  },
];
