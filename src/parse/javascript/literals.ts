import { ts } from 'ts-morph';
import type { Expr, RecordEntry } from '../../core/program.ts';
import { expression } from './expressions.ts';
import { functionNode } from './functions.ts';
import { at, giveDoc, unknown, type Source } from './source.ts';

/** `a${b}c` as its parts; pieces without text are left out. */
export function template(source: Source, node: ts.TemplateExpression): Expr {
  const parts: Expr[] = [];
  const addText = (piece: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): void => {
    if (piece.text !== '') parts.push({ kind: 'text', at: at(source, piece), value: piece.text });
  };
  addText(node.head);
  for (const span of node.templateSpans) {
    parts.push(expression(source, span.expression));
    addText(span.literal);
  }
  return { kind: 'concat', at: at(source, node), parts };
}

export function arrayLiteral(source: Source, node: ts.ArrayLiteralExpression): Expr {
  return {
    kind: 'list',
    at: at(source, node),
    items: node.elements.map(item =>
      ts.isOmittedExpression(item) ? { kind: 'nothing' as const, at: at(source, item) } : expression(source, item),
    ),
  };
}

export function objectLiteral(source: Source, node: ts.ObjectLiteralExpression): Expr {
  return { kind: 'record', at: at(source, node), entries: node.properties.map(property => entry(source, property)) };
}

function entry(source: Source, node: ts.ObjectLiteralElementLike): RecordEntry {
  if (ts.isSpreadAssignment(node))
    return { kind: 'spread', at: at(source, node), value: expression(source, node.expression) };
  if (ts.isPropertyAssignment(node)) {
    giveDoc(source, node, node.initializer);
    return keyed(source, node, node.name, expression(source, node.initializer));
  }
  if (ts.isShorthandPropertyAssignment(node)) return keyed(source, node, node.name, expression(source, node.name));
  const fn: Expr = { kind: 'function', at: at(source, node), fn: functionNode(source, node) };
  // What an accessor gives is known when it runs.
  return keyed(source, node, node.name, ts.isMethodDeclaration(node) ? fn : unknown(source, node, [fn]));
}

function keyed(source: Source, node: ts.Node, name: ts.PropertyName, value: Expr): RecordEntry {
  const key = staticKey(name);
  if (key !== undefined) return { kind: 'entry', at: at(source, node), key, keyAt: at(source, name), value };
  const computed = ts.isComputedPropertyName(name) ? expression(source, name.expression) : unknown(source, name, []);
  return { kind: 'computed', at: at(source, node), key: computed, value };
}

/** The text of a property's name, or undefined for one that is computed. */
export function staticKey(name: ts.PropertyName): string | undefined {
  if (
    ts.isIdentifier(name) ||
    ts.isPrivateIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name)
  )
    return name.text;
  if (!ts.isComputedPropertyName(name)) return undefined;
  return ts.isStringLiteralLike(name.expression) || ts.isNumericLiteral(name.expression)
    ? name.expression.text
    : undefined;
}

/** The expressions inside JSX, in source order; elements themselves are no values that matter here. */
export function jsxParts(root: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): readonly ts.Expression[] {
  const parts: ts.Expression[] = [];
  const pending: ts.JsxChild[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (ts.isJsxExpression(node)) {
      if (node.expression) parts.push(node.expression);
      continue;
    }
    if (ts.isJsxText(node)) continue;
    if (ts.isJsxFragment(node)) {
      pending.push(...node.children.toReversed());
      continue;
    }
    const opening = ts.isJsxElement(node) ? node.openingElement : node;
    for (const attribute of opening.attributes.properties) parts.push(...attributeParts(attribute));
    if (ts.isJsxElement(node)) pending.push(...node.children.toReversed());
  }
  return parts;
}

function attributeParts(attribute: ts.JsxAttributeLike): readonly ts.Expression[] {
  if (ts.isJsxSpreadAttribute(attribute)) return [attribute.expression];
  const { initializer } = attribute;
  if (!initializer || ts.isStringLiteral(initializer)) return [];
  if (ts.isJsxExpression(initializer)) return initializer.expression ? [initializer.expression] : [];
  return [initializer];
}
