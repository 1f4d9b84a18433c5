import { ts } from 'ts-morph';
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { assignmentStatements } from './assignments.ts';
import { classNode } from './classes.ts';
import { enumDeclaration, importAlias, namespaceDeclaration } from './declarations.ts';
import { expression } from './expressions.ts';
import { functionNode } from './functions.ts';
import { bindingPattern } from './patterns.ts';
import { isAssignment, sequence } from './operators.ts';
import { at, bare, deeper, giveDoc, unknown, type Source } from './source.ts';

/** The statements of one block: functions first, then classes, then the rest, each in source order. */
export function statements(source: Source, nodes: readonly ts.Statement[]): readonly Statement[] {
  const functions: Statement[] = [];
  const classes: Statement[] = [];
  const rest: Statement[] = [];
  for (const node of nodes) {
    const hoisted = hoistedDeclaration(source, node);
    if (!hoisted) rest.push(...statement(source, node));
    else (ts.isClassDeclaration(node) ? classes : functions).push(hoisted);
  }
  return [...functions, ...classes, ...rest];
}

/** A function or class with a name, as a declaration of it. Overloads and ambient functions have no body and say nothing. */
function hoistedDeclaration(source: Source, node: ts.Statement): Statement | undefined {
  if (ts.isFunctionDeclaration(node) && node.name && node.body) {
    const fn = deeper(source, node, () => functionNode(source, node));
    const value: Expr = fn ? { kind: 'function', at: fn.at, fn } : unknown(source, node, []);
    return { kind: 'declare', at: value.at, pattern: nameOf(source, node.name), value };
  }
  if (ts.isClassDeclaration(node) && node.name && !isAmbient(node)) {
    const cls = deeper(source, node, () => classNode(source, node));
    const value: Expr = cls ? { kind: 'class', at: cls.at, cls } : unknown(source, node, []);
    return { kind: 'declare', at: value.at, pattern: nameOf(source, node.name), value };
  }
  return undefined;
}

