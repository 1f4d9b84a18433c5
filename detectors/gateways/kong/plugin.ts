/** What a Kong plugin instance does, whether it stands in a declarative configuration or in a KongPlugin resource. */
import type { GatewayControl, GatewayFact, PolicyMode } from '../../../src/core/facts/gateway.ts';
import { flagOf, isTemplated, listOf, numberOf, recordOf, textOf, textsOf } from '../../governance/data-values.ts';
import type { Data } from '../../governance/data-values.ts';

type Policy = Extract<GatewayFact, { kind: 'gateway-policy' }>;

/** A policy without its place and binding. */
export type Effect = Pick<Policy, 'control' | 'mode' | 'notes' | 'claims' | 'perMinute' | 'keyedBy' | 'failsOpen'>;

/**
 * The controls of one plugin instance. Empty for plugins that control nothing (transformations, caches, metrics).
 *
 * Source: Kong Gateway plugin reference. `anonymous` lets requests without a credential through as that consumer, so the
 * plugin is then optional.
 */
export function effectsOf(plugin: string, config: Data, enabled: unknown): readonly Effect[] {
  return controlsOf(plugin, config).map(effect => switched(effect, enabled));
}

function switched(effect: Effect, enabled: unknown): Effect {
  if (enabled === undefined || flagOf(enabled) === true) return effect;
  if (flagOf(enabled) === false)
    return { ...effect, mode: 'disabled', notes: [...effect.notes, 'the plugin is switched off here'] };
  return { ...effect, mode: 'unresolved', notes: [...effect.notes, 'whether it is enabled is not in the tree'] };
}

function controlsOf(plugin: string, config: Data): readonly Effect[] {
  const authentication = AUTHENTICATION.get(plugin);
  if (authentication) return [authenticated(plugin, authentication, config)];
  if (plugin === 'rate-limiting') return windowed(config);
  if (plugin === 'rate-limiting-advanced') return [slidingLimit(config)];
  if (plugin === 'request-validator') return requestValidator(config);
  if (plugin === 'oas-validation') return oasValidation(config);
  if (plugin.startsWith('response-transformer')) return responseTransformer(config);
  if (plugin === 'cors') return [cors(config)];
  const control = OTHERS.get(plugin);
  if (!control) return [];
  const logsOnly = textOf(config['enforcement_mode']) === 'log_only';
  return [
    {
      control,
      mode: logsOnly ? 'monitor' : 'enforce',
      notes: [...(NOTES.get(plugin) ?? []), ...(logsOnly ? ['enforcement_mode is log_only'] : [])],
    },
  ];
}

const AUTHENTICATION: ReadonlyMap<string, GatewayControl> = new Map([
  ['jwt', 'jwt'],
  ['jwt-signer', 'jwt'],
  ['openid-connect', 'oauth2'],
  ['oauth2', 'oauth2'],
  ['oauth2-introspection', 'oauth2'],
  ['key-auth', 'api-key'],
  ['key-auth-enc', 'api-key'],
  ['hmac-auth', 'api-key'],
  ['vault-auth', 'api-key'],
  ['basic-auth', 'basic'],
  ['ldap-auth', 'basic'],
  ['ldap-auth-advanced', 'basic'],
  ['mtls-auth', 'mtls'],
  ['header-cert-auth', 'mtls'],
  ['saml', 'external-auth'],
]);

const OTHERS: ReadonlyMap<string, GatewayControl> = new Map([
  ['acl', 'authorization'],
  ['opa', 'authorization'],
  ['service-protection', 'rate-limit'],
  ['graphql-rate-limiting-advanced', 'rate-limit'],
  ['response-ratelimiting', 'quota'],
  ['json-threat-protection', 'size-limit'],
  ['xml-threat-protection', 'size-limit'],
  ['request-size-limiting', 'size-limit'],
  ['injection-protection', 'waf'],
  ['harness-waap', 'waf'],
  ['impart', 'waf'],
  ['appsentinels', 'waf'],
  ['bot-detection', 'bot'],
  ['ip-restriction', 'ip-restriction'],
  ['request-termination', 'request-termination'],
  ['jq', 'response-filter'],
  ['ai-sanitizer', 'response-filter'],
  ['http-log', 'log-export'],
  ['tcp-log', 'log-export'],
  ['udp-log', 'log-export'],
  ['syslog', 'log-export'],
  ['loggly', 'log-export'],
  ['kafka-log', 'log-export'],
  ['kong-splunk-log', 'log-export'],
  ['moesif', 'log-export'],
  ['file-log', 'log-export'],
]);

const NOTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['bot-detection', ['it compares user agents with lists, nothing more']],
  ['file-log', ['it writes to a local file; what collects the file is not in the tree']],
]);

function authenticated(plugin: string, control: GatewayControl, config: Data): Effect {
  const notes: string[] = [];
  let mode: PolicyMode = 'enforce';
  const anonymous = textOf(config['anonymous']);
  if (anonymous !== undefined) {
    mode = isTemplated(anonymous) ? 'unresolved' : 'optional';
    notes.push(
      `requests without a credential pass as the anonymous consumer ${isTemplated(anonymous) ? 'that a variable may name' : anonymous}`,
    );
  }
  if (plugin === 'openid-connect') {
    if (textsOf(config['ignore_signature']).length > 0) {
      mode = 'optional';
      notes.push('ignore_signature: tokens of some grants pass without a signature check');
    }
    const methods = textsOf(config['auth_methods']);
    if (methods.length === 1 && methods[0] === 'session') {
      mode = 'optional';
      notes.push('auth_methods holds session alone, which only carries an earlier login');
    }
  }
  if (control === 'api-key' && flagOf(config['key_in_query']) === true) notes.push('the key may be sent in the query');
  const claims = claimsOf(plugin, config);
  if (claims && !claims.includes('exp')) notes.push('exp is not verified, so tokens never expire');
  return { control, mode, notes, ...(claims ? { claims } : {}) };
}

