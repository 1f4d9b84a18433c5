import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../../src/parse/data-file.ts';
import { noHandler, textAt } from '../values.ts';
import { methodsIn } from '../symfony/attributes.ts';
import { symfonyTemplate } from '../../../../src/core/symfony-path.ts';
import { SYMFONY_NAMED_RULES } from '../symfony/rules.ts';

export const symfonyRoutes = defineDetector({
  id: 'symfony-routes',
  title: 'Routes of Symfony in YAML',
  kind: 'framework',
  docs: 'https://symfony.com/doc/current/routing.html#creating-routes-in-yaml-xml-or-php-files',
  reads: 'data',
  files: ['**/{routes,routing}.{yml,yaml}', '**/{routes,routing}/**/*.{yml,yaml}', '**/routing*.{yml,yaml}'],
  words: ['path:', 'resource:', 'pattern:'],
  emits: ['route', 'class-prefix', 'router-file', 'mount-file', 'base-path'],
  limits: ['Routes that are only there in a development environment (`when@dev`) are left out.'],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const [document] = file.documents;
    return document ? factsIn(file, document) : [];
  },
});

type Entry = { readonly name: string; readonly value: Readonly<Record<string, unknown>> };

function factsIn(file: DataFile, document: DataDocument): readonly ProgramFact[] {
  const entries = entriesIn(document.value);
  if (entries.length === 0) return [];
  const at = document.locate([]);
  const isRoot = /(?:^|\/)config\/(?:routes|routing)(?:\.ya?ml|\/)/.test(file.path);
  const hasRoutes = entries.some(({ value }) => pathIn(value) !== undefined);
  return [
    ...(hasRoutes || !isRoot
      ? [
          {
            kind: 'router-file' as const,
            at,
            framework: 'symfony',
            site: textAt(at, file.path),
            isRoot,
            rules: SYMFONY_NAMED_RULES,
          },
        ]
      : []),
    ...entries.flatMap(entry => entryFacts(file, document, entry)),
  ];
}

/** Entries that have a path or a resource; a file of translations or of another framework has none. */
function entriesIn(value: unknown): readonly Entry[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    isRecord(one) && !name.startsWith('when@') && (pathIn(one) !== undefined || isResource(one))
      ? [{ name, value: one }]
      : [],
  );
}

function isResource(value: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof value['resource'] === 'string' ||
    (isRecord(value['resource']) && typeof value['resource']['path'] === 'string')
  );
}

function pathIn(value: Readonly<Record<string, unknown>>): string | readonly string[] | undefined {
  const path = value['path'] ?? value['pattern'];
  if (typeof path === 'string') return path;
  return isRecord(path) ? Object.values(path).filter(one => typeof one === 'string') : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entryFacts(file: DataFile, document: DataDocument, { name, value }: Entry): readonly ProgramFact[] {
  const path = pathIn(value);
  if (path !== undefined) return [routeOf(document, { name, value }, path)];
  const given = value['resource'];
  const resource = typeof given === 'string' ? given : isRecord(given) ? String(given['path']) : '';
  const prefix = prefixIn(value);
  const at = document.locate([name, 'resource']);
  const site = textAt(at, resource);
  if (value['type'] === 'api_platform')
    return [
      {
        kind: 'base-path',
        at,
        framework: 'api-platform',
        site,
        rules: SYMFONY_NAMED_RULES,
        prefix: textAt(at, prefix),
        isSeen: true,
      },
    ];
  if (/\.(?:ya?ml|xml)$/.test(resource)) {
    const last = resource.replace(/^@\w+?(?:Bundle)?\//, '').replace(/^(?:\.{1,2}\/)+/, '');
    return [{ kind: 'mount-file', at, framework: 'symfony', site, prefix: textAt(at, prefix), names: [last] }];
  }
  const folder = folderOf(file.path, resource);
  // What is loaded from a folder in another one, without a prefix, has none of that one either.
  if (folder === undefined) return [];
  return [
    {
      kind: 'class-prefix',
      at,
      framework: 'symfony',
      site,
      prefix: textAt(at, symfonyTemplate(prefix, new Set())),
      folders: [folder],
    },
  ];
}

function prefixIn(value: Readonly<Record<string, unknown>>): string {
  const prefix = value['prefix'];
  return typeof prefix === 'string' ? prefix : '';
}

/** The folder that a resource names, from the root of the tree; a pattern in it ends it. */
function folderOf(file: string, resource: string): string | undefined {
  if (resource.startsWith('@')) return undefined;
  // All controllers of the application, wherever they stand in it.
  if (resource === 'routing.controllers') return file.replace(/config\/.*$/, '');
  const plain = resource.replace('%kernel.project_dir%', '').replace(/[*{].*$/, '');
  const isFromProject = resource.startsWith('%kernel.project_dir%');
  const start = isFromProject
    ? file.replace(/(?:^|\/)config\/.*$/, '')
    : file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  const parts: string[] = [];
  for (const part of [...start.split('/'), ...plain.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  const folder = parts.join('/');
  return folder.endsWith('.php') ? folder : `${folder}/`;
}

/** Controllers of Symfony that redirect, or give a page, to whoever asks. Source: Symfony, Routing (Redirecting to URLs). */
const OPEN =
  /^\\?(?:Symfony\\Bundle\\FrameworkBundle\\Controller\\(?:Redirect|Template)Controller(?:::\w+)?|FrameworkBundle:(?:Redirect|Template):\w+)$/;

function routeOf(document: DataDocument, { name, value }: Entry, path: string | readonly string[]): ProgramFact {
  const at = document.locate([name, value['path'] === undefined ? 'pattern' : 'path']);
  const defaults = isRecord(value['defaults']) ? value['defaults'] : {};
  const requirements = isRecord(value['requirements']) ? value['requirements'] : {};
  const handler = value['controller'] ?? defaults['_controller'];
  const wide = new Set(
    Object.entries(requirements).flatMap(([key, pattern]) => (/^\(?\.[*+]/.test(String(pattern)) ? [key] : [])),
  );
  const written = (text: string): Expr => textAt(at, symfonyTemplate(text, new Set(Object.keys(defaults)), wide));
  return {
    kind: 'route',
    at,
    framework: 'symfony',
    site: textAt(at, name),
    rules: SYMFONY_NAMED_RULES,
    methods: methodsIn(methodsOf(value['methods'] ?? requirements['_method'], at)),
    path: typeof path === 'string' ? written(path) : { kind: 'list', at, items: path.map(written) },
    chain: [
      typeof handler === 'string' && OPEN.test(handler)
        ? noHandler(at)
        : textAt(at, typeof handler === 'string' ? handler : ''),
    ],
  };
}

/** `[GET, POST]`, `GET|POST`. */
function methodsOf(methods: unknown, at: Expr['at']): Expr | undefined {
  if (typeof methods === 'string') return textAt(at, methods);
  if (!Array.isArray(methods)) return undefined;
  return { kind: 'list', at, items: methods.map(method => textAt(at, String(method))) };
}
