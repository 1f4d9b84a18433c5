/** Routes of resources. Source: Laravel, Controllers (Resource Controllers, Singleton Resource Controllers). */
import type { Method } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { Step } from '../chains.ts';
import { entryOf, isWhole, textsIn } from '../values.ts';

export type ResourceRoute = { readonly methods: readonly Method[]; readonly path: string; readonly member: string };

type Action = {
  readonly member: string;
  readonly methods: readonly Method[];
  readonly below: string;
  readonly onItem: boolean;
};

const ACTIONS: readonly Action[] = [
  { member: 'index', methods: ['GET'], below: '', onItem: false },
  { member: 'create', methods: ['GET'], below: '/create', onItem: false },
  { member: 'store', methods: ['POST'], below: '', onItem: false },
  { member: 'show', methods: ['GET'], below: '', onItem: true },
  { member: 'edit', methods: ['GET'], below: '/edit', onItem: true },
  { member: 'update', methods: ['PUT', 'PATCH'], below: '', onItem: true },
  { member: 'destroy', methods: ['DELETE'], below: '', onItem: true },
];

/** What a singleton answers to; the last three only where it is `creatable` or `destroyable`. */
const SINGLETON: readonly Action[] = [
  { member: 'show', methods: ['GET'], below: '', onItem: false },
  { member: 'edit', methods: ['GET'], below: '/edit', onItem: false },
  { member: 'update', methods: ['PUT', 'PATCH'], below: '', onItem: false },
  { member: 'create', methods: ['GET'], below: '/create', onItem: false },
  { member: 'store', methods: ['POST'], below: '', onItem: false },
  { member: 'destroy', methods: ['DELETE'], below: '', onItem: false },
];

export type ResourceKind = 'resource' | 'apiResource' | 'singleton' | 'apiSingleton';

/** The routes of a resource by its name, with what its options and the calls chained on it change. */
export function resourceRoutes(
  kind: ResourceKind,
  written: string,
  options: Expr | undefined,
  after: readonly Step[],
): readonly ResourceRoute[] {
  const isSingleton = kind === 'singleton' || kind === 'apiSingleton';
  const isApi = kind === 'apiResource' || kind === 'apiSingleton';
  const parameters = parametersIn(options, after);
  const names = written.replace(/^\/+|\/+$/g, '').split('.');
  const last = names.at(-1) ?? '';
  const isShallow = after.some(({ name }) => name === 'shallow') || isTrue(entryOf(options, 'shallow'));
  const own = (name: string): string => `{${parameters(name.split('/').at(-1) ?? name)}}`;
  const nested = names.map((name, index) => (index === names.length - 1 ? name : `${name}/${own(name)}`)).join('/');
  return (isSingleton ? SINGLETON : ACTIONS)
    .filter(({ member }) => !isApi || (member !== 'create' && member !== 'edit'))
    .filter(({ member }) => !isSingleton || isOfSingleton(member, after))
    .filter(({ member }) => isKept(member, options, after))
    .map(({ member, methods, below, onItem }) => {
      const base = onItem && isShallow ? last : nested;
      return { methods, member, path: `${base}${onItem ? `/${own(last)}` : ''}${below}` };
    });
}

function isOfSingleton(member: string, after: readonly Step[]): boolean {
  const has = (name: string): boolean => after.some(step => step.name === name);
  if (member === 'create' || member === 'store') return has('creatable');
  return member !== 'destroy' || has('creatable') || has('destroyable');
}

function isTrue(value: Expr | undefined): boolean {
  return value?.kind === 'boolean' && value.value;
}

/** A list that is made elsewhere leaves everything in. */
function isKept(member: string, options: Expr | undefined, after: readonly Step[]): boolean {
  const lists = [
    ...after.flatMap(({ name, args }) =>
      name === 'only' || name === 'except'
        ? [{ isOnly: name === 'only', whole: args.every(isWhole), names: args.flatMap(textsIn) }]
        : [],
    ),
    ...['only', 'except'].flatMap(name => {
      const list = entryOf(options, name);
      return list ? [{ isOnly: name === 'only', whole: isWhole(list), names: textsIn(list) }] : [];
    }),
  ];
  return lists.every(({ isOnly, whole, names }) => !whole || names.includes(member) === isOnly);
}

/** Names of the parameters of resources, as `parameters` and `parameter` say, else the singular of the resource. */
function parametersIn(options: Expr | undefined, after: readonly Step[]): (resource: string) => string {
  const named = new Map<string, string>();
  const put = (record: Expr | undefined): void => {
    if (record?.kind !== 'record') return;
    for (const entry of record.entries)
      if (entry.kind === 'entry' && entry.value.kind === 'text') named.set(entry.key, entry.value.value);
  };
  put(entryOf(options, 'parameters'));
  for (const { name, args } of after) {
    const [first, second] = args;
    if (name === 'parameters') put(first);
    if (name === 'parameter' && first?.kind === 'text' && second?.kind === 'text') named.set(first.value, second.value);
  }
  return resource => named.get(resource) ?? singular(resource);
}

/** `post` for `posts`, `category` for `categories`: good enough for the name of a parameter. */
function singular(name: string): string {
  return name
    .replace(/(ss|us|is)$/, '$1\u0000')
    .replace(/ies$/, 'y')
    .replace(/(x|ch|sh|ss|us)es$/, '$1')
    .replace(/s$/, '')
    .replace('\u0000', '')
    .replaceAll('-', '_');
}
