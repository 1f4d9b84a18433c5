import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { securedBy } from '../symfony/access.ts';
import { SYMFONY_RULES } from '../symfony/rules.ts';
import { PHP_FILES, argumentAt, entryOf, itemsOf, noHandler, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const apiPlatform = defineDetector({
  id: 'api-platform',
  title: 'API Platform',
  kind: 'framework',
  docs: 'https://api-platform.com/docs/core/operations/',
  reads: 'php',
  files: PHP_FILES,
  words: ['ApiResource', 'ApiPlatform'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Resources in YAML and XML are not read.',
    'Operations that a resource has without listing them are those of version 3, without `PUT`, which version 4 leaves out.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => file.classes.flatMap(cls => resourceFacts(file, cls)),
});

const METADATA = ['ApiPlatform\\Metadata', 'ApiPlatform\\Core\\Annotation'];

const OPERATIONS: ReadonlyMap<string, { readonly method: Method; readonly isItem: boolean }> = new Map([
  ['Get', { method: 'GET', isItem: true }],
  ['GetCollection', { method: 'GET', isItem: false }],
  ['Post', { method: 'POST', isItem: false }],
  ['Put', { method: 'PUT', isItem: true }],
  ['Patch', { method: 'PATCH', isItem: true }],
  ['Delete', { method: 'DELETE', isItem: true }],
]);

/** What a resource answers to that lists nothing. */
const USUAL: readonly string[] = ['GetCollection', 'Post', 'Get', 'Patch', 'Delete'];

type Operation = {
  readonly at: Expr['at'];
  readonly method: Method;
  readonly isItem: boolean;
  readonly given: Expr | undefined;
};

function resourceFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const name = cls.name ?? '';
  const attributes = cls.decorators.map(({ expression }) => expression);
  const resources = attributes.filter(one => isMetadata(file, one, 'ApiResource'));
  // Operations may stand beside the resource, each as an attribute of its own.
  const beside = attributes.flatMap(one => operationOf(file, one) ?? []);
  if (resources.length === 0) return beside.flatMap(one => routeFacts(name, one, undefined));
  return resources.flatMap((resource, index) => {
    const listed = operationsIn(file, resource);
    const all = [...(listed ?? []), ...(index === 0 ? beside : [])];
    const operations = listed || all.length > 0 ? all : usual(resource);
    return operations.flatMap(one => routeFacts(name, one, resource));
  });
}

function isMetadata(file: ProgramFile, expression: Expr, name: string): boolean {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  return isFrom(file.originOf(callee), METADATA, name);
}

function operationOf(file: ProgramFile, expression: Expr): Operation | undefined {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const found = [...OPERATIONS].find(([name]) => isFrom(file.originOf(callee), METADATA, name));
  return found && { at: callee.at, ...found[1], given: expression };
}

/** `operations: [new Get(), new Post(…)]`, and what versions before 3 say: `itemOperations: ['get']`. Undefined where none are listed. */
function operationsIn(file: ProgramFile, resource: Expr): readonly Operation[] | undefined {
  const operations = argument(resource, 'operations');
  if (operations) return itemsOf(operations).flatMap(one => operationOf(file, one) ?? []);
  const item = argument(resource, 'itemOperations');
  const collection = argument(resource, 'collectionOperations');
  if (!item && !collection) return undefined;
  return [
    ...(collection ? olderOperations(collection, false) : usual(resource).filter(one => !one.isItem)),
    ...(item ? olderOperations(item, true) : usual(resource).filter(one => one.isItem)),
  ];
}

function olderOperations(list: Expr, isItem: boolean): readonly Operation[] {
  if (list.kind === 'record')
    return list.entries.flatMap((entry): readonly Operation[] => {
      if (entry.kind !== 'entry') return [];
      const isListed = entry.value.kind === 'text' && /^\d+$/.test(entry.key);
      const word =
        isListed && entry.value.kind === 'text' ? entry.value.value : (textIn(entry.value, 'method') ?? entry.key);
      const method = VERBS.get(word.toLowerCase());
      return method ? [{ at: entry.keyAt, method, isItem, given: entry.value }] : [];
    });
  return itemsOf(list).flatMap((one): readonly Operation[] => {
    const method = one.kind === 'text' ? VERBS.get(one.value.toLowerCase()) : undefined;
    return method ? [{ at: one.at, method, isItem, given: undefined }] : [];
  });
}

function usual(resource: Expr): readonly Operation[] {
  return USUAL.flatMap(name => {
    const known = OPERATIONS.get(name);
    return known ? [{ at: resource.kind === 'call' ? resource.nameAt : resource.at, ...known, given: undefined }] : [];
  });
}

function argument(expression: Expr | undefined, name: string): Expr | undefined {
  if (expression?.kind === 'call') return argumentAt(expression, -1, name);
  return entryOf(expression, name);
}

function textIn(expression: Expr | undefined, name: string): string | undefined {
  const value = argument(expression, name);
  return value?.kind === 'text' ? value.value : undefined;
}

function routeFacts(cls: string, one: Operation, resource: Expr | undefined): readonly ProgramFact[] {
  const template = textIn(one.given, 'uriTemplate') ?? textIn(one.given, 'path') ?? textIn(resource, 'uriTemplate');
  const short = textIn(resource, 'shortName') ?? cls;
  const prefix = textIn(one.given, 'routePrefix') ?? textIn(resource, 'routePrefix') ?? '';
  const path = template ?? `/${plural(dashed(short))}${one.isItem ? '/{id}' : ''}`;
  const security = argument(one.given, 'security') ?? argument(resource, 'security');
  const said = security?.kind === 'text' ? securedBy(security.value) : undefined;
  const guard = security && textAt(one.at, 'security');

  return [
    ...(guard
      ? [
          {
            kind: 'guard-kind' as const,
            at: security.at,
            framework: 'api-platform',
            site: guard,
            effect: said?.effect ?? ('unknown' as const),
            why: said?.why ?? 'what it asks for could not be told',
          },
        ]
      : []),
    {
      kind: 'route',
      at: one.at,
      framework: 'api-platform',
      site: textAt(one.at, path),
      rules: SYMFONY_RULES,
      methods: [one.method],
      path: textAt(one.at, `${prefix}${path.replace(/\{\._format\}|\.\{_format\}/g, '')}`),
      chain: [noHandler(one.at)],
      ...(guard && { guards: [guard] }),
    },
  ];
}

/** `book_reviews` for `BookReview`, which is how paths are named unless something else is said. */
function dashed(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function plural(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
