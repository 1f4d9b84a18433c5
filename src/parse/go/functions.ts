import { idAt } from '../../core/location.ts';
import type { FunctionNode, Parameter, Pattern, Statement, TypeRef } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { docOf, linesOf, nameText, namesIn, type GoSource } from './source.ts';
import { statements } from './statements.ts';
import { plainType, typeOf } from './types.ts';

/** `func f(…)`, without its name for who declares it. */
export function functionNode(source: GoSource, node: SyntaxNode): FunctionNode {
  return made(source, node, [], nameText(source, childNamed(node, 'name')));
}

export function functionLiteral(source: GoSource, node: SyntaxNode): FunctionNode {
  return made(source, node, []);
}

/**
 * A method: a function that finds what it is called on in `self`. Where it is called by nobody, that is something of the
 * type that its receiver is declared as.
 */
export function methodNode(source: GoSource, node: SyntaxNode): FunctionNode {
  const receiver = receiverOf(node);
  const name = receiver && childNamed(receiver, 'name');
  if (!receiver || !name) return { ...made(source, node, []), bindsSelf: true };
  const at = placeOf(source, receiver);
  const type = childNamed(receiver, 'type');
  const declared: Statement = {
    kind: 'declare',
    at,
    pattern: namePattern(source, name, typeOf(source, type)),
    value: { kind: 'self', at },
  };
  return { ...made(source, node, [declared]), bindsSelf: true };
}

function receiverOf(node: SyntaxNode): SyntaxNode | undefined {
  const list = childNamed(node, 'receiver');
  return list && namedChildren(list)[0];
}

/** The name of the type that a method belongs to. */
export function receiverType(source: GoSource, node: SyntaxNode): string | undefined {
  const receiver = receiverOf(node);
  const type = receiver && childNamed(receiver, 'type');
  const plain = type && plainType(type);
  return plain?.type === 'type_identifier' ? nameText(source, plain) : undefined;
}

function made(source: GoSource, node: SyntaxNode, first: readonly Statement[], name?: string): FunctionNode {
  const at = placeOf(source, node);
  const result = childNamed(node, 'result');
  const returnType = typeOf(source, result);
  const before = source.around.results;
  const results = result?.type === 'parameter_list' ? namedChildren(result) : [];
  source.around.results = results.flatMap(one => namesIn(one));
  const body = bodyOf(source, childNamed(node, 'body'));
  const declared = results.flatMap(one => resultsIn(source, one));
  source.around.results = before;
  return {
    id: idAt(at),
    at,
    ...(name === undefined ? {} : { name }),
    parameters: parametersOf(source, childNamed(node, 'parameters')),
    body: [...first, ...declared, ...body],
    isAsync: false,
    bindsSelf: false,
    ...(returnType && { returnType }),
    decorators: [],
    doc: name === undefined && node.type === 'func_literal' ? '' : docOf(source, node),
  };
}

/** Results that have names are variables of the function. */
function resultsIn(source: GoSource, node: SyntaxNode): readonly Statement[] {
  return namesIn(node).flatMap((name): readonly Statement[] =>
    nameText(source, name) === '_'
      ? []
      : [{ kind: 'declare', at: placeOf(source, name), pattern: namePattern(source, name) }],
  );
}

/** Statements of a body in braces. */
export function bodyOf(source: GoSource, block: SyntaxNode | undefined): readonly Statement[] {
  return (block && deeper(source, block, () => statements(source, linesOf(block)))) ?? [];
}

export function parametersOf(source: GoSource, list: SyntaxNode | undefined): readonly Parameter[] {
  return (list ? namedChildren(list) : []).flatMap((child): readonly Parameter[] => {
    const type = typeOf(source, childNamed(child, 'type'));
    const names = namesIn(child);
    const isRest = child.type === 'variadic_parameter_declaration';
    if (names.length === 0) return type ? [parameter(source, child, undefined, type, isRest)] : [];
    return names.map(name => parameter(source, name, name, type, isRest));
  });
}

function parameter(
  source: GoSource,
  node: SyntaxNode,
  name: SyntaxNode | undefined,
  type: TypeRef | undefined,
  isRest: boolean,
): Parameter {
  const at = placeOf(source, node);
  // A parameter without a name holds its place.
  const pattern: Pattern = name
    ? namePattern(source, name, type)
    : { kind: 'name', at, name: '_', ...(type && { type }) };
  return { at, pattern, isRest, decorators: [], isField: false };
}

export function namePattern(source: GoSource, name: SyntaxNode, type?: TypeRef): Extract<Pattern, { kind: 'name' }> {
  return { kind: 'name', at: placeOf(source, name), name: nameText(source, name), ...(type && { type }) };
}
