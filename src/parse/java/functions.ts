import { idAt } from '../../core/location.ts';
import type { FunctionNode, Parameter, Pattern, Statement, TypeRef } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './annotations.ts';
import { expression } from './expressions.ts';
import { docOf, nameText, type JavaSource } from './source.ts';
import { statements } from './statements.ts';
import { typeOf } from './types.ts';

/** A method or constructor. `body` is given where it is not the node's own. */
export function functionNode(source: JavaSource, node: SyntaxNode, body?: readonly Statement[]): FunctionNode {
  const at = placeOf(source, node);
  const returnType = typeOf(source, childNamed(node, 'type'), childNamed(node, 'dimensions'));
  return {
    id: idAt(at),
    at,
    parameters: parametersOf(source, childNamed(node, 'parameters')),
    body: body ?? bodyOf(source, childNamed(node, 'body')),
    isAsync: false,
    bindsSelf: true,
    ...(returnType && { returnType }),
    decorators: decoratorsOf(source, node),
    doc: docOf(source, node),
  };
}

/** Statements of a body in braces. */
export function bodyOf(source: JavaSource, block: SyntaxNode | undefined): readonly Statement[] {
  return (block && deeper(source, block, () => statements(source, namedChildren(block)))) ?? [];
}

/** `x -> y`, `(x, y) -> { … }`. */
export function lambda(source: JavaSource, node: SyntaxNode): FunctionNode {
  const at = placeOf(source, node);
  return {
    id: idAt(at),
    at,
    parameters: parametersOf(source, childNamed(node, 'parameters')),
    body: lambdaBody(source, childNamed(node, 'body')),
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
}

function lambdaBody(source: JavaSource, body: SyntaxNode | undefined): readonly Statement[] {
  if (!body) return [];
  if (body.type === 'block') return bodyOf(source, body);
  return [{ kind: 'return', at: placeOf(source, body), value: expression(source, body) }];
}

export function parametersOf(source: JavaSource, list: SyntaxNode | undefined): readonly Parameter[] {
  if (!list) return [];
  if (list.type === 'identifier') return [parameter(source, list, list)];
  return namedChildren(list).flatMap(child => {
    if (child.type === 'identifier') return [parameter(source, child, child)];
    if (child.type === 'formal_parameter')
      return [parameter(source, child, childNamed(child, 'name'), childNamed(child, 'type'))];
    if (child.type !== 'spread_parameter') return [];
    const declarator = child.children.find(part => part.type === 'variable_declarator');
    const type = child.children.find(
      part => part.isNamed && part !== declarator && part.type !== 'modifiers' && !part.type.endsWith('annotation'),
    );
    return [
      { ...parameter(source, child, declarator && childNamed(declarator, 'name'), type, declarator), isRest: true },
    ];
  });
}

function parameter(
  source: JavaSource,
  node: SyntaxNode,
  name: SyntaxNode | undefined,
  type?: SyntaxNode,
  dimensionsIn = node,
): Parameter {
  const written = typeOf(source, type, childNamed(dimensionsIn, 'dimensions'));
  return {
    at: placeOf(source, node),
    pattern: namePattern(source, name ?? node, written),
    isRest: false,
    decorators: decoratorsOf(source, node),
    isField: false,
  };
}

export function namePattern(source: JavaSource, name: SyntaxNode, type?: TypeRef): Extract<Pattern, { kind: 'name' }> {
  return { kind: 'name', at: placeOf(source, name), name: nameText(source, name), ...(type && { type }) };
}
