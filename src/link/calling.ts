/** Calls of functions and classes of the tree, and of anything else. */
import { callFound } from './found-implementations.ts';
import type { ProgramFact } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { CallExpr, ClassMember, Expr, Statement } from '../core/program.ts';
import { extension, extensionMethod } from './extensions.ts';
import { argumentsOf, bindParameters, configuredValue, generatedParameters } from './arguments.ts';
import { typedValue } from './binding.ts';
import { callMethod } from './builtins.ts';
import { execute } from './execution.ts';
import { fireFacts } from './fire.ts';
import { type Frame, classOf, selfOf } from './frame.ts';
import { countIdle, idleFrom } from './idle.ts';
import { evaluate } from './interpreter.ts';
import { CALL_DEPTH, IDLE_LIMIT, type Machine, addRouter, under } from './machine.ts';
import { onceKey } from './made-once.ts';
import { noteOwnRoute } from './own-routers.ts';
import { putBehind } from './pieces.ts';
import { dropMadeUp, noteMadeUp } from './made-up.ts';
import { isImplicit } from './implicit.ts';
import { receiverByType, scopeFunction } from './receivers.ts';
import { behindGuards, wrappedHandler } from './handlers.ts';
import { speaksOfAuthentication } from './guards/vocabulary.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { rulesAt } from './language.ts';
import { COMPANION, indexOf, memberOf, methodOf } from './members.ts';
import { converted, functionIn, isStruct, literalValue, spreadResults } from './structs.ts';
import type { Router } from './router.ts';
import {
  type ClassValue,
  type ClosureValue,
  type InstanceValue,
  NOTHING,
  type Scope,
  type Value,
  either,
  fullNames,
  isSame,
  asRouter,
  routersIn,
  unknown,
} from './value.ts';

/** What a call gives: by the facts of its site, else by what is called. */
export function callValue(machine: Machine, frame: Frame, call: CallExpr): Value {
  const found = calleeOf(machine, frame, call);
  if (found.kind === 'class' && found.cls.form === 'annotation') return annotationValue(machine, frame, found, call);
  const { hasStructs, hasExtensionMethods } = rulesAt(machine, frame.scope.file);
  const isLiteral = call.isNew && hasStructs === true;
  const given = isLiteral ? [] : spreadResults(found, call, argumentsOf(machine, frame, call.args, found));
  const { callee, args } = calledOnFirst(machine, frame, found, given);
  const takesPlace = callee.kind === 'closure' && hasExtensionMethods === true;
  const known = takesPlace ? undefined : machine.factsAt.get(call);
  // What a function of the tree gives is found by following it, however much its name is like one of a framework.
  const facts =
    callee.kind === 'closure'
      ? known?.filter(
          fact =>
            !GIVING.has(fact.kind) &&
            !(isImplicit(fact) && fact.implicit !== undefined && fact.implicit.mayBeOwn !== true),
        )
      : known;
  if (facts && facts.length > 0) {
    const fired = fireFacts(machine, frame, call, facts);
    // `super().__init__(…)` of a class that derives from a router makes the router.
    if (fired?.kind === 'router' && call.callee.kind === 'name' && call.callee.name === 'super') {
      const self = selfOf(frame.scope);
      if (self?.kind === 'instance') self.router = fired.router;
      return NOTHING;
    }
    // What a decorator registers stays what it is.
    if (fired) return call.isDecorator && !facts.some(fact => GIVING.has(fact.kind)) ? (args[0] ?? NOTHING) : fired;
  }
  if (isLiteral) return literalValue(machine, frame, callee, call);
  const derived = callee.kind === 'class' ? derivedRouter(machine, frame, callee, call) : undefined;
  if (derived) return derived;
  if (call.isDecorator) return decorated(machine, callee, args[0] ?? NOTHING, call);
  if (call.callee.kind === 'name' && call.callee.name === 'super') return superCall(machine, frame, args);
  const made = called(machine, frame, { callee, args, call, own: facts?.find(fact => fact.kind === 'own-route') });
  return aroundRoutes(machine, callee, args, made, call);
}

/** A function of the tree that is given routes, and gives something that answers by itself, stands before them. */
function aroundRoutes(machine: Machine, callee: Value, args: readonly Value[], made: Value, call: CallExpr): Value {
  const mayBeRoutes = machine.factsAt.get(call)?.some(({ kind }) => kind === 'behind') === true;
  if (callee.kind !== 'closure' || !mayBeRoutes) return made;
  // A function that it gives takes the rest of the routes.
  if (made.kind === 'closure' || made.kind === 'either' || routersIn(asRouter(made)).length > 0) return made;
  const [router, ...others] = args.flatMap(arg => routersIn(asRouter(arg)));
  return router && others.length === 0 ? behindGuards(machine, router, [callee], call) : made;
}

