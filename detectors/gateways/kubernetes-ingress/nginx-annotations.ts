/** Controls that ingress-nginx annotations switch on. Source: ingress-nginx, Annotations. */
import type { FactBody } from '../../../src/core/fact.ts';
import type { GatewayFact, PolicyMode } from '../../../src/core/facts/gateway.ts';
import type { Data } from '../../governance/data-values.ts';
import { flagOf, isTemplated, numberOf, textOf } from '../../governance/data-values.ts';
import { NGINX } from './ingress.ts';
import type { Ingress } from './ingress.ts';

type Policy = Extract<GatewayFact, { kind: 'gateway-policy' }>;
type Effect = Pick<Policy, 'control' | 'mode' | 'notes' | 'perMinute' | 'keyedBy'>;

/** One policy for each annotation that controls requests, bound to every path of the Ingress. */
export function nginxPolicies({ resource, product, routes }: Ingress): readonly FactBody[] {
  const own: Data = Object.fromEntries(
    Object.entries(resource.annotations)
      .filter(([key]) => key.startsWith(NGINX))
      .map(([key, value]) => [key.slice(NGINX.length), value]),
  );
  const bound = [...new Set(routes.map(({ fact }) => fact.route))];
  return READERS.flatMap(([annotation, read]): FactBody[] => {
    if (own[annotation] === undefined) return [];
    const effect = read(own);
    if (!effect) return [];
    return [
      {
        kind: 'gateway-policy',
        at: resource.locate(['metadata', 'annotations', NGINX + annotation]),
        product,
        routes: bound,
        ...passedThrough(dryRun(templated(effect, own[annotation]), own), own),
      },
    ];
  });
}

function templated(effect: Effect, value: unknown): Effect {
  return isTemplated(value)
    ? { ...effect, mode: 'unresolved', notes: [...effect.notes, 'its value is not in the tree'] }
    : effect;
}

/** `limit_req_dry_run on` in a snippet: excess is logged, and let through. Source: NGINX, ngx_http_limit_req_module. */
function dryRun(effect: Effect, own: Data): Effect {
  const snippets = ['configuration-snippet', 'server-snippet'].map(name => textOf(own[name]) ?? '').join('\n');
  const directive = effect.notes.includes(CONNECTIONS) ? 'limit_conn_dry_run' : 'limit_req_dry_run';
  if (effect.control !== 'rate-limit' || effect.mode !== 'enforce') return effect;
  if (!new RegExp(`^[ \\t]*${directive}[ \\t]+on[ \\t]*;`, 'm').test(snippets)) return effect;
  return {
    ...effect,
    mode: 'monitor',
    notes: [...effect.notes, `${directive} is on: excess is logged and let through`],
  };
}

const CONNECTIONS = 'it limits connections at a time';

/** With `ssl-passthrough` the controller never sees a request, so nothing else of the Ingress applies. */
function passedThrough(effect: Effect, own: Data): Effect {
  if (flagOf(own['ssl-passthrough']) !== true) return effect;
  return { ...effect, mode: 'disabled', notes: [...effect.notes, 'ssl-passthrough: requests are not seen here'] };
}

type Reader = readonly [annotation: string, read: (own: Data) => Effect | undefined];

