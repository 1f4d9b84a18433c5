/** Classes that serve routes or gather classes that do, by what their decorators say. */
import { rulesAt } from './language.ts';
import { HTTP_METHODS, type Method as HttpMethod, type RouterRules, type Stage } from '../core/facts/program.ts';
import type { ClassMember, Decorator, Expr } from '../core/program.ts';
import { addActions } from './actions.ts';
import { push } from './events.ts';
import { ROOT, pathsOf } from './path-values.ts';
import { metadataKey } from './guards/metadata.ts';
import { classesAbove, isMainPart, lineOf } from './ancestors.ts';
import { DECIDED, ON_CLASS, ON_METHOD, accessGuard, annotationNames } from './annotations.ts';
import { mountFound } from './applications.ts';
import { addParts } from './class-modules.ts';
import { opaqueInstance } from './calling.ts';
import type { Frame } from './frame.ts';
import { evaluate } from './interpreter.ts';
import { closureOf } from './members.ts';
import { boundFilters } from './filters.ts';
import { mountLocated } from './locators.ts';
import { type Machine, addRouter, note } from './machine.ts';
import type { PathValue, Router } from './router.ts';
import { suppliedTo } from './supplied.ts';
import { valueWithSettings } from './settings.ts';
import {
  type BoundMark,
  type ClassValue,
  type InstanceValue,
  type MarksValue,
  NOTHING,
  type Scope,
  type Value,
  flatten,
  optionsOf,
} from './value.ts';

/** What the decorators of one class or method say together. */
export type Marked = {
  readonly marks: readonly BoundMark[];
  readonly guards: readonly Value[];
  /** Guards of which the nearest counts, by slot. */
  readonly slots: ReadonlyMap<string, readonly Value[]>;
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
  const marked = markedClass(machine, cls);
  if (!marked) return undefined;
  const controller = marked.marks.find(({ mark }) => mark.kind === 'controller');
  const module = marked.marks.find(({ mark }) => mark.kind === 'module');
  const mark = controller ?? module;
  if (!mark) return undefined;
  const rules: RouterRules = mark.mark.kind === 'controller' ? mark.mark.rules : { syntax: 'nest', guards: 'always' };
  const isFound = mark.mark.kind === 'controller' && mark.mark.isFound === true;
  // Only what can be made serves: an interface or abstract class lends its routes to those who implement it.
  if (!isMainPart(cls)) return undefined;
  if (isFound && (isAbstract(cls) || cls.cls.form === 'interface' || cls.cls.form === 'annotation')) return undefined;
  const router = addRouter(machine, { framework: mark.framework, at: mark.at, role: 'router', rules, cls: cls.cls });
  machine.routerOfClass.set(cls.cls.id, router);
  if (isFound) mountFound(machine, router, cls, { framework: mark.framework, at: mark.at, rules });
  if (controller?.mark.kind === 'controller' && controller.mark.actions)
    addActions(machine, router, cls, controller.mark.actions);
  else if (controller?.mark.kind === 'controller') {
    const { prefix, version } = controller.mark;
    if (prefix) router.prefixes.push([...pathsOf(controller.evaluate(prefix))]);
    const base = marked.marks.find(({ mark: { kind } }) => kind === 'prefix');
    if (base?.mark.kind === 'prefix')
      router.prefixes.push([
        ...pathsIn(machine, router, base, base.given?.get('path') ?? base.evaluate(base.mark.prefix)),
      ]);
    const versions = version ? pathsOf(controller.evaluate(version)) : marked.versions;
    addRoutes(machine, { router, onClass: { ...marked, ...(versions ? { versions } : {}) }, self: cls }, cls);
  }
  if (module) addParts(machine, router, module, cls);
  if (isFound && router.events.length === 0) noteMissingBase(machine, cls);
  return router;
}

function isAbstract({ cls, parts = [] }: ClassValue): boolean {
  return cls.isAbstract || parts.some(part => part.cls.isAbstract);
}

