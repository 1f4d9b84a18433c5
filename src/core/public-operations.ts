/**
 * Operations that strangers must be able to call: signing in and up, recovering an account, health, webhooks that check
 * a signature, and descriptions of the API itself. Judged by whole words of the path, never by a substring.
 *
 * Source: 42Crunch annex, `route.auth.anonymous-explicit` (login, health, webhooks with signature check).
 */
export function isPublicByNature(operation: { readonly path: string }): boolean {
  return wordsOf(operation.path).some(word => PUBLIC_WORDS.has(word)) || operation.path === '/';
}

const PUBLIC_WORDS: ReadonlySet<string> = new Set([
  'login',
  'signin',
  'sign-in',
  'signup',
  'sign-up',
  'register',
  'registration',
  'authenticate',
  'token',
  'oauth',
  'oauth2',
  'callback',
  'refresh',
  'logout',
  'forgot',
  'forgot-password',
  'reset-password',
  'recover',
  'recovery',
  'verify-email',
  'confirm',
  'otp',
  'captcha',
  'health',
  'healthz',
  'healthcheck',
  'livez',
  'readyz',
  'ready',
  'live',
  'liveness',
  'readiness',
  'ping',
  'status',
  'version',
  'webhook',
  'webhooks',
  'jwks',
  'jwks.json',
  '.well-known',
  'openapi',
  'openapi.json',
  'openapi.yaml',
  'security.txt',
  'robots.txt',
  'favicon.ico',
  'public',
]);

/** Paths that show how a service works inside: metrics, profilers, environment, consoles. */
export function isDebugPath(path: string): boolean {
  return wordsOf(path).some(word => DEBUG_WORDS.has(word));
}

const DEBUG_WORDS: ReadonlySet<string> = new Set([
  'metrics',
  'debug',
  'pprof',
  'actuator',
  'env',
  'heapdump',
  'threaddump',
  'phpinfo',
  'graphiql',
  'playground',
  'trace',
  '__debug__',
]);

function wordsOf(path: string): readonly string[] {
  return path
    .toLowerCase()
    .split('/')
    .filter(segment => segment !== '' && !segment.startsWith('{'));
}
