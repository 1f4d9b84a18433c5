/** Calls, and the pipes that chain them. */
import type { Expr } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { body, caseOf, clausesIn } from './control.ts';
import { expression, inPlace, itemsOf } from './expressions.ts';
import { clausedFunction } from './functions.ts';
import { loop } from './loops.ts';
import { moduleStatements } from './modules.ts';
import {
  aliasText,
  argumentNodes,
  callExpr,
  doBlock,
  type ElixirSource,
  type Env,
  fork,
  functionNode,
  keywordValue,
  moduleExpr,
  noteFree,
  operatorOf,
  statementsOf,
  unknown,
} from './source.ts';

/** A call; `piped` is the value that a pipe puts first among its arguments. */
export function call(source: ElixirSource, env: Env, node: SyntaxNode, piped: Expr | undefined): Expr {
  if (node.type === 'dot') return member(source, env, node, piped);
  const target = childNamed(node, 'target');
  if (!target) return unknown(source, node);
  if (target.type === 'dot') return onSomething(source, env, node, target, piped);
  const name = target.type === 'identifier' ? textOf(source, target) : undefined;
  const special = name === undefined ? undefined : specialForm(source, env, node, name, piped);
  if (special) return special;
  const args = argumentsOf(source, env, node, piped);
  if (name === undefined)
    return callExpr(source, node, { callee: expression(source, env, target), args, nameAt: target });
  return callExpr(source, node, { callee: plainName(source, env, target, name), args, nameAt: target });
}

function plainName(source: ElixirSource, env: Env, node: SyntaxNode, name: string): Expr {
  if (!env.functions.has(name)) noteFree(source, env, node, name);
  return { kind: 'name', at: placeOf(source, node), name };
}

/** Arguments, then what stands between `do` and `end`: a record of functions, `do` and, where there are such, `else` and others. */
function argumentsOf(source: ElixirSource, env: Env, node: SyntaxNode, piped: Expr | undefined): readonly Expr[] {
  const args = itemsOf(source, env, argumentNodes(node)).map(arg => withBlock(source, env, node, arg));
  const block = doBlock(node);
  return [...(piped ? [piped] : []), ...args, ...(block ? [blockArgument(source, env, block)] : [])];
}

/** `get "/x", do: send_resp(…)`: what is given to `do` is a block, too. */
function withBlock(source: ElixirSource, env: Env, node: SyntaxNode, arg: Expr): Expr {
  if (arg.kind !== 'record') return arg;
  const index = arg.entries.findIndex(entry => entry.kind === 'entry' && entry.key === 'do');
  const written = index < 0 ? undefined : keywordValue(source, node, 'do');
  const entry = arg.entries[index];
  if (!written || entry?.kind !== 'entry') return arg;
  const fn = functionNode(source, written, { parameters: [], body: body(source, fork(env), [written], written) });
  const value: Expr = { kind: 'function', at: entry.value.at, fn };
  return { ...arg, entries: [...arg.entries.slice(0, index), { ...entry, value }, ...arg.entries.slice(index + 1)] };
}

function blockArgument(source: ElixirSource, env: Env, block: SyntaxNode): Expr {
  const at = placeOf(source, block);
  const clauses = clausesIn(source, block);
  const fn =
    clauses.length > 0
      ? clausedFunction(source, env, block, clauses, {})
      : functionNode(source, block, { parameters: [], body: body(source, fork(env), statementsOf(block), block) });
  return {
    kind: 'record',
    at,
    entries: [{ kind: 'entry', at, key: 'do', keyAt: at, value: { kind: 'function', at, fn } }],
  };
}

/** `Accounts.find(id)`, `conn.assigns`, `fun.(x)`. */
function onSomething(source: ElixirSource, env: Env, node: SyntaxNode, dot: SyntaxNode, piped: Expr | undefined): Expr {
  const left = childNamed(dot, 'left');
  const right = childNamed(dot, 'right');
  if (!left) return unknown(source, node);
  if (!right) {
    const args = argumentsOf(source, env, node, piped);
    return callExpr(source, node, { callee: expression(source, env, left), args, nameAt: left });
  }
  const hasArguments = childOfType(node, 'arguments') !== undefined || doBlock(node) !== undefined;
  const callee = memberOf(source, env, dot, left, right);
  const isOfModule = aliasText(source, left) !== undefined || left.type === 'atom';
  // `conn.assigns` reads a field; a function of a module is called with or without parentheses.
  if (!hasArguments && !isOfModule && !piped) return callee;
  return callExpr(source, node, { callee, args: argumentsOf(source, env, node, piped), nameAt: right });
}

