import type { Taken } from '../core/facts/program.ts';
import type { CallExpr, ClassNode, Expr, FunctionNode } from '../core/program.ts';
import type { Location } from '../core/location.ts';
import type { Mark } from '../core/facts/mark.ts';
import type {
  Control,
  GuardEffect,
  Handing,
  Mechanism,
  Method,
  NamedGuard,
  RouterRules,
} from '../core/facts/program.ts';
import type { PolicyRules, ViewRules } from '../core/facts/serving.ts';
import type { AccessList } from './access.ts';
import type { MethodCall } from './builtins.ts';
import type { Apply } from './language.ts';
import type { AskedProviders } from './providers.ts';
import type { PathValue, Router } from './router.ts';

/**
 * What an expression stands for, as far as the program text tells.
 *
 * `list`, `record`, `instance` and `router` have identity and change while the program is evaluated, as they do when it
 * runs. `unknown` may be anything; it always says why.
 */
export type Value =
  /** `HOLE` in the text stands for a part that is not known. */
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }
  /** `isOpen`: it may hold more than is listed. */
  | { readonly kind: 'list'; readonly items: Value[]; isOpen: boolean }
  | RecordValue
  | ClosureValue
  | ClassValue
  | InstanceValue
  | { readonly kind: 'router'; readonly router: Router }
  | PieceValue
  | ExternalValue
  /** What a call of something outside the tree gave. */
  | { readonly kind: 'outcome'; readonly of: Value; readonly call: CallExpr; readonly args: readonly Value[] }
  | KnownGuard
  /** A function or class in decorators; the outermost guard comes first. */
  | { readonly kind: 'wrapped'; readonly guards: readonly Value[]; readonly of: Value }
  /** A function of the tree that stands around another one: calling `inner` hands the request on. */
  | { readonly kind: 'around'; readonly by: ClosureValue; readonly inner: ClosureValue }
  /** What several guards, or the answer of a function, decide. */
  | { readonly kind: 'composed'; readonly how: Composition; readonly of: readonly Value[] }
  /** Who may call, by lists of classes; what is not given is found in the settings of the project around `file`. */
  | PolicyValue
  /** A decorator that makes a view of a function, and one that sets an attribute of a function. */
  | { readonly kind: 'function-view'; readonly at: Location; readonly methods?: Value; readonly view: ViewRules }
  | { readonly kind: 'attribute'; readonly name: string; readonly value: Value }
  /** Guards before a member of a class; before all of them when none is named. */
  | {
      readonly kind: 'member-guard';
      readonly member?: string;
      readonly only?: readonly string[];
      readonly except?: readonly string[];
      readonly guards: readonly Value[];
    }
  /** A guard that is given by its name, which is looked up when it is read. */
  | NamedGuardValue
  /** Lists of who may call which paths; the first that speaks of one decides. */
  | { readonly kind: 'access'; readonly lists: readonly AccessList[] }
  /** A class as a handler. `actions`: the member that answers each method, where that is said. */
  | {
      readonly kind: 'view';
      readonly of: Value;
      readonly actions?: ReadonlyMap<string, string>;
      /** How it answers where nothing says so of what its class derives from. */
      readonly byDefault?: ViewRules;
      readonly attributes?: ReadonlyMap<string, Value>;
    }
  /** What a framework resolves for a parameter. */
  | {
      readonly kind: 'supplied';
      readonly at: Location;
      readonly guards: readonly Value[];
      readonly part?: RequestPart;
    }
  /** Guards that spare some paths: `guard.unless({ path })`. */
  | { readonly kind: 'sparing'; readonly guards: readonly Value[]; readonly except: Value }
  /** The result of evaluating a decorator. */
  | MarksValue
  | { readonly kind: 'either'; readonly options: readonly Value[] }
  | { readonly kind: 'method'; readonly of: Value; readonly name: string }
  | UnknownValue;

/**
 * `all` must let pass; one of `any` must; `not`: the other way round. `refuses`: counts only where it refuses. `decides`: a
 * function refuses by a false answer; `judges`: it is asked about the principal, not the request; `makes`: it makes what
 * answers, and refuses by ending the request alone, whatever it gives.
 */
