import { idAt } from '../../core/location.ts';
import type { FunctionNode, Parameter, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './attributes.ts';
import { boundNames } from './bound-names.ts';
import { expression } from './expressions.ts';
import { docOf, nameText, variableName, type PhpSource } from './source.ts';
import { statements } from './statements.ts';
import { typeOf } from './types.ts';

/** A function, method or constructor. */
export function functionNode(source: PhpSource, node: SyntaxNode, role: 'function' | 'method'): FunctionNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const parameters = parametersOf(source, childNamed(node, 'parameters'));
  const returnType = typeOf(source, childNamed(node, 'return_type'));
  return {
    id: idAt(at),
    at,
    ...(role === 'function' && name && { name: nameText(source, name) }),
    parameters,
    body: bodyOf(source, childNamed(node, 'body'), namesOf(parameters)),
    isAsync: false,
    bindsSelf: true,
    ...(returnType && { returnType }),
    decorators: decoratorsOf(source, node),
    doc: docOf(source, node),
  };
}

/** `function () use ($x) { … }`, which sees what it names, and `fn () => …`, which sees all around it. */
export function closure(source: PhpSource, node: SyntaxNode): FunctionNode {
  const at = placeOf(source, node);
  const parameters = parametersOf(source, childNamed(node, 'parameters'));
  const returnType = typeOf(source, childNamed(node, 'return_type'));
  const body = childNamed(node, 'body');
  const uses = childOfType(node, 'anonymous_function_use_clause');
  const used = (uses ? namedChildren(uses) : []).flatMap(one => {
    const name = variableName(source, one.type === 'by_ref' ? namedChildren(one)[0] : one);
    return name === undefined ? [] : [name];
  });
  const isArrow = node.type === 'arrow_function';
  return {
    id: idAt(at),
    at,
    parameters,
    body:
      isArrow && body
        ? [{ kind: 'return', at: placeOf(source, body), value: expression(source, body) }]
        : bodyOf(source, body, new Set([...namesOf(parameters), ...used])),
    isAsync: false,
    bindsSelf: false,
    ...(returnType && { returnType }),
    decorators: decoratorsOf(source, node),
    doc: docOf(source, node),
  };
}

function namesOf(parameters: readonly Parameter[]): ReadonlySet<string> {
  return new Set(parameters.flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : [])));
}

/** Statements of a body in braces, behind the variables that are assigned inside of others first. */
export function bodyOf(
  source: PhpSource,
  block: SyntaxNode | undefined,
  given: ReadonlySet<string>,
): readonly Statement[] {
  if (!block) return [];
  const lines = namedChildren(block);
  const bound = boundNames(source, lines, given);
  const before = [...bound].flatMap(([name, { node, isTop }]): readonly Statement[] => {
    if (isTop) {
      source.declaring.add(node);
      return [];
    }
    const at = placeOf(source, node);
    return [{ kind: 'declare', at, pattern: { kind: 'name', at, name } }];
  });
  return [...before, ...(deeper(source, block, () => statements(source, lines)) ?? [])];
}

export function parametersOf(source: PhpSource, list: SyntaxNode | undefined): readonly Parameter[] {
  return (list ? namedChildren(list) : []).flatMap(node => {
    const written = childNamed(node, 'name');
    const variable = written?.type === 'by_ref' ? namedChildren(written)[0] : written;
    const name = variableName(source, variable);
    if (name === undefined || !variable) return [];
    const type = typeOf(source, childNamed(node, 'type'));
    const byDefault = childNamed(node, 'default_value');
    const pattern: Pattern = {
      kind: 'name',
      at: placeOf(source, variable),
      name,
      ...(type && { type }),
      ...(byDefault && { byDefault: expression(source, byDefault) }),
    };
    return [
      {
        at: placeOf(source, node),
        pattern,
        isRest: node.type === 'variadic_parameter',
        decorators: decoratorsOf(source, node),
        isField: node.type === 'property_promotion_parameter',
      },
    ];
  });
}

/** A variable as a pattern. */
export function variablePattern(source: PhpSource, node: SyntaxNode): Extract<Pattern, { kind: 'name' }> {
  return { kind: 'name', at: placeOf(source, node), name: variableName(source, node) ?? textOf(source, node) };
}
