/** The published schema is that of the code, and it holds documents to every key. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { SCHEMA_ID } from '../src/core/report.ts';
import { reportJson } from '../src/report/json.ts';
import { reportSchemaText } from '../tools/generated/schema.ts';
import { sampleReport } from './support/sample-report.ts';

const published = readFileSync(`${import.meta.dirname}/../schema/report.schema.json`, 'utf8');
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(
  JSON.parse(published),
);

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;

/** A fresh copy of the sample, to be damaged. */
function document(): { [key: string]: Json } {
  return JSON.parse(reportJson(sampleReport())) as { [key: string]: Json };
}

test('the published schema is the one the code gives, and its $id carries the version', () => {
  expect(published).toBe(reportSchemaText());
  expect((JSON.parse(published) as { $id: string }).$id).toBe(SCHEMA_ID);
});

test('an emitted report is valid', () => {
  expect(validate(document()) ? [] : validate.errors).toEqual([]);
});

describe('no key can be lost', () => {
  test.each(Object.keys(document()))('without %s the document is refused', key => {
    const { [key]: _removed, ...rest } = document();
    expect(validate(rest)).toBe(false);
  });

  test.each(pathsOf(document()))('without %s the document is refused', path => {
    const damaged = document();
    removeAt(damaged, path.split('/'));
    expect(validate(damaged)).toBe(false);
  });
});

test.each([
  ['a key that nobody defined', (report: { [key: string]: Json }) => ({ ...report, extra: 1 })],
  ['another version of the format', (report: { [key: string]: Json }) => ({ ...report, schemaVersion: '2.0.0' })],
  ['a digest that is none', (report: { [key: string]: Json }) => ({ ...report, digest: '' })],
  [
    'a word outside the closed set',
    (report: { [key: string]: Json }) => ({
      ...report,
      visibility: [{ plane: 'repo', subject: 'a', readable: 'maybe', why: '' }],
    }),
  ],
  [
    'a line that counts from 0',
    (report: { [key: string]: Json }) => ({
      ...report,
      diagnostics: [{ code: 'x', file: 'a', line: 0, column: 1, message: 'm' }],
    }),
  ],
])('%s is refused', (_what, damage) => {
  expect(validate(damage(document()))).toBe(false);
});

/** One path to each key of each kind of record: `endpoints/0/auth/status`. Keys of open records (rules, roles) are free. */
function pathsOf(value: Json, path: readonly string[] = []): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.length === 0 ? [] : pathsOf(value[0] ?? null, [...path, '0']);
  return Object.entries(value).flatMap(([key, item]) => {
    const own = ['readByRole', 'excluded'].includes(path.at(-1) ?? '') ? [] : [[...path, key].join('/')];
    return [...own, ...pathsOf(item, [...path, key])];
  });
}

function removeAt(value: Json, path: readonly string[]): void {
  const [key = '', ...rest] = path;
  if (value === null || typeof value !== 'object') return;
  if (rest.length > 0) removeAt((Array.isArray(value) ? value[Number(key)] : value[key]) ?? null, rest);
  else if (!Array.isArray(value)) delete value[key];
}
