import type { ModuleResolver } from '../../core/program.ts';

export function jvmResolver(
  _paths: ReadonlySet<string>,
  _readText: (path: string) => string | undefined,
): ModuleResolver {
  return (_from, specifier) => ({ kind: 'package', name: specifier, subpath: '' });
}
