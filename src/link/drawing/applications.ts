/**
 * Classes that are applications, or parts of one, and draw their routes in their body: Sinatra, Padrino, Grape, Hanami.
 *
 * Sources: Sinatra, README, Sinatra::Namespace, Sinatra::MultiRoute; Padrino, Controllers, Mounting applications; Grape, README;
 * Hanami guides, Routing.
 */
import type { DrawingFact } from '../../core/facts/drawing.ts';
import type { Method, RouterRules } from '../../core/facts/program.ts';
import type { FunctionNode } from '../../core/program.ts';
import { classesAbove, lineOf } from '../ancestors.ts';
import { callClosure, opaqueInstance } from '../calling.ts';
import { type Frame, selfOf } from '../frame.ts';
import { push } from '../events.ts';
import { operand } from '../interpreter.ts';
import { declareInputs } from '../inputs-ruby.ts';
import { type Machine, addRouter, note, rootRouter } from '../machine.ts';
import { KNOWN_METHODS } from '../registering.ts';
import { ROOT } from '../path-values.ts';
import type { PathValue, Router } from '../router.ts';
import { type ClassValue, type ClosureValue, HOLE, type Value, flatten, fullNames } from '../value.ts';
import { type Given, givenIn, textIn, textsIn } from './arguments.ts';
import { standingAlone } from './alone.ts';
import { noteName } from '../guards/block-names.ts';
import { noteMounting } from './lent-methods.ts';
import { rackGuard } from './rack.ts';
import { drawHanami } from './hanami.ts';
import { drawRack } from './rack-files.ts';
import { mustermann } from './mustermann.ts';
import { mergedPath } from './table.ts';

type Drawing = Extract<DrawingFact, { kind: 'drawing' }>;

export const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-insisting' };

/** Classes of gems whose heirs are applications. */
const BASES: ReadonlyMap<string, string> = new Map([
  ['Sinatra::Base', 'sinatra'],
  ['Sinatra::Application', 'sinatra'],
  ['Padrino::Application', 'padrino'],
  ['Grape::API', 'grape'],
  ['Grape::API::Instance', 'grape'],
  ['Hanami::Routes', 'hanami'],
]);

/** An application while it is drawn: its router, and what the blocks around a call say. */
export type Application = {
  readonly framework: string;
  readonly router: Router;
  readonly cls: ClassValue | undefined;
  /** What stands before the paths of all its routes that are drawn from now on. */
  prefix: string;
  versions: readonly string[];
  scope: Block;
  /** Declares the parameters of the next endpoint, or of all in the next block. */
  declaring?: FunctionNode | undefined;
};

type Block = {
  readonly path: string;
  /** Functions that stand before what follows in the block. */
  readonly guards: Value[];
  /** The router of a block that filters are for. */
  readonly router: Router;
  /** Blocks around it, and before it, that declare parameters. */
  readonly declared?: readonly FunctionNode[];
  /** The controller of Padrino whose block it is. */
  readonly controller?: string;
};

const APPLICATIONS = new WeakMap<Machine, Map<string, Application>>();

/** The application whose block runs that stands at the top of a file. */
const CURRENT = new WeakMap<Machine, Application>();

/** Which framework a class is an application of. */
export function frameworkOf(cls: ClassValue): string | undefined {
  return lineOf(cls).flatMap(above =>
    above.kind === 'external' ? fullNames(above).flatMap(name => BASES.get(name) ?? []) : [],
  )[0];
}

function applicationsOf(machine: Machine): Map<string, Application> {
  const known = APPLICATIONS.get(machine) ?? new Map<string, Application>();
  APPLICATIONS.set(machine, known);
  return known;
}

/** The application that a class is; a class that is opened again elsewhere is the same one. */
export function applicationOf(machine: Machine, cls: ClassValue): Application | undefined {
  const name = cls.cls.name ?? cls.cls.id;
  const key = `${machine.program.componentOf(cls.scope.file)}#${name}`;
  const known = applicationsOf(machine).get(key);
  if (known) return known;
  const framework = frameworkOf(cls);
  if (framework === undefined) return undefined;
  const router = standingAlone(
    machine,
    addRouter(machine, { framework, at: cls.cls.nameAt, role: 'router', rules: RULES }),
  );
  return noted(machine, key, { framework, router, cls });
}

