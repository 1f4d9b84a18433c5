/** Statements. What the last of them gives is handed on: to the caller of a method or block, or to what an assignment names. */
import { idAt } from '../../core/location.ts';
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { several, target } from './assignments.ts';
import { argumentsOf } from './chains.ts';
import { classStatement } from './classes.ts';
import { attempt, branch, loop, matching, select } from './compound.ts';
import { expression } from './expressions.ts';
import { patternOf } from './functions.ts';
import { fullName } from './constants.ts';
import { logicOf } from './operators.ts';
import { bare, type RubySource } from './source.ts';

/** What becomes of the value of the last statement. */
export type Sink =
  | { readonly kind: 'none' }
  | { readonly kind: 'return' }
  | { readonly kind: 'assign'; readonly target: Expr };

export const NO_SINK: Sink = { kind: 'none' };

/** Statements in their order; a `rescue` or `ensure` among them is about all that stand before it. */
export function statements(source: RubySource, nodes: readonly SyntaxNode[], sink: Sink): readonly Statement[] {
  const lines = nodes.filter(node => node.isNamed && node.type !== 'heredoc_body');
  if (lines.some(node => node.type === 'rescue' || node.type === 'ensure')) return [attempt(source, lines, sink)];
  const last = lines.at(-1);
  return lines.flatMap(node => statement(source, node, node === last ? sink : NO_SINK));
}

export function statement(source: RubySource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  return deeper(source, node, () => translate(source, node, sink)) ?? into(sink, unknownExpr(source, node));
}

/** Statements where a value is wanted: a function that is called where it stands. */
export function statementValue(source: RubySource, node: SyntaxNode, lines: readonly SyntaxNode[]): Expr {
  const [only, ...others] = lines;
  if (only && others.length === 0 && only !== node) return expression(source, only);
  const inside = deeper(source, node, () => statements(source, lines.map(unwrapped), { kind: 'return' }));
  if (!inside) return unknownExpr(source, node);
  const [first, ...rest] = inside;
  if (first?.kind === 'return' && first.value && rest.length === 0) return first.value;
  const chosen = inside.length === 1 && first ? asChoice(first) : undefined;
  if (chosen) return chosen;
  const at = placeOf(source, node);
  return {
    kind: 'call',
    at,
    nameAt: at,
    callee: {
      kind: 'function',
      at,
      fn: { id: idAt(at), at, parameters: [], body: inside, isAsync: false, bindsSelf: false, decorators: [], doc: '' },
    },
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

/** `if a then b else c end` as a value. */
function asChoice(statement: Statement): Expr | undefined {
  if (statement.kind === 'return') return statement.value;
  if (statement.kind !== 'branch') return undefined;
  const side = (body: readonly Statement[]): Expr | undefined => {
    const [only, ...others] = body;
    if (!only) return { kind: 'nothing', at: statement.at };
    return others.length === 0 ? asChoice(only) : undefined;
  };
  const then = side(statement.then);
  const otherwise = side(statement.otherwise);
  return then && otherwise && { kind: 'choice', at: statement.at, test: statement.test, then, otherwise };
}

function unwrapped(node: SyntaxNode): SyntaxNode {
  return node.type === 'parenthesized_statements' ? { ...node, type: 'begin' } : node;
}

/** What a value is for. */
export function into(sink: Sink, value: Expr): readonly Statement[] {
  if (sink.kind === 'return') return [{ kind: 'return', at: value.at, value }];
  if (sink.kind === 'assign') return [{ kind: 'assign', at: value.at, target: sink.target, value }];
  if (value.kind === 'assigned') return [{ kind: 'assign', at: value.at, target: value.target, value: value.value }];
  return [{ kind: 'evaluate', at: value.at, value }];
}

function translate(source: RubySource, written: SyntaxNode, sink: Sink): readonly Statement[] {
  const node = bare(written);
  const at = placeOf(source, node);
  switch (node.type) {
    case 'if':
    case 'unless':
    case 'elsif':
    case 'if_modifier':
    case 'unless_modifier':
      return [branch(source, node, sink)];
    case 'conditional':
      return holdsExit(source, node) ? [branch(source, node, sink)] : into(sink, expression(source, node));
    case 'case':
      return [select(source, node, sink)];
    case 'case_match':
      return [matching(source, node, sink)];
    case 'while':
    case 'until':
    case 'while_modifier':
    case 'until_modifier':
    case 'for':
      return [loop(source, node)];
    case 'begin':
    case 'then':
    case 'else':
    case 'do':
    case 'body_statement':
    case 'block_body':
    case 'parenthesized_statements':
    case 'begin_block':
    case 'end_block':
      return statements(source, node.children, sink);
    case 'rescue_modifier':
      return [rescued(source, node, sink)];
    case 'return':
    case 'next':
      return [returned(source, node)];
    case 'break':
    case 'redo':
    case 'retry':
      return [{ kind: 'leave', at }];
    case 'assignment':
      return assignment(source, node, sink);
    case 'binary': {
      const operator = logicOf(node);
      const right = childNamed(node, 'right');
      if (operator && right && (holdsExit(source, right) || sink.kind === 'none'))
        return [guarded(source, node, operator, right, sink)];
      return into(sink, expression(source, node));
    }
    case 'method':
    case 'singleton_method':
      return sink.kind === 'none' ? [] : into(sink, expression(source, node));
    case 'class':
    case 'module':
      return classStatement(source, node);
    case 'alias':
    case 'undef':
    case 'empty_statement':
    case 'uninterpreted':
    case 'heredoc_body':
      return [];
    case 'call':
      return raised(source, node) ?? each(source, node) ?? into(sink, expression(source, node));
    case 'ERROR':
      return statements(source, node.children, NO_SINK);
    default:
      return into(sink, expression(source, node));
  }
}

const EXITS: ReadonlySet<string> = new Set(['return', 'next', 'break', 'redo', 'retry']);

/** Whether something leaves the method or block from inside an expression. */
function holdsExit(source: RubySource, node: SyntaxNode): boolean {
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (EXITS.has(next.type) || (next.type === 'call' && isRaise(source, next))) return true;
    if (next.type === 'conditional' || next.type === 'parenthesized_statements' || logicOf(next))
      waiting.push(...namedChildren(next));
  }
  return false;
}

/** `a or return`, `render(…) and return`: the right side runs, or does not, by the left. */
function guarded(
  source: RubySource,
  node: SyntaxNode,
  operator: 'and' | 'or',
  right: SyntaxNode,
  sink: Sink,
): Statement {
  const left = childNamed(node, 'left');
  const at = placeOf(source, node);
  const test = left ? expression(source, left, 'test') : unknownExpr(source, node);
  const inside = statement(source, right, sink);
  return operator === 'and'
    ? { kind: 'branch', at, test, then: inside, otherwise: [] }
    : {
        kind: 'branch',
        at,
        test: { kind: 'operation', at: test.at, operator: 'not', operands: [test] },
        then: inside,
        otherwise: [],
      };
}

function returned(source: RubySource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const list = namedChildren(node)[0];
  if (!list) return { kind: 'return', at };
  const values = list.type === 'argument_list' ? argumentsOf(source, list, undefined) : [expression(source, list)];
  const [only, ...others] = values;
  if (!only) return { kind: 'return', at };
  return { kind: 'return', at, value: others.length === 0 ? plain(only) : { kind: 'list', at, items: values } };
}

function plain(value: Expr): Expr {
  return value.kind === 'named' ? value.value : value;
}

const RAISES: ReadonlySet<string> = new Set(['raise', 'fail']);

function isRaise(source: RubySource, node: SyntaxNode): boolean {
  const method = childNamed(node, 'method');
  return method !== undefined && !childNamed(node, 'receiver') && RAISES.has(textOf(source, method));
}

/** `raise Error, 'why'`, `raise Error.new('why')`, `raise 'why'`. */
function raised(source: RubySource, node: SyntaxNode): readonly Statement[] | undefined {
  if (!isRaise(source, node)) return undefined;
  const at = placeOf(source, node);
  const [error, ...others] = argumentsOf(source, childNamed(node, 'arguments'), undefined);
  if (!error) return [{ kind: 'throw', at }];
  const value: Expr =
    error.kind === 'name' && /^[A-Z]/.test(error.name)
      ? {
          kind: 'call',
          at: error.at,
          nameAt: error.at,
          callee: error,
          args: others,
          isNew: true,
          isAwaited: false,
          typeArguments: [],
        }
      : error;
  return [{ kind: 'throw', at, value }];
}

function assignment(source: RubySource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (!left || !right) return into(sink, expression(source, node));
  if (left.type === 'left_assignment_list') return several(source, node, left, expression(source, right));
  const inner = bare(right);
  if (!COMPOUND.has(inner.type) || fullName(source, left) !== undefined) return into(sink, expression(source, node));
  const to = target(source, left);
  const assigned = statement(source, inner, { kind: 'assign', target: to });
  return sink.kind === 'none' ? assigned : [...assigned, ...into(sink, to)];
}

/** Statements whose value is that of one of their branches. */
const COMPOUND: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'case_match', 'begin', 'rescue_modifier']);

