import type { ExportBinding, ImportBinding, Module, Statement } from '../../core/program.ts';
import { placeOf, type SyntaxSource, textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { declarations } from './items.ts';
import { addImport } from './paths.ts';
import { absolute, type ModuleScope, scopeBelow, targetOf } from './scopes.ts';
import type { RustSource } from './source.ts';
import { itemsOf, readScopes } from './uses.ts';

/**
 * The module of a Rust file. What `use` brings in are imports, and so are paths that are written out where they are used; their
 * specifiers are paths (`crate::routes`, `axum::routing`), see `rustResolver`.
 */
export function rustModuleOf(syntax: SyntaxSource): Module {
  const imports = new Map<string, ImportBinding>();
  const at = {
    scope: scopeBelow(undefined),
    before: [],
    locals: new Set<string>(),
    self: undefined,
    made: 0,
    macros: 0,
  };
  const source: RustSource = { ...syntax, around: { links: 0 }, at, imports };
  const { root } = source.tree;
  const empty: Module = { file: source.file, language: 'rust', imports: [], exports: [], body: [] };
  // A file may say of itself that it is for tests.
  if (
    root.children.some(
      child => child.type === 'inner_attribute_item' && textOf(source, child).startsWith('#![cfg(test)]'),
    )
  )
    return empty;
  const scope = readScopes(source);
  source.at.scope = scope;
  for (const [local, use] of scope.uses) importOf(source, scope, local, use.path, use.node);
  const items = itemsOf(source, root);
  const body: Statement[] = [...declarations(source, items)];
  return { ...empty, imports: [...source.imports.values()], exports: exportsOf(source, scope, root), body };
}

function importOf(
  source: RustSource,
  scope: ModuleScope,
  local: string,
  path: readonly string[],
  node: SyntaxNode,
): void {
  const target = targetOf(scope, path);
  // What is in the text of the file is found there.
  if (target.kind === 'here' || path.length < 2) return;
  const whole = absolute(scope, path);
  addImport(source, node, { local, imported: whole.at(-1) ?? '', module: whole.slice(0, -1).join('::') });
}

/** All items, as what is below a module sees what is private in it; and what `use` brings in, which may be handed on. */
function exportsOf(source: RustSource, scope: ModuleScope, root: SyntaxNode): readonly ExportBinding[] {
  const at = placeOf(source, root);
  const here = { ...at, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const local = (exported: string): ExportBinding => ({ kind: 'local', at: here, exported, local: exported });
  const modules = [...scope.modules].map(([name, below]): ExportBinding =>
    below === 'file' ? { kind: 'from', at: here, exported: name, imported: '*', module: `self::${name}` } : local(name),
  );
  const uses = [...scope.uses].flatMap(([name, use]): readonly ExportBinding[] => {
    const target = targetOf(scope, use.path);
    if (target.kind === 'here')
      return target.members.length === 0 ? [{ kind: 'local', at: here, exported: name, local: target.name }] : [];
    const whole = absolute(scope, use.path);
    if (whole.length < 2) return [];
    return [
      { kind: 'from', at: here, exported: name, imported: whole.at(-1) ?? '', module: whole.slice(0, -1).join('::') },
    ];
  });
  const globs = scope.globs.flatMap(({ path, isPublic }): readonly ExportBinding[] =>
    isPublic ? [{ kind: 'all-from', at: here, module: absolute(scope, path).join('::') }] : [],
  );
  return [...[...scope.items].map(local), ...modules, ...uses, ...globs];
}
