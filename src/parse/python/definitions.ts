/** Functions and classes that are declared. Their decorators are calls: `@a` above `@b(1)` above `def f` makes `a(b(1)(f))`. */
import type { Location } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { deeper, placeOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { classNode } from './classes.ts';
import { decoratorsOf, functionNode } from './functions.ts';
import type { PythonSource } from './source.ts';

/** More decorators than this nest too deeply: what they make of the function is unknown. */
const DECORATORS = 50;

export function definitionOf(
  source: PythonSource,
  node: SyntaxNode,
): { readonly name: SyntaxNode | undefined; readonly value: Expr } {
  const definition = node.type === 'decorated_definition' ? childNamed(node, 'definition') : node;
  const decorators = decoratorsOf(
    source,
    node.children.filter(child => child.type === 'decorator'),
  );
  if (!definition)
    return {
      name: undefined,
      value: unknownExpr(
        source,
        node,
        decorators.map(decorator => decorator.expression),
      ),
    };
  const name = childNamed(definition, 'name');
  const made = deeper(source, definition, () => madeBy(source, definition)) ?? unknownExpr(source, definition);
  if (decorators.length > DECORATORS) {
    tooDeep(source, node);
    return { name, value: unknownExpr(source, node, [...decorators.map(({ expression }) => expression), made]) };
  }
  const value = decorators.reduceRight(
    (inner, { at, expression }): Expr => ({
      kind: 'call',
      at,
      nameAt: nameOf(expression),
      callee: expression,
      args: [inner],
      isNew: false,
      isAwaited: false,
      isDecorator: true,
      typeArguments: [],
    }),
    made,
  );
  return { name, value };
}

function madeBy(source: PythonSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  if (node.type === 'class_definition') return { kind: 'class', at, cls: classNode(source, node) };
  return { kind: 'function', at, fn: functionNode(source, node, 'function') };
}

/** The narrowest token that names a decorator. */
function nameOf(expr: Expr): Location {
  if (expr.kind === 'member' || expr.kind === 'call') return expr.nameAt;
  return expr.at;
}
