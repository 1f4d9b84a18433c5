/**
 * Draws routing tables as Rails' mapper does: each call by the blocks around it.
 *
 * Sources: Rails guides, Rails Routing from the Outside In; ActionDispatch::Routing::Mapper (`Scoping`, `Resources`, `Concerns`).
 */
import type { DrawingFact } from '../../core/facts/drawing.ts';
import { callClosure } from '../calling.ts';
import { execute } from '../execution.ts';
import type { Frame } from '../frame.ts';
import { type Machine, note, rootRouter, addRouter, under } from '../machine.ts';
import { loadModule } from '../modules.ts';
import { type KnownGuard, NOTHING, type Value } from '../value.ts';
import { type Given, givenIn, textIn, textsIn } from './arguments.ts';
import { drawInClass } from './applications.ts';
import { drawTree } from './trees.ts';
import { RAILS_RULES, mountInstalled, mounted, nameOf } from './engines.ts';
import { drawDevise, drawDoorkeeper, noteDoorkeeper } from './gems.ts';
import { scopedBy } from './options.ts';
import { drawResources, resourceBlock } from './resources.ts';
import { matched, rooted } from './routes.ts';
import { type Table, TOP, drawingsOf, inScope } from './table.ts';

type Drawing = Extract<DrawingFact, { kind: 'drawing' }>;

/** A call of a routing table, where one is being drawn; and the value that it then has. */
export function draw(machine: Machine, frame: Frame, fact: Drawing, known: Value | undefined): Value | undefined {
  drawFact(machine, frame, fact);
  // What keeps a block may draw it: it is called as any other.
  return fact.word === 'keep' ? known : (known ?? NOTHING);
}

function drawFact(machine: Machine, frame: Frame, fact: Drawing): void {
  if (fact.framework === 'roda') {
    drawTree(machine, frame, fact);
    return;
  }
  if (fact.framework !== 'rails') {
    drawInClass(machine, frame, fact);
    return;
  }
  const drawings = drawingsOf(machine);
  const table = drawings.tables.at(-1);
  const given = givenIn(machine, frame, fact.site, table?.scope.options ?? new Map());
  if (fact.word === 'draw') beginTable(machine, frame, fact, given);
  else if (fact.word === 'keep') keep(machine, frame, fact, given);
  else if (fact.word === 'isolate') isolate(machine, frame, given);
  else if (table) drawIn(machine, table, fact, given);
}

/** `isolate_namespace Blog` in the class of an engine: its controllers are those of the module. */
function isolate(machine: Machine, frame: Frame, { positional }: Given): void {
  const [module] = positional;
  const name = module && nameOf(module.value);
  const engine = classAround(frame);
  if (name !== undefined && engine !== undefined) drawingsOf(machine).isolated.set(engine, name);
}

function classAround(frame: Frame): string | undefined {
  let { scope } = frame;
  while (!scope.cls && scope.parent) scope = scope.parent;
  return scope.cls?.cls.name;
}

/**
 * The engine whose table a call begins: `Blog::Engine.routes.draw`, `Blog::Engine.add_routes`, `routes do` in its class; undefined
 * for the application.
 */
function engineOf(frame: Frame, { site }: Drawing): string | undefined {
  if (site.callee.kind !== 'member') return classAround(frame);
  let { of } = site.callee;
  if (of.kind === 'self') return classAround(frame);
  if (of.kind === 'call' && of.callee.kind === 'member') of = of.callee.of;
  const name = of.kind === 'name' ? of.name : undefined;
  // Initializers of engines are handed the application.
  return name === undefined || /(?:^|::)(?:\w*Application|Rails)$|^app(?:lication)?$/.test(name) ? undefined : name;
}

/**
 * A block of routes that is handed to something that keeps it. Where that is of the tree, and draws the block in a table, it is
 * drawn there; else it is drawn by what the block is handed to.
 */
function keep(machine: Machine, frame: Frame, fact: Drawing, given: Given): void {
  if (drawingsOf(machine).tables.length > 0) return;
  const body = given.block?.fn.body ?? [];
  const isDrawn = (): boolean =>
    body.some(
      statement =>
        (statement.kind === 'evaluate' || statement.kind === 'return') &&
        statement.value !== undefined &&
        machine.fired.has(statement.value),
    );
  const begin = (): void => {
    if (!isDrawn()) beginTable(machine, frame, fact, given);
  };
  // After the tables that are drawn late themselves.
  machine.late.push(() => machine.late.push(begin));
}