type Called = {
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly call: CallExpr;
  readonly own: ProgramFact | undefined;
};

/** What is called is followed; of a route that it is asked to serve, whether any router was told. */
function called(machine: Machine, frame: Frame, { callee, args, call, own }: Called): Value {
  if (callee.kind === 'unknown' || callee.kind === 'nothing') callFound(machine, args, call);
  if (own?.kind !== 'own-route') return apply(machine, callee, args, call);
  const before = machine.registered;
  const value = apply(machine, callee, args, call);
  if (machine.registered === before) noteOwnRoute(machine, frame, own);
  return value;
}

/** An annotation of the tree, with what it is given; `value` has no name where it stands alone. */
function annotationValue(machine: Machine, frame: Frame, cls: ClassValue, call: CallExpr): Value {
  const fields = new Map<string, Value>();
  const bare: Value[] = [];
  for (const arg of call.args) {
    const value = evaluate(machine, frame, arg);
    if (arg.kind === 'named') fields.set(arg.name, value);
    else bare.push(value);
  }
  const [only, ...others] = bare;
  if (only) fields.set('value', others.length === 0 ? only : { kind: 'list', items: bare, isOpen: false });
  return { kind: 'instance', of: cls, fields };
}

/** Facts that say what a call gives, rather than what it does. */
const GIVING: ReadonlySet<ProgramFact['kind']> = new Set([
  'piece',
  'behind',
  'routes-of',
  'service-handler',
  'procedure',
  'alias',
  'guard-kind',
  'router',
  'named-lookup',
  'supplied',
  'view',
  'function-view',
  'view-attribute',
  'member-guard',
  'decision',
]);

/**
 * What a decorator makes of a function or class: a function of the tree that gives another function stands around the
 * first; anything else is something before it, whose effect is judged where the operation is.
 */
export function decorated(machine: Machine, callee: Value, of: Value, call: CallExpr): Value {
  const inner = innermost(of);
  if (inner.kind === 'class')
    machine.classDecorators.set(inner.cls.id, [...(machine.classDecorators.get(inner.cls.id) ?? []), callee]);
  if (isTransparent(callee)) return of;
  if (callee.kind !== 'closure') return { kind: 'wrapped', guards: [callee], of };
  const made = apply(machine, callee, [of], call);
  if (made.kind === 'closure' && inner.kind === 'closure')
    return made.fn === inner.fn ? of : { kind: 'wrapped', guards: [{ kind: 'around', by: made, inner }], of };
  if (made.kind === 'wrapped') {
    const by = innermost(made);
    return by.kind === 'closure' && inner.kind === 'closure' && by.fn !== inner.fn
      ? { kind: 'wrapped', guards: [...made.guards, { kind: 'around', by, inner }], of }
      : made;
  }
  if (made.kind === 'class') return made;
  // A decorator that only notes what it stands on gives it back; of one that could not be followed, nothing is known.
  return isSame(made, of) || made.kind === 'nothing' ? of : { kind: 'wrapped', guards: [made], of };
}

/** Decorators of the language itself, which change nothing about who may call. */
export function isTransparent(callee: Value): boolean {
  if (callee.kind === 'outcome') return isTransparent(callee.of);
  // A macro of the tree that writes code around a function, which its name says nothing of.
  if (callee.kind === 'unknown')
    return /!(?:\(\))?$/.test(callee.name ?? '') && !speaksOfAuthentication(callee.name ?? '');
  // `@api.doc(…)`: what routers put on functions beside registering them describes them, unless its name says otherwise.
  if (callee.kind === 'method') return callee.of.kind === 'router' && !speaksOfAuthentication(callee.name);
  return callee.kind === 'external' && LANGUAGE_MODULES.has(callee.module);
}

const LANGUAGE_MODULES: ReadonlySet<string> = new Set([
  'abc',
  'contextlib',
  'dataclasses',
  'enum',
  'functools',
  'typing',
  'typing_extensions',
  'warnings',
]);

/** What stands below all decorators. */
export function innermost(value: Value): Value {
  return value.kind === 'wrapped' ? innermost(value.of) : value;
}

