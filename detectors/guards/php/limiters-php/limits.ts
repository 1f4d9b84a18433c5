/** What functions that make limits for requests leave of them. Sources: Laravel, Rate Limiting; `Illuminate\Cache\RateLimiting\Limit`. */
import { compareLocations } from '../../../../src/core/location.ts';
import type { LimitsNothing } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr, FunctionNode, Statement } from '../../../../src/core/program.ts';
import { visitNodes } from '../../../../src/core/program-nodes.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../../practices/bindings.ts';
import { numberOf, sourceOf } from '../../../practices/calls.ts';
import { chainOf, stepNamed } from '../../../practices/php/chains.ts';
import { argumentAt } from '../../../routes/php/values.ts';

/** Whether anything is limited; `what`: the numbers and the key, for people. */
export type Limiting = { readonly isLimiting: boolean; readonly what: string; readonly nothing?: LimitsNothing };

/** No service gets as many requests a minute from one caller: scoring §D.9, G23. */
const ABSURD_PER_MINUTE = 1_000_000;

export function isAbsurd(count: number, seconds: number): boolean {
  return seconds > 0 && count / (seconds / 60) >= ABSURD_PER_MINUTE;
}

/** `none`: the request passes without a limit. */
type Branch = { readonly kind: 'none' | 'limit' | 'unknown'; readonly what: string; readonly nothing?: LimitsNothing };

const MOST_SHOWN = 80;

/** What the function of a limiter gives back, in all of its branches. */
export function limitingOf(file: ProgramFile, fn: FunctionNode): Limiting {
  const branches = returnedBy(fn).flatMap(value => branchesOf(file, value, [fn], MOST_LEVELS));
  const limits = branches.filter(({ kind }) => kind !== 'none');
  const what = [...new Set(branches.map(branch => branch.what))].join('; or ') || 'no limit';
  if (limits.length === 0) return { isLimiting: true, what, nothing: { kind: 'skipped', why: 'every request passes' } };
  const nothing = limits.flatMap(limit => limit.nothing ?? [])[0];
  return { isLimiting: limits.length === branches.length, what, ...(nothing && { nothing }) };
}

/** Values that a function gives back itself; functions in it give theirs to others. */
function returnedBy(fn: FunctionNode): readonly Expr[] {
  const found: Expr[] = [];
  visitNodes(
    fn.body,
    node => {
      if (node.kind === 'return') found.push(node.value ?? { kind: 'nothing', at: node.at });
    },
    ({ kind }) => kind !== 'function' && kind !== 'class',
  );
  const sorted = found.toSorted((a, b) => compareLocations(a.at, b.at));
  return runsOut(fn) ? [...sorted, { kind: 'nothing', at: fn.at }] : sorted;
}

/** Whether it may come to its end without giving anything back: the request then passes. */
function runsOut({ body }: FunctionNode): boolean {
  const last: Statement | undefined = body.at(-1);
  return last === undefined || last.kind === 'evaluate' || (last.kind === 'branch' && last.otherwise.length === 0);
}

const MOST_LEVELS = 8;

type Inside = readonly FunctionNode[];

function branchesOf(file: ProgramFile, expr: Expr, inside: Inside, left: number): readonly Branch[] {
  const value = valueOf(file, expr, inside);
  if (left === 0) return [{ kind: 'unknown', what: 'computed' }];
  switch (value.kind) {
    case 'choice':
      return [value.then, value.otherwise].flatMap(one => branchesOf(file, one, inside, left - 1));
    case 'nothing':
      return [{ kind: 'none', what: 'no limit' }];
    case 'list':
      return [ofList(file, value.items, expr.kind === 'name' ? putInto(expr.name, inside) : [], inside, left - 1)];
    case 'call':
      return [ofChain(file, value, inside)];
    default:
      return [{ kind: 'unknown', what: 'computed' }];
  }
}

/** `$limits[] = Limit::perDay(50)->by($key);` after `$limits = […]`. */
function putInto(name: string, inside: Inside): readonly Expr[] {
  const found: Expr[] = [];
  for (const { body } of inside)
    visitNodes(body, node => {
      if (node.kind !== 'call' || node.callee.kind !== 'member' || node.callee.name !== 'push') return;
      if (node.callee.of.kind === 'name' && node.callee.of.name === name) found.push(...node.args);
    });
  return found.toSorted((a, b) => compareLocations(a.at, b.at));
}

