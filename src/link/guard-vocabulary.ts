/**
 * What counts as reading a credential, verifying one, and refusing a request, in code of any framework.
 *
 * The words are those of HTTP and of the libraries' documentation, and they only decide what a *read* body does; a name
 * alone never makes a guard. Source: RFC 9110 §11, RFC 6750, the frameworks' own references.
 */
import type { Mechanism } from '../core/facts/program.ts';

/** Headers that carry a credential, lower case, with what they prove. */
const CREDENTIAL_HEADERS: ReadonlyMap<string, Mechanism> = new Map([
  ['authorization', 'bearer'],
  ['proxy-authorization', 'bearer'],
  ['x-access-token', 'bearer'],
  ['x-auth-token', 'bearer'],
  ['x-token', 'bearer'],
  ['x-session-token', 'session'],
  ['x-api-key', 'api-key'],
  ['api-key', 'api-key'],
  ['apikey', 'api-key'],
  ['x-apikey', 'api-key'],
  ['x-admin-key', 'api-key'],
  ['x-secret', 'api-key'],
  ['x-hub-signature', 'signature'],
  ['x-hub-signature-256', 'signature'],
  ['stripe-signature', 'signature'],
  ['svix-signature', 'signature'],
  ['x-slack-signature', 'signature'],
  ['x-signature', 'signature'],
  ['x-webhook-signature', 'signature'],
  ['webhook-signature', 'signature'],
  ['x-twilio-signature', 'signature'],
  ['x-shopify-hmac-sha256', 'signature'],
]);

const HEADER_HOLDERS: ReadonlySet<string> = new Set(['headers', 'header', 'rawheaders']);
const COOKIE_HOLDERS: ReadonlySet<string> = new Set(['cookies', 'signedcookies', 'cookie']);
/** What an earlier guard puts on the request once it knows who is calling. */
const PRINCIPALS: ReadonlyMap<string, Mechanism> = new Map([
  ['user', 'session'],
  ['currentuser', 'session'],
  ['auth', 'bearer'],
  ['session', 'session'],
  ['principal', 'session'],
  ['identity', 'session'],
  ['account', 'session'],
  ['userid', 'session'],
  ['user_id', 'session'],
  ['jwt', 'jwt'],
  ['jwtpayload', 'jwt'],
  ['apikey', 'api-key'],
]);
/** Objects of the request under which principals are kept. */
const PRINCIPAL_HOLDERS: ReadonlySet<string> = new Set(['locals', 'state', 'context', 'req', 'request', 'raw', 'var', 'res', 'session', 'auth', 'user']);
const QUERY_CREDENTIALS: ReadonlySet<string> = new Set(['access_token', 'api_key', 'apikey', 'api-key', 'accesstoken']);

/** The mechanism of the credential that a path of members on a request reads; undefined when it reads none. */
export function credentialAt(path: readonly string[]): Mechanism | undefined {
  const [last, holder] = path.map(part => part.toLowerCase()).reverse();
  if (last === undefined) return undefined;
  if (holder !== undefined && HEADER_HOLDERS.has(holder)) return credentialHeader(last);
  if (holder !== undefined && COOKIE_HOLDERS.has(holder)) return 'session';
  if (holder === 'query' || holder === 'params' || holder === 'body') return QUERY_CREDENTIALS.has(last) && holder === 'query' ? 'api-key' : undefined;
  if (holder === undefined || PRINCIPAL_HOLDERS.has(holder)) return last === 'session' && holder === undefined ? undefined : PRINCIPALS.get(last);
  return undefined;
}

/** What a header proves; those that a product names for its own keys and tokens included (`x-acme-key`). */
function credentialHeader(name: string): Mechanism | undefined {
  const known = CREDENTIAL_HEADERS.get(name);
  if (known || /csrf|xsrf|idempotency|request|trace|correlation|page|cache|sort/.test(name)) return known;
  const own = /^x-(?:[a-z0-9]+-){1,4}(api-?key|key|token|secret|signature|auth|jwt)$/.exec(name)?.[1];
  if (own === undefined) return undefined;
  return own === 'signature' ? 'signature' : own === 'token' || own === 'jwt' || own === 'auth' ? 'bearer' : 'api-key';
}