function beginTable(machine: Machine, frame: Frame, fact: Drawing, { block }: Given): void {
  if (!block) return;
  const drawings = drawingsOf(machine);
  const engine = engineOf(frame, fact);
  const router =
    engine === undefined
      ? rootRouter(machine, fact.framework, fact.at, RAILS_RULES)
      : addRouter(machine, { framework: fact.framework, at: fact.at, role: 'router', rules: RAILS_RULES });
  const home = engine === undefined ? undefined : homeOf(machine, fact.at.file, engine);
  if (engine !== undefined) {
    // The class of the engine says which module it keeps to.
    if (home !== undefined) loadModule(machine, home);
    drawings.engines.set(engine, [...(drawings.engines.get(engine) ?? []), { router, at: fact.at, home }]);
    machine.last.push(() => mountInstalled(machine, engine, router));
  }
  machine.fired.add(fact.site);
  const conditions = [...machine.conditions];
  // Any file may still put something before the actions that the routes name.
  machine.late.push(() => {
    const table: Table = {
      framework: fact.framework,
      router,
      engine: modulesOf(machine, engine, home),
      isApiOnly: isApiOnly(machine, fact.at.file),
      concerns: new Map(),
      scope: TOP,
    };
    const before = machine.conditions.splice(0, machine.conditions.length, ...conditions);
    drawings.tables.push(table);
    callClosure(machine, block, []);
    drawings.tables.pop();
    machine.conditions.splice(0, machine.conditions.length, ...before);
  });
}

/** Modules that the controllers of an engine may be in. Of an engine outside the tree, those that its name says. */
function modulesOf(machine: Machine, engine: string | undefined, home: string | undefined): readonly string[] {
  if (engine === undefined) return [];
  const isolated = drawingsOf(machine).isolated.get(engine);
  if (isolated !== undefined) return [isolated];
  const around = engine.split('::').slice(0, -1);
  return home === undefined ? around.map((_, index) => around.slice(0, around.length - index).join('::')) : [];
}

/** The file of the class of an engine. */
function homeOf(machine: Machine, file: string, engine: string): string | undefined {
  const target = machine.program.resolve(file, engine, '*');
  return target.kind === 'file' ? target.file : undefined;
}

/** `config.api_only = true`: no pages with forms are routed to. Source: Rails guides, Using Rails for API-only applications. */
function isApiOnly(machine: Machine, file: string): boolean {
  const component = machine.program.componentOf(file);
  return machine.program.facts.some(
    fact =>
      fact.kind === 'enables' &&
      fact.what === 'rails-api-only' &&
      machine.program.componentOf(fact.at.file) === component,
  );
}

function drawIn(machine: Machine, table: Table, fact: Drawing, given: Given): void {
  machine.fired.add(fact.site);
  const run = (scope = table.scope, args: readonly Value[] = []): void => {
    const { block } = given;
    if (block) inScope(table, scope, () => callClosure(machine, block, args));
  };
  switch (fact.word) {
    case 'scope':
      return run(scopedBy(table.scope, pathGiven(given), given.options));
    case 'namespace':
      return namespace(machine, table, given);
    case 'controller': {
      const controller = textIn(given.positional[0]?.value);
      return run({
        ...scopedBy(table.scope, undefined, given.options),
        ...(controller === undefined ? {} : { controller }),
      });
    }
    case 'constraints':
      return constrained(machine, given, run);
    case 'defaults':
    case 'nested':
      return fact.word === 'nested' ? resourceBlock(table, 'nested', () => run()) : run();
    case 'shallow':
      return run({ ...table.scope, isShallow: true });
    case 'with_options':
      return run({ ...table.scope, options: new Map([...table.scope.options, ...given.options]) });
    case 'resources':
    case 'resource':
      return drawResources(machine, table, fact.word === 'resource', given);
    case 'member':
    case 'collection':
    case 'new':
      return resourceBlock(table, fact.word, () => run());
    case 'concern': {
      const name = textIn(given.positional[0]?.value);
      const made = given.block ?? given.positional[1]?.value;
      if (name !== undefined && made) table.concerns.set(name, made);
      return;
    }
    case 'concerns':
      return concerned(
        machine,
        table,
        textsIn({ kind: 'list', items: given.positional.map(one => one.value), isOpen: false }),
        given.options,
      );
    case 'get':
    case 'post':
    case 'put':
    case 'patch':
    case 'delete':
    case 'options':
    case 'query':
      return matched(machine, table, given, [fact.word]);
    case 'match':
      return matched(machine, table, given, textsIn(given.options.get('via')));
    case 'root':
      return rooted(machine, table, given);
    case 'mount':
      return mounted(machine, table, given);
    case 'draw-file':
      return drawFile(machine, table, fact, given);
    case 'authenticate':
    case 'authenticated':
      return authenticated(machine, table, fact, given, run);
    case 'unauthenticated':
      return under(machine, 'nobody is signed in', () => run());
    case 'devise_for':
      return drawDevise(machine, table, given);
    case 'use_doorkeeper':
      return drawDoorkeeper(machine, table, given, () => run());
    case 'doorkeeper-controllers':
    case 'doorkeeper-skip':
      return noteDoorkeeper(table, fact.word === 'doorkeeper-skip', given);
    default:
      // Words of other frameworks.
      return;
  }
}

