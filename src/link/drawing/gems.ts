/** Routes that gems draw by one call: Devise and Doorkeeper. Sources: Devise, ActionDispatch::Routing::Mapper; Doorkeeper, Rails::Routes. */
import type { Method } from '../../core/facts/program.ts';
import type { Location } from '../../core/location.ts';
import { actionOf } from '../named-actions.ts';
import { singularOf } from '../builtins-ruby.ts';
import { push } from '../events.ts';
import type { Machine } from '../machine.ts';
import { importedValue } from '../modules.ts';
import { type KnownGuard, type Value, unknown } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { type Given, textIn, textsIn } from './arguments.ts';
import { type Table, mergedPath, templatesIn } from './table.ts';

type GemRoute = readonly [methods: readonly Method[], path: string, action: string];

const READ: readonly Method[] = ['GET'];
const WRITE: readonly Method[] = ['POST'];
const CHANGE: readonly Method[] = ['PATCH', 'PUT'];
const REMOVE: readonly Method[] = ['DELETE'];

/** Routes of Devise's controllers; `{name}` stands for the word that `path_names` gives. */
const DEVISE: ReadonlyMap<string, readonly GemRoute[]> = new Map([
  [
    'sessions',
    [
      [READ, '{sign_in}', 'new'],
      [WRITE, '{sign_in}', 'create'],
      [REMOVE, '{sign_out}', 'destroy'],
    ],
  ],
  [
    'passwords',
    [
      [READ, '{password}/{new}', 'new'],
      [READ, '{password}/{edit}', 'edit'],
      [CHANGE, '{password}', 'update'],
      [WRITE, '{password}', 'create'],
    ],
  ],
  [
    'registrations',
    [
      [READ, '{registration}/{cancel}', 'cancel'],
      [READ, '{registration}/{sign_up}', 'new'],
      [READ, '{registration}/{edit}', 'edit'],
      [CHANGE, '{registration}', 'update'],
      [REMOVE, '{registration}', 'destroy'],
      [WRITE, '{registration}', 'create'],
    ],
  ],
  [
    'confirmations',
    [
      [READ, '{confirmation}/{new}', 'new'],
      [READ, '{confirmation}', 'show'],
      [WRITE, '{confirmation}', 'create'],
    ],
  ],
  [
    'unlocks',
    [
      [READ, '{unlock}/{new}', 'new'],
      [READ, '{unlock}', 'show'],
      [WRITE, '{unlock}', 'create'],
    ],
  ],
]);

/** Controllers by the module of the model that asks for them. */
const BY_MODULE: readonly (readonly [RegExp, string])[] = [
  [/^(?!omni)\w*authenticatable$/, 'sessions'],
  [/^recoverable$/, 'passwords'],
  [/^registerable$/, 'registrations'],
  [/^confirmable$/, 'confirmations'],
  [/^lockable$/, 'unlocks'],
  [/^omniauthable$/, 'omniauth_callbacks'],
];

/** What the generator puts into a model, for one that is not in the tree. */
const USUAL = ['database_authenticatable', 'registerable', 'recoverable'];

/** `devise_for :users`: the routes of the modules that the model has. */
export function drawDevise(machine: Machine, table: Table, given: Given): void {
  for (const { value, at } of given.positional)
    for (const name of textsIn(value)) deviseFor(machine, table, name, at, given);
}

function deviseFor(machine: Machine, table: Table, name: string, at: Location, { options }: Given): void {
  const skipped = textsIn(options.get('skip'));
  if (skipped.includes('all')) return;
  const only = options.has('only') ? textsIn(options.get('only')) : undefined;
  const isWanted = (controller: string): boolean =>
    !skipped.includes(controller) && (only === undefined || only.includes(controller));
  const model = modelOf(machine, at.file, textIn(options.get('class_name')) ?? singularOf(name));
  const controllers = options.get('controllers');
  const names = options.get('path_names');
  const word = (key: string): string =>
    (names?.kind === 'record' ? textIn(names.fields.get(key)) : undefined) ?? (key === 'registration' ? '' : key);
  const module = textIn(options.get('module'));
  const base = mergedPath(
    table.scope.path,
    textIn(options.get('path_prefix')) ?? '',
    textIn(options.get('path')) ?? name,
  );
  for (const controller of controllersOf(model.modules).filter(isWanted)) {
    const given = controllers?.kind === 'record' ? textIn(controllers.fields.get(controller)) : undefined;
    const target = given ?? `${module ?? 'devise'}/${controller}`;
    const routes =
      controller === 'omniauth_callbacks' ? providerRoutes(model.providers) : (DEVISE.get(controller) ?? []);
    for (const [methods, path, action] of routes)
      put(machine, table, {
        at,
        methods,
        path: mergedPath(
          base,
          path.replace(/\{(\w+)\}/g, (_, key: string) => word(key)),
        ),
        names: [target, ...(given === undefined ? [] : [[...table.scope.modules, given].join('/')])],
        controller,
        action,
      });
  }
}

/** Each provider has a path of its own, which leads away, and one to come back to. */
function providerRoutes(providers: readonly string[]): readonly GemRoute[] {
  const both: readonly Method[] = ['GET', 'POST'];
  return (providers.length === 0 ? [':provider'] : providers).flatMap((provider): readonly GemRoute[] => [
    [both, `auth/${provider}`, 'passthru'],
    [both, `auth/${provider}/callback`, provider],
  ]);
}

function controllersOf(modules: readonly string[]): readonly string[] {
  return BY_MODULE.flatMap(([module, controller]) => (modules.some(name => module.test(name)) ? [controller] : []));
}

