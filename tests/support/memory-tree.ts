/** A tree of given texts, for stages that only see a `Tree`. */
import type { Tree, TreePath } from '../../src/core/tree.ts';

/** Paths to texts; an entry of `links` is a link to that path of the tree, or, when `undefined`, out of it. */
export function memoryTree(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string | undefined>> = {},
): Tree {
  const linked = Object.entries(links).map(([path, target]): TreePath => {
    const text = target === undefined ? undefined : files[target];
    return {
      path,
      kind: 'link',
      ...(target === undefined ? {} : { target }),
      ...(text === undefined ? {} : { size: Buffer.byteLength(text) }),
    };
  });
  const plain = Object.entries(files).map(([path, text]): TreePath => ({
    path,
    kind: 'file',
    size: Buffer.byteLength(text),
  }));
  return {
    name: 'shop',
    paths: [...plain, ...linked],
    read: path => {
      const text = files[links[path] ?? path];
      return text === undefined
        ? { kind: 'refused', code: 'unreadable-file', why: 'it is not listed' }
        : { kind: 'bytes', bytes: Buffer.from(text) };
    },
  };
}