/** A controller without a route of its own takes its routes from somewhere: what a build generates is not in the tree. */
function noteMissingBase(machine: Machine, cls: ClassValue): void {
  const missing = lineOf(cls).flatMap(above => {
    const name = above.kind === 'unknown' ? above.name : above.kind === 'external' ? above.path.at(-1) : undefined;
    return name !== undefined && (above.kind === 'unknown' || GENERATED.test(name)) ? [name] : [];
  });
  if (missing.length > 0)
    note(
      machine,
      'unknown-router',
      cls.cls.nameAt,
      `its routes are declared by ${missing.slice(0, 3).join(', ')}, which the tree does not hold; they are left out of the inventory`,
    );
}

const GENERATED = /(?:Api|Apis|Operations|Resource|Controller|Endpoint)$/;

/** What is said of a class; where its own annotations say nothing of a path, those of what it inherits from count beside them. */
export function markedClass(machine: Machine, cls: ClassValue): Marked | undefined {
  const own = withOwnMarks(
    machine,
    cls,
    cls.cls.decorators.length === 0 ? undefined : markedBy(machine, cls.scope, cls.cls.decorators),
  );
  return own?.marks.some(({ mark }) => mark.kind === 'controller' || mark.kind === 'module')
    ? withPrefixAbove(machine, cls, own)
    : (inherited(machine, cls, own) ?? own);
}

/** Marks that a class has because of what is in it. */
function withOwnMarks(machine: Machine, cls: ClassValue, said: Marked | undefined): Marked | undefined {
  const marks = (machine.factsAt.get(cls.cls) ?? []).flatMap((fact): readonly BoundMark[] =>
    fact.kind === 'mark'
      ? [
          {
            mark: fact.mark,
            at: fact.at,
            framework: fact.framework,
            evaluate: expr => evaluate(machine, { scope: insideOf(machine, cls), memo: new Map(), returns: [] }, expr),
          },
        ]
      : [],
  );
  if (marks.length === 0) return said;
  const guards = marks.flatMap(({ mark, evaluate: valueOf }) =>
    mark.kind === 'guard' && mark.stage === undefined && mark.slot === undefined
      ? mark.guards.flatMap(guard => flatten(valueOf(guard)))
      : [],
  );
  return {
    ...(said ?? UNMARKED),
    marks: [...(said?.marks ?? []), ...marks],
    guards: [...(said?.guards ?? []), ...guards],
  };
}

export const UNMARKED: Marked = {
  marks: [],
  guards: [],
  pipes: [],
  metadata: new Map(),
  isDeprecated: false,
  slots: new Map(),
};

/** A class without a word of its own is what it implements or extends, where that is passed on. */
function inherited(machine: Machine, cls: ClassValue, own: Marked | undefined): Marked | undefined {
  if (cls.cls.form === 'interface' || cls.cls.form === 'annotation' || !takesOverridden(machine, cls)) return undefined;
  for (const above of classesAbove(cls).slice(1)) {
    const marked = above.cls.decorators.length === 0 ? undefined : markedBy(machine, above.scope, above.cls.decorators);
    if (!marked?.marks.some(({ mark }) => mark.kind === 'controller' && mark.isInherited)) continue;
    return own ? { ...joined(own, marked), metadata: new Map([...marked.metadata, ...own.metadata]) } : marked;
  }
  return undefined;
}

function withPrefixAbove(machine: Machine, cls: ClassValue, own: Marked): Marked {
  if (!own.marks.some(({ mark }) => mark.kind === 'controller' && mark.isFound)) return own;
  let all = own;
  for (const above of classesAbove(cls).slice(1)) {
    const marked = above.cls.decorators.length === 0 ? undefined : markedBy(machine, above.scope, above.cls.decorators);
    if (!marked) continue;
    const hasPrefix = all.marks.some(
      ({ mark }) => mark.kind === 'prefix' || (mark.kind === 'controller' && mark.prefix !== undefined),
    );
    const prefix = hasPrefix ? undefined : marked.marks.find(({ mark }) => mark.kind === 'prefix');
    all = {
      ...all,
      slots: new Map([...marked.slots, ...all.slots]),
      ...(prefix ? { marks: [...all.marks, prefix] } : {}),
    };
  }
  return all;
}

