/**
 * Which names a file imports, and what becomes of each import statement.
 *
 * An import whose name nothing else binds is an `ImportBinding`; a statement in its place has the other module run there, as
 * Python does: `evaluate x` for `from m import x`, `evaluate load('m')` for `import m`. Where a name is bound otherwise too, the
 * import is a `declare` or `assign` of `load('m')` or a member of it.
 */
import type { ExportBinding, ImportBinding } from '../../core/program.ts';
import { placeOf, textOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, childrenNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { boundNames, type Bound } from './bound-names.ts';

/** One name of an import statement. */
export type ImportItem = {
  readonly node: SyntaxNode;
  readonly local: string;
  /** `*` for the module itself; `from m import *` has the local name `*` too. */
  readonly imported: string;
  readonly module: string;
  /** For `import a.b.c`, which binds `a`: what is loaded. */
  readonly loads: string;
  readonly isFrom: boolean;
};

/** `binding`: in `imports` alone. `value`: assigned. `effect`: only loaded, because its name is something else. `none`: does not run. */
export type ImportUse = 'binding' | 'value' | 'effect' | 'none';

export type ImportPlan = {
  readonly bindings: readonly ImportBinding[];
  readonly stars: readonly ExportBinding[];
  readonly uses: ReadonlyMap<SyntaxNode, ImportUse>;
  /** `a.b` of `import a.b.c`: members along it are one name. */
  readonly dotted: ReadonlySet<string>;
  /** Names that an `except` or its like gives in place of what the `try` before it imports: by the node of the handler. */
  readonly fallbacks: ReadonlyMap<SyntaxNode, ReadonlySet<string>>;
  /** What the module binds, imports included, in order. */
  readonly bound: ReadonlyMap<string, Bound>;
};

type Found = ImportItem & {
  readonly function: SyntaxNode | undefined;
  readonly isTypeOnly: boolean;
  /** It stands in for what the `try` around it imports under the same name. */
  readonly isFallback: boolean;
};

export function importPlan(source: SyntaxSource): ImportPlan {
  const { root } = source.tree;
  const fallbacks = new Map<SyntaxNode, ReadonlySet<string>>();
  const { items, globals } = collected(source, root, fallbacks);
  const uses = new Map<SyntaxNode, ImportUse>();
  const others = boundByModule(source, globals, { uses, fallbacks });
  const targets = new Map<string, Set<string>>();
  const own = new Map<string, Set<string>>();
  for (const item of items) {
    if (item.isTypeOnly || item.isFallback) continue;
    add(targets, item.local, targetOf(item));
    if (!item.function) add(own, item.local, targetOf(item));
  }
  const bindings = new Map<string, ImportBinding>();
  const runtime = new Set<string>();
  const stars: ExportBinding[] = [];
  const dotted = new Set<string>();
  for (const item of items) {
    const use = useOf(item, others, targets, own);
    uses.set(item.node, use);
    const isListed = use === 'binding' || item.isTypeOnly || (use === 'value' && !item.function);
    if (!isListed) continue;
    const at = placeOf(source, item.node);
    if (item.local === '*' && !item.function && !item.isTypeOnly)
      stars.push({ kind: 'all-from', at, module: item.module });
    const binding = {
      at,
      local: item.local,
      imported: item.imported,
      module: item.module,
      isTypeOnly: item.isTypeOnly,
    };
    if (!item.isTypeOnly) runtime.add(item.local);
    const key = `${item.local}\0${targetOf(item)}`;
    if (!bindings.has(key) || !item.isTypeOnly) bindings.set(key, binding);
    if (item.isFrom || item.loads === item.module || use === 'value') continue;
    for (const name of prefixes(item.loads)) {
      dotted.add(name);
      bindings.set(`${name}\0`, { ...binding, local: name, module: name });
    }
  }
  return {
    bindings: [...bindings.values()].filter(({ local, isTypeOnly }) => !isTypeOnly || !runtime.has(local)),
    stars,
    uses,
    dotted,
    fallbacks,
    bound: inOrder(boundByModule(source, globals, { uses, fallbacks }), items),
  };
}

/** What the module binds, as far as it is known what becomes of its imports; names that functions declare `global` among it. */
function boundByModule(
  source: SyntaxSource,
  globals: ReadonlySet<string>,
  known: Parameters<typeof boundNames>[2],
): ReadonlyMap<string, Bound> {
  const { root } = source.tree;
  const bound = boundNames(source, root.children, known);
  for (const name of globals) if (!bound.has(name)) bound.set(name, { node: root, first: 'nested' });
  return bound;
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set();
  set.add(value);
  sets.set(key, set);
}

function targetOf(item: ImportItem): string {
  return `${item.module}\0${item.imported}`;
}

function useOf(
  item: Found,
  others: ReadonlyMap<string, Bound>,
  targets: ReadonlyMap<string, ReadonlySet<string>>,
  own: ReadonlyMap<string, ReadonlySet<string>>,
): ImportUse {
  if (item.isTypeOnly) return 'none';
  if (item.isFallback) return 'effect';
  if (item.local === '*') return 'binding';
  if (others.has(item.local)) return 'value';
  const among = item.function ? targets : own;
  return (among.get(item.local)?.size ?? 0) > 1 ? 'value' : 'binding';
}

/** `a.b` and `a.b.c` of `a.b.c`. */
function prefixes(module: string): readonly string[] {
  const names = module.split('.').slice(0, PREFIXES);
  return names.slice(1).map((_, index) => names.slice(0, index + 2).join('.'));
}

const PREFIXES = 20;

function inOrder(others: ReadonlyMap<string, Bound>, items: readonly Found[]): ReadonlyMap<string, Bound> {
  const all: [string, Bound][] = [...others];
  for (const item of items) {
    if (item.function || item.isTypeOnly || item.isFallback || item.local === '*' || others.has(item.local)) continue;
    all.push([item.local, { node: item.node, first: 'import' }]);
  }
  const ordered = all.toSorted(([, a], [, b]) => a.node.start - b.node.start);
  const first = new Map<string, Bound>();
  for (const [name, bound] of ordered) if (!first.has(name)) first.set(name, bound);
  return first;
}

type Place = {
  readonly function: SyntaxNode | undefined;
  readonly isTypeOnly: boolean;
  readonly fallback?: ReadonlySet<string>;
};

/** All imports of a file in the order of its text, with the functions they stand in; and the names that functions declare `global`. */
function collected(
  source: SyntaxSource,
  root: SyntaxNode,
  fallbacks: Map<SyntaxNode, ReadonlySet<string>>,
): { readonly items: readonly Found[]; readonly globals: ReadonlySet<string> } {
  const items: Found[] = [];
  const globals = new Set<string>();
  const pending: [SyntaxNode, Place][] = [[root, { function: undefined, isTypeOnly: false }]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, place] = next;
    if (node.type === 'import_statement' || node.type === 'import_from_statement') {
      for (const item of itemsOf(source, node))
        items.push({
          ...item,
          function: place.function,
          isTypeOnly: place.isTypeOnly,
          isFallback: place.fallback?.has(item.local) ?? false,
        });
      continue;
    }
    if (node.type === 'global_statement' && place.function)
      for (const child of node.children) if (child.type === 'identifier') globals.add(textOf(source, child));
    if (!HOLDERS.has(node.type)) continue;
    const inner = node.type === 'function_definition' ? { ...place, function: node } : place;
    const isTypes = node.type === 'if_statement' && isTypeChecking(source, node);
    const inBody = node.type === 'try_statement' ? importedIn(source, childNamed(node, 'body')) : undefined;
    for (const child of node.children.toReversed()) {
      if (isTypes && child.field === 'consequence') pending.push([child, { ...inner, isTypeOnly: true }]);
      else if (inBody && inBody.size > 0 && EXCEPTS.has(child.type)) {
        fallbacks.set(child, inBody);
        pending.push([child, { ...inner, fallback: inBody }]);
      } else pending.push([child, inner]);
    }
  }
  return { items, globals };
}

