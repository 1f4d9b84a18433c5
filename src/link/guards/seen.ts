/** What is known of the values and ways of a function that is followed for one kind of stranger. */
import type { Mechanism } from '../../core/facts/program.ts';
import type { CallExpr, FunctionNode } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import { type ClassValue, type InstanceValue, type Scope, type Value, truth } from '../value.ts';
import type { Recalled } from './recall.ts';
import type { Request } from './request.ts';

/** What is known of a value when the request comes from a stranger. */
export type Seen =
  /** A credential, or something got from one: not there. */
  | {
      readonly kind: 'absent';
      /** It could not be got, and beside it there is an error that says so (Go). */
      readonly isFailed?: true;
    }
  /** A credential that the stranger made up; `isWhole` until parts are taken of it. */
  | { readonly kind: 'forged'; readonly isWhole: boolean }
  /** The request, or a part of it that is no credential. */
  | { readonly kind: 'request'; readonly path: readonly string[] }
  | { readonly kind: 'response'; readonly status?: number | 'any' }
  /** Hands the request on. `isHandler`: the function that a wrapper is around; what it is called with is no error. */
  | { readonly kind: 'next'; readonly isHandler?: true }
  | {
      readonly kind: 'known';
      readonly value: Value;
      /** What was made here of parts of which one is forged. */
      readonly holds?: 'forged';
      /** A number that a constant stands for goes by its name, as a key does. */
      readonly name?: string;
    }
  /** A function made on the way, with the activations whose variables it sees, innermost first. */
  | {
      readonly kind: 'local';
      readonly fn: FunctionNode;
      readonly visible: readonly number[];
      /** Where it was made: it may be called from another module. */
      readonly scope: Scope;
      readonly self?: Value;
    }
  /** A response made as a value: `new Response(…, { status })`. */
  | { readonly kind: 'answer'; readonly status: number | 'any' }
  /** Lets pass, as a value: `NextResponse.next()`. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'list'; readonly items: readonly Seen[] }
  /** A promise that nobody has awaited yet, of a value or of a failure. */
  | { readonly kind: 'promise'; readonly of: Seen }
  | { readonly kind: 'rejected'; readonly status?: number | 'any' }
  /** `resolve` and `reject` of `new Promise(…)`. */
  | { readonly kind: 'settler'; readonly rejects: boolean }
  /** Something made here, which is there in any case. */
  | {
      readonly kind: 'object';
      readonly name?: string;
      readonly holds?: 'absent' | 'forged';
      /** What is known of what it holds: `{ req, res }`. */
      readonly fields?: ReadonlyMap<string, Seen>;
      /** Its class, whose methods see its fields as they are here. */
      readonly of?: ClassValue;
    }
  /** `holds`: something inside it is absent or forged. */
  | { readonly kind: 'any'; readonly name?: string; readonly holds?: 'absent' | 'forged' };

/** One way through the code. */
export type Way = {
  /** Variables, by activation; those of one are never changed in place, so that ways share them. */
  scopes: Map<number, ReadonlyMap<string, Seen>>;
  readonly reads: Set<string>;
  readonly mechanisms: Set<Mechanism>;
  /** Something whose name does not tell whether it is a credential: what its absence leads to does. */
  maybeReads?: string;
  /** A function that may read a credential and could not be followed. */
  mayRead?: string;
  /** The first test on the way that could not be decided. */
  condition?: string;
  /** Why it may not have passed although `hasPassed`. */
  doubt?: string;
  /** Of the response, as set or sent so far. */
  status?: number | 'any';
  /** Of the error that was thrown last. */
  error?: number | 'any';
  /** A response has been sent. */
  hasAnswered: boolean;
  /** Work was done after a refusal had been sent. */
  hasRunOn: boolean;
  hasPassed: boolean;
  /** What comes after it runs without being called. */
  runsOn?: true;
  /** An error was handed to `next`. */
  hasFailed: boolean;
  /** Something on the way can tell a made-up credential from a good one. */
  isVerified: boolean;
  exemptBy?: string;
  /** What `new Promise(…)` around it has come to. */
  settled?: Seen;
  /** Ended in a throw, or returned; undefined while it goes on. */
  end?: End;
};

type End = { readonly kind: 'threw' } | { readonly kind: 'returned'; readonly value: Seen } | { readonly kind: 'left' };

