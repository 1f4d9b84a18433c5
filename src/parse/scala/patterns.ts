/** Patterns: of `case`, of `val`, and of functions that are written as cases. */
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { between } from '../../core/location.ts';
import { calledAtOnce, functionExpr } from '../calls.ts';
import { CAPS } from '../parsed.ts';
import { operation } from '../sums.ts';
import { deeper, placeOf, tooDeep } from '../syntax/source.ts';
import { childNamed, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, path } from './expressions.ts';
import { functionOf } from './functions.ts';
import { interpolated, numberLiteral } from './literals.ts';
import { byPrecedence, flattened, infixCall } from './operators.ts';
import { madeName, nameExpr, nameOf, nothingAt, type ScalaSource, unknown } from './source.ts';
import { type Make, returned, settled, statements } from './statements.ts';
import { namesIn, typeExpr, typeNamed } from './types.ts';

/** What a pattern binds where it always fits: a name, a typed name, a tuple of such. Undefined for any other. */
export function casePattern(source: ScalaSource, node: SyntaxNode): Pattern | undefined {
  return deeper(source, node, () => {
    const at = placeOf(source, node);
    switch (node.type) {
      case 'identifier':
        return isVariable(source, node) ? ({ kind: 'name', at, name: nameOf(source, node) } as const) : undefined;
      case 'wildcard':
        return { kind: 'name', at, name: '' } as const;
      case 'typed_pattern': {
        const inner = childNamed(node, 'pattern');
        const pattern = inner && casePattern(source, inner);
        const type = typeNamed(source, node);
        return pattern && type ? { ...pattern, type } : pattern;
      }
      case 'tuple_pattern': {
        const items = namedChildren(node).map(item => casePattern(source, item));
        if (items.length === 1) return items[0];
        return items.every(item => item !== undefined) ? ({ kind: 'list', at, items } as const) : undefined;
      }
      default:
        return undefined;
    }
  });
}

/** A name that begins with a small letter binds; any other, and one in backticks, is looked up. */
function isVariable(source: ScalaSource, node: SyntaxNode): boolean {
  return node.type === 'identifier' && /^[\p{Ll}_]/u.test(source.text.slice(node.start, node.start + 2));
}

/** The names that a pattern binds. */
export function bindingNames(source: ScalaSource, pattern: SyntaxNode): readonly Extract<Pattern, { kind: 'name' }>[] {
  const names = new Map<string, Extract<Pattern, { kind: 'name' }>>();
  const note = (node: SyntaxNode): void => {
    const name = nameOf(source, node);
    if (!names.has(name)) names.set(name, { kind: 'name', at: placeOf(source, node), name });
  };
  const open: { readonly node: SyntaxNode; readonly isCalled: boolean }[] = [{ node: pattern, isCalled: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, isCalled } = next;
    if (node.type === 'identifier') {
      if (!isCalled && isVariable(source, node)) note(node);
      continue;
    }
    if (node.type === 'stable_identifier') continue;
    const inner = childNamed(node, 'pattern');
    const type = node.type === 'typed_pattern' && inner?.type === 'identifier' ? typeNamed(source, node) : undefined;
    if (type && inner && isVariable(source, inner)) {
      const name = nameOf(source, inner);
      names.set(name, { kind: 'name', at: placeOf(source, inner), name, type });
      continue;
    }
    for (const child of node.children.toReversed()) {
      // What is called or stands between two sides binds nothing itself.
      const isName =
        child.field === 'type' ||
        child.field === 'operator' ||
        child.field === 'interpolator' ||
        child.field === 'function';
      if (isName || child.type === 'type_arguments') continue;
      open.push({ node: child, isCalled: child.field === 'function' });
    }
  }
  return [...names.values()];
}

