/** Branches, loops, `case` and `rescue`. */
import type { Location } from '../../core/location.ts';
import type { Expr, Statement, TypeRef } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import { patternOf } from './functions.ts';
import type { RubySource } from './source.ts';
import { NO_SINK, type Sink, into, statement, statements } from './statements.ts';

function bodyOf(source: RubySource, node: SyntaxNode | undefined, sink: Sink): readonly Statement[] {
  if (!node) return missing(source, sink);
  return CONTAINERS.has(node.type) ? statements(source, node.children, sink) : statement(source, node, sink);
}

const CONTAINERS: ReadonlySet<string> = new Set(['then', 'else', 'do', 'body_statement', 'block_body']);

/** A side that is not written gives nil. */
function missing(_source: RubySource, sink: Sink): readonly Statement[] {
  return sink.kind === 'assign' ? into(sink, { kind: 'nothing', at: sink.target.at }) : [];
}

/** `if`, `unless`, their modifiers, and `a ? b : c`. */
export function branch(source: RubySource, node: SyntaxNode, sink: Sink): Statement {
  const condition = childNamed(node, 'condition');
  const written = condition ? expression(source, condition, 'test') : unknownExpr(source, node);
  const isNegated = node.type === 'unless' || node.type === 'unless_modifier';
  const then = bodyOf(source, childNamed(node, 'consequence') ?? childNamed(node, 'body'), sink);
  const otherwise = bodyOf(source, childNamed(node, 'alternative'), sink);
  const test: Expr = isNegated ? { kind: 'operation', at: written.at, operator: 'not', operands: [written] } : written;
  return { kind: 'branch', at: placeOf(source, node), test, then, otherwise };
}

export function loop(source: RubySource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const body = bodyOf(source, childNamed(node, 'body'), NO_SINK);
  if (node.type === 'for') {
    const pattern = childNamed(node, 'pattern');
    const value = childNamed(node, 'value');
    const [over] = value ? namedChildren(value) : [];
    if (pattern && over)
      return {
        kind: 'each',
        at,
        pattern: patternOf(source, pattern),
        over: expression(source, over),
        of: 'items',
        body,
      };
  }
  const condition = childNamed(node, 'condition');
  return { kind: 'repeat', at, ...(condition && { test: expression(source, condition, 'test') }), body };
}

/** `case x when a, b … end`; without a subject, the first test that holds decides. */
export function select(source: RubySource, node: SyntaxNode, sink: Sink): Statement {
  const at = placeOf(source, node);
  const subject = childNamed(node, 'value');
  const clauses = node.children.filter(child => child.type === 'when');
  const byDefault = node.children.find(child => child.type === 'else');
  if (!subject)
    return clauses
      .slice(0, MOST_CLAUSES)
      .toReversed()
      .reduce<Statement>(
        (otherwise, clause) => ({
          kind: 'branch',
          at: placeOf(source, clause),
          test: anyOf(source, clause, patternsOf(source, clause)),
          then: bodyOf(source, childNamed(clause, 'body'), sink),
          otherwise: [otherwise],
        }),
        { kind: 'block', at, body: bodyOf(source, byDefault, sink) },
      );
  return {
    kind: 'select',
    at,
    subject: expression(source, subject),
    cases: [
      ...clauses.flatMap(clause => {
        const tests = patternsOf(source, clause);
        const body = ended(source, clause, bodyOf(source, childNamed(clause, 'body'), sink));
        return tests.map((test, index) => ({ test, body: index === tests.length - 1 ? body : [] }));
      }),
      { body: ended(source, node, bodyOf(source, byDefault, sink)) },
    ],
  };
}

function patternsOf(source: RubySource, clause: SyntaxNode): readonly Expr[] {
  return expressions(
    source,
    childrenNamed(clause, 'pattern').flatMap(pattern =>
      pattern.type === 'pattern' ? namedChildren(pattern) : [pattern],
    ),
  );
}

function anyOf(source: RubySource, clause: SyntaxNode, tests: readonly Expr[]): Expr {
  const [only, ...others] = tests;
  if (!only) return unknownExpr(source, clause);
  return others.length === 0 ? only : { kind: 'operation', at: only.at, operator: 'or', operands: tests };
}

/** No case runs on into the next one. */
function ended(source: RubySource, node: SyntaxNode, body: readonly Statement[]): readonly Statement[] {
  const last = body.at(-1);
  if (last?.kind === 'return' || last?.kind === 'throw' || last?.kind === 'leave') return body;
  const at = placeOf(source, { ...node, start: node.end });
  return [...body, { kind: 'leave', at }];
}

