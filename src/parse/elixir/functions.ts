/** Functions: all clauses of one name are one function, which tries them in order. */
import type { Expr, FunctionNode, Parameter, Statement } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { chosen, type Clause } from './control.ts';
import { expression } from './expressions.ts';
import {
  aliasText,
  type ElixirSource,
  type Env,
  fork,
  functionNode,
  moduleExpr,
  noteFree,
  operatorOf,
  unknown,
} from './source.ts';

/** A function of clauses. Those with fewer parameters than others are for calls with so many arguments. */
export function clausedFunction(
  source: ElixirSource,
  env: Env,
  node: SyntaxNode,
  clauses: readonly Clause[],
  named: Partial<Pick<FunctionNode, 'name' | 'bindsSelf' | 'doc'>>,
): FunctionNode {
  const count = Math.max(0, ...clauses.map(({ patterns }) => patterns.length));
  const inside = fork(env);
  const parameters = Array.from({ length: count }, (_, index) => parameterAt(source, env, node, clauses, index));
  const subjects = parameters.map(({ at, pattern }): Expr => ({
    kind: 'name',
    at,
    name: pattern.kind === 'name' ? pattern.name : '',
  }));
  // Of clauses of several lengths, the shorter ones are tried where the next argument was not given.
  const ordered = clauses.toSorted((a, b) => a.patterns.length - b.patterns.length);
  const missing = (clause: Clause): readonly Expr[] => {
    const next = subjects[requiredIn(source, clauses, clause)];
    if (!next) return [];
    const at = placeOf(source, clause.node);
    return [{ kind: 'operation', at, operator: 'equal', operands: [next, { kind: 'nothing', at }] }];
  };
  const body: readonly Statement[] = chosen(source, inside, node, { clauses: ordered, subjects, missing });
  return functionNode(source, node, { parameters, body, ...named });
}

/** How many arguments a call of this clause has at most; the count of all where there is no longer one. */
function requiredIn(_source: ElixirSource, clauses: readonly Clause[], clause: Clause): number {
  const isLongest = clauses.every(({ patterns }) => patterns.length <= clause.patterns.length);
  return isLongest ? Number.MAX_SAFE_INTEGER : clause.patterns.length;
}

/** A parameter goes by the name that all clauses give it, or by its place. */
function parameterAt(
  source: ElixirSource,
  env: Env,
  node: SyntaxNode,
  clauses: readonly Clause[],
  index: number,
): Parameter {
  const given = clauses.flatMap(({ patterns }) => patterns[index] ?? []);
  const [first] = given;
  const at = placeOf(source, first ?? node);
  const names = new Set(given.map(pattern => nameOf(source, pattern)));
  const [only] = names;
  const name = names.size === 1 && only !== undefined ? only : `(argument ${index})`;
  const byDefault = given
    .flatMap(pattern =>
      pattern.type === 'binary_operator' && operatorOf(source, pattern) === '\\\\'
        ? (childNamed(pattern, 'right') ?? [])
        : [],
    )
    .map(value => expression(source, env, value))[0];
  return {
    at,
    pattern: { kind: 'name', at, name, ...(byDefault && { byDefault }) },
    isRest: false,
    decorators: [],
    isField: false,
  };
}

function nameOf(source: ElixirSource, pattern: SyntaxNode): string | undefined {
  if (pattern.type === 'identifier') return textOf(source, pattern);
  if (pattern.type !== 'binary_operator') return undefined;
  const operator = operatorOf(source, pattern);
  const left = childNamed(pattern, 'left');
  const right = childNamed(pattern, 'right');
  if (operator === '\\\\') return left && nameOf(source, left);
  // `%{"id" => id} = params`.
  if (operator !== '=') return undefined;
  return (right && nameOf(source, right)) ?? (left && nameOf(source, left));
}

/** `&show/2`, `&Accounts.find/1`, `&(&1 + 1)`. */
export function capture(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const operands = namedChildren(node).filter(({ field }) => field === 'operand');
  const at = placeOf(source, node);
  const [operand] = operands;
  if (!operand) return unknown(source, node);
  if (operand.type === 'integer') return { kind: 'name', at, name: `&${textOf(source, operand)}` };
  const referred =
    operand.type === 'binary_operator' && operatorOf(source, operand) === '/'
      ? reference(source, env, operand)
      : undefined;
  if (referred) return referred;
  const inner = fork(env);
  const count = Math.max(0, ...[...textOf(source, node).matchAll(/&([1-9])/g)].map(match => Number(match[1])));
  const parameters = Array.from({ length: count }, (_, index): Parameter => ({
    at,
    pattern: { kind: 'name', at, name: `&${index + 1}` },
    isRest: false,
    decorators: [],
    isField: false,
  }));
  const value = expression(source, inner, operand);
  return {
    kind: 'function',
    at,
    fn: functionNode(source, node, { parameters, body: [{ kind: 'return', at, value }] }),
  };
}

function reference(source: ElixirSource, env: Env, node: SyntaxNode): Expr | undefined {
  const of = childNamed(node, 'left');
  if (!of || childNamed(node, 'right')?.type !== 'integer') return undefined;
  const at = placeOf(source, of);
  if (of.type === 'identifier') {
    const name = textOf(source, of);
    if (!env.functions.has(name)) noteFree(source, env, of, name);
    return { kind: 'name', at, name };
  }
  const dot = of.type === 'call' ? childNamed(of, 'target') : of;
  const left = dot?.type === 'dot' ? childNamed(dot, 'left') : undefined;
  const right = dot?.type === 'dot' ? childNamed(dot, 'right') : undefined;
  const written = left && aliasText(source, left);
  if (!left || !right || written === undefined) return undefined;
  const name = textOf(source, right);
  return { kind: 'member', at, of: moduleExpr(source, env, left, written), name, nameAt: placeOf(source, right) };
}