export type Composition = 'all' | 'any' | 'not' | 'refuses' | 'decides' | 'judges' | 'makes';

/** Something of a package outside the tree: `{ module: 'express', path: ['Router'] }`. */
export type ExternalValue = {
  readonly kind: 'external';
  readonly module: string;
  readonly path: readonly string[];
  /** The result of a call that it was taken from: what `builder.use(f)` gave, for the `query` of it. */
  readonly from?: Value;
};

export type MarksValue = {
  readonly kind: 'marks';
  readonly marks: readonly BoundMark[];
  /** Metadata whose key and value are known already. */
  readonly metadata?: readonly { readonly key: string; readonly value: Value }[];
};

export type RecordValue = {
  readonly kind: 'record';
  readonly fields: Map<string, Value>;
  isOpen: boolean;
  /** Members that are found when they are asked for: modules below a package. */
  readonly find?: (name: string) => Value | undefined;
  /** Puts a member where it belongs: a variable of a package that is assigned from outside. */
  readonly put?: (name: string, value: Value) => void;
  /** What it is, where it was made as something of a package: `http.Server{Handler: h}`. */
  readonly made?: Value;
  /** It is an object of the language or of a package whose methods are known: what one of them gives; undefined where it is none. */
  readonly answers?: (called: MethodCall, apply: Apply) => Value | undefined;
};

export type ClosureValue = {
  readonly kind: 'closure';
  readonly fn: FunctionNode;
  readonly scope: Scope;
  readonly self?: Value;
  /** What `this` is in it whoever calls it: of an extension function, or of a function that is handed to a builder. */
  readonly receiver?: Value;
  /** Kotlin: the parameter that it was given for calls it with a `this` (`build: Route.() -> Unit`). */
  readonly takesReceiver?: true;
  /** A method that stands around others of its name: the one of its base hands the request on. */
  readonly handsOn?: string;
  /** What ran before it for the same request, and with the same `this`: what they kept there it finds. */
  readonly after?: readonly ClosureValue[];
  /** A plugin that keeps the scope of its caller (`fastify-plugin`). */
  readonly sharesScope?: boolean;
  /** Who is handed what it gives is called without it, too (`Option<User>`). */
  readonly mayBeMissing?: true;
  /** A framework calls it for what it gives; it refuses by throwing alone. */
  readonly isSupplied?: boolean;
};

/** A part of the request that is given to a parameter. */
export type RequestPart = {
  readonly of: 'headers' | 'cookies' | 'query';
  /** Not that of the parameter. */
  readonly name?: string;
  readonly isDemanded: boolean;
};

export type ClassValue = {
  readonly kind: 'class';
  readonly cls: ClassNode;
  readonly scope: Scope;
  readonly base?: Value;
  /** Further bases and interfaces, in order. */
  readonly others?: readonly Value[];
  /** Decorators on its bases, which what they made of these classes keeps for their heirs. */
  readonly around?: readonly Value[];
  readonly statics: Map<string, Value>;
  /** All parts of a class that is declared in several, itself among them; more may come while the program is evaluated. */
  readonly parts?: readonly ClassValue[];
  /** It is a router itself, which its own code puts routes on (modules of Elixir). */
  router?: Router;
};

export type InstanceValue = {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly fields: Map<string, Value>;
  /** It is a router, by what its class derives from. */
  router?: Router;
};

export type NamedGuardValue = {
  readonly kind: 'named-guard';
  /** As written, with what it is given; that alone where `of` is known. */
  readonly name: string;
  /** The guard that is given it: `Throttle::class . ':60'`. */
  readonly of?: Value;
  readonly framework: string;
  /** Where it is given. */
  readonly at: Location;
  readonly own: readonly NamedGuard[];
};

