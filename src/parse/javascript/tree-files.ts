/** Files of the tree by the paths that imports write: without extension, of a folder, with the extension of the build. */
import { parse } from 'jsonc-parser';
import type { z } from 'zod';

export type TreeFiles = {
  readonly paths: ReadonlySet<string>;
  /** A configuration in JSON (comments allowed), or undefined when there is none or it has another shape. Read once. */
  readonly config: <T>(path: string, schema: z.ZodType<T>) => T | undefined;
};

export function treeFiles(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): TreeFiles {
  const known = new Map<string, unknown>();
  const config = <T>(path: string, schema: z.ZodType<T>): T | undefined => {
    if (!paths.has(path)) return undefined;
    if (!known.has(path)) known.set(path, schema.safeParse(valueOf(readText(path))).data);
    // A file is only ever asked for with the one schema of its name.
    return known.get(path) as T | undefined;
  };
  return { paths, config };
}

/** Nested data of this length could overflow the stack of the parser only far beyond what a configuration holds. */
const CONFIG_CHARACTERS = 1_000_000;

function valueOf(text: string | undefined): unknown {
  if (text === undefined || text.length > CONFIG_CHARACTERS) return undefined;
  try {
    return parse(text, [], { allowTrailingComma: true });
  } catch (error) {
    // Thousands of nested brackets: the parser descends by calls.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts'];
const JAVASCRIPT = ['.js', '.jsx', '.mjs', '.cjs'];

/** What an import of the compiled file means in the sources. */
const SOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['.js', ['.ts', '.tsx']],
  ['.jsx', ['.tsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
]);

/**
 * The file that a path without certain extension means, or undefined. Where both a source and its build are there, a
 * TypeScript file means the source and a JavaScript file the build. Declarations (`.d.ts`) hold no code: they are no answer.
 */
export function fileAt(files: TreeFiles, from: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const fromTypeScript = /\.[cm]?tsx?$/.test(from);
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  const sources = (SOURCES.get(extension) ?? []).map(source => path.slice(0, -extension.length) + source);
  const extensions = fromTypeScript ? [...TYPESCRIPT, ...JAVASCRIPT, '.json'] : [...JAVASCRIPT, ...TYPESCRIPT, '.json'];
  const added = path === '' ? [] : extensions.map(added => path + added);
  const exact = fromTypeScript ? [...sources, path] : [path, ...sources];
  return [...exact, ...added].find(candidate => files.paths.has(candidate) && !isDeclaration(candidate));
}

export function isDeclaration(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path);
}

/** The index file of a folder. */
export function indexAt(files: TreeFiles, from: string, folder: string): string | undefined {
  return fileAt(files, from, joined(folder, 'index'));
}

/** A path below a folder of the tree; undefined where it leaves the tree. `''` is the root. */
export function joined(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '' : path.slice(0, end);
}

/** A folder and those around it, innermost first, down to the root `''`. */
export function foldersUp(folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; at !== '';) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

/** What `*` stands for when a pattern with one `*` matches; '' for an exact match; undefined for none. */
export function matched(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text ? '' : undefined;
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  if (text.length < before.length + after.length || !text.startsWith(before) || !text.endsWith(after)) return undefined;
  return text.slice(before.length, text.length - after.length);
}

/** The patterns that match, the most exact first: one without `*`, then by the length of what stands before it. */
export function matching<T>(
  patterns: readonly (readonly [string, T])[],
  text: string,
): readonly { readonly star: string; readonly target: T; readonly pattern: string }[] {
  return patterns
    .flatMap(([pattern, target]) => {
      const star = matched(pattern, text);
      return star === undefined ? [] : [{ star, target, pattern }];
    })
    .toSorted((a, b) => exactness(b.pattern) - exactness(a.pattern) || (a.pattern < b.pattern ? -1 : 1));
}

function exactness(pattern: string): number {
  const star = pattern.indexOf('*');
  return star === -1 ? Number.MAX_SAFE_INTEGER : star;
}
