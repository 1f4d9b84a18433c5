/** What `composer.json` files say of where classes are. Source: Composer, The composer.json schema, autoload; PSR-4. */
import { parse as parseJsonc } from 'jsonc-parser';

export type Autoload = {
  /** The file that a class must stand in, where it is there; of several, that of the project nearest to `from`. */
  readonly fileOf: (from: string, full: string) => string | undefined;
  /** Whether a namespace is one of the tree: what is not there is nowhere. */
  readonly owns: (from: string, namespace: string) => boolean;
};

/** A prefix of namespaces, with the folder that they lie in; `isWhole`: the folder holds the prefix itself (PSR-0). */
type Root = { readonly prefix: string; readonly folder: string; readonly project: string; readonly isWhole: boolean };

export function autoloads(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): Autoload {
  const roots = [...paths]
    .filter(path => /(?:^|\/)composer\.json$/.test(path) && !/(?:^|\/)vendor\//.test(path))
    .toSorted()
    .flatMap(path => rootsIn(path, readText(path)));
  const known = new Map<string, readonly Root[]>();
  const matching = (name: string): readonly Root[] => {
    const key = name.split('\\').slice(0, 3).join('\\');
    const found = known.get(key) ?? roots.filter(({ prefix }) => isBelow(key, prefix) || isBelow(prefix, key));
    known.set(key, found);
    return found;
  };
  const fileOf = (from: string, full: string): string | undefined => {
    let best: { readonly file: string; readonly rank: number } | undefined;
    for (const { prefix, folder, project, isWhole } of matching(full)) {
      if (!isBelow(full, prefix)) continue;
      const below = isWhole ? full : full.slice(prefix === '' ? 0 : prefix.length + 1);
      const file = [folder, below.replaceAll('\\', '/')].filter(part => part !== '').join('/') + '.php';
      if (!paths.has(file)) continue;
      const isOwn = project === '' || from.startsWith(`${project}/`);
      const rank = (isOwn ? 1_000 + project.length : 0) + prefix.length / 1_000;
      if (!best || rank > best.rank) best = { file, rank };
    }
    return best?.file;
  };
  const owns = (_from: string, namespace: string): boolean =>
    // What lies among installed packages is a package, whoever says where it is.
    matching(namespace).some(
      ({ prefix, folder }) => prefix !== '' && isBelow(namespace, prefix) && !/(?:^|\/)vendor(?:\/|$)/.test(folder),
    );
  return { fileOf, owns };
}

/** Whether a name is a prefix itself or lies below it. */
function isBelow(name: string, prefix: string): boolean {
  return prefix === '' || name === prefix || name.startsWith(`${prefix}\\`);
}

function rootsIn(path: string, text: string | undefined): readonly Root[] {
  const project = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  const composer: unknown = text === undefined ? undefined : parseJsonc(text);
  const sections = [fieldOf(composer, 'autoload'), fieldOf(composer, 'autoload-dev')];
  return sections.flatMap(section => [
    ...mapped(fieldOf(section, 'psr-4'), project, false),
    ...mapped(fieldOf(section, 'psr-0'), project, true),
  ]);
}

function mapped(map: unknown, project: string, isWhole: boolean): readonly Root[] {
  if (typeof map !== 'object' || map === null) return [];
  return Object.entries(map).flatMap(([written, folders]): readonly Root[] => {
    const prefix = written.replace(/\\+$/, '');
    return (Array.isArray(folders) ? folders : [folders]).flatMap((folder): readonly Root[] => {
      if (typeof folder !== 'string') return [];
      const parts = [...project.split('/'), ...folder.split('/')].filter(part => part !== '' && part !== '.');
      const plain: string[] = [];
      for (const part of parts) {
        if (part === '..') plain.pop();
        else plain.push(part);
      }
      return [{ prefix, folder: plain.join('/'), project, isWhole }];
    });
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
