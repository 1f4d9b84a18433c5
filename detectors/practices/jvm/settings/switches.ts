/** Security switches of Spring Boot and Quarkus that files of settings turn. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import { type Setting, type Settings, settingOf } from './settings.ts';

export function switchesIn(settings: Settings): readonly SwitchFact[] {
  return [
    ...errorDetails(settings),
    ...sessionCookie(settings),
    ...management(settings),
    ...databaseConsole(settings),
    ...origins(settings),
  ];
}

function switched(name: SwitchFact['name'], { at }: Setting, isSafe: boolean, what: string): SwitchFact {
  return { kind: 'switch', at, name, isSafe, what };
}

/** Source: Spring Boot, `server.error.*`; what is `on-param` anyone may ask for. */
function errorDetails(settings: Settings): readonly SwitchFact[] {
  const shown = ['include-stacktrace', 'include-exception', 'include-message'].flatMap(part => {
    const setting = settingOf(settings, `server.error.${part}`, `spring.web.error.${part}`);
    return setting ? [{ part, setting }] : [];
  });
  const unsafe = shown.filter(({ setting: { value } }) =>
    /^(?:always|on[-_]?(?:param|trace[-_]param)|true)$/i.test(value),
  );
  if (unsafe.length > 0)
    return unsafe.map(({ part, setting }) =>
      switched('error-details', setting, false, `answers of failures show ${WORDS[part] ?? part}`),
    );
  const [hidden] = shown.filter(
    ({ part, setting: { value } }) => part === 'include-stacktrace' && /^never$/i.test(value),
  );
  return hidden ? [switched('error-details', hidden.setting, true, 'answers of failures show no trace')] : [];
}

const WORDS: Readonly<Record<string, string>> = {
  'include-stacktrace': 'the trace',
  'include-exception': 'the class of the exception',
  'include-message': 'the text of the exception',
};

/** Source: Spring Boot, `server.servlet.session.cookie.*`, `server.reactive.session.cookie.*`. */
function sessionCookie(settings: Settings): readonly SwitchFact[] {
  const flag = (name: string): Setting | undefined =>
    settingOf(settings, `server.servlet.session.cookie.${name}`, `server.reactive.session.cookie.${name}`);
  const secure = flag('secure');
  const hidden = flag('http-only');
  const off = [secure, hidden].find(one => one !== undefined && /^false$/i.test(one.value));
  if (off) return [switched('session-cookie', off, false, `${off.name} is off`)];
  return secure && /^true$/i.test(secure.value)
    ? [switched('session-cookie', secure, true, 'the session cookie is only sent over TLS, and kept from scripts')]
    : [];
}

/** Endpoints that show or change what runs inside. Source: Spring Boot, Actuator endpoints. */
const SENSITIVE =
  /(?:^|[,\s"'])(?:env|heapdump|threaddump|configprops|beans|mappings|loggers|logfile|shutdown|httptrace|httpexchanges|jolokia|gateway|sessions|dump|trace|auditevents|quartz|startup|restart|refresh)(?:[,\s"']|$)/;

function management(settings: Settings): readonly SwitchFact[] {
  const exposed = settingOf(settings, 'management.endpoints.web.exposure.include', 'management.endpoints.web.expose');
  // A port of its own is closed to clients by other means than this file's; so are endpoints that are switched on one by one.
  if (!exposed || settingOf(settings, 'management.server.port', 'management.port')) return [];
  const off = settingOf(settings, 'management.endpoints.enabled-by-default', 'management.endpoints.access.default');
  const hidden = settingOf(settings, 'management.endpoints.web.exposure.exclude');
  if (off && /^(?:false|none)$/i.test(off.value)) return [];
  if (/^["']?\*["']?$/.test(exposed.value)) {
    if (hidden) return [];
    return [switched('management-endpoints', exposed, false, 'all management endpoints are exposed')];
  }
  return SENSITIVE.test(exposed.value)
    ? [switched('management-endpoints', exposed, false, 'management endpoints that show internals are exposed')]
    : [switched('management-endpoints', exposed, true, 'only harmless management endpoints are exposed')];
}

function databaseConsole(settings: Settings): readonly SwitchFact[] {
  const console = settingOf(settings, 'spring.h2.console.enabled');
  return console && /^true$/i.test(console.value)
    ? [switched('database-console', console, false, 'the console of the H2 database is served')]
    : [];
}

/** Sources: Quarkus, `quarkus.http.cors.*`; Spring Boot, `management.endpoints.web.cors.*`; Spring Cloud Gateway, global CORS. */
function origins(settings: Settings): readonly SwitchFact[] {
  const allowed = settings.settings.find(({ name }) =>
    /cors[\w.[\]/*'-]*\.(?:allowed-)?origin(?:s|-patterns?)$/.test(name),
  );
  if (!allowed) return [];
  const isAny = /^["'[]*(?:\*|\/\.\*\/)["'\]]*$/.test(allowed.value);
  const stem = allowed.name.slice(0, allowed.name.lastIndexOf('.'));
  const withCredentials = settingOf(settings, `${stem}.allow-credentials`, `${stem}.access-control-allow-credentials`);
  if (isAny && withCredentials && /^true$/i.test(withCredentials.value))
    return [switched('cross-origin', allowed, false, 'any origin is answered, with its credentials')];
  // Addresses that are configured elsewhere may be any.
  return !isAny && /^["'[]*https:\/\//.test(allowed.value)
    ? [switched('cross-origin', allowed, true, 'other origins are answered only when they are named')]
    : [];
}