function noted(
  machine: Machine,
  key: string,
  { framework, router, cls }: Pick<Application, 'framework' | 'router' | 'cls'>,
): Application {
  const above =
    cls &&
    classesAbove(cls)
      .slice(1)
      .find(one => frameworkOf(one) !== undefined);
  const base = above && applicationOf(machine, above);
  const application: Application = {
    framework,
    router,
    cls,
    prefix: base?.prefix ?? '',
    versions: base?.versions ?? [],
    scope: { path: '', guards: base ? [...base.scope.guards] : [], router },
  };
  // What a base puts before its routes stands before those of its heirs.
  for (const event of base?.router.events ?? []) if (event.kind === 'guard') router.events.push(event);
  applicationsOf(machine).set(key, application);
  return application;
}

export function routerOfApplication(machine: Machine, cls: ClassValue): Router | undefined {
  return frameworkOf(cls) === undefined ? undefined : applicationOf(machine, cls)?.router;
}

/** The application of a program without a class: what stands at the top of its files. */
function classicOf(machine: Machine, file: string): Application | undefined {
  const component = machine.program.componentOf(file);
  const required = machine.program.facts.find(
    fact =>
      fact.kind === 'enables' &&
      fact.what === 'sinatra-classic' &&
      machine.program.componentOf(fact.at.file) === component,
  );
  if (!required) return undefined;
  const key = `${component}#classic`;
  return (
    applicationsOf(machine).get(key) ??
    noted(machine, key, {
      framework: 'sinatra',
      router: rootRouter(machine, 'sinatra', required.at, RULES),
      cls: undefined,
    })
  );
}

/** Calls in the body of an application, or on one. */
export function drawInClass(machine: Machine, frame: Frame, fact: Drawing): void {
  const { callee } = fact.site;
  const isOnOther = callee.kind === 'member' && callee.of.kind !== 'self';
  const on = isOnOther ? operand(machine, frame, callee.of) : selfOf(frame.scope);
  if (fact.word === 'mount-to' || fact.word === 'run' || fact.word === 'map') {
    drawRack(machine, frame, fact);
    return;
  }
  const application =
    on?.kind === 'class'
      ? applicationOf(machine, on)
      : on === undefined && !isOnOther
        ? (CURRENT.get(machine) ?? classicOf(machine, fact.at.file))
        : undefined;
  // Each framework says what its own words mean.
  if (application?.framework !== fact.framework) return;
  const given = givenIn(machine, frame, fact.site, new Map());
  machine.fired.add(fact.site);
  if (application.framework === 'hanami') drawHanami(machine, application.router, fact, given);
  else drawOne(machine, application, fact, given);
}

function drawOne(machine: Machine, application: Application, fact: Drawing, given: Given): void {
  const { framework } = application;
  switch (fact.word) {
    case 'get':
    case 'post':
    case 'put':
    case 'patch':
    case 'delete':
    case 'options':
    case 'head':
    case 'link':
    case 'unlink':
      return addRoutes(machine, application, given, methodsNamed([fact.word]));
    case 'route':
      return multiRoute(machine, application, given);
    case 'namespace':
    case 'route_param':
    case 'scope':
      return inBlock(machine, application, fact.word === 'route_param', given);
    case 'controllers':
      return padrinoController(machine, application, given);
    case 'before':
    case 'http_basic':
      return addFilter(machine, application, fact, given);
    case 'mount':
    case 'use':
      return mountOn(machine, application, fact.word === 'use', given);
    case 'params':
      if (given.block && given.positional.length === 0) application.declaring = given.block.fn;
      return;
    case 'prefix':
      if (framework === 'grape') application.prefix = textIn(given.positional[0]?.value) ?? application.prefix;
      return;
    case 'version':
      if (framework === 'grape') versioned(machine, application, given);
      return;
    default:
  }
}

