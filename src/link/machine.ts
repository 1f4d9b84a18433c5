import type { Method } from './implementations.ts';
import type { ProgramFact } from '../core/facts/program.ts';
import type { ViewRules } from '../core/facts/serving.ts';
import type { Location } from '../core/location.ts';
import type { ClassNode, Decorator, Expr, Module, ModuleResolver, ResolvedModule, TypeRef } from '../core/program.ts';
import type { AccessList } from './access.ts';
import type { FoundApplication } from './applications.ts';
import type { ClassPrefix } from './class-prefixes.ts';
import type { Marked } from './classes.ts';
import type { InputCheck } from './controls/input-checks.ts';
import type { FileRouter } from './file-routers.ts';
import type { GuardNames } from './guard-names.ts';
import type { Exploration } from './guards/explore.ts';
import type { Provider } from './providers.ts';
import { newRouter, type PathValue, type Router } from './router.ts';
import type { NamedPath } from './named-paths.ts';
import { moduleOf, relaxed } from './settings.ts';
import type { Setting, Settled } from './project-settings.ts';
import {
  type ClassValue,
  type ClosureValue,
  type InstanceValue,
  type KnownGuard,
  type RecordValue,
  type Scope,
  type Value,
  either,
} from './value.ts';

/** What the linker is given: the parsed modules of a tree, what detectors said of their sites, and how modules find each other. */
export type Program = {
  /** Modules that are evaluated whether anything loads them or not. */
  readonly modules: ReadonlyMap<string, Module>;
  /** Any other module of the tree, parsed when something asks for what is in it. */
  readonly moduleAt?: (file: string) => Module | undefined;
  readonly facts: readonly ProgramFact[];
  readonly resolve: ModuleResolver;
  /** Text of a data file that code loads (`require('./routes.json')`), or undefined. */
  readonly readData: (path: string) => unknown;
  /** Files below a folder of the tree, sorted, for loaders of whole folders. */
  readonly filesBelow: (folder: string) => readonly string[];
  /** Types that have a method of this name, in languages in which they need not say what they implement (Go); without mocks. */
  readonly methodsNamed?: (name: string) => readonly Method[];
  readonly componentOf: (file: string) => string;
  /** Whether a framework's package is used in the component of a file; decides whether a nameless parameter may be its router. */
  readonly usesFramework: (component: string, framework: string) => boolean;
  /** How parts of a build make applications together. A part is a folder with a build file, or the root (`.`). */
  readonly build: {
    readonly partOf: (file: string) => string;
    /** A part and those that it depends on, directly or not. */
    readonly partsOf: (part: string) => ReadonlySet<string>;
    /** Parts that start an application with what this one holds; itself where it does. */
    readonly applicationsOf: (part: string) => readonly string[];
  };
};

/** A module that was, or is being, evaluated. */
export type ModuleState = {
  readonly module: Module;
  readonly scope: Scope;
  /** `module` of CommonJS: `{ exports }`. */
  readonly commonjs: RecordValue;
  isDone: boolean;
};

