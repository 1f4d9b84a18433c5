/** The text of a file, told apart from what only looks like it. */

export type DecodedText = {
  readonly text: string;
  /** Place of the first bytes that are no UTF-8; they stand in `text` as U+FFFD. Counts from 1. */
  readonly brokenAt?: { readonly line: number; readonly column: number };
};

/**
 * Decodes UTF-8, and UTF-16 where a byte order mark says so (API descriptions that Windows shells write are often that).
 * The mark itself is not part of the text. Broken bytes are replaced and their place is given, never dropped in silence.
 *
 * Source: https://encoding.spec.whatwg.org/#decode.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    // The strict decoder does not say where; the lenient one leaves a mark there.
    const text = new TextDecoder('utf-8').decode(bytes);
    const before = text.slice(0, Math.max(0, text.indexOf('\uFFFD'))).split(/\r\n|\r|\n/);
    return { text, brokenAt: { line: before.length, column: (before.at(-1) ?? '').length + 1 } };
  }
}
