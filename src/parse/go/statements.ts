import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr, unknownStatement } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assigned, shortDeclared, updated } from './assignments.ts';
import { constants, typeDeclarations, variables } from './declarations.ts';
import { expression, expressionIn, expressions, inner } from './expressions.ts';
import { bodyOf, namePattern } from './functions.ts';
import { bare, type GoSource } from './source.ts';
import { select, typeSwitch, wait } from './switches.ts';

export function statements(source: GoSource, nodes: readonly SyntaxNode[]): readonly Statement[] {
  return nodes.flatMap(node => statement(source, node));
}

/** One statement; several where it declares several names, none where it says nothing. */
export function statement(source: GoSource, node: SyntaxNode): readonly Statement[] {
  return deeper(source, node, () => translate(source, node)) ?? [unknownStatement(source, node)];
}

function translate(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'expression_statement': {
      const [value] = namedChildren(node);
      return value ? effects(source, value) : [];
    }
    case 'short_var_declaration':
      return shortDeclared(source, node);
    case 'assignment_statement':
      return assigned(source, node);
    case 'inc_statement':
    case 'dec_statement':
      return updated(source, node);
    case 'var_declaration':
      return variables(source, node);
    case 'const_declaration':
      return constants(source, node);
    case 'type_declaration':
      return typeDeclarations(source, node).statements;
    case 'return_statement':
      return [returned(source, node)];
    case 'if_statement':
      return [branch(source, node)];
    case 'block':
      return [{ kind: 'block', at, body: bodyOf(source, node) }];
    case 'for_statement':
      return [loop(source, node)];
    case 'expression_switch_statement':
      return [select(source, node)];
    case 'type_switch_statement':
      return [typeSwitch(source, node)];
    case 'select_statement':
      return [wait(source, node)];
    case 'go_statement': {
      const [value] = namedChildren(node);
      return value ? effects(source, value) : [];
    }
    case 'defer_statement':
      return [deferred(source, node)];
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return [{ kind: 'leave', at }];
    case 'fallthrough_statement':
    case 'empty_statement':
      return [];
    case 'labeled_statement': {
      const labelled = namedChildren(node).at(-1);
      return labelled && labelled.type !== 'label_name' ? statement(source, labelled) : [];
    }
    case 'ERROR':
      return brokenStatements(source, node);
    default:
      return [unknownStatement(source, node, inner(source, node))];
  }
}

/** What stands where the text is not understood: its statements as such, what else it holds as parts of an unknown value. */
function brokenStatements(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const parts = namedChildren(node).filter(child => child.type.endsWith('_statement') || child.type === 'block');
  return [...statements(source, parts), unknownStatement(source, node, inner(source, node))];
}

/** An expression for its effects. `panic` and what ends the program end what they stand in. */
function effects(source: GoSource, written: SyntaxNode): readonly Statement[] {
  const node = bare(written);
  const at = placeOf(source, node);
  const value = expression(source, node);
  const called = value.kind === 'call' ? value.callee : undefined;
  if (value.kind === 'call' && called?.kind === 'name' && called.name === 'panic') {
    const [error] = value.args;
    return [{ kind: 'throw', at, ...(error && { value: error }) }];
  }
  const done: Statement = { kind: 'evaluate', at, value };
  const ends =
    called?.kind === 'member' &&
    called.of.kind === 'name' &&
    ENDS.some(([of, name]) => called.of.kind === 'name' && called.of.name === of && name.test(called.name));
  return ends ? [done, { kind: 'throw', at }] : [done];
}

/** Source: https://pkg.go.dev/log#Fatal and https://pkg.go.dev/os#Exit. */
const ENDS: readonly (readonly [string, RegExp])[] = [
  ['log', /^(?:Fatal|Panic)(?:f|ln)?$/],
  ['os', /^Exit$/],
];

/** What is deferred runs when the function ends, whatever it did: here it is held, with what it is given, and not called. */
function deferred(source: GoSource, node: SyntaxNode): Statement {
  const [value] = namedChildren(node);
  const call = value && expression(source, value);
  const parts = call?.kind === 'call' ? [call.callee, ...call.args] : call ? [call] : [];
  return unknownStatement(source, node, parts);
}

function returned(source: GoSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const list = childOfType(node, 'expression_list');
  const values = list
    ? expressions(source, namedChildren(list))
    : source.around.results.map((name): Expr => ({ kind: 'name', at, name: textOf(source, name) }));
  const [only] = values;
  if (!only) return { kind: 'return', at };
  return { kind: 'return', at, value: values.length === 1 ? only : { kind: 'list', at, items: values } };
}

/** `if x := f(); test { … }`: what is declared before the test is there in both sides, and nowhere else. */
function branch(source: GoSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const alternative = childNamed(node, 'alternative');
  const before = first(source, node);
  const decided: Statement = {
    kind: 'branch',
    at,
    test: expressionIn(source, node, 'condition'),
    then: bodyOf(source, childNamed(node, 'consequence')),
    otherwise: !alternative
      ? []
      : alternative.type === 'block'
        ? bodyOf(source, alternative)
        : statement(source, alternative),
  };
  return before.length === 0 ? decided : { kind: 'block', at, body: [...before, decided] };
}

/** The statement before a test or subject. */
export function first(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const written = childNamed(node, 'initializer');
  return written ? statement(source, written) : [];
}

function loop(source: GoSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const body = bodyOf(source, childNamed(node, 'body'));
  const range = childOfType(node, 'range_clause');
  if (range) return overRange(source, range, { at, body });
  const clause = childOfType(node, 'for_clause');
  const condition = clause
    ? childNamed(clause, 'condition')
    : namedChildren(node).find(child => child.type !== 'block' && child.field !== 'body');
  const update = clause && childNamed(clause, 'update');
  const repeat: Statement = {
    kind: 'repeat',
    at,
    ...(condition && { test: expression(source, condition) }),
    body: update ? [...body, ...statement(source, update)] : body,
  };
  const before = clause ? first(source, clause) : [];
  return before.length === 0 ? repeat : { kind: 'block', at, body: [...before, repeat] };
}

/** `for key, value := range x`. With `=` in place of `:=` the names are variables that are there already. */
function overRange(
  source: GoSource,
  range: SyntaxNode,
  { at, body }: Pick<Statement & { kind: 'repeat' }, 'at' | 'body'>,
): Statement {
  const over = expressionIn(source, range, 'right');
  const left = childNamed(range, 'left');
  const names = left ? namedChildren(left) : [];
  const isNew = range.children.some(child => child.type === ':=');
  const [key, value] = names.map((name): Pattern | undefined =>
    isNew && name.type === 'identifier' && textOf(source, name) !== '_' ? namePattern(source, name) : undefined,
  );
  const unseen: Pattern = { kind: 'name', at: over.at, name: '_' };
  if (!value) return { kind: 'each', at, pattern: key ?? unseen, over, of: 'keys', body };
  const pattern: Pattern = { kind: 'list', at: left ? placeOf(source, left) : at, items: [key, value] };
  return { kind: 'each', at, pattern, over, of: 'entries', body };
}

export function unknownSubject(source: GoSource, node: SyntaxNode): Expr {
  return unknownExpr(source, { ...node, end: node.start });
}
