/** Facts about security switches that code sets, whatever routes it serves. */
import type { Location } from '../location.ts';

export type SwitchFact = {
  readonly kind: 'switch';
  readonly at: Location;
  /** `tls-verification`: certificates of servers that are called. `session-cookie`: flags of the cookie that carries the session. */
  readonly name: 'tls-verification' | 'session-cookie';
  readonly isSafe: boolean;
  /** What is set, in words. */
  readonly what: string;
};
