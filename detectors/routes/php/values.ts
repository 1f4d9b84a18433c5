/** Values as PHP code writes them. */
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';
import { isFrom, type ProgramFile } from '../../../src/parse/program-file.ts';

export const PHP_FILES: readonly string[] = ['**/*.{php,inc,module}'];

export function textAt(at: Location, value: string): Expr {
  return { kind: 'text', at, value };
}

/** The items of an array, whatever their keys; a value that is none is its only item. */
export function itemsOf(value: Expr | undefined): readonly Expr[] {
  if (!value) return [];
  if (value.kind === 'list') return value.items;
  if (value.kind === 'record') return value.entries.map(entry => entry.value);
  return [value];
}

/** What stands under a key of an array that is written out. */
export function entryOf(value: Expr | undefined, ...keys: readonly string[]): Expr | undefined {
  if (value?.kind !== 'record') return undefined;
  return value.entries.find(entry => entry.kind === 'entry' && keys.includes(entry.key))?.value;
}

/** Texts among the items of an array, or a text that stands alone. */
export function textsIn(value: Expr | undefined): readonly string[] {
  return itemsOf(value).flatMap(item => (item.kind === 'text' ? [item.value] : []));
}

/** Whether an array is written out, so that all of its texts are known. */
export function isWhole(value: Expr | undefined): boolean {
  return itemsOf(value).every(item => item.kind === 'text');
}

/** A positional argument, or the one of a name. */
export function argumentAt(call: CallExpr, index: number, name?: string): Expr | undefined {
  for (const arg of call.args) if (arg.kind === 'named' && arg.name === name) return arg.value;
  const positional = call.args.filter(arg => arg.kind !== 'named');
  const given = positional[index];
  return given?.kind === 'spread' ? undefined : given;
}

/** `X::class . ':argument'` and `X::using('argument')` are the class, followed by what it is given. */
export function guardExpr(value: Expr): Expr {
  if (value.kind === 'concat') {
    const [first, ...rest] = value.parts;
    const [second] = rest;
    if (!first || !second || !isClassName(first)) return value;
    return { kind: 'list', at: value.at, items: [first, { kind: 'concat', at: second.at, parts: rest }] };
  }
  if (value.kind !== 'call' || value.callee.kind !== 'member' || !isClassName(value.callee.of)) return value;
  const { of, name } = value.callee;
  if (!NAMING_CALLS.has(name)) return value;
  const colon = textAt(value.nameAt, ':');
  const given = value.args.flatMap((arg, index) => {
    const one = arg.kind === 'named' ? arg.value : arg;
    return index === 0 ? [one] : [textAt(one.at, ','), one];
  });
  const text: Expr = { kind: 'concat', at: value.nameAt, parts: [colon, ...given] };
  return { kind: 'list', at: value.at, items: given.length > 0 ? [of, text] : [of] };
}

function isClassName(value: Expr): boolean {
  return value.kind === 'name' && /^\\?(?:\w+\\)*[A-Z]/.test(value.name) && !/^[A-Z0-9_]+$/.test(value.name);
}

/** Static methods by which middleware of Laravel names itself together with what it is given. Source: Laravel, `Illuminate\Auth\Middleware`. */
const NAMING_CALLS: ReadonlySet<string> = new Set(['using', 'with', 'redirectTo', 'relative', 'absolute']);

/** Guards in arrays of arrays, each without what is given to it. */
export function guardsBelow(value: Expr, depth = 0): Expr {
  if (depth > 4) return value;
  if (value.kind === 'list') return { ...value, items: value.items.map(item => guardsBelow(item, depth + 1)) };
  if (value.kind !== 'record') return guardExpr(value);
  return {
    ...value,
    entries: value.entries.map(entry => ({ ...entry, value: guardsBelow(entry.value, depth + 1) })),
  };
}

/** Guards that a call is given: names, classes, functions, and arrays of these. */
export function guardsIn(args: readonly Expr[]): readonly Expr[] {
  return args
    .flatMap(arg => (arg.kind === 'named' ? [arg.value] : [arg]))
    .flatMap(arg => (arg.kind === 'list' || arg.kind === 'record' ? itemsOf(arg).map(guardExpr) : [guardExpr(arg)]));
}

/** Whether an expression is this class of one of these namespaces. */
export function isClass(
  file: ProgramFile,
  value: Expr | undefined,
  namespaces: readonly string[],
  name: string,
): boolean {
  return value !== undefined && isFrom(file.originOf(value), namespaces, name);
}

/** Whether a call is one of this function of the namespace without a name. */
export function isFunction(file: ProgramFile, call: CallExpr, name: string): boolean {
  return call.callee.kind === 'name' && isFrom(file.originOf(call.callee), '\\', name);
}

/** The handler of a route that answers by itself: it shows a view, or sends elsewhere. */
export function noHandler(at: Location): Expr {
  const id = `${at.file}#${at.line}:${at.column}`;
  const fn = { id, at, parameters: [], body: [], isAsync: false, bindsSelf: false, decorators: [], doc: '' };
  return { kind: 'function', at, fn };
}

/** What a chain of calls begins with. */
export function rootOf(value: Expr): Expr {
  let root = value;
  while (root.kind === 'call' && root.callee.kind === 'member') root = root.callee.of;
  return root;
}

/** The namespace of a file; empty for that without a name. */
export function namespaceOf({ text }: ProgramFile): string {
  return /(?:^|<\?php|[;}])[ \t]*namespace[ \t]+([\w\\]+)[ \t]*[;{]/m.exec(text)?.[1] ?? '';
}
