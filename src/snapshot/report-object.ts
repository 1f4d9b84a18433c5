/** A report as a stored object: canonical lines, compressed, named by their hash. */
import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { compactJson } from '../core/canonical-json.ts';
import { Report } from '../core/report.ts';

export type ReportObject = { readonly hash: string; readonly bytes: Uint8Array };

/** A stored report of a whole organisation is some 50 MB; a bomb is more. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** One line: a member of the report, or one item of a member that is a list. */
const Line = z.union([
  z.strictObject({ key: z.string(), value: z.unknown() }),
  z.strictObject({ key: z.string(), items: z.int().min(0) }),
  z.strictObject({ key: z.string(), item: z.unknown() }),
]);

/**
 * One JSON value a line: members sorted by name, the items of a list after its length and in its order, keys sorted. The
 * SHA-256 of that text is the name, whatever the compressor makes of it; the time of the scan is left out, so that the
 * same result has the same name on every day.
 *
 * Source: RFC 8785; conventions §3.
 */
export function encodeReport(report: Report): ReportObject {
  const { generatedAt: _, ...stored } = report;
  const members: readonly (readonly [key: string, value: unknown])[] = Object.entries(stored).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const lines = members.flatMap(([key, value]): unknown[] =>
    Array.isArray(value)
      ? [{ key, items: value.length }, ...value.map((item: unknown) => ({ key, item }))]
      : [{ key, value }],
  );
  const text = Buffer.from(lines.map(line => `${compactJson(line)}\n`).join(''));
  return { hash: sha256(text), bytes: zstdCompressSync(text) };
}

/** The report of an object, or the sentence that says how it is damaged. */
export function decodeReport(
  object: ReportObject,
  generatedAt: string,
): { readonly kind: 'report'; readonly report: Report } | { readonly kind: 'damaged'; readonly why: string } {
  let text: Buffer;
  try {
    text = zstdDecompressSync(object.bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    return { kind: 'damaged', why: `it cannot be decompressed (${error instanceof Error ? error.message : 'error'})` };
  }
  if (sha256(text) !== object.hash)
    return { kind: 'damaged', why: 'its content does not have the hash it is stored under' };
  const parsed = Report.safeParse({ ...membersOf(text.toString('utf8')), generatedAt });
  if (parsed.success) return { kind: 'report', report: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    kind: 'damaged',
    why: `it is no report of this version: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  };
}

/** Only called on text whose hash is right: it parses, since `encodeReport` wrote it; the schema has the last word. */
function membersOf(text: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = Line.parse(JSON.parse(line));
    if ('items' in parsed) members[parsed.key] = [];
    else if ('item' in parsed) {
      const list = members[parsed.key];
      if (Array.isArray(list)) list.push(parsed.item);
    } else members[parsed.key] = parsed.value;
  }
  return members;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
