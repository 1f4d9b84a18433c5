/** `scope "/api", ShopWeb, as: :api do … end`. Source: Phoenix.Router, `scope`. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { moduleAt, moduleName, type Modules, optionOf, plainArguments } from '../modules.ts';

export type Scope = {
  readonly path: Expr | undefined;
  /** What it puts before the names of modules; `false` takes away what scopes around it put there. */
  readonly alias: string | false | undefined;
};

export function scopeOptions(args: readonly Expr[]): Scope {
  const [first, second] = args;
  const path = first?.kind === 'record' ? optionOf(args, 'path') : first;
  const given = optionOf(args, 'alias');
  if (given?.kind === 'boolean' && !given.value) return { path, alias: false };
  return { path, alias: moduleName(given) ?? moduleName(second) };
}

/** The full name of a module by the scopes around a call. Source: Phoenix.Router, `scope`: `:alias`. */
export function namedIn(modules: Modules, site: CallSite, name: string): string {
  const parts: string[] = [];
  for (const fn of site.inside.toReversed()) {
    const owner = modules.ownerOf(fn);
    if (owner?.name !== 'scope' && owner?.name !== 'resources') continue;
    const args = plainArguments(owner.call);
    const { alias } = owner.name === 'scope' ? scopeOptions(args) : { alias: aliasOf(args) };
    if (alias === false) parts.length = 0;
    else if (alias !== undefined) parts.push(alias);
  }
  return [...parts, name].join('.');
}

function aliasOf(args: readonly Expr[]): string | undefined {
  return moduleName(optionOf(args, 'alias'));
}

/** The module that a route leads to, by the aliases of the scopes around it. */
export function targetOf(modules: Modules, site: CallSite, target: Expr): Expr {
  const name = moduleName(target);
  return name === undefined ? target : moduleAt(namedIn(modules, site, name), target.at);
}
