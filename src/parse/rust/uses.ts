/** Reads which names the modules in the text of a file have, before anything of it is translated. */
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { childNamed, namedChildren } from '../syntax/syntax-tree.ts';
import { isForTests } from './attributes.ts';
import { type ModuleScope, scopeBelow } from './scopes.ts';
import { endingRules } from './macro-rules.ts';
import { nameText, type RustSource } from './source.ts';

/** Modules in modules that are read. */
const DEPTH = 40;

const ITEMS: ReadonlySet<string> = new Set([
  'function_item',
  'struct_item',
  'enum_item',
  'union_item',
  'trait_item',
  'type_item',
  'const_item',
  'static_item',
]);

const VALUES: ReadonlySet<string> = new Set(['function_item', 'const_item', 'static_item']);

/** An item with the attributes above it. */
export type Item = { readonly node: SyntaxNode; readonly attributes: readonly SyntaxNode[] };

/** The items of a file or of a module in its text; those for tests are left out, because they are no part of the product. */
export function itemsOf(source: RustSource, list: SyntaxNode): readonly Item[] {
  const items: Item[] = [];
  let attributes: SyntaxNode[] = [];
  for (const child of list.children) {
    if (child.type === 'attribute_item') {
      attributes.push(child);
      continue;
    }
    if (!child.isNamed || child.type === 'inner_attribute_item') continue;
    if (!isForTests(source, attributes)) items.push({ node: child, attributes });
    attributes = [];
  }
  return items;
}

/** The names of a file. `use` inside a function counts for the module that the function is in, as far as that has no such name. */
export function readScopes(source: RustSource): ModuleScope {
  const root = scopeBelow(undefined);
  fill(source, root, source.tree.root, 0);
  for (const [scope, node] of usesInside(source, root)) readUse(source, scope, node, true);
  return root;
}

function fill(source: RustSource, scope: ModuleScope, list: SyntaxNode, depth: number): void {
  for (const { node } of itemsOf(source, list)) {
    const name = nameText(source, childNamed(node, 'name'));
    if (ITEMS.has(node.type) && name !== '') scope.items.add(name);
    if (node.type === 'macro_definition' && name !== '' && endingRules(source, node)) scope.items.add(`${name}!`);
    if (VALUES.has(node.type)) scope.values.add(name);
    if (node.type === 'use_declaration') readUse(source, scope, node, false);
    if (node.type === 'extern_crate_declaration') readExternCrate(source, scope, node);
    if (node.type !== 'mod_item' || name === '') continue;
    const body = childNamed(node, 'body');
    if (!body) scope.modules.set(name, 'file');
    else if (depth < DEPTH) {
      const below = scopeBelow(scope, name);
      scope.modules.set(name, below);
      fill(source, below, body, depth + 1);
    }
  }
}

function readExternCrate(source: RustSource, scope: ModuleScope, node: SyntaxNode): void {
  const name = nameText(source, childNamed(node, 'name'));
  const alias = childNamed(node, 'alias');
  if (alias && name !== '') scope.uses.set(nameText(source, alias), { path: [name], node, isPublic: false });
}

/** `use` declarations that stand in functions, with the module that they are in. */
function usesInside(source: RustSource, root: ModuleScope): readonly (readonly [ModuleScope, SyntaxNode])[] {
  const found: (readonly [ModuleScope, SyntaxNode])[] = [];
  const open: { readonly node: SyntaxNode; readonly scope: ModuleScope; readonly isInside: boolean }[] = [
    { node: source.tree.root, scope: root, isInside: false },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, scope, isInside } = next;
    if (node.type === 'use_declaration') {
      if (isInside) found.push([scope, node]);
      continue;
    }
    const name = node.type === 'mod_item' ? nameText(source, childNamed(node, 'name')) : undefined;
    const below = name === undefined ? undefined : scope.modules.get(name);
    if (name !== undefined && (below === undefined || below === 'file')) continue;
    const inner = below === undefined || below === 'file' ? scope : below;
    for (const child of node.children)
      if (child.isNamed && child.type !== 'token_tree')
        open.push({ node: child, scope: inner, isInside: isInside || node.type === 'function_item' });
  }
  return found;
}

function readUse(source: RustSource, scope: ModuleScope, node: SyntaxNode, isInside: boolean): void {
  const argument = childNamed(node, 'argument');
  if (!argument) return;
  const isPublic = node.children.some(child => child.type === 'visibility_modifier');
  const open: { readonly node: SyntaxNode; readonly before: readonly string[] }[] = [{ node: argument, before: [] }];
  const add = (local: string, path: readonly string[], at: SyntaxNode): void => {
    if (path.length === 0 || local === '_' || (isInside && (scope.uses.has(local) || scope.items.has(local)))) return;
    // The last one of a name would be an error in a program; `cfg` may choose between them.
    if (!scope.uses.has(local)) scope.uses.set(local, { path, node: at, isPublic });
  };
  for (let next = open.pop(); next; next = open.pop()) {
    const { node: at, before } = next;
    switch (at.type) {
      case 'use_list':
        for (const child of namedChildren(at)) open.push({ node: child, before });
        break;
      case 'scoped_use_list': {
        const path = childNamed(at, 'path');
        const list = childNamed(at, 'list');
        if (list) open.push({ node: list, before: [...before, ...(path ? segmentsOf(source, path) : [])] });
        break;
      }
      case 'use_as_clause': {
        const path = childNamed(at, 'path');
        const alias = childNamed(at, 'alias');
        if (!path || !alias) break;
        const segments = segmentsOf(source, path);
        const whole = segments.at(-1) === 'self' ? segments.slice(0, -1) : segments;
        add(nameText(source, alias), [...before, ...whole], at);
        break;
      }
      case 'use_wildcard': {
        const [path] = namedChildren(at);
        const segments = [...before, ...(path ? segmentsOf(source, path) : [])];
        if (segments.length > 0) scope.globs.push({ path: segments, node: at, isPublic });
        break;
      }
      case 'self':
        add(before.at(-1) ?? '', before, at);
        break;
      default: {
        const segments = [...before, ...segmentsOf(source, at)];
        add(segments.at(-1) ?? '', segments, at);
      }
    }
  }
}

/** The names of a path, from the left; generics in it are dropped. Empty where it starts with something that has no name. */
export function segmentsOf(source: RustSource, path: SyntaxNode): readonly string[] {
  const names: string[] = [];
  let rest: SyntaxNode | undefined = path;
  while (rest) {
    switch (rest.type) {
      case 'generic_type':
      case 'generic_type_with_turbofish':
      case 'generic_function':
      // `<Api as Routes>::configure` is what `Api` has by that name.
      case 'qualified_type':
        rest = childNamed(rest, 'type') ?? childNamed(rest, 'function');
        continue;
      case 'bracketed_type':
        [rest] = namedChildren(rest);
        continue;
      case 'scoped_identifier':
      case 'scoped_type_identifier': {
        const name = childNamed(rest, 'name');
        names.push(nameText(source, name));
        const before: SyntaxNode | undefined = childNamed(rest, 'path');
        rest = before;
        continue;
      }
      case 'identifier':
      case 'type_identifier':
      case 'field_identifier':
      case 'shorthand_field_identifier':
      case 'primitive_type':
      case 'self':
      case 'super':
      case 'crate':
      case 'metavariable':
        names.push(nameText(source, rest));
        return names.toReversed();
      default:
        return [];
    }
  }
  // `::axum::Router` starts at the packages.
  return names.toReversed();
}
