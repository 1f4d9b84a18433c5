import type { Expr, RecordEntry } from '../../core/program.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import type { PhpSource } from './source.ts';

/**
 * An array: a list where no key is written; else a record, in which what has no key of its own stands under the number that
 * PHP gives it. Source: PHP manual, Arrays.
 */
export function arrayOf(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const items = namedChildren(node).map(item => elementOf(source, item));
  if (!items.some(item => item.key))
    return { kind: 'list', at, items: items.map(({ value, isSpread, at }) => spread(value, isSpread, at)) };
  let next = 0;
  const entries = items.map((item): RecordEntry => {
    if (item.isSpread) return { kind: 'spread', at: item.at, value: item.value };
    const { key } = item;
    if (!key) return { kind: 'entry', at: item.at, key: String(next++), keyAt: item.value.at, value: item.value };
    if (key.kind === 'number') {
      next = Math.max(next, key.value + 1);
      return { kind: 'entry', at: item.at, key: String(key.value), keyAt: key.at, value: item.value };
    }
    if (key.kind === 'text') return { kind: 'entry', at: item.at, key: key.value, keyAt: key.at, value: item.value };
    return { kind: 'computed', at: item.at, key, value: item.value };
  });
  return { kind: 'record', at, entries };
}

type Element = {
  readonly at: Expr['at'];
  readonly key?: Expr;
  readonly value: Expr;
  readonly isSpread: boolean;
};

function elementOf(source: PhpSource, item: SyntaxNode): Element {
  const at = placeOf(source, item);
  const parts = item.type === 'array_element_initializer' ? namedChildren(item) : [item];
  const [first, second] = parts;
  if (!first) return { at, value: unknownExpr(source, item), isSpread: false };
  if (first.type === 'variadic_unpacking') {
    const [value] = namedChildren(first);
    return { at, value: value ? expression(source, value) : unknownExpr(source, item), isSpread: true };
  }
  if (!second) return { at, value: expression(source, first), isSpread: false };
  return { at, key: expression(source, first), value: expression(source, second), isSpread: false };
}

function spread(value: Expr, isSpread: boolean, at: Expr['at']): Expr {
  return isSpread ? { kind: 'spread', at, value } : value;
}

/** The arguments in parentheses; a name stands before the value that it is for. */
export function argumentsIn(source: PhpSource, list: SyntaxNode | undefined): readonly Expr[] {
  return (list ? namedChildren(list) : []).flatMap((argument): readonly Expr[] => {
    if (argument.type !== 'argument') return [];
    const name = childNamed(argument, 'name');
    const value = namedChildren(argument).findLast(child => child !== name && child.type !== 'reference_modifier');
    if (!value) return [];
    const at = placeOf(source, argument);
    if (value.type === 'variadic_unpacking') {
      const [all] = namedChildren(value);
      return all ? [{ kind: 'spread', at, value: expression(source, all) }] : [];
    }
    const given = expression(source, value);
    if (!name) return [given];
    return [
      {
        kind: 'named',
        at,
        name: source.text.slice(name.start, name.end),
        nameAt: placeOf(source, name),
        value: given,
      },
    ];
  });
}

/** `f(...)` makes no call: it is the function itself. */
export function isReference(list: SyntaxNode | undefined): boolean {
  return list?.children.some(child => child.type === 'variadic_placeholder') === true;
}