/** Who calls: someone who sends no credential, or one that is made up; or someone of whom nothing is assumed. */
export type Caller = 'without' | 'forging' | 'anyone';

export type Context = {
  readonly machine: Machine;
  readonly scope: Scope;
  readonly request: Request;
  readonly caller: Caller;
  readonly depth: number;
  readonly stack: readonly string[];
  /** The function that this one stands around: calling it hands the request on. */
  readonly inner?: FunctionNode;
  /** Activations whose variables are seen here, innermost first. */
  readonly visible: readonly number[];
  readonly self?: Value;
  /** What `this` is where it was made on the way. */
  readonly seenSelf?: Seen;
  /** What `this` is in the function that is followed from the start. */
  readonly origin?: Value;
  readonly cls?: ClassValue;
  /** The method of this name of the base class hands the request on. */
  readonly handsOn?: string;
  /** An error here is caught. */
  readonly isTried: boolean;
  /** A call whose promise is handled by `then`, `catch` or `finally` right where it stands. */
  readonly chained?: CallExpr;
  /** A call whose answer nobody looks at. */
  readonly dropped?: CallExpr;
  readonly budget: Budget;
};

/** Shared by all ways of one exploration. */
export type Budget = {
  /** Nodes that it had, and those that are left of them. */
  readonly given: number;
  left: number;
  activations: number;
  hangsOnRequest: boolean;
  /** Something was kept for those who come after, in a function that was followed. */
  hasKept?: true;
  /** What ran before was not followed to its end. */
  isCut?: true;
  /** Names under which something was kept that a stranger has, too. */
  granted?: Set<string>;
  /** Names under which a stranger has nothing, as a function has put it there, and those under which he may have something. */
  withheld?: Set<string>;
  kept?: Set<string>;
  /** What calls that were followed have come to. */
  recalled?: Map<string, Recalled>;
  identities?: Map<object | string, number>;
  /** Objects that were made on the way, by class and place; and the names under which their fields go. */
  objects?: Map<string, InstanceValue>;
  fieldsOf?: Map<InstanceValue, string>;
};

/** A call as it is looked at: what it names, with what, and where. */
export type Called = { readonly name: string; readonly args: readonly Seen[]; readonly node: CallExpr };

export type Step = { readonly seen: Seen; readonly way: Way };

export const ANY: Seen = { kind: 'any' };
export const ABSENT: Seen = { kind: 'absent' };
export const FAILED: Seen = { kind: 'absent', isFailed: true };
export const FORGED: Seen = { kind: 'forged', isWhole: false };
export const TRUTHY: Seen = { kind: 'known', value: { kind: 'record', fields: new Map(), isOpen: true } };

/** Ways that one exploration keeps; more make it incomplete. */
export const WAY_LIMIT = 64;

export function booleanSeen(value: boolean): Seen {
  return { kind: 'known', value: { kind: 'boolean', value } };
}

export function truthOf(seen: Seen): boolean | undefined {
  switch (seen.kind) {
    case 'absent':
      return false;
    case 'known':
      return truth(seen.value);
    case 'request':
      return seen.path.length === 0 ? true : undefined;
    case 'response':
    case 'next':
    case 'local':
    case 'answer':
    case 'pass':
    case 'list':
    case 'promise':
    case 'rejected':
    case 'settler':
    case 'forged':
    case 'object':
      return true;
    case 'any':
      return undefined;
  }
}

/** A number, or the status that a word of a package stands for: `HttpStatus.UNAUTHORIZED`, `StatusCodes.FORBIDDEN`. */
export function numberOf(seen: Seen): number | undefined {
  if (seen.kind !== 'known') return undefined;
  const { value } = seen;
  if (value.kind === 'number') return value.value;
  if (value.kind !== 'external') return undefined;
  const [last = '', before = ''] = value.path.toReversed();
  const word = last === 'value' ? before : last;
  // `status.HTTP_401_UNAUTHORIZED` of Starlette and DRF, `falcon.HTTP_401`.
  const written = /^HTTP_([1-5]\d\d)(?:_|$)/.exec(word)?.[1];
  return written === undefined ? STATUS_WORDS.get(word.toUpperCase().replace(/^(?:SC|HTTP)_/, '')) : Number(written);
}