/** The state of one evaluation of a program. */
export type Machine = {
  readonly program: Program;
  readonly factsAt: ReadonlyMap<Expr | ClassNode | TypeRef, readonly ProgramFact[]>;
  /** Facts that stand for themselves, whatever is called, by file. */
  readonly rootFacts: ReadonlyMap<string, readonly ProgramFact[]>;
  readonly modules: Map<string, ModuleState>;
  readonly routers: Router[];
  /** Roots of file-based routing, by component and framework. */
  readonly roots: Map<string, Router>;
  /** Names by which guards are given. */
  readonly guardNames: GuardNames[];
  /** What stands before members of classes, as their constructors say, by class id. */
  readonly ownGuards: Map<string, Value[]>;
  /** What files that were included have given. */
  readonly included: Map<string, Value>;
  /** Files with facts in them. */
  readonly saying: ReadonlySet<string>;
  /** The newest closure of each function and each class met. */
  readonly closures: Map<string, ClosureValue>;
  readonly classes: Map<string, ClassValue>;
  /** Classes that are declared in parts, by where they belong and their name. */
  readonly parts: Map<string, ClassValue[]>;
  readonly routerOfClass: Map<string, Router>;
  /** Prefixes that are put before the controllers of a module class, by class id. */
  readonly prefixOfClass: Map<string, PathValue[]>;
  /** Classes that are applications, by component and framework, with the router of each. */
  readonly applications: Map<string, readonly FoundApplication[]>;
  /** Paths below which the root of this id serves controllers that no class of an application serves. */
  readonly applicationPaths: Map<number, readonly PathValue[]>;
  /** Classes of filters that some code puts in use, by class id, with the conditions under which it does. */
  readonly usedFilters: Map<string, readonly Condition[]>;
  /** Routers of classes that are served where something gives them, by framework and class id. */
  readonly givenRouters: Map<string, Router>;
  /** Routers that stand for files which are no programs. */
  readonly fileRouters: Map<string, FileRouter>;
  /** Named properties that were put on routers, by component, framework and name. */
  readonly properties: Map<string, { readonly router: Router; readonly value: Value }[]>;
  /** Routers whose builder functions run, the innermost last. */
  readonly building: Router[];
  /** Classes whose own code runs, the innermost last. */
  readonly making: ClassValue[];
  /** Routers that were made up for functions that nothing had called yet, by function id. */
  readonly madeUp: Map<string, readonly Router[]>;
  /** Ways to authenticate, by component, framework and name. */
  readonly providers: Map<string, readonly Provider[]>;
  /** The router that a plugin's own router was made for. */
  readonly parents: Map<Router, Router>;
  /** Exports of packages that are guards, by dotted name. */
  readonly guardExports: ReadonlyMap<string, KnownGuard>;
  /** Lists of who may call which paths, by name. */
  readonly accessLists: Map<string, AccessList>;
  /** Prefixes that are put before classes of some kind. */
  readonly classPrefixes: ClassPrefix[];
  /** The one whose method is being run. */
  accessList?: string;
  /** What settings files say, by the module of a build that they belong to and name; of several values, the first that is read. */
  readonly settings: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What parts of a build switch on, by part. */
  readonly enabled: ReadonlyMap<string, ReadonlySet<string>>;
  /** Classes of packages whose heirs answer requests, by dotted name. */
  readonly viewBases: ReadonlyMap<string, ViewRules>;
  /** Classes of packages whose heirs are routers, by dotted name. */
  readonly routerBases: ReadonlyMap<string, Extract<ProgramFact, { kind: 'router-base' }>>;
  /** Constants of packages, by dotted name. */
  readonly knownExports: ReadonlyMap<string, readonly string[]>;
  /** What settings say, by name; and the applications that they make. */
  readonly projectSettings: Map<string, readonly Setting[]>;
  readonly settled: Settled[];
  /** Decorators that stand on classes of the tree, by class id. */
  readonly classDecorators: Map<string, Value[]>;
  /** Entries of lists that something has mounted. */
  readonly mountedEntries: Set<Value>;
  /** Classes of requests that something answers, of those that say where. */
  readonly boundRequests: Set<ClassNode>;
  /** Paths that have names, for views to be put on them. */
  readonly namedPaths: NamedPath[];
  /** What the program puts into its configuration, by name. */
  readonly named: Map<string, Value>;
  /** Constants that a call defines, by component and name. */
  readonly constants: Map<string, Value>;
  /** Functions whose annotations the program reads itself, by id. */
  readonly reflected: Set<string>;
  /** The file that is being entered: what a server was asked for, where it is a script. */
  entry?: string;
  /** Parameters that the declared type of their function makes routers: `fn id#index`. */
  readonly typedParameters: Map<string, Extract<ProgramFact, { kind: 'router' }>>;
  /** What functions do to a request without credentials, by scope and function. */
  readonly explored: WeakMap<Scope, Map<string, Exploration>>;
  /** What following them has cost so far. */
  readonly exploration: { nodes: number };
  /** Checks of input that functions make, by scope and function. */
  readonly inputChecks: WeakMap<Scope, Map<string, readonly InputCheck[]>>;
  /** Names that functions without one of their own were bound to, by function id. */
  readonly namesOf: Map<string, string>;
  /** Functions whose body was evaluated. */
  readonly ran: Set<string>;
  /** Sites whose fact found its router. */
  readonly fired: Set<Expr>;
  /** Function ids being evaluated, for recursion. */
  readonly stack: string[];
  /** What could not be decided on the way to what is being evaluated, outermost first. */
  readonly conditions: Condition[];
  /** Callbacks of promises: they run when the module that is being evaluated is done. */
  readonly deferred: (() => void)[];
  /** What is done once every module has been entered. */
  readonly late: (() => void)[];
  /** What is done once every function that may register something has run, too. */
  readonly last: (() => void)[];
  /** Names that modules export, re-exports included, by file; undefined where the text does not tell. */
  readonly exportedNames: Map<string, ReadonlySet<string> | undefined>;
  /** Imported names that are being looked up, by file. */
  readonly lookingUp: Set<string>;
  /** What decorators say, by the list of them. */
  readonly marked: Map<readonly Decorator[], Marked>;
  readonly notes: LinkNote[];
  /** How much routers have been told so far. */
  registered: number;
  /** Nodes evaluated since the last root was entered. */
  steps: number;
  /** The one instance that stands for all of a class that something else makes, by class id. */
  readonly opaque: Map<string, InstanceValue>;
  /** What functions gave that make something once; see `made-once`. */
  readonly made: Map<string, Value>;
  /** What the calls of a function cost that registered nothing, by function id. */
  readonly idleSteps: Map<string, number>;
  nesting: number;
};

