/** Settings that a program names in its texts, by the files that give them. */
import type { Machine } from './machine.ts';
import { HOLE, type Value, optionsOf } from './value.ts';

/** Placeholders inside placeholders that are followed. */
const DEPTH = 5;
/** Texts longer than this name no path. */
const LENGTH = 2_000;

/**
 * A text with its placeholders (`${name}`, `${name:default}`) replaced by what the settings of its component say, and of
 * the applications that it is part of; what they do not say is its default, or else unknown (`HOLE`).
 *
 * Source: Spring Framework, PropertyPlaceholderHelper.
 */
export function withSettings(machine: Machine, file: string, text: string, depth = 0): string {
  const start = text.indexOf('${');
  const end = start < 0 ? -1 : closing(text, start + 2);
  if (start < 0 || end < 0 || depth > DEPTH || text.length > LENGTH) return text;
  const inner = withSettings(machine, file, text.slice(start + 2, end), depth + 1);
  const colon = inner.indexOf(':');
  const name = colon < 0 ? inner : inner.slice(0, colon);
  const found = settingOf(machine, file, name);
  const value =
    found !== undefined ? withSettings(machine, file, found, depth + 1) : colon < 0 ? HOLE : inner.slice(colon + 1);
  return text.slice(0, start) + value + withSettings(machine, file, text.slice(end + 1), depth);
}

/** The brace that ends what starts at an offset; -1 when none does. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    if (text[index] === '{') depth++;
    if (text[index] === '}' && depth-- === 0) return index;
  }
  return -1;
}

/** What settings say to the code of a file: those beside it, of its part of the build, or else of the applications that it is part of, where they agree. */
export function settingOf(machine: Machine, file: string, name: string): string | undefined {
  const key = relaxed(name);
  const { partOf, partsOf, applicationsOf } = machine.program.build;
  const part = partOf(file);
  const own = machine.settings.get(moduleOf(file) ?? part)?.get(key) ?? machine.settings.get(part)?.get(key);
  if (own !== undefined) return own;
  // The application's own settings come before those of what it is built from.
  const given = new Set(
    applicationsOf(part).flatMap(application =>
      [...partsOf(application)].flatMap(one => machine.settings.get(one)?.get(key) ?? []).slice(0, 1),
    ),
  );
  const [only, ...others] = given;
  return only !== undefined && others.length === 0 ? only : undefined;
}

/** The folder of a build above the sources that a file belongs to; undefined where they are laid out otherwise. */
export function moduleOf(file: string): string | undefined {
  const [, folder] = /^(|.*?\/)src\/(?:main|[a-z]{1,20}Main)\//.exec(file) ?? [];
  return folder === undefined ? undefined : folder === '' ? '.' : folder.slice(0, -1);
}

/** `contextPath`, `context-path` and `context_path` are one name. Source: Spring Boot, Relaxed Binding. */
export function relaxed(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

/** The same for a value, whose texts are replaced. */
export function valueWithSettings(machine: Machine, file: string, value: Value): Value {
  const options = optionsOf(value).map((option): Value => {
    if (option.kind === 'text' && option.value.includes('${'))
      return { kind: 'text', value: withSettings(machine, file, option.value) };
    if (option.kind === 'list')
      return { ...option, items: option.items.map(item => valueWithSettings(machine, file, item)) };
    return option;
  });
  const [only, ...others] = options;
  return only && others.length === 0 ? only : { kind: 'either', options };
}
