/** Which module a call stands in, what that module uses, and the blocks around the call. */
import type { CallExpr, ClassNode, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';

export type Use = { readonly module: string; readonly option: string | undefined; readonly call: CallExpr };

export type ElixirModule = {
  readonly cls: ClassNode;
  readonly uses: readonly Use[];
};

export type Modules = {
  /** The innermost module around a place. */
  readonly around: (at: Location) => ElixirModule | undefined;
  readonly all: readonly ElixirModule[];
  /** The call whose `do` block a function is. */
  readonly ownerOf: (fn: FunctionNode) => CallSite | undefined;
};

export function modulesOf(file: ProgramFile): Modules {
  const owners = new Map<FunctionNode, CallSite>();
  for (const site of file.calls) {
    const block = blockOf(site.call);
    if (block?.kind === 'function') owners.set(block.fn, site);
  }
  const found = file.classes.map((cls): { cls: ClassNode; uses: Use[] } => ({ cls, uses: [] }));
  const around = (at: Location): { cls: ClassNode; uses: Use[] } | undefined =>
    // Classes are in the order of their beginnings: of those around a place, the last one is the innermost.
    found.findLast(({ cls }) => holds(cls.at, at));
  for (const site of file.calls) {
    if (site.name !== '__using__' || isInMacro(site)) continue;
    const module = moduleName(site.receiver);
    if (module === undefined || inFunction(site)) continue;
    const [option] = site.call.args;
    around(site.call.at)?.uses.push({
      module,
      option: option?.kind === 'text' ? option.value : undefined,
      call: site.call,
    });
  }
  return { around, all: found, ownerOf: fn => owners.get(fn) };
}

function holds(outer: Location, inner: Location): boolean {
  const starts = inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column);
  return starts && inner.line <= outer.endLine;
}

/** The function that a call is given as its block. */
export function blockOf(call: CallExpr): Expr | undefined {
  const last = call.args.at(-1);
  if (last?.kind !== 'record') return undefined;
  const entry = last.entries.find(one => one.kind === 'entry' && one.key === 'do');
  return entry?.kind === 'entry' && entry.value.kind === 'function' ? entry.value : undefined;
}

/** Arguments without the block, where that stands alone. */
export function plainArguments(call: CallExpr): readonly Expr[] {
  const last = call.args.at(-1);
  const isBlock =
    last?.kind === 'record' &&
    last.entries.length === 1 &&
    last.entries[0]?.kind === 'entry' &&
    last.entries[0].key === 'do';
  return isBlock ? call.args.slice(0, -1) : call.args;
}

/** Whether a call stands in code that a macro makes. */
export function isInMacro(site: CallSite): boolean {
  return site.inside.some(fn => fn.name === 'quote');
}

/** Whether a call stands in a function, and not in the code of a module or macro. */
export function inFunction(site: CallSite): boolean {
  return !isInMacro(site) && site.inside.some(fn => fn.name !== undefined);
}

/** The full name of a module that is named. */
export function moduleName(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'name' && /^\p{Lu}[\w.]*$/u.test(expr.name) ? expr.name : undefined;
}

/** A module of this full name, wherever it is: a value to be looked up where the program is evaluated. */
export function moduleAt(name: string, at: Location): Expr {
  return { kind: 'load', at, module: { kind: 'text', at, value: name } };
}

export function functionOf(of: Expr, name: string, at: Location): Expr {
  return { kind: 'member', at, of, name, nameAt: at };
}

/** The value of an option, of whichever argument has it. */
export function optionOf(args: readonly Expr[], name: string): Expr | undefined {
  for (const arg of args.toReversed()) {
    if (arg.kind !== 'record') continue;
    const entry = arg.entries.find(one => one.kind === 'entry' && one.key === name);
    if (entry?.kind === 'entry') return entry.value;
  }
  return undefined;
}

/** The atoms of a list that is written out, or held by an attribute of the module; undefined where it is neither. */
export function atomsOf(expr: Expr | undefined, module: ElixirModule | undefined): readonly string[] | undefined {
  if (expr?.kind === 'text') return [expr.value];
  if (expr?.kind === 'name' && expr.name.startsWith('@')) {
    const field = module?.cls.members.find(member => member.kind === 'field' && member.name === expr.name);
    return field?.kind === 'field' && field.value?.kind === 'list' ? atomsOf(field.value, undefined) : undefined;
  }
  if (expr?.kind !== 'list') return undefined;
  const atoms = expr.items.flatMap(item => (item.kind === 'text' ? [item.value] : []));
  return atoms.length === expr.items.length ? atoms : undefined;
}