/** `Maps.MapUsers(app)`: an extension method of C# that is called by its class takes what it extends as its first argument. */
function calledOnFirst(
  machine: Machine,
  frame: Frame,
  callee: Value,
  args: readonly Value[],
): { readonly callee: Value; readonly args: readonly Value[] } {
  const [first, ...rest] = args;
  const isOne =
    callee.kind === 'closure' && callee.fn.receiver !== undefined && !callee.receiver && first !== undefined;
  if (!isOne || rulesAt(machine, frame.scope.file).hasExtensionMethods !== true) return { callee, args };
  return { callee: { ...callee, receiver: first }, args: rest };
}

function calleeOf(machine: Machine, frame: Frame, call: CallExpr): Value {
  if (call.callee.kind === 'name' && call.callee.name === 'super') return NOTHING;
  if (call.callee.kind === 'member' && call.callee.of.kind === 'name' && call.callee.of.name === 'super') {
    const cls = classOf(frame.scope);
    const self = selfOf(frame.scope);
    const { name } = call.callee;
    const bases = cls ? [cls.base, ...(cls.others ?? [])] : [];
    for (const base of bases) {
      const found =
        base?.kind === 'class' ? methodOf(machine, base, name, self) : base && memberOf(machine, base, name);
      if (found && found.kind !== 'nothing') return found;
    }
    return unknown('a method of a base class', name);
  }
  const callee = evaluate(machine, frame, call.callee);
  return rulesAt(machine, frame.scope.file).hasExtensionMethods
    ? (extensionMethod(machine, frame, call, callee) ?? callee)
    : (extension(machine, frame, call.callee, callee) ?? callee);
}

/** Calls a value with arguments. Functions of the tree are followed; of anything else, functions among the arguments are run once. */
export function apply(machine: Machine, callee: Value, args: readonly Value[], call: CallExpr): Value {
  const scoped = scopeFunction(machine, callee, args, call);
  if (scoped) return scoped;
  switch (callee.kind) {
    case 'closure':
      return wrappedHandler(machine, callee, args, call) ?? callClosure(machine, callee, args, call);
    case 'class':
      if (isStruct(machine, callee)) return converted(callee, args);
      return appliedOf(machine, callee, args, call) ?? instantiate(machine, callee, args, call);
    case 'method':
      return callMethod(machine, callee.of, { name: callee.name, args, call }, HOST);
    case 'either':
      return applyEither(
        machine,
        callee.options.filter(option => option.kind !== 'nothing' && !(call.isNew && option.kind === 'boolean')),
        args,
        call,
      );
    case 'external': {
      const around = wrappedBy(machine, callee, args, call);
      if (around) return around;
      const known = callMethod(machine, callee, { name: '', args, call }, HOST);
      if (known.kind !== 'unknown' || callee.path.at(-1) === 'then') return known;
      runCallbacks(machine, args);
      return { kind: 'outcome', of: callee, call, args };
    }
    case 'wrapped': {
      const made = apply(machine, callee.of, args, call);
      // An object of a class that known guards stand before has them before its methods.
      const isGuarded = callee.guards.some(({ kind }) => kind === 'guard' || kind === 'supplied');
      return made.kind === 'instance' && isGuarded ? { kind: 'wrapped', guards: callee.guards, of: made } : made;
    }
    case 'around':
      return apply(machine, callee.by, args, call);
    case 'supplied':
    case 'access':
    case 'view':
    case 'composed':
    case 'policy':
    case 'function-view':
    case 'attribute':
    case 'member-guard':
    case 'named-guard':
      return unknown('what a framework calls');
    case 'piece':
      // `endpoint[T]`, `codec.map(f)(g)`: what is given beside says nothing of routes.
      return callee.isDirective && args[0] ? putBehind(machine, callee, args[0], call) : callee;
    case 'unknown':
      if (callee.name === 'then' || callee.name?.endsWith('.then') === true)
        return callMethod(machine, callee, { name: 'then', args, call }, HOST);
      // What is folded over something unknown may have started with a router.
      if (callee.name?.endsWith('.fold') === true) {
        const folded = callMethod(machine, callee, { name: 'fold', args, call }, HOST);
        if (folded.kind !== 'unknown') return folded;
      }
      runCallbacks(machine, args);
      return { kind: 'unknown', why: callee.why, ...(callee.name === undefined ? {} : { name: `${callee.name}()` }) };
    case 'outcome':
    case 'guard':
    case 'sparing':
      runCallbacks(machine, args);
      return wrappedBy(machine, callee, args, call) ?? { kind: 'outcome', of: callee, call, args };
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'list':
    case 'record':
    case 'instance':
    case 'router': {
      const named = call.isNew ? rulesAt(machine, call.at.file).classNamed?.(machine, call.at.file, callee) : undefined;
      if (named && callee.kind === 'text') return apply(machine, named, args, call);
      const fn = functionIn(callee);
      if (fn) return apply(machine, fn, args, call);
      return appliedOf(machine, callee, args, call) ?? unknown('a call of something that is no function');
    }
    case 'marks': {
      // `Roles = Reflector.createDecorator()`, then `@Roles(['admin'])`: the maker is the key.
      const [maker] = callee.marks;
      return maker?.mark.kind === 'metadata-maker'
        ? {
            kind: 'marks',
            marks: [],
            metadata: [{ key: `${maker.at.file}:${maker.at.line}:${maker.at.column}`, value: args[0] ?? NOTHING }],
          }
        : callee;
    }
  }
}

