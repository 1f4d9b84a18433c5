import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { bodyOf, namePattern } from './functions.ts';
import type { JavaSource } from './source.ts';
import { variable } from './statements.ts';
import { typeExprsIn, typesIn } from './types.ts';

/**
 * `try`, with its resources declared first in its body. One `catch` is the handler, whatever it catches; several are
 * branches on the type of what was thrown, and what none of them catches is thrown on.
 */
export function tryStatement(source: JavaSource, node: SyntaxNode): Statement {
  const resources = childNamed(node, 'resources');
  const catches = node.children.filter(child => child.type === 'catch_clause').map(clause => caughtBy(source, clause));
  const last = node.children.find(child => child.type === 'finally_clause');
  const [first, ...others] = catches;
  return {
    kind: 'attempt',
    at: placeOf(source, node),
    body: [
      ...(resources ? namedChildren(resources).map(resource => resourceStatement(source, resource)) : []),
      ...bodyOf(source, childNamed(node, 'body')),
    ],
    ...(first && { caught: first.pattern }),
    handler: first ? (others.length === 0 ? first.body : chosen(first, catches)) : [],
    hasHandler: first !== undefined,
    after: bodyOf(
      source,
      last?.children.find(child => child.type === 'block'),
    ),
  };
}

function resourceStatement(source: JavaSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const value = childNamed(node, 'value');
  if (childNamed(node, 'name'))
    return {
      kind: 'declare',
      at,
      pattern: variable(source, node, childNamed(node, 'type')),
      ...(value && { value: expression(source, value) }),
    };
  const [named] = namedChildren(node);
  return { kind: 'evaluate', at, value: expression(source, named ?? node) };
}

type Catch = {
  readonly at: Statement['at'];
  readonly pattern: Extract<Pattern, { kind: 'name' }>;
  readonly types: readonly Expr[];
  readonly body: readonly Statement[];
};

function caughtBy(source: JavaSource, clause: SyntaxNode): Catch {
  const caught = clause.children.find(child => child.type === 'catch_formal_parameter');
  const list = caught?.children.find(child => child.type === 'catch_type');
  const types = typesIn(source, list);
  const [only] = types;
  const at = placeOf(source, list ?? clause);
  const type =
    only && types.length > 1
      ? { at, name: '', qualifier: [], arguments: types, text: types.map(({ text }) => text).join(' | ') }
      : only;
  const name = caught && childNamed(caught, 'name');
  return {
    at: placeOf(source, clause),
    pattern: namePattern(source, name ?? clause, type),
    types: typeExprsIn(source, list),
    body: bodyOf(source, childNamed(clause, 'body')),
  };
}

/** Types that catch whatever a handler can be asked about. */
const ALL: ReadonlySet<string> = new Set(['Throwable', 'Exception']);

function chosen(first: Catch, catches: readonly Catch[]): readonly Statement[] {
  const thrown = (at: Statement['at']): Expr => ({ kind: 'name', at, name: first.pattern.name });
  const onward: readonly Statement[] = [{ kind: 'throw', at: first.at, value: thrown(first.at) }];
  return catches.reduceRight((otherwise, { at, pattern, types, body }): readonly Statement[] => {
    const own: Statement = { kind: 'declare', at: pattern.at, pattern, value: thrown(pattern.at) };
    const then = pattern.name === first.pattern.name ? body : [own, ...body];
    if (types.some(type => type.kind === 'name' && ALL.has(type.name))) return then;
    const tests = types.map((type): Expr => {
      return { kind: 'operation', at: type.at, operator: 'instance-of', operands: [thrown(type.at), type] };
    });
    const [only] = tests;
    const test: Expr = only && tests.length === 1 ? only : { kind: 'operation', at, operator: 'or', operands: tests };
    return [{ kind: 'branch', at, test, then, otherwise }];
  }, onward);
}
