import { idAt } from '../../core/location.ts';
import type { FunctionNode, Parameter, Pattern, Statement, TypeRef } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { attributesOf } from './attributes.ts';
import { expression } from './expressions.ts';
import { docOf, hasModifier, nameText, type CSharpSource, valueIn } from './source.ts';
import { statements } from './statements.ts';
import { typeOf } from './types.ts';

type Shape = {
  readonly name?: string;
  readonly body?: readonly Statement[];
  /** A function inside another one takes `this` from there. */
  readonly bindsSelf?: boolean;
};

/**
 * A method, constructor or local function. One whose first parameter is `this T x` is called on that: it is a function with a
 * receiver, which goes by the parameter's name inside.
 */
export function functionNode(source: CSharpSource, node: SyntaxNode, shape: Shape = {}): FunctionNode {
  const at = placeOf(source, node);
  const list = childNamed(node, 'parameters') ?? childOfType(node, 'parameter_list');
  const parameters = parametersOf(source, list);
  const returnType = typeOf(source, childNamed(node, 'returns') ?? childNamed(node, 'type'));
  const body = shape.body ?? bodyOf(source, node);
  const extended = extendedBy(source, list, parameters);
  return {
    id: idAt(at),
    at,
    ...(shape.name !== undefined && { name: shape.name }),
    parameters: extended ? parameters.slice(1) : parameters,
    body: extended ? [extended.declared, ...body] : body,
    isAsync: hasModifier(source, node, 'async'),
    bindsSelf: shape.bindsSelf ?? true,
    ...(returnType && { returnType }),
    ...(extended && { receiver: extended.type }),
    decorators: attributesOf(source, node),
    doc: docOf(source, node),
  };
}

function extendedBy(
  source: CSharpSource,
  list: SyntaxNode | undefined,
  [first]: readonly Parameter[],
): { readonly type: TypeRef; readonly declared: Statement } | undefined {
  const written = list && childOfType(list, 'parameter');
  if (!written || !first || first.pattern.kind !== 'name' || !first.pattern.type) return undefined;
  if (!hasModifier(source, written, 'this')) return undefined;
  const { at, pattern } = first;
  return { type: first.pattern.type, declared: { kind: 'declare', at, pattern, value: { kind: 'self', at } } };
}

/** The statements of a body, in braces or after an arrow. */
export function bodyOf(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const body = childNamed(node, 'body') ?? childOfType(node, 'block', 'arrow_expression_clause');
  if (!body) return [];
  return body.type === 'block' ? blockOf(source, body) : arrowBody(source, body);
}

export function blockOf(source: CSharpSource, block: SyntaxNode | undefined): readonly Statement[] {
  return (block && deeper(source, block, () => statements(source, namedChildren(block)))) ?? [];
}

/** `=> x`, with the names that `x` declares. */
export function arrowBody(source: CSharpSource, clause: SyntaxNode): readonly Statement[] {
  const value = clause.type === 'arrow_expression_clause' ? valueIn(clause) : clause;
  return value ? returned(source, value) : [];
}

function returned(source: CSharpSource, value: SyntaxNode): readonly Statement[] {
  const around = source.declared.names;
  source.declared.names = [];
  const last: Statement = { kind: 'return', at: placeOf(source, value), value: expression(source, value) };
  const body = [...source.declared.names, last];
  source.declared.names = around;
  return body;
}

/** `x => y`, `async (int x) => { … }`, `delegate (int x) { … }`. */
export function lambda(source: CSharpSource, node: SyntaxNode): FunctionNode {
  const at = placeOf(source, node);
  const body = childNamed(node, 'body') ?? childOfType(node, 'block');
  const returnType = typeOf(source, childNamed(node, 'type'));
  const around = source.declared.names;
  source.declared.names = [];
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters: parametersOf(source, childNamed(node, 'parameters')),
    body: !body ? [] : body.type === 'block' ? blockOf(source, body) : returned(source, body),
    isAsync: hasModifier(source, node, 'async'),
    bindsSelf: false,
    ...(returnType && { returnType }),
    decorators: attributesOf(source, node),
    doc: '',
  };
  source.declared.names = around;
  return fn;
}

export function parametersOf(source: CSharpSource, list: SyntaxNode | undefined): readonly Parameter[] {
  if (!list) return [];
  if (list.type === 'identifier' || list.type === 'implicit_parameter') return [parameter(source, list, list)];
  const parameters: Parameter[] = [];
  for (let index = 0; index < list.children.length; index++) {
    const child = list.children[index];
    if (child?.type === 'parameter')
      parameters.push(parameter(source, child, childNamed(child, 'name'), childNamed(child, 'type')));
    // `params T[] rest`, whose parts stand in the list itself.
    if (child?.type === 'params') {
      const rest = list.children.slice(index + 1);
      const name = rest.find(one => one.field === 'name');
      if (name)
        parameters.push({
          ...parameter(
            source,
            name,
            name,
            rest.find(one => one.field === 'type'),
          ),
          isRest: true,
        });
      break;
    }
  }
  return parameters;
}

function parameter(source: CSharpSource, node: SyntaxNode, name: SyntaxNode | undefined, type?: SyntaxNode): Parameter {
  const pattern = namePattern(source, name ?? node, typeOf(source, type));
  const equals = node.children.findIndex(child => child.type === '=');
  const byDefault = equals === -1 ? undefined : node.children[equals + 1];
  return {
    at: placeOf(source, node),
    pattern: byDefault ? { ...pattern, byDefault: expression(source, byDefault) } : pattern,
    isRest: false,
    ...((hasModifier(source, node, 'out') || hasModifier(source, node, 'ref')) && { isOut: true as const }),
    decorators: attributesOf(source, node),
    isField: false,
  };
}

export function namePattern(
  source: CSharpSource,
  name: SyntaxNode,
  type?: TypeRef,
): Extract<Pattern, { kind: 'name' }> {
  return { kind: 'name', at: placeOf(source, name), name: nameText(source, name), ...(type && { type }) };
}
