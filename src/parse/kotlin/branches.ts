/** `if`, `when` and `try` as statements. */
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { ifParts, isJump, nameAsValue, STATEMENTS, type WhenEntry, whenParts, whenTest } from './conditions.ts';
import { expression } from './expressions.ts';
import { NESTED_SIDES } from '../syntax/operators.ts';
import { operation } from '../sums.ts';
import { bare, type KotlinSource, nameOf, unknown } from './source.ts';
import { blockStatements, patternOf } from './statements.ts';
import { isType, typeExpr, typeIn } from './types.ts';

/** Makes a statement of a value: a return, an assignment. */
export type Make = (value: Expr) => Statement;

/** Whether a side holds more than a value: several statements, or a jump. Then the whole is read as statements. */
export function isConditional(written: SyntaxNode): boolean {
  const open = [written];
  for (let node = open.pop(); node; node = open.pop()) {
    const inner = bare(node);
    if (isJump(inner) || STATEMENTS.has(inner.type)) return true;
    if (inner.type === 'block') {
      const held = namedChildren(inner);
      if (held.length > 1) return true;
      open.push(...held);
    } else if (inner.type === 'if_expression') {
      const { then, otherwise } = ifParts(inner);
      open.push(...[then, otherwise].filter(side => side !== undefined));
    } else if (inner.type === 'when_expression') {
      const { declared, entries } = whenParts(inner);
      if (declared || entries.length > NESTED_SIDES) return true;
      open.push(...entries.flatMap(({ body }) => body ?? []));
    }
  }
  return false;
}

export function branch(source: KotlinSource, node: SyntaxNode, make: Make | undefined): Statement {
  const { test, then, otherwise } = ifParts(node);
  return {
    kind: 'branch',
    at: placeOf(source, node),
    test: test ? expression(source, test) : unknown(source, node),
    then: blockStatements(source, then, make),
    otherwise: blockStatements(source, otherwise, make),
  };
}

/** Branches that nest to the right; a selection where they would nest too deeply or all compare with one subject. */
export function when(source: KotlinSource, node: SyntaxNode, make: Make | undefined): readonly Statement[] {
  const { declared, subject, entries } = whenParts(node);
  const given = subject && expression(source, subject);
  const against = declared ? nameAsValue(source, declared) : given;
  const choice = selection(source, node, entries, against, make);
  if (!declared || !given) return choice;
  const at = placeOf(source, node);
  const pattern = patternOf(source, declared);
  return [
    { kind: 'block', at, body: [{ kind: 'declare', at: placeOf(source, declared), pattern, value: given }, ...choice] },
  ];
}

function selection(
  source: KotlinSource,
  node: SyntaxNode,
  entries: readonly WhenEntry[],
  subject: Expr | undefined,
  make: Make | undefined,
): readonly Statement[] {
  const at = placeOf(source, node);
  if (subject && entries.every(({ conditions }) => conditions.every(condition => !TESTS.has(condition.type)))) {
    const cases = entries.flatMap(entry => {
      const body = left(source, entry, make);
      const tests = entry.conditions.map(condition => expression(source, condition));
      // Of several conditions, each runs on into the next one, and the last one into the body.
      return tests.length === 0
        ? [{ body }]
        : tests.map((test, index) => ({ test, body: index === tests.length - 1 ? body : [] }));
    });
    return [{ kind: 'select', at, subject, cases }];
  }
  if (entries.length > NESTED_SIDES) {
    const cases = entries.map(entry => ({
      ...(entry.conditions.length > 0 && { test: whenTest(source, entry, subject) }),
      body: left(source, entry, make),
    }));
    return [{ kind: 'select', at, subject: { kind: 'boolean', at, value: true }, cases }];
  }
  let rest: readonly Statement[] = [];
  for (const entry of entries.toReversed()) {
    const then = blockStatements(source, entry.body, make);
    if (entry.conditions.length === 0) rest = then;
    else {
      const test = whenTest(source, entry, subject);
      rest = [{ kind: 'branch', at: placeOf(source, entry.node), test, then, otherwise: rest }];
    }
  }
  return rest;
}

const TESTS: ReadonlySet<string> = new Set(['type_test', 'range_test']);

/** The body of a case, which leaves the selection at its end. */
function left(source: KotlinSource, entry: WhenEntry, make: Make | undefined): readonly Statement[] {
  const body = blockStatements(source, entry.body, make);
  const last = body.at(-1)?.kind;
  if (last === 'return' || last === 'throw' || last === 'leave') return body;
  return [...body, { kind: 'leave', at: placeOf(source, entry.node) }];
}

export function attempt(source: KotlinSource, node: SyntaxNode, make: Make | undefined): Statement {
  const catches = node.children.filter(({ type }) => type === 'catch_block');
  const last = childOfType(node, 'finally_block');
  const [first] = catches;
  return {
    kind: 'attempt',
    at: placeOf(source, node),
    body: blockStatements(source, childOfType(node, 'block'), make),
    ...(first && { caught: caughtBy(source, first, catches.length === 1) }),
    handler: handlers(source, catches, make),
    hasHandler: catches.length > 0,
    after: last ? blockStatements(source, childOfType(last, 'block')) : [],
  };
}

function caughtBy(source: KotlinSource, node: SyntaxNode, isTyped: boolean): Pattern {
  const name = childOfType(node, 'identifier');
  const type = isTyped ? typeIn(source, node.children) : undefined;
  return {
    kind: 'name',
    at: placeOf(source, name ?? node),
    name: name ? nameOf(source, name) : '',
    ...(type && { type }),
  };
}

/** Several handlers choose by the type of what was caught, which goes by the first one's name. */
function handlers(source: KotlinSource, catches: readonly SyntaxNode[], make: Make | undefined): readonly Statement[] {
  const [first] = catches;
  const name = first && childOfType(first, 'identifier');
  if (!first || !name) return [];
  if (catches.length === 1) return blockStatements(source, childOfType(first, 'block'), make);
  const caught = expression(source, name);
  const bodies = catches.map(node => handler(source, node, caught, make));
  let rest: readonly Statement[] = [];
  for (const { at, test, body } of bodies.slice(0, NESTED_SIDES).toReversed())
    rest = [{ kind: 'branch', at, test, then: body, otherwise: rest }];
  return rest;
}

function handler(
  source: KotlinSource,
  node: SyntaxNode,
  caught: Expr,
  make: Make | undefined,
): { readonly at: Statement['at']; readonly test: Expr; readonly body: readonly Statement[] } {
  const at = placeOf(source, node);
  const type = node.children.find(isType);
  const pattern = caughtBy(source, node, true);
  const body = blockStatements(source, childOfType(node, 'block'), make);
  const isSame = caught.kind === 'name' && pattern.kind === 'name' && pattern.name === caught.name;
  return {
    at,
    test: type ? operation(at, 'instance-of', [caught, typeExpr(source, type)]) : unknown(source, node),
    body: isSame ? body : [{ kind: 'declare', at, pattern, value: caught }, ...body],
  };
}