/** `case x in pattern`: which pattern fits is not told. */
export function matching(source: RubySource, node: SyntaxNode, sink: Sink): Statement {
  const subject = childNamed(node, 'value');
  const clauses = node.children.filter(child => child.type === 'in_clause');
  const byDefault = node.children.find(child => child.type === 'else');
  return {
    kind: 'select',
    at: placeOf(source, node),
    subject: subject ? expression(source, subject) : unknownExpr(source, node),
    cases: [
      ...clauses.map(clause => ({
        test: unknownExpr(source, childNamed(clause, 'pattern') ?? clause),
        body: ended(source, clause, bodyOf(source, childNamed(clause, 'body'), sink)),
      })),
      { body: ended(source, node, bodyOf(source, byDefault, sink)) },
    ],
  };
}

/** Statements with `rescue`, `else` and `ensure` behind them. */
export function attempt(source: RubySource, lines: readonly SyntaxNode[], sink: Sink): Statement {
  const clauses = lines.filter(line => line.type === 'rescue').slice(0, MOST_CLAUSES);
  const after = lines.find(line => line.type === 'ensure');
  const otherwise = lines.find(line => line.type === 'else');
  const body = lines.filter(line => line.type !== 'rescue' && line.type !== 'ensure' && line.type !== 'else');
  const [first] = lines;
  const last = lines.at(-1);
  const at = placeOf(source, first && last ? { ...first, end: last.end } : source.tree.root);
  const tried = otherwise
    ? [...statements(source, body, NO_SINK), ...statements(source, otherwise.children, sink)]
    : statements(source, body, sink);
  const [clause, ...others] = clauses;
  return {
    kind: 'attempt',
    at,
    body: tried,
    ...(clause && {
      caught: {
        kind: 'name' as const,
        at: placeOf(source, clause),
        name: CAUGHT,
        type: typeCaught(source, clause) ?? named(placeOf(source, clause), 'StandardError'),
      },
    }),
    handler: clause ? handlers(source, [clause, ...others], sink) : [],
    hasHandler: clause !== undefined,
    after: after ? statements(source, after.children, NO_SINK) : [],
  };
}

/** Clauses of one `rescue` that are told apart: they nest in the result. */
const MOST_CLAUSES = 50;

/** The error, under a name that no variable can have. */
const CAUGHT = '$!';

/** The classes that a clause names: one, or several under no name. Without any it catches every `StandardError`. */
function typeCaught(source: RubySource, clause: SyntaxNode): TypeRef | undefined {
  const types = childNamed(clause, 'exceptions');
  const classes = types ? namedChildren(types).map(node => named(placeOf(source, node), textOf(source, node))) : [];
  const [only, ...others] = classes;
  if (!types || !only) return undefined;
  return others.length === 0
    ? only
    : { ...named(placeOf(source, types), ''), arguments: classes, text: textOf(source, types) };
}

/** Constants go by their whole name. */
function named(at: Location, name: string): TypeRef {
  return { at, name, qualifier: [], arguments: [], text: name };
}

function handlers(source: RubySource, clauses: readonly SyntaxNode[], sink: Sink): readonly Statement[] {
  const [clause, ...others] = clauses;
  if (!clause) return [];
  const at = placeOf(source, clause);
  const error: Expr = { kind: 'name', at, name: CAUGHT };
  const variable = childNamed(clause, 'variable');
  const [name] = variable ? namedChildren(variable) : [];
  const type = typeCaught(source, clause);
  const own: readonly Statement[] = [
    ...(name
      ? [
          {
            kind: 'declare' as const,
            at: placeOf(source, name),
            pattern: {
              kind: 'name' as const,
              at: placeOf(source, name),
              name: textOf(source, name),
              ...(type && { type }),
            },
            value: error,
          },
        ]
      : []),
    ...bodyOf(source, childNamed(clause, 'body'), sink),
  ];
  if (others.length === 0) return own;
  const types = childNamed(clause, 'exceptions');
  const tests = types
    ? expressions(source, namedChildren(types)).map((type): Expr => ({
        kind: 'operation',
        at: type.at,
        operator: 'instance-of',
        operands: [error, type],
      }))
    : [unknownExpr(source, clause)];
  return [
    {
      kind: 'branch',
      at,
      test: anyOf(source, clause, tests),
      then: own,
      otherwise: handlers(source, others, sink),
    },
  ];
}
