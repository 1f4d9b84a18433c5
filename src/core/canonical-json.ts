/** JSON with one spelling for each value. */

/**
 * The document as it is written: keys sorted by code unit, two-space indent, LF at the end. Numbers keep at most four
 * decimals; keys whose value is `undefined` are left out.
 *
 * Source: conventions §3.
 */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(ordered(value), null, 2)}\n`;
}

/** The same value without white space: what content hashes are taken over. Source: RFC 8785, for values without exotic numbers. */
export function compactJson(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (typeof value === 'number') return fourDecimals(value);
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  // No prototype: a key of the scanned tree may be `__proto__`, and it must come out as a key.
  const result = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) result[key] = ordered(item);
  return result;
}

/** At most four decimals; zero has no sign. */
function fourDecimals(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}
