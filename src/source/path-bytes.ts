/** Paths are bytes on disk and in git; in the tool they are text. */

/**
 * The text of a path. Bytes that are not UTF-8 become `\xNN`, so that two paths stay two paths; the caller keeps the
 * bytes of such a path to open it again.
 */
export function pathText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\uFFFD') || Buffer.from(text).equals(bytes)) return text;
  return Array.from(bytes, byte =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

/** Cuts NUL-separated output of `git -z` into its records; a missing last NUL is tolerated. */
export function splitNul(output: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    records.push(output.subarray(start, end));
    start = end + 1;
  }
  if (start < output.length) records.push(output.subarray(start));
  return records;
}

/** What file systems allow; a git tree may hold longer ones. */
const MAX_PATH = 4_096;

/** A path that stays below a root: relative, no empty, `.` or `..` segment, nothing of git's own folder, of a sane length. */
export function isInnerPath(path: string): boolean {
  if (path === '' || path.length > MAX_PATH || path.startsWith('/') || path.includes('\0')) return false;
  return path
    .split('/')
    .every(segment => segment !== '' && segment !== '.' && segment !== '..' && segment.toLowerCase() !== '.git');
}