/** `a rescue b`. */
function rescued(source: RubySource, node: SyntaxNode, sink: Sink): Statement {
  const body = childNamed(node, 'body');
  const handler = childNamed(node, 'handler');
  return {
    kind: 'attempt',
    at: placeOf(source, node),
    body: body ? statement(source, body, sink) : [],
    handler: handler ? statement(source, handler, sink) : [],
    hasHandler: true,
    after: [],
  };
}

/** `list.each do |item| … end` is a loop. */
function each(source: RubySource, node: SyntaxNode): readonly Statement[] | undefined {
  const method = childNamed(node, 'method');
  const over = childNamed(node, 'receiver');
  const block = childNamed(node, 'block');
  if (!method || !over || !block || !LOOPS.has(textOf(source, method)) || childNamed(node, 'arguments'))
    return undefined;
  const list = childNamed(block, 'parameters');
  const given = list ? namedChildren(list) : [];
  const [first, second] = given;
  if (given.some(one => one.type !== 'identifier' && one.type !== 'destructured_parameter') || !first) return undefined;
  const body = childNamed(block, 'body');
  const pattern: Pattern = second
    ? { kind: 'list', at: placeOf(source, list ?? first), items: given.map(one => patternOf(source, one)) }
    : patternOf(source, first);
  const value = expression(source, over);
  const found = new Map(given.flatMap(one => namesBound(one)).map(name => [textOf(source, name), 0] as const));
  source.scopes.push({ locals: found, isBlock: true });
  const inside = statements(source, body ? body.children : [], NO_SINK);
  source.scopes.pop();
  return [
    {
      kind: 'each',
      at: placeOf(source, node),
      pattern,
      over: second ? pairsOf(value) : value,
      of: 'items',
      body: inside,
    },
  ];
}

const LOOPS: ReadonlySet<string> = new Set(['each', 'each_pair']);

function namesBound(node: SyntaxNode): readonly SyntaxNode[] {
  return node.type === 'identifier' ? [node] : namedChildren(node).flatMap(namesBound);
}

/** A hash gives its pairs, a list its elements. */
function pairsOf(value: Expr): Expr {
  const { at } = value;
  return {
    kind: 'call',
    at,
    nameAt: at,
    callee: { kind: 'member', at, of: value, name: 'to_a', nameAt: at },
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}