/** What is called as if it were a function, and is none: Scala calls its method `apply`, of a class that of the object beside it. */
function appliedOf(machine: Machine, callee: Value, args: readonly Value[], call: CallExpr): Value | undefined {
  if (call.isNew || !rulesAt(machine, call.at.file).makesObjects) return undefined;
  if (callee.kind === 'class') {
    const companion = callee.statics.get(COMPANION);
    const made = companion && memberOf(machine, companion, 'apply');
    return made?.kind === 'closure' ? callClosure(machine, made, args, call) : undefined;
  }
  if (callee.kind === 'list' || callee.kind === 'record')
    return args[0] ? indexOf(machine, callee, args[0]) : undefined;
  if (callee.kind !== 'instance') return undefined;
  const method = memberOf(machine, callee, 'apply');
  if (method.kind === 'closure') return callClosure(machine, method, args, call);
  runCallbacks(machine, args);
  return { kind: 'outcome', of: callee, call, args };
}

/** `login_required(view)` of Python is what the decorator makes of the view; so is `basicAuth(handler)` of Go. */
function wrappedBy(machine: Machine, callee: Value, args: readonly Value[], call: CallExpr): Value | undefined {
  const [of, ...others] = args;
  const { makesByCalling, hasStructs } = rulesAt(machine, call.at.file);
  if (!of || others.length > 0 || (!makesByCalling && !hasStructs)) return undefined;
  const isKnown =
    callee.kind === 'guard' ||
    (callee.kind === 'external' && fullNames(callee).some(name => machine.guardExports.has(name)));
  const [router] = isKnown && hasStructs ? routersIn(of) : [];
  if (router) return behindGuards(machine, router, [callee], call);
  const isHandler = of.kind === 'closure' || of.kind === 'view' || of.kind === 'wrapped';
  return isKnown && isHandler ? { kind: 'wrapped', guards: [callee], of } : undefined;
}

/** Each of several functions may be the one that is called. */
function applyEither(machine: Machine, options: readonly Value[], args: readonly Value[], call: CallExpr): Value {
  const [only, ...others] = options;
  if (only && others.length === 0) return apply(machine, only, args, call);
  return either(
    options.map(option => under(machine, 'which function is called', () => apply(machine, option, args, call))),
  );
}

/** What built-in methods need of the interpreter; passed in, so that they do not import it. */
const HOST = {
  apply: (machine: Machine, callee: Value, args: readonly Value[], call: CallExpr) =>
    apply(machine, callee, args, call),
  runCallbacks,
};
export type Host = typeof HOST;

/**
 * Functions given to something outside the tree are run once, with unknown arguments, when they may register something.
 * When that something calls them is not known: a guard in them need not stand before what is registered outside.
 */
export function runCallbacks(machine: Machine, args: readonly Value[]): void {
  for (const arg of args) {
    if (arg.kind === 'closure' && !machine.ran.has(arg.fn.id))
      under(machine, 'when a callback runs', () => callClosure(machine, arg, []), true);
  }
}

