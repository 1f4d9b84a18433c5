/**
 * The path of a file below `app/routes`, with parameters as Next.js writes them.
 *
 * `users.$id.tsx` is `/users/[id]`; `_index` and pathless `_name` leave no trace; a trailing `_` only unnests; `$` takes the
 * rest; `(name)` is optional; what stands in `[ ]` is taken as written. Folders are read like dots, `route.tsx` in a
 * folder stands for the folder. Source: React Router, "File Route Conventions"; Remix 1, "Route file naming".
 */
export function remixPath(file: string): string | undefined {
  const found = /(?:^|\/)app\/routes\/(.+)\.[jt]sx?$/.exec(file);
  if (!found) return undefined;
  const folders = (found[1] ?? '').split('/');
  if (folders.length > 1 && ['route', 'index', '_index'].includes(folders.at(-1) ?? '')) folders.pop();
  const segments = folders.flatMap(folder => split(folder.replace(/\+$/, ''))).filter(isServed);
  return `/${segments.map(templateOf).join('/')}`;
}

/** One segment of a path; `isEscaped` when it holds literal characters that would mean something else. */
type Segment = { readonly text: string; readonly isEscaped: boolean };

/** Splits at dots, but not at those in brackets, whose content is literal. */
function split(name: string): readonly Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let isEscaped = false;
  let isInside = false;
  for (const sign of name) {
    if (sign === '[' && !isInside) isInside = true;
    else if (sign === ']' && isInside) isInside = false;
    else if (sign === '.' && !isInside) {
      segments.push({ text, isEscaped });
      text = '';
      isEscaped = false;
    } else {
      text += sign;
      isEscaped ||= isInside;
    }
  }
  return [...segments, { text, isEscaped }];
}

function isServed({ text, isEscaped }: Segment): boolean {
  return text !== '' && (isEscaped || !text.startsWith('_')) && (isEscaped || text !== 'index');
}

function templateOf({ text, isEscaped }: Segment): string {
  if (isEscaped) return text;
  const [, optional] = /^\((.+)\)$/.exec(text) ?? [];
  const name = (optional ?? text).replace(/_$/, '');
  if (name === '$') return '[...path]';
  if (!name.startsWith('$')) return name;
  return optional === undefined ? `[${name.slice(1)}]` : `[[${name.slice(1)}]]`;
}
