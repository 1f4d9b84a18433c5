import type { Expr } from '../../core/program.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { bare, type GoSource } from './source.ts';

/**
 * `a op b`. Chains of one operator, which nest to the left, are read in a loop: sums of hundreds of texts are common in
 * generated code.
 */
export function binary(source: GoSource, node: SyntaxNode): Expr {
  const operator = operatorOf(node);
  const operands = operandsOf(node, operator).map(one => expression(source, one));
  const at = placeOf(source, node);
  const [left, right] = operands;
  if (!left || !right) return unknownExpr(source, node, operands);
  switch (operator) {
    case '+':
      // Texts are joined with texts alone.
      return operands.some(({ kind }) => kind === 'number')
        ? { kind: 'operation', at, operator: 'arithmetic', operands }
        : { kind: 'concat', at, parts: operands };
    case '&&':
      return { kind: 'operation', at, operator: 'and', operands };
    case '||':
      return { kind: 'operation', at, operator: 'or', operands };
    case '==':
      return { kind: 'operation', at, operator: 'equal', operands };
    case '!=':
      return { kind: 'operation', at, operator: 'not-equal', operands };
    case '<':
      return { kind: 'operation', at, operator: 'less', operands };
    case '>':
      return { kind: 'operation', at, operator: 'less', operands: [right, left] };
    case '<=':
      return negated({ kind: 'operation', at, operator: 'less', operands: [right, left] });
    case '>=':
      return negated({ kind: 'operation', at, operator: 'less', operands });
    default:
      return { kind: 'operation', at, operator: 'arithmetic', operands };
  }
}

function negated(of: Expr): Expr {
  return { kind: 'operation', at: of.at, operator: 'not', operands: [of] };
}

function operatorOf(node: SyntaxNode): string {
  return childNamed(node, 'operator')?.type ?? node.children.find(child => !child.isNamed)?.type ?? '';
}

const ASSOCIATIVE: ReadonlySet<string> = new Set(['+', '&&', '||']);

function operandsOf(node: SyntaxNode, operator: string): readonly SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest) {
    const isChain: boolean =
      rest === node ||
      (rest.type === 'binary_expression' && ASSOCIATIVE.has(operator) && operatorOf(rest) === operator);
    if (!isChain) {
      operands.push(rest);
      break;
    }
    const right = childNamed(rest, 'right');
    const left: SyntaxNode | undefined = childNamed(rest, 'left');
    if (right) operands.push(right);
    rest = left && bare(left);
  }
  return operands.toReversed();
}

/** `!x`, `-x`, `<-x`. Pointers are not seen here: what they point to is what counts. */
export function unary(source: GoSource, node: SyntaxNode): Expr {
  const written = childNamed(node, 'operand');
  if (!written) return unknownExpr(source, node);
  const of = expression(source, written);
  const at = placeOf(source, node);
  switch (node.children[0]?.type) {
    case '!':
      return { kind: 'operation', at, operator: 'not', operands: [of] };
    case '-':
      return of.kind === 'number'
        ? { kind: 'number', at, value: -of.value }
        : { kind: 'operation', at, operator: 'arithmetic', operands: [of] };
    case '+':
    case '^':
      return { kind: 'operation', at, operator: 'arithmetic', operands: [of] };
    default:
      return unknownExpr(source, node, [of]);
  }
}