/** What `devise …` says in the class of a model. */
function modelOf(
  machine: Machine,
  file: string,
  name: string,
): { readonly modules: readonly string[]; readonly providers: readonly string[] } {
  const conditions = machine.conditions.splice(0);
  const model = importedValue(machine, file, '*', `~${name.replace(/^::/, '').replaceAll('::', '/')}`);
  machine.conditions.push(...conditions);
  const modules: string[] = [];
  const providers: string[] = [];
  if (model?.kind === 'class')
    for (const member of model.cls.members)
      if (member.kind === 'method' && member.isStatic)
        visitNodes(member.fn.body, node => {
          if (node.kind !== 'call' || node.callee.kind !== 'member' || node.callee.name !== 'devise') return;
          for (const arg of node.args) {
            if (arg.kind === 'text') modules.push(arg.value);
            if (arg.kind === 'named' && arg.name === 'omniauth_providers' && arg.value.kind === 'list')
              providers.push(...arg.value.items.flatMap(item => (item.kind === 'text' ? [item.value] : [])));
          }
        });
  return { modules: modules.length === 0 ? USUAL : modules, providers };
}

type Put = {
  readonly at: Location;
  readonly methods: readonly Method[];
  readonly path: string;
  /** Where the controller may be, the first that the tree has counts. */
  readonly names: readonly string[];
  readonly controller: string;
  readonly action: string;
  /** Who may call what the gem brings, where it is not known to be open. */
  readonly guard?: Value | undefined;
};

function put(machine: Machine, table: Table, { at, methods, path, names, controller, action, guard }: Put): void {
  const own = actionOf(machine, { file: at.file, names, action });
  const isOwn = own.handler.kind !== 'unknown';
  const brought = guard ?? (controller === 'registrations' ? registrationGuard(at, action) : undefined);
  for (const template of templatesIn(path))
    push(machine, table.router, {
      kind: 'route',
      at,
      methods,
      paths: [{ kind: 'text', text: template }],
      guards: [...table.scope.guards, ...(isOwn ? own.guards : brought ? [brought] : [])],
      chain: [isOwn ? own.handler : { kind: 'external', module: 'Devise', path: [controller, action] }],
    });
}

/** Registrations of Devise change nobody's account but that of who is signed in. Source: Devise::RegistrationsController. */
export function registrationGuard(at: Location, action: string): KnownGuard | undefined {
  if (action !== 'edit' && action !== 'update' && action !== 'destroy') return undefined;
  return {
    kind: 'guard',
    at,
    what: 'authenticate_scope!',
    effect: 'required',
    mechanism: 'session',
    scopes: [],
    limiter: false,
    why: 'Devise changes the account of who is signed in',
  };
}

/** Routes of Doorkeeper's controllers, by the name that `skip_controllers` knows them by. */
const DOORKEEPER: readonly (readonly [controller: string, routes: readonly GemRoute[], who: string | undefined])[] = [
  [
    'authorizations',
    [
      [READ, 'authorize/native', 'show'],
      [READ, 'authorize', 'new'],
      [WRITE, 'authorize', 'create'],
      [REMOVE, 'authorize', 'destroy'],
    ],
    'who may authorise is said by resource_owner_authenticator',
  ],
  [
    'tokens',
    [
      [WRITE, 'token', 'create'],
      [WRITE, 'revoke', 'revoke'],
      [WRITE, 'introspect', 'introspect'],
    ],
    undefined,
  ],
  ['token_info', [[READ, 'token/info', 'show']], undefined],
  [
    'applications',
    [
      [READ, 'applications', 'index'],
      [WRITE, 'applications', 'create'],
      [READ, 'applications/new', 'new'],
      [READ, 'applications/:id/edit', 'edit'],
      [READ, 'applications/:id', 'show'],
      [CHANGE, 'applications/:id', 'update'],
      [REMOVE, 'applications/:id', 'destroy'],
    ],
    'who may manage applications is said by admin_authenticator',
  ],
  [
    'authorized_applications',
    [
      [READ, 'authorized_applications', 'index'],
      [REMOVE, 'authorized_applications/:id', 'destroy'],
    ],
    'who may see them is said by resource_owner_authenticator',
  ],
];

/** `use_doorkeeper do controllers tokens: 'x'; skip_controllers :applications end`. */
export function drawDoorkeeper(machine: Machine, table: Table, given: Given, run: () => void): void {
  table.doorkeeper = { controllers: new Map(), skipped: new Set() };
  run();
  const { controllers, skipped } = table.doorkeeper;
  delete table.doorkeeper;
  const base = mergedPath(table.scope.path, textIn(given.options.get('scope')) ?? 'oauth');
  for (const [controller, routes, who] of DOORKEEPER) {
    if (skipped.has(controller)) continue;
    const target = controllers.get(controller);
    for (const [methods, path, action] of routes)
      put(machine, table, {
        at: given.at,
        methods,
        path: mergedPath(base, path),
        names: target === undefined ? [] : [target],
        controller,
        action,
        ...(who === undefined ? {} : { guard: unknown(who, `Doorkeeper ${controller}`) }),
      });
  }
}

export function noteDoorkeeper(table: Table, isSkip: boolean, given: Given): void {
  if (!table.doorkeeper) return;
  if (isSkip)
    for (const { value } of given.positional) for (const name of textsIn(value)) table.doorkeeper.skipped.add(name);
  else
    for (const [name, value] of given.options) {
      const target = textIn(value);
      if (target !== undefined) table.doorkeeper.controllers.set(name, target);
    }
}
