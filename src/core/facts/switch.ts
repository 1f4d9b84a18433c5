/** Facts about security switches that code sets, whatever routes it serves. */
import type { Location } from '../location.ts';

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
  /** Which other origins are answered. */
  | 'cross-origin'
  /** Whether requests that a foreign page makes with the cookies of the user are refused. */
  | 'csrf'
  | 'security-headers'
  /** The framework tells what it does with requests and credentials. */
  | 'debug-mode';

export type SwitchFact = {
  readonly kind: 'switch';
  readonly at: Location;
  readonly name: SwitchName;
  readonly isSafe: boolean;
  /** What is set, in words. */
  readonly what: string;
};
