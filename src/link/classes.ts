/** Classes that serve routes or gather classes that do, by what their decorators say. */
import type { RouterRules, Stage } from '../core/facts/program.ts';
import type { ClassMember, Decorator, Expr } from '../core/program.ts';
import { push } from './events.ts';
import { pathsOf } from './path-values.ts';
import { metadataKey } from './guards/metadata.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { evaluate } from './interpreter.ts';
import { closureOf, methodOf } from './members.ts';
import { type Machine, addRouter } from './machine.ts';
import type { PathValue, Router } from './router.ts';
import {
  type BoundMark,
  type ClassValue,
  type MarksValue,
  type Scope,
  type Value,
  flatten,
  optionsOf,
} from './value.ts';

/** What the decorators of one class or method say together. */
export type Marked = {
  readonly marks: readonly BoundMark[];
  readonly guards: readonly Value[];
  readonly pipes: readonly Value[];
  readonly metadata: ReadonlyMap<string, Value>;
  readonly versions?: readonly PathValue[];
  readonly isDeprecated: boolean;
};

/** Makes a router of every class that is marked as a controller or module, and puts their routes and parts on it. */
export function routersOfClasses(machine: Machine): void {
  const classes = [...machine.classes.values()].toSorted((a, b) => (a.cls.id < b.cls.id ? -1 : 1));
  // All decorators are read first: one of them may put a prefix before what another one gathers.
  for (const cls of classes) if (cls.cls.decorators.length > 0) markedBy(machine, cls.scope, cls.cls.decorators);
  for (const cls of classes) routerOfClass(machine, cls);
}

/** The router a class stands for, or undefined when nothing marks it. */
export function routerOfClass(machine: Machine, cls: ClassValue): Router | undefined {
  const known = machine.routerOfClass.get(cls.cls.id);
  if (known) return known;
  if (cls.cls.decorators.length === 0) return undefined;
  const marked = markedBy(machine, cls.scope, cls.cls.decorators);
  const controller = marked.marks.find(({ mark }) => mark.kind === 'controller');
  const module = marked.marks.find(({ mark }) => mark.kind === 'module');
  const mark = controller ?? module;
  if (!mark) return undefined;
  const rules: RouterRules = mark.mark.kind === 'controller' ? mark.mark.rules : { syntax: 'nest', guards: 'always' };
  const router = addRouter(machine, { framework: mark.framework, at: mark.at, role: 'router', rules, cls: cls.cls });
  machine.routerOfClass.set(cls.cls.id, router);
  if (controller?.mark.kind === 'controller') {
    const { prefix, version } = controller.mark;
    if (prefix) router.prefixes.push([...pathsOf(controller.evaluate(prefix))]);
    const versions = version ? pathsOf(controller.evaluate(version)) : marked.versions;
    addRoutes(
      machine,
      { router, onClass: { ...marked, ...(versions ? { versions } : {}) }, self: cls },
      cls,
      new Set(),
    );
  }
  if (module) addParts(machine, router, module, cls);
  return router;
}

function markedBy(machine: Machine, scope: Scope, decorators: readonly Decorator[]): Marked {
  const known = machine.marked.get(decorators);
  if (known) return known;
  const marked = readDecorators(machine, scope, decorators);
  machine.marked.set(decorators, marked);
  return marked;
}

function readDecorators(machine: Machine, scope: Scope, decorators: readonly Decorator[]): Marked {
  const marks: BoundMark[] = [];
  const metadata = new Map<string, Value>();
  for (const decorator of decorators) {
    const frame = { scope, memo: new Map<Expr, Value>(), returns: [] };
    machine.steps = 0;
    collect(evaluate(machine, frame, decorator.expression), marks, metadata, 0);
  }
  const ofStage = (stage: Stage | undefined): readonly Value[] =>
    marks.flatMap(({ mark, evaluate: valueOf }) =>
      mark.kind === 'guard' && mark.stage === stage ? mark.guards.flatMap(guard => flatten(valueOf(guard))) : [],
    );
  const version = marks.find(({ mark }) => mark.kind === 'version');
  const versions = version?.mark.kind === 'version' ? pathsOf(version.evaluate(version.mark.version)) : undefined;
  return {
    marks,
    guards: ofStage(undefined),
    pipes: ofStage('pipe'),
    metadata,
    isDeprecated: marks.some(({ mark }) => mark.kind === 'deprecated'),
    ...(versions ? { versions } : {}),
  };
}

/** Marks of a decorator's value; those that combine others are opened. */
function collect(value: Value, marks: BoundMark[], metadata: Map<string, Value>, depth: number): void {
  if (depth > 12) return;
  for (const option of optionsOf(value)) {
    if (option.kind !== 'marks') continue;
    collectMarks(option, marks, metadata, depth);
  }
}