export function markedBy(machine: Machine, scope: Scope, decorators: readonly Decorator[]): Marked {
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
    if (rulesAt(machine, scope.file).hasAttributeClasses && isOfTree(machine, frame, decorator)) continue;
    collect(machine, evaluate(machine, frame, decorator.expression), { marks, metadata }, 0);
  }
  const ofStage = (stage: Stage | undefined): readonly Value[] =>
    marks.flatMap(({ mark, evaluate: valueOf }) =>
      mark.kind === 'guard' && mark.stage === stage && mark.slot === undefined
        ? mark.guards.flatMap(guard => flatten(valueOf(guard)))
        : [],
    );
  const version = marks.find(({ mark }) => mark.kind === 'version');
  const versions = version?.mark.kind === 'version' ? pathsOf(version.evaluate(version.mark.version)) : undefined;
  return {
    marks,
    guards: ofStage(undefined),
    slots: new Map(
      marks.flatMap(({ mark, evaluate: valueOf }) =>
        mark.kind === 'guard' && mark.slot !== undefined ? [[mark.slot, mark.guards.map(valueOf)] as const] : [],
      ),
    ),
    pipes: ofStage('pipe'),
    metadata,
    isDeprecated: marks.some(({ mark }) => mark.kind === 'deprecated'),
    ...(versions ? { versions } : {}),
  };
}

/** Whether a class of the tree is meant, whatever a framework has by the same name. */
function isOfTree(machine: Machine, frame: Frame, { expression }: Decorator): boolean {
  // A copy of the name, which no fact speaks of.
  const name = { ...(expression.kind === 'call' ? expression.callee : expression) };
  return evaluate(machine, frame, name).kind === 'class';
}

/** The paths of a mark, which may name settings of the component whose class they are for. */
function pathsIn(machine: Machine, router: Router, mark: BoundMark, value: Value): readonly PathValue[] {
  if (router.rules.placeholders !== true) return pathsOf(value);
  return pathsOf(valueWithSettings(machine, (router.cls ?? mark).at.file, value));
}

/** The values of the annotations on an annotation type. */
function composed(machine: Machine, annotation: ClassValue): readonly Value[] {
  return annotation.cls.decorators.map(({ expression }) =>
    evaluate(machine, { scope: annotation.scope, memo: new Map(), returns: [] }, expression),
  );
}

/** What an annotation of the tree hands to the annotations that it carries, by what its attributes are marked to give. */
function handedOn(machine: Machine, instance: InstanceValue): BoundMark['given'] {
  const { cls, scope } = instance.of;
  const given = new Map<'path' | 'methods', Value>();
  const attributes = cls.members.flatMap(member =>
    member.kind === 'constructor'
      ? member.fn.parameters.flatMap(({ pattern, decorators }) =>
          pattern.kind === 'name' ? [{ name: pattern.name, decorators }] : [],
        )
      : [{ name: member.name, decorators: member.decorators }],
  );
  for (const { name, decorators } of attributes) {
    const value = instance.fields.get(name);
    if (!value || decorators.length === 0) continue;
    for (const { mark } of markedBy(machine, scope, decorators).marks)
      if (mark.kind === 'attribute') given.set(mark.gives, value);
  }
  return given.size === 0 ? undefined : given;
}

/** What decorators say is put together here. */
type Gathered = { readonly marks: BoundMark[]; readonly metadata: Map<string, Value> };

/** Marks of a decorator's value; those that combine others are opened. */
function collect(machine: Machine, value: Value, into: Gathered, depth: number, given?: BoundMark['given']): void {
  if (depth > 12) return;
  for (const option of optionsOf(value)) {
    if (option.kind === 'marks') collectMarks(machine, option, into, depth, given);
    // An annotation of the tree says what the annotations on it say.
    if (option.kind === 'class' && option.cls.form === 'annotation')
      for (const inner of composed(machine, option)) collect(machine, inner, into, depth + 1, given);
    if (option.kind === 'instance' && option.of.cls.form === 'annotation') {
      const handed = handedOn(machine, option) ?? given;
      for (const inner of composed(machine, option.of)) collect(machine, inner, into, depth + 1, handed);
    }
  }
}

