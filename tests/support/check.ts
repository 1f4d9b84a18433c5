/** The one way in which detector tests speak: a snippet with the facts expected of it written under their characters. */
import picomatch from 'picomatch';
import { expect } from 'vitest';
import type { FactBody, FileRole } from '../../src/core/fact.ts';
import type { Location } from '../../src/core/location.ts';
import type { Detector } from '../../src/detector.ts';
import { parseFile } from '../../src/parse/parse-file.ts';
import type { Parsed } from '../../src/parse/parsed.ts';
import { factText } from './fact-text.ts';
import { marksIn } from './marks.ts';

/** Files by path. Every one that the declaration of the detector lets through is checked; all are neighbours. */
export type Snippets = { readonly files: Readonly<Record<string, string>>; readonly role?: FileRole };

/**
 * Runs a detector on a snippet and compares all its facts with the marks in it (see `marksIn`).
 *
 * A mark is the short text of a fact (`route GET /users/:id`), or the short text, ` | ` and its details
 * (`route GET /users/:id | on app; chain auth, show`). Facts without a mark and marks without a fact fail. What the
 * declaration promises is held as well: its globs and words let the file through, and it emits only declared kinds.
 */
export async function check(detector: Detector, path: string, text: string): Promise<void>;
export async function check(detector: Detector, snippets: Snippets): Promise<void>;
export async function check(detector: Detector, from: string | Snippets, text = ''): Promise<void> {
  const snippets = typeof from === 'string' ? { files: { [from]: text } } : from;
  const wanted: string[] = [];
  const found: string[] = [];
  for (const [path, content] of Object.entries(snippets.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const marks = marksIn(content);
    const source = sourceIn(content);
    const facts = await factsOf(detector, path, snippets);
    for (const mark of marks) {
      const at = { file: path, line: mark.line, column: mark.column, endLine: mark.line, endColumn: mark.endColumn };
      wanted.push(row(at, mark.text, source));
    }
    const unused = new Set(marks);
    for (const fact of facts) {
      const place = oneLine(fact.at, content);
      const { short, details } = factText(fact, source);
      const full = details === '' ? short : `${short} | ${details}`;
      const mark = [...unused].find(
        ({ line, column, endColumn, text: said }) =>
          line === place.line &&
          column === place.column &&
          endColumn === place.endColumn &&
          (said === short || said === full),
      );
      if (mark) unused.delete(mark);
      found.push(row(place, mark ? mark.text : full, source));
    }
  }
  expect(found.sort()).toEqual(wanted.sort());
}

/** For formats without comments: compares all facts with a list of `line:column text`. */
export async function checkFacts(
  detector: Detector,
  path: string,
  text: string,
  expected: readonly string[],
): Promise<void> {
  const source = sourceIn(text);
  const facts = await factsOf(detector, path, { files: { [path]: text } });
  const found = facts.map(fact => {
    const { short, details } = factText(fact, source);
    return `${fact.at.line}:${fact.at.column} ${details === '' ? short : `${short} | ${details}`}`;
  });
  const inOrder = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);
  expect(found.toSorted(inOrder)).toEqual(expected.toSorted(inOrder));
}

/** The facts of one of the files; fails when the declaration of the detector does not keep its word. */
async function factsOf(detector: Detector, path: string, snippets: Snippets): Promise<readonly FactBody[]> {
  const text = snippets.files[path] ?? '';
  if (!detector.files.some(glob => picomatch.isMatch(path, glob, { dot: true }))) return [];
  const role = snippets.role ?? detector.roles?.[0] ?? 'product';
  const read = (other: string): string | undefined => snippets.files[other];
  // One declaration of the union reads one kind of file; that `detect` and the parsed file agree is what `reads` says.
  const parsed = (await parseFile(detector.reads, path, role, text, { read })) as Parsed<never>;
  if (parsed.kind === 'failed') throw new Error(`${path} cannot be parsed: ${parsed.diagnostic.message}`);
  if (parsed.kind === 'not-applicable') return [];
  const facts = detector.detect(parsed.file);
  for (const fact of facts) {
    if (!detector.emits.includes(fact.kind)) throw new Error(`${detector.id} emits ${fact.kind} without declaring it`);
    if (fact.at.file !== path && snippets.files[fact.at.file] === undefined) {
      throw new Error(`${detector.id} places a fact in ${fact.at.file}, which is none of the files`);
    }
  }
  if (facts.length > 0 && detector.words && !detector.words.some(word => text.includes(word))) {
    throw new Error(`${detector.id}: none of its words is in ${path}, which holds facts; the scan would skip the file`);
  }
  return facts;
}

function row(at: Location, text: string, source: (at: Location) => string): string {
  const place = `${at.file}:${String(at.line).padStart(3)}:${String(at.column).padStart(2)}`;
  return `${place} \`${source(at)}\` ${text}`;
}

/** A span of several lines is marked on its first line alone. */
function oneLine(at: Location, text: string): Location {
  if (at.endLine === at.line) return at;
  const first = text.split(/\r\n|\r|\n/)[at.line - 1] ?? '';
  return { ...at, endLine: at.line, endColumn: first.length + 1 };
}

function sourceIn(text: string): (at: Location) => string {
  const lines = text.split(/\r\n|\r|\n/);
  return ({ line, column, endLine, endColumn }) => {
    const inside = lines.slice(line - 1, endLine);
    inside[inside.length - 1] = (inside.at(-1) ?? '').slice(0, endColumn - 1);
    inside[0] = (inside[0] ?? '').slice(column - 1);
    return inside.join(' ').replace(/\s+/g, ' ');
  };
}
