/**
 * Narrowing of values read from YAML and JSON of the scanned tree.
 *
 * One damaged entry must not cost its neighbours, so each value is narrowed where it is used: what has another type than
 * expected is treated as not there.
 */
export type Data = { readonly [key: string]: unknown };

export function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordOf(value: unknown): Data {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string, or a number as text; undefined for everything else and for the empty string. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Strings of a list, or a single string as a list of one. */
export function textsOf(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.map(textOf).filter(text => text !== undefined);
}

/** Booleans, also as annotations and ini files write them. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (/^(true|on|yes)$/i.test(value.trim())) return true;
  return /^(false|off|no)$/i.test(value.trim()) ? false : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Whether a value is filled in by a template engine or an environment, so that the tree does not tell it. */
export function isTemplated(value: unknown): boolean {
  return typeof value === 'string' && /\$\{|\{\{|<%|\$\(|^\$[A-Z_]+$/.test(value);
}
