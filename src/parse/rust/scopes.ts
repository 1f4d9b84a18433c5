/**
 * Where the names of a Rust file come from: the items of the file and of the modules in its text, what `use` brings in, and
 * the modules that stand in files of their own.
 *
 * Source: The Rust Reference, Use declarations, Paths.
 */
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

/** The names of one module in the text of a file; the file itself is the outermost. */
export type ModuleScope = {
  /** Names of the modules in the text around it, and its own; empty for the file. */
  readonly path: readonly string[];
  readonly parent: ModuleScope | undefined;
  readonly items: Set<string>;
  /** Those of them that are functions and constants: a path never goes on from one. */
  readonly values: Set<string>;
  /** Modules below it: in the text, or in a file of their own. */
  readonly modules: Map<string, ModuleScope | 'file'>;
  /** What `use` brings in under a name, as written. */
  readonly uses: Map<string, Use>;
  /** Paths whose names are all brought in. */
  readonly globs: { readonly path: readonly string[]; readonly node: SyntaxNode; readonly isPublic: boolean }[];
};

export type Use = { readonly path: readonly string[]; readonly node: SyntaxNode; readonly isPublic: boolean };

export function scopeBelow(parent: ModuleScope | undefined, name?: string): ModuleScope {
  return {
    path: parent && name !== undefined ? [...parent.path, name] : [],
    parent,
    items: new Set(),
    values: new Set(),
    modules: new Map(),
    uses: new Map(),
    globs: [],
  };
}

/** Where a path leads. */
export type Target =
  /** An item of this file: its name there, and the names after it. */
  | { readonly kind: 'here'; readonly name: string; readonly members: readonly string[] }
  /** An item somewhere else: the path of its module, its name, and the names after it. */
  | {
      readonly kind: 'elsewhere';
      readonly module: readonly string[];
      readonly name: string;
      readonly members: readonly string[];
    }
  /** A name that nothing in the file brings in by itself; `globs` are paths that may. */
  | {
      readonly kind: 'free';
      readonly name: string;
      readonly members: readonly string[];
      readonly globs: readonly (readonly string[])[];
    };

/** The name under which an item of a module in the text is declared in the file. */
export function qualified(scope: ModuleScope, name: string): string {
  return [...scope.path, name].join('::');
}

/** Names may be brought in by way of other names; a circle of them ends here. */
const ROUNDS = 8;

/** Where a path leads that is written in a module. */
export function targetOf(scope: ModuleScope, written: readonly string[]): Target {
  let at = scope;
  let path = written;
  for (let round = 0; round < ROUNDS; round++) {
    const [first = '', ...rest] = path;
    if (first === 'self' && rest.length > 0) {
      const own = itemOf(at, rest);
      if (own.kind !== 'on') return own.target;
      ({ scope: at, path } = own);
      continue;
    }
    if (first === 'super') {
      // Above the file there are other files.
      if (!at.parent) return elsewhere(path);
      at = at.parent;
      path = ['self', ...rest];
      continue;
    }
    if (first === 'crate') return elsewhere(path);
    const own = known(at, path);
    if (!own) return unbound(at, path);
    if (own.kind !== 'on') return own.target;
    ({ scope: at, path } = own);
  }
  return elsewhere(path);
}

type Found =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'on'; readonly scope: ModuleScope; readonly path: readonly string[] };

function known(scope: ModuleScope, path: readonly string[]): Found | undefined {
  const [first = '', ...rest] = path;
  if (scope.items.has(first) && (rest.length === 0 || !scope.values.has(first))) return here(scope, first, rest);
  const below = scope.modules.get(first);
  if (below) return intoModule(scope, below, first, rest);
  const use = scope.uses.get(first);
  if (use) {
    // `use rocket::{self}` and `use rocket;` bring in the package by its own name.
    if (use.path[0] === first && use.path.length === 1)
      return { kind: 'target', target: elsewhere([...use.path, ...rest]) };
    const isOwn = use.path[0] === first;
    const next = [...use.path, ...rest];
    return isOwn ? { kind: 'target', target: elsewhere(next) } : { kind: 'on', scope, path: next };
  }
  // What stands around a module is seen in it only where it says so.
  for (const glob of scope.globs) {
    const [start, ...others] = glob.path;
    if (start === 'super' && others.length === 0 && scope.parent) {
      const found = known(scope.parent, path);
      if (found) return found;
    }
  }
  return undefined;
}

/** A path below `self`. */
function itemOf(scope: ModuleScope, path: readonly string[]): Found {
  const found = known(scope, path);
  return found ?? { kind: 'target', target: elsewhere(['self', ...scope.path, ...path]) };
}

function here(scope: ModuleScope, name: string, members: readonly string[]): Found {
  return { kind: 'target', target: { kind: 'here', name: qualified(scope, name), members } };
}

function intoModule(
  scope: ModuleScope,
  below: ModuleScope | 'file',
  first: string,
  rest: readonly string[],
): Found | undefined {
  if (below === 'file')
    return rest.length === 0
      ? undefined
      : { kind: 'target', target: elsewhere(['self', ...scope.path, first, ...rest]) };
  return rest.length === 0 ? undefined : { kind: 'on', scope: below, path: ['self', ...rest] };
}

/** The first name that is capitalised is an item, and what follows belongs to it; else the last name is the item. */
function elsewhere(path: readonly string[]): Target {
  const capital = path.findIndex((name, index) => index > 0 && /^\p{Lu}/u.test(name));
  const index = capital > 0 ? capital : path.length - 1;
  return {
    kind: 'elsewhere',
    module: path.slice(0, index),
    name: path[index] ?? '',
    members: path.slice(index + 1),
  };
}

function unbound(scope: ModuleScope, path: readonly string[]): Target {
  const [first = '', ...rest] = path;
  // A path that starts with a package: `axum::Router::new`.
  if (rest.length > 0 && !/^\p{Lu}/u.test(first)) return elsewhere(path);
  return { kind: 'free', name: first, members: rest, globs: globsOf(scope) };
}

/** Paths outside the file that may bring a name in, with those of the modules around that a module sees. */
function globsOf(scope: ModuleScope, depth = 0): readonly (readonly string[])[] {
  return scope.globs.flatMap(({ path }) => {
    if (path[0] === 'super' && path.length === 1 && scope.parent)
      return depth < ROUNDS ? globsOf(scope.parent, depth + 1) : [];
    return [absolute(scope, path)];
  });
}

/** The path of a module as the file itself would write it. */
export function absolute(scope: ModuleScope, path: readonly string[], left = ROUNDS): readonly string[] {
  const [first = '', ...rest] = path;
  if (first === 'self') return ['self', ...scope.path, ...rest];
  if (left === 0) return path;
  if (first === 'super' && scope.parent) return absolute(scope.parent, ['self', ...rest], left - 1);
  const use = scope.uses.get(first);
  if (use && use.path[0] !== first) return absolute(scope, [...use.path, ...rest], left - 1);
  return scope.modules.has(first) ? ['self', ...scope.path, first, ...rest] : path;
}
