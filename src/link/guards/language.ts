/** What requests, refusals and checks are in each language: the words by which a guard's body is followed. */
import type { CallExpr, Expr, FunctionNode, Pattern } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue, Value } from '../value.ts';
import { csharpEnded, mayAskForCaller, refusesNobody } from './csharp.ts';
import { askedForNothing, csharpCall, madeInCsharp } from './csharp-answers.ts';
import { csharpClass } from './csharp-classes.ts';
import { csharpAssigned, csharpGlobal, csharpMember, csharpMethodCall } from './csharp-request.ts';
import { csharpEquals, csharpLess } from './csharp-results.ts';
import { csharpRole } from './csharp-roles.ts';
import { elixirCall, elixirEnded, elixirMember, elixirMethodCall, elixirRole, elixirValue, KEEPING } from './elixir.ts';
import { restRequestCall, restRole } from './jax-rs.ts';
import { pythonCall, pythonRequestCall, pythonValue, raisesWhenMissing } from './python.ts';
import { assignField, fieldSeen } from './php-fields.ts';
import { phpCall, phpMethodCall, phpRequestCall, phpRole, phpValue } from './php.ts';
import { SIGNS_IN, phpMember } from './php-request.ts';
import { pythonMember } from './python-request.ts';
import { answerPair, pythonArguments, pythonRole } from './python-roles.ts';
import type { GuardStyle } from './explore.ts';
import type { Reading } from './readings.ts';
import type { Request as Operation } from './request.ts';
import { goCall, goEnded, goMade, goMethodCall, goValue } from './go.ts';
import { goBound, goEquals, goLess, goResults } from './go-results.ts';
import { goMember, requestCall as goRequestCall, sessionMember } from './go-request.ts';
import { goRole } from './go-roles.ts';
import { madeOf, rustCall } from './rust-calls.ts';
import { rustLayer } from './rust-layers.ts';
import { rustRole } from './rust-roles.ts';
import { rustEnded, rustEquals, rustMethod, rustValue } from './rust.ts';
import {
  askedInScala,
  refusedInScala,
  scalaEnded,
  scalaEquals,
  scalaIsOf,
  scalaMember,
  scalaMethodCall,
  scalaValue,
} from './scala.ts';
import { asked, outsideCalled, scalaCall } from './scala-calls.ts';
import { DECIDING_IN_SCALA, scalaRole, uncurried } from './scala-roles.ts';
import { ANY, type Called, type Caller, type Context, type Seen, type Step, type Way } from './seen.ts';
import { rubyCall, rubyMethodCall, rubyRole, rubySuper } from './ruby.ts';
import { rubyEnded } from './ruby-answers.ts';
import { noteAbsent, rubyAssigned, rubyMember, rubyRequestCall } from './ruby-request.ts';
import { madeObject, superInitialized } from './ruby-objects.ts';
import { servletCall, servletProperty, servletRole } from './servlet.ts';
import { credentialAt } from './vocabulary.ts';

export type Request = Extract<Seen, { kind: 'request' }>;

export type Origin = Extract<Value, { kind: 'external' }>;

