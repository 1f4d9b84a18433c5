/** Targets of assignments and loops as patterns. */
import type { Pattern } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { bare, type PythonSource } from './source.ts';

const LISTS: ReadonlySet<string> = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'expression_list',
  'tuple',
  'list',
]);

/** The targets in a list of them; none for a single target. */
export function itemsOfTarget(target: SyntaxNode): readonly SyntaxNode[] {
  return LISTS.has(target.type) ? target.children.filter(child => child.isNamed) : [];
}

/** Whether a target is made of names alone, and of a rest at the end of a list, which is what patterns can say. */
export function isPlainPattern(target: SyntaxNode): boolean {
  const pending: SyntaxNode[] = [bare(target)];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'identifier') continue;
    if (!LISTS.has(node.type)) return false;
    const items = itemsOfTarget(node);
    for (const [index, item] of items.entries()) {
      if (!isSplat(item)) pending.push(bare(item));
      else if (index < items.length - 1 || splatName(item) === undefined) return false;
    }
  }
  return true;
}

/** A pattern of names and lists of them; what is neither binds nothing. */
export function patternOf(source: PythonSource, written: SyntaxNode): Pattern {
  const node = bare(written);
  const at = placeOf(source, node);
  if (node.type === 'identifier') return { kind: 'name', at, name: textOf(source, node) };
  const items = itemsOfTarget(node);
  const last = items.at(-1);
  const splat = last && isSplat(last) ? splatName(last) : undefined;
  const inner = deeper(source, node, () =>
    items
      .filter(item => !isSplat(item))
      .map(item =>
        LISTS.has(bare(item).type) || bare(item).type === 'identifier' ? patternOf(source, item) : undefined,
      ),
  );
  return { kind: 'list', at, items: inner ?? [], ...(splat && { rest: textOf(source, splat) }) };
}

function isSplat(node: SyntaxNode): boolean {
  return node.type === 'list_splat_pattern' || node.type === 'list_splat';
}

function splatName(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find(child => child.type === 'identifier');
}
