import { idAt } from '../../core/location.ts';
import type { Decorator, FunctionNode, Parameter, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { boundNames, targetNames } from './bound-names.ts';
import { expression } from './expressions.ts';
import { patternOf } from './patterns.ts';
import { inScope, type PythonSource } from './source.ts';
import { scopeBody } from './statements.ts';
import { docOf } from './documentation.ts';
import { annotationOf, typeOf } from './types.ts';

/** `method`: its first parameter is what it is called on, and is left out. */
export type Role = 'function' | 'method' | 'static-method';

/** A function; decorators are for those who translate what holds it. */
export function functionNode(source: PythonSource, node: SyntaxNode, role: Role): FunctionNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const written = parametersOf(childNamed(node, 'parameters'));
  const [first] = written;
  const self = role === 'method' && first ? ownName(source, first) : undefined;
  const taken = self === undefined ? written : written.slice(1);
  const parameters = taken.map(parameter => parameterOf(source, parameter));
  const block = childNamed(node, 'body');
  const lines = block?.children ?? [];
  const doc = docOf(source, lines);
  const returnType = typeOf(source, childNamed(node, 'return_type'));
  return {
    id: idAt(at),
    at,
    ...(role === 'function' && name && { name: textOf(source, name) }),
    parameters,
    body: bodyOf(source, node, doc === undefined ? lines : lines.slice(lines.indexOf(doc.line) + 1), {
      given: taken.flatMap(parameter => targetNames(bindingOf(parameter)).map(one => textOf(source, one))),
      self,
    }),
    isAsync: node.children.some(child => child.type === 'async'),
    bindsSelf: role !== 'function',
    ...(returnType && { returnType }),
    decorators: [],
    doc: doc?.text ?? '',
  };
}

function bodyOf(
  source: PythonSource,
  node: SyntaxNode,
  lines: readonly SyntaxNode[],
  { given, self }: { readonly given: readonly string[]; readonly self: string | undefined },
): readonly Statement[] {
  const bound = boundNames(source, lines, source.plan);
  return deeper(source, node, () => scopeBody(source, lines, { kind: 'function', bound, given, self })) ?? [];
}

/** `lambda x: y`, a function that gives `y`. */
export function lambdaNode(source: PythonSource, node: SyntaxNode): FunctionNode {
  const at = placeOf(source, node);
  const written = parametersOf(childNamed(node, 'parameters'));
  const parameters = written.map(parameter => parameterOf(source, parameter));
  const names = new Set(written.flatMap(one => targetNames(bindingOf(one)).map(name => textOf(source, name))));
  const body = childNamed(node, 'body');
  const value = inScope(source, { kind: 'function', names, declared: names }, () =>
    body ? expression(source, body) : unknownExpr(source, node),
  );
  return {
    id: idAt(at),
    at,
    parameters,
    body: [{ kind: 'return', at: value.at, value }],
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
}

/** Decorators in the order of the text. */
export function decoratorsOf(source: PythonSource, nodes: readonly SyntaxNode[]): readonly Decorator[] {
  return nodes.map(node => {
    const [written] = namedChildren(node);
    return {
      at: placeOf(source, node),
      expression: written ? expression(source, written) : unknownExpr(source, node),
    };
  });
}

const NO_PARAMETERS: ReadonlySet<string> = new Set(['keyword_separator', 'positional_separator', 'ERROR']);

function parametersOf(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return list ? namedChildren(list).filter(child => !NO_PARAMETERS.has(child.type)) : [];
}

/** The name of a first parameter that stands for what a method is called on; `*args` holds it and more. */
function ownName(source: PythonSource, parameter: SyntaxNode): string | undefined {
  const target = bindingOf(parameter);
  return target.type === 'identifier' ? textOf(source, target) : undefined;
}

/** What a parameter binds, without its type and default. */
function bindingOf(parameter: SyntaxNode): SyntaxNode {
  if (parameter.type === 'typed_parameter') return namedChildren(parameter)[0] ?? parameter;
  return childNamed(parameter, 'name') ?? parameter;
}

function parameterOf(source: PythonSource, node: SyntaxNode): Parameter {
  const target = bindingOf(node);
  const name =
    target.type === 'list_splat_pattern' || target.type === 'dictionary_splat_pattern'
      ? (namedChildren(target)[0] ?? target)
      : target;
  const written = childNamed(node, 'type');
  const type = typeOf(source, written);
  const byDefault = childNamed(node, 'value');
  return {
    at: placeOf(source, node),
    pattern: {
      ...patternOf(source, name),
      ...(type && { type }),
      ...(byDefault && { byDefault: expression(source, byDefault) }),
    },
    isRest: target.type === 'list_splat_pattern',
    ...(target.type === 'dictionary_splat_pattern' && { isNamedRest: true }),
    ...(written && { annotation: annotationOf(source, written) }),
    decorators: [],
    isField: false,
  };
}
