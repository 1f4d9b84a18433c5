import { idAt } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assigning, into, isBranching, returning } from './branches.ts';
import { chain, isLink } from './chains.ts';
import { closure } from './functions.ts';
import { literal } from './literals.ts';
import { macroCall } from './macros.ts';
import { assignment, binary, unary } from './operators.ts';
import { pathExpr } from './paths.ts';
import { bare, inside, madeName, nameExpr, nameText, type RustSource } from './source.ts';
import { conditionOf } from './patterns.ts';

/** Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside. */
export function expression(source: RustSource, written: SyntaxNode): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node)) ?? unknownExpr(source, node);
}

export function expressions(source: RustSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

/** The expression that a rule names so; unknown where the text is broken and it is not there. */
export function expressionIn(source: RustSource, node: SyntaxNode, field: string): Expr {
  const child = childNamed(node, field);
  return child ? expression(source, child) : unknownExpr(source, node);
}

function translate(source: RustSource, node: SyntaxNode): Expr {
  if (isLink(node)) return chain(source, node);
  const known = literal(source, node);
  if (known) return known;
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
    case 'scoped_identifier':
    case 'type_identifier':
    case 'scoped_type_identifier':
    case 'generic_type':
    case 'generic_type_with_turbofish':
    case 'generic_function':
    case 'shorthand_field_identifier':
    case 'self':
      return pathExpr(source, node);
    case 'binary_expression':
      return binary(source, node);
    case 'unary_expression':
      return unary(source, node);
    case 'assignment_expression':
    case 'compound_assignment_expr':
      return { kind: 'assigned', at, ...assignment(source, node) };
    case 'closure_expression':
      return { kind: 'function', at, fn: closure(source, node) };
    case 'async_block':
    case 'gen_block':
      return asyncBlock(source, node);
    case 'struct_expression':
      return structValue(source, node);
    case 'tuple_expression':
    case 'array_expression':
      return { kind: 'list', at, items: items(source, node) };
    case 'macro_invocation':
      return macroCall(source, node);
    case 'let_condition':
    case 'let_chain':
      return conditionOf(source, node).test;
    default:
      if (isBranching(node)) return branchValue(source, node);
      return unknownExpr(source, node, inner(source, node));
  }
}

/** Expressions directly inside a node of another kind. */
export function inner(source: RustSource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node)
    .filter(child => EXPRESSIONS.has(child.type) || child.type.endsWith('_expression'))
    .map(child => expression(source, child));
}

const EXPRESSIONS: ReadonlySet<string> = new Set(['identifier', 'scoped_identifier', 'macro_invocation', 'block']);

function items(source: RustSource, node: SyntaxNode): readonly Expr[] {
  const length = childNamed(node, 'length');
  return expressions(
    source,
    namedChildren(node).filter(child => child !== length && child.type !== 'attribute_item'),
  );
}

/** `if`, `match` or a block as a value: what it does comes before the statement that it stands in, which takes a name for it. */
function branchValue(source: RustSource, node: SyntaxNode): Expr {
  const name = madeName(source);
  const target = nameExpr(source, node, name);
  source.at.before.push(
    { kind: 'declare', at: target.at, pattern: { kind: 'name', at: target.at, name } },
    ...into(source, node, assigning(target)),
  );
  return target;
}

/** `async { … }` is a function that is called right there: `return` and `?` in it end it alone. */
function asyncBlock(source: RustSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const block = node.children.find(child => child.type === 'block');
  const body = inside(source, () => (block ? into(source, block, returning) : []));
  return {
    kind: 'call',
    at,
    nameAt: at,
    callee: {
      kind: 'function',
      at,
      fn: { id: idAt(at), at, parameters: [], body, isAsync: false, bindsSelf: false, decorators: [], doc: '' },
    },
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

/** `Config { prefix: "/v1", ..rest }`: an instance, made with its fields as named arguments. */
function structValue(source: RustSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const type = childNamed(node, 'name');
  const body = childNamed(node, 'body');
  const callee = type ? pathExpr(source, type) : unknownExpr(source, node);
  const args = (body ? namedChildren(body) : []).flatMap((field): readonly Expr[] => {
    if (field.type === 'base_field_initializer') {
      const [base] = namedChildren(field);
      return base
        ? [{ kind: 'spread', at: placeOf(source, field), value: expression(source, base), isNamed: true }]
        : [];
    }
    const named =
      field.type === 'shorthand_field_initializer' ? namedChildren(field).at(-1) : childNamed(field, 'field');
    if (!named) return [];
    const value = field.type === 'shorthand_field_initializer' ? named : childNamed(field, 'value');
    return [
      {
        kind: 'named',
        at: placeOf(source, field),
        name: nameText(source, named),
        nameAt: placeOf(source, named),
        value: value ? expression(source, value) : unknownExpr(source, field),
      },
    ];
  });
  return {
    kind: 'call',
    at,
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args,
    isNew: true,
    isAwaited: false,
    typeArguments: [],
  };
}
