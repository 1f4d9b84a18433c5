/** Where a script answers that the server was asked for. */
import type { Machine } from './machine.ts';

/** Folders that servers are pointed at by habit. */
export const SERVED_FOLDERS: ReadonlySet<string> = new Set([
  'public',
  'public_html',
  'htdocs',
  'httpdocs',
  'www',
  'web',
  'webroot',
  'docroot',
  'wwwroot',
]);

/**
 * The path of the folder that the script which is being entered stands in, below the folder that its server is pointed at:
 * frameworks take it off an address before they look for a route. Empty where no script is entered, and where it stands at
 * the top. Addresses name a script that is no `index.php`, or do not, as the server is set up: then it is empty, too.
 *
 * Source: Symfony, `Request::getBaseUrl`, `Request::getPathInfo`.
 */
export function scriptBase(machine: Machine): string {
  const { entry } = machine;
  if (entry === undefined || !/(?:^|\/)index\.php$/.test(entry)) return '';
  const folders = entry.split('/').slice(0, -1);
  const habitual = folders.findIndex(folder => SERVED_FOLDERS.has(folder));
  const top = habitual < 0 ? highestIndex(machine, folders) : habitual + 1;
  return folders
    .slice(top)
    .map(folder => `/${folder}`)
    .join('');
}

/** How many folders there are above the highest one around a script that has an `index.php` of its own. */
function highestIndex(machine: Machine, folders: readonly string[]): number {
  for (let depth = 0; depth < folders.length; depth++) {
    const file = [...folders.slice(0, depth), 'index.php'].join('/');
    if (machine.program.modules.has(file) || machine.program.moduleAt?.(file)) return depth;
  }
  return folders.length;
}
