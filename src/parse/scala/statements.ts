import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { declarationsOf, isDefinition } from './classes.ts';
import { stepsOf } from './comprehensions.ts';
import { assignment, expression, functionalExpression } from './expressions.ts';
import { functionDeclaration, functionNode, isGetter, parametersOf } from './functions.ts';
import { functionExpr } from '../calls.ts';
import { isAssignment } from './operators.ts';
import { bindings, bindingNames, caseStatements, casePattern } from './patterns.ts';
import { operation, sum } from '../sums.ts';
import { bare, madeName, nameExpr, nameOf, type ScalaSource, unknown } from './source.ts';
import { typeExpr, typeNamed } from './types.ts';

/** What becomes of the value that an expression gives where it is the last thing of its block. */
export type Make = (value: Expr) => Statement;

export function returned(value: Expr): Statement {
  return { kind: 'return', at: value.at, value };
}

/**
 * The statements of one block: functions first, then classes, then the rest, each in source order. `last` makes a statement
 * of the value that the block's last expression gives.
 */
export function statements(source: ScalaSource, nodes: readonly SyntaxNode[], last?: Make): readonly Statement[] {
  const functions: Statement[] = [];
  const rest: Statement[] = [];
  const classes = declarationsOf(source, nodes);
  for (const node of nodes) {
    if (isDefinition(node)) continue;
    const isHoisted = node.type === 'function_definition' && !isGetter(node);
    (isHoisted ? functions : rest).push(...statement(source, node, node === nodes.at(-1) ? last : undefined));
  }
  return [...functions, ...classes, ...rest];
}

/** The body of a function: what its last expression gives is returned. */
export function bodyStatements(source: ScalaSource, node: SyntaxNode): readonly Statement[] {
  return settled(source, node, returned, true);
}

/** What stands only among statements. */
export function isStatementOnly(node: SyntaxNode): boolean {
  return (
    node.type.endsWith('_definition') || node.type.endsWith('_declaration') || node.type === 'assignment_expression'
  );
}

/** Stands for statements that nest too deeply. */
function lost(source: ScalaSource, node: SyntaxNode): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknown(source, node) };
}

function statement(source: ScalaSource, node: SyntaxNode, last: Make | undefined): readonly Statement[] {
  return deeper(source, node, () => translate(source, node, last)) ?? [lost(source, node)];
}

function translate(source: ScalaSource, node: SyntaxNode, last: Make | undefined): readonly Statement[] {
  switch (node.type) {
    case 'val_definition':
    case 'var_definition':
      return declared(source, node);
    case 'val_declaration':
    case 'var_declaration':
    case 'import_declaration':
    case 'export_declaration':
    case 'package_clause':
    case 'annotation':
    case 'self_type':
    case '_end_ident':
      return [];
    case 'function_definition':
    case 'function_declaration':
      return [functionDeclaration(source, node)];
    case 'type_definition':
      return typeAlias(source, node);
    case 'given_definition':
      return givenValue(source, node);
    case 'extension_definition':
      return extensions(source, node);
    case 'ERROR':
      return statements(source, namedChildren(node));
    default:
      return settled(source, node, last, last === undefined);
  }
}

/** `type A = b.C`, where a class is meant. */
function typeAlias(source: ScalaSource, node: SyntaxNode): readonly Statement[] {
  const name = childNamed(node, 'name');
  const type = childNamed(node, 'type');
  if (!name || !type || node.children.some(child => child.type === 'type_parameters')) return [];
  const value = typeExpr(source, type);
  if (value.kind === 'unknown') return [];
  const pattern: Pattern = { kind: 'name', at: placeOf(source, name), name: nameOf(source, name) };
  return [{ kind: 'declare', at: placeOf(source, node), pattern, value }];
}

/** `given x: T = v`; what has no name is found by its type, which nothing here does. */
function givenValue(source: ScalaSource, node: SyntaxNode): readonly Statement[] {
  const name = childNamed(node, 'name');
  const body = childNamed(node, 'body');
  if (!body) return [];
  const at = placeOf(source, node);
  if (body.type === 'with_template_body') return statements(source, namedChildren(body));
  const value = expression(source, body);
  if (!name) return [{ kind: 'evaluate', at, value }];
  return [
    { kind: 'declare', at, pattern: { kind: 'name', at: placeOf(source, name), name: nameOf(source, name) }, value },
  ];
}