const STATUS_WORDS: ReadonlyMap<string, number> = new Map([
  ['UNAUTHORIZED', 401],
  ['FORBIDDEN', 403],
  ['NOT_FOUND', 404],
  ['BAD_REQUEST', 400],
  ['TOO_MANY_REQUESTS', 429],
  ['OK', 200],
]);

/** Whether one of the values is, or holds, a credential that is not there, or a made-up one. */
export function holdsAny(values: readonly Seen[], what: 'absent' | 'forged'): boolean {
  return values.some(
    value =>
      value.kind === what ||
      ((value.kind === 'any' || value.kind === 'object' || value.kind === 'known') && value.holds === what) ||
      (value.kind === 'promise' && value.of.kind === what) ||
      (value.kind === 'list' && holdsAny(value.items, what)),
  );
}

// Ways

export function newWay(): Way {
  return {
    scopes: new Map(),
    reads: new Set(),
    mechanisms: new Set(),
    hasAnswered: false,
    hasRunOn: false,
    hasPassed: false,
    hasFailed: false,
    isVerified: false,
  };
}

export function fork(way: Way): Way {
  return { ...way, scopes: new Map(way.scopes), reads: new Set(way.reads), mechanisms: new Set(way.mechanisms) };
}

/** The way on which a test that cannot be decided had the other answer. */
export function forkUnder(way: Way, condition: string): Way {
  const other = fork(way);
  other.condition ??= condition;
  return other;
}

export function lookUpName(context: Context, way: Way, name: string): Seen | undefined {
  for (const id of context.visible) {
    const seen = way.scopes.get(id)?.get(name);
    if (seen) return seen;
  }
  return undefined;
}

/** Gives a variable a value where it was declared; a new one is of the innermost activation. */
export function assignName(context: Context, way: Way, name: string, seen: Seen): void {
  const id = context.visible.find(visible => way.scopes.get(visible)?.has(name)) ?? context.visible[0];
  if (id !== undefined) declareName(way, id, name, seen);
}

export function declareName(way: Way, activation: number, name: string, seen: Seen): void {
  way.scopes.set(activation, new Map(way.scopes.get(activation)).set(name, seen));
}

/** Fields of `this` are variables of the whole way. */
export const FIELDS = -1;

export function fieldOf(way: Way, name: string): Seen | undefined {
  return way.scopes.get(FIELDS)?.get(name);
}

/** Under which a field of `this` goes: those of objects that were made on the way are told apart. Undefined: nothing is known of it. */
export function fieldName({ self, origin, budget }: Context, name: string): string | undefined {
  if (self === origin) return name;
  const object = self?.kind === 'instance' ? budget.fieldsOf?.get(self) : undefined;
  return object === undefined ? undefined : `${object}${name}`;
}

export function setField(way: Way, name: string, seen: Seen): void {
  declareName(way, FIELDS, name, seen);
}

/** Ways that have come to the same are one: what their variables hold where they differ is not known. */
export function merge(ways: readonly Way[]): readonly Way[] {
  const groups = new Map<string, Way>();
  for (const way of ways) {
    const key = keyOf(way);
    const known = groups.get(key);
    if (known) join(known, way);
    else groups.set(key, way);
  }
  return [...groups.values()];
}

/**
 * Ways that a test parted and that have come to the same are one; where all have, nothing hangs on that test. `before`: the
 * condition of the way before it, if any. Ways that differ in more than plain values stay as they are.
 */
export function reunite(ways: readonly Way[], before: string | undefined): readonly Way[] {
  if (ways.length < 2) return ways;
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    const state = stateOf(way);
    const alike = groups.get(state) ?? [];
    const known = alike.find(other => isSameScopes(other, way));
    if (!known) {
      alike.push(way);
      groups.set(state, alike);
      continue;
    }
    join(known, way);
    if (way.condition === undefined) delete known.condition;
  }
  const apart = [...groups.values()].flat();
  const [only] = apart;
  if (only && apart.length === 1 && before === undefined) delete only.condition;
  return apart;
}

function isSameScopes(one: Way, other: Way): boolean {
  if (one.scopes.size !== other.scopes.size) return false;
  for (const [id, names] of one.scopes) {
    const others = other.scopes.get(id);
    if (others === names) continue;
    if (!others || names.size !== others.size) return false;
    for (const [name, seen] of names) {
      const second = others.get(name);
      if (!second) return false;
      if (second !== seen && !(isPlain(seen) && isPlain(second)) && signatureOf(second) !== signatureOf(seen))
        return false;
    }
  }
  return true;
}

