/** Expressions that choose, as statements: each way through them ends with what `end` makes of its value. */
import type { Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, testOf } from './expressions.ts';
import { quotation } from './calls.ts';
import { noteAliases } from './modules.ts';
import { asParts, bindings, readPattern, shapeTest } from './patterns.ts';
import {
  argumentNodes,
  callExpr,
  doBlock,
  type ElixirSource,
  type Env,
  fork,
  functionNode,
  keywordValue,
  operatorOf,
  statementsOf,
  targetName,
  unknown,
} from './source.ts';

export const CHOOSING: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'cond', 'with', 'try', 'receive']);

/** The statements of a block, whose last one gives its value back. */
export function body(
  source: ElixirSource,
  env: Env,
  nodes: readonly SyntaxNode[],
  around: SyntaxNode,
): readonly Statement[] {
  const last = nodes.at(-1);
  if (!last) return [given({ kind: 'nothing', at: placeOf(source, around) })];
  return [...nodes.slice(0, -1).flatMap(node => plain(source, env, node)), ...tail(source, env, last)];
}

function given(value: Expr): Statement {
  return { kind: 'return', at: value.at, value };
}

/** A statement whose value nobody takes. */
function plain(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  if (isDeclaration(source, env, node)) return [];
  const match = matchParts(source, node);
  if (match) return matched(source, env, node, match);
  return [{ kind: 'evaluate', at: placeOf(source, node), value: expression(source, env, node) }];
}

/** `alias`, `import`, `require` and `use` inside a function hold for the rest of its block. */
function isDeclaration(source: ElixirSource, env: Env, node: SyntaxNode): boolean {
  const name = targetName(source, node);
  if (name !== 'alias' && name !== 'import' && name !== 'require') return false;
  noteAliases(source, env, node, name);
  return true;
}

/** Statements that end in a return of the value of an expression. */
export function tail(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  return deeper(source, node, () => tailOf(source, env, node)) ?? [given(unknown(source, node))];
}

function tailOf(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  if (isDeclaration(source, env, node)) return [];
  const match = matchParts(source, node);
  if (match) {
    const statements = matched(source, env, node, match);
    const last = statements.at(-1);
    const value = last?.kind === 'declare' && last.pattern.kind === 'name' ? last.pattern : undefined;
    return [...statements, given(value ? { kind: 'name', at: value.at, name: value.name } : unknown(source, node))];
  }
  if (node.type === 'block') return body(source, fork(env), statementsOf(node), node);
  const name = targetName(source, node);
  if (name !== undefined && CHOOSING.has(name)) return choosing(source, env, node, name);
  if (name === 'quote') return quotedBody(source, env, node);
  if (node.type === 'binary_operator' && operatorOf(source, node) === '|>') {
    const right = childNamed(node, 'right');
    const left = childNamed(node, 'left');
    if (left && right && targetName(source, right) === 'case')
      return caseOf(source, env, right, expression(source, env, left));
  }
  return [given(expression(source, env, node))];
}

type Match = { readonly pattern: SyntaxNode; readonly value: SyntaxNode };

export function matchParts(source: ElixirSource, node: SyntaxNode): Match | undefined {
  if (node.type !== 'binary_operator' || operatorOf(source, node) !== '=') return undefined;
  const pattern = childNamed(node, 'left');
  const value = childNamed(node, 'right');
  return pattern && value ? { pattern, value } : undefined;
}

/** `pattern = value`: an error where it is known not to fit. */
function matched(source: ElixirSource, env: Env, node: SyntaxNode, match: Match): readonly Statement[] {
  const value = expression(source, env, match.value);
  return bound(source, env, match.pattern, value, node);
}

function bound(
  source: ElixirSource,
  env: Env,
  pattern: SyntaxNode,
  value: Expr,
  node: SyntaxNode,
): readonly Statement[] {
  if (pattern.type === 'identifier') {
    const name = textOf(source, pattern);
    env.variables.set(name, true);
    const at = placeOf(source, node);
    return [{ kind: 'declare', at, pattern: { kind: 'name', at: placeOf(source, pattern), name }, value }];
  }
  const { statements, subject } = held(source, node, value);
  const read = readPattern(source, env, pattern, subject);
  return [...statements, ...demanded(source, node, subject, read), ...bindings(source, env, read.bound)];
}