/** Functions that types are extended with take what they are called on as their first parameters. */
function extensions(source: ScalaSource, node: SyntaxNode): readonly Statement[] {
  const list = childOfType(node, 'parameters');
  const of = list ? parametersOf(source, list) : [];
  const open = namedChildren(node).flatMap(child =>
    child.type === 'function_definition' ? [child] : child.type.endsWith('body') ? namedChildren(child) : [],
  );
  return open
    .filter(({ type }) => type === 'function_definition')
    .map(definition => {
      const named = childNamed(definition, 'name');
      const name = named ? nameOf(source, named) : '';
      const fn = functionNode(source, definition, { name, bindsSelf: false });
      return {
        kind: 'declare',
        at: placeOf(source, definition),
        pattern: { kind: 'name', at: placeOf(source, named ?? definition), name },
        value: functionExpr({ ...fn, parameters: [...of, ...fn.parameters] }),
      };
    });
}

/** `val x = …`, `val (a, b) = …`, `val Foo(a) = …`, `val a, b = …`. */
function declared(source: ScalaSource, node: SyntaxNode): readonly Statement[] {
  const pattern = childNamed(node, 'pattern');
  const value = childNamed(node, 'value');
  if (!pattern || !value) return [];
  const at = placeOf(source, node);
  const type = typeNamed(source, node);
  if (pattern.type === 'identifiers') {
    const given = functionalExpression(source, value);
    return namedChildren(pattern).map(name => ({
      kind: 'declare',
      at,
      pattern: { kind: 'name', at: placeOf(source, name), name: nameOf(source, name) },
      value: given,
    }));
  }
  const plain = casePattern(source, pattern);
  if (plain?.kind === 'name') {
    const typed = type ? { ...plain, type } : plain;
    const node2 = bare(value);
    if (!BRANCHING.has(node2.type))
      return [{ kind: 'declare', at, pattern: typed, value: functionalExpression(source, value) }];
    const target = nameExpr(plain.at, plain.name);
    return [
      { kind: 'declare', at, pattern: typed },
      ...settled(source, value, given => ({ kind: 'assign', at, target, value: given }), false),
    ];
  }
  const given = functionalExpression(source, value);
  if (plain) return [{ kind: 'declare', at, pattern: plain, value: given }];
  const name = madeName(source, 'value');
  const own: Pattern = { kind: 'name', at: placeOf(source, pattern), name };
  return [{ kind: 'declare', at, pattern: own, value: given }, ...bindings(source, pattern, nameExpr(own.at, name))];
}

/** What takes several statements to give a value. */
const BRANCHING: ReadonlySet<string> = new Set(['if_expression', 'match_expression', 'try_expression']);

/**
 * The statements that a value takes: conditions are statements, and a jump is one. Without `make` the value counts for
 * nothing. `isTail`: what the value makes is the last thing that happens.
 */
export function settled(
  source: ScalaSource,
  written: SyntaxNode,
  make: Make | undefined,
  isTail: boolean = make === undefined,
): readonly Statement[] {
  const node = bare(written);
  return deeper(source, node, () => settle(source, node, make, isTail)) ?? [lost(source, node)];
}

