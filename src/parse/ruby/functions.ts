/** Methods, blocks and lambdas. */
import { idAt } from '../../core/location.ts';
import type { Expr, FunctionNode, Parameter, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { BLOCK } from './chains.ts';
import { expression } from './expressions.ts';
import { localsIn } from './locals.ts';
import { inScope, type RubySource } from './source.ts';
import { statements } from './statements.ts';

/** A method, which has its name from what holds it; or a function at the top of the file. */
export function methodNode(source: RubySource, node: SyntaxNode, role: 'method' | 'function'): FunctionNode {
  const name = textOf(source, childNamed(node, 'name') ?? node);
  const written = parametersOf(childNamed(node, 'parameters'));
  const body = childNamed(node, 'body');
  const lines = body ? (body.type === 'body_statement' ? body.children : [body]) : [];
  const locals = localsIn(source.text, lines, written.flatMap(boundIn));
  source.methods.push({ name, isInitializer: name === 'initialize' });
  const translated = inScope(source, locals, false, () => ({
    parameters: parameters(source, written),
    body: deeper(source, node, () => [
      ...declarations(source, node, locals, written),
      ...statements(source, lines, { kind: 'return' }),
    ]),
  }));
  source.methods.pop();
  const takesBlock = written.some(one => one.type === 'block_parameter');
  const at = placeOf(source, node);
  return {
    id: idAt(at),
    at,
    ...(role === 'function' ? { name } : {}),
    parameters: takesBlock ? translated.parameters : [...translated.parameters, blockParameter(source, node)],
    body: translated.body ?? [],
    isAsync: false,
    bindsSelf: role === 'method',
    decorators: [],
    doc: '',
  };
}

/** Every method may be given a block, whether it says so or not. */
function blockParameter(source: RubySource, node: SyntaxNode): Parameter {
  const at = placeOf(source, childNamed(node, 'name') ?? node);
  return { at, pattern: { kind: 'name', at, name: BLOCK }, isRest: false, decorators: [], isField: false };
}

/** Variables are of the whole method, wherever in it they are first assigned; a block that is named goes by that name, too. */
function declarations(
  source: RubySource,
  node: SyntaxNode,
  locals: ReadonlyMap<string, number>,
  written: readonly SyntaxNode[],
): readonly Statement[] {
  const at = placeOf(source, { ...node, end: node.start });
  const given = new Set(written.flatMap(boundIn).map(one => textOf(source, one)));
  const block = written.find(one => one.type === 'block_parameter');
  const name = block && childNamed(block, 'name');
  return [
    ...[...locals.keys()].flatMap((local): readonly Statement[] =>
      given.has(local) ? [] : [{ kind: 'declare', at, pattern: { kind: 'name', at, name: local } }],
    ),
    ...(name
      ? [
          {
            kind: 'declare' as const,
            at: placeOf(source, name),
            pattern: { kind: 'name' as const, at: placeOf(source, name), name: textOf(source, name) },
            value: { kind: 'name' as const, at: placeOf(source, name), name: BLOCK },
          },
        ]
      : []),
  ];
}

/** `do |x| … end`, `{ |x| … }`: a function that sees what is around it, `self` too. */
export function blockExpr(source: RubySource, node: SyntaxNode): Expr {
  const body = childNamed(node, 'body');
  return functionExpr(source, node, childNamed(node, 'parameters'), body ? body.children : []);
}

/** `->(x) { … }`. */
export function lambdaExpr(source: RubySource, node: SyntaxNode): Expr {
  const block = childNamed(node, 'body');
  const body = block && childNamed(block, 'body');
  return functionExpr(source, node, childNamed(node, 'parameters'), body ? body.children : []);
}

function functionExpr(
  source: RubySource,
  node: SyntaxNode,
  list: SyntaxNode | undefined,
  lines: readonly SyntaxNode[],
): Expr {
  const written = parametersOf(list);
  const named = written.flatMap(boundIn);
  const implicit = list ? undefined : implicitParameter(source, lines);
  const found = new Map([...localsIn(source.text, lines, named), ...(implicit ? [[implicit, 0] as const] : [])]);
  const at = placeOf(source, node);
  const fn = inScope(source, found, true, (): FunctionNode => {
    const given = implicit
      ? [parameterOf(source, { ...node, end: node.start + 1 }, { kind: 'name', at, name: implicit })]
      : parameters(source, written);
    const body = deeper(source, node, () => statements(source, lines, { kind: 'return' })) ?? [];
    return {
      id: idAt(at),
      at,
      parameters: given,
      body: [...ownDeclarations(source, node, found, named, implicit), ...body],
      isAsync: false,
      bindsSelf: false,
      decorators: [],
      doc: '',
    };
  });
  return { kind: 'function', at, fn };
}

/** Variables that a block is the first to assign are its own. */
function ownDeclarations(
  source: RubySource,
  node: SyntaxNode,
  found: ReadonlyMap<string, number>,
  named: readonly SyntaxNode[],
  implicit: string | undefined,
): readonly Statement[] {
  const at = placeOf(source, { ...node, end: node.start });
  const given = new Set([...named.map(one => textOf(source, one)), ...(implicit === undefined ? [] : [implicit])]);
  const around = source.scopes.slice(0, -1);
  const isAround = (name: string): boolean => {
    for (const scope of around.toReversed()) {
      if (scope.locals.has(name)) return true;
      if (!scope.isBlock) return false;
    }
    return false;
  };
  return [...found.keys()].flatMap((name): readonly Statement[] =>
    given.has(name) || isAround(name) ? [] : [{ kind: 'declare', at, pattern: { kind: 'name', at, name } }],
  );
}

/** `_1` and `it` in a block that names no parameter. */
function implicitParameter(source: RubySource, lines: readonly SyntaxNode[]): string | undefined {
  const waiting = [...lines];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'identifier' && node.field !== 'method') {
      const name = textOf(source, node);
      if (name === 'it' || name === '_1') return name;
    }
    if (node.type !== 'block' && node.type !== 'do_block' && node.type !== 'lambda') waiting.push(...node.children);
  }
  return undefined;
}