/** What could not be followed, for diagnostics. */
export type LinkNote = {
  readonly code:
    | 'computed-path'
    | 'computed-method'
    | 'unknown-router'
    | 'never-mounted'
    | 'evaluation-too-long'
    | 'plugin-not-followed'
    | 'catch-all-route'
    | 'unset-prefix'
    | 'cyclic-mount';
  readonly at: Location;
  readonly what: string;
};

/** Nodes that one entry module may cost. Ample for the largest route tables seen; stops run-away recursion. */
export const STEP_LIMIT = 400_000;
/** Nodes of one call above which its cost counts fourfold against its function, when it registers nothing. */
export const COSTLY_CALL = 1_000;
/** What the calls of one function may cost without registering anything. Makers of route definitions are cheap, however many there are. */
export const IDLE_LIMIT = 80_000;
/** Calls inside calls. */
export const CALL_DEPTH = 60;
/** Elements of one list that a loop visits. */
export const LOOP_LIMIT = 1_000;
/** Expressions inside expressions. */
export const NESTING_LIMIT = 1_200;

export function newMachine(program: Program): Machine {
  const resolve = remembered(program.resolve);
  const factsAt = new Map<Expr | ClassNode | TypeRef, ProgramFact[]>();
  for (const fact of program.facts) {
    const list = factsAt.get(fact.site);
    if (!list) factsAt.set(fact.site, [fact]);
    // What a site makes comes before what it does to it.
    else if (fact.kind === 'router') list.unshift(fact);
    else list.push(fact);
  }
  return {
    program: { ...program, resolve },
    exportedNames: new Map(),
    lookingUp: new Set(),
    rootFacts: rootFactsOf(program.facts),
    factsAt,
    modules: new Map(),
    routers: [],
    roots: new Map(),
    guardNames: [],
    ownGuards: new Map(),
    included: new Map(),
    saying: new Set(program.facts.map(fact => fact.at.file)),
    closures: new Map(),
    classes: new Map(),
    parts: new Map(),
    routerOfClass: new Map(),
    prefixOfClass: new Map(),
    applications: new Map(),
    applicationPaths: new Map(),
    usedFilters: new Map(),
    givenRouters: new Map(),
    fileRouters: new Map(),
    properties: new Map(),
    building: [],
    making: [],
    madeUp: new Map(),
    providers: new Map(),
    parents: new Map(),
    guardExports: guardExportsOf(program.facts),
    accessLists: new Map(),
    classPrefixes: [],
    settings: settingsIn(program),
    enabled: enabledIn(program),
    viewBases: new Map(
      program.facts.flatMap(fact =>
        fact.kind === 'view-base' ? [[`${fact.module}.${fact.name}`, fact.view] as const] : [],
      ),
    ),
    routerBases: new Map(
      program.facts.flatMap(fact =>
        fact.kind === 'router-base' ? [[`${fact.module}.${fact.name}`, fact] as const] : [],
      ),
    ),
    knownExports: new Map(
      program.facts.flatMap(fact =>
        fact.kind === 'known-export' ? [[`${fact.module}.${fact.name}`, fact.value] as const] : [],
      ),
    ),
    projectSettings: new Map(),
    settled: [],
    classDecorators: new Map(),
    mountedEntries: new Set(),
    boundRequests: new Set(),
    namedPaths: [],
    marked: new Map(),
    named: new Map(),
    constants: new Map(),
    reflected: new Set(),
    typedParameters: new Map(),
    explored: new WeakMap(),
    exploration: { nodes: 0 },
    inputChecks: new WeakMap(),
    namesOf: new Map(),
    ran: new Set(),
    fired: new Set(),
    stack: [],
    conditions: [],
    deferred: [],
    late: [],
    last: [],
    notes: [],
    registered: 0,
    steps: 0,
    opaque: new Map(),
    made: new Map(),
    idleSteps: new Map(),
    nesting: 0,
  };
}

