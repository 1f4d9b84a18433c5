/** What the declarations of a file need of each other, and the names that none of them gives. */
import { nameText, namesIn, type GoSource } from './source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { specsOf } from './declarations.ts';

/**
 * Types, constants and variables of a file in the order in which they are made: each after those that it names itself or
 * by the functions that it names. Groups of variables and types are taken apart; constants stay together, because they count.
 */
export function inOrder(source: GoSource, top: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const units = top.flatMap(node =>
    node.type === 'var_declaration' || node.type === 'type_declaration' ? singles(node) : [node],
  );
  const byName = new Map(units.flatMap(unit => namesOf(unit).map(name => [nameText(source, name), unit] as const)));
  const done = new Set<SyntaxNode>();
  const sorted: SyntaxNode[] = [];
  // What is named on the way is put down when all that it needs is; in circles, where it was met first.
  for (const start of units) {
    const open: { readonly unit: SyntaxNode; readonly rest: SyntaxNode[] }[] = [];
    const enter = (unit: SyntaxNode): void => {
      if (done.has(unit)) return;
      done.add(unit);
      const needed = [...identifiersIn(source, unit)].flatMap(name => byName.get(name) ?? []);
      open.push({ unit, rest: needed.toReversed() });
    };
    enter(start);
    for (let last = open.at(-1); last; last = open.at(-1)) {
      const next = last.rest.pop();
      if (next) enter(next);
      else {
        open.pop();
        if (!FUNCTIONS.has(last.unit.type)) sorted.push(last.unit);
      }
    }
  }
  return sorted;
}

const FUNCTIONS: ReadonlySet<string> = new Set(['function_declaration', 'method_declaration']);

/** A group as declarations of one thing each. */
function singles(node: SyntaxNode): readonly SyntaxNode[] {
  return specsOf(node, 'var_spec', 'type_spec', 'type_alias').map(spec => ({
    ...node,
    // What is said of the only one stands above the declaration, of one of several above itself.
    start: namedChildren(node).length === 1 && namedChildren(node)[0] === spec ? node.start : spec.start,
    end: spec.end,
    children: [spec],
  }));
}

function namesOf(unit: SyntaxNode): readonly SyntaxNode[] {
  const own = childNamed(unit, 'name');
  if (unit.type === 'function_declaration') return own ? [own] : [];
  return specsOf(unit, 'const_spec', 'var_spec', 'type_spec', 'type_alias').flatMap(spec => namesIn(spec));
}

function identifiersIn(source: GoSource, root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node } of usedIn(root)) names.add(nameText(source, node));
  return names;
}

export type Use = {
  readonly node: SyntaxNode;
  /** It stands before a dot, so that it may be a package. */
  readonly isRoot: boolean;
};

/** Names that stand where a variable, function, type or package may be meant. */
export function usedIn(root: SyntaxNode): readonly Use[] {
  const uses: Use[] = [];
  const open: { readonly node: SyntaxNode; readonly parent: SyntaxNode | undefined }[] = [
    { node: root, parent: undefined },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, parent } = next;
    if (NAMES.has(node.type)) {
      const isRoot =
        (parent?.type === 'qualified_type' && node.field === 'package') ||
        (parent?.type === 'selector_expression' && node.field === 'operand');
      // The name in a qualified type is that of the package.
      if (parent?.type !== 'qualified_type' || isRoot) uses.push({ node, isRoot });
      continue;
    }
    if (node.type === 'import_declaration' || node.type === 'package_clause') continue;
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child?.isNamed) open.push({ node: child, parent: node });
    }
  }
  return uses;
}

const NAMES: ReadonlySet<string> = new Set(['identifier', 'type_identifier', 'package_identifier']);
