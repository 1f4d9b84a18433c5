/** A saved report is the one that was written, or it is refused. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/report/build-report.ts';
import { apiassay, schemaErrors, scanned, workFolder } from '../support/cli.ts';
import type { Report } from '../../src/core/report.ts';

const folder = workFolder();
const shop = join(folder('tree'), 'shop');
let text = '';
let report: Report;

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../fixtures/express-shop'), shop, { recursive: true });
  ({ text, report } = await scanned(shop));
}, 60_000);

function saved(name: string, content: string): string {
  const file = join(folder('saved'), name);
  writeFileSync(file, content);
  return file;
}

test('the document is valid against the published schema, and its digest is that of its content', () => {
  expect(schemaErrors(JSON.parse(text))).toEqual([]);
  expect(digestOf(report)).toBe(report.digest);
});

/** Places of digits that count: not the time, which the digest leaves out on purpose, and not the digest's own. */
function digits(): readonly number[] {
  const free = [/"generatedAt": "[^"]*"/.exec(text), /"digest": "[^"]*"/.exec(text)].flatMap(match =>
    match ? [[match.index, match.index + match[0].length] as const] : [],
  );
  return [...text.matchAll(/\d/g)]
    .map(match => match.index)
    .filter(index => !free.some(([start, end]) => index >= start && index < end));
}

/** The same places in every run: a step that shares no factor with the length visits all parts of the document. */
function chosen(places: readonly number[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => places[(index * 7_919 + 104_729) % places.length] ?? 0);
}

function withOtherDigit(index: number): string {
  return `${text.slice(0, index)}${(Number(text[index]) + 3) % 10}${text.slice(index + 1)}`;
}

test('another digit in any place of the document is another document or none', () => {
  const unnoticed = chosen(digits(), 400).filter(index => {
    const changed = withOtherDigit(index);
    try {
      const document = JSON.parse(changed) as Report;
      return schemaErrors(document).length === 0 && digestOf(document) === document.digest;
    } catch {
      // A number that starts with 0 is no JSON.
      return false;
    }
  });
  expect(unnoticed.map(index => text.slice(index - 60, index + 20))).toEqual([]);
});

describe.concurrent('the command refuses a report', () => {
  test.for(['render', 'explain', 'diff'])('in which a digit was changed, and says so: %s', async (verb, { expect }) => {
    const places = chosen(digits(), 5);
    const files = places.map((index, number) => saved(`${verb}-${number}.json`, withOtherDigit(index)));
    const ended = await Promise.all(
      files.map(file =>
        apiassay(
          verb === 'render'
            ? ['render', file]
            : verb === 'explain'
              ? ['explain', 'auth', '--report', file]
              : ['diff', file, file],
        ),
      ),
    );
    for (const [number, { code, stdout, stderr }] of ended.entries()) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /^apiassay: \S+ (?:was changed after it was written|is not an apiassay report|is not JSON)/,
      );
      expect(stderr).toContain(files[number]);
      expect(stderr.trim().split('\n').length).toBe(1);
    }
  });

  test('whose digest was changed', async ({ expect }) => {
    const at = text.indexOf('"digest": "') + '"digest": "'.length;
    const file = saved('digest.json', `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`);
    const { code, stderr } = await apiassay(['render', file]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `apiassay: ${file} was changed after it was written: its content does not have the digest it states\n`,
    });
  });

  test.for(['coverage', 'endpoints', 'assessments', 'generatedAt', 'digest', 'incompleteBecause'] as const)(
    'that lost its key %s',
    async (key, { expect }) => {
      const { [key]: _removed, ...rest } = report;
      const file = saved(`without-${key}.json`, JSON.stringify(rest));
      const { code, stdout, stderr } = await apiassay(['render', file]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`is not an apiassay report: ${key}: `);
      expect(schemaErrors(rest)).not.toEqual([]);
    },
  );

  test.for([
    [
      'with an operation taken out',
      (whole: Report) => ({ ...whole, endpoints: whole.endpoints.slice(1) }),
      'was changed after it was written',
    ],
    ['with a key that nobody defined', (whole: Report) => ({ ...whole, note: 'fine' }), 'is not an apiassay report'],
    [
      'of another format',
      (whole: Report) => ({ ...whole, schemaVersion: '9.0.0' }),
      'it has format 9.0.0, this is 1.2.0',
    ],
  ] as const)('%s', async ([name, change, message], { expect }) => {
    const { code, stderr } = await apiassay(['render', saved(`${name}.json`, JSON.stringify(change(report)))]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test.for([
    ['that is cut off', (whole: string) => whole.slice(0, whole.length / 2)],
    ['that is empty', () => ''],
    ['that is a list', () => '[]'],
    ['that is nothing', () => 'null'],
  ] as const)('%s', async ([name, change], { expect }) => {
    const { code, stdout, stderr } = await apiassay(['render', saved(`${name}.json`, change(text))]);
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
  });
});