/** Declares what a pattern binds. `Some(x)` binds what is there; what others take apart is something of the subject. */
export function bindings(source: ScalaSource, pattern: SyntaxNode, subject: Expr): readonly Statement[] {
  const whole = wholeName(source, pattern);
  return bindingNames(source, pattern).map(name => ({
    kind: 'declare',
    at: name.at,
    pattern: name,
    value: whole === name.name ? subject : partOf(subject, name),
  }));
}

function partOf(subject: Expr, { at, name }: Extract<Pattern, { kind: 'name' }>): Expr {
  return { kind: 'index', at, of: subject, key: { kind: 'unknown', at, text: name, parts: [] } };
}

/** The name that stands for all that a pattern takes. */
function wholeName(source: ScalaSource, pattern: SyntaxNode): string | undefined {
  if (isVariable(source, pattern)) return nameOf(source, pattern);
  if (pattern.type === 'typed_pattern' || pattern.type === 'capture_pattern') {
    const name = childNamed(pattern, pattern.type === 'capture_pattern' ? 'name' : 'pattern');
    return name && isVariable(source, name) ? nameOf(source, name) : undefined;
  }
  if (pattern.type === 'case_class_pattern' && typeName(source, pattern) === 'Some') {
    const [inner, ...others] = childrenNamed(pattern, 'pattern');
    return inner && others.length === 0 ? wholeName(source, inner) : undefined;
  }
  if (pattern.type === 'infix_pattern') {
    // `req @ GET -> Root`: the name stands for the whole.
    let first: SyntaxNode | undefined = pattern;
    while (first?.type === 'infix_pattern') first = childNamed(first, 'left');
    return first?.type === 'capture_pattern' ? wholeName(source, first) : undefined;
  }
  return undefined;
}

function typeName(source: ScalaSource, pattern: SyntaxNode): string {
  const type = childNamed(pattern, 'type');
  const last = type && namesIn(type).at(-1);
  return last ? nameOf(source, last) : '';
}

/** One `case`. */
type Clause = {
  readonly node: SyntaxNode;
  readonly pattern: SyntaxNode;
  readonly guard: SyntaxNode | undefined;
  readonly bodies: readonly SyntaxNode[];
};

function clausesOf(cases: SyntaxNode): readonly Clause[] {
  return cases.children.flatMap(node => {
    const pattern = node.type === 'case_clause' ? childNamed(node, 'pattern') : undefined;
    if (!pattern) return [];
    const guard = node.children.find(({ type }) => type === 'guard');
    const arrow = node.children.findIndex(({ type }) => type === '=>');
    return [
      {
        node,
        pattern,
        guard: guard && childNamed(guard, 'condition'),
        bodies: node.children.slice(arrow + 1).filter(({ isNamed }) => isNamed),
      },
    ];
  });
}

/** Cases of one `match` that become branches, each inside the one before. */
const NESTED_CASES = 40;

/**
 * What cases do with a subject. Where each says in itself what it asks (a value, a type, whether something is there), they are
 * branches; else they are a `select`, whose tests are the patterns as expressions: `GET -> Root / "x"` calls `->` of GET.
 */
export function caseStatements(
  source: ScalaSource,
  subject: Expr,
  cases: SyntaxNode,
  make: Make | undefined,
): readonly Statement[] {
  const clauses = clausesOf(cases);
  const isPlain = clauses.length <= NESTED_CASES && clauses.every(({ pattern }) => isPlainPattern(source, pattern));
  return isPlain ? branches(source, subject, clauses, make) : [selection(source, subject, cases, clauses, make)];
}

function isPlainPattern(source: ScalaSource, pattern: SyntaxNode): boolean {
  const open = [pattern];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'interpolated_string_expression') return false;
    if (node.type === 'infix_pattern') {
      const operator = childNamed(node, 'operator');
      if (!operator || !LIST_OPERATORS.has(nameOf(source, operator))) return false;
    }
    open.push(...node.children);
  }
  return true;
}

const LIST_OPERATORS: ReadonlySet<string> = new Set(['::', '+:', ':+', '&', '|']);

