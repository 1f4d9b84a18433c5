/** Functions of the language that make values. Source: The Go Programming Language Specification, Built-in functions. */
import type { Expr } from '../../core/program.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import type { GoSource } from './source.ts';
import { plainType, typeExpr } from './types.ts';

/**
 * What a call of a built-in function gives; undefined for any other. Nobody gives these names to anything else.
 * `append(a, b…)` is a new list, `make(map…)` an empty record, `new(T)` a `T`, `new(x)` an `x`, `len(x)` its `length`; a text made of
 * bytes is the same text.
 */
export function builtinCall(
  source: GoSource,
  link: SyntaxNode,
  name: string,
  args: readonly SyntaxNode[],
): Expr | undefined {
  const at = placeOf(source, link);
  const [first, ...others] = args;
  if (!first) return undefined;
  switch (name) {
    case 'append': {
      const list = expression(source, first);
      return {
        kind: 'list',
        at,
        items: [{ kind: 'spread', at: list.at, value: list }, ...expressions(source, others)],
      };
    }
    case 'make': {
      const type = plainType(first);
      if (type.type === 'map_type') return { kind: 'record', at, entries: [] };
      if (type.type === 'slice_type') return { kind: 'list', at, items: [] };
      return unknownExpr(source, link, expressions(source, others));
    }
    case 'new': {
      if (VALUES.test(first.type)) return expression(source, first);
      const callee = typeExpr(source, first);
      if (callee.kind === 'unknown') return callee;
      const nameAt = callee.kind === 'member' ? callee.nameAt : callee.at;
      return { kind: 'call', at, nameAt, callee, args: [], isNew: true, isAwaited: false, typeArguments: [] };
    }
    case 'len':
      return { kind: 'member', at, of: expression(source, first), name: 'length', nameAt: at };
    case 'string':
      return others.length === 0 ? expression(source, first) : undefined;
    default:
      return undefined;
  }
}

/** Nodes of `new(x)` that are a value and no type. */
const VALUES = /^(?:call|binary|unary|index|slice|parenthesized|type_assertion)_expression$|_literal$|^(?:true|false)$/;
