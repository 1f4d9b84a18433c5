/** The table of rules speaks of files and tests that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../tools/root.ts';

const text = readFileSync(`${ROOT}/docs/evidence-rules.md`, 'utf8');
const rows = text.split('\n').filter(line => /^\| G\d+ \|/.test(line));

test('every rule has one row, in order', () =>
  expect(rows.map(row => row.split('|')[1]?.trim())).toEqual(
    Array.from({ length: 25 }, (_, index) => `G${index + 1}`),
  ));

test('every file that is named exists', () => {
  const paths = [...text.matchAll(/`((?:detectors|src|models|tests|fixtures)\/[\w./-]+)`/g)].map(
    match => match[1] ?? '',
  );
  expect(paths.length).toBeGreaterThan(50);
  expect(paths.filter(path => !existsSync(`${ROOT}/${path}`))).toEqual([]);
});

describe('every test that is named is there', () => {
  // The column of tests: a file in backticks, then titles in quotation marks until the next file.
  const named = rows.flatMap(row => {
    const cells = row.split(' | ');
    return [...(cells[3] ?? '').matchAll(/`([^`]+\.ts)`((?:,? ?"[^"]+")*)/g)].flatMap(([, file = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']): [string, string] => [file, title]),
    );
  });
  test.each(named)('%s: %s', (file, title) => {
    expect(readFileSync(`${ROOT}/${file}`, 'utf8').replaceAll("\\'", "'")).toContain(title);
  });
});