function collectMarks(value: MarksValue, marks: BoundMark[], metadata: Map<string, Value>, depth: number): void {
  for (const { key, value: given } of value.metadata ?? []) metadata.set(key, given);
  for (const bound of value.marks) {
    const { mark } = bound;
    if (mark.kind === 'all') {
      for (const inner of mark.marks)
        for (const item of flatten(bound.evaluate(inner))) collect(item, marks, metadata, depth + 1);
    } else if (mark.kind === 'metadata') {
      const key = metadataKey(bound.evaluate(mark.key));
      if (key !== undefined) metadata.set(key, bound.evaluate(mark.value));
    } else {
      marks.push(bound);
    }
  }
}

/** The router of a controller class, and what is said of the class as a whole. */
type Target = { readonly router: Router; readonly onClass: Marked; readonly self: ClassValue };

/** Routes of the methods of a class, and of the bases it inherits them from. */
function addRoutes(machine: Machine, target: Target, cls: ClassValue, taken: Set<string>): void {
  for (const member of cls.cls.members) {
    if (member.kind !== 'method' || member.isStatic || taken.has(member.name)) continue;
    taken.add(member.name);
    addRoute(machine, target, cls, member);
  }
  if (cls.base?.kind === 'class' && taken.size < 2_000) addRoutes(machine, target, cls.base, taken);
}

function addRoute(
  machine: Machine,
  { router, onClass, self }: Target,
  cls: ClassValue,
  member: Extract<ClassMember, { kind: 'method' }>,
): void {
  if (member.decorators.length === 0) return;
  const marked = markedBy(machine, cls.scope, member.decorators);
  const routes = marked.marks.filter(({ mark }) => mark.kind === 'route');
  if (routes.length === 0) return;
  const scope: Scope = {
    parent: cls.scope,
    names: new Map(),
    file: cls.scope.file,
    self: opaqueInstance(machine, self),
    cls,
  };
  const handler = closureOf(machine, member.fn, scope, scope.self);
  const versions = marked.versions ?? onClass.versions;
  for (const { mark, at, evaluate: valueOf } of routes) {
    if (mark.kind !== 'route') continue;
    push(machine, router, {
      kind: 'route',
      at,
      methods: isList(mark.methods)
        ? mark.methods
        : flatten(valueOf(mark.methods)).flatMap(item =>
            item.kind === 'external' ? METHOD_WORDS.filter(word => word === item.path.at(-1)) : [],
          ),
      paths: mark.path ? pathsOf(valueOf(mark.path)) : [{ kind: 'text', text: '' }],
      guards: [...onClass.guards, ...marked.guards],
      chain: [handler],
      pipes: [...onClass.pipes, ...marked.pipes],
      metadata: new Map([...onClass.metadata, ...marked.metadata]),
      isDeprecated: onClass.isDeprecated || marked.isDeprecated,
      ...(versions ? { versions } : {}),
    });
  }
}

const METHOD_WORDS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

function isList<T>(value: readonly T[] | Expr): value is readonly T[] {
  return Array.isArray(value);
}

/** Controllers and modules that a module class gathers, and the guards its providers put on the whole application. */
function addParts(machine: Machine, router: Router, { mark, at, evaluate: valueOf }: BoundMark, cls: ClassValue): void {
  if (mark.kind !== 'module') return;
  addModule(
    machine,
    router,
    at,
    {
      controllers: mark.controllers ? valueOf(mark.controllers) : undefined,
      imports: mark.imports ? valueOf(mark.imports) : undefined,
      providers: mark.providers ? valueOf(mark.providers) : undefined,
      prefix: machine.prefixOfClass.get(cls.cls.id),
    },
    0,
  );
}

type Parts = {
  readonly controllers: Value | undefined;
  readonly imports: Value | undefined;
  readonly providers: Value | undefined;
  readonly prefix: readonly PathValue[] | undefined;
};