function branches(
  source: ScalaSource,
  subject: Expr,
  clauses: readonly Clause[],
  make: Make | undefined,
): readonly Statement[] {
  let rest: readonly Statement[] = [];
  for (const clause of clauses.toReversed()) {
    const declared = bindings(source, clause.pattern, subject);
    const test = testOf(source, subject, clause.pattern);
    const guard = clause.guard && expression(source, clause.guard);
    const then = bodyOf(source, clause, make);
    const at = placeOf(source, clause.node);
    const whole = test && guard ? operation(guard.at, 'and', [test, guard]) : (test ?? guard);
    rest = [...declared, ...(whole ? [{ kind: 'branch', at, test: whole, then, otherwise: rest } as const] : then)];
  }
  return rest;
}

function bodyOf(source: ScalaSource, { bodies, node }: Clause, make: Make | undefined): readonly Statement[] {
  const [only] = bodies;
  source.placeholders.push([]);
  const read =
    deeper(source, node, () =>
      bodies.length === 1 && only ? settled(source, only, make) : statements(source, bodies, make),
    ) ?? [];
  source.placeholders.pop();
  return read;
}

/** What a plain pattern asks of the subject; undefined where it always fits. */
function testOf(source: ScalaSource, subject: Expr, pattern: SyntaxNode): Expr | undefined {
  return deeper(source, pattern, (): Expr | undefined => {
    const at = placeOf(source, pattern);
    switch (pattern.type) {
      case 'wildcard':
        return undefined;
      case 'identifier':
        if (isVariable(source, pattern)) return undefined;
        return operation(at, 'equal', [subject, expression(source, pattern)]);
      case 'capture_pattern': {
        const inner = childNamed(pattern, 'pattern');
        return inner && testOf(source, subject, inner);
      }
      case 'typed_pattern': {
        const type = childNamed(pattern, 'type');
        return type && operation(at, 'instance-of', [subject, typeExpr(source, type)]);
      }
      case 'alternative_pattern': {
        const tests = namedChildren(pattern).map(one => testOf(source, subject, one));
        return tests.every(test => test !== undefined) ? operation(at, 'or', tests) : undefined;
      }
      case 'tuple_pattern': {
        const items = namedChildren(pattern);
        const [only] = items;
        if (items.length === 1 && only) return testOf(source, subject, only);
        const tests = items.flatMap((item, index) => {
          const key: Expr = { kind: 'number', at, value: index };
          const element = subject.kind === 'list' ? subject.items[index] : undefined;
          return testOf(source, element ?? { kind: 'index', at, of: subject, key }, item) ?? [];
        });
        return tests.length === 0 ? undefined : operation(at, 'and', tests);
      }
      case 'case_class_pattern': {
        if (typeName(source, pattern) === 'Some')
          return operation(at, 'not-equal', [subject, nothingAt(source, pattern)]);
        const type = childNamed(pattern, 'type');
        return type && operation(at, 'instance-of', [subject, typeExpr(source, type)]);
      }
      case 'infix_pattern':
      case 'given_pattern':
        return unknown(source, pattern, [subject]);
      default:
        return operation(at, 'equal', [subject, expression(source, pattern)]);
    }
  });
}

function selection(
  source: ScalaSource,
  subject: Expr,
  cases: SyntaxNode,
  clauses: readonly Clause[],
  make: Make | undefined,
): Statement {
  const at = placeOf(source, cases);
  const read = clauses.map(clause => {
    const test = patternExpr(source, clause.pattern);
    const guard = clause.guard && expression(source, clause.guard);
    const body = bodyOf(source, clause, make);
    const own: readonly Statement[] = guard
      ? [{ kind: 'branch', at: guard.at, test: guard, then: body, otherwise: [] }]
      : body;
    const isDefault = clause.pattern.type === 'wildcard' || clause.pattern.type === 'identifier';
    return { ...(isDefault ? {} : { test }), body: [...own, { kind: 'leave', at: test.at } as const] };
  });
  const names = new Map(
    clauses.flatMap(clause => bindings(source, clause.pattern, subject)).map(one => [nameIn(one), one]),
  );
  return { kind: 'block', at, body: [...names.values(), { kind: 'select', at, subject, cases: read }] };
}