/** `&:name`: calls the method of that name of what it is given. */
export function symbolBlock(source: RubySource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const name = textOf(source, node).slice(1);
  const of: Expr = { kind: 'name', at, name: '_1' };
  const value: Expr = {
    kind: 'call',
    at,
    nameAt: at,
    callee: { kind: 'member', at, of, name, nameAt: at },
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters: [parameterOf(source, node, { kind: 'name', at, name: '_1' })],
    body: [{ kind: 'return', at, value }],
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
  return { kind: 'function', at, fn };
}

function parametersOf(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return list ? namedChildren(list).filter(child => !child.isError && child.field !== 'locals') : [];
}

/** The names that a parameter binds. */
function boundIn(parameter: SyntaxNode): readonly SyntaxNode[] {
  if (parameter.type === 'identifier') return [parameter];
  if (parameter.type === 'destructured_parameter') return namedChildren(parameter).flatMap(boundIn);
  const name = childNamed(parameter, 'name');
  return name ? [name] : [];
}

function parameters(source: RubySource, written: readonly SyntaxNode[]): readonly Parameter[] {
  return written.flatMap((node): readonly Parameter[] => {
    switch (node.type) {
      case 'identifier':
        return [parameterOf(source, node, nameOf(source, node))];
      case 'destructured_parameter':
        return [parameterOf(source, node, patternOf(source, node))];
      case 'optional_parameter':
      case 'keyword_parameter': {
        const name = childNamed(node, 'name');
        const value = childNamed(node, 'value');
        if (!name) return [];
        return [
          parameterOf(source, node, {
            ...nameOf(source, name),
            ...(value && { byDefault: expression(source, value) }),
          }),
        ];
      }
      case 'splat_parameter':
      case 'hash_splat_parameter': {
        const name = childNamed(node, 'name');
        const pattern: Pattern = name
          ? nameOf(source, name)
          : { kind: 'name', at: placeOf(source, node), name: node.type === 'splat_parameter' ? '*' : '**' };
        const plain = parameterOf(source, node, pattern);
        return [node.type === 'splat_parameter' ? { ...plain, isRest: true } : { ...plain, isNamedRest: true }];
      }
      case 'forward_parameter': {
        const named = (name: string): Parameter =>
          parameterOf(source, node, { kind: 'name', at: placeOf(source, node), name });
        return [{ ...named('*'), isRest: true }, { ...named('**'), isNamedRest: true }, named(BLOCK)];
      }
      case 'block_parameter':
        return [parameterOf(source, node, { kind: 'name', at: placeOf(source, node), name: BLOCK })];
      default:
        return [];
    }
  });
}

function parameterOf(source: RubySource, node: SyntaxNode, pattern: Pattern): Parameter {
  return { at: placeOf(source, node), pattern, isRest: false, decorators: [], isField: false };
}

function nameOf(source: RubySource, node: SyntaxNode): Extract<Pattern, { kind: 'name' }> {
  return { kind: 'name', at: placeOf(source, node), name: textOf(source, node) };
}

/** What a parameter of a block or a loop binds: a name, or parts of a list. */
export function patternOf(source: RubySource, node: SyntaxNode): Pattern {
  if (node.type === 'identifier') return nameOf(source, node);
  const items = namedChildren(node).filter(
    child => child.type !== 'splat_parameter' && child.type !== 'rest_assignment',
  );
  return { kind: 'list', at: placeOf(source, node), items: items.map(item => patternOf(source, item)) };
}
