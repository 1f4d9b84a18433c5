import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { classDeclaration } from './classes.ts';
import { isJump } from './conditions.ts';
import { assignment, expression } from './expressions.ts';
import { attempt, branch, isConditional, when, type Make } from './branches.ts';
import { functionDeclaration } from './functions.ts';
import { operatorOf } from './operators.ts';
import { operation } from '../sums.ts';
import { properties } from './properties.ts';
import { repaired } from './repaired.ts';
import { bare, type KotlinSource, nameOf, unknown } from './source.ts';
import { isType, typeExpr, typeIn } from './types.ts';

/**
 * The statements of one block: functions first, then classes, then the rest, each in source order. `last` makes a statement
 * of the value that the block's last expression gives.
 */
export function statements(source: KotlinSource, nodes: readonly SyntaxNode[], last?: Make): readonly Statement[] {
  const functions: Statement[] = [];
  const classes: Statement[] = [];
  const rest: Statement[] = [];
  const all = repaired(nodes);
  for (const node of all) {
    if (node.type === 'function_declaration') functions.push(functionDeclaration(source, node));
    else if (node.type === 'class_declaration' || node.type === 'object_declaration')
      classes.push(classDeclaration(source, node));
    else rest.push(...statement(source, node, node === all.at(-1) ? last : undefined));
  }
  return [...functions, ...classes, ...rest];
}

/** What stands between the braces of a block, or a single statement in its place. */
export function blockStatements(source: KotlinSource, node: SyntaxNode | undefined, last?: Make): readonly Statement[] {
  if (!node) return [];
  const nodes = node.type === 'block' ? namedChildren(node) : [node];
  return deeper(source, node, () => statements(source, nodes, last)) ?? [lost(source, node)];
}

/** Stands for statements that nest too deeply. */
function lost(source: KotlinSource, node: SyntaxNode): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknown(source, node) };
}

/** One statement; several where a line break makes a sum of what are statements. */
function statement(source: KotlinSource, written: SyntaxNode, last: Make | undefined): readonly Statement[] {
  return deeper(source, written, () => translate(source, written, last)) ?? [lost(source, written)];
}

function translate(source: KotlinSource, written: SyntaxNode, last: Make | undefined): readonly Statement[] {
  const node = bare(written);
  const at = placeOf(source, node);
  switch (node.type) {
    case 'property_declaration':
      return properties(source, node);
    case 'type_alias':
      return [typeAlias(source, node)];
    case 'assignment': {
      const change = assignment(source, node);
      return change ? [{ kind: 'assign', at, ...change }] : [{ kind: 'evaluate', at, value: unknown(source, node) }];
    }
    case 'for_statement':
    case 'while_statement':
    case 'do_while_statement':
      return [loop(source, node)];
    case 'label':
      return [];
    case 'ERROR':
      return statements(source, namedChildren(node));
    case 'identifier':
      if (isLeaving(source, node)) return [{ kind: 'leave', at }];
      break;
    case 'labeled_expression':
      // `break@outer`; whatever else has a label was unwrapped.
      if (node.children.some(child => child.type === 'label')) return [{ kind: 'leave', at }];
      break;
    case 'block':
      return [{ kind: 'block', at, body: blockStatements(source, node) }];
  }
  if (written.type === 'labeled_expression' && isLeaving(source, written)) return [{ kind: 'leave', at }];
  const lines = linesOf(source, node);
  if (lines.length > 1) {
    return lines.flatMap((line, index) => settled(source, line, index === lines.length - 1 ? last : undefined, true));
  }
  return settled(source, node, last, true);
}

/** `break` and `continue`, which the grammar takes for names. */
function isLeaving(source: KotlinSource, node: SyntaxNode): boolean {
  return /^(?:break|continue)(?:@\s*\w+)?$/.test(source.text.slice(node.start, Math.min(node.end, node.start + 200)));
}

/**
 * Splits a sum before each sign that starts a line: there, Kotlin starts a new statement, as in `+"text"` below another,
 * where the grammar goes on with the sum.
 */
export function linesOf(source: KotlinSource, node: SyntaxNode): readonly SyntaxNode[] {
  const lines: SyntaxNode[] = [];
  let rest = node;
  while (rest.type === 'binary_expression') {
    const [left, sign, right] = rest.children;
    if (!left || !sign || !right || (sign.type !== '+' && sign.type !== '-')) break;
    if (!source.text.slice(left.end, sign.start).includes('\n')) break;
    const argument = { ...right, field: 'argument' };
    const field = undefined;
    lines.push({ ...rest, type: 'unary_expression', field, start: sign.start, children: [sign, argument] });
    rest = left;
  }
  return [rest, ...lines.toReversed()];
}

