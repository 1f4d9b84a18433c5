/** Import statements where they run. */
import type { Expr, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assignName } from './assignments.ts';
import { itemsOf, type ImportItem } from './import-plan.ts';
import { isLocal, type PythonSource } from './source.ts';

export function importStatements(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  return itemsOf(source, node).flatMap(item => importStatement(source, item, isTop));
}

function importStatement(source: PythonSource, item: ImportItem, isTop: boolean): readonly Statement[] {
  const at = placeOf(source, item.node);
  const loaded: Statement = { kind: 'evaluate', at, value: load(at, item.loads) };
  switch (source.plan.uses.get(item.node) ?? 'none') {
    case 'none':
      return [];
    case 'effect':
      return [loaded];
    case 'binding':
      // A name of the function itself hides the one that the module would have.
      if (isLocal(source, item.local)) return assigned(source, item, at, isTop);
      if (!item.isFrom || item.local === '*') return [loaded];
      return [{ kind: 'evaluate', at, value: { kind: 'name', at, name: item.local } }];
    case 'value':
      return item.isFrom || item.loads === item.module
        ? assigned(source, item, at, isTop)
        : [loaded, ...assigned(source, item, at, isTop)];
  }
}

function assigned(source: PythonSource, item: ImportItem, at: Location, isTop: boolean): readonly Statement[] {
  const whole = load(at, item.module);
  const value: Expr =
    item.imported === '*' ? whole : { kind: 'member', at, of: whole, name: item.imported, nameAt: at };
  return assignName(source, { name: nameNode(item), value, isTop, at });
}

function nameNode(item: ImportItem): SyntaxNode {
  const name = childNamed(item.node, 'alias') ?? (childNamed(item.node, 'name') ?? item.node).children[0];
  return name ?? item.node;
}

function load(at: Location, module: string): Expr {
  return { kind: 'load', at, module: { kind: 'text', at, value: module } };
}