function isAmbient(node: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (node.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}

export function nameOf(source: Source, node: ts.Identifier): Pattern {
  return { kind: 'name', at: at(source, node), name: node.text };
}

/** One statement; several where it declares or assigns several things, none where it says nothing (types, empty ones). */
export function statement(source: Source, node: ts.Statement): readonly Statement[] {
  const translated = deeper(source, node, () => translate(source, node));
  return translated ?? [{ kind: 'evaluate', at: at(source, node), value: unknown(source, node, []) }];
}

function translate(source: Source, node: ts.Statement): readonly Statement[] {
  // `declare const x` and its like say that something exists elsewhere: a name without a declaration is just that.
  if (isAmbient(node)) return [];
  const place = at(source, node);
  if (ts.isExpressionStatement(node)) return effects(source, node.expression, node);
  if (ts.isVariableStatement(node)) return variables(source, node.declarationList, node);
  if (ts.isReturnStatement(node)) {
    if (!node.expression) return [{ kind: 'return', at: place }];
    return valueStatements(source, node.expression, value => ({ kind: 'return', at: place, value }));
  }
  if (ts.isIfStatement(node)) {
    const test = expression(source, node.expression, 'test');
    const then = nested(source, node.thenStatement);
    return [
      {
        kind: 'branch',
        at: place,
        test,
        then,
        otherwise: node.elseStatement ? nested(source, node.elseStatement) : [],
      },
    ];
  }
  if (ts.isBlock(node)) return [{ kind: 'block', at: place, body: statements(source, node.statements) }];
  if (ts.isThrowStatement(node))
    return valueStatements(source, node.expression, value => ({ kind: 'throw', at: place, value }));
  if (ts.isTryStatement(node)) return [attempt(source, node)];
  if (ts.isIterationStatement(node, false)) return loop(source, node);
  if (ts.isSwitchStatement(node)) return [select(source, node)];
  if (ts.isBreakOrContinueStatement(node)) return [{ kind: 'leave', at: place }];
  if (ts.isLabeledStatement(node)) return statement(source, node.statement);
  if (ts.isWithStatement(node)) return [...effects(source, node.expression, node), ...nested(source, node.statement)];
  if (ts.isEnumDeclaration(node)) return [enumDeclaration(source, node)];
  if (ts.isModuleDeclaration(node)) return namespaceDeclaration(source, node);
  if (ts.isImportEqualsDeclaration(node)) return importAlias(source, node);
  return [];
}

/** The statements in the place of one: a block's own, without a block around them. */
export function nested(source: Source, node: ts.Statement): readonly Statement[] {
  return ts.isBlock(node)
    ? (deeper(source, node, () => statements(source, node.statements)) ?? [])
    : statements(source, [node]);
}

/** An expression for its effects: assignments as `assign`, each part of `a, b` alone. */
export function effects(source: Source, node: ts.Expression, holder: ts.Node): readonly Statement[] {
  return sequence(node).flatMap((item): readonly Statement[] => {
    const inner = bare(item);
    if (isAssignment(inner)) {
      giveDoc(source, holder, inner.right);
      return assignmentStatements(source, inner);
    }
    // A directive, `'use strict'`, is a statement like any other.
    const value = expression(source, inner);
    if (value.kind === 'assigned') return [{ kind: 'assign', at: value.at, target: value.target, value: value.value }];
    return [{ kind: 'evaluate', at: holder === node ? value.at : at(source, holder), value }];
  });
}

/** `return a, b` and its like: what stands before the last comma runs first. */
export function valueStatements(
  source: Source,
  node: ts.Expression,
  make: (value: Expr) => Statement,
): readonly Statement[] {
  const items = sequence(node);
  const before = items.slice(0, -1).flatMap(item => effects(source, item, item));
  return [...before, make(expression(source, items.at(-1) ?? node))];
}

function variables(source: Source, list: ts.VariableDeclarationList, holder: ts.Node): readonly Statement[] {
  return list.declarations.map(declaration => {
    giveDoc(source, holder, declaration.initializer);
    return {
      kind: 'declare',
      at: at(source, declaration),
      pattern: bindingPattern(source, declaration.name, declaration.type),
      ...(declaration.initializer && { value: expression(source, declaration.initializer) }),
    };
  });
}

function attempt(source: Source, node: ts.TryStatement): Statement {
  const { catchClause, finallyBlock } = node;
  const caught = catchClause?.variableDeclaration;
  return {
    kind: 'attempt',
    at: at(source, node),
    body: statements(source, node.tryBlock.statements),
    ...(caught && { caught: bindingPattern(source, caught.name, caught.type) }),
    handler: catchClause ? statements(source, catchClause.block.statements) : [],
    hasHandler: catchClause !== undefined,
    after: finallyBlock ? statements(source, finallyBlock.statements) : [],
  };
}

function loop(source: Source, node: ts.IterationStatement): readonly Statement[] {
  const place = at(source, node);
  const body = nested(source, node.statement);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const over = expression(source, node.expression);
    const { pattern, before } = loopVariable(source, node.initializer);
    return [
      {
        kind: 'each',
        at: place,
        pattern,
        over,
        of: ts.isForOfStatement(node) ? 'items' : 'keys',
        body: [...before, ...body],
      },
    ];
  }
  if (!ts.isForStatement(node)) {
    if (!ts.isWhileStatement(node) && !ts.isDoStatement(node)) return body;
    return [{ kind: 'repeat', at: place, test: expression(source, node.expression, 'test'), body }];
  }
  const { initializer, condition, incrementor } = node;
  const repeat: Statement = {
    kind: 'repeat',
    at: place,
    ...(condition && { test: expression(source, condition, 'test') }),
    body: [...body, ...(incrementor ? effects(source, incrementor, incrementor) : [])],
  };
  if (!initializer) return [repeat];
  const before = ts.isVariableDeclarationList(initializer)
    ? variables(source, initializer, initializer)
    : effects(source, initializer, initializer);
  return [{ kind: 'block', at: place, body: [...before, repeat] }];
}

/** `for (x of …)` gives a variable that exists a value: a nameless one is declared, and the body starts with the assignment. */
function loopVariable(
  source: Source,
  node: ts.ForInitializer,
): { readonly pattern: Pattern; readonly before: readonly Statement[] } {
  if (ts.isVariableDeclarationList(node)) {
    const [declaration] = node.declarations;
    if (declaration) return { pattern: bindingPattern(source, declaration.name, declaration.type), before: [] };
    return { pattern: { kind: 'name', at: at(source, node), name: '' }, before: [] };
  }
  const target = bare(node);
  if (ts.isIdentifier(target)) return { pattern: nameOf(source, target), before: [] };
  const pattern: Pattern = { kind: 'name', at: at(source, target), name: '' };
  return {
    pattern,
    before: [
      {
        kind: 'assign',
        at: at(source, target),
        target: expression(source, target),
        value: unknown(source, target, []),
      },
    ],
  };
}

function select(source: Source, node: ts.SwitchStatement): Statement {
  return {
    kind: 'select',
    at: at(source, node),
    subject: expression(source, node.expression),
    cases: node.caseBlock.clauses.map(clause => ({
      ...(ts.isCaseClause(clause) && { test: expression(source, clause.expression) }),
      body: statements(source, clause.statements),
    })),
  };
}
