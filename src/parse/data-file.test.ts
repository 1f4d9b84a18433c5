import { describe, expect, test } from 'vitest';
import { placeOf } from '../core/location.ts';
import { dataFile } from './data-file.ts';

/** Values as plain JSON, so that rows can be compared without prototypes. */
function valuesOf(path: string, text: string): unknown {
  const parsed = dataFile(path, 'product', text);
  if (parsed.kind !== 'parsed') return parsed;
  return JSON.parse(JSON.stringify(parsed.file.documents.map(document => document.value)));
}

function troubleOf(path: string, text: string): string {
  const parsed = dataFile(path, 'product', text);
  if (parsed.kind !== 'failed') return parsed.kind;
  return `${placeOf(parsed.diagnostic.at)} ${parsed.diagnostic.code}: ${parsed.diagnostic.message}`;
}

function documentOf(path: string, text: string, index = 0) {
  const parsed = dataFile(path, 'product', text);
  if (parsed.kind !== 'parsed') throw new Error(`not parsed: ${JSON.stringify(parsed)}`);
  const document = parsed.file.documents[index];
  if (!document) throw new Error('no such document');
  return document;
}

/** The text a place covers, with its line. */
function shown(path: string, text: string, keys: readonly (string | number)[], index = 0): string {
  const at = documentOf(path, text, index).locate(keys);
  const line = text.replace(/^\uFEFF/, '').split('\n')[at.line - 1] ?? '';
  const end = at.endLine === at.line ? at.endColumn - 1 : line.length;
  return `${at.line}: ${line.slice(at.column - 1, end)}`;
}

describe('values', () => {
  test.each<[string, string, string, unknown]>([
    [
      'keys and values of YAML 1.2 core stay what they are',
      'a.yml',
      'on: yes\noff: no\ndate: 2024-01-02\noctal: 017\n~: 1\n',
      [{ on: 'yes', off: 'no', date: '2024-01-02', octal: 17, null: 1 }],
    ],
    ['every document of a stream is read', 'a.yaml', 'a: 1\n---\nb: 2\n...\n---\n', [{ a: 1 }, { b: 2 }, null]],
    ['an empty file has no document', 'a.yaml', '# nothing\n', []],
    [
      'custom tags leave the value they stand on',
      'a.yaml',
      'a: !Ref x\nb: !GetAtt [c, d]\ne: !vault |\n  secret\nf: !x {g: 1}\nh: !Sub\ni: !!binary aGk=\n',
      [{ a: 'x', b: ['c', 'd'], e: 'secret\n', f: { g: 1 }, h: '', i: 'aGk=' }],
    ],
    [
      'merge keys are applied',
      'a.yml',
      'x: &x {image: a, retry: 2}\njob:\n  <<: *x\n  image: b\n',
      [{ x: { image: 'a', retry: 2 }, job: { image: 'b', retry: 2 } }],
    ],
    [
      'JSON takes comments and trailing commas',
      'tsconfig.json',
      '// note\n{ "a": [1, 2,], /* b */ "c": null, }',
      [{ a: [1, 2], c: null }],
    ],
    [
      'a leading brace is JSON where the extension says nothing',
      '.spectralrc',
      '{ "extends": "spectral:oas", // all\n }',
      [{ extends: 'spectral:oas' }],
    ],
    [
      'a file without extension is YAML otherwise',
      '.spectral',
      'extends: [spectral:oas]\n',
      [{ extends: ['spectral:oas'] }],
    ],
    ['a byte-order mark is no part of the file', 'a.json', '\uFEFF{"a": 1}', [{ a: 1 }]],
    ['blank lines of tabs are blank', 'a.yml', 'a: |-\n\t\n  text\nb: 1\n', [{ a: '\ntext', b: 1 }]],
    ['GitHub expressions are text', 'a.yml', 'if: ${{ github.ref }}\n', [{ if: '${{ github.ref }}' }]],
  ])('%s', (_, path, text, expected) => {
    expect(valuesOf(path, text)).toEqual(expected);
  });

  test.each([
    ['YAML', 'a.yaml', '__proto__: {polluted: yes}\nconstructor: 1\n'],
    ['JSON', 'a.json', '{"__proto__": {"polluted": "yes"}, "constructor": 1}'],
  ])('%s records have no prototype, and __proto__ is a key as any other', (_, path, text) => {
    const value = documentOf(path, text).value as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(null);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: string }).polluted).toBe(undefined);
    expect('toString' in value).toBe(false);
  });
});

