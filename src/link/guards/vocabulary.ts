/**
 * What counts as reading a credential, verifying one, and refusing a request, in code of any framework.
 *
 * The words are those of HTTP and of the libraries' documentation, and they only decide what a *read* body does; a name
 * alone never makes a guard. Source: RFC 9110 §11, RFC 6750, the frameworks' own references.
 */
import type { Mechanism } from '../../core/facts/program.ts';

/** Headers that carry a credential, lower case, with what they prove. */
const CREDENTIAL_HEADERS: ReadonlyMap<string, Mechanism> = new Map([
  ['authorization', 'bearer'],
  ['proxy-authorization', 'bearer'],
  // Some name it so by mistake.
  ['authentication', 'bearer'],
  ['x-access-token', 'bearer'],
  ['x-auth-token', 'bearer'],
  ['x-auth', 'bearer'],
  ['x-token', 'bearer'],
  ['token', 'bearer'],
  ['access-token', 'bearer'],
  ['auth-token', 'bearer'],
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
const PRINCIPAL_HOLDERS: ReadonlySet<string> = new Set([
  'locals',
  'state',
  'context',
  'ctx',
  'req',
  'request',
  'raw',
  'var',
  'res',
  'session',
  'auth',
  'user',
]);
const QUERY_CREDENTIALS: ReadonlySet<string> = new Set(['access_token', 'api_key', 'apikey', 'api-key', 'accesstoken']);

/** A credential that code reads. `isCarried`: the caller writes it; else an earlier guard put it there, once it was sure. */
export type Credential = { readonly mechanism: Mechanism; readonly isCarried: boolean };

/** The credential that a path of members on a request reads; undefined when it reads none. */
export function credentialAt(path: readonly string[]): Credential | undefined {
  const [last, holder] = path.map(part => part.toLowerCase()).reverse();
  if (last === undefined) return undefined;
  if (holder !== undefined && HEADER_HOLDERS.has(holder)) return carried(credentialHeader(last));
  if (holder !== undefined && COOKIE_HOLDERS.has(holder)) return credentialCookie(last, holder === 'signedcookies');
  if (holder === 'query') return QUERY_CREDENTIALS.has(last) ? carried('api-key') : undefined;
  if (holder === 'params' || holder === 'body') return undefined;
  if (holder === 'session' && SESSION_MEMBER.test(last)) return established('session');
  if (holder !== undefined && !PRINCIPAL_HOLDERS.has(holder)) return undefined;
  return last === 'session' && holder === undefined ? undefined : established(PRINCIPALS.get(last));
}

function carried(mechanism: Mechanism | undefined): Credential | undefined {
  return mechanism && { mechanism, isCarried: true };
}

function established(mechanism: Mechanism | undefined): Credential | undefined {
  return mechanism && { mechanism, isCarried: false };
}

/** What is kept in a session once someone has logged in. */
const SESSION_MEMBER =
  /^(?:is_?)?(?:user|uid|account|login|logged|auth|admin|member|customer|principal|identity|passport|email|token|jwt|(?:person|employee|staff|operator)_?id$)/;

/** Cookies that say who calls; others keep a language, a consent, a basket. */
function credentialCookie(name: string, isSigned: boolean): Credential | undefined {
  // What somebody is sent to log in with comes back as it was sent; it says nothing of who calls. Source: RFC 6749 §10.12.
  if (
    /csrf|xsrf|device|push|visitor|anon|consent|theme|locale|lang|captcha|(?:oauth|oidc|auth).?(?:state|nonce)|verifier|pkce/.test(
      name,
    )
  )
    return undefined;
  return /sess|sid$|^sid|token|auth|jwt|login|user|account|remember|access|refresh|identity|bearer|api[-_]?key/.test(
    name,
  )
    ? { mechanism: 'session', isCarried: !isSigned }
    : undefined;
}

/** What a header proves; those that a product names for its own keys and tokens included (`x-acme-key`). */
function credentialHeader(name: string): Mechanism | undefined {
  const known = CREDENTIAL_HEADERS.get(name);
  if (
    known ||
    /csrf|xsrf|idempotency|request|trace|correlation|\bpages?\b|\bcache\b|\bsort\b|captcha|turnstile|challenge|device|push|fcm|nonce|public|publishable|anon/.test(
      name,
    )
  )
    return known;
  if (/access-?token$|auth-?token$/.test(name)) return 'bearer';
  if (/api-?key$/.test(name)) return 'api-key';
  const own = /^x-(?:[a-z0-9]+-){1,4}(api-?key|key|token|secret|signature|auth|jwt)$/.exec(name)?.[1];
  if (own === undefined) return undefined;
  return own === 'signature' ? 'signature' : own === 'token' || own === 'jwt' || own === 'auth' ? 'bearer' : 'api-key';
}

/** The credential read by calling a method of the request with a name: `req.get('Authorization')`, `cookies().get('session')`. */
export function credentialFrom(path: readonly string[], method: string, name: string): Credential | undefined {
  const lower = name.toLowerCase();
  const holder = path.at(-1)?.toLowerCase();
  if (holder !== undefined && COOKIE_HOLDERS.has(holder))
    return method === 'get' || method === 'getSigned' ? credentialCookie(lower, method === 'getSigned') : undefined;
  if (
    method === 'header' ||
    method === 'getHeader' ||
    (method === 'get' &&
      (holder === undefined || HEADER_HOLDERS.has(holder) || holder === 'req' || holder === 'request'))
  ) {
    return (
      carried(credentialHeader(lower)) ??
      (method === 'get' && holder === undefined ? established(PRINCIPALS.get(lower)) : undefined)
    );
  }
  if (method === 'cookie' || method === 'getCookie' || method === 'getSignedCookie')
    return credentialCookie(lower, method === 'getSignedCookie');
  return method === 'query' && QUERY_CREDENTIALS.has(lower) ? carried('api-key') : undefined;
}

/** Methods of the request that say who calls, without an argument; the value is what they give to a stranger. */
export const IDENTITY_METHODS: ReadonlyMap<string, boolean> = new Map([
  ['isAuthenticated', false],
  ['isUnauthenticated', true],
]);

/** Methods of the request that refuse by throwing when there is no valid credential. */
export const THROWING_METHODS: ReadonlySet<string> = new Set([
  'jwtVerify',
  'authenticate',
  'verifyJWT',
  'ensureAuthenticated',
  'protect',
]);

/** Library functions that give the session or principal of the current request; nothing to a stranger. */
export const SESSION_READERS: ReadonlySet<string> = new Set([
  'getServerSession',
  'unstable_getServerSession',
  'getServerAuthSession',
  'auth',
  'getSession',
  'getToken',
  'currentUser',
  'getAuth',
  'getUser',
  'getCurrentUser',
  'getIronSession',
  'getSessionCookie',
  'getSignedCookie',
  'getCookie',
  'validateRequest',
  'verifySession',
  'getUserSession',
]);

/** Those of them that give a promise: without `await` it is there for everyone. */
export const ASYNC_SESSION_READERS: ReadonlySet<string> = new Set([
  'getServerSession',
  'unstable_getServerSession',
  'getServerAuthSession',
  'getSession',
  'getToken',
  'currentUser',
  'getIronSession',
  'getUserSession',
]);

/** Whether a function of this name verifies what it is given. */
export function isVerifier(name: string): boolean {
  return /^(?:verify|jwtVerify|verifyIdToken|verifyAccessToken|verifyToken|verifyJwt|verifyJWT|verifyAsync|constructEvent|constructEventAsync|introspect|jwtDecrypt|compactVerify)$/.test(
    name,
  );
}

/** Whether a verifier is known to throw, or to reject, rather than to answer with a boolean. Sources: the READMEs of the packages. */
export function isThrowingVerifier(name: string, module: string | undefined): boolean {
  if (
    /^(?:jwtVerify|verifyIdToken|verifyAsync|constructEvent|constructEventAsync|jwtDecrypt|compactVerify)$/.test(name)
  )
    return true;
  return module !== undefined && THROWING_PACKAGES.test(module);
}

const THROWING_PACKAGES =
  /^(?:jsonwebtoken|jose|@nestjs\/jwt|(?:@hono\/)?hono\/jwt|firebase-admin(?:\/.*)?|google-auth-library|aws-jwt-verify|fast-jwt|svix|stripe|standardwebhooks|paseto|@fastify\/jwt|express-jwt|njwt|jwt-simple)$/;

/** Whether a verifier gives a promise: it fails when that is awaited. */
export function isAsyncVerifier(name: string, module: string | undefined): boolean {
  if (/^(?:jwtVerify|verifyIdToken|verifyAsync|constructEventAsync|jwtDecrypt|compactVerify|introspect)$/.test(name))
    return true;
  return (
    module !== undefined &&
    /^(?:jose|(?:@hono\/)?hono\/jwt|firebase-admin(?:\/.*)?|google-auth-library|aws-jwt-verify|paseto)$/.test(module)
  );
}

/** Look-ups of the common database libraries that give a promise. */
export function isAsyncLookup(name: string): boolean {
  return (
    /^find(?:One|Unique|First|By|ById|ByPk|OneBy|OneOrFail|UniqueOrThrow|FirstOrThrow|Many|All)?(?:[A-Z]\w*)?$/.test(
      name,
    ) && name !== 'find'
  );
}

/** Functions that read what a credential says and do not check it. */
export function isDecoder(name: string): boolean {
  return /^(?:decode\w*|jwt_?[dD]ecode|unpack\w*|parse|atob|btoa|from|toString|split|slice|substring|substr|replace|replaceAll|trim|trimStart|trimEnd|toLowerCase|toUpperCase|at|match|exec|concat|String|Buffer|decodeURIComponent|unescape|normalize|shift|pop)$/.test(
    name,
  );
}

/** Methods of texts that ask for nothing but their form: `header.startsWith('Bearer ')`. */
export function asksForForm(name: string): boolean {
  return /^(?:startsWith|startswith|endsWith|endswith|includes|contains|isEmpty|isBlank|isNotEmpty|isNotBlank|isNullOrEmpty|isNullOrBlank|length|matches|search|indexOf|charAt)$/.test(
    name,
  );
}

/** Functions that say yes to what is not there. */
export function saysYesToNothing(name: string): boolean {
  return /^(?:is)?(?:empty|nil|null|undefined|blank|missing|nan)$/i.test(name);
}

/** Functions that say whether something may be seen: what is public may be seen by whoever is nobody. */
export function mayShowToStrangers(name: string): boolean {
  return /^(?:is|are|can|may|has)_?(?:be_?)?(?:read|view|see|seen|show|visible|accessible|public|listed)(?:able|_?by|_?for|_?access)?[?]?$/i.test(
    name,
  );
}

/** Functions that give something although they were given nothing. */
export function makesFromNothing(name: string): boolean {
  return /^(?:create|make|build|generate|sign|hash|digest|encode|encrypt|default|ensure|allow|skip|exempt)|guest|anonymous|public/i.test(
    name,
  );
}

/** Functions that end the request with a refusal: Next.js, SvelteKit, Remix, http-errors. */
export const REFUSING_FUNCTIONS: ReadonlySet<string> = new Set([
  'unauthorized',
  'forbidden',
  'notFound',
  'redirect',
  'permanentRedirect',
  'abort',
  'error',
  'createError',
  'createHttpError',
]);

/**
 * Whether a name speaks of authentication. Never makes something `required`: it makes what cannot be followed `unknown`
 * instead of harmless.
 */
export function speaksOfAuthentication(name: string): boolean {
  return wordsIn(name).some(
    word =>
      AUTHENTICATION_WORDS.has(word) ||
      (/^(?:auth|authenti|authori[sz])/.test(word) && word !== 'author' && word !== 'authors'),
  );
}

/** The words of a name in whatever spelling: `currentUser`, `current_user`. */
export function wordsIn(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');
}

const AUTHENTICATION_WORDS: ReadonlySet<string> = new Set([
  'jwt',
  'jwk',
  'jwks',
  'bearer',
  'token',
  'session',
  'passport',
  'guard',
  'protect',
  'protected',
  'login',
  'logged',
  'permission',
  'permissions',
  'acl',
  'rbac',
  'role',
  'roles',
  'scope',
  'scopes',
  'apikey',
  'hmac',
  'signature',
  'oauth',
  'oidc',
  'sso',
  'keycloak',
  'clerk',
  'firebase',
  'cognito',
  'admin',
  'verify',
  'credential',
  'credentials',
  'unless',
  'authed',
]);

/** Built-in or well-known middleware packages that have nothing to do with who calls. */
export function isHarmlessPackage(module: string): boolean {
  if (speaksOfAuthentication(module)) return HARMLESS.has(module);
  return HARMLESS.has(module) || BUILT_IN.test(module) || HARMLESS_WORDS.test(module);
}

const BUILT_IN =
  /^(?:node:)?(?:assert|async_hooks|buffer|crypto|dns|events|fs|http|http2|https|net|os|path|perf_hooks|process|querystring|stream|timers|tls|url|util|worker_threads|zlib)(?:\/|$)/;

/** What middleware of the ecosystem is named for that is not about who calls. */
const HARMLESS_WORDS =
  /(?:^|[-/@.])(?:log|logger|logging|morgan|pino|winston|bunyan|cors|helmet|compress|compression|body|bodyparser|parser|multer|upload|fileupload|formidable|busboy|static|serve|favicon|metrics|prom|prometheus|prom-client|trace|tracing|opentelemetry|sentry|newrelic|apm|dd-trace|swagger|openapi|redoc|docs|i18n|i18next|locale|cache|timeout|etag|error|errors|async|graphql|apollo|proxy|rate|limit|limiter|slow-down|throttle|throttler|throttling|validator|validate|zod|joi|yup|celebrate|health|terminus|csp|history|history-api-fallback|webpack|vite|hot|useragent|flash|layouts|view|views|ejs|pug|handlebars|hbs|engine|engines|request-id|requestid|timing|pretty-json|secure-headers|method-override|cookie|cookies|conditional|range|xss|hpp|sanitize|mongo-sanitize|bigint|socket|lodash|ramda|dotenv|next-intl)(?:$|[-/@.])/;

const HARMLESS: ReadonlySet<string> = new Set([
  'express',
  'koa',
  'hono',
  'fastify',
  'cookie-parser',
  'express-session',
  'koa-session',
  '@fastify/session',
  '@fastify/cookie',
  'hono/csrf',
  'csurf',
  'csrf',
  'csrf-csrf',
  '@fastify/csrf-protection',
  'response-time',
  'express-fileupload',
  'feature-policy',
  'permissions-policy',
  'referrer-policy',
  'express-robots-txt',
  'express-security.txt',
  'connect',
  'restify',
  'next',
  'next/server',
  'elysia',
]);

/** Names of the language itself, whose values guard nothing. */
export function isGlobalOfLanguage(name: string): boolean {
  return /^(?:Array|Boolean|Buffer|Date|Error|Function|JSON|Map|Math|Number|Object|Promise|Proxy|Reflect|RegExp|Set|String|Symbol|URL|WeakMap|console|process|globalThis|global|setTimeout|setImmediate|setInterval|queueMicrotask|fetch|Response|Request|Headers|structuredClone|require|exports|module|BigInt|parseInt|parseFloat|Number|isNaN|encodeURIComponent|decodeURIComponent|crypto|performance|Bun|Deno)$/.test(
    name,
  );
}
