/** Switches in the configuration files of Laravel, Laminas, CakePHP and Symfony that return an array. Sources: their documentation of each file. */
import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { returnedSettings, settingValue } from '../returned-settings.ts';

export function returnedSwitches(file: ProgramFile): readonly SwitchFact[] {
  const [name = '', folder = ''] = file.path.split('/').toReversed();
  const isConfig = /^config$/i.test(folder);
  return [
    ...(isConfig && name === 'app.php' ? debug(file) : []),
    ...(isConfig && name === 'cors.php' ? origins(file) : []),
    ...(isConfig && name === 'session.php' ? cookie(file) : []),
    ...(isConfig && name === 'bundles.php' ? profiler(file) : []),
    ...(/^(?:module\.config|global|config)\.php$|\.global\.php$/.test(name) ? exceptions(file) : []),
  ].map(fact => ({ ...fact, isDefault: true }));
}

function switchAt(at: Location, name: SwitchName, isSafe: boolean, what: string): readonly SwitchFact[] {
  return [{ kind: 'switch', at, name, isSafe, what }];
}

/** A setting of the outermost level, as it is where the environment says nothing. */
function found(file: ProgramFile, name: string): { readonly at: Location; readonly value: Expr } | undefined {
  const setting = returnedSettings(file).find(({ path }) => path.length === 1 && path[0] === name);
  const known = setting && settingValue(setting.value);
  return setting && known && { at: setting.at, value: known.value };
}

/** `'debug' => env('APP_DEBUG', false)`. */
function debug(file: ProgramFile): readonly SwitchFact[] {
  const setting = found(file, 'debug');
  if (!setting || setting.value.kind !== 'boolean') return [];
  const isOn = setting.value.value;
  return switchAt(setting.at, 'debug-pages', !isOn, `debug is ${isOn ? 'on' : 'off'}`);
}

/** Any origin, with credentials, is answered by the origin that asks. Source: fruitcake/php-cors. */
function origins(file: ProgramFile): readonly SwitchFact[] {
  const allowed = found(file, 'allowed_origins');
  const patterns = found(file, 'allowed_origins_patterns')?.value;
  const credentials = found(file, 'supports_credentials')?.value;
  const texts = allowed && textsOf(allowed.value);
  if (!allowed || !texts) return [];
  if (texts.includes('*'))
    return credentials && isTrue(credentials)
      ? switchAt(allowed.at, 'cross-origin', false, 'any origin is answered with credentials')
      : [];
  const isPlain = !patterns || (patterns.kind === 'list' && patterns.items.length === 0);
  return texts.length > 0 && isPlain && texts.every(text => !text.includes('*'))
    ? switchAt(allowed.at, 'cross-origin', true, 'origins that are answered are named')
    : [];
}

/** Undefined where one of them is computed. */
function textsOf(value: Expr): readonly string[] | undefined {
  if (value.kind !== 'list') return undefined;
  const texts = value.items.flatMap(item => (item.kind === 'text' ? [item.value] : []));
  return texts.length === value.items.length ? texts : undefined;
}

/** Cookies that are only sent over TLS where the request came that way (null) are neither. */
function cookie(file: ProgramFile): readonly SwitchFact[] {
  const secure = returnedSettings(file).find(({ path }) => path.join('.') === 'secure');
  const hidden = found(file, 'http_only');
  if (hidden && isFalse(hidden.value))
    return switchAt(hidden.at, 'session-cookie', false, 'http_only of the session cookie is off');
  if (!secure) return [];
  // What the environment says is the point of asking it.
  if (isFalse(secure.value)) return switchAt(secure.at, 'session-cookie', false, 'secure of the session cookie is off');
  const known = settingValue(secure.value);
  return known && isTrue(known.value) && hidden && isTrue(hidden.value)
    ? switchAt(secure.at, 'session-cookie', true, 'secure and http_only of the session cookie are on')
    : [];
}

/** `WebProfilerBundle::class => ['all' => true]`. */
function profiler(file: ProgramFile): readonly SwitchFact[] {
  return file.module.body.flatMap((statement): readonly SwitchFact[] => {
    if (statement.kind !== 'return' || statement.value?.kind !== 'record') return [];
    return statement.value.entries.flatMap(entry => {
      if (entry.kind !== 'computed' || entry.key.kind !== 'name' || entry.value.kind !== 'record') return [];
      const isProfiler = /(?:^|\\)(?:WebProfilerBundle|DebugBundle)$/.test(entry.key.name);
      const isReal = entry.value.entries.some(
        one => one.kind === 'entry' && /^(?:all|prod)$/.test(one.key) && isTrue(one.value),
      );
      return isProfiler && isReal
        ? switchAt(entry.key.at, 'debug-pages', false, 'the profiler of Symfony is on in production')
        : [];
    });
  });
}

/** `'display_exceptions' => true` of Laminas. */
function exceptions(file: ProgramFile): readonly SwitchFact[] {
  return returnedSettings(file).flatMap(({ path, at, value }) => {
    if (path.at(-1) !== 'display_exceptions' || value.kind !== 'boolean') return [];
    return switchAt(at, 'error-details', !value.value, `display_exceptions is ${value.value ? 'on' : 'off'}`);
  });
}