/** `jwt` picks the credential by its key claim, which is therefore checked; nothing else is unless listed. */
function claimsOf(plugin: string, config: Data): readonly string[] | undefined {
  if (plugin === 'jwt') {
    return unique([...textsOf(config['claims_to_verify']), textOf(config['key_claim_name']) ?? 'iss']);
  }
  if (plugin !== 'openid-connect') return undefined;
  return unique([
    ...(flagOf(config['verify_claims']) === false ? [] : ['exp']),
    ...(textOf(config['issuer']) === undefined ? [] : ['iss']),
    ...(textsOf(config['audience_required']).length > 0 || textsOf(config['audience']).length > 0 ? ['aud'] : []),
  ]);
}

const PER_MINUTE = [
  ['second', 60],
  ['minute', 1],
  ['hour', 1 / 60],
  ['day', 1 / 1440],
  ['month', 1 / 43_200],
  ['year', 1 / 525_600],
] as const;
const LONG_WINDOWS: ReadonlySet<string> = new Set(['day', 'month', 'year']);

/** Windows of a day and more are a quota, shorter ones a rate; the strictest window of each gives its number. */
function windowed(config: Data): readonly Effect[] {
  const stated = PER_MINUTE.filter(([window]) => config[window] !== undefined && config[window] !== null);
  const kinds = [
    stated.filter(([window]) => !LONG_WINDOWS.has(window)),
    stated.filter(([window]) => LONG_WINDOWS.has(window)),
  ];
  const effects = kinds.flatMap((windows, index): Effect[] => {
    if (windows.length === 0) return [];
    const numbers = windows.map(([window, factor]) => (numberOf(config[window]) ?? Number.NaN) * factor);
    return [counted(index === 0 ? 'rate-limit' : 'quota', numbers, config, textOf(config['policy']) ?? 'local')];
  });
  return effects.length > 0
    ? effects
    : [{ control: 'rate-limit', mode: 'unresolved', notes: ['no window is stated here'] }];
}

function slidingLimit(config: Data): Effect {
  const sizes = listOf(config['window_size']);
  const numbers = listOf(config['limit']).map(
    (limit, index) => ((numberOf(limit) ?? Number.NaN) * 60) / (numberOf(sizes[index]) ?? Number.NaN),
  );
  return counted('rate-limit', numbers, config, textOf(config['strategy']) ?? 'local');
}

function counted(control: GatewayControl, numbers: readonly number[], config: Data, store: string): Effect {
  const known = numbers.length > 0 && numbers.every(number => Number.isFinite(number));
  const isLocal = store === 'local';
  // Without a store there is nothing that could fail and let requests pass.
  const failsOpen = !isLocal && flagOf(config['fault_tolerant']) !== false;
  return {
    control,
    mode: known ? 'enforce' : 'unresolved',
    notes: [
      ...(known ? [] : ['the limit is not a number in the tree']),
      ...(isLocal ? ['each node counts for itself'] : []),
      ...(failsOpen ? ['fault_tolerant: requests pass when the counter cannot be reached'] : []),
    ],
    ...(known ? { perMinute: Math.round(Math.min(...numbers) * 1000) / 1000 } : {}),
    keyedBy: KEYS.get(textOf(config['limit_by']) ?? textOf(config['identifier']) ?? 'consumer') ?? 'unknown',
    ...(failsOpen ? { failsOpen } : {}),
  };
}

const KEYS: ReadonlyMap<string, NonNullable<Policy['keyedBy']>> = new Map([
  ['consumer', 'consumer'],
  ['credential', 'consumer'],
  ['consumer-group', 'consumer'],
  ['ip', 'address'],
  ['header', 'header'],
  ['service', 'global'],
  ['route', 'global'],
  ['path', 'global'],
]);

function requestValidator(config: Data): readonly Effect[] {
  const states = textOf(config['body_schema']) !== undefined || listOf(config['parameter_schema']).length > 0;
  return states ? [{ control: 'request-schema', mode: 'enforce', notes: [] }] : [];
}

/** Source: Kong's oas-validation: responses are not validated unless asked for. */
function oasValidation(config: Data): readonly Effect[] {
  const monitored = (key: string): Pick<Effect, 'mode' | 'notes'> =>
    flagOf(config[key]) === true
      ? { mode: 'monitor', notes: [`${key} is on: violations are only reported`] }
      : { mode: 'enforce', notes: [] };
  const effects: Effect[] = [];
  if (flagOf(config['validate_request_body']) !== false)
    effects.push({ control: 'request-schema', ...monitored('notify_only_request_validation_failure') });
  if (flagOf(config['validate_response_body']) === true)
    effects.push({ control: 'response-schema', ...monitored('notify_only_response_body_validation_failure') });
  return effects;
}

function responseTransformer(config: Data): readonly Effect[] {
  const removed = recordOf(config['remove']);
  if (textsOf(removed['json']).length > 0) return [{ control: 'response-filter', mode: 'enforce', notes: [] }];
  return textsOf(removed['headers']).length > 0
    ? [{ control: 'response-filter', mode: 'enforce', notes: ['only headers are removed'] }]
    : [];
}

function cors(config: Data): Effect {
  const origins = textsOf(config['origins']);
  const isOpen = origins.length === 0 || origins.some(origin => origin === '*' || origin === '.*');
  const note =
    flagOf(config['credentials']) === true ? 'every origin is allowed, with credentials' : 'every origin is allowed';
  return { control: 'cors', mode: 'enforce', notes: isOpen ? [note] : [] };
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)].toSorted();
}
