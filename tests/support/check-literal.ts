/** The mark under one place, where many snippets differ in one line: see `check`. */
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
  return checkAt(detector, path, { code, place: literal, said: said === '' ? '' : `secret ${said}` });
}

/** Code, the text whose last place is marked, and the mark; with an empty mark the detector says nothing. */
type Marked = { readonly code: string; readonly place: string; readonly said: string };

export function checkAt(detector: Detector, path: string, { code, place, said }: Marked): Promise<void> {
  const comment = /\.(?:rb|exs?)$/.test(path) ? '#' : '//';
  if (said === '') return check(detector, path, code);
  const before = code.slice(0, code.lastIndexOf(place));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n') - 1;
  const mark = `${comment}${' '.repeat(column - comment.length)}${'^'.repeat(place.length)} ${said}`;
  const rows = code.split('\n');
  return check(detector, path, [...rows.slice(0, line), mark, ...rows.slice(line)].join('\n'));
}