function member(source: ElixirSource, env: Env, node: SyntaxNode, piped: Expr | undefined): Expr {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  const module = aliasText(source, node);
  if (module !== undefined) return moduleExpr(source, env, node, module);
  if (!left || !right) return unknown(source, node);
  const callee = memberOf(source, env, node, left, right);
  return aliasText(source, left) !== undefined || piped
    ? callExpr(source, node, { callee, args: piped ? [piped] : [], nameAt: right })
    : callee;
}

function memberOf(source: ElixirSource, env: Env, node: SyntaxNode, left: SyntaxNode, right: SyntaxNode): Expr {
  const module = aliasText(source, left);
  const of = module === undefined ? expression(source, env, left) : moduleExpr(source, env, left, module);
  const written = textOf(source, right);
  const name = right.type === 'string' ? written.slice(1, -1) : written;
  return { kind: 'member', at: placeOf(source, node), of, name, nameAt: placeOf(source, right) };
}

/** What looks like a call and is part of the language; undefined for any other call. */
function specialForm(
  source: ElixirSource,
  env: Env,
  node: SyntaxNode,
  name: string,
  piped: Expr | undefined,
): Expr | undefined {
  const at = placeOf(source, node);
  const [first, second] = argumentNodes(node);
  switch (name) {
    case 'quote': {
      return quotation(source, env, node);
    }
    case 'unquote':
    case 'unquote_splicing':
      return first ? expression(source, env, first) : undefined;
    case 'is_nil': {
      const of = piped ?? (first && expression(source, env, first));
      return of && { kind: 'operation', at, operator: 'equal', operands: [of, { kind: 'nothing', at }] };
    }
    case 'then': {
      const of = piped ?? (first && expression(source, env, first));
      const by = piped ? first : second;
      return of && by ? callExpr(source, node, { callee: expression(source, env, by), args: [of] }) : undefined;
    }
    case 'raise':
    case 'throw':
    case 'exit': {
      const args = itemsOf(source, env, argumentNodes(node));
      const [value] = args;
      return inPlace(source, node, [{ kind: 'throw', at, ...(value && { value: raised(source, node, args, value) }) }]);
    }
    case 'for':
      return loop(source, env, node);
    case 'case':
      return piped ? inPlace(source, node, caseOf(source, fork(env), node, piped)) : undefined;
    default:
      return undefined;
  }
}

/** The code that a macro makes, as a function that goes by the name `quote`. */
export function quotation(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const block = doBlock(node);
  const only = keywordValue(source, node, 'do');
  const nodes = block ? statementsOf(block) : only ? [only] : [];
  const inside: Env = { ...fork(env), isModuleCode: true };
  const fn = functionNode(source, node, {
    name: 'quote',
    parameters: [],
    body: moduleStatements(source, inside, nodes),
  });
  return { kind: 'function', at: placeOf(source, node), fn };
}

/** `raise Forbidden, opts` makes what it raises. */
function raised(source: ElixirSource, node: SyntaxNode, args: readonly Expr[], value: Expr): Expr {
  return value.kind === 'name' ? { ...callBase(source, node, value), args: args.slice(1), isNew: true } : value;
}

function callBase(source: ElixirSource, node: SyntaxNode, callee: Expr): Extract<Expr, { kind: 'call' }> {
  return {
    kind: 'call',
    at: placeOf(source, node),
    nameAt: placeOf(source, node),
    callee,
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

/** `a |> f(b) |> g()` is `g(f(a, b))`. */
export function pipeline(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const steps: SyntaxNode[] = [];
  let start: SyntaxNode = node;
  while (start.type === 'binary_operator' && operatorOf(source, start) === '|>') {
    const left = childNamed(start, 'left');
    const right = childNamed(start, 'right');
    if (!left || !right) break;
    steps.push(right);
    start = left;
  }
  if (steps.length > CAPS.chain) return unknown(source, node);
  let value = expression(source, env, start);
  for (const step of steps.toReversed()) value = piped(source, env, step, value);
  return value;
}

function piped(source: ElixirSource, env: Env, step: SyntaxNode, value: Expr): Expr {
  if (step.type === 'call' || step.type === 'dot') return call(source, env, step, value);
  if (step.type === 'identifier')
    return callExpr(source, step, { callee: plainName(source, env, step, textOf(source, step)), args: [value] });
  if (step.type === 'unary_operator' || step.type === 'block')
    return callExpr(source, step, { callee: expression(source, env, step), args: [value] });
  return unknown(source, step, [value]);
}