function pathGiven({ positional }: Given): string | undefined {
  const parts = positional.flatMap(({ value }) => textsIn(value));
  return parts.length === 0 ? undefined : parts.join('/');
}

/** `namespace :admin`: a path and a module of that name. Inside resources, below one of them. */
function namespace(machine: Machine, table: Table, given: Given): void {
  const { block } = given;
  const name = textIn(given.positional[0]?.value);
  if (!block || name === undefined) return;
  const open = (): void => {
    const path = textIn(given.options.get('path')) ?? name;
    const options = new Map(given.options);
    options.delete('path');
    if (!options.has('module')) options.set('module', { kind: 'text', value: name });
    if (!options.has('shallow_path')) options.set('shallow_path', { kind: 'text', value: path });
    inScope(table, scopedBy(table.scope, path, options), () => callClosure(machine, block, []));
  };
  if (isInResources(table)) resourceBlock(table, 'nested', open);
  else open();
}

function isInResources(table: Table): boolean {
  return table.scope.level === 'resources' || table.scope.level === 'resource';
}

/** What a constraint asks of a request is not followed: it says whether the routes are there, and never who may call. */
function constrained(machine: Machine, given: Given, run: () => void): void {
  const isOfRequest =
    given.positional.length > 0 ||
    [...given.options].some(([key, value]) => OF_REQUEST.has(key) && value.kind !== 'pattern');
  if (isOfRequest) under(machine, 'a constraint of the route holds', () => run());
  else run();
}

const OF_REQUEST: ReadonlySet<string> = new Set(['subdomain', 'host', 'domain', 'ip', 'format', 'protocol']);

function concerned(machine: Machine, table: Table, names: readonly string[], options: Given['options']): void {
  for (const name of names) {
    const made = table.concerns.get(name);
    if (made?.kind === 'closure')
      callClosure(machine, made, [{ kind: 'record', fields: new Map(options), isOpen: false }]);
    else if (!made) note(machine, 'unknown-router', table.router.at, `the routing concern ${name} was not found`);
  }
}

/** `authenticate :user do`: Devise lets nobody else through; `authenticated`: the routes are there for nobody else. */
function authenticated(
  machine: Machine,
  table: Table,
  fact: Drawing,
  given: Given,
  run: (scope?: Table['scope']) => void,
): void {
  const scope = textIn(given.positional[0]?.value) ?? 'user';
  const guard: KnownGuard = {
    kind: 'guard',
    at: fact.at,
    what: `${fact.word} :${scope}`,
    effect: 'required',
    mechanism: 'session',
    scopes: [],
    limiter: false,
    why: 'Devise routes only those who are signed in',
  };
  const inside = { ...table.scope, guards: [...table.scope.guards, guard] };
  if (fact.word === 'authenticate') run(inside);
  else under(machine, `a ${scope} is signed in`, () => run(inside));
}

/** `draw :admin` draws what stands in `config/routes/admin.rb`. */
function drawFile(machine: Machine, table: Table, fact: Drawing, { positional }: Given): void {
  const name = textIn(positional[0]?.value);
  const folder = fact.at.file.replace(/routes(?:\/[^/]*)*\.rb$|[^/]*$/, '');
  const path = `${folder}routes/${name ?? ''}.rb`;
  const state = name === undefined ? undefined : loadModule(machine, path);
  if (!state) {
    note(
      machine,
      'unknown-router',
      fact.at,
      `the routes of ${name ?? 'a file'} were not found; they are left out of the inventory`,
    );
    return;
  }
  const before = table.scope;
  execute(
    machine,
    { scope: { names: new Map(), file: path, parent: state.scope }, memo: new Map(), returns: [] },
    state.module.body,
  );
  table.scope = before;
}