/** Values that say nothing of who calls, and that tests for being there or not do not tell apart. */
function isPlain(seen: Seen): boolean {
  switch (seen.kind) {
    case 'any':
    case 'object':
      return seen.holds === undefined;
    case 'known':
      return seen.holds === undefined && PLAIN_VALUES.has(seen.value.kind);
    case 'list':
      return seen.items.every(isPlain);
    default:
      return false;
  }
}

const PLAIN_VALUES: ReadonlySet<Value['kind']> = new Set<Value['kind']>([
  'text',
  'number',
  'list',
  'record',
  'instance',
  'unknown',
]);

function keyOf(way: Way): string {
  return `${stateOf(way)}|${way.condition !== undefined}`;
}

/** Equal for ways that have come to the same, whatever their variables hold and whatever that hung on. */
export function stateOf(way: Way): string {
  const end = way.end ? (way.end.kind === 'returned' ? `returned ${signatureOf(way.end.value)}` : way.end.kind) : 'on';
  const settled = way.settled ? signatureOf(way.settled) : '';
  return [
    end,
    way.hasPassed,
    way.hasFailed,
    way.hasAnswered,
    way.hasRunOn,
    way.isVerified,
    way.status,
    way.error,
    way.exemptBy,
    settled,
    way.doubt !== undefined,
    way.reads.size > 0,
    way.mayRead !== undefined,
    way.maybeReads !== undefined,
    way.runsOn,
  ].join('|');
}

function join(known: Way, way: Way): void {
  for (const read of way.reads) known.reads.add(read);
  for (const mechanism of way.mechanisms) known.mechanisms.add(mechanism);
  for (const id of new Set([...known.scopes.keys(), ...way.scopes.keys()])) {
    const others = way.scopes.get(id) ?? new Map<string, Seen>();
    if (known.scopes.get(id) === others) continue;
    const names = new Map(known.scopes.get(id));
    for (const name of new Set([...names.keys(), ...others.keys()])) {
      const [one, other] = [names.get(name), others.get(name)];
      if (!one || !other) names.set(name, ANY);
      else if (one !== other && signatureOf(one) !== signatureOf(other)) names.set(name, eitherOf(one, other));
    }
    known.scopes.set(id, names);
  }
}

/** One of two: something that is there, where both are; a credential that is made up, where both are of one. */
function eitherOf(one: Seen, other: Seen): Seen {
  if (holdsAny([one], 'forged') && holdsAny([other], 'forged')) return { kind: 'any', holds: 'forged' };
  const isThere = [one, other].every(seen => isPlain(seen) && truthOf(seen) === true);
  return isThere ? { kind: 'object' } : ANY;
}

/** Equal for values that are as good as the same on the way on. */
function signatureOf(seen: Seen): string {
  switch (seen.kind) {
    case 'absent':
      return seen.isFailed ? 'failed' : 'absent';
    case 'next':
    case 'pass':
      return seen.kind;
    case 'any':
      return `any ${seen.holds ?? ''}`;
    case 'object': {
      const fields = [...(seen.fields ?? [])].map(([name, field]) => `${name}=${signatureOf(field)}`);
      // Which error it is may be asked for.
      const name = seen.name?.startsWith('error ') ? seen.name : '';
      return `object ${name} ${seen.holds ?? ''} ${fields.join()}`.slice(0, 1_000);
    }
    case 'forged':
      return `forged ${seen.isWhole}`;
    case 'settler':
      return `settler ${seen.rejects}`;
    case 'request':
      return `request ${seen.path.join('.')}`;
    case 'response':
    case 'answer':
    case 'rejected':
      return `${seen.kind} ${seen.status}`;
    case 'local':
      return `local ${seen.fn.id} ${seen.visible.join()}`;
    case 'list':
      return `list ${seen.items.map(signatureOf).join()}`.slice(0, 1_000);
    case 'promise':
      return `promise ${signatureOf(seen.of)}`;
    case 'known': {
      const { value } = seen;
      if (value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean')
        return `${value.kind} ${value.value}`;
      if (value.kind === 'closure') return `closure ${value.fn.id}`;
      return `${value.kind} ${truth(value)} ${seen.holds ?? ''}`;
    }
  }
}