function settingsIn(program: Program): Machine['settings'] {
  const settings = new Map<string, Map<string, string>>();
  for (const fact of program.facts) {
    if (fact.kind !== 'configured') continue;
    const place = moduleOf(fact.at.file) ?? program.build.partOf(fact.at.file);
    const own = settings.get(place) ?? new Map<string, string>();
    const name = relaxed(fact.name);
    if (!own.has(name)) own.set(name, fact.value);
    settings.set(place, own);
  }
  return settings;
}

function enabledIn(program: Program): Machine['enabled'] {
  const enabled = new Map<string, Set<string>>();
  for (const fact of program.facts) {
    if (fact.kind !== 'enables') continue;
    const part = program.build.partOf(fact.at.file);
    enabled.set(part, (enabled.get(part) ?? new Set()).add(fact.what));
  }
  return enabled;
}

function rootFactsOf(facts: readonly ProgramFact[]): ReadonlyMap<string, readonly ProgramFact[]> {
  const byFile = new Map<string, ProgramFact[]>();
  const rootLists = new Set(
    facts.flatMap(fact => (fact.kind === 'access-list' && fact.method === undefined ? [fact.list] : [])),
  );
  for (const fact of facts) {
    const isRoot =
      fact.kind === 'access-list'
        ? fact.method === undefined
        : fact.kind === 'access-rule'
          ? fact.list !== undefined && rootLists.has(fact.list)
          : fact.kind === 'application-routes' ||
            fact.kind === 'project-setting' ||
            fact.kind === 'router-file' ||
            fact.kind === 'mount-file' ||
            fact.kind === 'guard-names' ||
            (fact.kind === 'class-prefix' && fact.folders !== undefined) ||
            // Settings name a class, and nothing evaluates their sites.
            (fact.kind === 'base-path' && fact.site.kind === 'text' && fact.on?.kind === 'load') ||
            fact.kind === 'entry-list' ||
            (fact.kind === 'named-view' && !fact.on) ||
            ((fact.kind === 'base-path' ||
              (fact.kind === 'route' && !fact.implicit) ||
              (fact.kind === 'guard' && !fact.isReached && !fact.implicit)) &&
              !fact.on);
    if (!isRoot) continue;
    const list = byFile.get(fact.at.file);
    if (list) list.push(fact);
    else byFile.set(fact.at.file, [fact]);
  }
  return byFile;
}