export function callClosure(machine: Machine, closure: ClosureValue, args: readonly Value[], call?: CallExpr): Value {
  const { fn } = closure;
  const known = rulesAt(machine, closure.scope.file).known?.(machine, closure, args);
  if (known) return known;
  const depth = machine.stack.length;
  const once = onceKey(machine, fn, args);
  const made = once === undefined ? undefined : machine.made.get(once);
  if (made) return made;
  const key = once ?? fn.id;
  if (depth > CALL_DEPTH || machine.stack.filter(id => id === key).length > 1) return unknown('recursion');
  if ((machine.idleSteps.get(key) ?? 0) > IDLE_LIMIT)
    return unknown('a function that costs much to follow and registers nothing');
  const before = idleFrom(machine, closure);
  if (call) dropMadeUp(machine, fn);
  machine.ran.add(fn.id);
  machine.stack.push(key);
  const self = closure.self;
  const receiver = receiverByType(machine, closure);
  if (!call && receiver && receiver !== closure.receiver) noteMadeUp(machine, fn, receiver);
  const scope: Scope = {
    parent: closure.scope,
    names: new Map(),
    file: closure.scope.file,
    ...(receiver ? { self: receiver } : self && fn.bindsSelf ? { self } : {}),
  };
  const frame: Frame = { scope, memo: new Map(), returns: [] };
  const conditions = machine.conditions.length;
  bindParameters(machine, frame, fn, args, call !== undefined);
  execute(machine, frame, fn.body);
  machine.stack.length = depth;
  // An early exit leaves this function alone.
  machine.conditions.length = conditions;
  // What is handed objects that are followed makes routes of them, sooner or later.
  if (!args.some(isFollowed)) countIdle(machine, key, before);
  const value = frame.returns.length === 0 ? NOTHING : either(frame.returns);
  if (once !== undefined) machine.made.set(once, value);
  return value;
}

function isFollowed(value: Value): boolean {
  return value.kind === 'record' && value.answers !== undefined;
}

/** What of a package a class derives from that makes its instances routers. */
export function routerBaseOf(
  machine: Machine,
  cls: ClassValue,
): Extract<ProgramFact, { kind: 'router-base' }> | undefined {
  if (machine.routerBases.size === 0) return undefined;
  return lineOf(cls).flatMap(above =>
    above.kind === 'external' ? fullNames(above).flatMap(name => machine.routerBases.get(name) ?? []) : [],
  )[0];
}

function routerMadeBy(machine: Machine, cls: ClassValue, at: Location): Router | undefined {
  const base = routerBaseOf(machine, cls);
  if (!base) return undefined;
  // In Scala an instance may stand for all of its class before one is made: both are of the same routes.
  const isValue = rulesAt(machine, cls.scope.file).makesObjects;
  return addRouter(machine, {
    framework: base.framework,
    at: isValue ? cls.cls.nameAt : at,
    role: base.role,
    rules: base.rules,
    ...(isValue ? { isValue } : {}),
  });
}

function instantiate(machine: Machine, cls: ClassValue, args: readonly Value[], call: CallExpr): Value {
  const router = routerMadeBy(machine, cls, call.nameAt);
  const instance: InstanceValue = { kind: 'instance', of: cls, fields: new Map(), ...(router ? { router } : {}) };
  construct(machine, cls, instance, args);
  return instance;
}

/** A class without a constructor hands its arguments to the router that it derives from. */
function derivedRouter(machine: Machine, frame: Frame, cls: ClassValue, call: CallExpr): Value | undefined {
  if (classesAbove(cls).some(above => above.cls.members.some(({ kind }) => kind === 'constructor'))) return undefined;
  for (const above of classesAbove(cls))
    for (const fact of machine.factsAt.get(above.cls) ?? []) {
      if (fact.kind !== 'router' || !fact.takes) continue;
      const { takes, ...rest } = fact;
      const [prefix] = given(call, takes.prefix);
      const [from] = given(call, takes.from);
      const guards = (takes.guards ?? []).flatMap(name => given(call, name));
      const router = fireFacts(machine, frame, call, [
        { ...rest, site: call, ...(prefix && { prefix }), ...(from && { from }), ...(guards.length > 0 && { guards }) },
      ]);
      if (router?.kind !== 'router') continue;
      return { kind: 'instance', of: cls, fields: new Map(), router: router.router };
    }
  return undefined;
}

/** A named argument, or the first one for the name `0`. */
function given(call: CallExpr, name: string | undefined): readonly Expr[] {
  const [first] = call.args;
  if (name === '0') return first && first.kind !== 'named' && first.kind !== 'spread' ? [first] : [];
  return call.args.flatMap(arg => (arg.kind === 'named' && arg.name === name ? [arg.value] : []));
}

