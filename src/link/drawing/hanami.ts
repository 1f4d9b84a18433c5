/** Routes of Hanami, whose targets name classes. Source: Hanami guides, Routing, Slices, Actions. */
import type { DrawingFact } from '../../core/facts/drawing.ts';
import type { Method } from '../../core/facts/program.ts';
import type { Location } from '../../core/location.ts';
import type { FunctionNode } from '../../core/program.ts';
import { guardsBefore } from '../callbacks.ts';
import { callClosure, opaqueInstance } from '../calling.ts';
import { push } from '../events.ts';
import { declareInputs } from '../inputs-ruby.ts';
import { singularOf } from '../builtins-ruby.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import { importedValue } from '../modules.ts';
import { KNOWN_METHODS } from '../registering.ts';
import type { Router } from '../router.ts';
import { type ClassValue, type Value, unknown } from '../value.ts';
import { type Given, textIn, textsIn } from './arguments.ts';
import { mergedPath, templatesIn } from './table.ts';

type Drawing = Extract<DrawingFact, { kind: 'drawing' }>;

type Scope = { readonly path: string; readonly slice?: string; readonly nested: readonly string[] };

const SCOPES = new WeakMap<Router, Scope>();
const TOP: Scope = { path: '', nested: [] };

export function drawHanami(machine: Machine, router: Router, fact: Drawing, given: Given): void {
  const scope = SCOPES.get(router) ?? TOP;
  const run = (inside: Scope): void => {
    const { block } = given;
    if (!block) return;
    SCOPES.set(router, inside);
    callClosure(machine, block, []);
    SCOPES.set(router, scope);
  };
  const name = textIn(given.positional[0]?.value);
  switch (fact.word) {
    case 'get':
    case 'post':
    case 'put':
    case 'patch':
    case 'delete':
    case 'options':
    case 'head':
    case 'link':
    case 'unlink': {
      const methods = KNOWN_METHODS.filter(method => method === fact.word.toUpperCase());
      for (const { value, at } of given.positional)
        for (const path of textsIn(value))
          add(machine, router, scope, { at, methods, path, to: given.options.get('to') ?? given.block });
      return;
    }
    case 'root':
      return add(machine, router, scope, {
        at: given.at,
        methods: ['GET'],
        path: '',
        to: given.options.get('to') ?? given.block,
      });
    case 'scope':
      return run({ ...scope, path: mergedPath(scope.path, name ?? '') });
    case 'slice':
      return run({
        ...scope,
        path: mergedPath(scope.path, textIn(given.options.get('at')) ?? name ?? ''),
        ...(name === undefined ? {} : { slice: name }),
      });
    case 'resources':
    case 'resource':
      return resources(machine, router, scope, fact.word === 'resource', given);
    default:
  }
}

type Added = {
  readonly at: Location;
  readonly methods: readonly Method[];
  readonly path: string;
  readonly to: Value | undefined;
};

function add(machine: Machine, router: Router, scope: Scope, { at, methods, path, to }: Added): void {
  const { guards, handler } = actionNamed(machine, scope, at, to);
  for (const text of templatesIn(mergedPath(scope.path, path)))
    push(machine, router, {
      kind: 'route',
      at,
      methods,
      paths: [{ kind: 'text', text }],
      guards,
      chain: [handler],
    });
}

/** `books.show` is the class `Actions::Books::Show` of the application, or of the slice. */
function actionNamed(
  machine: Machine,
  scope: Scope,
  at: Location,
  to: Value | undefined,
): { readonly guards: readonly Value[]; readonly handler: Value } {
  const target = textIn(to);
  if (to?.kind === 'closure') return { guards: [], handler: to };
  const cls = to?.kind === 'class' ? to : target === undefined ? undefined : actionClass(machine, scope, at, target);
  if (cls?.kind !== 'class') {
    const missing = unknown('its action is not in the tree', target ?? 'an action');
    return { guards: [missing], handler: missing };
  }
  const self = opaqueInstance(machine, cls);
  const { guards, ran } = guardsBefore(machine, cls, 'handle');
  const method = methodOf(machine, cls, 'handle', self) ?? methodOf(machine, cls, 'call', self);
  if (method?.kind === 'closure') declareParams(cls, method.fn);
  return {
    guards,
    handler:
      method?.kind === 'closure'
        ? { ...method, after: ran }
        : { kind: 'external', module: 'Hanami', path: [target ?? ''] },
  };
}

/** `params do required(:title) end` in the body of an action. Source: Hanami guides, Actions, Parameters. */
function declareParams({ cls }: ClassValue, handler: FunctionNode): void {
  for (const member of cls.members) {
    if (member.kind !== 'method' || member.name !== 'static') continue;
    for (const statement of member.fn.body) {
      const call = statement.kind === 'evaluate' && statement.value.kind === 'call' ? statement.value : undefined;
      const isMeant = call?.callee.kind === 'member' && call.callee.name === 'params';
      const block = isMeant ? call.args.find(arg => arg.kind === 'named' && arg.name === '&') : undefined;
      if (block?.kind === 'named' && block.value.kind === 'function') declareInputs(handler, block.value.fn);
    }
  }
}

function actionClass(machine: Machine, scope: Scope, at: Location, target: string): Value | undefined {
  const path = target.replaceAll('.', '/').replace('#', '/');
  if (scope.slice !== undefined) {
    const value = importedValue(machine, at.file, '*', `~${scope.slice}/actions/${path}`);
    return value?.kind === 'class' ? value : undefined;
  }
  // The application is the module around its routes, whatever it is called.
  const found = machine.program.resolve(at.file, `~*/actions/${path}`, '*');
  return found.kind === 'file' ? importedValue(machine, at.file, '*', found.within?.[0] ?? '') : undefined;
}

const PLURAL: readonly (readonly [string, readonly Method[], 'collection' | 'item', string])[] = [
  ['index', ['GET'], 'collection', ''],
  ['new', ['GET'], 'collection', 'new'],
  ['create', ['POST'], 'collection', ''],
  ['show', ['GET'], 'item', ''],
  ['edit', ['GET'], 'item', 'edit'],
  ['update', ['PATCH'], 'item', ''],
  ['destroy', ['DELETE'], 'item', ''],
];

/** `resources :books, only: %i[index show]`, and what is nested in it. */
function resources(machine: Machine, router: Router, scope: Scope, isSingular: boolean, given: Given): void {
  const only = given.options.has('only') ? textsIn(given.options.get('only')) : undefined;
  const except = textsIn(given.options.get('except'));
  for (const { value, at } of given.positional)
    for (const name of textsIn(value)) {
      const path = mergedPath(scope.path, textIn(given.options.get('path')) ?? name);
      const target = [...scope.nested, name].join('.');
      for (const [action, methods, place, below] of PLURAL) {
        if ((only && !only.includes(action)) || except.includes(action) || (isSingular && action === 'index')) continue;
        add(
          machine,
          router,
          { ...scope, path: '' },
          {
            at,
            methods,
            path: mergedPath(path, place === 'item' && !isSingular ? ':id' : '', below),
            to: { kind: 'text', value: `${textIn(given.options.get('to')) ?? target}.${action}` },
          },
        );
      }
      const { block } = given;
      if (!block) continue;
      SCOPES.set(router, {
        ...scope,
        path: isSingular ? path : mergedPath(path, `:${singularOf(name)}_id`),
        nested: [...scope.nested, name],
      });
      callClosure(machine, block, []);
      SCOPES.set(router, scope);
    }
}