/** The same specifiers are looked up again and again, through barrels above all. */
function remembered(resolve: ModuleResolver): ModuleResolver {
  const known = new Map<string, Map<string, ResolvedModule>>();
  return (file, specifier, imported) => {
    const ofFile = known.get(file) ?? new Map<string, ResolvedModule>();
    known.set(file, ofFile);
    const key = imported === undefined ? specifier : `${specifier}\n${imported}`;
    const found = ofFile.get(key) ?? resolve(file, specifier, imported);
    ofFile.set(key, found);
    return found;
  };
}

function guardExportsOf(facts: readonly ProgramFact[]): ReadonlyMap<string, KnownGuard> {
  return new Map(
    facts.flatMap(fact => {
      if (fact.kind !== 'guard-export') return [];
      const guard: KnownGuard = {
        kind: 'guard',
        at: fact.at,
        what: fact.why,
        effect: fact.effect,
        ...(fact.hands ? { hands: fact.hands } : {}),
        scopes: [],
        limiter: fact.limiter === true,
        ...(fact.controls ? { controls: fact.controls } : {}),
        why: fact.why,
        ...(fact.mechanism ? { mechanism: fact.mechanism } : {}),
        ...(fact.methods ? { methods: fact.methods } : {}),
        ...(fact.spares ? { spares: fact.spares } : {}),
        ...(fact.exemptBy === undefined ? {} : { exemptBy: fact.exemptBy }),
        ...(fact.marks === undefined ? {} : { marks: fact.marks }),
        ...(fact.decidedBy === undefined ? {} : { decidedBy: fact.decidedBy }),
        ...(fact.verifiedBy === undefined ? {} : { verifiedBy: fact.verifiedBy }),
        ...(fact.namesProvider ? { namesProvider: { ...fact.namesProvider, framework: fact.framework } } : {}),
      };
      return [[fact.name === 'default' ? fact.module : `${fact.module}.${fact.name}`, guard] as const];
    }),
  );
}

export function addRouter(machine: Machine, given: Parameters<typeof newRouter>[1]): Router {
  const router = newRouter(machine.routers.length, given);
  machine.routers.push(router);
  return router;
}

/** What a file is served with: its component; or the application that its part of the build is built into. */
function servingPart(
  machine: Machine,
  file: string,
  rules: Router['rules'],
): { readonly serving: string; readonly isShared: boolean } {
  const component = machine.program.componentOf(file);
  if (!rules.servesParts) return { serving: component, isShared: false };
  const { partOf, applicationsOf } = machine.program.build;
  const part = partOf(file);
  const applications = applicationsOf(part);
  const [only] = applications;
  if (part === '.' && only === undefined) return { serving: component, isShared: false };
  return { serving: applications.length === 1 && only !== undefined ? only : part, isShared: applications.length > 1 };
}

/** Stands before what several applications serve: each may ask for something else. */
function sharedGuard(at: Location): Router['events'][number] {
  const guard: KnownGuard = {
    kind: 'guard',
    at,
    what: 'the application',
    effect: 'unknown',
    scopes: [],
    limiter: false,
    why: 'several applications are built with it, and each may ask for something else',
  };
  return { kind: 'guard', at, paths: [], covers: 'below', guards: [guard], conditions: [] };
}

/**
 * The root that a framework serves from in a component, where no expression makes it: files or classes that it finds by
 * itself. Where settings decide on the base of the paths, each part of a build has one of its own.
 */