function nameIn(statement: Statement): string {
  return statement.kind === 'declare' && statement.pattern.kind === 'name' ? statement.pattern.name : '';
}

/** A pattern as the expression that it looks like. */
export function patternExpr(source: ScalaSource, pattern: SyntaxNode): Expr {
  return deeper(source, pattern, () => translate(source, pattern)) ?? unknown(source, pattern);
}

function translate(source: ScalaSource, pattern: SyntaxNode): Expr {
  const at = placeOf(source, pattern);
  switch (pattern.type) {
    case 'identifier':
      return { kind: 'name', at, name: nameOf(source, pattern) };
    case 'stable_identifier':
      return path(source, namesIn(pattern));
    case 'capture_pattern': {
      const inner = childNamed(pattern, 'pattern');
      return inner ? patternExpr(source, inner) : unknown(source, pattern);
    }
    case 'typed_pattern': {
      const inner = childNamed(pattern, 'pattern');
      return inner ? patternExpr(source, inner) : unknown(source, pattern);
    }
    case 'case_class_pattern': {
      const type = childNamed(pattern, 'type');
      const callee = type ? typeExpr(source, type) : unknown(source, pattern);
      const args = childrenNamed(pattern, 'pattern').map(arg => patternExpr(source, arg));
      return { ...calledAtOnce(callee), at, args };
    }
    case 'tuple_pattern': {
      const items = namedChildren(pattern).map(item => patternExpr(source, item));
      const [only] = items;
      return items.length === 1 && only ? only : { kind: 'list', at, items };
    }
    case 'alternative_pattern':
      return { kind: 'list', at, items: namedChildren(pattern).map(item => patternExpr(source, item)) };
    case 'infix_pattern':
      return infixPattern(source, pattern);
    case 'interpolated_string_expression':
      return interpolated(source, pattern);
    case 'integer_literal':
    case 'floating_point_literal':
      return numberLiteral(source, pattern);
    case 'string':
    case 'boolean_literal':
    case 'null_literal':
    case 'character_literal':
      return expression(source, pattern);
    default:
      return unknown(source, pattern);
  }
}

function infixPattern(source: ScalaSource, pattern: SyntaxNode): Expr {
  const { operands, operators } = flattened(source, pattern);
  if (operands.length > CAPS.chain - source.counts.links) {
    tooDeep(source, pattern);
    return unknown(source, pattern);
  }
  const values = operands.map(operand => patternExpr(source, operand));
  return (
    byPrecedence(values, operators, (left, operator, right) =>
      infixCall(between(left.at, right.at), left, operator, placeOf(source, operator.node), [right]),
    ) ?? unknown(source, pattern)
  );
}

/** `{ case a => … }`: a function of one parameter, which has no name unless its only case gives it one. */
export function partialFunction(source: ScalaSource, cases: SyntaxNode): Expr {
  const at = placeOf(source, cases);
  const clauses = clausesOf(cases);
  const [only, ...others] = clauses;
  const plain = only && others.length === 0 && !only.guard ? casePattern(source, only.pattern) : undefined;
  source.counts.bodies++;
  const fn = plain && only ? functionOf(at, [plain], bodyOf(source, only, returned)) : byCases(source, cases);
  source.counts.bodies--;
  return functionExpr(fn);
}

function byCases(source: ScalaSource, cases: SyntaxNode): ReturnType<typeof functionOf> {
  const at = placeOf(source, cases);
  const name = madeName(source, 'case');
  return functionOf(at, [{ kind: 'name', at, name }], caseStatements(source, nameExpr(at, name), cases, returned));
}