/** Where a value is known not to fit, the program fails. */
function demanded(
  source: ElixirSource,
  node: SyntaxNode,
  subject: Expr,
  read: { readonly shape: Expr; readonly isAnything: boolean },
): readonly Statement[] {
  if (read.isAnything) return [];
  const at = placeOf(source, node);
  const test = shapeTest(source, node, 'mismatches', subject, read.shape);
  return [{ kind: 'branch', at, test, then: [{ kind: 'throw', at }], otherwise: [] }];
}

/** Gives a value a name of its own, so that it is evaluated once. */
function held(
  source: ElixirSource,
  node: SyntaxNode,
  value: Expr,
): { readonly statements: readonly Statement[]; readonly subject: Expr } {
  if (value.kind === 'name') return { statements: [], subject: value };
  const at = value.at;
  const name = `(value ${++source.counts.made})`;
  return {
    statements: [{ kind: 'declare', at: placeOf(source, node), pattern: { kind: 'name', at, name }, value }],
    subject: { kind: 'name', at, name },
  };
}

/** The statements that `if`, `case` and their kin are. */
export function choosing(source: ElixirSource, env: Env, node: SyntaxNode, name: string): readonly Statement[] {
  switch (name) {
    case 'if':
    case 'unless':
      return conditional(source, env, node, name === 'unless');
    case 'case': {
      const [subject] = argumentNodes(node);
      return caseOf(source, env, node, subject ? expression(source, env, subject) : unknown(source, node));
    }
    case 'cond':
      return condOf(source, env, node);
    case 'with':
      return withOf(source, env, node);
    case 'try':
      return tryOf(source, env, node);
    default:
      return [given(unknown(source, node))];
  }
}

/** The block of `do` and the one of `else`, however they are written. */
export function sides(
  source: ElixirSource,
  node: SyntaxNode,
): { readonly then: readonly SyntaxNode[]; readonly otherwise: readonly SyntaxNode[] | undefined } {
  const block = doBlock(node);
  if (block) {
    const last = childOfType(block, 'else_block');
    return { then: statementsOf(block), otherwise: last && statementsOf(last) };
  }
  const then = keywordValue(source, node, 'do');
  const otherwise = keywordValue(source, node, 'else');
  return { then: then ? [then] : [], otherwise: otherwise && [otherwise] };
}

function conditional(source: ElixirSource, env: Env, node: SyntaxNode, isNegated: boolean): readonly Statement[] {
  const [condition] = argumentNodes(node);
  const { then, otherwise } = sides(source, node);
  const inside = fork(env);
  const test = condition ? testOf(source, inside, condition) : unknown(source, node);
  const yes = body(source, fork(inside), then, node);
  const no = body(source, fork(inside), otherwise ?? [], node);
  const at = placeOf(source, node);
  return [{ kind: 'branch', at, test, then: isNegated ? no : yes, otherwise: isNegated ? yes : no }];
}

export type Clause = {
  readonly node: SyntaxNode;
  readonly patterns: readonly SyntaxNode[];
  readonly guard: SyntaxNode | undefined;
  readonly body: readonly SyntaxNode[];
};

/** `pattern, pattern when guard -> body`. */
export function clausesIn(source: ElixirSource, block: SyntaxNode | undefined): readonly Clause[] {
  return (block?.children ?? []).flatMap((node): readonly Clause[] => {
    if (node.type !== 'stab_clause') return [];
    const left = childNamed(node, 'left');
    const right = childNamed(node, 'right');
    const isGuarded = left?.type === 'binary_operator' && operatorOf(source, left) === 'when';
    const patterns = isGuarded ? childNamed(left, 'left') : left;
    return [
      {
        node,
        patterns: patterns ? (patterns.type === 'arguments' ? namedChildren(patterns) : [patterns]) : [],
        guard: isGuarded ? childNamed(left, 'right') : undefined,
        body: statementsOf(right),
      },
    ];
  });
}

export function caseOf(source: ElixirSource, env: Env, node: SyntaxNode, value: Expr): readonly Statement[] {
  const { statements, subject } = held(source, node, value);
  const clauses = clausesIn(source, doBlock(node));
  return [...statements, ...chosen(source, env, node, { clauses, subjects: [subject] })];
}

