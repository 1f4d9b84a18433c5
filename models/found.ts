import { nearest } from './nearest.ts';

/** Longer texts are cut, so that a fault stays a line. */
const MAX_FOUND = 60;

/** What stands in a file, in words: `"E6"`, `1.5`, `a list`, `nothing`. */
export function foundText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > MAX_FOUND ? `${value.slice(0, MAX_FOUND)}…` : value);
}

/** The sentence of a name that leads nowhere, with the known name that was probably meant. */
export function unknownName(expected: string, name: string, known: Iterable<string>): string {
  const close = nearest(name, known);
  return `expected ${expected}, found ${foundText(name)}${close === undefined ? '' : `; nearest: ${close}`}`;
}
