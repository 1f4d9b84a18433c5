/** Which of several files is meant, by their places in the tree and the names in them. */

export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** The file whose path has the longest beginning in common with that of another; of equals, the first. */
export function nearest(from: string, files: readonly string[]): string | undefined {
  let best: { readonly file: string; readonly shared: number } | undefined;
  for (const file of files) {
    const shared = file === from ? Number.MAX_SAFE_INTEGER : sharedFolders(from, file);
    if (!best || shared > best.shared || (shared === best.shared && file < best.file)) best = { file, shared };
  }
  return best?.file;
}

function sharedFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

/** Whether a name stands in a text as a whole word. */
export function mentions(text: string | undefined, name: string): boolean {
  for (let at = text?.indexOf(name) ?? -1; text !== undefined && at !== -1; at = text.indexOf(name, at + 1)) {
    if (!/[\p{L}\p{N}_$]/u.test(`${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`)) return true;
  }
  return false;
}