type Choice = {
  readonly clauses: readonly Clause[];
  readonly subjects: readonly Expr[];
  /** What has to hold beside the patterns of a clause. */
  readonly missing?: (clause: Clause) => readonly Expr[];
};

/**
 * Clauses in order, each of which returns: the first whose patterns fit and whose guard holds. The last one is taken unless it
 * is known not to fit: a program is written for what comes.
 */
export function chosen(
  source: ElixirSource,
  env: Env,
  node: SyntaxNode,
  { clauses, subjects, missing = () => [] }: Choice,
): readonly Statement[] {
  const out: Statement[] = [];
  for (const [index, clause] of clauses.entries()) {
    const inside = fork(env);
    const at = placeOf(source, clause.node);
    const reads = clause.patterns.map((pattern, place) => {
      const subject = subjects[place] ?? unknown(source, pattern);
      return { subject, pattern, read: readPattern(source, inside, pattern, subject) };
    });
    const shaped = reads.filter(({ read }) => !read.isAnything);
    const all = reads.flatMap(({ read }) => read.bound);
    const isLast = index === clauses.length - 1;
    const guarding = fork(inside);
    asParts(guarding, all);
    const guard = clause.guard ? [testOf(source, guarding, clause.guard)] : [];
    const absent = missing(clause);
    const statements = (): readonly Statement[] => [
      ...bindings(source, inside, all),
      ...body(source, inside, clause.body, clause.node),
    ];
    const isOfTypes = clause.guard === undefined || TYPE_GUARD.test(textOf(source, clause.guard));
    if (isLast && isOfTypes && absent.length === 0) {
      for (const { subject, pattern, read } of shaped) out.push(...demanded(source, pattern, subject, read));
      for (const test of guard) out.push(...upheld(source, clause.node, test));
      out.push(...statements());
      return out;
    }
    const tests = [
      ...absent,
      ...shaped.map(({ subject, pattern, read }) => shapeTest(source, pattern, 'matches', subject, read.shape)),
      ...guard,
    ];
    const [first, ...others] = tests;
    if (!first) {
      out.push(...statements());
      return out;
    }
    const test: Expr =
      others.length === 0 ? first : { kind: 'operation', at, operator: 'and', operands: [first, ...others] };
    out.push({ kind: 'branch', at, test, then: statements(), otherwise: [] });
  }
  out.push({ kind: 'throw', at: placeOf(source, node) });
  return out;
}

/** A guard that asks for nothing but the types of values. */
const TYPE_GUARD = /^is_[a-z]+\([^()\n]{0,80}\)(?:\s{1,20}(?:and|or)\s{1,20}is_[a-z]+\([^()\n]{0,80}\)){0,6}$/;

/** What a guard is known to refuse is an error. */
function upheld(source: ElixirSource, node: SyntaxNode, test: Expr): readonly Statement[] {
  const at = placeOf(source, node);
  const fails = shapeTest(source, node, 'mismatches', test, { kind: 'boolean', at: test.at, value: true });
  return [{ kind: 'branch', at, test: fails, then: [{ kind: 'throw', at }], otherwise: [] }];
}

function condOf(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const out: Statement[] = [];
  for (const clause of clausesIn(source, doBlock(node))) {
    const inside = fork(env);
    const at = placeOf(source, clause.node);
    const [condition] = clause.patterns;
    const test = condition ? testOf(source, inside, condition) : unknown(source, clause.node);
    const then = body(source, inside, clause.body, clause.node);
    if (test.kind === 'boolean' && test.value) return [...out, ...then];
    out.push({ kind: 'branch', at, test, then, otherwise: [] });
  }
  return [...out, { kind: 'throw', at: placeOf(source, node) }];
}

