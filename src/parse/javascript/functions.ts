import { idAt } from '../../core/location.ts';
import { ts } from 'ts-morph';
import type { Decorator, FunctionNode, Parameter, Statement } from '../../core/program.ts';
import { expression } from './expressions.ts';
import { bindingPattern } from './patterns.ts';
import { at, deeper, docOf, type Source } from './source.ts';
import { statements, valueStatements } from './statements.ts';
import { typeOf } from './types.ts';

export type FunctionSyntax =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ConstructorDeclaration;

export function functionNode(source: Source, node: FunctionSyntax): FunctionNode {
  const place = at(source, node);
  const name = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) ? node.name?.text : undefined;
  const returnType = typeOf(source, node.type);
  return {
    id: idAt(place),
    at: place,
    ...(name !== undefined && { name }),
    parameters: node.parameters
      .filter(parameter => !isThisType(parameter))
      .map(parameter => parameterOf(source, parameter)),
    body: bodyOf(source, node),
    isAsync: node.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false,
    bindsSelf: !ts.isArrowFunction(node),
    ...(returnType && { returnType }),
    decorators: decoratorsOf(source, node),
    doc: docOf(source, node),
  };
}

export function decoratorsOf(
  source: Source,
  node: { readonly modifiers?: ts.NodeArray<ts.ModifierLike> | undefined },
): readonly Decorator[] {
  const decorators = (node.modifiers ?? []).flatMap(modifier => (ts.isDecorator(modifier) ? [modifier] : []));
  return decorators.map(decorator => ({
    at: at(source, decorator),
    expression: expression(source, decorator.expression),
  }));
}

function bodyOf(source: Source, node: FunctionSyntax): readonly Statement[] {
  const { body } = node;
  if (!body) return [];
  if (ts.isBlock(body)) return deeper(source, body, () => statements(source, body.statements)) ?? [];
  return valueStatements(source, body, value => ({ kind: 'return', at: at(source, body), value }));
}

function parameterOf(source: Source, node: ts.ParameterDeclaration): Parameter {
  return {
    at: at(source, node),
    pattern: bindingPattern(source, node.name, node.type, node.initializer),
    isRest: node.dotDotDotToken !== undefined,
    decorators: decoratorsOf(source, node),
    isField: node.modifiers?.some(modifier => FIELD_MODIFIERS.has(modifier.kind)) ?? false,
  };
}

const FIELD_MODIFIERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.OverrideKeyword,
]);

/** `function f(this: X)` declares a type, not a parameter. */
function isThisType(node: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(node.name) && node.name.text === 'this';
}
