/** Settings of JVM frameworks as dotted keys, however they are written. */
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { DataFile } from '../../../../src/parse/data-file.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';

export type Setting = { readonly value: string; readonly at: Location };

/** By dotted key; an element of a list has its index in brackets: `a.b[0].c`. */
export type Settings = ReadonlyMap<string, Setting>;

/** Keys of one file that are kept. */
const LIMIT = 5_000;

/**
 * Lines `key=value`, with continued lines. Keys of the profile `prod` count before those without one, as they do where the
 * application is deployed; those of other profiles do not. Sources: `java.util.Properties`; Quarkus, Profiles.
 */
export function settingsOfProperties(file: TextFile): Settings {
  const settings = new Map<string, Setting>();
  const produced = new Set<string>();
  let offset = 0;
  const lines = file.text.split('\n');
  for (let index = 0; index < lines.length && settings.size < LIMIT; index++) {
    const start = offset;
    let line = lines[index] ?? '';
    offset += line.length + 1;
    while (/(?:^|[^\\])\\\r?$/.test(line) && index + 1 < lines.length) {
      const next = lines[++index] ?? '';
      offset += next.length + 1;
      line = `${line.replace(/\\\r?$/, '')}${next.trimStart()}`;
    }
    const [, profile, key, written = ''] = /^\s*(?:%([\w,-]+)\.)?([\w.[\]"*/-]+)\s*[=:\s]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || line.trimStart().startsWith('#') || line.trimStart().startsWith('!')) continue;
    if (profile !== undefined && !profile.split(',').includes('prod')) continue;
    const plain = key.replaceAll('"', '');
    if (profile === undefined && produced.has(plain)) continue;
    if (profile !== undefined) produced.add(plain);
    const at = Math.max(
      0,
      (lines[index] === line ? line : (file.text.slice(start).split('\n')[0] ?? '')).indexOf(written),
    );
    settings.set(plain, { value: written, at: file.locate(start + at, start + at + written.length) });
  }
  return settings;
}

/** All documents of a YAML file; of those for profiles, none but `prod`. */
export function settingsOfData(file: DataFile): Settings {
  const settings = new Map<string, Setting>();
  for (const document of file.documents) {
    const walk = (value: unknown, keys: readonly (string | number)[], name: string): void => {
      if (settings.size >= LIMIT || keys.length > 24) return;
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) walk(item, [...keys, index], `${name}[${index}]`);
        // A list of plain values is also one value.
        if (value.length > 0 && value.every(item => typeof item !== 'object'))
          settings.set(name, { value: value.join(','), at: document.locate(keys) });
      } else if (value !== null && typeof value === 'object') {
        for (const [key, item] of Object.entries(value)) {
          const plain = key.replaceAll('"', '');
          if (keys.length === 0 && plain.startsWith('%') && plain !== '%prod') continue;
          walk(item, [...keys, key], plain === '%prod' ? name : name === '' ? plain : `${name}.${plain}`);
        }
      } else if (value !== null && value !== undefined && name !== '') {
        settings.set(name, { value: String(value), at: document.locate(keys) });
      }
    };
    walk(document.value, [], '');
  }
  return settings;
}

/** The first of these keys that is set. */
export function settingOf(settings: Settings, ...keys: readonly string[]): Setting | undefined {
  return keys.map(key => settings.get(key)).find(setting => setting !== undefined);
}

/** The text of a setting, `${NAME:default}` being its default; unknown where the environment alone says it. */
export function textOf({ value, at }: Setting): Expr {
  const settled = settledText(value);
  return settled === undefined
    ? { kind: 'unknown', at, text: value.slice(0, 80), parts: [] }
    : { kind: 'text', at, value: settled };
}

export function settledText(value: string): string | undefined {
  const settled = value.replace(/\$\{[\w.-]{1,100}:-?([^${}]{0,200})\}/g, '$1');
  return settled.includes('${') ? undefined : settled;
}

/** Parts of a comma-separated setting. */
export function partsOf({ value }: Setting): readonly string[] {
  return value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

/** Names in a key between a prefix and the rest: `n` of `quarkus.http.auth.permission.n.paths`. */
export function namesBelow(settings: Settings, prefix: string): readonly string[] {
  const names = [...settings.keys()].flatMap(key => {
    if (!key.startsWith(prefix)) return [];
    const name = /^[^.]+/.exec(key.slice(prefix.length))?.[0];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)];
}
