import { ts } from 'ts-morph';
import type { Pattern } from '../../core/program.ts';
import { expression } from './expressions.ts';
import { staticKey } from './literals.ts';
import { at, deeper, type Source } from './source.ts';
import { typeOf } from './types.ts';

/** What a declaration or parameter binds, with its written type and its default. A rest that is itself a pattern binds nothing. */
export function bindingPattern(
  source: Source,
  name: ts.BindingName,
  type?: ts.TypeNode,
  byDefault?: ts.Expression,
): Pattern {
  const written = typeOf(source, type);
  const shared = {
    at: at(source, name),
    ...(written && { type: written }),
    ...(byDefault && { byDefault: expression(source, byDefault) }),
  };
  if (ts.isIdentifier(name)) return { kind: 'name', name: name.text, ...shared };
  const rest = restOf(name);
  const inner = deeper(source, name, () => patternItems(source, name));
  return { ...(inner ?? { kind: 'list', items: [] }), ...(rest !== undefined && { rest }), ...shared };
}

type Items =
  | { readonly kind: 'record'; readonly entries: readonly { readonly key: string; readonly pattern: Pattern }[] }
  | { readonly kind: 'list'; readonly items: readonly (Pattern | undefined)[] };

function patternItems(source: Source, node: ts.BindingPattern): Items {
  if (ts.isObjectBindingPattern(node)) {
    const entries = node.elements
      .filter(element => !element.dotDotDotToken)
      .map(element => ({
        key: keyOf(source, element),
        pattern: bindingPattern(source, element.name, undefined, element.initializer),
      }));
    return { kind: 'record', entries };
  }
  const items = node.elements
    .filter(element => ts.isOmittedExpression(element) || !element.dotDotDotToken)
    .map(element =>
      ts.isOmittedExpression(element)
        ? undefined
        : bindingPattern(source, element.name, undefined, element.initializer),
    );
  return { kind: 'list', items };
}

/** A computed key has no text: it is written `[…]`, which no property is called. */
function keyOf(source: Source, element: ts.BindingElement): string {
  if (element.propertyName) return staticKey(element.propertyName) ?? element.propertyName.getText(source.tree);
  return ts.isIdentifier(element.name) ? element.name.text : '';
}

function restOf(node: ts.BindingPattern): string | undefined {
  for (const element of node.elements) {
    if (!ts.isOmittedExpression(element) && element.dotDotDotToken && ts.isIdentifier(element.name))
      return element.name.text;
  }
  return undefined;
}

/** The names that a pattern binds, in order. */
export function boundNames(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case 'name':
      return [pattern.name];
    case 'record':
      return [
        ...pattern.entries.flatMap(entry => boundNames(entry.pattern)),
        ...(pattern.rest === undefined ? [] : [pattern.rest]),
      ];
    case 'list':
      return [
        ...pattern.items.flatMap(item => (item ? boundNames(item) : [])),
        ...(pattern.rest === undefined ? [] : [pattern.rest]),
      ];
  }
}
