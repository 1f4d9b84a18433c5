/** The facts that detectors see in a handful of files, collected as the engine does. */
import { collectFacts } from '../../src/collect.ts';
import type { Fact, FileRole } from '../../src/core/fact.ts';
import type { Tree } from '../../src/core/tree.ts';
import type { Detector } from '../../src/detector.ts';

/** Files below a folder `test` or `tests`, and `*.test.*` and `*.spec.*`, have the role `test`; all others are product files. */
export async function factsIn(
  detectors: readonly Detector[],
  files: Readonly<Record<string, string>>,
): Promise<readonly Fact[]> {
  const paths = Object.keys(files).toSorted();
  const tree: Tree = {
    name: 'shop',
    paths: paths.map(path => ({ path, kind: 'file' })),
    read: path => ({ kind: 'bytes', bytes: new TextEncoder().encode(files[path] ?? '') }),
  };
  const role = (path: string): FileRole => (/(?:^|\/)tests?\/|\.(?:test|spec)\./.test(path) ? 'test' : 'product');
  const classified = paths.map(path => ({ path, role: role(path), component: '.', size: files[path]?.length ?? 0 }));
  return (await collectFacts({ tree, files: classified, detectors })).facts;
}
