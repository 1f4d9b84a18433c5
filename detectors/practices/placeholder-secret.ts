/** Whether a text stands where a secret would and is none: G16, and dummies of documentation. */

const WORDS =
  /change.?(?:me|this|it)|example|placeholder|your|dummy|sample|fake|x{3,}|\*{3,}|todo|replace|insert|put.?(?:a|in|here)|redacted|^<.*>$|\$\{|\{\{|^%.*%$|1234567890|abcdefgh|0{8}/i;

export function isPlaceholder(text: string): boolean {
  return WORDS.test(text);
}

/** Letters and digits that no word is made of. */
export function looksRandom(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && entropyOf(text) >= 3.3 && !/^\w+:\/\//.test(text);
}

/** Bits a character: words stay below three and a half, keys of letters and digits are above. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