/** The mechanism of a credential read by calling a method of the request with a name: `req.get('Authorization')`. */
export function credentialFrom(path: readonly string[], method: string, name: string): Mechanism | undefined {
  const lower = name.toLowerCase();
  const holder = path.at(-1)?.toLowerCase();
  if (holder !== undefined && COOKIE_HOLDERS.has(holder)) return 'session';
  if (method === 'header' || method === 'getHeader' || (method === 'get' && (holder === undefined || HEADER_HOLDERS.has(holder) || holder === 'req' || holder === 'request'))) {
    return credentialHeader(lower) ?? (method === 'get' && holder === undefined ? PRINCIPALS.get(lower) : undefined);
  }
  if (method === 'cookie' || method === 'getCookie' || method === 'getSignedCookie') return 'session';
  return method === 'query' && QUERY_CREDENTIALS.has(lower) ? 'api-key' : undefined;
}

/** Methods of the request that say who calls, without an argument; the value is what they give to a stranger. */
export const IDENTITY_METHODS: ReadonlyMap<string, boolean> = new Map([
  ['isAuthenticated', false],
  ['isUnauthenticated', true],
]);

/** Methods of the request that refuse by throwing when there is no valid credential. */
export const THROWING_METHODS: ReadonlySet<string> = new Set(['jwtVerify', 'authenticate', 'verifyJWT', 'ensureAuthenticated']);

/** Library functions that give the session or principal of the current request; nothing to a stranger. */
export const SESSION_READERS: ReadonlySet<string> = new Set([
  'getServerSession', 'unstable_getServerSession', 'getServerAuthSession', 'auth', 'getSession', 'getToken', 'currentUser', 'getAuth',
  'getUser', 'getCurrentUser', 'getIronSession', 'getSessionCookie', 'getSignedCookie', 'getCookie', 'validateRequest', 'verifySession', 'getUserSession',
]);

/** Library functions that throw, or call back with an error, when what they verify is not there. */
export function isVerifier(name: string): boolean {
  return /^(?:verify|jwtVerify|verifyIdToken|verifyAccessToken|verifyToken|verifyJwt|verifyJWT|verifyAsync|constructEvent|constructEventAsync|introspect|jwtDecrypt|compactVerify)$/.test(name);
}

/** Functions that end the request with a refusal: Next.js, SvelteKit, Remix, http-errors. */
export const REFUSING_FUNCTIONS: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'notFound', 'redirect', 'permanentRedirect', 'abort', 'error', 'createError', 'createHttpError']);

/**
 * Whether a name speaks of authentication. Never makes something `required`: it makes what cannot be followed `unknown`
 * instead of harmless.
 */
export function speaksOfAuthentication(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/);
  return words.some(word => AUTHENTICATION_WORDS.has(word) || /^(?:auth|authenti|authori[sz])/.test(word) && word !== 'author' && word !== 'authors');
}

const AUTHENTICATION_WORDS: ReadonlySet<string> = new Set([
  'jwt', 'jwk', 'jwks', 'bearer', 'token', 'session', 'passport', 'guard', 'protect', 'protected', 'login', 'logged', 'permission', 'permissions', 'acl',
  'rbac', 'role', 'roles', 'scope', 'scopes', 'apikey', 'hmac', 'signature', 'oauth', 'oidc', 'sso', 'keycloak', 'clerk', 'firebase', 'cognito',
  'admin', 'verify', 'credential', 'credentials', 'unless', 'authed',
]);

/** Built-in or well-known middleware packages that have nothing to do with who calls. */
export function isHarmlessPackage(module: string): boolean {
  return HARMLESS.has(module) || module === '<global>' || /^(?:node:)?(?:http|https|path|fs|util|crypto|stream|url|querystring|zlib|os|events)(?:\/|$)/.test(module);
}

const HARMLESS: ReadonlySet<string> = new Set([
  'cors', '@koa/cors', 'hono/cors', '@fastify/cors', 'helmet', 'koa-helmet', '@fastify/helmet', 'morgan', 'compression', 'body-parser', 'koa-body', 'koa-bodyparser', '@koa/bodyparser',
  'cookie-parser', 'multer', 'serve-static', 'koa-static', 'express', 'koa', 'hono', 'fastify', 'express-rate-limit', 'express-slow-down', 'swagger-ui-express', 'hono/logger', 'hono/pretty-json',
  'hono/secure-headers', 'hono/timing', 'hono/etag', 'hono/cache', 'hono/compress', 'hono/request-id', 'hono/csrf', 'csurf', 'express-session', 'method-override', 'response-time', 'connect-flash',
  'express-validator', 'celebrate', 'express-async-handler', 'i18n', 'i18next-http-middleware', 'connect-timeout', 'errorhandler', 'serve-favicon', 'serve-index', 'express-fileupload', 'pino-http',
  'feature-policy', 'permissions-policy', 'referrer-policy', 'express-robots-txt', 'express-security.txt', 'http-errors',
]);
