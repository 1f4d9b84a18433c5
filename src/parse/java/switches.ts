/** `switch` in both its forms, as a statement and as a value. */
import type { Expr, Statement } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { computed, expression, expressionIn } from './expressions.ts';
import { bodyOf, namePattern } from './functions.ts';
import type { JavaSource } from './source.ts';
import { effects, statement, statements } from './statements.ts';
import { typeExpr, typeOf } from './types.ts';

type Case = Extract<Statement, { kind: 'select' }>['cases'][number];

/** A `switch` as a statement. Several labels of one body are cases without a body of their own, which run on into it. */
export function select(source: JavaSource, node: SyntaxNode): Statement {
  return selectWith(source, node, value => effects(source, value, value));
}

/** Values of one `switch` that become one choice after another; they nest in the result. */
const CHOICES = 50;

/** A `switch` as a value: a choice where every case is one expression, else what a function with the statement in it gives. */
export function switchValue(source: JavaSource, node: SyntaxNode): Expr {
  return (
    choiceOf(source, node) ??
    computed(source, node, [
      selectWith(source, node, value => [
        { kind: 'return', at: placeOf(source, value), value: expression(source, value) },
      ]),
    ])
  );
}

function choiceOf(source: JavaSource, node: SyntaxNode): Expr | undefined {
  const cases = casesOf(node).map(one => ({ one, value: one.type === 'switch_rule' ? ruleValue(one) : undefined }));
  const subject = childNamed(node, 'condition');
  // What catches the rest must come last, as an enum's last constant does where all of them are there.
  const isPlain = cases.every(
    ({ one, value }, index) =>
      value !== undefined &&
      labelsOf(source, one).every(label => !isPattern(label)) &&
      (index === cases.length - 1 || labelsOf(source, one).every(label => !isDefault(source, label))),
  );
  if (!subject || !isPlain || cases.length === 0 || cases.length > CHOICES) return undefined;
  const tested = expression(source, subject);
  // Every test holds the subject: it must not do anything when it is evaluated.
  if (cases.length > 2 && !isRepeatable(tested)) return undefined;
  const values = cases.flatMap(({ one, value }) => (value ? [{ one, value: expression(source, value) }] : []));
  const last = values.at(-1);
  if (!last) return undefined;
  return values.slice(0, -1).reduceRight((otherwise, { one, value }): Expr => {
    const tests = labelsOf(source, one).map((label): Expr => {
      const operands = [tested, expression(source, label)];
      return { kind: 'operation', at: placeOf(source, label), operator: 'equal', operands };
    });
    const [only] = tests;
    const at = placeOf(source, one);
    const test: Expr = only && tests.length === 1 ? only : { kind: 'operation', at, operator: 'or', operands: tests };
    return { kind: 'choice', at, test, then: value, otherwise };
  }, last.value);
}

function ruleValue(rule: SyntaxNode): SyntaxNode | undefined {
  const body = namedChildren(rule).at(-1);
  return body?.type === 'expression_statement' ? body.children.find(child => child.isNamed) : undefined;
}

function selectWith(
  source: JavaSource,
  node: SyntaxNode,
  valueBody: (value: SyntaxNode) => readonly Statement[],
): Statement {
  const subject = expressionIn(source, node, 'condition');
  return {
    kind: 'select',
    at: placeOf(source, node),
    subject,
    cases: casesOf(node).flatMap(one => caseOf(source, one, subject, valueBody)),
  };
}

function casesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = childNamed(node, 'body');
  return (body?.children ?? []).filter(
    child => child.type === 'switch_rule' || child.type === 'switch_block_statement_group',
  );
}

function caseOf(
  source: JavaSource,
  node: SyntaxNode,
  subject: Expr,
  valueBody: (value: SyntaxNode) => readonly Statement[],
): readonly Case[] {
  const labels = labelsOf(source, node);
  const bound = labels.flatMap(label => (isPattern(label) ? boundBy(source, label, subject) : []));
  const rest = namedChildren(node).filter(child => child.type !== 'switch_label');
  const body = node.type === 'switch_rule' ? ruleBody(source, node, valueBody) : statements(source, rest);
  return labels.map((label, index): Case => {
    const test = isDefault(source, label) ? undefined : labelTest(source, label);
    return { ...(test && { test }), body: index === labels.length - 1 ? [...bound, ...body] : [] };
  });
}

/** What one case tests for: the parts of its labels, and the word `default`. */
function labelsOf(source: JavaSource, node: SyntaxNode): readonly SyntaxNode[] {
  return node.children
    .filter(child => child.type === 'switch_label')
    .flatMap(label =>
      label.children.filter(child => isDefault(source, child) || (child.isNamed && child.type !== 'guard')),
    );
}

/** The grammar takes the word in `case null, default` for a name. */
function isDefault(source: JavaSource, label: SyntaxNode): boolean {
  return label.type === 'default' || (label.type === 'identifier' && textOf(source, label) === 'default');
}

function ruleBody(
  source: JavaSource,
  rule: SyntaxNode,
  valueBody: (value: SyntaxNode) => readonly Statement[],
): readonly Statement[] {
  const value = ruleValue(rule);
  const last = namedChildren(rule).at(-1);
  const end: Statement = { kind: 'leave', at: placeOf(source, rule) };
  if (value) {
    const body = valueBody(value);
    return body.at(-1)?.kind === 'return' ? body : [...body, end];
  }
  if (last?.type === 'block') return [...bodyOf(source, last), end];
  return last && last.type !== 'switch_label' ? [...statement(source, last), end] : [end];
}

function isPattern(label: SyntaxNode): boolean {
  return label.type === 'pattern' || label.type === 'type_pattern' || label.type === 'record_pattern';
}

function labelTest(source: JavaSource, label: SyntaxNode): Expr {
  return isPattern(label) ? unknownExpr(source, label) : expression(source, label);
}

/** `case Foo foo` gives the subject a name of that type; what a record is taken apart into is not followed. */
function boundBy(source: JavaSource, label: SyntaxNode, subject: Expr): readonly Statement[] {
  const inner = label.type === 'pattern' ? (label.children.find(child => child.isNamed) ?? label) : label;
  const [type, name] = namedChildren(inner).filter(child => child.type !== 'modifiers');
  if (inner.type !== 'type_pattern' || !type || name?.type !== 'identifier') return [];
  const value = isRepeatable(subject) ? subject : unknownExpr(source, label, [typeExpr(source, type)]);
  return [
    { kind: 'declare', at: placeOf(source, inner), pattern: namePattern(source, name, typeOf(source, type)), value },
  ];
}

/** Whether an expression may stand in several places without running anything twice. */
function isRepeatable(value: Expr): boolean {
  let rest = value;
  while (rest.kind === 'member') rest = rest.of;
  return rest.kind === 'name' || rest.kind === 'self';
}
