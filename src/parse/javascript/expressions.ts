import { ts } from 'ts-morph';
import type { Expr } from '../../core/program.ts';
import { chain, isLink } from './chains.ts';
import { classNode } from './classes.ts';
import { functionNode } from './functions.ts';
import { arrayLiteral, jsxParts, objectLiteral, template } from './literals.ts';
import { binary, conditional, unary } from './operators.ts';
import { at, bare, deeper, unknown, type Source } from './source.ts';

/**
 * Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside.
 *
 * `use` is `test` where only the truth of the value counts (see `choice` in the form's documentation).
 */
export function expression(source: Source, written: ts.Expression, use: 'value' | 'test' = 'value'): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node, use)) ?? unknown(source, node, []);
}

export function expressions(source: Source, nodes: readonly ts.Expression[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

function translate(source: Source, node: ts.Expression, use: 'value' | 'test'): Expr {
  if (ts.isIdentifier(node)) return name(source, node);
  if (isLink(node)) return chain(source, node);
  if (ts.isStringLiteralLike(node)) return { kind: 'text', at: at(source, node), value: node.text };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return { kind: 'function', at: at(source, node), fn: functionNode(source, node) };
  }
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(source, node);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(source, node);
  if (ts.isBinaryExpression(node)) return binary(source, node, use);
  if (ts.isAwaitExpression(node)) return awaited(expression(source, node.expression));
  if (ts.isTemplateExpression(node)) return template(source, node);
  if (ts.isConditionalExpression(node)) return conditional(source, node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isTypeOfExpression(node))
    return unary(source, node);
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) {
    return { kind: 'number', at: at(source, node), value: Number(node.text.replace(/n$/, '')) };
  }
  if (ts.isRegularExpressionLiteral(node)) return pattern(source, node);
  if (ts.isClassExpression(node)) return { kind: 'class', at: at(source, node), cls: classNode(source, node) };
  if (ts.isSpreadElement(node))
    return { kind: 'spread', at: at(source, node), value: expression(source, node.expression) };
  if (ts.isVoidExpression(node)) {
    const operand = bare(node.expression);
    return ts.isLiteralExpression(operand)
      ? { kind: 'nothing', at: at(source, node) }
      : unknown(source, node, [expression(source, operand)]);
  }
  if (ts.isDeleteExpression(node)) return unknown(source, node, [expression(source, node.expression)]);
  // What the caller sends into a generator is not in the file.
  if (ts.isYieldExpression(node))
    return unknown(source, node, node.expression ? [expression(source, node.expression)] : []);
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) {
    return unknown(source, node, expressions(source, jsxParts(node)));
  }
  return keyword(source, node);
}

function name(source: Source, node: ts.Identifier): Expr {
  if (node.text === 'undefined') return { kind: 'nothing', at: at(source, node) };
  return { kind: 'name', at: at(source, node), name: node.text };
}

function keyword(source: Source, node: ts.Expression): Expr {
  switch (node.kind) {
    case ts.SyntaxKind.ThisKeyword:
      return { kind: 'self', at: at(source, node) };
    case ts.SyntaxKind.SuperKeyword:
      return { kind: 'name', at: at(source, node), name: 'super' };
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return { kind: 'boolean', at: at(source, node), value: node.kind === ts.SyntaxKind.TrueKeyword };
    case ts.SyntaxKind.NullKeyword:
      return { kind: 'nothing', at: at(source, node) };
    case ts.SyntaxKind.MetaProperty:
      return node.getText(source.tree) === 'import.meta'
        ? { kind: 'name', at: at(source, node), name: 'import.meta' }
        : unknown(source, node, []);
    default:
      // `new.target`, `#x in y`, holes of arrays and of broken code.
      return unknown(source, node, []);
  }
}

/** Awaiting changes nothing that counts here, but a call remembers it. */
function awaited(value: Expr): Expr {
  return value.kind === 'call' ? { ...value, isAwaited: true } : value;
}

function pattern(source: Source, node: ts.RegularExpressionLiteral): Expr {
  const end = node.text.lastIndexOf('/');
  return { kind: 'pattern', at: at(source, node), source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
}
