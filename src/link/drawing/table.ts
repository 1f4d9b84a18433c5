/** The routing table that is being drawn, and where in its nested blocks a call stands. */
import type { Location } from '../../core/location.ts';
import type { Machine } from '../machine.ts';
import type { Router } from '../router.ts';
import type { Value } from '../value.ts';

/** A set of resources as `resources` and `resource` declare them. Source: Rails, ActionDispatch::Routing::Mapper::Resources. */
export type Resource = {
  readonly isSingular: boolean;
  readonly path: string;
  readonly controller: string;
  readonly param: string;
  /** The name of one of them, before the parameter of those that are nested. */
  readonly singular: string;
  readonly actions: readonly string[];
};

/** What the blocks around a call say together. */
export type DrawScope = {
  readonly path: string;
  readonly shallowPath: string;
  readonly modules: readonly string[];
  readonly controller?: string;
  readonly action?: string;
  readonly level?: 'resources' | 'resource' | 'member' | 'collection' | 'new' | 'nested';
  readonly resource?: Resource;
  readonly isShallow: boolean;
  /** Shallow resources around. */
  readonly depth: number;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly pathNames: ReadonlyMap<string, string>;
  /** Functions that stand before the routes inside. */
  readonly guards: readonly Value[];
  /** Options that every call inside is given. */
  readonly options: ReadonlyMap<string, Value>;
};

export type Table = {
  readonly framework: string;
  readonly router: Router;
  /** Modules that controllers may be in besides those that the scopes name: those of an engine. */
  readonly engine: readonly string[];
  readonly isApiOnly: boolean;
  readonly concerns: Map<string, Value>;
  /** Of `use_doorkeeper`, while its block runs. */
  doorkeeper?: { readonly controllers: Map<string, string>; readonly skipped: Set<string> };
  scope: DrawScope;
};

export const TOP: DrawScope = {
  path: '',
  shallowPath: '',
  modules: [],
  isShallow: false,
  depth: 0,
  pathNames: new Map(),
  guards: [],
  options: new Map(),
};

/** One of the tables of an engine, which several files may draw. */
export type EngineTable = {
  readonly router: Router;
  readonly at: Location;
  /** The file of the class of the engine, where the tree has it. */
  readonly home: string | undefined;
};

type Drawings = {
  readonly tables: Table[];
  /** Tables of engines, by the name of the engine. */
  readonly engines: Map<string, EngineTable[]>;
  /** Modules that engines keep to. */
  readonly isolated: Map<string, string>;
};

const DRAWINGS = new WeakMap<Machine, Drawings>();

export function drawingsOf(machine: Machine): Drawings {
  const known = DRAWINGS.get(machine) ?? { tables: [], engines: new Map(), isolated: new Map() };
  DRAWINGS.set(machine, known);
  return known;
}

/** Runs a block of a table inside a scope. */
export function inScope(table: Table, scope: DrawScope, run: () => void): void {
  const before = table.scope;
  table.scope = scope;
  run();
  table.scope = before;
}

/** `/admin` and `users/:id` → `/admin/users/:id`. */
export function mergedPath(...parts: readonly string[]): string {
  const joined = `/${parts.join('/')}`.replace(/\/{2,}/g, '/');
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
}

/**
 * A path of Rails in OpenAPI's words, once for each way of leaving out what stands in brackets; formats are not written.
 * Source: Rails guides, Routing, Dynamic segments, Optional segments, Route globbing.
 */
export function templatesIn(path: string): readonly string[] {
  const plain = path.replace(/\(\.:format\)/g, '').replace(/\.:format$/, '');
  let variants: readonly string[] = [plain];
  for (let round = 0; round < VARIANTS; round++) {
    const opened = variants.flatMap(opening);
    if (opened.length === variants.length) break;
    variants = opened.slice(0, VARIANTS);
  }
  return [...new Set(variants.map(variant => mergedPath(templateOf(variant))))];
}

/** Ways in which one path may be written. */
const VARIANTS = 16;

/** A path with its first innermost group, and without it. */
function opening(path: string): readonly string[] {
  const group = /\(([^()]*)\)/.exec(path);
  if (!group) return [path];
  const before = path.slice(0, group.index);
  const after = path.slice(group.index + group[0].length);
  return [`${before}${group[1] ?? ''}${after}`, `${before}${after}`];
}

function templateOf(path: string): string {
  return path
    .replace(/(^|\/)\*([A-Za-z_]\w*)/g, '$1{*$2}')
    .replace(/:([A-Za-z_]\w*)/g, '{$1}')
    .replace(/\{\*\{(\w+)\}\}/g, '{*$1}');
}
