import { idAt } from '../../core/location.ts';
import type { Expr, FunctionNode, Parameter, Pattern, Statement } from '../../core/program.ts';
import { functionExpr } from '../calls.ts';
import { deeper, placeOf, spanIn, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsIn } from './arguments.ts';
import { expression } from './expressions.ts';
import { docAbove, type KotlinSource, nameOf, unknown } from './source.ts';
import { blockStatements, patternOf, settled, statements } from './statements.ts';
import { isType, typeIn, typeOf } from './types.ts';

/** `fun f() {}` among statements. One without a body (`expect`, `external`) is declared without a value. */
export function functionDeclaration(source: KotlinSource, node: SyntaxNode): Statement {
  const { name, nameAt, receiver } = functionName(source, node);
  const pattern: Pattern = { kind: 'name', at: nameAt, name };
  const at = placeOf(source, node);
  if (!hasBody(node)) return { kind: 'declare', at, pattern };
  const bindsSelf = receiver !== undefined || source.counts.bodies === 0;
  const fn = deeper(source, node, () => functionNode(source, node, { name, bindsSelf }));
  return { kind: 'declare', at, pattern, value: fn ? functionExpr(fn) : unknown(source, node) };
}

export function hasBody(node: SyntaxNode): boolean {
  return childOfType(node, 'function_body') !== undefined;
}

/** The name, and the type before it. Where the parser lost its way, it takes the name for the last part of that type. */
export function functionName(
  source: KotlinSource,
  node: SyntaxNode,
): { readonly name: string; readonly nameAt: FunctionNode['at']; readonly receiver: SyntaxNode | undefined } {
  const named = childNamed(node, 'name');
  const before = node.children.slice(0, named ? node.children.indexOf(named) : 0);
  const receiver = before.find(isType);
  if (named && named.end > named.start)
    return { name: nameOf(source, named), nameAt: placeOf(source, named), receiver };
  const last = receiver?.children.findLast(child => child.type === 'identifier');
  if (!receiver || !last) return { name: '', nameAt: placeOf(source, node), receiver: undefined };
  const rest = receiver.children.slice(0, Math.max(receiver.children.indexOf(last) - 1, 0));
  const end = rest.at(-1)?.end ?? receiver.start;
  return {
    name: nameOf(source, last),
    nameAt: placeOf(source, last),
    receiver: rest.length > 0 ? { ...receiver, end, children: rest } : undefined,
  };
}

/** A function with a name; a method's is said by its member. `bindsSelf` is false for one inside another function. */
export function functionNode(
  source: KotlinSource,
  node: SyntaxNode,
  { name, bindsSelf = true }: { readonly name?: string; readonly bindsSelf?: boolean } = {},
): FunctionNode {
  const at = placeOf(source, node);
  const { receiver } = functionName(source, node);
  const parameters = childOfType(node, 'function_value_parameters');
  const returnType = returnTypeOf(source, node);
  return {
    id: idAt(at),
    at,
    ...(name !== undefined && { name }),
    parameters: parameters ? parametersOf(source, parameters) : [],
    body: bodyOf(source, node),
    isAsync: false,
    bindsSelf,
    ...(returnType && { returnType }),
    ...(receiver && { receiver: typeOf(source, receiver) }),
    decorators: decoratorsIn(source, node.children),
    doc: docAbove(source, node),
  };
}

/** The type after the parameters. */
export function returnTypeOf(source: KotlinSource, node: SyntaxNode): FunctionNode['returnType'] {
  const closing = node.children.findIndex(({ type }) => type === 'function_value_parameters' || type === ')');
  return typeIn(source, node.children.slice(closing + 1));
}

export function bodyOf(source: KotlinSource, node: SyntaxNode): readonly Statement[] {
  const body = childOfType(node, 'function_body');
  const [inner] = body ? namedChildren(body) : [];
  if (!inner) return [];
  source.counts.bodies++;
  const read = inner.type === 'block' ? blockStatements(source, inner) : settled(source, inner, returned, false);
  source.counts.bodies--;
  return read;
}

