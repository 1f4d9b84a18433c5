/** `switch` in its forms, and `select`. */
import type { Expr, Statement } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import { namePattern } from './functions.ts';
import { linesOf, type GoSource } from './source.ts';
import { first, statement, statements, unknownSubject } from './statements.ts';
import { typeExpr, typeOf } from './types.ts';

type Case = Extract<Statement, { kind: 'select' }>['cases'][number];

/** `switch x { … }`. Without a subject it is a chain of branches; so it says which test decides. */
export function select(source: GoSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const before = first(source, node);
  const written = childNamed(node, 'value');
  const cases = namedChildren(node).filter(child => child.type.endsWith('_case'));
  const decided: readonly Statement[] =
    written || cases.some(fallsThrough)
      ? [
          {
            kind: 'select',
            at,
            subject: written ? expression(source, written) : { kind: 'boolean', at, value: true },
            cases: cases.flatMap(one => casesOf(source, one)),
          },
        ]
      : branches(source, cases);
  const [only] = decided;
  return only && decided.length === 1 && before.length === 0
    ? only
    : { kind: 'block', at, body: [...before, ...decided] };
}

/** Each case is a branch whose other side holds the next one; the default comes last, wherever it stands. */
function branches(source: GoSource, cases: readonly SyntaxNode[]): readonly Statement[] {
  const byDefault = cases.find(one => one.type === 'default_case');
  let otherwise = byDefault ? bodyOfCase(source, byDefault) : [];
  for (const one of cases.filter(other => other !== byDefault).toReversed()) {
    const tests = testsOf(source, one);
    const at = placeOf(source, one);
    const [only] = tests;
    const test: Expr = only && tests.length === 1 ? only : { kind: 'operation', at, operator: 'or', operands: tests };
    otherwise = [{ kind: 'branch', at, test, then: bodyOfCase(source, one), otherwise }];
  }
  return otherwise;
}

function testsOf(source: GoSource, node: SyntaxNode): readonly Expr[] {
  const list = childNamed(node, 'value');
  return list ? expressions(source, namedChildren(list)) : [];
}

/** The body of a case; a `break` at its end says what holds anyway. */
function bodyOfCase(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const body = statements(source, linesIn(node));
  return body.at(-1)?.kind === 'leave' ? body.slice(0, -1) : body;
}

function linesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return linesOf({ ...node, children: node.children.filter(child => child.field === undefined) });
}

function fallsThrough(node: SyntaxNode): boolean {
  return linesIn(node).at(-1)?.type === 'fallthrough_statement';
}

/** Several values of one body are cases without a body of their own, which run on into it. */
function casesOf(source: GoSource, node: SyntaxNode): readonly Case[] {
  const at = placeOf(source, node);
  const body: readonly Statement[] = fallsThrough(node)
    ? statements(source, linesIn(node))
    : [...statements(source, linesIn(node)), { kind: 'leave', at }];
  if (node.type === 'default_case') return [{ body }];
  const tests = testsOf(source, node);
  return tests.map((test, index) => ({ test, body: index === tests.length - 1 ? body : [] }));
}

/** `switch x := v.(type) { … }`: which case it is cannot be told; `x` is `v`, of the type where the case has one. */
export function typeSwitch(source: GoSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const alias = childNamed(node, 'alias');
  const [name] = alias ? namedChildren(alias) : [];
  const written = childNamed(node, 'value');
  const subject = written ? expression(source, written) : unknownSubject(source, node);
  const cases = namedChildren(node).filter(child => child.type.endsWith('_case'));
  const decided: Statement = {
    kind: 'select',
    at,
    subject: unknownSubject(source, node),
    cases: cases.map((one): Case => {
      const types = childrenNamed(one, 'type');
      const [type] = types;
      const bound: readonly Statement[] =
        name && type && types.length === 1
          ? [
              {
                kind: 'declare',
                at: placeOf(source, one),
                pattern: namePattern(source, name, typeOf(source, type)),
                value: { kind: 'name', at: placeOf(source, name), name: `${SUBJECT} ${nameOf(name)}` },
              },
            ]
          : [];
      const body: readonly Statement[] = [
        ...bound,
        ...statements(source, linesIn(one)),
        { kind: 'leave', at: placeOf(source, one) },
      ];
      return type ? { test: unknownTest(source, one, type), body } : { body };
    }),
  };
  const held: readonly Statement[] = name
    ? [
        { kind: 'declare', at, pattern: { kind: 'name', at, name: `${SUBJECT} ${nameOf(name)}` }, value: subject },
        {
          kind: 'declare',
          at,
          pattern: namePattern(source, name),
          value: { kind: 'name', at, name: `${SUBJECT} ${nameOf(name)}` },
        },
      ]
    : [{ kind: 'evaluate', at, value: subject }];
  return { kind: 'block', at, body: [...first(source, node), ...held, decided] };
}

/** What is asked for its type is held under a name that no program has. */
const SUBJECT = 'subject';

function nameOf(name: SyntaxNode): string {
  return `${name.start}`;
}

function unknownTest(source: GoSource, node: SyntaxNode, type: SyntaxNode): Expr {
  return {
    kind: 'operation',
    at: placeOf(source, type),
    operator: 'instance-of',
    operands: [unknownSubject(source, node), typeExpr(source, type)],
  };
}

/** `select`: what comes first over some channel cannot be told. */
export function wait(source: GoSource, node: SyntaxNode): Statement {
  const cases = namedChildren(node).filter(child => child.type.endsWith('_case'));
  return {
    kind: 'select',
    at: placeOf(source, node),
    subject: unknownSubject(source, node),
    cases: cases.map((one): Case => {
      const communication = childNamed(one, 'communication');
      const end: Statement = { kind: 'leave', at: placeOf(source, one) };
      const body = [
        ...(communication ? received(source, communication) : []),
        ...statements(source, linesIn(one)),
        end,
      ];
      return communication ? { test: unknownSubject(source, communication), body } : { body };
    }),
  };
}

function received(source: GoSource, node: SyntaxNode): readonly Statement[] {
  if (node.type !== 'receive_statement') return statement(source, node);
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (!right) return [];
  const value = expression(source, right);
  const names = left ? namedChildren(left).filter(name => name.type === 'identifier') : [];
  const isNew = node.children.some(child => child.type === ':=');
  const done: Statement = { kind: 'evaluate', at: value.at, value };
  if (!isNew) return [done];
  return [
    done,
    ...names.map((name): Statement => ({
      kind: 'declare',
      at: value.at,
      pattern: namePattern(source, name),
      value: unknownSubject(source, name),
    })),
  ];
}
