import type { Diagnostic } from '../core/diagnostic.ts';
import type { Component } from '../core/tree.ts';

/** Broken descriptions among tests and samples hide nothing of the product. */
const ELSEWHERE =
  /(?:^|\/)(?:tests?|__tests__|specs?\/fixtures|fixtures?|mocks?|__mocks__|examples?|samples?|vendor|third_party|node_modules)\//i;

/**
 * For a component, the description that could not be read and may state its operations: then "described nowhere" is not
 * known. A file belongs to the component around it; where that has no routes it may be about any.
 */
export function unreadDescriptions(
  diagnostics: readonly Diagnostic[],
  components: readonly Component[],
  withRoutes: ReadonlySet<string>,
): (component: string) => string | undefined {
  const broken = diagnostics
    .filter(({ code, at }) => code === 'unreadable-description' && !ELSEWHERE.test(at.file))
    .map(({ at }) => at.file)
    .toSorted();
  const byDepth = components
    .map(({ id, path }) => ({ id, path }))
    .toSorted((a, b) => depthOf(b.path) - depthOf(a.path));
  const homes = broken.map(file => ({
    file,
    home: byDepth.find(({ path }) => path === '.' || file.startsWith(`${path}/`))?.id,
  }));
  return component => homes.find(({ home }) => home === component || home === undefined || !withRoutes.has(home))?.file;
}

function depthOf(path: string): number {
  return path === '.' ? 0 : path.length;
}