export type GuardWords = {
  /** What a parameter of a guard is. Undefined: it is told by name and place, as `(request, response, next)`. */
  readonly role?: (pattern: Pattern, index: number, fn: FunctionNode) => Seen;
  /** What a first parameter is that takes all arguments. */
  readonly allArguments?: () => Seen;
  /** A value from around the function that stands for the request or who calls. */
  readonly value?: (context: Context, way: Way, value: Value) => Seen | undefined;
  /** A member of the request. */
  readonly member?: (context: Context, way: Way, of: Request, name: string) => Seen | undefined;
  /** A call of a method of the request. */
  readonly requestCall?: (
    context: Context,
    way: Way,
    of: Request,
    name: string,
    args: readonly Seen[],
  ) => readonly Step[] | undefined;
  /** A member of anything, asked before all others. */
  readonly anyMember?: (context: Context, way: Way, of: Seen, name: string) => Seen | undefined;
  /** A call whose arguments may not be evaluated as they stand, asked before they are. */
  readonly anyCall?: (context: Context, way: Way, call: CallExpr) => readonly Step[] | undefined;
  /** What a name gives that stands for something which runs when it is asked for; `seen` is what the way has under it. */
  readonly asked?: (
    context: Context,
    way: Way,
    seen: Seen | undefined,
    name: Extract<Expr, { kind: 'name' }>,
  ) => readonly Step[] | undefined;
  /** Whether a value is of a type, where that is known by its name. */
  readonly isOfType?: (left: Seen, right: Seen | undefined) => boolean | undefined;
  /** A call of a method of anything, asked before all others. */
  readonly methodCall?: (context: Context, way: Way, of: Seen, called: Called) => readonly Step[] | undefined;
  /** A call of what is outside the tree or was not found; `called.name` is the last part of its name. */
  readonly outsideCall?: (
    context: Context,
    way: Way,
    origin: Origin | undefined,
    called: Called,
  ) => readonly Step[] | undefined;
  /** What a way has come to, once it has ended. */
  readonly ended?: (way: Way, fn: FunctionNode, style: GuardStyle, caller: Caller) => void;
  /** What a name is bound to, where names say whether they are for a result or for an error. */
  readonly bound?: (name: string, seen: Seen) => Seen;
  /** The parts of what several names are bound to. */
  readonly results?: (seen: Seen, count: number) => readonly Seen[] | undefined;
  /** Whether two are the same, and whether the first is less, where something that is not there is a value. */
  readonly equals?: (left: Seen, right: Seen) => boolean | undefined;
  readonly isLess?: (left: Seen, right: Seen) => boolean | undefined;
  /** The name of the variable that a call asks whether anything is in it. */
  readonly asksForNothing?: (call: CallExpr) => string | undefined;
  /** Whether a part of the request raises when it is asked for what it has not. */
  readonly raisesWhenMissing?: (path: readonly string[]) => boolean;
  /** A comparison by size with what is not there is an error. */
  readonly failsOnAbsentOperand?: true;
  /** Names beside the parameters on which something may be kept for those who come after. */
  readonly keepers?: readonly string[];
  /** Calls of these names keep something for those who come after. */
  readonly keeping?: RegExp;
  /** Records that have nothing to do with the request are values, in which what is not written is not there. */
  readonly hasPlainRecords?: true;
  /** Frameworks do not hand what passes the request on by its place, as the third parameter. */
  readonly namesNext?: true;
  /**
   * Bodies of guards are not followed: why one may refuse callers for who they are, by its words alone. What says nothing of the
   * kind guards nothing.
   */
  readonly mayRefuse?: (fn: FunctionNode) => string | undefined;
  /** Whether the words of a body that is too long to be followed say that it refuses nobody. */
  readonly isHarmless?: (fn: FunctionNode) => boolean;
  /** With `mayRefuse`: bodies that say something of the kind are followed all the same; what comes of it counts where it is sure. */
  readonly isFollowed?: true;
  /** A function that only gives another one, as one of the parameters of both. */
  readonly whole?: (fn: FunctionNode) => FunctionNode;
  /** With `mayRefuse`: methods by which classes guard, and how their ends are read. */
  readonly deciding?: readonly (readonly [method: string, style: GuardStyle])[];
  /** With `mayRefuse`: a name that speaks of callers is enough for a guard not to be taken for harmless. */
  readonly namesSpeak?: true;
  /** With `mayRefuse`: the same of a function that answers. */
  readonly mayAsk?: (fn: FunctionNode) => string | undefined;
  /**
   * Functions take the request from `this`, which is made for it: a field (`@user`) that nothing on the way has set is not there.
   */
  readonly isOnSelf?: true;
  /** Functions and modules are put before others by their names, which say what they are for. */
  readonly hasNamedGuards?: true;
  /** Middleware takes what stands behind its name as further parameters. */
  readonly takesGiven?: true;
  /** What a function that ran before kept of who calls, where that is a stranger; its reads are those of the way. */
  readonly ranBefore?: (way: Way, closure: ClosureValue) => void;
  /** An assignment to what is no variable. Whether nothing else is to be made of it. */
  readonly assigned?: (context: Context, way: Way, target: Expr, seen: Seen) => boolean;
  /** What making an object of a class does, where its fields are followed; and what its constructor hands to the one above. */
  readonly made?: (context: Context, way: Way, cls: ClassValue, called: Called) => readonly Step[] | undefined;
  readonly superMade?: (context: Context, way: Way, args: readonly Seen[]) => readonly Step[] | undefined;
  /** A call of the method of a base that is not in the tree. */
  readonly superCall?: (
    context: Context,
    way: Way,
    name: string,
    called: Pick<Called, 'args' | 'node'>,
  ) => readonly Step[] | undefined;
  /** What a class does by the methods that its frameworks ask; undefined where it has none of these. */
  readonly decidingClass?: (machine: Machine, cls: ClassValue, self: Value, request: Operation) => Reading | undefined;
  /** What an object of a class of the tree holds that is made on the way. */
  readonly makes?: (cls: ClassValue, called: Called) => Seen | undefined;
  /** A variable that is declared without a value gets one before it is read. */
  readonly setsLater?: true;
  /** A result that is given a name is not opened by that: it may still be looked into. */
  readonly keepsResults?: true;
  /** Any function may look at the request, whatever it is handed. */
  readonly hasAmbientRequest?: true;
  /** What is handed nothing of the request cannot look at it, whatever its own fields hold. */
  readonly handsRequest?: true;
  /** What is called answers with what it gives: a check whose answer nobody looks at has checked nothing. */
  readonly raisesNothing?: true;
  /** What is not known here is looked up among the words of Node's frameworks and of the JVM. Without it, only what all languages share is. */
  readonly sharesWords?: true;
};

