import type { FactBody } from '../../../../src/core/fact.ts';
import type { SwitchName } from '../../../../src/core/facts/switch.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isPlaceholder } from '../../placeholder-secret.ts';
import { SESSION } from '../../secret-kinds.ts';
import { type Setting, settingsOf } from '../../../../src/parse/hocon.ts';

export const playSettings = defineDetector({
  id: 'play-settings',
  title: 'Security settings of Play',
  kind: 'practice',
  docs: 'https://www.playframework.com/documentation/3.0.x/Filters',
  reads: 'text',
  files: ['**/conf/application.conf', '**/conf/prod*.conf', '**/conf/reference.conf'],
  words: ['play.', 'play {', 'play{'],
  emits: ['switch', 'practice'],
  limits: ['What other files include, or the environment puts in their place, is not read.'],
  version: 1,
  detect: file => {
    const settings = settingsOf(file);
    return settings.flatMap((setting, index) => {
      // What is said twice counts as it is said last.
      const isLast = setting.isAdded || !settings.slice(index + 1).some(({ name }) => name === setting.name);
      return isLast ? [...secretIn(setting, settings), ...switchIn(setting)] : fallbackIn(setting, settings);
    });
  },
});

const SECRETS: ReadonlySet<string> = new Set(['play.http.secret.key', 'play.crypto.secret', 'application.secret']);

/** `play.http.secret.key = "…"`; Play itself refuses the placeholder that templates have. Source: Play, The application secret. */
function secretIn(setting: Setting, settings: readonly Setting[]): readonly FactBody[] {
  return SECRETS.has(setting.name) ? written(setting, isFromOutside(setting.name, settings)) : [];
}

/** A literal that `${?APPLICATION_SECRET}` below it takes the place of. */
function fallbackIn(setting: Setting, settings: readonly Setting[]): readonly FactBody[] {
  return SECRETS.has(setting.name) && isFromOutside(setting.name, settings) ? written(setting, true) : [];
}

function isFromOutside(name: string, settings: readonly Setting[]): boolean {
  return settings.some(other => other.name === name && other.value.startsWith('${'));
}

function written({ value, valueAt }: Setting, isFallback: boolean): readonly FactBody[] {
  const text = /^"([^"]+)"$/.exec(value)?.[1];
  if (text === undefined || isPlaceholder(text)) return [];
  return [
    {
      kind: 'practice',
      at: valueAt,
      practice: 'secret',
      standing: isFallback ? 'partial' : 'unsound',
      what: `${SESSION} is written in the code${isFallback ? ' as the fallback of a configured one' : ''}`,
      hides: [valueAt],
    },
  ];
}

/** Filters by what they do. Source: Play, Built-in HTTP filters. */
const FILTERS: readonly { readonly filter: string; readonly name: SwitchName; readonly what: string }[] = [
  { filter: 'CSRFFilter', name: 'csrf', what: 'the CSRF filter' },
  { filter: 'SecurityHeadersFilter', name: 'secure-headers', what: 'the filter of security headers' },
  { filter: 'AllowedHostsFilter', name: 'host-names', what: 'the filter of host names' },
  { filter: 'RedirectHttpsFilter', name: 'https-only', what: 'the filter that sends clear-text requests to HTTPS' },
];

/** Switches that are on, or off, by one word. */
const FLAGS: ReadonlyMap<
  string,
  { readonly name: SwitchName; readonly safe: 'true' | 'false'; readonly isOnlyOff?: true }
> = new Map([
  ['play.http.session.secure', { name: 'session-cookie' as const, safe: 'true' as const }],
  ['play.http.session.httpOnly', { name: 'session-cookie' as const, safe: 'true' as const, isOnlyOff: true as const }],
  ['play.ws.ssl.loose.acceptAnyCertificate', { name: 'tls-verification' as const, safe: 'false' as const }],
  ['play.ws.ssl.loose.disableHostnameVerification', { name: 'tls-verification' as const, safe: 'false' as const }],
]);

function switchIn(setting: Setting): readonly FactBody[] {
  const { name, value, at } = setting;
  if (name === 'play.filters.disabled' || name === 'play.filters.enabled') {
    const isOn = name.endsWith('enabled');
    return FILTERS.flatMap(({ filter, name: what, what: words }): readonly FactBody[] =>
      value.includes(filter)
        ? [{ kind: 'switch', at, name: what, isSafe: isOn, what: `${words} is ${isOn ? 'on' : 'switched off'}` }]
        : [],
    );
  }
  if (name === 'play.filters.hosts.allowed' && /\[\s*"\."\s*\]/.test(value))
    return [{ kind: 'switch', at, name: 'host-names', isSafe: false, what: 'every name of the host is answered to' }];
  const flag = FLAGS.get(name);
  if (!flag || (value !== 'true' && value !== 'false')) return [];
  const isSafe = value === flag.safe;
  return flag.isOnlyOff && isSafe ? [] : [{ kind: 'switch', at, name: flag.name, isSafe, what: `${name} = ${value}` }];
}
