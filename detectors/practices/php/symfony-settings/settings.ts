/** Settings of Symfony in YAML, for the environments in which it runs. Source: Symfony, Configuration Environments. */
import type { Location } from '../../../../src/core/location.ts';
import type { DataDocument } from '../../../../src/parse/data-file.ts';

/** The settings of one environment: what stands under names, and its place. */
export type Settings = (...path: readonly string[]) => Setting | undefined;
export type Setting = { readonly value: unknown; readonly at: Location };

/** `config/packages/dev/x.yaml`, `config_test.yml`. */
export function isRealSettings(path: string): boolean {
  return !/(?:^|[/_])(?:dev|test|tests|local|ci|panther)(?:\/|\.ya?ml$)/.test(path);
}

/** Those that stand at the top, and those of production. */
export function settingsOf(document: DataDocument): readonly Settings[] {
  const prefixes = [[], ['when@prod']];
  return prefixes.map(prefix => (...path) => {
    const whole = [...prefix, ...path];
    const value = valueAt(document.value, whole);
    return value === undefined ? undefined : { value, at: document.locate(whole) };
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) found = isRecord(found) ? found[key] : undefined;
  return found;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