function addModule(machine: Machine, router: Router, at: BoundMark['at'], parts: Parts, depth: number): void {
  const controllers = classesIn(machine, parts.controllers);
  if (controllers.length > 0)
    push(machine, router, {
      kind: 'mount',
      at,
      paths: parts.prefix ?? [{ kind: 'text', text: '' }],
      items: controllers,
    });
  for (const provider of parts.providers ? flatten(parts.providers) : []) {
    for (const option of optionsOf(provider)) addProvider(machine, router, at, option);
  }
  const unfollowed = [parts.imports, parts.providers]
    .flatMap(value => (value ? flatten(value).flatMap(item => optionsOf(item)) : []))
    .filter(item => item.kind === 'unknown' || (item.kind === 'list' && item.isOpen));
  for (const item of unfollowed)
    everywhereGuard(machine, router, at, {
      kind: 'unknown',
      why: 'a part of a module that could not be followed may guard everything',
      name: item.kind === 'unknown' && item.name !== undefined ? item.name : 'a part of a module',
    });
  if (!parts.imports || depth > 12) return;
  for (const item of flatten(parts.imports)
    .flatMap(value => optionsOf(value))
    .map(value => forwarded(machine, value))) {
    if (item.kind === 'class') {
      mountModule(machine, router, at, item);
    } else if (item.kind === 'record') {
      // A dynamic module: the class it stands for, and what it adds.
      const cls = item.fields.get('module');
      if (cls?.kind === 'class') mountModule(machine, router, at, cls);
      addModule(
        machine,
        router,
        at,
        {
          controllers: item.fields.get('controllers'),
          imports: item.fields.get('imports'),
          providers: item.fields.get('providers'),
          prefix: parts.prefix,
        },
        depth + 1,
      );
    }
  }
}

/** Puts what a module serves under the one that imports it, without a prefix of its own. */
function mountModule(machine: Machine, router: Router, at: BoundMark['at'], module: ClassValue): void {
  const child = routerOfClass(machine, module);
  if (child)
    push(machine, router, {
      kind: 'mount',
      at,
      paths: [{ kind: 'text', text: '' }],
      items: [{ kind: 'router', router: child }],
    });
}

function classesIn(machine: Machine, value: Value | undefined): readonly Value[] {
  if (!value) return [];
  return flatten(value)
    .flatMap(item => optionsOf(item))
    .map(item => forwarded(machine, item))
    .flatMap((item): readonly Value[] => {
      const child = item.kind === 'class' ? routerOfClass(machine, item) : undefined;
      return child ? [{ kind: 'router', router: child }] : item.kind === 'unknown' ? [item] : [];
    });
}

/** `forwardRef(() => Module)`: what the function gives. */
function forwarded(machine: Machine, value: Value): Value {
  const [first] = value.kind === 'outcome' ? value.args : [];
  return first?.kind === 'closure' && first.fn.parameters.length === 0 ? callClosure(machine, first, []) : value;
}

/** `{ provide: APP_GUARD, useClass }` guards everything of the application, whichever module says it; so do pipes and filters. */
function addProvider(machine: Machine, router: Router, at: BoundMark['at'], provider: Value): void {
  if (provider.kind !== 'record') return;
  const token = provider.fields.get('provide');
  const name = token?.kind === 'external' ? token.path.at(-1) : undefined;
  if (name !== 'APP_GUARD' && name !== 'APP_PIPE' && name !== 'APP_FILTER') return;
  const guard =
    provider.fields.get('useClass') ??
    provider.fields.get('useExisting') ??
    provider.fields.get('useValue') ??
    made(machine, provider.fields.get('useFactory'));
  everywhereGuard(
    machine,
    router,
    at,
    guard ?? { kind: 'unknown', why: 'a provider whose guard is not told', name },
    STAGES[name],
  );
}

const STAGES: Readonly<Record<'APP_GUARD' | 'APP_PIPE' | 'APP_FILTER', Stage | undefined>> = {
  APP_GUARD: undefined,
  APP_PIPE: 'pipe',
  APP_FILTER: 'error',
};

function everywhereGuard(machine: Machine, router: Router, at: BoundMark['at'], guard: Value, stage?: Stage): void {
  push(machine, router, {
    kind: 'guard',
    at,
    covers: 'below',
    paths: [{ kind: 'text', text: EVERYWHERE }],
    guards: [guard],
    ...(stage ? { stage } : {}),
  });
}

/** Marks a guard that stands for the whole application, wherever it was put. */
export const EVERYWHERE = '\u0003';

function made(machine: Machine, factory: Value | undefined): Value | undefined {
  return factory?.kind === 'closure' ? callClosure(machine, factory, []) : factory;
}

/** Runs the `configure` methods of module classes with the application, so that their middleware is put on it. */
export function configureModules(machine: Machine, application: Router, modules: readonly Router[]): void {
  for (const router of modules) {
    const cls = router.cls && machine.classes.get(router.cls.id);
    if (!cls) continue;
    const marked = markedBy(machine, cls.scope, cls.cls.decorators);
    const mark = marked.marks.find(candidate => candidate.mark.kind === 'module')?.mark;
    const name = mark?.kind === 'module' ? mark.configure : undefined;
    const method = name === undefined ? undefined : methodOf(machine, cls, name, opaqueInstance(machine, cls));
    if (method?.kind === 'closure') callClosure(machine, method, [{ kind: 'router', router: application }]);
  }
}