function settle(source: ScalaSource, node: SyntaxNode, make: Make | undefined, isTail: boolean): readonly Statement[] {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'if_expression': {
      const test = childNamed(node, 'condition');
      const then = childNamed(node, 'consequence');
      const otherwise = node.children.find(child => child.field === 'alternative' && child.isNamed);
      return [
        {
          kind: 'branch',
          at,
          test: test ? expression(source, test) : unknown(source, node),
          then: then ? settled(source, then, make, isTail) : [],
          otherwise: otherwise ? settled(source, otherwise, make, isTail) : [],
        },
      ];
    }
    case 'match_expression':
      return matched(source, node, make);
    case 'try_expression':
      return [attempt(source, node, make)];
    case 'throw_expression': {
      const [value] = namedChildren(node);
      return [{ kind: 'throw', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'return_expression': {
      const [value] = namedChildren(node);
      return value ? settled(source, value, returned, true) : [{ kind: 'return', at }];
    }
    case 'while_expression':
    case 'do_while_expression': {
      const test = childNamed(node, 'condition');
      const body = childNamed(node, 'body');
      return [
        {
          kind: 'repeat',
          at,
          ...(test && { test: expression(source, test) }),
          body: body ? settled(source, body, undefined) : [],
        },
      ];
    }
    case 'for_expression':
      if (!node.children.some(({ type }) => type === 'yield')) return [loop(source, node)];
      break;
    case 'block':
    case 'indented_block':
      return [{ kind: 'block', at, body: statements(source, namedChildren(node), make) }];
    case 'assignment_expression': {
      const change = assignment(source, node);
      return change ? [{ kind: 'assign', at, ...change }] : [lost(source, node)];
    }
    case 'infix_expression': {
      const change = changed(source, node);
      if (change) return [change];
    }
  }
  if (!make) return [{ kind: 'evaluate', at, value: expression(source, node) }];
  return [make(functionalExpression(source, node))];
}

/** `a += b`. */
function changed(source: ScalaSource, node: SyntaxNode): Statement | undefined {
  const left = childNamed(node, 'left');
  const operator = childNamed(node, 'operator');
  const right = childNamed(node, 'right');
  if (!left || !operator || !right || left.type === 'infix_expression') return undefined;
  const name = nameOf(source, operator);
  if (!isAssignment(name) || !CHANGES.has(name)) return undefined;
  const at = placeOf(source, node);
  const target = expression(source, left);
  const given = expression(source, right);
  return {
    kind: 'assign',
    at,
    target,
    value: name === '+=' ? sum([target, given]) : operation(at, 'arithmetic', [target, given]),
  };
}

const CHANGES: ReadonlySet<string> = new Set(['+=', '-=', '*=', '/=', '|=', '&=']);

function matched(source: ScalaSource, node: SyntaxNode, make: Make | undefined): readonly Statement[] {
  const subject = childNamed(node, 'value');
  const body = childNamed(node, 'body');
  if (!subject || !body) return [lost(source, node)];
  const at = placeOf(source, subject);
  const name = madeName(source, 'matched');
  const value = expression(source, subject);
  // A plain name is the same every time it is looked at.
  const isPlain = value.kind === 'name';
  const declared: readonly Statement[] = isPlain
    ? []
    : [{ kind: 'declare', at, pattern: { kind: 'name', at, name }, value }];
  return [...declared, ...caseStatements(source, isPlain ? value : nameExpr(at, name), body, make)];
}

function attempt(source: ScalaSource, node: SyntaxNode, make: Make | undefined): Statement {
  const body = childNamed(node, 'body');
  const clause = childOfType(node, 'catch_clause');
  const after = childOfType(node, 'finally_clause');
  const cases = clause && namedChildren(clause)[0];
  const at = placeOf(source, node);
  const name = madeName(source, 'caught');
  const caughtAt = placeOf(source, cases ?? node);
  const last = after && namedChildren(after).at(-1);
  return {
    kind: 'attempt',
    at,
    body: body ? settled(source, body, make) : [],
    ...(cases && { caught: { kind: 'name', at: caughtAt, name } satisfies Pattern }),
    handler: cases
      ? CASES.has(cases.type)
        ? caseStatements(source, nameExpr(caughtAt, name), cases, make)
        : settled(source, cases, make)
      : [],
    hasHandler: clause !== undefined,
    after: last ? settled(source, last, undefined) : [],
  };
}

const CASES: ReadonlySet<string> = new Set(['case_block', 'indented_cases']);

/** `for (a <- xs; b = a; if c) { … }`. */
function loop(source: ScalaSource, node: SyntaxNode): Statement {
  const body = childNamed(node, 'body');
  let inner: readonly Statement[] = body ? settled(source, body, undefined) : [];
  for (const step of stepsOf(node).toReversed()) {
    const at = placeOf(source, step.node);
    const value = expression(source, step.value);
    const pattern = step.pattern && casePattern(source, step.pattern);
    const names: readonly Statement[] =
      step.pattern && !pattern
        ? bindingNames(source, step.pattern).map(name => ({
            kind: 'declare',
            at,
            pattern: name,
            value: { kind: 'unknown', at, text: '', parts: [] },
          }))
        : [];
    const plain: Pattern = pattern ?? { kind: 'name', at, name: '' };
    if (step.kind === 'if') inner = [{ kind: 'branch', at, test: value, then: inner, otherwise: [] }];
    else if (step.kind === 'is') inner = [{ kind: 'declare', at, pattern: plain, value }, ...names, ...inner];
    else inner = [{ kind: 'each', at, pattern: plain, over: value, of: 'items', body: [...names, ...inner] }];
  }
  return { kind: 'block', at: placeOf(source, node), body: inner };
}
