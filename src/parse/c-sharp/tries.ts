import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { blockOf } from './functions.ts';
import { type CSharpSource, nameText, valueIn } from './source.ts';
import { typeExpr, typeOf } from './types.ts';

/**
 * `try`. One `catch` without a condition is the handler, whatever it catches; several are branches on the type of what was
 * thrown, and what none of them catches is thrown on.
 */
export function tryStatement(source: CSharpSource, node: SyntaxNode): Statement {
  const clauses = node.children.filter(child => child.type === 'catch_clause');
  const catches = clauses.map(clause => caughtBy(source, clause));
  const last = childOfType(node, 'finally_clause');
  const [first, ...others] = catches;
  const isPlain = others.length === 0 && first?.filter === undefined;
  return {
    kind: 'attempt',
    at: placeOf(source, node),
    body: blockOf(source, childNamed(node, 'body')),
    ...(first && { caught: first.pattern }),
    handler: first ? (isPlain ? first.body : chosen(first, catches)) : [],
    hasHandler: first !== undefined,
    after: blockOf(source, last && childOfType(last, 'block')),
  };
}

type Catch = {
  readonly at: Statement['at'];
  readonly pattern: Extract<Pattern, { kind: 'name' }>;
  readonly type?: Expr;
  /** `when (…)`. */
  readonly filter?: Expr;
  readonly body: readonly Statement[];
};

function caughtBy(source: CSharpSource, clause: SyntaxNode): Catch {
  const declaration = childOfType(clause, 'catch_declaration');
  const type = declaration && childNamed(declaration, 'type');
  const name = declaration && childNamed(declaration, 'name');
  const filter = childOfType(clause, 'catch_filter_clause');
  const asked = filter && valueIn(filter);
  const written = typeOf(source, type);
  return {
    at: placeOf(source, clause),
    pattern: {
      kind: 'name',
      at: placeOf(source, name ?? clause),
      // What is caught without a name is thrown on under one that no program has.
      name: name ? nameText(source, name) : '$caught',
      ...(written && { type: written }),
    },
    ...(type && { type: typeExpr(source, type) }),
    ...(asked && { filter: expression(source, asked, 'test') }),
    body: blockOf(source, childNamed(clause, 'body')),
  };
}

function chosen(first: Catch, catches: readonly Catch[]): readonly Statement[] {
  const thrown = (at: Statement['at']): Expr => ({ kind: 'name', at, name: first.pattern.name });
  const onward: readonly Statement[] = [{ kind: 'throw', at: first.at, value: thrown(first.at) }];
  return catches.reduceRight((otherwise, { at, pattern, type, filter, body }): readonly Statement[] => {
    const own: Statement = { kind: 'declare', at: pattern.at, pattern, value: thrown(pattern.at) };
    const then = pattern.name === first.pattern.name ? body : [own, ...body];
    const isAll = !type || (type.kind === 'name' && type.name === 'Exception');
    if (isAll && !filter) return then;
    const fits = type && !isAll ? operation(type.at, 'instance-of', [thrown(type.at), type]) : undefined;
    const test = fits && filter ? operation(at, 'and', [fits, filter]) : (fits ?? filter);
    return test ? [{ kind: 'branch', at, test, then, otherwise }] : then;
  }, onward);
}