function collectMarks(
  machine: Machine,
  value: MarksValue,
  into: Gathered,
  depth: number,
  handed?: BoundMark['given'],
): void {
  const { marks, metadata } = into;
  for (const { key, value: given } of value.metadata ?? []) metadata.set(key, given);
  for (const bound of value.marks) {
    const { mark } = bound;
    if (mark.kind === 'all') {
      for (const inner of mark.marks)
        for (const item of flatten(bound.evaluate(inner))) collect(machine, item, into, depth + 1, handed);
    } else if (mark.kind === 'metadata') {
      const key = metadataKey(bound.evaluate(mark.key));
      if (key !== undefined) metadata.set(key, bound.evaluate(mark.value));
    } else {
      marks.push(handed ? { ...bound, given: handed } : bound);
    }
  }
}

/** The router of a controller class, and what is said of the class as a whole. */
export type Target = { readonly router: Router; readonly onClass: Marked; readonly self: ClassValue };

type Method = Extract<ClassMember, { kind: 'method' }>;

/** A method of a class, with those of its bases and interfaces that it overrides or implements, the nearest first. */
type Overriding = { readonly cls: ClassValue; readonly member: Method }[];

/** Members that one class may serve with. */
const MEMBER_LIMIT = 2_000;

/** Routes of the methods of a class, and of the bases and interfaces it inherits them from. */
export function addRoutes(machine: Machine, target: Target, cls: ClassValue): void {
  const methods = new Map<string, Overriding>();
  for (const above of classesAbove(cls))
    for (const member of above.cls.members) {
      if (member.kind !== 'method' || member.isStatic || methods.size > MEMBER_LIMIT) continue;
      const signature = signatureOf(machine, above, member);
      const known = methods.get(signature);
      // Annotations of what is overridden count in Java and Kotlin; decorators of JavaScript are on the function that they stand on.
      if (known && takesOverridden(machine, above)) known.push({ cls: above, member });
      else if (!known) methods.set(signature, [{ cls: above, member }]);
    }
  for (const overriding of methods.values()) addRoute(machine, target, overriding);
  for (const bound of target.onClass.marks)
    if (bound.mark.kind === 'route') addOwnRoute(machine, target, bound, methods);
}

/** A route that is said of the class, for one of its members. */
function addOwnRoute(
  machine: Machine,
  target: Target,
  bound: BoundMark,
  methods: ReadonlyMap<string, Overriding>,
): void {
  const { mark, at } = bound;
  if (mark.kind !== 'route' || mark.member === undefined) return;
  const overriding = [...methods.values()].find(([nearest]) => nearest?.member.name === mark.member);
  const [nearest] = overriding ?? [];
  if (!overriding || !nearest) return;
  const { cls, member } = nearest;
  const self = opaqueInstance(machine, target.self);
  const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self, cls };
  const marked = markedBy(machine, insideOf(machine, cls), member.decorators);
  push(machine, target.router, {
    kind: 'route',
    at,
    methods: methodsIn(bound, mark.methods),
    paths: mark.path ? pathsIn(machine, target.router, bound, bound.evaluate(mark.path)) : ROOT,
    ...beforeMethod(machine, target, overriding, [marked], marked),
    chain: [closureOf(machine, member.fn, scope, self)],
    isDeprecated: target.onClass.isDeprecated || marked.isDeprecated,
  });
}

/** Whether annotations count for what overrides what they stand on. */
export function takesOverridden(machine: Machine, cls: ClassValue): boolean {
  return rulesAt(machine, cls.scope.file).inheritsAnnotations === true;
}

/** What tells overloads apart. Elsewhere a class has one method of a name. */
function signatureOf(machine: Machine, cls: ClassValue, member: Method): string {
  if (!takesOverridden(machine, cls)) return member.name;
  const types = member.fn.parameters.map(({ pattern }) => pattern.type?.name ?? '');
  // A type parameter of a base stands for a type that is written out below: short names of it tell nothing.
  return `${member.name}(${types.map(type => (/^[A-Z][A-Z0-9]?$/.test(type) ? '*' : type)).join()})`;
}

/** Whether the program reads itself what stands on a function, and has put the function on a router for that. */
function isServedByProgram(machine: Machine, fn: string): boolean {
  if (!machine.reflected.has(fn)) return false;
  return machine.routers.some(({ events, cls }) =>
    events.some(
      event =>
        cls === undefined &&
        event.kind === 'route' &&
        event.chain.some(handler => handler.kind === 'closure' && handler.fn.id === fn),
    ),
  );
}

