import type { Method } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { textAt } from '../values.ts';
import type { Step } from './chains.ts';

/** Actions of a resource. Source: AdonisJS, "Resource-driven routes". */
const ACTIONS: readonly { readonly name: string; readonly methods: readonly Method[]; readonly below: string }[] = [
  { name: 'index', methods: ['GET'], below: '' },
  { name: 'create', methods: ['GET'], below: '/create' },
  { name: 'store', methods: ['POST'], below: '' },
  { name: 'show', methods: ['GET'], below: '/:id' },
  { name: 'edit', methods: ['GET'], below: '/:id/edit' },
  { name: 'update', methods: ['PUT', 'PATCH'], below: '/:id' },
  { name: 'destroy', methods: ['DELETE'], below: '/:id' },
];

/** `router.resource('posts.comments', C).apiOnly()`: the routes that are left after the calls chained on it. */
export function resourceRoutes(
  resource: Expr,
  kind: 'resource' | 'shallowResource',
  after: readonly Step[],
): readonly (readonly [methods: readonly Method[], path: Expr])[] {
  if (resource.kind !== 'text') return [];
  const names = resource.value.split('.');
  const last = names.at(-1) ?? '';
  const nested = names
    .map((name, index) => (index === names.length - 1 ? name : `${name}/:${singular(name)}_id`))
    .join('/');
  return ACTIONS.filter(({ name }) => isKept(name, after)).map(({ methods, below }) => {
    const base = kind === 'shallowResource' && below.startsWith('/:id') ? last : nested;
    return [methods, textAt(resource.at, `/${base}${below}`)] as const;
  });
}

function isKept(action: string, after: readonly Step[]): boolean {
  return after.every(({ name, args }) => {
    if (name === 'apiOnly') return action !== 'create' && action !== 'edit';
    if (name !== 'only' && name !== 'except') return true;
    const [list] = args;
    // A list that is made elsewhere leaves everything in.
    if (list?.kind !== 'list') return true;
    const isNamed = list.items.some(item => item.kind === 'text' && item.value === action);
    return name === 'only' ? isNamed : !isNamed;
  });
}

/** `post` for `posts`, `category` for `categories`: good enough for the name of a parameter. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '').replaceAll('-', '_');
}
