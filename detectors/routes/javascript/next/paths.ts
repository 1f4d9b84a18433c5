/** Folders that hold packages; an `app` below them is a package that is called so. */
const PACKAGE_FOLDERS: ReadonlySet<string> = new Set(['apps', 'packages', 'services', 'examples']);

/**
 * The path that `app/…/route.ts` serves, with its parameters as Next.js writes them: `/users/[id]`.
 *
 * Groups `(name)` and slots `@name` leave no trace; below a private folder `_name` nothing is served, `%5Fname` stands
 * for a folder that starts with an underscore.
 * Source: Next.js, "Project structure", "Route groups", "Parallel routes".
 */
export function appRoutePath(file: string): string | undefined {
  const folders = file.split('/').slice(0, -1);
  const segments = folders.slice(rootOf(folders) + 1);
  if (rootOf(folders) < 0 || segments.some(segment => segment.startsWith('_'))) return undefined;
  const served = segments.filter(segment => !/^\(.*\)$/.test(segment) && !segment.startsWith('@'));
  return `/${served.map(segment => segment.replace(/^%5F/i, '_')).join('/')}`;
}

/** Index of the `app` folder: the first, `src/app` before others, and not one that is itself a package. */
function rootOf(folders: readonly string[]): number {
  const below = folders.findIndex((folder, index) => folder === 'app' && folders[index - 1] === 'src');
  if (below >= 0) return below;
  const first = folders.indexOf('app');
  const isPackage = PACKAGE_FOLDERS.has(folders[first - 1] ?? '');
  return isPackage && folders.indexOf('app', first + 1) > 0 ? folders.indexOf('app', first + 1) : first;
}

/** The path that `pages/api/…` serves: `/api/users/[id]`. Undefined for other files, type declarations among them. */
export function pagesApiPath(file: string): string | undefined {
  const found = /(?:^|\/)pages(\/api(?:\/.*)?)\/([^/]+)\.[cm]?[jt]sx?$/.exec(file);
  const [, folder = '', name = ''] = found ?? [];
  if (!found || name.endsWith('.d')) return undefined;
  return name === 'index' ? folder : `${folder}/${name}`;
}

/** `middleware.ts`, since Next.js 16 `proxy.ts`, beside `app` or `pages`: in the root, a package, or their `src`. */
export function isMiddleware(file: string): boolean {
  const folders = file.split('/').slice(0, -1);
  if (folders.at(-1) === 'src') folders.pop();
  if (!/(?:^|\/)(?:middleware|proxy)\.[cm]?[jt]s$/.test(file)) return false;
  return folders.length <= 2 && !folders.some(folder => INNER_FOLDERS.has(folder));
}

/** Folders inside an application, where a file called `middleware` is a part of something else. */
const INNER_FOLDERS: ReadonlySet<string> = new Set([
  'src',
  'lib',
  'libs',
  'utils',
  'util',
  'server',
  'middleware',
  'middlewares',
  'auth',
  'api',
  'app',
  'pages',
  'core',
  'common',
  'shared',
  'config',
  'routes',
  'helpers',
  'supabase',
  'i18n',
]);

export function isConfiguration(file: string): boolean {
  return /(?:^|\/)next\.config\.[cm]?[jt]s$/.test(file);
}