function addRoute(machine: Machine, { router, onClass, self }: Target, overriding: Overriding): void {
  if (overriding.some(({ member }) => isServedByProgram(machine, member.fn.id))) return;
  const marks = overriding.flatMap(({ cls, member }) =>
    member.decorators.length === 0 ? [] : [markedBy(machine, insideOf(machine, cls), member.decorators)],
  );
  const routing = marks.find(one => one.marks.some(({ mark }) => mark.kind === 'route'));
  const nearest = overriding.find(({ member }) => member.isAbstract !== true) ?? overriding[0];
  if (!nearest) return;
  if (!routing) {
    const located = marks.flatMap(one => one.marks).find(({ mark }) => mark.kind === 'prefix');
    if (located?.mark.kind === 'prefix')
      mountLocated(machine, router, { at: located.at, paths: pathsOf(located.evaluate(located.mark.prefix)) }, nearest);
    return;
  }
  // The annotations of the method that serves count, and those of the one that it takes its route from.
  const marked = marks[0] && marks[0] !== routing ? joined(marks[0], routing) : routing;
  const { cls, member } = nearest;
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
  const pathOfMethod = pathBeside(marked);
  const before = beforeMethod(machine, { router, onClass, self }, overriding, marks, marked);
  const supplied = rulesAt(machine, cls.scope.file).suppliesByType ? suppliedTo(machine, handler) : [];
  const { metadata } = before;
  const guards = [...before.guards, ...supplied];
  const versions = marked.versions ?? onClass.versions;
  const overridden = takesOverridden(machine, cls)
    ? overriding.flatMap(one =>
        one === nearest ? [] : [closureOf(machine, one.member.fn, insideOf(machine, one.cls))],
      )
    : [];
  const ofClass = onClass.marks.find(({ mark }) => mark.kind === 'prefix' && mark.methods !== undefined);
  const inherited =
    ofClass?.mark.kind === 'prefix' && ofClass.mark.methods ? methodsIn(ofClass, ofClass.mark.methods) : [];
  for (const bound of routes) {
    const { mark, at, evaluate: valueOf } = bound;
    if (mark.kind !== 'route') continue;
    const own = methodsIn(bound, mark.methods);
    const path = bound.given?.get('path') ?? (mark.path && valueOf(mark.path));
    if (own.length === 0) note(machine, 'computed-method', at, 'the method of this route is computed');
    push(machine, router, {
      kind: 'route',
      at,
      methods: inherited.length === 0 ? own : [...new Set([...inherited, ...own.filter(method => method !== 'ANY')])],
      paths: path ? pathsIn(machine, router, bound, path) : (pathOfMethod ?? ROOT),
      guards,
      chain: [handler],
      pipes: [...onClass.pipes, ...marked.pipes],
      metadata,
      isDeprecated: onClass.isDeprecated || marked.isDeprecated,
      ...(overridden.length > 0 ? { overridden } : {}),
      ...(versions ? { versions } : {}),
    });
  }
}

/** The path that stands in an annotation of its own beside the one that says the method. */
function pathBeside({ marks }: Marked): readonly PathValue[] | undefined {
  const below = marks.find(({ mark }) => mark.kind === 'prefix');
  return below?.mark.kind === 'prefix' ? pathsOf(below.evaluate(below.mark.prefix)) : undefined;
}

/** What stands before a method that serves, and what those who stand there may ask of it. */
function beforeMethod(
  machine: Machine,
  { router, onClass, self }: Target,
  overriding: Overriding,
  onMethods: readonly Marked[],
  marked: Marked,
): { readonly guards: readonly Value[]; readonly metadata: ReadonlyMap<string, Value> } {
  const at = overriding[0]?.member.nameAt ?? self.cls.nameAt;
  const access = accessGuard(machine, router.framework, at, [...onMethods.map(one => one.marks), onClass.marks]);
  const guards = [
    ...access.guards,
    ...parameterGuards(machine, overriding),
    ...boundFilters(machine, router.framework, self.scope.file, [
      { scope: self.scope, decorators: self.cls.decorators },
      ...overriding.map(one => ({ scope: one.cls.scope, decorators: one.member.decorators })),
    ]),
    ...onClass.guards,
    ...marked.guards,
    ...[...new Map([...onClass.slots, ...marked.slots]).values()].flat(),
  ];
  const metadata = new Map([...onClass.metadata, ...marked.metadata]);
  if (takesOverridden(machine, self)) {
    metadata.set(ON_METHOD, annotationNames(overriding.flatMap(one => one.member.decorators)));
    metadata.set(ON_CLASS, annotationNames(classesAbove(self).flatMap(above => above.cls.decorators)));
  }
  if (access.replaces) metadata.set(DECIDED, { kind: 'boolean', value: true });
  return { guards, metadata };
}

