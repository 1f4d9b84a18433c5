import type { Expr, TypeRef } from '../../core/program.ts';
import { childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf } from './arguments.ts';
import type { KotlinSource } from './source.ts';
import { isType, typeExpr, typeOf } from './types.ts';

export type Heritage = {
  /** The class that is extended: the one whose constructor is called. */
  readonly base: Expr | undefined;
  readonly baseArguments: readonly Expr[];
  /** Interfaces, as expressions and as types. */
  readonly others: readonly Expr[];
  readonly types: readonly TypeRef[];
};

/** What stands after the colon: `Base(a), Interface<T>, Other by value`. What is delegated to is read as an interface. */
export function heritageOf(source: KotlinSource, node: SyntaxNode): Heritage {
  const specifiers = childOfType(node, 'delegation_specifiers')?.children.filter(
    ({ type }) => type === 'delegation_specifier',
  );
  let base: Expr | undefined;
  let baseArguments: readonly Expr[] = [];
  const others: Expr[] = [];
  const types: TypeRef[] = [];
  for (const specifier of specifiers ?? []) {
    const invocation = childOfType(specifier, 'constructor_invocation');
    const delegation = childOfType(specifier, 'explicit_delegation');
    const type = (invocation ?? delegation ?? specifier).children.find(isType);
    if (!type) continue;
    if (invocation && !base) {
      base = typeExpr(source, type);
      const given = childOfType(invocation, 'value_arguments');
      baseArguments = given ? argumentsOf(source, given) : [];
      continue;
    }
    others.push(typeExpr(source, type));
    types.push(typeOf(source, type));
  }
  return { base, baseArguments, others, types };
}
