/** `if`, `when` and `try` used as values. */
import type { Expr, Statement } from '../../core/program.ts';
import { calledAtOnce, functionExpr } from '../calls.ts';
import { placeOf, tooDeep } from '../syntax/source.ts';
import { childNamed, childOfType, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { blockFunction } from './functions.ts';
import { NESTED_SIDES } from '../syntax/operators.ts';
import { tested } from './operators.ts';
import { operation } from '../sums.ts';
import { bare, type KotlinSource, unknown } from './source.ts';
import { patternOf } from './statements.ts';

/** The test and the two sides of an `if`; a side that is not written or empty is undefined. */
export function ifParts(node: SyntaxNode): {
  readonly test: SyntaxNode | undefined;
  readonly then: SyntaxNode | undefined;
  readonly otherwise: SyntaxNode | undefined;
} {
  const closing = node.children.findIndex(({ type }) => type === ')');
  const other = node.children.findIndex(({ type }) => type === 'else');
  const after = node.children.slice(closing + 1, other === -1 ? undefined : other);
  return {
    test: childNamed(node, 'condition'),
    then: after.find(({ isNamed }) => isNamed),
    otherwise: other === -1 ? undefined : node.children.slice(other + 1).find(({ isNamed }) => isNamed),
  };
}

export function ifChoice(source: KotlinSource, node: SyntaxNode): Expr {
  const { test, then, otherwise } = ifParts(node);
  return {
    kind: 'choice',
    at: placeOf(source, node),
    test: test ? expression(source, test) : unknown(source, node),
    then: sideValue(source, node, then),
    otherwise: sideValue(source, node, otherwise),
  };
}

/** A side that is a block with several statements is a function that is called at once. */
export function sideValue(source: KotlinSource, around: SyntaxNode, side: SyntaxNode | undefined): Expr {
  if (!side) return { kind: 'nothing', at: placeOf(source, around) };
  if (side.type !== 'block') return expression(source, side);
  const inner = namedChildren(side);
  const [only] = inner;
  const at = placeOf(source, side);
  if (!only) return { kind: 'nothing', at };
  if (inner.length === 1 && !STATEMENTS.has(only.type)) return expression(source, only);
  return calledAtOnce(functionExpr(blockFunction(source, side)));
}

/** What stands only among statements. */
export const STATEMENTS: ReadonlySet<string> = new Set([
  'property_declaration',
  'function_declaration',
  'class_declaration',
  'object_declaration',
  'type_alias',
  'assignment',
  'for_statement',
  'while_statement',
  'do_while_statement',
]);

export type WhenEntry = {
  readonly node: SyntaxNode;
  /** Empty for `else`. */
  readonly conditions: readonly SyntaxNode[];
  readonly body: SyntaxNode | undefined;
};

/** The parts of a `when`; `declared` is the variable of `when (val x = …)`. */
export function whenParts(node: SyntaxNode): {
  readonly declared: SyntaxNode | undefined;
  readonly subject: SyntaxNode | undefined;
  readonly entries: readonly WhenEntry[];
} {
  const head = childOfType(node, 'when_subject');
  const declared = head && childOfType(head, 'variable_declaration');
  return {
    declared,
    subject: head?.children.findLast(child => child.isNamed && child !== declared),
    entries: node.children
      .filter(({ type }) => type === 'when_entry')
      .map(entry => ({
        node: entry,
        conditions: childrenNamed(entry, 'condition').filter(({ isNamed }) => isNamed),
        body: bodyOf(entry),
      })),
  };
}

function bodyOf(entry: SyntaxNode): SyntaxNode | undefined {
  const arrow = entry.children.findIndex(({ type }) => type === '->');
  return entry.children.slice(arrow + 1).find(({ isNamed }) => isNamed);
}

/** The test that an entry's conditions make, of which one has to hold. */
export function whenTest(source: KotlinSource, entry: WhenEntry, subject: Expr | undefined): Expr {
  const tests = entry.conditions.map(condition => {
    if (condition.type === 'type_test' || condition.type === 'range_test')
      return tested(source, condition, subject ?? unknown(source, condition));
    const value = expression(source, condition);
    return subject ? operation(value.at, 'equal', [subject, value]) : value;
  });
  const [first] = tests;
  if (!first) return unknown(source, entry.node);
  return tests.length === 1 ? first : operation(placeOf(source, entry.node), 'or', tests);
}

export function whenChoice(source: KotlinSource, node: SyntaxNode): Expr {
  const { declared, subject, entries } = whenParts(node);
  const given = subject && expression(source, subject);
  const value = choices(source, node, entries, declared ? nameAsValue(source, declared) : given);
  if (!declared || !given) return value;
  const at = placeOf(source, node);
  const body: readonly Statement[] = [
    { kind: 'declare', at: placeOf(source, declared), pattern: patternOf(source, declared), value: given },
    { kind: 'return', at, value },
  ];
  return calledAtOnce(functionExpr(blockFunction(source, node, body)));
}

export function nameAsValue(source: KotlinSource, declared: SyntaxNode): Expr {
  const name = childOfType(declared, 'identifier');
  return name ? expression(source, name) : unknown(source, declared);
}

function choices(
  source: KotlinSource,
  node: SyntaxNode,
  entries: readonly WhenEntry[],
  subject: Expr | undefined,
): Expr {
  if (entries.length > NESTED_SIDES) {
    tooDeep(source, node);
    const parts = entries.flatMap(entry => [
      whenTest(source, entry, undefined),
      sideValue(source, entry.node, entry.body),
    ]);
    return unknown(source, node, subject ? [subject, ...parts] : parts);
  }
  let value: Expr = { kind: 'nothing', at: placeOf(source, node) };
  for (const entry of entries.toReversed()) {
    const then = sideValue(source, entry.node, entry.body);
    value =
      entry.conditions.length === 0
        ? then
        : {
            kind: 'choice',
            at: placeOf(source, entry.node),
            test: whenTest(source, entry, subject),
            then,
            otherwise: value,
          };
  }
  return value;
}

/** Which of its blocks gives the value cannot be told: the parts are all that may. */
export function tryValue(source: KotlinSource, node: SyntaxNode): Expr {
  const blocks = node.children.flatMap(child =>
    child.type === 'block' ? [child] : (childOfType(child, 'block') ?? []),
  );
  return unknown(
    source,
    node,
    blocks.map(block => functionExpr(blockFunction(source, block))),
  );
}

/** Whether it is a jump: it has no value, and what stands after it does not run. */
export function isJump(node: SyntaxNode): boolean {
  const { type } = bare(node);
  return type === 'return_expression' || type === 'throw_expression';
}
