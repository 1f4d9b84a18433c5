/** Statements that hold others: `if`, `for`, `while`, `try`, `match`. */
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childrenNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assignTo } from './assignments.ts';
import { expression } from './expressions.ts';
import { isTypeChecking } from './import-plan.ts';
import { isPlainPattern, patternOf } from './patterns.ts';
import type { PythonSource } from './source.ts';
import { nested } from './statements.ts';
import { typeOf } from './types.ts';

export function branch(source: PythonSource, node: SyntaxNode): Statement {
  const clauses = childrenNamed(node, 'alternative');
  const last = clauses.find(clause => clause.type === 'else_clause');
  const others = clauses.filter(clause => clause.type === 'elif_clause');
  let otherwise = last ? nested(source, childNamed(last, 'body')) : [];
  // Each `elif` is one level deeper in what comes out of it.
  const room = Math.max(CAPS.depth - source.nesting.depth, 1);
  if (others.length > room) {
    source.nesting.depth += room;
    deeper(source, node, () => undefined);
    source.nesting.depth -= room;
    otherwise = [...others.slice(room).map(clause => branchOf(source, clause, [])), ...otherwise];
  }
  for (const clause of others.slice(0, room).toReversed()) otherwise = [branchOf(source, clause, otherwise)];
  return branchOf(source, node, otherwise);
}

function branchOf(source: PythonSource, node: SyntaxNode, otherwise: readonly Statement[]): Statement {
  const condition = childNamed(node, 'condition');
  const at = placeOf(source, node);
  const test: Expr =
    condition && isTypeChecking(source, node)
      ? { kind: 'boolean', at: placeOf(source, condition), value: false }
      : condition
        ? expression(source, condition, 'test')
        : unknownExpr(source, node);
  return { kind: 'branch', at, test, then: nested(source, childNamed(node, 'consequence')), otherwise };
}

/** `for` and `while`; what stands in their `else` runs after them unless they are left. */
export function loop(source: PythonSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const last = childNamed(node, 'alternative');
  const after = last ? nested(source, childNamed(last, 'body')) : [];
  if (node.type === 'while_statement') {
    const condition = childNamed(node, 'condition');
    const test = condition && expression(source, condition, 'test');
    const body = nested(source, childNamed(node, 'body'));
    return [{ kind: 'repeat', at, ...(test && { test }), body }, ...after];
  }
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  const over = right ? expression(source, right) : unknownExpr(source, node);
  const { pattern, before } = loopVariable(source, left ?? node);
  const body = [...before, ...nested(source, childNamed(node, 'body'))];
  return [{ kind: 'each', at, pattern, over, of: 'items', body }, ...after];
}

/** A target that is no pattern (`for self.x in …`) takes its values from a name that no program has. */
function loopVariable(
  source: PythonSource,
  target: SyntaxNode,
): { readonly pattern: Pattern; readonly before: readonly Statement[] } {
  if (isPlainPattern(target)) return { pattern: patternOf(source, target), before: [] };
  const at = placeOf(source, target);
  const name = `(${textOf(source, target).slice(0, 60)})`;
  const value: Expr = { kind: 'name', at, name };
  return { pattern: { kind: 'name', at, name }, before: assignTo(source, { target, value, isTop: false, at }) };
}

/** `try`. Of several handlers, each may be the one that runs. What stands in `else` runs when nothing was raised: after the body. */
export function attempt(source: PythonSource, node: SyntaxNode): Statement {
  const handlers = node.children.filter(
    child => child.type === 'except_clause' || child.type === 'except_group_clause',
  );
  const last = childOfType(node, 'else_clause');
  const after = childOfType(node, 'finally_clause');
  const body = [...nested(source, childNamed(node, 'body')), ...(last ? nested(source, childNamed(last, 'body')) : [])];
  const [only] = handlers;
  const caught = handlers.length === 1 && only ? caughtBy(source, only) : undefined;
  return {
    kind: 'attempt',
    at: placeOf(source, node),
    body,
    ...(caught && { caught }),
    handler: handlers.length === 1 && only ? nested(source, blockOf(only)) : oneOf(source, handlers),
    hasHandler: handlers.length > 0,
    after: nested(source, after && blockOf(after)),
  };
}

function oneOf(source: PythonSource, handlers: readonly SyntaxNode[]): readonly Statement[] {
  const bodies = handlers.map((handler): readonly Statement[] => {
    const caught = caughtBy(source, handler);
    const declared: readonly Statement[] = caught
      ? [{ kind: 'declare', at: caught.at, pattern: caught, value: unknownExpr(source, handler) }]
      : [];
    return [...declared, ...nested(source, blockOf(handler))];
  });
  const room = Math.max(CAPS.depth - source.nesting.depth, 1);
  let otherwise: readonly Statement[] = bodies.slice(room).flat();
  for (let index = Math.min(handlers.length, room) - 1; index >= 0; index--) {
    const handler = handlers[index];
    const then = bodies[index];
    if (!handler || !then) continue;
    if (index === handlers.length - 1) otherwise = then;
    else
      otherwise = [
        { kind: 'branch', at: placeOf(source, handler), test: raisedTest(source, handler), then, otherwise },
      ];
  }
  return otherwise;
}

