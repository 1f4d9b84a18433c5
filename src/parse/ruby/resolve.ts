import type { ModuleResolver } from '../../core/program.ts';
import { constantIndex, nearest, snakeCase } from './constant-index.ts';

/**
 * Tells which file defines a constant, or which file or gem is required, from the files of the tree alone.
 *
 * The specifier of a constant is a list of full names, of which the first that the tree defines counts; the file is then found
 * by its text, for constants are loaded by name, wherever they stand (Zeitwerk). A gem's constant is a package of that name.
 */
export function rubyResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  const files = [...paths].filter(path => path.endsWith('.rb')).toSorted();
  let index: ReadonlyMap<string, readonly string[]> | undefined;
  let spelled: ReadonlyMap<string, readonly string[]> | undefined;
  return (fromFile, specifier, imported) => {
    // A path that names a class, whatever the capitals of the class: `~api/v1/users_controller`.
    if (specifier.startsWith('~')) {
      index ??= constantIndex(files, readText);
      spelled ??= spellings(index.keys());
      const path = plain(specifier.slice(1));
      // `~*/actions/show`: below any one module at the top.
      const meant = path.startsWith('*/') ? belowAny(spelled, path.slice(1)) : spelled.get(path);
      for (const name of meant ?? []) {
        const file = nearest(fromFile, name, index.get(name) ?? []);
        if (file !== undefined) return { kind: 'file', file, within: [name] };
      }
      return { kind: 'missing', specifier };
    }
    if (imported === '*' && /^[A-Z]/.test(specifier)) {
      index ??= constantIndex(files, readText);
      const names = specifier.split(',');
      for (const name of names) {
        const file = nearest(fromFile, name, index.get(name) ?? []);
        if (file !== undefined) return { kind: 'file', file, within: [name] };
      }
      return { kind: 'package', name: names.at(-1) ?? specifier, subpath: '' };
    }
    return required(paths, fromFile, specifier);
  };
}

/** `require_relative './x'`, `require 'x'`: beside the file, or below a folder that is put on the load path. */
function required(paths: ReadonlySet<string>, fromFile: string, specifier: string): ReturnType<ModuleResolver> {
  const written = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`;
  const folder = fromFile.includes('/') ? fromFile.slice(0, fromFile.lastIndexOf('/')) : '';
  if (specifier.startsWith('.')) {
    const file = joined(folder, written);
    return file !== undefined && paths.has(file) ? { kind: 'file', file } : { kind: 'missing', specifier };
  }
  const parts = folder === '' ? [] : folder.split('/');
  for (let length = parts.length; length >= 0; length--) {
    const above = parts.slice(0, length).join('/');
    for (const root of LOAD_PATHS) {
      const file = joined(above, `${root}${written}`);
      if (file !== undefined && paths.has(file)) return { kind: 'file', file };
    }
  }
  return { kind: 'package', name: specifier, subpath: '' };
}

const LOAD_PATHS = ['', 'lib/', 'app/'];

function joined(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Names of constants by their paths without underscores: an application may write acronyms as it likes (`OAuth`, `API`). */
function spellings(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const key = plain(snakeCase(name));
    const known = found.get(key);
    if (known) known.push(name);
    else found.set(key, [name]);
  }
  return found;
}

function plain(path: string): string {
  return path.replaceAll(/[_-]/g, '').toLowerCase();
}

function belowAny(spelled: ReadonlyMap<string, readonly string[]>, ending: string): readonly string[] {
  return [...spelled].flatMap(([path, names]) =>
    path.endsWith(ending) && !path.slice(0, -ending.length).includes('/') ? names : [],
  );
}
