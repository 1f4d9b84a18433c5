/**
 * A path of Symfony in the syntax of braces: `{id<\d+>?1}` is the optional parameter `id`, `{slug:post}` is `slug`, and
 * `{!page}` is `page`. A parameter at the end that has a default may be left out; one in `wide` takes slashes.
 *
 * Source: Symfony, Routing (Route Parameters).
 */
export function symfonyTemplate(
  path: string,
  defaults: ReadonlySet<string>,
  wide: ReadonlySet<string> = new Set(),
): string {
  return (
    path
      .replace(
        /\{!?([\w.]+)(?::[\w.]+)?(?:<((?:[^<>]|<[^<>]*>)*)>)?(\?[^{}]*)?\}/g,
        (_, name: string, pattern = '', inline = '') => {
          const rest = wide.has(name) || takesSlashes(String(pattern)) ? '*' : '';
          return rest === '' && (inline !== '' || defaults.has(name)) ? `{${name}?}` : `{${rest}${name}}`;
        },
      )
      // Only at the end may a parameter be left out.
      .replace(/\{([\w.]+)\?\}(?=.*[^{}\w?/.])/g, '{$1}')
      .replace(/\{([\w.]+)\?\}(?=\/[^{])/g, '{$1}')
  );
}

/** Whether a pattern for a parameter lets slashes in. */
export function takesSlashes(pattern: string): boolean {
  return /^\(?\.[*+]/.test(pattern);
}