const JVM: GuardWords = {
  sharesWords: true,
  role: (pattern, index) => restRole(pattern) ?? servletRole(pattern, index),
  requestCall: (context, way, of, name, args) =>
    restRequestCall(context, way, of, name, args) ?? servletCall(context, way, of, name, args),
};

const PHP: GuardWords = {
  role: (pattern, index) => phpRole(pattern, index),
  value: (_context, _way, value) => phpValue(value),
  member: (context, way, of, name) => phpMember(context, way, of, name),
  anyMember: (context, way, of, name) => fieldSeen(context, way, of, name),
  assigned: (context, way, target, seen) => assignField(context, way, target, seen),
  requestCall: (context, way, of, name, args) => phpRequestCall(context, way, of, name, args),
  methodCall: (context, way, of, called) => phpMethodCall(context, way, of, called),
  outsideCall: (context, way, origin, called) => phpCall(context, way, origin, called),
  keepers: ['request'],
  namesNext: true,
  takesGiven: true,
  keeping: SIGNS_IN,
  hasAmbientRequest: true,
};

const LANGUAGES: Readonly<Record<string, GuardWords>> = {
  go: {
    role: pattern => goRole(pattern),
    allArguments: () => ANY,
    value: (_context, _way, value) => goValue(value),
    member: (context, way, of, name) => sessionMember(context, way, of, name) ?? goMember(context, of, name),
    requestCall: (context, way, of, name, args) => goRequestCall(context, way, of, name, args),
    methodCall: (context, way, of, called) => goMethodCall(context, way, of, called),
    outsideCall: (context, way, origin, called) => goCall(context, way, origin, called),
    makes: (cls, { args }) => goMade(cls, args),
    ended: (way, fn, style, caller) => goEnded(way, fn, style, caller),
    bound: (name, seen) => goBound(name, seen),
    results: (seen, count) => goResults(seen, count),
    equals: (left, right) => goEquals(left, right),
    isLess: (left, right) => goLess(left, right),
    namesNext: true,
    handsRequest: true,
    raisesNothing: true,
  },
  javascript: { sharesWords: true },
  typescript: { sharesWords: true },
  python: {
    role: pattern => pythonRole(pattern),
    allArguments: () => pythonArguments(),
    value: (context, way, value) => pythonValue(context, way, value),
    member: (context, way, of, name) => pythonMember(context, way, of, name),
    requestCall: (context, way, of, name, args) => pythonRequestCall(context, way, of, name, args),
    outsideCall: (context, way, origin, called) => pythonCall(context, way, origin, called),
    ended: way => answerPair(way),
    raisesWhenMissing: path => raisesWhenMissing(path),
    failsOnAbsentOperand: true,
    keepers: ['g', 'request', 'session'],
    namesNext: true,
  },
  'c-sharp': {
    role: (pattern, index, fn) => csharpRole(pattern, index, fn),
    value: (context, way, value) => csharpGlobal(context, way, value),
    member: (context, way, of, name) => csharpMember(context, way, of, name),
    methodCall: (context, way, of, called) => csharpMethodCall(context, way, of, called),
    outsideCall: (context, way, origin, called) => csharpCall(context, way, origin, called),
    assigned: (context, way, target, seen) => csharpAssigned(context, way, target, seen),
    ended: (way, fn, style) => csharpEnded(way, fn, style),
    equals: (left, right) => csharpEquals(left, right),
    asksForNothing: call => askedForNothing(call),
    makes: (cls, called) => madeInCsharp(cls, called),
    isLess: (left, right) => csharpLess(left, right),
    decidingClass: (machine, cls, self, request) => csharpClass(machine, cls, self, request),
    mayAsk: fn => mayAskForCaller(fn),
    isHarmless: fn => refusesNobody(fn),
    namesNext: true,
    setsLater: true,
  },
  elixir: {
    role: (_pattern, index) => elixirRole(index),
    value: (_context, _way, value) => elixirValue(value),
    member: (context, way, of, name) => elixirMember(context, way, of, name),
    methodCall: (context, way, of, called) => elixirMethodCall(context, way, of, called),
    outsideCall: (context, way, origin, called) => elixirCall(context, way, origin, called),
    ended: (way, _fn, style) => elixirEnded(way, style),
    keeping: KEEPING,
    hasNamedGuards: true,
    hasPlainRecords: true,
    namesNext: true,
  },
  scala: {
    mayRefuse: fn => refusedInScala(fn),
    mayAsk: fn => askedInScala(fn),
    namesSpeak: true,
    isFollowed: true,
    whole: fn => uncurried(fn),
    deciding: DECIDING_IN_SCALA,
    role: (pattern, index, fn) => scalaRole(pattern, index, fn),
    value: (context, way, value) => scalaValue(context, way, value),
    anyMember: (context, way, of, name) => scalaMember(context, way, of, name),
    methodCall: (context, way, of, called) => scalaMethodCall(context, way, of, called),
    outsideCall: (context, way, origin, called) => outsideCalled(context, way, origin, called),
    anyCall: (context, way, call) => scalaCall(context, way, call),
    asked: (context, way, seen, name) => asked(context, way, seen, name),
    isOfType: (left, right) => scalaIsOf(left, right),
    equals: (left, right) => scalaEquals(left, right),
    ended: (way, fn, style) => scalaEnded(way, fn, style),
    keepsResults: true,
    namesNext: true,
  },
  java: JVM,
  rust: {
    role: (pattern, index, fn) => rustRole(pattern, index, fn),
    value: (context, way, value) => rustValue(context, way, value),
    methodCall: (context, way, of, called) => rustMethod(context, way, of, called),
    outsideCall: (context, way, origin, called) => rustCall(context, way, origin, called),
    ended: (way, _fn, style) => rustEnded(way, style),
    decidingClass: (machine, cls, self, request) => rustLayer(machine, cls, self, request),
    makes: (cls, called) => madeOf(cls, called),
    equals: (left, right) => rustEquals(left, right),
    keepsResults: true,
    namesNext: true,
  },
  kotlin: {
    ...JVM,
    // Getters of Java are properties in Kotlin.
    member: (context, way, of, name) => {
      const getter = credentialAt([...of.path, name]) ? undefined : servletProperty(name);
      return getter === undefined ? undefined : servletCall(context, way, of, getter, [])?.[0]?.seen;
    },
  },
  ruby: {
    role: pattern => rubyRole(pattern),
    member: (context, way, of, name) => rubyMember(context, way, of, name),
    requestCall: (context, way, of, name, args) => rubyRequestCall(context, way, of, name, args),
    methodCall: (context, way, of, called) => rubyMethodCall(context, way, of, called),
    outsideCall: (context, way, origin, called) => rubyCall(context, way, origin, called),
    ended: (way, fn) => rubyEnded(way, fn),
    namesNext: true,
    isOnSelf: true,
    assigned: rubyAssigned,
    made: madeObject,
    superCall: rubySuper,
    superMade: superInitialized,
    ranBefore: (way, closure) => noteAbsent(way, closure),
  },
  php: PHP,
};

/** A language that has no words of its own here: its guards are followed by what all share. */
const NONE: GuardWords = {};

/** The words of the language that a file of the program is written in. */
export function guardWordsAt(machine: Machine, file: string): GuardWords {
  return LANGUAGES[machine.modules.get(file)?.module.language ?? 'javascript'] ?? NONE;
}

export function guardWords({ machine, scope }: Context): GuardWords {
  return guardWordsAt(machine, scope.file);
}
