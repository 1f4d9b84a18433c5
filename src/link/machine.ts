import type { ProgramFact } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { ClassNode, Expr, Module, ModuleResolver, TypeRef } from '../core/program.ts';
import type { Exploration } from './guard-paths.ts';
import { newRouter, type PathValue, type Router } from './router.ts';
import type { ClassValue, ClosureValue, RecordValue, Scope, Value } from './value.ts';

/** What the linker is given: the parsed modules of a tree, what detectors said of their sites, and how modules find each other. */
export type Program = {
  readonly modules: ReadonlyMap<string, Module>;
  readonly facts: readonly ProgramFact[];
  readonly resolve: ModuleResolver;
  /** Text of a data file that code loads (`require('./routes.json')`), or undefined. */
  readonly readData: (path: string) => unknown;
  /** Files below a folder of the tree, sorted, for loaders of whole folders. */
  readonly filesBelow: (folder: string) => readonly string[];
  readonly componentOf: (file: string) => string;
  /** Whether a framework's package is used in the component of a file; decides whether a nameless parameter may be its router. */
  readonly usesFramework: (component: string, framework: string) => boolean;
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
  readonly modules: Map<string, ModuleState>;
  readonly routers: Router[];
  /** Roots of file-based routing, by component and framework. */
  readonly roots: Map<string, Router>;
  /** The newest closure of each function and each class met. */
  readonly closures: Map<string, ClosureValue>;
  readonly classes: Map<string, ClassValue>;
  readonly routerOfClass: Map<string, Router>;
  /** Prefixes that are put before the controllers of a module class, by class id. */
  readonly prefixOfClass: Map<string, PathValue[]>;
  /** Named properties that plugins put on applications, by component, framework and name. */
  readonly properties: Map<string, Value>;
  /** What the program puts into its configuration, by name. */
  readonly named: Map<string, Value>;
  /** Parameters that the declared type of their function makes routers: `fn id#index`. */
  readonly typedParameters: Map<string, Extract<ProgramFact, { kind: 'router' }>>;
  /** What functions do to a request without credentials, by scope and function. */
  readonly explored: WeakMap<Scope, Map<string, Exploration>>;
  /** Names that functions without one of their own were bound to, by function id. */
  readonly namesOf: Map<string, string>;
  /** Functions whose body was evaluated. */
  readonly ran: Set<string>;
  /** Sites whose fact found its router. */
  readonly fired: Set<Expr>;
  /** Function ids being evaluated, for recursion. */
  readonly stack: string[];
  /** Tests of the branches being evaluated that could not be decided, outermost first. */
  readonly conditions: string[];
  readonly notes: LinkNote[];
  /** Nodes evaluated since the last root was entered. */
  steps: number;
  nesting: number;
};

/** What could not be followed, for diagnostics. */
export type LinkNote = { readonly code: 'computed-path' | 'computed-method' | 'unknown-router' | 'never-mounted' | 'evaluation-too-long' | 'plugin-not-followed' | 'catch-all-route'; readonly at: Location; readonly what: string };

/** Nodes that one entry module may cost. Ample for the largest route tables seen; stops run-away recursion. */
export const STEP_LIMIT = 400_000;
/** Calls inside calls. */
export const CALL_DEPTH = 60;
/** Elements of one list that a loop visits. */
export const LOOP_LIMIT = 1_000;
/** Expressions inside expressions. */
export const NESTING_LIMIT = 1_200;

export function newMachine(program: Program): Machine {
  const factsAt = new Map<Expr | ClassNode | TypeRef, ProgramFact[]>();
  for (const fact of program.facts) {
    const list = factsAt.get(fact.site);
    if (list) list.push(fact);
    else factsAt.set(fact.site, [fact]);
  }
  return {
    program,
    factsAt,
    modules: new Map(),
    routers: [],
    roots: new Map(),
    closures: new Map(),
    classes: new Map(),
    routerOfClass: new Map(),
    prefixOfClass: new Map(),
    properties: new Map(),
    named: new Map(),
    typedParameters: new Map(),
    explored: new WeakMap(),
    namesOf: new Map(),
    ran: new Set(),
    fired: new Set(),
    stack: [],
    conditions: [],
    notes: [],
    steps: 0,
    nesting: 0,
  };
}

export function addRouter(machine: Machine, given: Parameters<typeof newRouter>[1]): Router {
  const router = newRouter(machine.routers.length, given);
  machine.routers.push(router);
  return router;
}

export function note(machine: Machine, code: LinkNote['code'], at: Location, what: string): void {
  const isKnown = machine.notes.some(other => other.code === code && other.at === at);
  if (!isKnown) machine.notes.push({ code, at, what });
}

/** The condition under which something happens here, in words; undefined when it always does. */
export function conditionOf(machine: Machine): string | undefined {
  return machine.conditions.length === 0 ? undefined : machine.conditions.join(' and ');
}

export function lookUp(scope: Scope, name: string): { value: Value; readonly depth: number } | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const binding = current.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}