/** What stands on a method of Java or Kotlin that some settings name as a handler, and on its class. */
export function annotationsOf(
  machine: Machine,
  framework: string,
  handler: Value | undefined,
):
  | { readonly guards: readonly Value[]; readonly metadata: ReadonlyMap<string, Value>; readonly isDeprecated: boolean }
  | undefined {
  const cls = handler?.kind === 'closure' ? handler.scope.cls : undefined;
  if (handler?.kind !== 'closure' || !cls || !rulesAt(machine, cls.scope.file).hasAnnotations) return undefined;
  const member = cls.cls.members.find(one => one.kind === 'method' && one.fn.id === handler.fn.id);
  if (member?.kind !== 'method') return undefined;
  const line = takesOverridden(machine, cls) ? classesAbove(cls) : [cls];
  const onClasses = line.flatMap(above =>
    above.cls.decorators.length === 0 ? [] : [markedBy(machine, above.scope, above.cls.decorators)],
  );
  const onMethod = markedBy(machine, insideOf(machine, cls), member.decorators);
  const all = [...onClasses, onMethod];
  const access = accessGuard(machine, framework, member.nameAt, [onMethod.marks, ...onClasses.map(one => one.marks)]);
  return {
    guards: [...access.guards, ...all.flatMap(one => [...one.guards, ...[...one.slots.values()].flat()])],
    metadata: new Map(all.flatMap(one => [...one.metadata])),
    isDeprecated: all.some(one => one.isDeprecated),
  };
}

/** Guards that annotations on the parameters of a method are: a caller that is asked for (`@Auth User`). */
function parameterGuards(machine: Machine, overriding: Overriding): readonly Value[] {
  return overriding.flatMap(({ cls, member }) =>
    member.fn.parameters
      .flatMap(parameter => parameter.decorators)
      .map(({ expression }) =>
        evaluate(machine, { scope: insideOf(machine, cls), memo: new Map(), returns: [] }, expression),
      )
      .filter(value => value.kind === 'guard'),
  );
}

export function methodsIn(bound: BoundMark, methods: readonly HttpMethod[] | Expr): readonly HttpMethod[] {
  const given = bound.given?.get('methods');
  if (!given && isList(methods)) return methods;
  const value = given ?? (isList(methods) ? NOTHING : bound.evaluate(methods));
  return flatten(value).flatMap(item =>
    item.kind === 'external' || item.kind === 'text'
      ? HTTP_METHODS.filter(word => word === (item.kind === 'text' ? item.value : item.path.at(-1)))
      : [],
  );
}

/** In Java and Kotlin, what stands on a member sees the members around it. */
function insideOf(machine: Machine, cls: ClassValue): Scope {
  if (!takesOverridden(machine, cls)) return cls.scope;
  return { parent: cls.scope, names: new Map(), file: cls.scope.file, self: cls, cls };
}

function joined(nearest: Marked, routing: Marked): Marked {
  return {
    marks: [...nearest.marks, ...routing.marks],
    guards: [...nearest.guards, ...routing.guards],
    slots: new Map([...routing.slots, ...nearest.slots]),
    pipes: [...nearest.pipes, ...routing.pipes],
    metadata: new Map([...routing.metadata, ...nearest.metadata]),
    isDeprecated: nearest.isDeprecated || routing.isDeprecated,
    ...((nearest.versions ?? routing.versions) ? { versions: nearest.versions ?? routing.versions ?? [] } : {}),
  };
}

function isList<T>(value: readonly T[] | Expr): value is readonly T[] {
  return Array.isArray(value);
}