const EXCEPTS: ReadonlySet<string> = new Set(['except_clause', 'except_group_clause']);

/** Statements that hold statements, and what those stand in. */
const HOLDERS: ReadonlySet<string> = new Set([
  'module',
  'block',
  'if_statement',
  'elif_clause',
  'else_clause',
  'for_statement',
  'while_statement',
  'try_statement',
  'except_clause',
  'except_group_clause',
  'finally_clause',
  'with_statement',
  'match_statement',
  'case_clause',
  'function_definition',
  'class_definition',
  'decorated_definition',
  'ERROR',
]);

/** The names that the statements of a `try` import, those of a `try` in it included. */
function importedIn(source: SyntaxSource, block: SyntaxNode | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const pending = block ? [block] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'import_statement' || node.type === 'import_from_statement')
      for (const item of itemsOf(source, node)) names.add(item.local);
    else if (SIMPLE_HOLDERS.has(node.type)) pending.push(...node.children);
  }
  return names;
}

/** A name that is imported under a condition has other values for other reasons. */
const SIMPLE_HOLDERS: ReadonlySet<string> = new Set(['block', 'try_statement', 'with_statement']);

/** `if TYPE_CHECKING:` holds for type checkers alone. */
export function isTypeChecking(source: SyntaxSource, node: SyntaxNode): boolean {
  const condition = childNamed(node, 'condition');
  return condition !== undefined && /^(?:\w+\.)?TYPE_CHECKING$/.test(textOf(source, condition));
}

/** The names of one import statement. */
export function itemsOf(source: SyntaxSource, statement: SyntaxNode): readonly ImportItem[] {
  if (statement.type === 'import_statement') {
    return childrenNamed(statement, 'name').flatMap(node => {
      const { name, alias } = aliased(source, node);
      const module = dottedText(source, name);
      if (module === '') return [];
      const [first = module] = module.split('.');
      const target = alias === undefined ? first : module;
      return [{ node, local: alias ?? first, imported: '*', module: target, loads: module, isFrom: false }];
    });
  }
  const from = childNamed(statement, 'module_name');
  const module = from ? dottedText(source, from) : '';
  if (module === '') return [];
  const star = childOfType(statement, 'wildcard_import');
  if (star) return [{ node: star, local: '*', imported: '*', module, loads: module, isFrom: true }];
  return childrenNamed(statement, 'name').flatMap(node => {
    const { name, alias } = aliased(source, node);
    const imported = dottedText(source, name);
    return imported === '' ? [] : [{ node, local: alias ?? imported, imported, module, loads: module, isFrom: true }];
  });
}

function aliased(
  source: SyntaxSource,
  node: SyntaxNode,
): { readonly name: SyntaxNode; readonly alias: string | undefined } {
  const alias = childNamed(node, 'alias');
  return { name: childNamed(node, 'name') ?? node, alias: alias && textOf(source, alias) };
}

/** `..a.b` as it counts: without the white space that may stand in it. */
function dottedText(source: SyntaxSource, node: SyntaxNode): string {
  return textOf(source, node).replaceAll(/[\s\\]+/g, '');
}
