/** The mark under a secret, where many snippets differ in one line: see `check`. */
import type { Detector } from '../../src/detector.ts';
import { check } from './check.ts';

/** Checks that a detector says this of the last place where `literal` stands, and nothing else; an empty text: that it says nothing. */
export function checkLiteral(
  detector: Detector,
  path: string,
  code: string,
  literal: string,
  said: string,
): Promise<void> {
  if (said === '') return check(detector, path, code);
  const comment = path.endsWith('.rb') ? '#' : '//';
  const before = code.slice(0, code.lastIndexOf(literal));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n') - 1;
  const mark = `${comment}${' '.repeat(column - comment.length)}${'^'.repeat(literal.length)} secret ${said}`;
  const rows = code.split('\n');
  return check(detector, path, [...rows.slice(0, line), mark, ...rows.slice(line)].join('\n'));
}
