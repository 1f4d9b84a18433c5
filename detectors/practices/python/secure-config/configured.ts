/** Switches among the settings of Django and Flask. Sources: Django, Settings and Deployment checklist; django-cors-headers; Flask, Configuration Handling. */
import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { isOfFramework, type Setting, settingsIn } from '../settings.ts';
import { switchAt } from '../../switch-at.ts';

export function configuredSwitches(file: ProgramFile): readonly SwitchFact[] {
  // The environment fills fields of pydantic first, and a branch may be that of development.
  const settings = settingsIn(file).filter(one => one.from !== 'default' && isOfFramework(file, one));
  const last = new Map<string, Setting>();
  for (const setting of settings) {
    const known = last.get(setting.name);
    // Of several classes the one for production is the safe one.
    if (known?.from === 'class' && setting.from === 'class' && isSafe(known)) continue;
    last.set(setting.name, setting);
  }
  const all: Settings = name => {
    const setting = last.get(name);
    const isOpen = settings.some(one => one.name === name && one.isConditional);
    return setting && !isOpen ? { setting, value: valueOf(file, setting.value, []) } : undefined;
  };
  return [
    ...debug(all),
    ...hosts(all),
    ...cookie(all),
    ...httpsOnly(all),
    ...origins(all, last),
    ...middleware(all),
  ].map(fact => ({ ...fact, isDefault: true }));
}

function isSafe({ name, value }: Setting): boolean {
  return name === 'DEBUG' ? isFalse(value) : isTrue(value);
}

type Settings = (name: string) => { readonly setting: Setting; readonly value: Expr } | undefined;

function at({ setting }: { readonly setting: Setting }, name: SwitchName, isSafe: boolean, what: string): SwitchFact {
  return switchAt(setting.at, name, isSafe, what);
}

function debug(all: Settings): readonly SwitchFact[] {
  const found = all('DEBUG');
  if (found?.value.kind !== 'boolean') return [];
  return [at(found, 'debug-pages', !found.value.value, `DEBUG = ${found.value.value ? 'True' : 'False'}`)];
}

function hosts(all: Settings): readonly SwitchFact[] {
  const found = all('ALLOWED_HOSTS');
  const named = found && namesIn(found.value);
  if (!found || !named) return [];
  return named.includes('*')
    ? [at(found, 'host-names', false, "ALLOWED_HOSTS = ['*']")]
    : [at(found, 'host-names', true, 'ALLOWED_HOSTS')];
}

/** The texts of a list that holds nothing else, and any. */
function namesIn(value: Expr): readonly string[] | undefined {
  if (value.kind !== 'list' || value.items.length === 0) return undefined;
  const names = value.items.flatMap(item => (item.kind === 'text' ? [item.value] : []));
  return names.length === value.items.length ? names : undefined;
}

/** The cookie is kept from scripts unless it is said, and sent in clear text unless it is said. */
function cookie(all: Settings): readonly SwitchFact[] {
  const secure = all('SESSION_COOKIE_SECURE');
  const httpOnly = all('SESSION_COOKIE_HTTPONLY');
  if (httpOnly && isFalse(httpOnly.value))
    return [at(httpOnly, 'session-cookie', false, 'SESSION_COOKIE_HTTPONLY = False')];
  if (secure && isFalse(secure.value)) return [at(secure, 'session-cookie', false, 'SESSION_COOKIE_SECURE = False')];
  const isKept = httpOnly === undefined || isTrue(httpOnly.value);
  return secure && isTrue(secure.value) && isKept
    ? [at(secure, 'session-cookie', true, 'SESSION_COOKIE_SECURE = True')]
    : [];
}

function httpsOnly(all: Settings): readonly SwitchFact[] {
  const redirect = all('SECURE_SSL_REDIRECT');
  return redirect && isTrue(redirect.value) ? [at(redirect, 'https-only', true, 'SECURE_SSL_REDIRECT = True')] : [];
}

const ANY = ['CORS_ALLOW_ALL_ORIGINS', 'CORS_ORIGIN_ALLOW_ALL'] as const;
const NAMED = ['CORS_ALLOWED_ORIGINS', 'CORS_ORIGIN_WHITELIST'] as const;

/** django-cors-headers answers with the origin that asks, once any is allowed and credentials are. */
function origins(all: Settings, last: ReadonlyMap<string, Setting>): readonly SwitchFact[] {
  const any = ANY.map(all).find(found => found && isTrue(found.value));
  const credentials = all('CORS_ALLOW_CREDENTIALS');
  if (any)
    return credentials && isTrue(credentials.value)
      ? [at(any, 'cross-origin', false, `${any.setting.name} and CORS_ALLOW_CREDENTIALS`)]
      : [];
  // A switch that cannot be read may open what is named.
  const isOpen = ANY.some(name => last.has(name) && !isFalse(last.get(name)?.value));
  const named = NAMED.map(all).find(found => found && namesIn(found.value) !== undefined);
  return named && !isOpen ? [at(named, 'cross-origin', true, named.setting.name)] : [];
}

function middleware(all: Settings): readonly SwitchFact[] {
  const found = all('MIDDLEWARE');
  if (found?.value.kind !== 'list') return [];
  const has = found.value.items.some(
    item => item.kind === 'text' && item.value === 'django.middleware.security.SecurityMiddleware',
  );
  const sniffs = all('SECURE_CONTENT_TYPE_NOSNIFF');
  return has && !(sniffs && isFalse(sniffs.value)) ? [at(found, 'secure-headers', true, 'SecurityMiddleware')] : [];
}
