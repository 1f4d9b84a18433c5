/** `src/users.list` as the module `./src/users` and its export `list`. */
export function handlerNamed(
  handler: string | undefined,
  folder = '',
): { readonly file: string; readonly name: string } | undefined {
  const [, file, name] = /^([\w./-]+)\.(\w+)$/.exec(handler ?? '') ?? [];
  if (file === undefined || name === undefined) return undefined;
  const below = folder.replace(/^\.?\/+|\/+$/g, '');
  return { file: `./${below === '' || below === '.' ? '' : `${below}/`}${file.replace(/^\.?\//, '')}`, name };
}
