/** How alike two texts are, from short signatures: the texts themselves need not be kept. Scoring §D.9, G15. */

/** Slots of a signature, four hexadecimal digits each. */
const SLOTS = 32;
const DIGITS = 4;
/** Words that are taken together. */
const SHINGLE = 3;
/** A text with fewer shingles is alike or not by accident. */
const LEAST_SHINGLES = 12;
/** Words beyond this do not change a verdict. */
const MOST_WORDS = 20_000;

/**
 * The MinHash signature of a text over its word 3-shingles, as 128 hexadecimal digits; `''` for a text too short to tell.
 *
 * Case, punctuation and layout do not count. `names` are left out wherever they stand: what a template was filled in with
 * does not make two copies of it different. The seeds are fixed, so that signatures of different scans can be compared.
 *
 * Source: Broder, On the resemblance and containment of documents (1997).
 */
export function likenessOf(text: string, names: readonly string[] = []): string {
  const words = withoutNames(wordsOf(text), names);
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= words.length; at++) shingles.add(hashOf(words.slice(at, at + SHINGLE).join(' ')));
  if (shingles.size < LEAST_SHINGLES) return '';
  return SEEDS.map(seed => {
    let least = 0xff_ff_ff_ff;
    for (const shingle of shingles) least = Math.min(least, mixed(shingle ^ seed));
    // The low digits: the high ones of a minimum are nearly always zero.
    return (least & 0xff_ff).toString(16).padStart(DIGITS, '0');
  }).join('');
}

/** The estimated share of common shingles (Jaccard index), 0 to 1; 0 where one of the signatures says nothing. */
export function similarity(a: string, b: string): number {
  const slots = Math.floor(Math.min(a.length, b.length) / DIGITS);
  if (slots === 0) return 0;
  let equal = 0;
  for (let at = 0; at < slots * DIGITS; at += DIGITS)
    if (a.slice(at, at + DIGITS) === b.slice(at, at + DIGITS)) equal++;
  return equal / slots;
}

function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
}

function withoutNames(words: readonly string[], names: readonly string[]): readonly string[] {
  const known = names.map(wordsOf).filter(name => name.length > 0);
  const kept: string[] = [];
  for (let at = 0; at < words.length;) {
    const found = known.find(name => name.every((word, index) => words[at + index] === word));
    const word = words[at];
    if (!found && word !== undefined) kept.push(word);
    at += found?.length ?? 1;
  }
  return kept;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash >>> 0;
}

/** The finisher of MurmurHash3: with a seed before it, another order of all 32-bit numbers. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const SEEDS: readonly number[] = Array.from({ length: SLOTS }, (_, index) => hashOf(`likeness ${index}`));