export function rootRouter(machine: Machine, framework: string, at: Location, rules: Router['rules']): Router {
  const place = rules.baseSettings ? `#${moduleOf(at.file) ?? machine.program.build.partOf(at.file)}` : '';
  const { serving, isShared } = servingPart(machine, at.file, rules);
  const key = `${serving}#${framework}${place}`;
  const known = machine.roots.get(key);
  if (known) return known;
  const root = addRouter(machine, { framework, at, role: 'application', rules });
  machine.roots.set(key, root);
  if (isShared) root.events.push(sharedGuard(at));
  return root;
}

/**
 * A named property of a router: its own, one of those it was made for, or else one that was put on any router of the
 * framework in the same component, as plugins do for their parents.
 */
export function propertyOf(machine: Machine, router: Router, name: string): Value | undefined {
  const [own] = propertiesAround(machine, router, name);
  if (own) return own;
  const all = machine.properties.get(propertyKey(machine, router, name)) ?? [];
  // The same function put up again in another run of its plugin is one and the same.
  const distinct = new Map(all.map(({ value }, index) => [value.kind === 'closure' ? value.fn.id : index, value]));
  return distinct.size === 0 ? undefined : either([...distinct.values()]);
}

/** What a router and those around it say under a name, the innermost first. */
export function propertiesAround(machine: Machine, router: Router, name: string): readonly Value[] {
  const all = machine.properties.get(propertyKey(machine, router, name)) ?? [];
  const found: Value[] = [];
  const seen = new Set<Router>();
  for (
    let owner: Router | undefined = router;
    owner && !seen.has(owner);
    owner = machine.parents.get(owner) ?? owner.derivedFrom
  ) {
    seen.add(owner);
    const own = all.findLast(property => property.router === owner);
    if (own) found.push(own.value);
  }
  return found;
}

export function addProperty(machine: Machine, router: Router, name: string, value: Value): void {
  const key = propertyKey(machine, router, name);
  machine.properties.set(key, [...(machine.properties.get(key) ?? []), { router, value }]);
}

function propertyKey(machine: Machine, router: Router, name: string): string {
  return `${machine.program.componentOf(router.at.file)}#${router.framework}#${name}`;
}

export function note(machine: Machine, code: LinkNote['code'], at: Location, what: string): void {
  const isKnown = machine.notes.some(other => other.code === code && other.at === at);
  if (!isKnown) machine.notes.push({ code, at, what });
}

/**
 * Something that could not be decided: a branch, a loop, an error. What stands under the very same conditions happens
 * together, or not at all. `isQuiet`: it is taken to hold, as nothing failing in a `try`, and is no news of its own.
 */
export type Condition = { readonly words: string; readonly isQuiet: boolean };

/** Runs something that may or may not happen; early exits in it do not reach further. */
export function under<T>(machine: Machine, words: string, run: () => T, isQuiet = false): T {
  const before = machine.conditions.length;
  machine.conditions.push({ words, isQuiet });
  const result = run();
  machine.conditions.length = before;
  return result;
}

/** For what happens whatever branch the evaluation has come to it by. */
export function unconditionally<T>(machine: Machine, run: () => T): T {
  const conditions = machine.conditions.splice(0);
  const result = run();
  machine.conditions.splice(0, machine.conditions.length, ...conditions);
  return result;
}

/** Conditions in words, for a report; undefined when there are none worth saying. */
export function wordsOfConditions(conditions: readonly Condition[]): string | undefined {
  const words = conditions.flatMap(condition => (condition.isQuiet ? [] : [condition.words]));
  return words.length === 0 ? undefined : [...new Set(words)].join(' and ').slice(0, 200);
}

/** How many branches lie around: what is assigned deeper than it was declared may not have been assigned. */
export function branchDepth(machine: Machine): number {
  return machine.conditions.reduce((depth, condition) => (condition.isQuiet ? depth : depth + 1), 0);
}

export function lookUp(scope: Scope, name: string): { value: Value; readonly depth: number } | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const binding = current.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}
