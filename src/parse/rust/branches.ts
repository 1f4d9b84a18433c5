/**
 * Expressions that hold statements: `if`, `match`, loops and blocks. In Rust they are values; here they become statements
 * that hand their value on to where it is wanted.
 */
import type { Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, inner } from './expressions.ts';
import { bound, conditionOf, conjunction, lenient, matched, subjectOf } from './patterns.ts';
import { bare, inside, type RustSource, withBefore } from './source.ts';
import { statements } from './statements.ts';

/** What is done with a value. */
export type Sink = (value: Expr) => readonly Statement[];

export const returning: Sink = value => [{ kind: 'return', at: value.at, value }];
export const discarding: Sink = value => (value.kind === 'nothing' ? [] : [{ kind: 'evaluate', at: value.at, value }]);
export function assigning(target: Expr): Sink {
  return value => [{ kind: 'assign', at: value.at, target, value }];
}

const BRANCHING: ReadonlySet<string> = new Set([
  'if_expression',
  'match_expression',
  'block',
  'unsafe_block',
  'const_block',
  'try_block',
  'loop_expression',
  'while_expression',
  'for_expression',
  'return_expression',
  'break_expression',
  'continue_expression',
]);

export function isBranching(node: SyntaxNode): boolean {
  return BRANCHING.has(node.type);
}

/** The statements of an expression, whose value goes into `sink`. */
export function into(source: RustSource, written: SyntaxNode, sink: Sink): readonly Statement[] {
  const node = bare(written);
  const read = (): readonly Statement[] => {
    if (!isBranching(node)) return plainly(source, node, sink);
    const [found, before] = withBefore(source, () => branching(source, node, sink));
    return [...before, ...found];
  };
  return (
    deeper(source, node, read) ?? [{ kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node) }]
  );
}

function plainly(source: RustSource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  const [value, before] = withBefore(source, () => expression(source, node));
  const thrown = value.kind === 'unknown' && value.text.startsWith('panic!') ? value : undefined;
  return [...before, ...(thrown ? [{ kind: 'throw', at: thrown.at } satisfies Statement] : sink(value))];
}

function branching(source: RustSource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'block':
      return [{ kind: 'block', at, body: blockInto(source, node, sink) }];
    case 'unsafe_block':
    case 'const_block':
    case 'try_block': {
      const block = childOfType(node, 'block');
      return block ? [{ kind: 'block', at, body: blockInto(source, block, sink) }] : [];
    }
    case 'if_expression':
      return ifStatement(source, node, sink);
    case 'match_expression':
      return matchStatement(source, node, sink);
    case 'return_expression': {
      const value = namedChildren(node)[0];
      return value ? into(source, value, returning) : [{ kind: 'return', at }];
    }
    case 'break_expression':
    case 'continue_expression': {
      const value = namedChildren(node).find(child => child.type !== 'label');
      return [...(value ? into(source, value, discarding) : []), { kind: 'leave', at }];
    }
    default:
      // Only `loop` may give a value, by `break`.
      return [
        loop(source, node),
        ...(sink === discarding || node.type !== 'loop_expression' ? [] : sink(unknownExpr(source, node))),
      ];
  }
}

/** Statements of a block in braces, the last of which may be its value. */
export function blockInto(source: RustSource, block: SyntaxNode, sink: Sink): readonly Statement[] {
  return inside(source, () => statements(source, block, sink));
}

function ifStatement(source: RustSource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  const at = placeOf(source, node);
  const condition = childNamed(node, 'condition');
  const consequence = childNamed(node, 'consequence');
  const alternative = childNamed(node, 'alternative');
  const otherwise = alternative?.type === 'else_clause' ? namedChildren(alternative)[0] : alternative;
  const [test, then] = inside(source, () => {
    const found = condition
      ? conditionOf(source, condition)
      : { test: unknownExpr(source, node), binds: [] as readonly Statement[] };
    return [found.test, [...found.binds, ...(consequence ? blockInto(source, consequence, sink) : [])]] as const;
  });
  const rest = otherwise ? unblocked(into(source, otherwise, sink)) : [];
  return [{ kind: 'branch', at, test, then, otherwise: rest }];
}

/** A block alone in a branch is that branch. */
function unblocked(list: readonly Statement[]): readonly Statement[] {
  const [only, ...others] = list;
  return only?.kind === 'block' && others.length === 0 ? only.body : list;
}

/** Arms that are put into each other; where there are more, each is asked by itself. */
const NESTED_ARMS = 30;

function matchStatement(source: RustSource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  const value = childNamed(node, 'value');
  const body = childNamed(node, 'body');
  const arms = body ? namedChildren(body).filter(child => child.type === 'match_arm') : [];
  if (!value) return [];
  const subject = subjectOf(source, value);
  const read = arms.map(arm => armOf(source, arm, subject, sink));
  if (read.length > NESTED_ARMS) return read.flatMap(arm => (arm.test ? [arm.branch([])] : arm.body));
  return read.reduceRight<readonly Statement[]>(
    (otherwise, arm) => (arm.test ? [arm.branch(otherwise)] : arm.body),
    [],
  );
}

type Arm = {
  readonly test: Expr | undefined;
  readonly body: readonly Statement[];
  readonly branch: (otherwise: readonly Statement[]) => Statement;
};

function armOf(source: RustSource, arm: SyntaxNode, subject: Expr, sink: Sink): Arm {
  const at = placeOf(source, arm);
  return inside(source, () => {
    const pattern = childNamed(arm, 'pattern');
    const found = pattern ? matched(source, pattern, subject) : { tests: [], binds: [] };
    const condition = pattern && childNamed(pattern, 'condition');
    const [guard, before] = withBefore(source, () => (condition ? conditionOf(source, condition) : undefined));
    // A guard sees what the pattern binds.
    if (guard) source.at.before.push(...found.binds.map(lenient), ...before);
    const value = childNamed(arm, 'value');
    const body = [...found.binds, ...(guard?.binds ?? []), ...(value ? unblocked(into(source, value, sink)) : [])];
    const test = conjunction(at, [...found.tests, ...(guard ? [guard.test] : [])]);
    return {
      test,
      body,
      branch: otherwise => ({ kind: 'branch', at, test: test ?? unknownExpr(source, arm), then: body, otherwise }),
    };
  });
}

function loop(source: RustSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const block = childNamed(node, 'body');
  return inside(source, (): Statement => {
    if (node.type === 'for_expression') {
      const pattern = childNamed(node, 'pattern');
      const value = childNamed(node, 'value');
      const over = value ? expression(source, value) : unknownExpr(source, node, inner(source, node));
      return {
        kind: 'each',
        at,
        pattern: pattern ? bound(source, pattern) : { kind: 'name', at, name: '_' },
        over,
        of: 'items',
        body: block ? blockInto(source, block, discarding) : [],
      };
    }
    const condition = childNamed(node, 'condition');
    const [found, before] = withBefore(source, () => (condition ? conditionOf(source, condition) : undefined));
    const body = [...before, ...(found?.binds ?? []), ...(block ? blockInto(source, block, discarding) : [])];
    // What a condition with a pattern looks at is made anew in each round.
    return { kind: 'repeat', at, ...(found && before.length === 0 ? { test: found.test } : {}), body };
  });
}
