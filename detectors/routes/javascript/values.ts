import type { Expr, Module, RecordEntry } from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';

type RecordExpr = Extract<Expr, { kind: 'record' }>;

/** Follows names to the constants of the same file; what it cannot follow it gives back as it is. */
export type LocalValues = { readonly valueOf: (expr: Expr) => Expr };

/** How far a chain of names that stand for names is followed. */
const MOST_STEPS = 8;

/**
 * The local constants of a file, by name.
 *
 * A name that is declared more than once, in whatever scope, stands for none of them: scopes are the linker's work.
 * The index is built when it is first asked for, because most files are done without it.
 */
export function localValues(module: Module): LocalValues {
  const known = LOCAL_VALUES.get(module);
  if (known) return known;
  const values = indexed(module);
  LOCAL_VALUES.set(module, values);
  return values;
}

/** One index a module: every framework's detector asks for the same. */
const LOCAL_VALUES = new WeakMap<Module, LocalValues>();

function indexed(module: Module): LocalValues {
  let index: ReadonlyMap<string, Expr | undefined> | undefined;
  return {
    valueOf: expr => {
      let value = expr;
      for (let step = 0; step < MOST_STEPS && value.kind === 'name'; step++) {
        index ??= declaredIn(module);
        const next = index.get(value.name);
        if (next === undefined) break;
        value = next;
      }
      return value;
    },
  };
}

function declaredIn(module: Module): ReadonlyMap<string, Expr | undefined> {
  const values = new Map<string, Expr | undefined>();
  const note = (name: string, value: Expr | undefined): void => {
    values.set(name, values.has(name) ? undefined : value);
  };
  for (const { local } of module.imports) note(local, undefined);
  for (const node of nodesIn(module.body)) {
    const pattern = node['pattern'];
    if (!isNode(pattern) || !(node['kind'] === 'declare' || node['kind'] === 'each' || 'isRest' in node)) continue;
    const whole = node['kind'] === 'declare' && pattern['kind'] === 'name' && isNode(node['value']);
    if (whole) note(String(pattern['name']), asExpr(node['value'] as Node));
    else for (const part of nodesIn(pattern)) if (part['kind'] === 'name') note(String(part['name']), undefined);
  }
  return values;
}

type Node = { readonly [field: string]: unknown };

/** Every node below a value of the program form, in no particular order. Does not recurse: depth is the author's. */
export function* nodesIn(root: unknown): Generator<Node> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const next = left.pop();
    if (Array.isArray(next)) left.push(...next);
    else if (isNode(next)) {
      yield next;
      for (const [field, value] of Object.entries(next)) if (field !== 'at' && field !== 'nameAt') left.push(value);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The `value` of a declaration is an expression by its type; the generic walk above has forgotten it. */
function asExpr(node: Node): Expr {
  return node as unknown as Expr;
}

/** The entry of a literal record; the last of that name wins, as in the language. */
export function entryOf(record: RecordExpr, key: string): Extract<RecordEntry, { kind: 'entry' }> | undefined {
  return record.entries.findLast(entry => entry.kind === 'entry' && entry.key === key) as
    | Extract<RecordEntry, { kind: 'entry' }>
    | undefined;
}

/**
 * What `options[key]` gives: the value of a literal record, or the member to be evaluated where the record is made
 * elsewhere, or is spread from something. Undefined when a literal record certainly has no such entry.
 */
export function optionOf(options: Expr | undefined, key: string, local: LocalValues): Expr | undefined {
  if (options === undefined) return undefined;
  const value = local.valueOf(options);
  if (value.kind === 'record') {
    const entry = entryOf(value, key);
    if (entry) return entry.value;
    return value.entries.some(({ kind }) => kind !== 'entry') ? memberOf(options, key) : undefined;
  }
  return canHoldOptions(value) ? memberOf(options, key) : undefined;
}

/** `value.name`, placed where `value` stands. */
export function memberOf(value: Expr, name: string): Expr {
  return { kind: 'member', at: value.at, of: value, name, nameAt: value.at };
}

export function textAt(at: Location, value: string): Expr {
  return { kind: 'text', at, value };
}

function canHoldOptions(value: Expr): boolean {
  return ['name', 'member', 'index', 'call', 'choice', 'assigned', 'unknown', 'load', 'spread'].includes(value.kind);
}

/** Whether an expression is written as a string, or as a regular expression or a list of these where those are paths too. */
export function isLiteralPath(expr: Expr): boolean {
  if (expr.kind === 'list') return expr.items.length > 0 && expr.items.every(isLiteralPath);
  return expr.kind === 'text' || expr.kind === 'concat' || expr.kind === 'pattern';
}

/** Whether an expression may turn out to be a path: a literal one, or something to be evaluated. */
export function mayBePath(expr: Expr): boolean {
  if (expr.kind === 'list') return expr.items.length > 0 && expr.items.every(mayBePath);
  return !['function', 'class', 'record', 'number', 'boolean', 'nothing', 'spread', 'self'].includes(expr.kind);
}

/** Whether an expression may turn out to be a handler, a guard or a list of these. */
export function mayHandle(expr: Expr): boolean {
  if (expr.kind === 'list') return expr.items.every(mayHandle);
  return !['text', 'concat', 'number', 'boolean', 'nothing', 'record', 'pattern'].includes(expr.kind);
}

/**
 * The path that a trailing wildcard does not match: `/admin` for `/admin/*`, where a wildcard stands for at least the slash
 * before it (Express, `@koa/router`). Undefined for other paths, and for `/*`, which matches everything.
 */
export function besideWildcard(path: Expr | undefined): Expr | undefined {
  if (path?.kind !== 'text') return undefined;
  const [, base] = /^(.*[^/])\/(?:\*\w*|\(\.\*\))$/.exec(path.value) ?? [];
  return base === undefined ? undefined : textAt(path.at, base);
}
