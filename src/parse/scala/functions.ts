import { idAt } from '../../core/location.ts';
import type { Expr, FunctionNode, Parameter, Pattern, Statement } from '../../core/program.ts';
import { calledAtOnce, functionExpr } from '../calls.ts';
import { docAbove } from '../jvm/source.ts';
import { deeper, placeOf, spanIn, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsIn } from './annotations.ts';
import { functionalExpression } from './expressions.ts';
import { partialFunction } from './patterns.ts';
import { nameOf, type ScalaSource, unknown } from './source.ts';
import { bodyStatements, returned, statements } from './statements.ts';
import { typeNamed } from './types.ts';

/** A function without a name. */
export function functionOf(
  at: FunctionNode['at'],
  parameters: readonly Pattern[],
  body: readonly Statement[],
): FunctionNode {
  return {
    id: idAt(at),
    at,
    parameters: parameters.map(plainParameter),
    body,
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
}

function plainParameter(pattern: Pattern): Parameter {
  return { at: pattern.at, pattern, isRest: false, decorators: [], isField: false };
}

/** A block whose last expression is its value, as a function. */
export function blockFunction(source: ScalaSource, node: SyntaxNode): FunctionNode {
  source.counts.bodies++;
  const body = deeper(source, node, () => statements(source, namedChildren(node), returned)) ?? [];
  source.counts.bodies--;
  return functionOf(placeOf(source, node), [], body);
}

/** `x => y`, `(a: A, b) => { … }`. */
export function lambda(source: ScalaSource, node: SyntaxNode): Expr {
  const arrow = node.children.findIndex(({ type }) => type === '=>');
  const bound = node.children.slice(0, Math.max(arrow, 0)).filter(({ isNamed }) => isNamed);
  const bodies = node.children.slice(arrow + 1).filter(({ isNamed }) => isNamed);
  return functionLiteral(source, node, bound, bodies);
}

/** A function whose parameters and body stand in these nodes. */
export function functionLiteral(
  source: ScalaSource,
  node: SyntaxNode,
  bound: readonly SyntaxNode[],
  bodies: readonly SyntaxNode[],
): Expr {
  const list = bound.find(({ type }) => type === 'bindings');
  const names = list
    ? list.children.filter(({ type }) => type === 'binding')
    : bound.filter(({ type }) => type === 'identifier' || type === 'wildcard');
  const [only] = bodies;
  source.counts.bodies++;
  source.placeholders.push([]);
  const body =
    deeper(source, node, () =>
      bodies.length === 1 && only ? bodyStatements(source, only) : statements(source, bodies, returned),
    ) ?? [];
  source.placeholders.pop();
  source.counts.bodies--;
  return functionExpr(
    functionOf(
      placeOf(source, node),
      names.map(name => bindingOf(source, name)),
      body,
    ),
  );
}

function bindingOf(source: ScalaSource, node: SyntaxNode): Pattern {
  const name = node.type === 'binding' ? childNamed(node, 'name') : node;
  const type = node.type === 'binding' ? typeNamed(source, node) : undefined;
  const at = placeOf(source, name ?? node);
  const isNamed = name?.type === 'identifier';
  return { kind: 'name', at, name: isNamed ? nameOf(source, name) : '', ...(type && { type }) };
}

/**
 * A block that is an argument, `f { … }`: the function that it holds, or else one without parameters, as the parameter that
 * takes it is most often evaluated later, or again and again.
 */
export function argumentBlock(source: ScalaSource, written: SyntaxNode): Expr {
  const node = written.type === 'colon_argument' ? (namedChildren(written).at(-1) ?? written) : written;
  if (node.type === 'case_block' || node.type === 'indented_cases') return partialFunction(source, node);
  if (written.type === 'colon_argument') {
    const started = childrenNamed(written, 'lambda_start').filter(({ isNamed }) => isNamed);
    if (started.length > 0) return functionLiteral(source, written, started, [node]);
  }
  const inner = node.type === 'block' || node.type === 'indented_block' ? namedChildren(node) : [node];
  const [only, ...others] = inner;
  if (only?.type === 'lambda_expression') {
    if (others.length === 0) return functionalExpression(source, only);
    // `{ x => a; b }`: what follows on the line belongs to the function.
    const arrow = only.children.findIndex(({ type }) => type === '=>');
    const bound = only.children.slice(0, Math.max(arrow, 0)).filter(({ isNamed }) => isNamed);
    return functionLiteral(
      source,
      node,
      bound,
      [...only.children.slice(arrow + 1), ...others].filter(({ isNamed }) => isNamed),
    );
  }
  const fn = blockFunction(source, node);
  const [first] = fn.body;
  // `{ _.id }` is the function itself.
  return first?.kind === 'return' &&
    first.value?.kind === 'function' &&
    others.length === 0 &&
    only?.type !== 'case_block'
    ? first.value
    : functionExpr(fn);
}

export function parameterLists(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter(({ type }) => type === 'parameters' || type === 'class_parameters');
}

export function isImplicitList(list: SyntaxNode): boolean {
  return list.children.some(({ type }) => type === 'implicit' || type === 'using');
}

export function parametersOf(source: ScalaSource, list: SyntaxNode, isField = false): readonly Parameter[] {
  return list.children
    .filter(({ type }) => type === 'parameter' || type === 'class_parameter')
    .map(node => parameterOf(source, node, isField));
}

function parameterOf(source: ScalaSource, node: SyntaxNode, isField: boolean): Parameter {
  const name = childNamed(node, 'name');
  const type = typeNamed(source, node);
  const byDefault = childNamed(node, 'default_value');
  const pattern: Pattern = {
    kind: 'name',
    at: placeOf(source, name ?? node),
    name: name ? nameOf(source, name) : '',
    ...(type && { type }),
    ...(byDefault && { byDefault: functionalExpression(source, byDefault) }),
  };
  return {
    at: placeOf(source, node),
    pattern,
    isRest: childNamed(node, 'type')?.type === 'repeated_parameter_type',
    decorators: decoratorsIn(source, node.children),
    isField,
  };
}

/** Lists of parameters of one function that are told apart. */
const MOST_LISTS = 16;

/**
 * `def f(a)(b)(implicit c) = …`: a function of `a` that gives one of `b`. What the compiler hands over is added to the list
 * before it, as no caller writes it.
 */
export function functionNode(
  source: ScalaSource,
  node: SyntaxNode,
  { name, bindsSelf = true }: { readonly name?: string; readonly bindsSelf?: boolean } = {},
): FunctionNode {
  const at = placeOf(source, node);
  const lists: { readonly at: FunctionNode['at']; readonly parameters: Parameter[] }[] = [];
  for (const list of parameterLists(node)) {
    const parameters = parametersOf(source, list);
    const last = lists.at(-1);
    if (last && (isImplicitList(list) || lists.length >= MOST_LISTS)) last.parameters.push(...parameters);
    else lists.push({ at: placeOf(source, list), parameters: [...parameters] });
  }
  const returnType = typeNamed(source, node, 'return_type');
  const written = childNamed(node, 'body');
  source.counts.bodies++;
  source.placeholders.push([]);
  let body = written ? (deeper(source, node, () => bodyStatements(source, written)) ?? []) : [];
  source.placeholders.pop();
  source.counts.bodies--;
  const [first, ...further] = lists;
  for (const list of further.toReversed()) {
    const start = offsetOf(source, list.at);
    const place = spanIn(source, start, Math.max(node.end, start));
    const inner = { ...functionOf(place, [], body), parameters: list.parameters };
    body = [{ kind: 'return', at: place, value: functionExpr(inner) }];
  }
  return {
    id: idAt(at),
    at,
    ...(name !== undefined && { name }),
    parameters: first?.parameters ?? [],
    body,
    isAsync: false,
    bindsSelf,
    ...(returnType && { returnType }),
    decorators: decoratorsIn(source, node.children),
    doc: docAbove(source, node),
  };
}

function offsetOf(source: ScalaSource, at: FunctionNode['at']): number {
  return (source.starts[at.line - 1] ?? 0) + at.column - 1;
}

/** Whether it is asked for by its name alone: it has no parameters but those that the compiler hands over. */
export function isGetter(node: SyntaxNode): boolean {
  return parameterLists(node).every(isImplicitList);
}

/** `def f(x) = y` among statements; one without parameters is the value that it gives. */
export function functionDeclaration(source: ScalaSource, node: SyntaxNode): Statement {
  const named = childNamed(node, 'name');
  const at = placeOf(source, node);
  const name = named ? nameOf(source, named) : '';
  const pattern: Pattern = { kind: 'name', at: placeOf(source, named ?? node), name };
  if (!childNamed(node, 'body')) return { kind: 'declare', at, pattern };
  const fn = deeper(source, node, () => functionNode(source, node, { name, bindsSelf: false }));
  if (!fn) return { kind: 'declare', at, pattern, value: unknown(source, node) };
  const value = functionExpr(fn);
  return { kind: 'declare', at, pattern, value: isGetter(node) ? calledAtOnce(value) : value };
}

/** Words before a declaration: `private`, `lazy`, `implicit`. */
export function hasModifier(source: ScalaSource, node: SyntaxNode, word: string): boolean {
  const modifiers = childOfType(node, 'modifiers');
  return modifiers?.children.some(child => textOf(source, child) === word) ?? false;
}