/** An instance whose constructor is not run: made by a container, or passed in by its declared type. */
export function opaqueInstance(machine: Machine, cls: ClassValue): InstanceValue {
  const known = machine.opaque.get(cls.cls.id);
  if (known) return known;
  const router = rulesAt(machine, cls.scope.file).makesObjects ? routerMadeBy(machine, cls, cls.cls.nameAt) : undefined;
  const instance: InstanceValue = { kind: 'instance', of: cls, fields: new Map(), ...(router ? { router } : {}) };
  const key = `new ${cls.cls.id}`;
  if (machine.stack.includes(key) || machine.stack.length > CALL_DEPTH) return instance;
  machine.opaque.set(cls.cls.id, instance);
  machine.stack.push(key);
  construct(machine, cls, instance, undefined);
  machine.stack.pop();
  return instance;
}

function construct(
  machine: Machine,
  cls: ClassValue,
  instance: InstanceValue,
  args: readonly Value[] | undefined,
  depth = 0,
): void {
  const own = constructorFor(cls, args?.length);
  // Without a constructor of its own, a class passes everything to its base.
  if (!own && depth < 20) {
    const base = [cls.base, ...(cls.others ?? [])].find(
      above => above?.kind === 'class' && above.cls.form !== 'interface',
    );
    if (base?.kind === 'class') construct(machine, base, instance, args, depth + 1);
  }
  const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self: instance, cls };
  const initialise = (): void => {
    for (const member of cls.cls.members) {
      if (member.kind !== 'field' || member.isStatic) continue;
      const configured = configuredValue(machine, scope, member.decorators);
      // A struct that nothing in the tree is seen to make has what its fields are declared to be, routers too.
      const otherwise = isStruct(machine, cls) ? unknown('a field that is set elsewhere', member.name) : NOTHING;
      const value = member.value
        ? evaluate(machine, { scope, memo: new Map(), returns: [] }, member.value)
        : configured
          ? configured
          : member.type
            ? typedValue(machine, scope, member.type, otherwise)
            : undefined;
      if (value && value.kind !== 'nothing') instance.fields.set(member.name, value);
    }
  };
  if (depth === 0 && rulesAt(machine, cls.scope.file).makesObjects) mixIn(machine, cls, instance, args);
  initialise();
  if (!own && args && depth === 0)
    for (const [index, name] of generatedParameters(cls).entries()) {
      const given = args[index];
      if (given && given.kind !== 'nothing') instance.fields.set(name, given);
    }
  if (own?.kind === 'constructor') {
    const closure: ClosureValue = { kind: 'closure', fn: own.fn, scope, self: instance };
    const frame: Frame = {
      scope: { parent: scope, names: new Map(), file: scope.file, self: instance, cls },
      memo: new Map(),
      returns: [],
    };
    if (machine.stack.length > CALL_DEPTH || machine.stack.filter(id => id === own.fn.id).length > 1) return;
    machine.ran.add(closure.fn.id);
    machine.stack.push(own.fn.id);
    bindParameters(machine, frame, own.fn, args ?? [], args !== undefined);
    execute(machine, frame, own.fn.body);
    machine.stack.pop();
  }
}

/** Runs what the traits and classes above a class of Scala do when an instance is made, those furthest up first. */
function mixIn(machine: Machine, cls: ClassValue, instance: InstanceValue, args: readonly Value[] | undefined): void {
  const hands = cls.cls.members.some(
    member => member.kind === 'constructor' && member.fn.body.some(statement => isSuperCall(statement)),
  );
  for (const above of classesAbove(cls).slice(1).toReversed()) {
    // The constructor hands over what its base takes.
    if (above === cls.base && (hands || !args)) continue;
    if (above.cls.members.some(member => member.kind === 'constructor' || member.kind === 'field'))
      construct(machine, above, instance, undefined, 1);
  }
}

function isSuperCall(statement: Statement): boolean {
  return (
    statement.kind === 'evaluate' &&
    statement.value.kind === 'call' &&
    statement.value.callee.kind === 'name' &&
    statement.value.callee.name === 'super'
  );
}

/** The constructor that takes so many arguments, or else the first. */
function constructorFor(cls: ClassValue, count: number | undefined): ClassMember | undefined {
  const all = cls.cls.members.filter(member => member.kind === 'constructor');
  return all.find(member => member.kind === 'constructor' && member.fn.parameters.length === count) ?? all[0];
}

function superCall(machine: Machine, frame: Frame, args: readonly Value[]): Value {
  const cls = classOf(frame.scope);
  const self = selfOf(frame.scope);
  if (cls?.base?.kind === 'class' && self?.kind === 'instance') construct(machine, cls.base, self, args, 1);
  return NOTHING;
}
