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

export type SwitchName =
  /** Certificates of servers that are called. */
  | 'tls-verification'
  /** Flags of the cookie that carries the session. */
  | 'session-cookie'
  /** What an answer of the framework's own tells of a failure. */
  | 'error-details'
  /** Endpoints of the framework by which it is watched and run. */
  | 'management-endpoints'
  | 'database-console'
  /** Failures are shown with their trace. */
  | 'debug-pages'
  /** The framework tells what it does with requests and credentials. */
  | 'debug-mode'
  /** Which names of the host are answered to. */
  | 'host-names'
  /** Clear-text requests are sent to HTTPS. */
  | 'https-only'
  /** Which other origins are answered with credentials. */
  | 'cross-origin'
  /** Whether requests that a foreign page makes with the cookies of the user are refused. */
  | 'csrf'
  /** Headers that tell browsers what not to do. */
  | 'secure-headers';