function ofList(
  file: ProgramFile,
  items: readonly Expr[],
  added: readonly Expr[],
  inside: Inside,
  left: number,
): Branch {
  // What is added later may hang on a condition.
  if (items.length === 0 && added.length > 0) return { kind: 'unknown', what: 'computed' };
  return together([...items, ...added].flatMap(item => branchesOf(file, item, inside, left)));
}

/** Of several limits that hold at once, one that limits is enough. */
function together(branches: readonly Branch[]): Branch {
  const limits = branches.filter(({ kind }) => kind !== 'none');
  const good = limits.find(({ nothing }) => nothing === undefined) ?? limits[0];
  return good ? { ...good, what: limits.map(({ what }) => what).join(' and ') } : { kind: 'none', what: 'no limit' };
}

const NAMESPACES = ['Illuminate\\Cache\\RateLimiting'];

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['perSecond', 1],
  ['perMinute', 60],
  ['perHour', 3_600],
  ['perDay', 86_400],
]);

/** `Limit::perMinute(60)->by($key)`, `Limit::perMinutes(5, 100)`, `new Limit($key, 60, 60)`, `Limit::none()`. */
function ofChain(file: ProgramFile, call: CallExpr, inside: Inside): Branch {
  const { root, calls } = chainOf(call);
  if (root.kind === 'call' && isFrom(file.originOf(root.callee), NAMESPACES, 'Unlimited'))
    return { kind: 'none', what: 'no limit' };
  const start = calls.at(-1);
  if (start?.callee.kind !== 'member' || !isFrom(file.originOf(start.callee.of), NAMESPACES, 'Limit'))
    return { kind: 'unknown', what: 'computed' };
  const { name } = start.callee;
  if (name === 'none') return { kind: 'none', what: 'no limit' };
  const { count, seconds } = numbersOf(file, start, name, inside);
  const keyed = stepNamed(calls, 'by');
  const key = keyed && argumentAt(keyed, 0, 'key');
  const by = key && valueOf(file, key, inside);
  const numbers = `${count ?? 'so many'} requests in ${seconds === undefined ? 'a time' : `${seconds} s`}`;
  const what = `${numbers}${key ? `, by ${sourceOf(file, key.at).replaceAll(/\s+/g, ' ').slice(0, MOST_SHOWN)}` : ''}`;
  const isConstant = !by || by.kind === 'text' || by.kind === 'number' || by.kind === 'nothing';
  const nothing: LimitsNothing | undefined = isConstant
    ? { kind: 'keyless', why: 'all callers share one counter' }
    : count !== undefined && seconds !== undefined && isAbsurd(count, seconds)
      ? { kind: 'absurd', why: `${numbers} limit nothing` }
      : undefined;
  return { kind: 'limit', what, ...(nothing && { nothing }) };
}

type Numbers = { readonly count?: number | undefined; readonly seconds?: number | undefined };

function numbersOf(file: ProgramFile, call: CallExpr, name: string, inside: Inside): Numbers {
  const given = (index: number, own: string): number | undefined => {
    const value = argumentAt(call, index, own);
    return value && countOf(file, value, inside);
  };
  if (name === 'perMinutes') {
    const minutes = given(0, 'decayMinutes');
    return { count: given(1, 'maxAttempts'), seconds: minutes === undefined ? undefined : minutes * 60 };
  }
  const unit = SECONDS.get(name);
  const decay = argumentAt(call, 1, `decay${name.slice('per'.length)}s`);
  const times = decay ? countOf(file, decay, inside) : 1;
  return {
    count: given(0, 'maxAttempts'),
    seconds: unit === undefined || times === undefined ? undefined : unit * times,
  };
}

function countOf(file: ProgramFile, value: Expr, inside: Inside): number | undefined {
  return value.kind === 'name' && /^\\?PHP_INT_MAX$/.test(value.name) ? Infinity : numberOf(file, value, inside);
}