/** `with a <- b, c <- d do … else … end`: what does not fit goes to the clauses of `else`, or is what the whole gives. */
function withOf(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const inside = fork(env);
  const out: Statement[] = [];
  const block = doBlock(node);
  const others = clausesIn(source, block && childOfType(block, 'else_block'));
  const at = placeOf(source, node);
  const otherwise: Expr = { kind: 'name', at, name: `(else ${++source.counts.made})` };
  if (others.length > 0) {
    const subject: Expr = { kind: 'name', at, name: '(value)' };
    const fn = functionNode(source, node, {
      parameters: [
        { at, pattern: { kind: 'name', at, name: '(value)' }, isRest: false, decorators: [], isField: false },
      ],
      body: chosen(source, env, node, { clauses: others, subjects: [subject] }),
    });
    out.push({
      kind: 'declare',
      at,
      pattern: { kind: 'name', at, name: otherwise.name },
      value: { kind: 'function', at, fn },
    });
  }
  for (const step of argumentNodes(node)) {
    if (step.type === 'keywords') continue;
    const isStep = step.type === 'binary_operator' && operatorOf(source, step) === '<-';
    if (!isStep) {
      out.push(...plain(source, inside, step));
      continue;
    }
    const left = childNamed(step, 'left');
    const right = childNamed(step, 'right');
    if (!left || !right) continue;
    const isGuarded = left.type === 'binary_operator' && operatorOf(source, left) === 'when';
    const pattern = isGuarded ? childNamed(left, 'left') : left;
    const guard = isGuarded ? childNamed(left, 'right') : undefined;
    if (!pattern) continue;
    const { statements, subject } = held(source, step, expression(source, inside, right));
    out.push(...statements);
    const read = readPattern(source, inside, pattern, subject);
    const guarding = fork(inside);
    asParts(guarding, read.bound);
    const tests = [
      ...(read.isAnything ? [] : [shapeTest(source, pattern, 'matches', subject, read.shape)]),
      ...(guard ? [testOf(source, guarding, guard)] : []),
    ];
    const [first, ...more] = tests;
    if (first) {
      const test: Expr =
        more.length === 0
          ? first
          : { kind: 'operation', at: placeOf(source, step), operator: 'and', operands: [first, ...more] };
      const left = others.length > 0 ? callExpr(source, step, { callee: otherwise, args: [subject] }) : subject;
      out.push({ kind: 'branch', at: placeOf(source, step), test, then: [], otherwise: [given(left)] });
    }
    out.push(...bindings(source, inside, read.bound));
  }
  return [...out, ...body(source, inside, sides(source, node).then, node)];
}

function tryOf(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const block = doBlock(node);
  const at = placeOf(source, node);
  const rescue = block && childOfType(block, 'rescue_block');
  const caught = block && childOfType(block, 'catch_block');
  const after = block && childOfType(block, 'after_block');
  const handler: Statement[] = [];
  const clauses = [...clausesIn(source, rescue), ...clausesIn(source, caught)];
  for (const [index, clause] of clauses.entries()) {
    const inside = fork(env);
    const [pattern] = clause.patterns;
    const name = pattern && rescuedName(source, pattern);
    const declared: Statement[] = [];
    if (pattern && name !== undefined) {
      inside.variables.set(name, true);
      const place = placeOf(source, pattern);
      declared.push({
        kind: 'declare',
        at: place,
        pattern: { kind: 'name', at: place, name },
        value: unknown(source, pattern),
      });
    }
    const then = [...declared, ...body(source, inside, clause.body, clause.node)];
    // Which of several takes the error is not known here; the last one stands for the rest.
    if (index === clauses.length - 1) handler.push(...then);
    else
      handler.push({
        kind: 'branch',
        at: placeOf(source, clause.node),
        test: unknown(source, pattern ?? clause.node),
        then,
        otherwise: [],
      });
  }
  return [
    {
      kind: 'attempt',
      at,
      body: body(source, fork(env), statementsOf(block), node),
      handler,
      hasHandler: clauses.length > 0,
      after: after ? statementsOf(after).flatMap(one => plain(source, fork(env), one)) : [],
    },
  ];
}

/** `e in RuntimeError`, `e`. */
function rescuedName(source: ElixirSource, node: SyntaxNode): string | undefined {
  const named = node.type === 'binary_operator' ? childNamed(node, 'left') : node;
  return named?.type === 'identifier' ? textOf(source, named) : undefined;
}

/** The code of a `quote` runs where its macro is used. */
function quotedBody(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const value = callExpr(source, node, { callee: quotation(source, env, node), args: [] });
  return [{ kind: 'evaluate', at: placeOf(source, node), value }];
}