/** What has to hold of a request before a route answers: a path, methods, guards. */
export type PieceValue = {
  readonly kind: 'piece';
  readonly at: Location;
  /** The expression that gave it. */
  readonly site: Location;
  readonly framework: string;
  readonly rules: RouterRules;
  /** Alternatives; one without text when there is none. */
  readonly paths: readonly PathValue[];
  readonly methods?: readonly Method[];
  readonly guards: readonly Value[];
  readonly isEndpoint: boolean;
  /** Calling it puts something behind it. */
  readonly isDirective: boolean;
  readonly handler?: Value;
  /** What it takes from a request beside its path. */
  readonly takes: readonly Taken[];
  /** The part of the request that it hands to what is behind it. */
  readonly extracts?: {
    readonly of: 'headers' | 'cookies' | 'request';
    readonly name?: string;
    readonly isDemanded: boolean;
  };
  /** Something was made of it. */
  readonly state: { isTaken: boolean };
};

export type PolicyValue = {
  readonly kind: 'policy';
  readonly at: Location;
  readonly file: string;
  readonly rules: PolicyRules;
  readonly given?: Value;
  readonly credentials?: Value;
};

export type KnownGuard = {
  readonly kind: 'guard';
  readonly at: Location;
  readonly what: string;
  readonly effect: GuardEffect;
  readonly hands?: Handing;
  /** It refuses by itself whoever sends no credential, and asks this whether one that is there is good. */
  readonly check?: ClosureValue;
  /** Where this says true of a request, it lets everybody pass. */
  readonly skips?: ClosureValue;
  readonly mechanism?: Mechanism;
  /** Where any of several ways to authenticate will do. */
  readonly otherMechanisms?: readonly Mechanism[];
  /** Ways to authenticate that it names: they say what it does. */
  readonly providers?: AskedProviders;
  readonly scopes: readonly Value[];
  readonly except?: Value;
  /** The only methods that it lets through, and those on which it lets everybody pass. */
  readonly methods?: readonly Method[];
  readonly spares?: readonly Method[];
  readonly exemptBy?: string;
  readonly onlyFor?: string;
  /** It is not asked for operations with this metadata. */
  readonly yieldsTo?: string;
  /** Metadata that it puts on an operation. */
  readonly marks?: string;
  readonly decidedBy?: string;
  readonly verifiedBy?: string;
  /** Where heirs of it name a provider. */
  readonly namesProvider?: { readonly framework: string; readonly field: string; readonly prefix: string };
  /** Providers take the place of what it does only where they let everybody pass. */
  readonly isTrusted?: true;
  readonly limiter: boolean;
  readonly controls?: readonly Control[];
  /** Without this switch in the component where it stands it does nothing. */
  readonly needs?: string;
  readonly why: string;
};

/** A mark with the scope in which its expressions are to be read. */
export type BoundMark = {
  readonly mark: Mark;
  readonly at: Location;
  readonly framework: string;
  readonly evaluate: (expr: Expr) => Value;
  /** What the annotation of the tree that carries it hands to it, in place of what it says itself. */
  readonly given?: ReadonlyMap<'path' | 'methods', Value>;
};

export type UnknownValue = {
  readonly kind: 'unknown';
  readonly why: string;
  /** The name it had where it was looked up, for judging what it may be. */
  readonly name?: string;
  /** An unbound parameter: of the function with this id, at this position. */
  readonly parameter?: { readonly fn: string; readonly index: number };
};

/** Variables of one block, function or module. */
export type Scope = {
  readonly parent?: Scope;
  readonly names: Map<string, { value: Value; readonly depth: number }>;
  readonly file: string;
  /** What `this` is here, where a function binds it. */
  readonly self?: Value;
  /** The class whose method runs, for `super`. */
  readonly cls?: ClassValue;
};

/** Stands for an unknown part inside a text. */
export const HOLE = '\u0000';

/** Why a value is unknown that the environment may give. */
export const SET_OUTSIDE = 'it is set in the environment';

export const NOTHING: Value = { kind: 'nothing' };

export function unknown(why: string, name?: string): UnknownValue {
  return name === undefined ? { kind: 'unknown', why } : { kind: 'unknown', why, name };
}

