import type { Expr, TypeRef } from '../../core/program.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf } from './chains.ts';
import { nameOf, type ScalaSource } from './source.ts';
import { isType, typeExpr, typeOf } from './types.ts';

export type Heritage = {
  /** The first of what is extended; a class can stand nowhere else. */
  readonly base: Expr | undefined;
  readonly baseArguments: readonly Expr[];
  /** Traits that are mixed in, the last first, as its members count before those of the others. */
  readonly others: readonly Expr[];
  readonly types: readonly TypeRef[];
  /** The name that a class gives to itself: `self =>`. */
  readonly self: string | undefined;
};

/** `extends A(x) with B with C`, and `this: D =>`, whose members the class has, too, wherever it is made. */
export function heritageOf(source: ScalaSource, node: SyntaxNode): Heritage {
  const clause = childNamed(node, 'extend') ?? childOfType(node, 'extends_clause');
  const written = clause?.children.filter(child => child.field === 'type' && isType(child)) ?? [];
  const body = childNamed(node, 'body');
  const self = body && childOfType(body, 'self_type');
  const declared = self?.children.find(isType);
  const name = self?.children.find(({ type }) => type === 'identifier');
  const types = [...written.flatMap(parts), ...(declared ? parts(declared) : [])];
  const args = clause?.children.filter(({ type }) => type === 'arguments').flatMap(list => argumentsOf(source, list));
  const word = name && nameOf(source, name);
  return {
    ...bases(source, types, clause !== undefined),
    baseArguments: args ?? [],
    self: word === 'this' || word === '_' ? undefined : word,
  };
}

/** What an instance is made of: `new A(x) with B`. */
export function namedBases(source: ScalaSource, node: SyntaxNode): Omit<Heritage, 'self'> {
  const types = namedChildren(node).filter(isType).flatMap(parts);
  return { ...bases(source, types, true), baseArguments: [] };
}

function parts(type: SyntaxNode): readonly SyntaxNode[] {
  return type.type === 'compound_type' ? type.children.filter(isType) : [type];
}

function bases(
  source: ScalaSource,
  types: readonly SyntaxNode[],
  isExtended: boolean,
): Pick<Heritage, 'base' | 'others' | 'types'> {
  const [first, ...rest] = types;
  const others = isExtended ? rest : types;
  return {
    base: isExtended && first ? typeExpr(source, first) : undefined,
    others: others.toReversed().map(type => typeExpr(source, type)),
    types: others.map(type => typeOf(source, type)),
  };
}