function raisedTest(source: PythonSource, handler: SyntaxNode): Expr {
  const value = childNamed(handler, 'value');
  const type = value?.type === 'as_pattern' ? namedChildren(value)[0] : value;
  return unknownExpr(source, value ?? handler, type ? [expression(source, type)] : []);
}

/** `except A as e`, and `except A, e` as it was written once; typed by the class that is caught. */
function caughtBy(source: PythonSource, handler: SyntaxNode): Pattern | undefined {
  const [value, second] = childrenNamed(handler, 'value');
  const target =
    value?.type === 'as_pattern' ? childNamed(value, 'alias')?.children.find(child => child.isNamed) : second;
  if (!target || !isPlainPattern(target)) return undefined;
  const pattern = patternOf(source, target);
  const type = typeOf(source, value?.type === 'as_pattern' ? namedChildren(value)[0] : value);
  return type ? { ...pattern, type } : pattern;
}

function blockOf(clause: SyntaxNode): SyntaxNode | undefined {
  return childOfType(clause, 'block');
}

/** `match`. A pattern that is a literal or a dotted name is compared with the subject; whether any other fits is unknown. */
export function select(source: PythonSource, node: SyntaxNode): Statement {
  const subjects = childrenNamed(node, 'subject');
  const [subject] = subjects;
  const block = childNamed(node, 'body');
  return {
    kind: 'select',
    at: placeOf(source, node),
    subject:
      subject && subjects.length === 1
        ? expression(source, subject)
        : unknownExpr(
            source,
            node,
            subjects.map(one => expression(source, one)),
          ),
    cases: (block ?? node).children.flatMap(child => (child.type === 'case_clause' ? casesOf(source, child) : [])),
  };
}

type Case = Extract<Statement, { kind: 'select' }>['cases'][number];

function casesOf(source: PythonSource, clause: SyntaxNode): readonly Case[] {
  const patterns = clause.children.filter(child => child.type === 'case_pattern');
  const guard = childNamed(clause, 'guard');
  const captured = patterns.flatMap(pattern => captures(source, pattern));
  const inner = nested(source, childNamed(clause, 'consequence'));
  const end = inner.at(-1)?.kind;
  const isEnded = end === 'return' || end === 'throw' || end === 'leave';
  const at = placeOf(source, clause);
  const body: readonly Statement[] = [...captured, ...inner, ...(isEnded ? [] : [{ kind: 'leave' as const, at }])];
  const [pattern] = patterns;
  if (!pattern || patterns.length > 1 || guard) {
    const inGuard = guard ? namedChildren(guard).map(part => expression(source, part, 'test')) : [];
    return [{ test: unknownExpr(source, pattern ?? clause, inGuard), body }];
  }
  const alternatives = alternativesOf(pattern);
  if (alternatives.some(one => isAnything(one))) return [{ body }];
  return alternatives.map((one, index) => ({
    test: patternTest(source, one),
    body: index === alternatives.length - 1 ? body : [],
  }));
}

/** The pattern itself, without `case_pattern` and `as` around it. */
function inside(pattern: SyntaxNode): SyntaxNode {
  let node = pattern;
  while (node.type === 'case_pattern' || node.type === 'as_pattern') {
    const [first, second] = node.children;
    // `-1` is a sign and a number.
    if (!first || (node.type === 'case_pattern' && second)) break;
    node = first;
  }
  return node;
}

function alternativesOf(pattern: SyntaxNode): readonly SyntaxNode[] {
  const node = inside(pattern);
  return node.type === 'union_pattern' ? node.children.filter(child => child.type !== '|') : [node];
}

function isAnything(node: SyntaxNode): boolean {
  return node.type === '_' || (node.type === 'dotted_name' && node.children.length === 1);
}

const LITERALS: ReadonlySet<string> = new Set([
  'string',
  'concatenated_string',
  'integer',
  'float',
  'true',
  'false',
  'none',
]);

function patternTest(source: PythonSource, node: SyntaxNode): Expr {
  if (LITERALS.has(node.type) || node.type === 'dotted_name') return expression(source, node);
  const [sign, number] = node.children;
  const value = node.type === 'case_pattern' && sign?.type === '-' && number && expression(source, number);
  if (value && value.kind === 'number') return { ...value, at: placeOf(source, node), value: -value.value };
  const type = node.type === 'class_pattern' ? node.children[0] : undefined;
  return unknownExpr(source, node, type ? [expression(source, type)] : []);
}

/** The names that a pattern gives parts of the subject. */
function captures(source: PythonSource, pattern: SyntaxNode): readonly Statement[] {
  const found: Statement[] = [];
  const pending: SyntaxNode[] = [pattern];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const isCapture = node.type === 'dotted_name' && node.children.length === 1;
    if (isCapture || node.type === 'identifier') {
      const at = placeOf(source, node);
      const name = textOf(source, node);
      found.push({
        kind: 'declare',
        at,
        pattern: { kind: 'name', at, name },
        value: unknownExpr(source, pattern),
      });
    } else if (node.type === 'class_pattern') pending.push(...node.children.slice(1).toReversed());
    else if (node.type === 'keyword_pattern') pending.push(...node.children.slice(1).toReversed());
    else if (node.type !== 'dotted_name' && !LITERALS.has(node.type)) pending.push(...node.children.toReversed());
  }
  return found;
}