/** One of several values; nested ones are flattened, equal ones kept once. */
export function either(options: readonly Value[]): Value {
  const kept: Value[] = [];
  for (const option of options) {
    for (const one of option.kind === 'either' ? option.options : [option]) {
      if (kept.some(other => isSame(other, one))) continue;
      if (kept.length >= OPTION_LIMIT) return { kind: 'either', options: [...kept, unknown('one of too many values')] };
      kept.push(one);
    }
  }
  const [first] = kept;
  if (first === undefined) return NOTHING;
  return kept.length === 1 ? first : { kind: 'either', options: kept };
}

/** Values that one may be, before the rest is only `unknown`. */
const OPTION_LIMIT = 48;

/**
 * The dotted names of something outside the tree, however it was imported: `flask.views.MethodView`. Several where it may
 * come from several packages.
 */
export function fullNames({ module, path }: Extract<Value, { kind: 'external' }>): readonly string[] {
  const members = path.filter(part => part !== 'default' && part !== '*');
  return module.split(',').map(one => (one === '' ? members : [one, ...members]).join('.'));
}

/** Whether two values are known to be one and the same. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value && !a.value.includes(HOLE);
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'nothing' && b.kind === 'nothing') return true;
  if (a.kind === 'router' && b.kind === 'router') return a.router === b.router;
  if (a.kind === 'external' && b.kind === 'external')
    return a.module === b.module && a.path.join('.') === b.path.join('.');
  if (a.kind === 'closure' && b.kind === 'closure') return a.fn === b.fn && a.scope === b.scope;
  if (a.kind === 'class' && b.kind === 'class') return a.cls === b.cls;
  return false;
}

/** A default beside what the environment may set is taken. */
export function withoutSet(options: readonly Value[]): readonly Value[] {
  const known = options.filter(option => !(option.kind === 'unknown' && option.why === SET_OUTSIDE));
  return known.length > 0 ? known : options;
}

/** Whether a condition of this value is taken; undefined when it cannot be told. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'text':
      return value.value.includes(HOLE)
        ? value.value.replaceAll(HOLE, '') === ''
          ? undefined
          : true
        : value.value !== '';
    case 'number':
      return value.value !== 0;
    case 'boolean':
      return value.value;
    case 'nothing':
      return false;
    case 'either': {
      const answers = new Set(value.options.map(truth));
      return answers.size === 1 ? [...answers][0] : undefined;
    }
    case 'pattern':
    case 'list':
    case 'record':
    case 'closure':
    case 'class':
    case 'instance':
    case 'router':
    case 'guard':
    case 'sparing':
    case 'marks':
    case 'wrapped':
    case 'around':
    case 'supplied':
    case 'view':
    case 'access':
    case 'policy':
    case 'function-view':
    case 'attribute':
    case 'member-guard':
    case 'named-guard':
    case 'piece':
      return true;
    case 'composed':
    case 'external':
    case 'outcome':
    case 'method':
    case 'unknown':
      return undefined;
  }
}

/** The routers that a value stands for. */
export function routersIn(value: Value): readonly Router[] {
  return optionsOf(value).flatMap(option =>
    option.kind === 'router'
      ? [option.router]
      : (option.kind === 'instance' || option.kind === 'class') && option.router
        ? [option.router]
        : option.kind === 'wrapped'
          ? routersIn(option.of)
          : [],
  );
}

/** An object of a class that derives from a router is that router; so is a class that is one itself. */
export function asRouter(value: Value): Value {
  return (value.kind === 'instance' || value.kind === 'class') && value.router
    ? { kind: 'router', router: value.router }
    : value;
}

/** All values that one may be, without `either`. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'either' ? value.options : [value];
}

/** Items of a value that may be a list of lists; decorators come before what they stand on. */
export function flatten(value: Value, depth = 0): readonly Value[] {
  if (depth > 20) return [value];
  if (value.kind === 'wrapped')
    return [...value.guards.flatMap(guard => flatten(guard, depth + 1)), ...flatten(value.of, depth + 1)];
  if (value.kind !== 'list') return [value];
  return value.items.flatMap(item => flatten(item, depth + 1));
}