function methodsNamed(words: readonly string[]): readonly Method[] {
  if (words.some(word => word === 'any' || word === '*')) return ['ANY'];
  return [...new Set(words.flatMap(word => KNOWN_METHODS.filter(method => method === word.toUpperCase())))];
}

/** `route :get, :post, '/path'` of Sinatra; `route ['GET'], '/path'`, `route :any, '*path'` of Grape. */
function multiRoute(machine: Machine, application: Application, given: Given): void {
  const [first, ...others] = given.positional;
  const isGrape = application.framework === 'grape';
  const words = isGrape ? textsIn(first?.value) : given.positional.slice(0, -1).flatMap(({ value }) => textsIn(value));
  const paths = isGrape ? others : given.positional.slice(-1);
  addRoutes(machine, application, { ...given, positional: paths }, methodsNamed(words));
}

function addRoutes(machine: Machine, application: Application, given: Given, methods: readonly Method[]): void {
  const { block } = given;
  if (!block || methods.length === 0) return;
  for (const declaring of [...(application.scope.declared ?? []), application.declaring])
    if (declaring) declareInputs(block.fn, declaring);
  delete application.declaring;
  const written = given.positional.filter(({ value }) => value.kind !== 'closure');
  const { scope, framework } = application;
  const places =
    written.length === 0
      ? framework === 'sinatra'
        ? []
        : [{ at: given.at, paths: [''] as readonly PathText[] }]
      : written.map(({ value, at, isSymbol = false }) => ({
          at,
          paths: flatten(value).flatMap((item): readonly PathText[] =>
            item.kind === 'pattern'
              ? [{ pattern: item }]
              : textsIn(item).map(text => pathNamed(application, text, isSymbol, given)),
          ),
        }));
  for (const { at, paths } of places) {
    if (paths.length === 0) note(machine, 'computed-path', at, 'the path of this route is computed');
    for (const path of paths)
      push(machine, scope.router, {
        kind: 'route',
        at,
        methods,
        paths: pathsOf(application, path),
        guards: [...scope.guards, ...conditionsGiven(given)],
        chain: [handlerOf(machine, application, block)],
      });
  }
}

type PathText = string | { readonly pattern: Extract<Value, { kind: 'pattern' }> };

/** A symbol names an action of Padrino, and is a path anywhere else. */
function pathNamed(application: Application, text: string, isSymbol: boolean, given: Given): string {
  if (application.framework !== 'padrino') return text;
  const { controller } = application.scope;
  const mapped = textIn(given.options.get('map'));
  if (mapped !== undefined) return `^${mapped}`;
  const named = isSymbol && text === 'index' ? '' : text;
  const withParameters = textsIn(given.options.get('with')).map(name => `/:${name}`);
  return controller === undefined || !named.startsWith('/') ? `${named}${withParameters.join('')}` : named;
}

function pathsOf(application: Application, path: PathText): readonly PathValue[] {
  if (typeof path !== 'string') return [{ kind: 'pattern', source: path.pattern.source, flags: path.pattern.flags }];
  if (path.includes(HOLE) && path.replaceAll(HOLE, '').replaceAll('/', '') === '')
    return [{ kind: 'unknown', why: 'it is computed' }];
  const { scope, framework, prefix, versions } = application;
  // Paths that Padrino maps stand below the application, not the controller.
  const below = path.startsWith('^') ? path.slice(1) : `${scope.path}/${path}`;
  if (framework !== 'grape') return mustermann(below).map(text => ({ kind: 'text', text }));
  const all = versions.length === 0 ? [''] : versions;
  return all.flatMap(version =>
    mustermann(`${prefix}/${version}/${below}`).map((text): PathValue => ({ kind: 'text', text })),
  );
}

/** The block that answers runs as a method of an instance of the application. */
function handlerOf(machine: Machine, { cls }: Application, block: ClosureValue): Value {
  if (!cls) return block;
  const self = opaqueInstance(machine, cls);
  return { ...block, receiver: self, self };
}

