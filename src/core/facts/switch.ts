/** Facts about security switches that code sets, whatever routes it serves. */
import type { Location } from '../location.ts';

export type SwitchFact = {
  readonly kind: 'switch';
  readonly at: Location;
  readonly name: SwitchName;
  readonly isSafe: boolean;
  /** What is set, in words. */
  readonly what: string;
  /** Another file of settings may say otherwise: where one of the component does, that one counts. */
  readonly isDefault?: true;
};

/**
 * `tls-verification`: certificates of servers that are called. `session-cookie`: flags of the cookie that carries the session.
 * `debug-pages`: failures are shown with their trace. `host-names`: which names of the host are answered to. `https-only`:
 * clear-text requests are sent to HTTPS. `cross-origin`: which origins are answered with credentials. `secure-headers`: headers
 * that tell browsers what not to do.
 */
export type SwitchName =
  | 'tls-verification'
  | 'session-cookie'
  | 'debug-pages'
  | 'host-names'
  | 'https-only'
  | 'cross-origin'
  | 'secure-headers';