const READERS: readonly Reader[] = [
  ['auth-url', own => authentication('external-auth', own)],
  [
    'enable-global-auth',
    own =>
      flagOf(own['enable-global-auth']) === false
        ? { control: 'external-auth', mode: 'disabled', notes: ['the Ingress opts out of global authentication'] }
        : undefined,
  ],
  [
    'auth-type',
    own => authentication('basic', own, textOf(own['auth-secret']) === undefined ? ['no auth-secret is named'] : []),
  ],
  ['auth-tls-secret', clientCertificate],
  ['limit-rps', own => limit(numberOf(own['limit-rps']), 60, own)],
  ['limit-rpm', own => limit(numberOf(own['limit-rpm']), 1, own)],
  [
    'limit-connections',
    own => ({
      control: 'rate-limit',
      mode: 'enforce',
      notes: [CONNECTIONS, ...exempt(own)],
      keyedBy: 'address',
    }),
  ],
  ['whitelist-source-range', () => ({ control: 'ip-restriction', mode: 'enforce', notes: [] })],
  [
    'denylist-source-range',
    () => ({ control: 'ip-restriction', mode: 'enforce', notes: ['a list of refused addresses'] }),
  ],
  ['enable-cors', cors],
  ['enable-modsecurity', firewall],
  [
    'proxy-body-size',
    own => ({
      control: 'size-limit',
      mode: textOf(own['proxy-body-size']) === '0' ? 'disabled' : 'enforce',
      notes: textOf(own['proxy-body-size']) === '0' ? ['0 means no limit'] : [],
    }),
  ],
];

/** `satisfy: any` lets an allowed address through without credentials. */
function authentication(control: 'external-auth' | 'basic', own: Data, notes: readonly string[] = []): Effect {
  const either = textOf(own['satisfy'])?.toLowerCase() === 'any' && own['whitelist-source-range'] !== undefined;
  const mode: PolicyMode = either ? 'optional' : notes.length > 0 ? 'unresolved' : 'enforce';
  return {
    control,
    mode,
    notes: [...notes, ...(either ? ['satisfy: any lets allowed addresses through without it'] : [])],
  };
}

function clientCertificate(own: Data): Effect {
  const verify = textOf(own['auth-tls-verify-client'])?.toLowerCase() ?? 'on';
  const mode: PolicyMode = verify === 'on' ? 'enforce' : verify === 'off' ? 'disabled' : 'optional';
  return { control: 'mtls', mode, notes: mode === 'enforce' ? [] : [`auth-tls-verify-client is ${verify}`] };
}

function limit(number: number | undefined, perMinute: number, own: Data): Effect {
  if (number === undefined)
    return {
      control: 'rate-limit',
      mode: 'unresolved',
      notes: ['the limit is not a number in the tree'],
      keyedBy: 'address',
    };
  // ingress-nginx writes no limit for numbers that are not positive.
  if (number <= 0)
    return { control: 'rate-limit', mode: 'disabled', notes: ['a limit of 0 is none'], keyedBy: 'address' };
  return {
    control: 'rate-limit',
    mode: 'enforce',
    notes: ['each node counts for itself', ...exempt(own)],
    perMinute: number * perMinute,
    keyedBy: 'address',
  };
}

function exempt(own: Data): readonly string[] {
  const ranges = textOf(own['limit-whitelist']);
  return ranges === undefined ? [] : [`addresses in ${ranges} are exempt`];
}

function cors(own: Data): Effect | undefined {
  if (flagOf(own['enable-cors']) !== true) return undefined;
  const origin = textOf(own['cors-allow-origin']) ?? '*';
  const credentials = flagOf(own['cors-allow-credentials']) !== false;
  return {
    control: 'cors',
    mode: 'enforce',
    notes: origin.split(',').some(part => part.trim() === '*')
      ? [credentials ? 'every origin is allowed, with credentials' : 'every origin is allowed']
      : [],
  };
}

/** The engine only detects unless a rule switches it on. */
function firewall(own: Data): Effect {
  if (flagOf(own['enable-modsecurity']) !== true)
    return { control: 'waf', mode: 'disabled', notes: ['enable-modsecurity is off'] };
  const engine = /SecRuleEngine\s+(\w+)/i.exec(textOf(own['modsecurity-snippet']) ?? '')?.[1]?.toLowerCase();
  const rules = flagOf(own['enable-owasp-core-rules']) === true ? [] : ['the core rule set is not switched on here'];
  if (engine === 'on') return { control: 'waf', mode: 'enforce', notes: rules };
  return {
    control: 'waf',
    mode: engine === 'off' ? 'disabled' : 'monitor',
    notes: [engine === 'off' ? 'SecRuleEngine is Off' : 'the rule engine detects and does not block', ...rules],
  };
}
