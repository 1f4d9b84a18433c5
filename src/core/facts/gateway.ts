/** Facts about gateways, ingresses and the policies bound to them. */
import type { Location } from '../location.ts';
import type { Method } from './program.ts';

export type GatewayControl =
  | 'jwt'
  | 'oauth2'
  | 'api-key'
  | 'basic'
  | 'mtls'
  | 'external-auth'
  | 'authorization'
  | 'rate-limit'
  | 'quota'
  | 'request-schema'
  | 'response-schema'
  | 'response-filter'
  | 'size-limit'
  | 'waf'
  | 'bot'
  | 'tls'
  | 'cors'
  | 'ip-restriction'
  | 'log-export'
  | 'request-termination';

/** What a policy does when a request violates it. `unresolved`: the deciding value is a template or lives elsewhere. */
export type PolicyMode = 'enforce' | 'monitor' | 'optional' | 'disabled' | 'unresolved';

export type GatewayFact =
  | {
      readonly kind: 'gateway-route';
      readonly at: Location;
      readonly product: string;
      /** Unique in the file; policies refer to it. A route with several paths is several facts of this name. */
      readonly route: string;
      readonly hosts: readonly string[];
      readonly methods: readonly Method[];
      /** As clients see it, without trailing slash; `/` for everything. */
      readonly path: string;
      readonly match: 'exact' | 'prefix-segment' | 'prefix-string' | 'regex';
      /** Name of the service behind it, as the configuration writes it. */
      readonly upstream: string;
      /** Path that the upstream sees in place of the matched part; undefined when the path is passed on unchanged. */
      readonly upstreamPrefix?: string;
      /** `upstreamPrefix` is all that the upstream sees: the rest of the path is dropped. */
      readonly dropsRest?: true;
      readonly isCatchAll: boolean;
      /** Names of policies that it asks for and that this file does not define. */
      readonly attaches?: readonly string[];
    }
  | {
      readonly kind: 'gateway-policy';
      readonly at: Location;
      readonly product: string;
      readonly control: GatewayControl;
      /** Routes of the same file it is bound to; `all` for a global one; empty when it is bound to nothing. */
      readonly routes: readonly string[] | 'all';
      readonly mode: PolicyMode;
      /** Name under which routes of other files may attach it. */
      readonly name?: string;
      /** Why it is not enforcing, or what weakens it (`exp` not verified, local counter …). */
      readonly notes: readonly string[];
      /** JWT claims that are checked, for `jwt` and `oauth2`. */
      readonly claims?: readonly string[];
      /** Requests per minute, for limits, when it is a number. */
      readonly perMinute?: number;
      /** Counted by consumer, credential or address; undefined when it does not apply. */
      readonly keyedBy?: 'consumer' | 'address' | 'header' | 'global' | 'unknown';
      readonly failsOpen?: boolean;
    };