/**
 * The statements that a value takes: conditions are statements where their blocks hold more than values, and a jump is one.
 * Without `make` the value counts for nothing. `isTail`: what the value makes is the last thing that happens.
 */
export function settled(
  source: KotlinSource,
  written: SyntaxNode,
  make: Make | undefined,
  isTail: boolean,
): readonly Statement[] {
  const node = bare(written);
  const read = (): readonly Statement[] => {
    switch (node.type) {
      case 'if_expression':
        if (isTail || isConditional(node)) return [branch(source, node, make)];
        break;
      case 'when_expression':
        if (isTail || isConditional(node)) return when(source, node, make);
        break;
      case 'try_expression':
        return [attempt(source, node, make)];
      case 'return_expression':
        return jump(source, node, 'return');
      case 'throw_expression':
        return jump(source, node, 'throw');
    }
    return plain(source, node, make);
  };
  return deeper(source, node, read) ?? [lost(source, node)];
}

function plain(source: KotlinSource, node: SyntaxNode, make: Make | undefined): readonly Statement[] {
  const at = placeOf(source, node);
  const jumped = !make ? jumpingElvis(node) : undefined;
  if (jumped) {
    const value = expression(source, jumped.left);
    return [absent(source, node, value, jumped.right)];
  }
  const value = expression(source, node);
  if (make) return [make(value)];
  return value.kind === 'assigned'
    ? [{ kind: 'assign', at, target: value.target, value: value.value }]
    : [{ kind: 'evaluate', at, value }];
}

/** The sides of `a ?: return b`, whose right side is a jump. */
export function jumpingElvis(
  written: SyntaxNode,
): { readonly left: SyntaxNode; readonly right: SyntaxNode } | undefined {
  const node = bare(written);
  if (node.type !== 'binary_expression' || operatorOf(node) !== '?:') return undefined;
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  return left && right && isJump(right) ? { left, right } : undefined;
}

/** Where the value is null, the jump is taken. */
export function absent(source: KotlinSource, node: SyntaxNode, value: Expr, right: SyntaxNode): Statement {
  const test = operation(value.at, 'equal', [value, { kind: 'nothing', at: value.at }]);
  return {
    kind: 'branch',
    at: placeOf(source, node),
    test,
    then: settled(source, right, undefined, true),
    otherwise: [],
  };
}

/** `return`, `return@label x` and `throw x`. */
function jump(source: KotlinSource, node: SyntaxNode, kind: 'return' | 'throw'): readonly Statement[] {
  const at = placeOf(source, node);
  const value = node.children.findLast(child => child.isNamed && child.field !== 'label');
  if (!value) return [{ kind, at }];
  return settled(source, value, given => ({ kind, at, value: given }), false);
}

function loop(source: KotlinSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const closing = node.children.findIndex(({ type }) => type === ')');
  if (node.type !== 'for_statement') {
    const test = childNamed(node, 'condition');
    const body = namedChildren(node).find(child => child !== test && child.type !== 'label');
    return {
      kind: 'repeat',
      at,
      ...(test && { test: expression(source, test) }),
      body: blockStatements(source, body),
    };
  }
  const variable = childOfType(node, 'variable_declaration', 'multi_variable_declaration');
  const over = node.children.slice(0, closing).findLast(child => child.isNamed && child !== variable);
  return {
    kind: 'each',
    at,
    pattern: variable ? patternOf(source, variable) : { kind: 'name', at, name: '' },
    over: over ? expression(source, over) : unknown(source, node),
    of: 'items',
    body: blockStatements(
      source,
      node.children.slice(closing + 1).find(({ isNamed }) => isNamed),
    ),
  };
}

/** What a variable, or several in parentheses, binds; `_` binds nothing. */
export function patternOf(source: KotlinSource, node: SyntaxNode): Pattern {
  const at = placeOf(source, node);
  if (node.type === 'multi_variable_declaration') {
    const items = namedChildren(node).map(item => (textOf(source, item) === '_' ? undefined : patternOf(source, item)));
    return { kind: 'list', at, items };
  }
  const name = childOfType(node, 'identifier');
  const type = typeIn(source, node.children);
  return {
    kind: 'name',
    at: name ? placeOf(source, name) : at,
    name: name ? nameOf(source, name) : '',
    ...(type && { type }),
  };
}

/** `typealias A = B` declares A as B; what is no name of its own stays open. */
function typeAlias(source: KotlinSource, node: SyntaxNode): Statement {
  const name = childNamed(node, 'type');
  const type = node.children.findLast(isType);
  const pattern: Pattern = {
    kind: 'name',
    at: placeOf(source, name ?? node),
    name: name ? nameOf(source, name) : '',
  };
  return {
    kind: 'declare',
    at: placeOf(source, node),
    pattern,
    ...(type && type.type === 'user_type' && { value: typeExpr(source, type) }),
  };
}
