/**
 * Calls that were followed before, within one exploration: the same call comes to the same on every way that is alike.
 *
 * What sends an error or finds the user is called at many places of a guard and on many ways through it, and its own tests
 * part them again each time. It is followed once for all that its effect may hang on; what is recalled is what became of
 * the way.
 */
import type { FunctionNode } from '../../core/program.ts';
import type { ClassValue, Scope, Value } from '../value.ts';
import { type Context, FIELDS, type Seen, type Step, type Way, fork, stateOf } from './seen.ts';

/** What may become of a way: what a call gives, and the way after it, with what alone it read and was proven by. */
export type Recalled = readonly Step[];

/** A function of the tree as it is called. */
type Called = { readonly fn: FunctionNode; readonly scope: Scope; readonly self?: Value; readonly cls?: ClassValue };

/** All that the effect of a call may hang on, in words; undefined where it may hang on variables of the way. */
export function callKey(
  context: Context,
  way: Way,
  { fn, scope, self, cls }: Called,
  args: readonly Seen[],
): string | undefined {
  const identities = (context.budget.identities ??= new Map());
  const fields = fieldsKey(identities, way.scopes.get(FIELDS));
  const parts = args.map(seen => exactly(identities, seen));
  if (fields === undefined || parts.includes(undefined)) return undefined;
  return [
    fn.id,
    identityOf(identities, scope),
    self ? identityOf(identities, self) : '',
    cls ? identityOf(identities, cls) : '',
    context.isTried,
    // Where it stands decides how deep it is followed, and what would be a call of itself.
    placeOf(identities, context.stack),
    stateOf(way),
    way.condition !== undefined,
    fields,
    ...parts,
  ].join('\n');
}

/** What the same call came to before, on this way. */
export function recall(context: Context, way: Way, key: string | undefined): readonly Step[] | undefined {
  const known = key === undefined ? undefined : context.budget.recalled?.get(key);
  return known?.map(({ seen, way: then }, index): Step => {
    const after = index === known.length - 1 ? way : fork(way);
    return { seen, way: become(after, then) };
  });
}

/** Keeps what a call has come to. `before`: what had been read on the way before it. */
export function remember(
  context: Context,
  key: string | undefined,
  before: ReadonlySet<string>,
  steps: readonly Step[],
): void {
  if (key === undefined || context.budget.left <= 0 || steps.some(({ seen }) => exactly(new Map(), seen) === undefined))
    return;
  const kept = steps.map(({ seen, way }) => ({
    seen,
    way: { ...fork(way), reads: new Set([...way.reads].filter(read => !before.has(read))) },
  }));
  (context.budget.recalled ??= new Map()).set(key, kept);
}

/** Makes of a way what became of one that was alike before the call. */
function become(way: Way, then: Way): Way {
  const { scopes, condition } = way;
  const fields = then.scopes.get(FIELDS);
  if (fields) scopes.set(FIELDS, fields);
  const reads = new Set([...way.reads, ...then.reads]);
  const mechanisms = new Set([...way.mechanisms, ...then.mechanisms]);
  Object.assign(way, then, { scopes, reads, mechanisms });
  if (condition !== undefined) way.condition = condition;
  return way;
}

type Identities = Map<object | string, number>;

/** The same number for the same calls within calls. */
function placeOf(identities: Identities, stack: readonly string[]): number {
  const known = identities.get(stack);
  if (known !== undefined) return known;
  const place = identityOf(identities, stack.join());
  identities.set(stack, place);
  return place;
}

/** The same number for fields that hold the same; undefined where one sees variables of the way. */
function fieldsKey(identities: Identities, fields: ReadonlyMap<string, Seen> = NO_FIELDS): number | undefined {
  const known = identities.get(fields);
  if (known !== undefined) return known;
  const words = [...fields].map(([name, seen]) => {
    const value = exactly(identities, seen);
    return value === undefined ? undefined : `${name} ${value}`;
  });
  if (words.includes(undefined)) return undefined;
  const key = identityOf(identities, words.toSorted().join('\n'));
  identities.set(fields, key);
  return key;
}

const NO_FIELDS: ReadonlyMap<string, Seen> = new Map();

function identityOf(identities: Identities, value: object | string): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  identities.set(value, identities.size);
  return identities.size - 1;
}

/** Equal for values that cannot be told apart; undefined for those that see variables of the way. */
function exactly(identities: Identities, seen: Seen): string | undefined {
  switch (seen.kind) {
    case 'local':
    case 'settler':
      return undefined;
    case 'absent':
      return `absent ${seen.isFailed}`;
    case 'forged':
      return `forged ${seen.isWhole}`;
    case 'request':
      return `request ${seen.path.join('\t')}`;
    case 'next':
      return `next ${seen.isHandler}`;
    case 'pass':
      return 'pass';
    case 'response':
    case 'answer':
    case 'rejected':
      return `${seen.kind} ${seen.status}`;
    case 'list':
      return within(identities, 'list', seen.items);
    case 'promise':
      return within(identities, 'promise', [seen.of]);
    case 'object': {
      const names = [...(seen.fields?.keys() ?? [])].join('\t');
      return within(identities, `object ${seen.name} ${seen.holds} ${names}`, [...(seen.fields?.values() ?? [])]);
    }
    case 'any':
      return `any ${seen.name} ${seen.holds}`;
    case 'known':
      return `${exactValue(identities, seen.value)} ${seen.holds ?? ''} ${seen.name ?? ''}`;
  }
}

function within(identities: Identities, word: string, items: readonly Seen[]): string | undefined {
  const parts = items.map(item => exactly(identities, item));
  return parts.includes(undefined) ? undefined : `${word} (${parts.join('\t')})`;
}

function exactValue(identities: Identities, value: Value, depth = 0): string {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return `${value.kind} ${value.value}`;
    case 'nothing':
      return 'nothing';
    case 'external':
      return `external ${value.module} ${value.path.join('.')}`;
    case 'closure':
      return `closure ${value.fn.id} ${identityOf(identities, value.scope)} ${value.self ? identityOf(identities, value.self) : ''}`;
    case 'list':
      if (depth < LIST_DEPTH && !value.isOpen && value.items.length <= LIST_LENGTH)
        return `list (${value.items.map(item => exactValue(identities, item, depth + 1)).join('\t')})`;
      return `list ${identityOf(identities, value)}`;
    default:
      return `${value.kind} ${identityOf(identities, value)}`;
  }
}

/** Lists within lists, and their items, that are compared by what they hold. */
const LIST_DEPTH = 3;
const LIST_LENGTH = 32;
