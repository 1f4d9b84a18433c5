/** The parts of a Maven, Gradle or .NET build, and which of them are built into which. */
import { decodeText } from './decode-text.ts';
import type { Tree } from './core/tree.ts';

/** Folders, without a last slash; `.` is the root, which is always one. */
export type BuildParts = {
  /** The part that a file belongs to: the deepest folder around it with a build file. */
  readonly partOf: (file: string) => string;
  /** A part, and those that it depends on, directly or not; what a parent gives to its children is depended on, too. */
  readonly partsOf: (part: string) => ReadonlySet<string>;
};

type Part = { readonly folder: string; readonly names: readonly string[]; readonly needs: readonly string[] };

const BUILD_FILE = /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?|[^/]+\.csproj)$/;
/** Characters of a build file that are read. */
const LENGTH = 500_000;

/**
 * Reads the build files of a tree. Modules are told apart by the name that others use: an artifact (`users`) in Maven, a
 * path (`:services:users`) in Gradle, the path of its file in .NET. What only tests need is left out. Sources: Maven,
 * Introduction to the Dependency Mechanism; Gradle, Declaring dependencies; MSBuild, Common project items.
 */
export function buildParts(tree: Tree): BuildParts {
  const files = tree.paths.flatMap(path => (path.kind === 'file' && BUILD_FILE.test(path.path) ? [path.path] : []));
  const parts = new Map<string, Part>();
  for (const file of files.toSorted()) {
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
    const content = tree.read(file);
    const text = content.kind === 'bytes' ? decodeText(content.bytes).text.slice(0, LENGTH) : '';
    const read = file.endsWith('.csproj')
      ? dotnetPart(file, folder, text)
      : file.endsWith('.xml')
        ? mavenPart(folder, text)
        : gradlePart(folder, text);
    const known = parts.get(folder);
    parts.set(
      folder,
      known ? { folder, names: [...known.names, ...read.names], needs: [...known.needs, ...read.needs] } : read,
    );
  }
  const byName = new Map<string, string[]>();
  for (const { folder, names } of parts.values())
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), folder]);
  const needed = new Map<string, ReadonlySet<string>>();
  return {
    partOf: file => {
      for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1))
        if (parts.has(file.slice(0, end))) return file.slice(0, end);
      return '.';
    },
    partsOf: start => {
      const known = needed.get(start);
      if (known) return known;
      const met = new Set([start]);
      for (const folder of met)
        for (const name of parts.get(folder)?.needs ?? []) for (const other of byName.get(name) ?? []) met.add(other);
      needed.set(start, met);
      return met;
    },
  };
}

const REFERENCE = /<ProjectReference\s{1,20}Include="([^"<>]{1,400}\.csproj)"/g;

/** `<ProjectReference Include="..\Shop.Api\Shop.Api.csproj" />`. */
function dotnetPart(file: string, folder: string, text: string): Part {
  const needs = [...text.matchAll(REFERENCE)].map(([, path = '']) => {
    const segments = folder === '.' ? [] : folder.split('/');
    for (const segment of path.split(/[\\/]/)) {
      if (segment === '..') segments.pop();
      else if (segment !== '.' && segment !== '') segments.push(segment);
    }
    return `csproj ${segments.join('/')}`;
  });
  return { folder, names: [`csproj ${file}`], needs };
}

function mavenPart(folder: string, text: string): Part {
  const bare = without(
    text,
    ['<!--', '-->'],
    ['<dependencyManagement>', '</dependencyManagement>'],
    ['<build>', '</build>'],
  );
  const parent = between(bare, '<parent>', '</parent>')[0] ?? '';
  const own = without(bare, ['<parent>', '</parent>'], ['<dependencies>', '</dependencies>']);
  const needs = between(bare, '<dependency>', '</dependency>')
    .filter(dependency => !/<scope>\s{0,20}(?:test|provided)\s{0,20}</.test(dependency))
    .flatMap(dependency => artifactIn(dependency) ?? []);
  const inherits = artifactIn(parent);
  const name = artifactIn(own);
  return {
    folder,
    names: name === undefined ? [] : [name],
    needs: inherits === undefined ? needs : [...needs, inherits],
  };
}

function artifactIn(text: string): string | undefined {
  return /<artifactId>\s{0,20}([\w.-]{1,200})\s{0,20}<\/artifactId>/.exec(text)?.[1];
}

/** A text without what stands between these words. */
function without(text: string, ...pairs: readonly (readonly [string, string])[]): string {
  let rest = text;
  for (const [open, close] of pairs) {
    let kept = '';
    let at = 0;
    for (let start = rest.indexOf(open); start >= 0; start = rest.indexOf(open, at)) {
      const end = rest.indexOf(close, start);
      kept += rest.slice(at, start);
      at = end < 0 ? rest.length : end + close.length;
    }
    rest = kept + rest.slice(at);
  }
  return rest;
}

function between(text: string, open: string, close: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  for (let start = text.indexOf(open); start >= 0; start = text.indexOf(open, at)) {
    const end = text.indexOf(close, start);
    if (end < 0) break;
    found.push(text.slice(start + open.length, end));
    at = end + close.length;
  }
  return found;
}

const SCOPES = '(?:api|implementation|compile|runtime|runtimeOnly|developmentOnly)';
const PROJECT = new RegExp(
  `\\b${SCOPES}\\s{0,5}\\(?\\s{0,5}project\\s{0,5}\\(\\s{0,5}(?:path\\s{0,5}[:=]\\s{0,5})?["'](:[\\w.:-]{1,200})["']`,
  'g',
);
const ACCESSOR = new RegExp(`\\b${SCOPES}\\s{0,5}\\(?\\s{0,5}projects\\.([\\w.]{1,200})`, 'g');

function gradlePart(folder: string, text: string): Part {
  const bare = without(text, ['/*', '*/']);
  const folders = folder === '.' ? [] : folder.split('/');
  const paths = folders.map((_, index) => `:${folders.slice(index).join(':')}`);
  // Type-safe accessors write `:user-service:api` as `userService.api`.
  const accessors = paths.map(path => accessorOf(path.slice(1).replaceAll(':', '.')));
  const gives = /\b(?:subprojects|allprojects)\s{0,5}\{|\bconfigure\s{0,5}\(/.test(bare) ? [`gradle ${folder}`] : [];
  const above = ['.', ...folders.map((_, index) => folders.slice(0, index).join('/'))].map(outer => `gradle ${outer}`);
  return {
    folder,
    names: [...paths, ...accessors, ...gives],
    needs: [
      ...[...bare.matchAll(PROJECT)].map(([, path = '']) => path),
      ...[...bare.matchAll(ACCESSOR)].map(([, path = '']) => accessorOf(path)),
      ...above,
    ],
  };
}

function accessorOf(path: string): string {
  return `projects.${path.replaceAll(/[-_]/g, '').toLowerCase()}`;
}
