/** Calls on calls, as Rust's builders are written: `web::get().guard(g).to(f)`. */
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** A call of a chain: its name and what it is called on. */
export type Link = { readonly call: CallExpr; readonly name: string };

/** Links that are looked at; programs write no longer chains of one route. */
const LENGTH = 60;

/** The calls that a value is made by, the first one first: for `a().b().c()` those of `a`, `b` and `c`. */
export function linksOf(expr: Expr): readonly Link[] {
  const links: Link[] = [];
  let at: Expr = expr;
  while (at.kind === 'call' && links.length < LENGTH) {
    const { callee } = at;
    links.push({ call: at, name: callee.kind === 'member' || callee.kind === 'name' ? lastName(callee.name) : '' });
    if (callee.kind !== 'member') break;
    at = callee.of;
  }
  return links.toReversed();
}

/** The last name of a path that is one name here: `get` of `axum::routing::get`. */
export function lastName(name: string): string {
  return name.split('::').at(-1) ?? name;
}

/**
 * The names after the package, for something of one of these packages: `['routing', 'get']` for `axum::routing::get`. Where
 * a name may come from several (`use a::*; use b::*`), the first of these packages has it.
 */
export function namesIn(file: ProgramFile, expr: Expr, packages: ReadonlySet<string>): readonly string[] | undefined {
  const origin = file.originOf(expr);
  if (!origin) return undefined;
  for (const module of origin.module.split(',')) {
    const [first = '', ...rest] = module.split('::');
    if (packages.has(first)) return [...rest, ...origin.path.filter(name => name !== '*' && name !== 'default')];
  }
  return undefined;
}

/**
 * The paths that an expression may have in its package, `tower::limit::RateLimitLayer::new`: several where its name may come from
 * several (`use a::*; use b::*`).
 */
export function pathsOf(file: ProgramFile, expr: Expr): readonly string[] {
  const origin = file.originOf(expr);
  const names = origin?.path.filter(name => name !== '*') ?? [];
  return (origin?.module.split(',') ?? []).map(module => [module, ...names].join('::'));
}

/** Whether a file brings in something of one of these packages. */
export function uses(file: ProgramFile, packages: ReadonlySet<string>): boolean {
  return file.module.imports.some(({ module }) =>
    module.split(',').some(one => packages.has(one.split('::')[0] ?? '')),
  );
}

/** Arguments without a name. */
export function plainArguments(call: CallExpr): readonly Expr[] {
  return call.args.filter(arg => arg.kind !== 'named');
}

/** The value of a named argument of an attribute. */
export function namedValue(call: CallExpr, name: string): Expr | undefined {
  const found = call.args.find(arg => arg.kind === 'named' && arg.name === name);
  return found?.kind === 'named' ? found.value : undefined;
}

/** A list of values, as an expression. */
export function listOf(at: Expr['at'], items: readonly Expr[]): Expr {
  return { kind: 'list', at, items };
}

/** An expression that stands nowhere in the file, for a guard that a call makes beside what it gives. */
export function madeAt(at: Expr['at']): Expr {
  return { kind: 'unknown', at, text: '', parts: [] };
}
