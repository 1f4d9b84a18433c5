import { faulty, CLAIM_CAPS } from './claim.ts';
import type { ReadClaims } from './claim.ts';
import { looksLikeCsv, readCsv } from './csv.ts';
import { readDsomm } from './dsomm.ts';
import type { Questions } from './questions.ts';

/**
 * Reads a self-assessment. The extension says what it is where it says anything; otherwise it is a table if it begins with a
 * header that names an activity and a level. Never throws: a file that cannot be used ends in faults with their lines.
 */
export function readClaims(name: string, text: string, questions: Questions): ReadClaims {
  if (Buffer.byteLength(text) > CLAIM_CAPS.bytes) return faulty(1, 'the file is larger than 5 MiB');
  if (/\.[ct]sv$/i.test(name)) return readCsv(text, questions);
  if (/\.(?:ya?ml|json)$/i.test(name) || !looksLikeCsv(text)) return readDsomm(name, text, questions);
  return readCsv(text, questions);
}
