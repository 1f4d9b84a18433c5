import type { Expr, RecordEntry } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import type { PythonSource } from './source.ts';

/** Lists, tuples and sets. */
export function items(source: PythonSource, node: SyntaxNode): Expr {
  return { kind: 'list', at: placeOf(source, node), items: expressions(source, namedChildren(node)) };
}

export function dictionary(source: PythonSource, node: SyntaxNode): Expr {
  const entries = namedChildren(node).map(child => entry(source, child));
  return { kind: 'record', at: placeOf(source, node), entries };
}

function entry(source: PythonSource, node: SyntaxNode): RecordEntry {
  const at = placeOf(source, node);
  const key = childNamed(node, 'key');
  const value = childNamed(node, 'value');
  if (key && value) {
    const name = expression(source, key);
    const given = expression(source, value);
    return name.kind === 'text'
      ? { kind: 'entry', at, key: name.value, keyAt: name.at, value: given }
      : { kind: 'computed', at, key: name, value: given };
  }
  const [spread] = namedChildren(node);
  if (node.type === 'dictionary_splat' && spread) return { kind: 'spread', at, value: expression(source, spread) };
  return { kind: 'spread', at, value: unknownExpr(source, node, expressions(source, namedChildren(node))) };
}

/** A number in any of its notations; imaginary ones are none here. */
export function numberOf(source: PythonSource, node: SyntaxNode): Expr {
  const digits = textOf(source, node).replaceAll('_', '').toLowerCase();
  const isHex = digits.startsWith('0x');
  // `0777` and `12L` are of Python 2.
  const old = /^0[0-7]+$/.exec(digits);
  const value = old ? Number.parseInt(digits, 8) : Number(isHex ? digits : digits.replace(/l$/, ''));
  return Number.isNaN(value) ? unknownExpr(source, node) : { kind: 'number', at: placeOf(source, node), value };
}
