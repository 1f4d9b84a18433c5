/** Settings of Java frameworks: `application.properties`, `application.yml`, and those of their profiles. */
import { basename } from 'node:path/posix';
import type { Location } from '../../../../src/core/location.ts';
import type { DataFile } from '../../../../src/parse/data-file.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';

export type Setting = {
  /** Dotted, in lower case with hyphens: `server.error.include-stacktrace`. */
  readonly name: string;
  readonly value: string;
  /** The value. */
  readonly at: Location;
};

/** Settings that hold together, for one way in which the application runs. */
export type Settings = { readonly settings: readonly Setting[] };

export const PROPERTIES_FILES: readonly string[] = [
  '**/{application,application-*,bootstrap,bootstrap-*,microprofile-config,microprofile-config-*}.properties',
];
export const YAML_FILES: readonly string[] = ['**/{application,application-*,bootstrap,bootstrap-*}.{yml,yaml}'];

/** Profiles that are no running system's. Names beyond these are somebody's production, or may be. */
const NOT_REAL =
  /(?:^|[^a-z])(?:local|localhost|dev|devel|development|developer|tests?|testing|it|integration|ci|e2e|examples?|samples?|demo|template|mock|dummy|debug|sandbox|h2|hsqldb)(?:[^a-z]|$)/i;

export function isRealProfile(name: string): boolean {
  return !NOT_REAL.test(name);
}

/** Whether a file of settings is one that runs: the file of a profile goes by the name of it. */
export function isRealFile(path: string): boolean {
  const [, profile] =
    /^[a-z]+(?:-config)?-(.+)\.[a-z]+$/.exec(basename(path).replace(/^microprofile-config/, 'microprofile')) ?? [];
  return profile === undefined || isRealProfile(profile);
}

/** Longest line that is read; the values that count are short. */
const LONGEST = 2_000;
const DEPTH = 20;

/** Parts of a properties file. Source: java.util.Properties, load; Spring Boot, Multi-document files. */
export function propertySettings(file: TextFile): readonly Settings[] {
  if (!isRealFile(file.path)) return [];
  const parts: Setting[][] = [[]];
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const found = /^[ \t]{0,20}([%\w.[\]"-]{1,200})[ \t]{0,20}[=: ][ \t]{0,20}(\S.{0,1000}?)?\s*$/.exec(
      line.slice(0, LONGEST),
    );
    if (/^[#!]---/.test(line)) parts.push([]);
    else if (found && !/^[ \t]*[#!]/.test(line)) {
      const [, name = '', value = ''] = found;
      const start = offset + line.indexOf(value, line.indexOf(name) + name.length);
      parts.at(-1)?.push({ name: canonical(name), value, at: file.locate(start, start + value.length) });
    }
    offset += line.length + 1;
  }
  return parts.map(real);
}

/** Documents of a YAML file. */
export function yamlSettings(file: DataFile): readonly Settings[] {
  if (!isRealFile(file.path)) return [];
  return file.documents.map(document => {
    const settings: Setting[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > DEPTH) return;
      if (Array.isArray(value) && value.every(isScalar)) {
        if (value.length > 0)
          settings.push({ name: canonical(path.join('.')), value: value.join(','), at: document.locate(path) });
      } else if (value !== null && typeof value === 'object') {
        for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
      } else if (isScalar(value))
        settings.push({ name: canonical(path.join('.')), value: String(value), at: document.locate(path) });
    };
    walk(document.value, []);
    return real(settings);
  });
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** `includeStacktrace` and `include_stacktrace` are `include-stacktrace`. Source: Spring Boot, Relaxed Binding. */
function canonical(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .replaceAll('"', '')
    .toLowerCase();
}

/** Leaves out what is for a profile that does not run: by the part's own condition, or by Quarkus' `%dev.` before a name. */
function real(settings: readonly Setting[]): Settings {
  const profiles = settings.filter(({ name }) => /^spring\.(?:config\.activate\.on-profile|profiles)$/.test(name));
  if (profiles.some(({ value }) => !isRealProfile(value))) return { settings: [] };
  return {
    settings: settings.flatMap(setting => {
      const [, profile] = /^%([\w-]+)\./.exec(setting.name) ?? [];
      if (profile === undefined) return [setting];
      return isRealProfile(profile) ? [{ ...setting, name: setting.name.slice(profile.length + 2) }] : [];
    }),
  };
}

export function settingOf({ settings }: Settings, ...names: readonly string[]): Setting | undefined {
  return settings.findLast(({ name }) => names.includes(name));
}
