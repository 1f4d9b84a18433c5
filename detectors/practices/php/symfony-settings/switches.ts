/** Sources: Symfony, Framework Configuration Reference (`session`, `csrf_protection`) and Profiler; NelmioCorsBundle, Configuration. */
import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import { isRecord, type Setting, type Settings } from './settings.ts';

export function switchesIn(settings: Settings): readonly SwitchFact[] {
  return [...cookie(settings), ...csrf(settings), ...origins(settings), ...profiler(settings)].map(fact => ({
    ...fact,
    isDefault: true,
  }));
}

function switchAt({ at }: Setting, name: SwitchName, isSafe: boolean, what: string): readonly SwitchFact[] {
  return [{ kind: 'switch', at, name, isSafe, what }];
}

/** Scripts are kept from the cookie unless it is said. */
function cookie(settings: Settings): readonly SwitchFact[] {
  const secure = settings('framework', 'session', 'cookie_secure');
  const hidden = settings('framework', 'session', 'cookie_httponly');
  if (hidden?.value === false) return switchAt(hidden, 'session-cookie', false, 'cookie_httponly is off');
  if (secure?.value === false) return switchAt(secure, 'session-cookie', false, 'cookie_secure is off');
  return secure?.value === true ? switchAt(secure, 'session-cookie', true, 'cookie_secure is on') : [];
}

/** Where there are sessions, and the check of tokens is switched off in so many words. */
function csrf(settings: Settings): readonly SwitchFact[] {
  const setting = settings('framework', 'csrf_protection');
  const enabled = settings('framework', 'csrf_protection', 'enabled');
  const session = settings('framework', 'session');
  const isOff = setting?.value === false || enabled?.value === false;
  const hasSession = session !== undefined && session.value !== false && session.value !== null;
  return setting && isOff && hasSession ? switchAt(enabled ?? setting, 'csrf', false, 'csrf_protection is off') : [];
}

/** Any origin, with credentials, is answered by the origin that asks. */
function origins(settings: Settings): readonly SwitchFact[] {
  const defaults = settings('nelmio_cors', 'defaults');
  const paths = settings('nelmio_cors', 'paths');
  const names = isRecord(paths?.value) ? Object.keys(paths.value) : [];
  const places = [['nelmio_cors', 'defaults'], ...names.map(name => ['nelmio_cors', 'paths', name])];
  const general = isRecord(defaults?.value) ? defaults.value['allow_credentials'] : undefined;
  const found = places.flatMap(place => {
    const origin = settings(...place, 'allow_origin');
    const credentials = settings(...place, 'allow_credentials')?.value ?? general;
    return origin ? [{ origin, credentials, texts: textsOf(origin.value) }] : [];
  });
  const open = found.find(({ texts, credentials }) => texts?.some(isAny) && credentials === true);
  if (open) return switchAt(open.origin, 'cross-origin', false, 'any origin is answered with credentials');
  const named = found.filter(({ texts }) => texts === undefined || texts.length > 0);
  const [first] = named;
  return first && named.every(({ texts }) => texts?.every(text => /^https?:\/\/[\w.:-]+$/.test(text)))
    ? switchAt(first.origin, 'cross-origin', true, 'origins that are answered are named')
    : [];
}

function isAny(text: string): boolean {
  return text === '*' || /^\^?(?:https\?:\/\/)?\(?\.[*+]\)?\$?$/.test(text);
}

/** Undefined where it is no list of texts. */
function textsOf(value: unknown): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = items.flatMap(item => (typeof item === 'string' ? [item] : []));
  return texts.length === items.length ? texts : undefined;
}

function profiler(settings: Settings): readonly SwitchFact[] {
  const toolbar = settings('web_profiler', 'toolbar');
  return toolbar?.value === true
    ? switchAt(toolbar, 'debug-pages', false, 'the toolbar of the profiler is on in every environment')
    : [];
}
