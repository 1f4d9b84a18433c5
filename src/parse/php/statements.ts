import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr, unknownStatement } from '../syntax/source.ts';
import { childNamed, childrenNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { ended } from './chains.ts';
import { appended, expression, expressionIn, inner, patternOf } from './expressions.ts';
import { variablePattern } from './functions.ts';
import { constantsIn, declared, isDeclaration, namespaced } from './declarations.ts';
import { assignment, update } from './operators.ts';
import { bare, type PhpSource } from './source.ts';
import { typesIn } from './types.ts';
import { classRef } from './classes.ts';

export function statements(source: PhpSource, nodes: readonly SyntaxNode[]): readonly Statement[] {
  return nodes.flatMap(node => statement(source, node));
}

/** One statement; several where it says several things, none where it says nothing. */
export function statement(source: PhpSource, node: SyntaxNode): readonly Statement[] {
  return deeper(source, node, () => translate(source, node)) ?? [unknownStatement(source, node)];
}

/** The statements in the place of one: a block's own, without a block around them. */
export function nested(source: PhpSource, node: SyntaxNode | undefined): readonly Statement[] {
  if (!node) return [];
  return BLOCKS.has(node.type) ? statements(source, namedChildren(node)) : statement(source, node);
}

const BLOCKS: ReadonlySet<string> = new Set(['compound_statement', 'colon_block']);
/** What says nothing that runs. */
const SILENT: ReadonlySet<string> = new Set([
  'php_tag',
  'php_end_tag',
  'text',
  'text_interpolation',
  'empty_statement',
  'namespace_use_declaration',
  'global_declaration',
  'unset_statement',
  'named_label_statement',
  'declare_directive',
  'name',
]);

function translate(source: PhpSource, node: SyntaxNode): readonly Statement[] {
  if (SILENT.has(node.type)) return [];
  if (isDeclaration(node)) return source.hoisted.has(node) ? [] : declared(source, node);
  const at = placeOf(source, node);
  switch (node.type) {
    case 'expression_statement': {
      const [value] = namedChildren(node);
      return value ? effects(source, value, node) : [];
    }
    case 'return_statement': {
      const [value] = namedChildren(node);
      return [{ kind: 'return', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'if_statement':
      return [
        branch(
          source,
          node,
          node.children.filter(child => child.field === 'alternative'),
        ),
      ];
    case 'compound_statement':
    case 'colon_block':
      return [{ kind: 'block', at, body: statements(source, namedChildren(node)) }];
    case 'exit_statement':
      return [ended(source, node, namedChildren(node))];
    case 'echo_statement':
      return [unknownStatement(source, node, inner(source, node))];
    case 'try_statement':
      return [attempt(source, node)];
    case 'switch_statement':
      return [select(source, node)];
    case 'foreach_statement':
      return [each(source, node)];
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return [loop(source, node)];
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return [{ kind: 'leave', at }];
    case 'declare_statement':
      return statements(source, namedChildren(node));
    case 'function_static_declaration':
      return namedChildren(node).flatMap((one): readonly Statement[] => {
        const name = childNamed(one, 'name');
        const value = childNamed(one, 'value');
        if (!name) return [];
        const pattern = variablePattern(source, name);
        return [{ kind: 'declare', at, pattern, ...(value && { value: expression(source, value) }) }];
      });
    case 'const_declaration':
      return constantsIn(source, node);
    case 'namespace_definition':
      return namespaced(source, node, body => statements(source, namedChildren(body)));
    case 'ERROR':
      return brokenStatements(source, node);
    default:
      return effects(source, node, node);
  }
}

/** What stands where the text is not understood: its statements as such, what else it holds as parts of an unknown value. */
function brokenStatements(source: PhpSource, node: SyntaxNode): readonly Statement[] {
  const isStatement = (child: SyntaxNode): boolean =>
    child.type.endsWith('_statement') || child.type.endsWith('_declaration') || isDeclaration(child);
  return [
    ...statements(source, namedChildren(node).filter(isStatement)),
    unknownStatement(source, node, inner(source, node)),
  ];
}

/** An expression for its effects. */
export function effects(source: PhpSource, written: SyntaxNode, holder: SyntaxNode): readonly Statement[] {
  const node = bare(written);
  const at = placeOf(source, node);
  if (node.type === 'update_expression') return [{ kind: 'assign', at, ...update(source, node) }];
  if (node.type === 'throw_expression') {
    const [value] = namedChildren(node);
    return [{ kind: 'throw', at, ...(value && { value: expression(source, value) }) }];
  }
  if (!ASSIGNMENTS.has(node.type)) {
    const value = expression(source, node);
    const end = exitIn(value);
    return end ?? [{ kind: 'evaluate', at: placeOf(source, holder), value }];
  }
  const added = appended(source, node);
  if (added) return [{ kind: 'evaluate', at, value: added }];
  const target = childNamed(node, 'left');
  const pattern = target && patternOf(source, target);
  if (pattern && pattern.kind !== 'name') {
    const right = childNamed(node, 'right');
    return [{ kind: 'declare', at, pattern, ...(right && { value: expression(source, right) }) }];
  }
  const { value, target: to } = assignment(source, node);
  // A chain of assignments gives its value to each of its variables.
  if (pattern && source.declaring.has(node)) return [{ kind: 'declare', at, pattern, value }];
  return [{ kind: 'assign', at, target: to, value }];
}

/** `die('…')` as a statement ends the block that it stands in. */
function exitIn(value: Expr): readonly Statement[] | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'function' || value.args.length > 0) return undefined;
  const [only, ...others] = value.callee.fn.body;
  return only?.kind === 'throw' && others.length === 0 && value.callee.at === value.at ? [only] : undefined;
}

const ASSIGNMENTS: ReadonlySet<string> = new Set([
  'assignment_expression',
  'reference_assignment_expression',
  'augmented_assignment_expression',
]);

/** `if … elseif … else`: each further test stands in what is otherwise done. */
function branch(source: PhpSource, node: SyntaxNode, alternatives: readonly SyntaxNode[]): Statement {
  const clauses = [node, ...alternatives.filter(({ type }) => type === 'else_if_clause')];
  const last = alternatives.find(({ type }) => type === 'else_clause');
  const otherwise = last ? nested(source, childNamed(last, 'body')) : [];
  const [result] = clauses.reduceRight<readonly Statement[]>(
    (rest, clause) => [
      {
        kind: 'branch',
        at: placeOf(source, clause),
        test: expressionIn(source, clause, 'condition'),
        then: nested(source, childNamed(clause, 'body')),
        otherwise: rest,
      },
    ],
    otherwise,
  );
  return result ?? unknownStatement(source, node);
}

function each(source: PhpSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const body = nested(source, childNamed(node, 'body'));
  const [over, target] = namedChildren(node).filter(child => child.field !== 'body');
  const pair = target?.type === 'pair' ? namedChildren(target) : undefined;
  const value = target && (patternOf(source, pair?.[1] ?? target) ?? nothing(source, target));
  const key = pair?.[0] && (patternOf(source, pair[0]) ?? nothing(source, pair[0]));
  const subject = over ? expression(source, over) : unknownExpr(source, node);
  if (!value) return { kind: 'repeat', at, body };
  if (!key) return { kind: 'each', at, pattern: value, over: subject, of: 'values', body };
  const pattern: Pattern = { kind: 'list', at: value.at, items: [key, value] };
  return { kind: 'each', at, pattern, over: subject, of: 'entries', body };
}

/** A target that is no variable: what is put there is not followed. */
function nothing(source: PhpSource, node: SyntaxNode): Pattern {
  return { kind: 'list', at: placeOf(source, node), items: [] };
}

function loop(source: PhpSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const condition = childNamed(node, 'condition');
  const parts = (field: string): readonly Statement[] =>
    childrenNamed(node, field).flatMap(one =>
      (one.type === 'sequence_expression' ? namedChildren(one) : [one]).flatMap(each => effects(source, each, each)),
    );
  const bodies = childrenNamed(node, 'body').flatMap(body => nested(source, body));
  const repeat: Statement = {
    kind: 'repeat',
    at,
    ...(condition && { test: expression(source, condition) }),
    body: [...bodies, ...parts('update')],
  };
  const before = parts('initialize');
  return before.length === 0 ? repeat : { kind: 'block', at, body: [...before, repeat] };
}

function select(source: PhpSource, node: SyntaxNode): Statement {
  const block = childNamed(node, 'body');
  const cases = (block ? namedChildren(block) : []).flatMap(one => {
    if (one.type !== 'case_statement' && one.type !== 'default_statement') return [];
    const value = childNamed(one, 'value');
    const body = statements(
      source,
      namedChildren(one).filter(child => child !== value),
    );
    return [value ? { test: expression(source, value), body } : { body }];
  });
  return { kind: 'select', at: placeOf(source, node), subject: expressionIn(source, node, 'condition'), cases };
}

type Catch = {
  readonly at: Statement['at'];
  readonly name: string;
  readonly pattern: Pattern;
  readonly types: readonly Expr[];
  readonly body: readonly Statement[];
};

/**
 * `try`. One `catch` is the handler, whatever it catches; several are branches on the type of what was thrown, and what none
 * of them catches is thrown on.
 */
function attempt(source: PhpSource, node: SyntaxNode): Statement {
  const catches = node.children.filter(child => child.type === 'catch_clause').map(clause => caughtBy(source, clause));
  const last = childOfType(node, 'finally_clause');
  const [first, ...others] = catches;
  return {
    kind: 'attempt',
    at: placeOf(source, node),
    body: nested(source, childNamed(node, 'body')),
    ...(first && { caught: first.pattern }),
    handler: first ? (others.length === 0 ? first.body : chosen(first, catches)) : [],
    hasHandler: first !== undefined,
    after: last ? nested(source, childNamed(last, 'body')) : [],
  };
}

function caughtBy(source: PhpSource, clause: SyntaxNode): Catch {
  const list = childNamed(clause, 'type');
  const types = typesIn(source, list);
  const [only] = types;
  const at = placeOf(source, list ?? clause);
  const type =
    only && types.length > 1
      ? { at, name: '', qualifier: [], arguments: types, text: types.map(({ text }) => text).join(' | ') }
      : only;
  const variable = childNamed(clause, 'name');
  const name = variable ? variablePattern(source, variable).name : 'error';
  return {
    at: placeOf(source, clause),
    name,
    pattern: { kind: 'name', at: placeOf(source, variable ?? clause), name, ...(type && { type }) },
    types: (list ? namedChildren(list) : []).flatMap(one => {
      const [named] = one.type === 'named_type' ? namedChildren(one) : [one];
      return named ? [classRef(source, named, 'member')] : [];
    }),
    body: nested(source, childNamed(clause, 'body')),
  };
}

/** Types that catch whatever a handler can be asked about. */
const ALL = /^\\?(?:Throwable|Exception)$/;

function chosen(first: Catch, catches: readonly Catch[]): readonly Statement[] {
  const thrown = (at: Statement['at']): Expr => ({ kind: 'name', at, name: first.name });
  const onward: readonly Statement[] = [{ kind: 'throw', at: first.at, value: thrown(first.at) }];
  return catches.reduceRight((otherwise, { at, name, pattern, types, body }): readonly Statement[] => {
    const own: Statement = { kind: 'declare', at: pattern.at, pattern, value: thrown(pattern.at) };
    const then = name === first.name ? body : [own, ...body];
    if (types.some(type => type.kind === 'name' && ALL.test(type.name))) return then;
    const tests = types.map((type): Expr => {
      return { kind: 'operation', at: type.at, operator: 'instance-of', operands: [thrown(type.at), type] };
    });
    const [only] = tests;
    const test: Expr = only && tests.length === 1 ? only : { kind: 'operation', at, operator: 'or', operands: tests };
    return [{ kind: 'branch', at, test, then, otherwise }];
  }, onward);
}
