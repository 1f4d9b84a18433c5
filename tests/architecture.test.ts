/** The arrows between rooms (ARCHITECTURE.md), what each room may touch, and how long a file may be. There are no exceptions. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import glob from 'fast-glob';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

type Source = { readonly file: string; readonly text: string; readonly imports: readonly string[] };

const SOURCES: readonly Source[] = glob
  .sync(['src/**/*.ts', 'detectors/**/*.ts', 'models/**/*.ts', 'tools/**/*.ts', 'bin/*.js'], {
    cwd: ROOT,
    ignore: ['**/*.test.ts', 'detectors/_template/**'],
  })
  .toSorted()
  .map(file => {
    const text = readFileSync(`${ROOT}/${file}`, 'utf8');
    return { file, text, imports: importsOf(file, text) };
  });

/** Files of ours as paths from the root; packages and built-in modules as written. */
function importsOf(file: string, text: string): readonly string[] {
  const specifiers = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g,
  );
  return [...specifiers]
    .map(match => match[1] ?? match[2] ?? match[3] ?? '')
    .map(specifier => (specifier.startsWith('.') ? join(dirname(file), specifier) : specifier));
}

/** `src/link/fire.ts` is in `src/link`; `src/detector.ts` is a room of its own; the other files of `src` are the pipeline. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  if (top !== 'src') return top;
  return second.endsWith('.ts') && second !== 'detector.ts' ? 'pipeline' : `src/${second}`;
}

/** For each room, the rooms it may import besides itself. */
const ARROWS: { readonly [room: string]: readonly string[] } = {
  'src/core': [],
  'src/detector.ts': ['src/core', 'src/parse'],
  'src/parse': ['src/core', 'src/detector.ts'],
  'src/source': ['src/core'],
  'src/files': ['src/core'],
  'src/link': ['src/core'],
  'src/reconcile': ['src/core'],
  'src/evidence': ['src/core'],
  'src/score': ['src/core', 'models'],
  'src/claims': ['src/core', 'src/parse', 'models'],
  'src/situation': ['src/core', 'models'],
  'src/report': ['src/core'],
  'src/snapshot': ['src/core'],
  'src/fleet': ['src/core', 'src/source'],
  models: ['src/core'],
  detectors: ['src/core', 'src/parse', 'src/detector.ts'],
};

describe('imports follow the arrows', () => {
  test.each(Object.entries(ARROWS))('%s imports itself and only %j', (room, allowed) => {
    const strays = SOURCES.filter(({ file }) => roomOf(file) === room).flatMap(({ file, imports }) =>
      imports
        .filter(target => isOurs(target) && roomOf(target) !== room && !allowed.includes(roomOf(target)))
        .map(target => `${file} → ${target}`),
    );
    expect(strays).toEqual([]);
  });

  test('every room has its arrows, and nothing imports the command line', () => {
    const rooms = new Set(SOURCES.map(({ file }) => roomOf(file)));
    const free = ['src/cli', 'pipeline', 'tools', 'bin'];
    expect([...rooms].filter(room => !(room in ARROWS) && !free.includes(room))).toEqual([]);
    const intoCli = SOURCES.filter(({ file }) => roomOf(file) !== 'src/cli' && roomOf(file) !== 'tools').flatMap(
      ({ file, imports }) =>
        imports.filter(target => target.startsWith('src/cli')).map(target => `${file} → ${target}`),
    );
    expect(intoCli).toEqual([]);
  });
});

function isOurs(target: string): boolean {
  return /^(?:src|detectors|models|tools|tests|bin)\//.test(target);
}

/** What only some rooms may do: modules they import, or patterns in code without comments. */
type Limit = { readonly what: string; readonly rooms: readonly string[] } & (
  | { readonly modules: RegExp }
  | { readonly code: RegExp }
);

const LIMITS: readonly Limit[] = [
  {
    what: 'print, read arguments or end the process',
    rooms: ['src/cli', 'tools', 'bin'],
    code: /\bconsole\.|\bprocess\.(?:stdout|stderr|argv|exit|exitCode|on)\b/,
  },
  {
    what: 'touch the disk',
    rooms: ['src/cli', 'src/source', 'src/files', 'src/snapshot', 'src/fleet', 'models', 'tools'],
    modules: /^(?:node:)?fs(?:\/promises)?$/,
  },
  {
    what: 'start a program',
    rooms: ['src/cli', 'src/source', 'src/fleet', 'tools'],
    modules: /^(?:node:)?child_process$|^simple-git$/,
  },
  {
    what: 'use the network',
    rooms: ['src/source', 'src/fleet'],
    modules: /^(?:node:)?(?:https?|http2|net|tls|dgram)$|^@octokit\//,
  },
  {
    what: 'read a clock or draw a random number',
    rooms: ['src/cli', 'src/fleet', 'src/source', 'src/snapshot', 'tools'],
    code: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bperformance\.now\(/,
  },
  { what: 'run text as code', rooms: [], code: /\beval\(|\bnew Function\(|['"](?:node:)?vm['"]/ },
];

describe('only some rooms may', () => {
  test.each(LIMITS)('$what', limit => {
    const breaks = (source: Source) =>
      'modules' in limit
        ? source.imports.some(name => limit.modules.test(name))
        : limit.code.test(withoutComments(source.text));
    const strays = SOURCES.filter(source => !limit.rooms.includes(roomOf(source.file)) && breaks(source));
    expect(strays.map(({ file }) => file)).toEqual([]);
  });
});

/** Comments may speak of what code may not do. Only whole-line and block comments: a `//` inside a line may be a URL. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

test('no file that somebody writes is longer than 600 lines', () => {
  const long = SOURCES.filter(({ text }) => text.split('\n').length > 600 && !text.startsWith('// Generated'));
  expect(long.map(({ file }) => file)).toEqual([]);
});

test('files are named for what they hold', () => {
  expect(
    SOURCES.filter(({ file }) => /\/(?:utils?|helpers?|common|misc)\.ts$/.test(file)).map(({ file }) => file),
  ).toEqual([]);
});
