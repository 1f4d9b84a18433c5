/** Constants: each use is an import of whatever defines one of the names that it may stand for. */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import type { RubySource } from './source.ts';

/** `A::B` as written, where it names constants alone: `isRoot` for `::A::B`. */
export function constantPath(
  source: RubySource,
  node: SyntaxNode,
): { readonly name: string; readonly isRoot: boolean } | undefined {
  const parts: string[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'scope_resolution') {
    const name = childNamed(rest, 'name');
    if (name?.type !== 'constant') return undefined;
    parts.unshift(textOf(source, name));
    rest = childNamed(rest, 'scope');
    if (!rest) return { name: parts.join('::'), isRoot: true };
  }
  if (rest?.type !== 'constant') return undefined;
  parts.unshift(textOf(source, rest));
  return { name: parts.join('::'), isRoot: false };
}

/**
 * A constant where it stands. It is looked for in the modules around, innermost first, then at the top.
 * The import lists these names in their order; the first that the tree defines counts.
 */
export function constantExpr(source: RubySource, node: SyntaxNode): Expr | undefined {
  const path = constantPath(source, node);
  if (!path) return undefined;
  const at = placeOf(source, node);
  return { kind: 'name', at, name: constantName(source, path, at) };
}

function constantName(
  source: RubySource,
  { name, isRoot }: { readonly name: string; readonly isRoot: boolean },
  at: Expr['at'],
): string {
  const candidates = isRoot ? [name] : [...source.modules.toReversed().map(module => `${module}::${name}`), name];
  const key = candidates.join();
  const known = source.constantNames.get(key);
  if (known !== undefined) return known;
  // One name may mean different things in different modules of a file.
  let local = name;
  for (let count = 2; source.imports.has(local); count++) local = `${name} (${count})`;
  source.constantNames.set(key, local);
  source.imports.set(local, { at, local, imported: '*', module: key, isTypeOnly: false });
  return local;
}

/** The full name of what is declared with this name here. */
export function fullName(source: RubySource, node: SyntaxNode): string | undefined {
  const path = constantPath(source, node);
  if (!path) return undefined;
  const around = source.modules.at(-1);
  return path.isRoot || around === undefined ? path.name : `${around}::${path.name}`;
}