function returned(value: Expr): Statement {
  return { kind: 'return', at: value.at, value };
}

/** `(@A vararg a: X, b: Y = 1)`: annotations and defaults stand beside the parameter they belong to. */
export function parametersOf(source: KotlinSource, node: SyntaxNode): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let group: SyntaxNode[] = [];
  for (const child of node.children.slice(1)) {
    if (child.type !== ',' && child.type !== ')') group.push(child);
    else if (group.length > 0) {
      parameters.push(parameterOf(source, group));
      group = [];
    }
  }
  return parameters;
}

function parameterOf(source: KotlinSource, group: readonly SyntaxNode[]): Parameter {
  const parameter = group.find(({ type }) => type === 'parameter');
  const byDefault = group[group.findIndex(({ type }) => type === '=') + 1];
  const first = group[0];
  const last = group.at(-1);
  const start = first?.start ?? 0;
  const at = spanIn(source, start, last?.end ?? start);
  const pattern: Pattern = parameter ? patternOf(source, parameter) : { kind: 'name', at, name: '' };
  const modifiers = group.filter(({ type }) => type === 'parameter_modifiers' || type === 'modifiers');
  return {
    at,
    pattern:
      parameter && byDefault && byDefault !== first
        ? { ...pattern, byDefault: expression(source, byDefault) }
        : pattern,
    isRest: modifiers.some(modifier => hasModifier(source, modifier, 'vararg')),
    decorators: decoratorsIn(source, modifiers),
    isField: false,
  };
}

export function hasModifier(source: KotlinSource, modifiers: SyntaxNode, word: string): boolean {
  return modifiers.children.some(child => child.type !== 'annotation' && textOf(source, child) === word);
}

/** A lambda. It has the parameter `it` where it declares none and uses that name. */
export function lambda(source: KotlinSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const declared = childOfType(node, 'lambda_parameters');
  const isImplicit = !declared && !node.children.some(({ type }) => type === '->');
  const own = { usesIt: false };
  if (isImplicit) source.implicit.push(own);
  const inner = namedChildren(node).filter(child => child !== declared);
  source.counts.bodies++;
  const body = deeper(source, node, () => statements(source, inner, returned)) ?? [];
  source.counts.bodies--;
  if (isImplicit) source.implicit.pop();
  const itAt = spanIn(source, node.start, Math.min(node.start + 1, node.end));
  const parameters = declared
    ? namedChildren(declared).map(parameter => lambdaParameter(patternOf(source, parameter)))
    : own.usesIt
      ? [lambdaParameter({ kind: 'name', at: itAt, name: 'it' })]
      : [];
  return functionExpr({ ...blank(at), parameters, body });
}

function lambdaParameter(pattern: Pattern): Parameter {
  return { at: pattern.at, pattern, isRest: false, decorators: [], isField: false };
}

function blank(at: FunctionNode['at']): FunctionNode {
  return {
    id: idAt(at),
    at,
    parameters: [],
    body: [],
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
}

/** A block whose last expression is its value, as a function. */
export function blockFunction(source: KotlinSource, node: SyntaxNode, body?: readonly Statement[]): FunctionNode {
  return { ...blank(placeOf(source, node)), body: body ?? blockStatements(source, node, returned) };
}

/** `fun(x: Int) = x`; with a receiver it has a `this` of its own. */
export function anonymousFunction(source: KotlinSource, node: SyntaxNode): FunctionNode {
  const parameters = node.children.findIndex(({ type }) => type === 'function_value_parameters');
  const receiver = typeIn(source, node.children.slice(0, Math.max(parameters, 0)));
  const fn = functionNode(source, node, { bindsSelf: receiver !== undefined });
  return receiver ? { ...fn, receiver } : fn;
}