/** `get '/x', auth: :admin`: conditions of the application that are named for who calls are not followed. */
function conditionsGiven({ options }: Given): readonly Value[] {
  return [...options].flatMap(([name, value]): readonly Value[] =>
    /^(?:auth\w*|roles?|login|protected|user)$/.test(name) && !(value.kind === 'boolean' && !value.value)
      ? [{ kind: 'unknown', why: 'a condition of the application', name }]
      : [],
  );
}

/** `namespace '/admin' do … end`, `resource :users do … end`, `route_param :id do … end`. */
function inBlock(machine: Machine, application: Application, isParameter: boolean, given: Given): void {
  const { block } = given;
  const { scope } = application;
  if (!block) return;
  const names = given.positional.flatMap(({ value }) => textsIn(value));
  const declared = [...(scope.declared ?? []), ...(application.declaring ? [application.declaring] : [])];
  delete application.declaring;
  for (const name of names.length === 0 ? [''] : names) {
    const path = mergedPath(scope.path, isParameter ? `:${name}` : name);
    // Filters of a block of Sinatra are for all in it; Grape's are for what follows.
    const isApart = application.framework !== 'grape';
    const router = isApart
      ? addRouter(machine, { framework: application.framework, at: given.at, role: 'router', rules: RULES })
      : scope.router;
    if (isApart)
      push(machine, scope.router, { kind: 'mount', at: given.at, paths: ROOT, items: [{ kind: 'router', router }] });
    application.scope = { ...scope, path, router, guards: [...scope.guards], declared };
    callClosure(machine, block, []);
    application.scope = scope;
  }
}

/** `App.controllers :users, parent: :account do … end`: its actions stand below the names. Source: Padrino, Controllers. */
function padrinoController(machine: Machine, application: Application, given: Given): void {
  const { block } = given;
  if (!block) return;
  const { scope } = application;
  const name = given.positional.flatMap(({ value }) => textsIn(value)).join('/');
  const parents = textsIn(given.options.get('parent')).map(parent => `${parent}/:${parent}_id`);
  const mapped = textIn(given.options.get('map'));
  const router = addRouter(machine, { framework: application.framework, at: given.at, role: 'router', rules: RULES });
  push(machine, scope.router, { kind: 'mount', at: given.at, paths: ROOT, items: [{ kind: 'router', router }] });
  application.scope = {
    path: mergedPath(scope.path, ...parents, mapped ?? name),
    guards: [...scope.guards],
    router,
    controller: name,
  };
  // The block stands outside of the class, and is of it all the same.
  CURRENT.set(machine, application);
  callClosure(machine, block, []);
  CURRENT.delete(machine);
  application.scope = scope;
}

/** `before do … end`, `before '/admin/*' do … end`, `http_basic do |name, password| … end`. */
function addFilter(machine: Machine, application: Application, fact: Drawing, given: Given): void {
  const { block } = given;
  const { scope } = application;
  if (fact.word === 'http_basic') {
    scope.guards.push({
      kind: 'guard',
      at: fact.at,
      what: 'http_basic',
      effect: 'required',
      mechanism: 'basic',
      scopes: [],
      limiter: false,
      why: 'it refuses requests without a name and password',
    });
    return;
  }
  if (!block) return;
  noteName(machine, block.fn);
  const guard = handlerOf(machine, application, block);
  if (application.framework === 'grape') {
    scope.guards.push(guard);
    return;
  }
  const written = given.positional.flatMap(({ value }) => flatten(value));
  const names = textsIn({ kind: 'list', items: written, isOpen: false });
  const isForActions = application.framework === 'padrino' && names.some(name => !name.startsWith('/'));
  if (written.length === 0 && given.options.size === 0) {
    push(machine, scope.router, {
      kind: 'guard',
      at: fact.at,
      paths: scopePath(scope),
      covers: 'below',
      guards: [guard],
    });
    return;
  }
  if (isForActions || given.options.size > 0) {
    const unsure: Value = { kind: 'either', options: [guard, { kind: 'boolean', value: false }] };
    push(machine, scope.router, {
      kind: 'guard',
      at: fact.at,
      paths: scopePath(scope),
      covers: 'below',
      guards: [unsure],
    });
    return;
  }
  for (const item of written)
    for (const { paths, covers } of filtered(scope, item))
      push(machine, scope.router, { kind: 'guard', at: fact.at, paths, covers, guards: [guard] });
}

