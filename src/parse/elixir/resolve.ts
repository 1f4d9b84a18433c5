import type { ModuleResolver } from '../../core/program.ts';

/** Tells which file or package an import means, from the files of the tree alone. */
export function elixirResolver(
  _paths: ReadonlySet<string>,
  _readText: (path: string) => string | undefined,
): ModuleResolver {
  return (_fromFile, specifier) => ({ kind: 'package', name: specifier, subpath: '' });
}