describe('what cannot be read', () => {
  test.each([
    [
      'a repeated key, at the second one',
      'a.yaml',
      'a: 1\nb: 2\na: 3\n',
      'a.yaml:3 unreadable-yaml: mapping key repeated; the file was left out',
    ],
    [
      'broken YAML',
      'a.yaml',
      'a: [1\nb: 2\n',
      'a.yaml:2 unreadable-yaml: deficient indentation; the file was left out',
    ],
    [
      'a Helm template',
      'a.yaml',
      'a: b\n{{- if .Values.x }}\nc: d\n{{- end }}\n',
      'a.yaml:2 templated-yaml: a template that is YAML only once it is rendered; the file was left out',
    ],
    [
      'a Helm value',
      'a.yaml',
      'a: {{ .Values.a }}\n',
      'a.yaml:1 templated-yaml: a template that is YAML only once it is rendered; the file was left out',
    ],
    ['broken JSON', 'a.json', '{"a": 1,\n "b" 2}', 'a.json:2 unreadable-json: colon expected; the file was left out'],
    [
      'YAML nested too deep',
      'a.yaml',
      '['.repeat(300),
      'a.yaml:1 too-deep: nested more than 200 levels deep; the file was left out',
    ],
    [
      'JSON nested far too deep',
      'a.json',
      '['.repeat(200_000),
      'a.json:1 too-deep: nested more than 200 levels deep; the file was left out',
    ],
    [
      'a record as a key',
      'a.yaml',
      '? {a: 1}\n: 2\n',
      'a.yaml:1 unreadable-yaml: a list or record as a key is not read; the file was left out',
    ],
    [
      'an alias to what contains it',
      'a.yaml',
      'a: &a [*a]\n',
      'a.yaml:1 too-deep: nested more than 200 levels deep, or without end; the file was left out',
    ],
    [
      'too many aliases',
      'a.yaml',
      `a: &a 1\nb: [${'*a,'.repeat(10_001)}]\n`,
      'a.yaml:2 too-many-aliases: more than 10000 aliases; the file was left out',
    ],
  ])('%s', (_, path, text, expected) => {
    expect(troubleOf(path, text)).toBe(expected);
  });

  test('an alias bomb costs no more than its text', () => {
    const levels = 'bcdefghijklmnopqrstuvwxyz'.split('');
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${levels.map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghijklmnopqrstuvwxyz'[index]}`).join(', ')}]\n`).join('')}`;
    const started = performance.now();
    expect(troubleOf('a.yaml', bomb)).toBe(
      'a.yaml:1 too-many-aliases: aliases add more than 10000 values; the file was left out',
    );
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('a repeated key in JSON is said, and the last one is taken', () => {
    const parsed = dataFile('a.json', 'product', '{"a": 1,\n"a": 2}');
    expect(
      parsed.kind === 'parsed' && [
        { ...(parsed.file.documents[0]?.value as object) },
        parsed.diagnostics.map(each => `${placeOf(each.at)} ${each.code}`),
      ],
    ).toEqual([{ a: 2 }, ['a.json:2 repeated-key']]);
  });
});

describe('places', () => {
  const yaml = `\uFEFFservices:
  - name: api
    url: 'http://x'
    routes: &routes
      paths: [/a, /b]
  - name: web
    run: |
      one
      two
    empty:
    again: *routes
    <<: {merged: 1}
---
second: document
`;
  test.each<[readonly (string | number)[], string]>([
    [['services'], '1: services'],
    [['services', 0], '2: name'],
    [['services', 0, 'name'], '2: api'],
    [['services', 0, 'url'], "3: 'http://x'"],
    [['services', 0, 'routes'], '4: routes'],
    [['services', 0, 'routes', 'paths', 1], '5: /b'],
    [['services', 1, 'run'], '8: one'],
    [['services', 1, 'empty'], '10: empty'],
    [['services', 1, 'again', 'paths', 0], '5: /a'],
    [['services', 1, 'merged'], '12: 1'],
    [['services', 1, 'missing', 'deeper'], '6: name'],
    [['services', 7], '1: services'],
    [[], '1: services'],
  ])('YAML %j', (keys, expected) => {
    expect(shown('a.yaml', yaml, keys)).toBe(expected);
  });

  test('stay the same beside blank lines of tabs', () => {
    expect(shown('a.yml', 'a: |-\n\t\t\n  text\nb: 1\n', ['b'])).toBe('4: 1');
  });

  test('of the second document', () => {
    expect(shown('a.yaml', yaml, ['second'], 1)).toBe('14: document');
  });

  test.each<[readonly (string | number)[], string]>([
    [['a'], '2: "a"'],
    [['a', 0, 'b'], '2: "x"'],
    [['a', 1], '2: 5'],
    [['c', 'd'], '3: true'],
    [['zzz'], '2: "a"'],
  ])('JSON %j', (keys, expected) => {
    expect(shown('a.json', '{\n  "a": [{"b": "x"}, 5],\n  "c": {"d": true}\n}\n', keys)).toBe(expected);
  });
});
