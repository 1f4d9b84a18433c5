/** Settings that a file of PHP gives to its framework as an array: `config/session.php` of Laravel. */
import type { Expr } from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** An entry, by the names on the way to it: `['guards', 'api', 'driver']`. */
export type ReturnedSetting = { readonly path: readonly string[]; readonly at: Location; readonly value: Expr };

const MOST_LEVELS = 6;

/** Entries of the array that a file returns, those of arrays in it after it; in the order of the text. */
export function returnedSettings(file: ProgramFile): readonly ReturnedSetting[] {
  const found: ReturnedSetting[] = [];
  for (const statement of file.module.body)
    if (statement.kind === 'return' && statement.value) gather(statement.value, [], found);
  return found;
}

function gather(value: Expr, path: readonly string[], found: ReturnedSetting[]): void {
  if (value.kind !== 'record' || path.length > MOST_LEVELS) return;
  for (const entry of value.entries) {
    if (entry.kind !== 'entry') continue;
    const own = [...path, entry.key];
    found.push({ path: own, at: entry.keyAt, value: entry.value });
    gather(entry.value, own, found);
  }
}

/** The value of a setting whatever the environment says; `isDefault`: what it is where the environment says nothing. */
export type SettingValue = { readonly value: Expr; readonly isDefault: boolean };

/** `env('APP_DEBUG', true)` is `true` by default; one without a default is not known. */
export function settingValue(value: Expr): SettingValue | undefined {
  if (value.kind !== 'call') return { value, isDefault: false };
  const isEnvironment = value.callee.kind === 'name' && /^\\?env$/.test(value.callee.name);
  const [, byDefault] = value.args;
  return isEnvironment && byDefault ? { value: byDefault, isDefault: true } : undefined;
}
