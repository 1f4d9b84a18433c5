/** `switch` as a statement and as a value. */
import type { Expr, Statement } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { computed, expression, expressionIn } from './expressions.ts';
import { patternTest } from './patterns.ts';
import { type CSharpSource, isValue, valueIn } from './source.ts';
import { statements } from './statements.ts';

type Case = Extract<Statement, { kind: 'select' }>['cases'][number];

/** A `switch` as a statement. Several labels of one body are cases without a body of their own, which run on into it. */
export function select(source: CSharpSource, node: SyntaxNode): Statement {
  const body = childNamed(node, 'body');
  const subject = expressionIn(source, node, 'value');
  return {
    kind: 'select',
    at: placeOf(source, node),
    subject,
    cases: (body?.children ?? [])
      .filter(child => child.type === 'switch_section')
      .map(section => caseOf(source, section, subject)),
  };
}

function caseOf(source: CSharpSource, section: SyntaxNode, subject: Expr): Case {
  const colon = section.children.findIndex(child => child.type === ':');
  const label = section.children.slice(0, colon === -1 ? 1 : colon);
  const rest = colon === -1 ? [] : section.children.slice(colon + 1).filter(child => child.isNamed);
  const isDefault = label.some(child => child.type === 'default');
  const pattern = label.find(isValue);
  const around = source.declared.names;
  source.declared.names = [];
  const test = pattern && !isDefault ? labelTest(source, section, pattern, subject) : undefined;
  const body = [...source.declared.names, ...statements(source, rest)];
  source.declared.names = around;
  return { ...(test && { test }), body };
}

/** What the subject is compared with; of anything but a constant, whether it fits is not known here. */
function labelTest(source: CSharpSource, section: SyntaxNode, pattern: SyntaxNode, subject: Expr): Expr {
  const constant = pattern.type === 'constant_pattern' ? valueIn(pattern) : undefined;
  if (constant && !childOfType(section, 'when_clause')) return expression(source, constant);
  return unknownExpr(source, pattern, [patternTest(source, pattern, subject, undefined)]);
}

/** Values of one `switch` that become one choice after another; they nest in the result. */
const CHOICES = 50;

/** A `switch` as a value: one choice after another; what it gives is unknown where its tests would run the subject twice. */
export function switchValue(source: CSharpSource, node: SyntaxNode): Expr {
  const [subject] = namedChildren(node);
  const arms = node.children.filter(child => child.type === 'switch_expression_arm');
  if (!subject) return unknownExpr(source, node);
  const tested = expression(source, subject);
  const values = arms.flatMap(arm => armOf(source, arm, tested));
  if (values.length > CHOICES || (values.length > 2 && !isRepeatable(tested)))
    return unknownExpr(source, node, [tested, ...values.map(({ value }) => value)]);
  const nothingFits = computed(source, node, [{ kind: 'throw', at: placeOf(source, node) }]);
  return values.reduceRight(
    (otherwise, { at, test, value }): Expr => (test ? { kind: 'choice', at, test, then: value, otherwise } : value),
    nothingFits,
  );
}

function armOf(
  source: CSharpSource,
  arm: SyntaxNode,
  tested: Expr,
): readonly { readonly at: Expr['at']; readonly test?: Expr; readonly value: Expr }[] {
  const [pattern, ...others] = arm.children.filter(isValue);
  const written = others.at(-1);
  if (!pattern || !written) return [];
  const at = placeOf(source, arm);
  const when = childOfType(arm, 'when_clause');
  const condition = when && valueIn(when);
  const fits = pattern.type === 'discard' ? undefined : patternTest(source, pattern, tested, undefined);
  const asked = condition && expression(source, condition, 'test');
  const value = expression(source, written);
  if (fits && asked) return [{ at, test: operation(at, 'and', [fits, asked]), value }];
  const test = fits ?? asked;
  return [{ at, ...(test && { test }), value }];
}

/** Whether an expression may stand in several places without running anything twice. */
function isRepeatable(value: Expr): boolean {
  let rest = value;
  while (rest.kind === 'member') rest = rest.of;
  return rest.kind === 'name' || rest.kind === 'self' || rest.kind === 'text' || rest.kind === 'number';
}
