/** `resources "/posts", PostController, only: [:index] do … end`. Source: Phoenix.Router, `resources`. */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { atomsOf, blockOf, functionOf, moduleName, type Modules, optionOf, plainArguments } from '../modules.ts';
import { targetOf } from './scopes.ts';

type Base = Pick<Extract<ProgramFact, { kind: 'route' }>, 'at' | 'framework' | 'site' | 'implicit'>;

type Action = { readonly name: string; readonly methods: readonly Method[]; readonly below: string };

const ACTIONS: readonly Action[] = [
  { name: 'index', methods: ['GET'], below: '' },
  { name: 'edit', methods: ['GET'], below: '/:id/edit' },
  { name: 'new', methods: ['GET'], below: '/new' },
  { name: 'show', methods: ['GET'], below: '/:id' },
  { name: 'create', methods: ['POST'], below: '' },
  { name: 'update', methods: ['PATCH', 'PUT'], below: '/:id' },
  { name: 'delete', methods: ['DELETE'], below: '/:id' },
];

export function resourceRoutes(modules: Modules, site: CallSite, base: Base): readonly ProgramFact[] {
  const args = plainArguments(site.call);
  const [path, controller] = args;
  if (!path || !controller || controller.kind === 'text') return [];
  const module = modules.around(site.call.at);
  const isSingle = isTrue(optionOf(args, 'singleton'));
  const given = optionOf(args, 'only');
  const left = optionOf(args, 'except');
  const only = given && atomsOf(given, module);
  const except = left && atomsOf(left, module);
  const param = textOf(optionOf(args, 'param')) ?? 'id';
  const of = targetOf(modules, site, controller);
  const served = ACTIONS.filter(
    ({ name }) => !(isSingle && name === 'index') && (only?.includes(name) ?? true) && !except?.includes(name),
  );
  const routes = served.map((action): ProgramFact => ({
    kind: 'route',
    ...base,
    at: path.at,
    methods: action.methods,
    path: below(path, isSingle ? action.below.replace('/:id', '') : action.below.replace(':id', `:${param}`)),
    chain: [functionOf(of, action.name, controller.at)],
    marks: `action ${action.name}`,
  }));
  const block = blockOf(site.call);
  const singular = textOf(optionOf(args, 'name')) ?? resourceName(moduleName(controller));
  const prefix = isSingle ? path : below(path, `/:${singular}_${param}`);
  return block ? [...routes, { kind: 'mount', ...base, prefix, chain: [block], calls: 'child' }] : routes;
}

function below(path: Expr, rest: string): Expr {
  if (rest === '') return path;
  return { kind: 'concat', at: path.at, parts: [path, { kind: 'text', at: path.at, value: rest }] };
}

/** `Admin.UserPostController` is `user_post`. Source: Phoenix.Naming, `resource_name`. */
function resourceName(controller: string | undefined): string {
  const last =
    controller
      ?.split('.')
      .at(-1)
      ?.replace(/Controller$/, '') ?? 'parent';
  return last
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function isTrue(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && expr.value;
}

function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'text' ? expr.value : undefined;
}