function scopePath({ path }: Block): readonly PathValue[] {
  return path === '' ? [] : mustermann(path).map(text => ({ kind: 'text', text }));
}

/** What the pattern of a filter covers: `/admin/*` all below. */
function filtered(
  scope: Block,
  item: Value,
): readonly { readonly paths: readonly PathValue[]; readonly covers: 'below' | 'beneath' | 'matching' }[] {
  if (item.kind === 'pattern')
    return [{ paths: [{ kind: 'pattern', source: item.source, flags: item.flags }], covers: 'matching' }];
  return textsIn(item).map(text => {
    const whole = mergedPath(scope.path, text);
    if (/^\/?\*$/.test(text)) return { paths: scopePath(scope), covers: 'below' as const };
    const isBelow = whole.endsWith('/*') || whole.endsWith('/?*');
    const paths = mustermann(isBelow ? whole.replace(/\/\??\*$/, '') : whole).map((one): PathValue => ({
      kind: 'text',
      text: one,
    }));
    return { paths, covers: isBelow ? ('beneath' as const) : ('matching' as const) };
  });
}

/** `mount Other`, `mount Other => '/path'`, `use Other`. */
function mountOn(machine: Machine, application: Application, isUse: boolean, given: Given): void {
  const { scope } = application;
  const [first, second] = given.positional;
  const app = first?.value;
  if (isUse) {
    const guard = rackGuard(machine, given);
    if (guard && application.framework === 'grape') scope.guards.push(guard);
    else if (guard)
      push(machine, scope.router, { kind: 'guard', at: given.at, paths: [], covers: 'below', guards: [guard] });
    if (app?.kind !== 'class') return;
    const other = routerOfApplication(machine, app);
    if (other)
      push(machine, scope.router, {
        kind: 'mount',
        at: given.at,
        paths: ROOT,
        items: [{ kind: 'router', router: other }],
      });
    return;
  }
  if (app?.kind !== 'class') {
    if (app)
      note(
        machine,
        'unknown-router',
        given.at,
        'what is mounted here could not be followed; it is left out of the inventory',
      );
    return;
  }
  const child = applicationOf(machine, app);
  if (!child) return;
  if (application.cls && child.cls) noteMounting(machine, application.cls, child.cls);
  const path = textIn(second?.value) ?? textIn(given.options.get('at')) ?? '';
  // A version of its own stands in place of that of the one that mounts it.
  const versions = child.versions.length > 0 || application.versions.length === 0 ? [''] : application.versions;
  const prefix = child.prefix === application.prefix ? '' : application.prefix;
  for (const version of versions)
    for (const text of mustermann(`${prefix}/${version}/${scope.path}/${path}`)) {
      const router = addRouter(machine, {
        framework: application.framework,
        at: given.at,
        role: 'router',
        rules: RULES,
      });
      if (scope.guards.length > 0)
        push(machine, router, { kind: 'guard', at: given.at, paths: [], covers: 'below', guards: [...scope.guards] });
      push(machine, router, {
        kind: 'mount',
        at: given.at,
        paths: ROOT,
        items: [{ kind: 'router', router: child.router }],
      });
      push(machine, scope.router, {
        kind: 'mount',
        at: given.at,
        paths: [{ kind: 'text', text }],
        items: [{ kind: 'router', router }],
      });
    }
}

/** `version 'v1', using: :path`; other ways of versioning change no path. Source: Grape, README, Versioning. */
function versioned(machine: Machine, application: Application, given: Given): void {
  const using = textIn(given.options.get('using')) ?? 'path';
  const names = given.positional.flatMap(({ value }) => textsIn(value));
  const before = application.versions;
  application.versions = using === 'path' ? names : [];
  if (!given.block) return;
  const { scope } = application;
  application.scope = { ...scope, guards: [...scope.guards] };
  callClosure(machine, given.block, []);
  application.scope = scope;
  application.versions = before;
}
