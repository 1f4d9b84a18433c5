import type { ReportEndpoint as Operation } from '../core/report.ts';

/** Words of an operation's path, lower case and singular; parameters are left out. `/v1/user-tokens/{id}` gives `v1 user token`. */
export function pathWords(operation: Operation): readonly string[] {
  return operation.path
    .split('/')
    .filter(segment => !segment.includes('{'))
    .flatMap(segment =>
      segment
        .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter(word => word !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Operations on credentials: where guessing pays. */
export const CREDENTIAL_WORDS: ReadonlySet<string> = new Set([
  'login',
  'signin',
  'logon',
  'password',
  'otp',
  'totp',
  'mfa',
  '2fa',
  'token',
  'recovery',
  'recover',
  'reset',
  'forgot',
  'verify',
  'pin',
]);

/** Operations that give an account back to somebody who lost its credential. */
export const RECOVERY_WORDS: ReadonlySet<string> = new Set([
  'forgot',
  'recover',
  'recovery',
  'magiclink',
  'otp',
  'passwordreset',
  'resetpassword',
  'forgotpassword',
]);

/** Flows that are abused through their intended use. */
export const FLOW_WORDS: ReadonlySet<string> = new Set([
  'booking',
  'reservation',
  'ticket',
  'slot',
  'checkout',
  'coupon',
  'voucher',
  'appointment',
  'seat',
  'payment',
  'transfer',
  'payout',
  'withdrawal',
  'refund',
  'purchase',
  'order',
  'signup',
  'register',
  'registration',
  'invite',
  'vote',
]);

/** Operations that people use before they have signed in; they end the path. */
export const ENTRY_WORDS: ReadonlySet<string> = new Set([
  'login',
  'signin',
  'logon',
  'signup',
  'register',
  'registration',
  'forgot',
]);

/** Probes and documents; they begin the path, so that `/orders/status` is not one. */
export const PROBE_WORDS: ReadonlySet<string> = new Set([
  'health',
  'healthz',
  'healthcheck',
  'livez',
  'readyz',
  'liveness',
  'readiness',
  'ping',
  'status',
  'version',
  'openapi',
  'swagger',
  'doc',
  'jwk',
  'well',
  'robot',
  'favicon',
]);

/** Words before the first one that means something: `/api/v1/…`. */
export function isPrefixWord(word: string): boolean {
  return word === 'api' || word === 'rest' || /^v\d+$/.test(word);
}

export const PRIVILEGED_WORDS: ReadonlySet<string> = new Set([
  'admin',
  'administration',
  'operator',
  'superuser',
  'root',
  'impersonate',
]);
